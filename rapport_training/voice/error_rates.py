"""Error rates: how would the reader tell messages from where it has never been, by source?

`python -m rapport_training.voice.error_rates` writes the counts by which the measures of voice
take the reader's errors out. Each file is left out whole in turn, heads learnt from the others
read it: what a company's messages are to the shipped reader. Of the one file that holds all the
French reviews (BY_DOMAIN), a trade is left out in both languages: a reader that never read a
French review is another reader. Heads learn from a part of each file, and err a little more.

One more file is of our own: `tests/voice/traps.csv`, whose labels we argued and which nothing was
learnt from, read by the weights that ship. It is made of traps, so adversarial: the reader errs
there more than on most companies, which widens the doubt. Without it, too few files tell what a
question is by anything but its mark. Run again whenever the weights change: some three minutes,
the same bytes every time.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapport.core.message import Analyzer, Message, Reading, Signal
from rapport.voice.analyzer import VoiceAnalyzer
from rapport.voice.weights import shipped
from rapport_training.voice.calibration import calibration
from rapport_training.voice.data import (
    ASKING,
    FILES,
    FOLDER,
    SIGNALS,
    UNKNOWN,
    Corpus,
    Known,
    Row,
    Source,
    joined,
    read_source,
    rows_of,
)
from rapport_training.voice.model import learn
from rapport_training.voice.packing import weights
from rapport_training.voice.rows import Rows, word_vectors
from rapport_training.voice.rows import rows_of as columns_of

CLASSES = ("negative", "neutral", "positive", "mixed")
LANGUAGES = ("en", "fr")
BY_DOMAIN = ("sentiment_mabsa",)
"""Files that are left out by the trade, not whole: no other teaches what they do in French."""
LEFT_OUT = "langid_leipzig"
"""Newspapers: no place where customers write."""
LEARNT, READ = 2500, 3000
"""Texts of a file, language and domain that are learnt from and that are read, by their hash."""
TOLD = 40
"""Of 256 texts so many, by their hash, calibrate what the others taught."""
BY_ITS_MARK = {
    *product(("sentiment_deft2017_fr", "sentiment_mabsa", "sentiment_proscons_en"), (0, 1)),
    ("banking77", 1),
    ("intents_nlupp_en", 1),
}
"""Files, or parts of files, and the answers that they know by the mark or the first word alone."""
FEWEST = 20
"""A source with fewer texts of a class says nothing about that class."""
ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "src/rapport/measures/voice/error_counts.py"
TRAPS, OURS = ROOT / "tests/voice/traps.csv", "traps"
HEAD = '''"""Error counts: how did the reader tell messages whose meaning is known?

