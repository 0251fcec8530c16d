"""Voice readers: how long does one program take to read texts?

Run by voice.py: python voice_readers.py rapport|vader texts.json workers. Prints CPU seconds
(without those of other processes), wall seconds, the CPU seconds of its import, and the peak
memory in MiB, as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

WARM = 200


def rapport_reader(workers):
    """The whole pipeline."""
    from rapport.core.message import Message
    from rapport.voice.analyzer import VoiceAnalyzer

    analyzer = VoiceAnalyzer(workers=workers)
    return lambda texts: analyzer.analyze([Message(text) for text in texts])


def vader_reader(workers):
    """VADER's compound score."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda texts: [analyzer.polarity_scores(text) for text in texts]


def main():
    """Import, warm up, read, tell."""
    name, file, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    texts = json.loads(file.read_text(encoding="utf-8"))
    started = time.process_time()
    if name == "rapport":
        import rapport.voice.analyzer  # noqa: F401
    else:
        import vaderSentiment.vaderSentiment  # noqa: F401
    imported = time.process_time() - started
    read = (rapport_reader if name == "rapport" else vader_reader)(workers)
    read(texts[:WARM] if workers == 1 else texts)
    used, began = time.process_time(), time.perf_counter()
    read(texts)
    wall, used = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"workers": workers, "cpu": used, "wall": wall, "import": imported, "peak": peak}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
