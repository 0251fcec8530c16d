"""Voice at scale: how many messages a second does the whole pipeline read, beside VADER?

The English and French test texts of ../shared/data/voice, through everything that
`VoiceAnalyzer.analyze` does: cleaning, language, scores, rules, evidence. VADER (English
sentiment alone) reads the same texts in an environment of its own, made on demand. Each program
in its own process; one thread of NumPy; imports and first uses apart.
python benchmarks/voice.py [--repeats 3] [--envs DIR] [--alone] [--limit N]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data" / "voice"
FILES = ("sentiment_umsab", "sentiment_mabsa", "emotions_goemotions_en", "sentiment_deft2017_fr")
LANGUAGES = ("en", "fr")
PEER = "vaderSentiment==3.3.2"
BARS = {1: 2500, 2: 4500}
AIMS = {1: 5000, 2: 9000}
IMPORT_BAR = 0.3
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def texts(limit):
    """The test texts in English and French, one of each."""
    found = {}
    for name in FILES:
        with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["split"] == "test" and row["lang"] in LANGUAGES:
                    found[row["text"]] = row["lang"]
    return list(found)[:limit]


def environment(envs):
    """The Python of VADER's environment, made where there is none; None where that fails."""
    place = envs / "vader"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        print(f"installing {PEER} into {place} …", flush=True)
        steps = (
            [sys.executable, "-m", "venv", str(place)],
            [str(python), "-m", "pip", "install", "--quiet", PEER],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True)
            if done.returncode:
                print("VADER cannot be installed here, so there is no comparison with it:")
                print("  " + (done.stderr.strip().splitlines() or ["no reason told"])[-1])
                return None
        (place / "ready").touch()
    return python


def run(python, name, file, workers=1):
    """Run one program over the texts; what it tells, in seconds."""
    given = os.environ | dict.fromkeys(THREADS, "1")
    command = [str(python), str(HERE / "voice_readers.py"), name, str(file), str(workers)]
    done = subprocess.run(command, capture_output=True, text=True, env=given)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def best(runs):
    """The run of the least CPU seconds, with the least wall seconds of all."""
    told = min(runs, key=lambda one: one["cpu"])
    return told | {
        "alone": told["workers"] == 1,
        "wall": min(one["wall"] for one in runs),
        "import": min(one["import"] for one in runs),
    }


def show(title, told, count):
    """One line of the table."""
    rate = f"{count / told['cpu']:,.0f}" if told["alone"] else "—"
    print(
        f"{title:24}{rate:>12}{count / told['wall']:>12,.0f}"
        f"{told['import']:>10.2f}{told['peak']:>10,.0f}"
    )


def judged(told, count):
    """Print each bar and whether it is met; whether all are."""
    rates = {1: count / told[1]["cpu"], 2: count / told[2]["wall"]}
    met = True
    for workers, bar in BARS.items():
        good = rates[workers] >= bar
        met &= good
        words = "one core, CPU" if workers == 1 else "two cores, wall"
        print(f"{'met' if good else 'MISSED'}: {rates[workers]:,.0f} a second, {words}, of {bar:,}"
              f" (aim {AIMS[workers]:,})")  # fmt: skip
    good = told[1]["import"] <= IMPORT_BAR
    print(
        f"{'met' if good else 'MISSED'}: imported in {told[1]['import']:.2f} CPU s of {IMPORT_BAR}"
    )
    return met and good


def main():
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--envs", type=Path, default=Path(tempfile.gettempdir()) / "rapport-envs")
    parser.add_argument("--alone", action="store_true", help="without VADER")
    parser.add_argument("--limit", type=int, default=None)
    given = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"no texts at {DATA}")
    found = texts(given.limit)
    peer = None if given.alone else environment(given.envs)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(found), encoding="utf-8")
        told = {}
        for workers in (1, 2):
            runs = [run(sys.executable, "rapport", file, workers) for _ in range(given.repeats)]
            told[workers] = best(runs)
        vader = peer and best([run(peer, "vader", file) for _ in range(given.repeats)])
    mean = sum(map(len, found)) / len(found)
    print(f"\n{len(found):,} distinct texts, {mean:.0f} characters each\n")
    print(f"{'':24}{'a CPU s':>12}{'a wall s':>12}{'import':>10}{'peak MiB':>10}")
    show("rapport, one process", told[1], len(found))
    show("rapport, two processes", told[2], len(found))
    if vader:
        show("VADER (sentiment only)", vader, len(found))
    print()
    raise SystemExit(0 if judged(told, len(found)) else 1)


if __name__ == "__main__":
    main()