Made by `python -m rapport_training.voice.error_rates`; not written by hand. One block a source,
one row a true class, one number a told class; a row of zeros: the source tells nothing of it.
Each file (each trade, of the file that alone holds French reviews) was read by heads that had
learnt from the others. The sources `traps` are messages of
our own, made of traps and never learnt from, as the shipped weights read them: adversarial, so
that they widen the doubt.
"""
'''

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """A place where people write: its file and its domain, where it is left out by that (else
    ""), its name, its rows and what is known of each: the
    index of its sentiment in CLASSES, then 0 or 1 for each of SIGNALS, or UNKNOWN.
    """

    file: str
    domain: str
    name: str
    rows: Sequence[Row]
    known: Sequence[Known]


def by_hash(rows: Sequence[Row], most: int) -> list[Row]:
    """So many of the rows, chosen by the hash of their text."""
    return sorted(rows, key=lambda row: sha256(row["text"].encode()).digest())[:most]


def places(folder: Path = FOLDER) -> Iterator[Place]:
    """Each place of the files that others have labelled, then ours."""
    for source in FILES:
        if source.tier != "A" or source.file == LEFT_OUT:
            continue
        found: dict[tuple[str, str], list[Row]] = {}
        for row in rows_of(folder / f"{source.file}.csv.gz"):
            if row["lang"] in LANGUAGES:
                found.setdefault((row.get("domain", ""), row["lang"]), []).append(row)
        for (domain, lang), rows in sorted(found.items()):
            kept = by_hash(rows, READ)
            known = [known_of(source, row) for row in kept]
            name = " ".join((source.file, lang, domain)).strip()
            out = domain if source.file in BY_DOMAIN else ""
            yield Place(source.file, out, name, kept, known)
    yield from our_places()


def our_places(path: Path = TRAPS) -> Iterator[Place]:
    """The messages of our own, by language."""
    with path.open(encoding="utf-8", newline="") as file:
        every = [{**row, "lang": row["language"]} for row in csv.DictReader(file)]
    for lang in LANGUAGES:
        rows = [row for row in every if row["lang"] == lang]
        yield Place(OURS, "", f"{OURS} {lang}", rows, [known_of_ours(row) for row in rows])


def known_of_ours(row: Row) -> Known:
    """What we argued of a message of our own."""
    complaint, praise, question = (int(row[signal]) for signal in SIGNALS)
    return index_of(row["sentiment"]), complaint, praise, question


def known_of(source: Source, row: Row) -> Known:
    """What people said of a row of a file.

    Where the mark or the first word says what a question is, a reader that looks at them cannot
    err: it is not known there. It is where somebody felt curious, where a request was asked for,
    in a collection of questions, and in turns that were labelled as answers.
    """
    _, complaint, praise, question = source.known(row)
    if "emotions" in row:
        question = int(bool(ASKING & frozenset(row["emotions"].split("|"))))
    elif (row.get("source", source.file), question) in BY_ITS_MARK:
        question = UNKNOWN
    return index_of(row.get("label", "")), complaint, praise, question


def index_of(label: str) -> int:
    """The index of a sentiment in CLASSES, UNKNOWN where there is none."""
    return CLASSES.index(label) if label in CLASSES else UNKNOWN


def learnt_from(folder: Path = FOLDER) -> Corpus:
    """A part of every tier A file in both languages, small enough to be learnt from many times."""
    parts = []
    for source in FILES:
        if source.tier == "A":
            corpus = read_source(source, folder)
            place = np.char.add(np.char.add(corpus.languages, corpus.domains), corpus.parts)
            order = np.argsort([sha256(text.encode()).digest() for text in corpus.texts])
            kept = np.zeros(corpus.count, np.bool_)
            for name in np.unique(place[np.isin(corpus.languages, LANGUAGES)]):
                kept[order[place[order] == name][:LEARNT]] = True
            parts.append(corpus.where(kept & (corpus.parts != "test")))
    return joined(parts)


def reader_without(file: str, domain: str, corpus: Corpus, rows: Rows) -> VoiceAnalyzer:
    """The reader that has learnt from all but one file, or but one domain of it; it tells
    languages as what ships does.
    """
    others = (corpus.sources != file) | ((domain != "") & (corpus.domains != domain))
    told = np.array([sha256(text.encode()).digest()[0] < TOLD for text in corpus.texts])
    model = learn(corpus.where(others & ~told), rows.where(others & ~told))
    held = corpus.where(others & told)
    table = calibration(held, model.scores(rows.where(others & told)))
    return VoiceAnalyzer(weights(model, table, shipped().language, word_vectors(), {}))


def counted(known: Sequence[int], told: Sequence[int], size: int) -> Counts:
    """Counts (true, told) of what is known; rows with too few texts are left at zero."""
    counts = np.zeros((size, size), np.int64)
    for one, other in zip(known, told, strict=True):
        if one != UNKNOWN:
            counts[one, other] += 1
    counts[counts.sum(axis=1) < FEWEST] = 0
    return counts


def of_place(place: Place, readings: Sequence[Reading]) -> dict[str, Counts]:
    """The counts of one place, by what was read; what is read as spam counts nowhere.

    A place without any complaint or praise is none where customers write about what they
    bought: it says nothing of them. Requests alone do tell of questions.
    """
    kept = [pair for pair in zip(place.known, readings, strict=True) if not pair[1].is_spam]
    labels = [index_of(one.label) for _, one in kept]
    counts = {"SENTIMENT": counted([known[0] for known, _ in kept], labels, len(CLASSES))}
    for column, signal in enumerate(SIGNALS, 1):
        shown = [int(Signal(signal) in one.shown) for _, one in kept]
        found = counted([int(known[column]) for known, _ in kept], shown, 2)
        is_whole = signal == "question" or bool((found.sum(axis=1) > 0).all())
        counts[signal.upper()] = found if is_whole else 0 * found
    return counts


def module(counts: Mapping[str, Mapping[str, Counts]]) -> str:
    """The text of the module that ships the counts."""
    lines = [HEAD, "# fmt: off"]
    for signal in ("SENTIMENT", *(one.upper() for one in SIGNALS)):
        lines.append(f"{signal}: dict[str, tuple[tuple[int, ...], ...]] = {{")
        for name, told in counts.items():
            if told[signal].any():
                rows = ", ".join(str(tuple(row)) for row in told[signal].tolist())
                lines += [f'    "{name}": (', f"        {rows},", "    ),"]
        lines.append("}")
    return "\n".join([*lines, "# fmt: on", ""])


def main(written: Path = WRITTEN) -> None:
    """Leave each file out in turn, read it, read ours, and write the counts."""
    corpus = learnt_from()
    rows = columns_of(corpus, word_vectors())
    readers: dict[tuple[str, str], Analyzer] = {(OURS, ""): VoiceAnalyzer()}
    counts = {}
    for place in places():
        left = (place.file, place.domain)
        if left not in readers:
            readers[left] = reader_without(*left, corpus, rows)
        messages = [Message(row["text"], prior=row["lang"]) for row in place.rows]
        counts[place.name] = of_place(place, readers[left].analyze(messages))
        sys.stdout.write(f"{time.process_time():6.0f} s  {place.name}: {len(messages)} read\n")
        sys.stdout.flush()
    written.write_text(module(counts), encoding="utf-8")


if __name__ == "__main__":
    main()
