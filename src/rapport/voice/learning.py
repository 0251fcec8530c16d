"""Learning: what do a company's own outcomes teach, and does it read better for it?

Stars, scores, later churn and people's corrections say what a message meant. A correction on top
of the shipped engine (trust in it, bias, and weights of hashed words) is judged on messages
that come after those it learnt from, by persons it never saw; it is kept only where it tells the
classes apart better beyond doubt (persons resampled) and nothing else gets worse. Once kept it is
fitted again on all messages; the scores told are those of the trial.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rapport.core.errors import ContractError
from rapport.core.message import Analyzer, Message, Reading
from rapport.core.phrase import Phrase, say
from rapport.voice.dearer import SIGNALS, Opinions, retold, sentiments, signals, spoken
from rapport.voice.features import hashed
from rapport.voice.logistic import FOLDS, Head, believed, calibrated, fitted
from rapport.voice.trial import Split, Trial, split, tried

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BITS = 14
RIDGES = (0.3, 1.0, 3.0)
UNKNOWN = -1
MOST = 40_000
"""Messages that are learnt from, the latest; more would teach little."""

FEWEST, FEWEST_PERSONS, FEWEST_EACH = 300, 100, 30
FEWEST_HELD, FEWEST_HELD_PERSONS = 100, 50

CORRECTION, STARS, SATISFACTION, RECOMMENDATION, CHURN = 5.0, 1.0, 1.0, 0.7, 0.3
"""How much one label counts by where it comes from; a person's word counts most."""

HEADS = ("sentiment", *(signal.value for signal in SIGNALS))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """n messages and what became known of each.

    `sentiment` (n,) 0 negative, 1 neutral, 2 positive; `signals` (n, 4) 0 or 1 by SIGNALS; both
    UNKNOWN (-1) where it is not known. `weights` (n,) how much each counts, `days` (n,) when it
    was written (days since 1970), `persons` (n,) a number of its author.
    """

    messages: tuple[Message, ...]
    sentiment: Integers
    signals: Integers
    weights: Floats
    days: Integers
    persons: Integers


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: `weights` to be stored (b"" if nothing was kept), the trial of each head
    in `scores`, whether any was `kept`, and why or why not.
    """

    weights: bytes
    scores: tuple[tuple[str, Trial], ...]
    kept: bool
    reasons: tuple[Phrase, ...]


def of_stars(stars: Floats, best: float = 5.0, worst: float = 1.0) -> Integers:
    """Sentiments of ratings (n,) between worst and best: the middle fifth is neutral."""
    place = (stars - worst) / (best - worst)
    known = np.where(place < 0.4, 0, np.where(place > 0.6, 2, 1))
    return np.where((place >= 0) & (place <= 1), known, UNKNOWN)


def of_recommendation(answers: Floats) -> Integers:
    """Sentiments of answers from 0 to 10: detractors, passives, promoters."""
    known = np.where(answers <= 6, 0, np.where(answers >= 9, 2, 1))
    return np.where((answers >= 0) & (answers <= 10), known, UNKNOWN)


def of_churn(left: NDArray[np.bool_]) -> Integers:
    """Sentiments of messages whose author soon left: negative; of the others nothing is known."""
    return np.where(left, 0, UNKNOWN)


def learn(outcomes: Outcomes, below: Analyzer, seed: int = 0) -> Learnt:
    """Fit a correction of the engine below, and keep of it what helps."""
    outcomes = latest(outcomes)
    if not outcomes.messages:
        told = say("no message has an outcome: import stars, scores or corrections")
        return Learnt(b"", (), False, (told,))
    readings = below.analyze(outcomes.messages)
    rows, columns = met_again(matrix(outcomes.messages))
    before = signals(readings)
    known = [believed(sentiments(readings)), *(pair(before[:, k]) for k in range(len(SIGNALS)))]
    labels = np.column_stack([outcomes.sentiment, outcomes.signals])
    heads, scores, reasons = {}, [], []
    for place, name in enumerate(HEADS):
        chosen = np.flatnonzero(labels[:, place] != UNKNOWN)
        if not chosen.size:
            continue
        head, trial, reason = one_head(
            rows[chosen], labels[chosen, place], known[place][chosen], outcomes, chosen, seed
        )
        reasons.append(say("{head}: {reason}", head=name, reason=str(reason)))
        if trial is not None:
            scores.append((name, trial))
        if head is not None:
            heads[name] = replace(head, weights=spread(head.weights, columns))
    content = packed(heads, below) if heads else b""
    return Learnt(content, tuple(scores), bool(heads), tuple(reasons))


def one_head(
    rows: csr_matrix,
    labels: Integers,
    known: Floats,
    outcomes: Outcomes,
    chosen: Integers,
    seed: int,
) -> tuple[Head | None, Trial | None, Phrase]:
    """The head if it is kept, its trial if there was one, and why."""
    weights, persons = outcomes.weights[chosen], outcomes.persons[chosen]
    parts = split(outcomes.days[chosen], persons, FOLDS, seed)
    lacking = guarded(labels, known.shape[1], persons, parts)
    if lacking is not None:
        return None, None, lacking
    early = ~parts.late
    ridge = best_ridge(rows[early], labels[early], weights[early], known[early], parts.fold[early])
    after = held_back(rows, labels, weights, known, parts, ridge)
    late = parts.late
    trial = tried(
        known[late], believed(after[late]), labels[late], weights[late], persons[late], seed
    )
    if not trial.is_better:
        return None, trial, say("not kept: no surer gain on messages held back")
    head = calibrated(rows, labels, weights, known, ridge, parts.fold)
    return (
        head,
        trial,
        say(
            "kept: macro-F1 goes from {before:.3f} to {after:.3f} on messages held back",
            before=trial.before,
            after=trial.after,
        ),
    )


def guarded(labels: Integers, classes: int, persons: Integers, parts: Split) -> Phrase | None:
    """Why the labels are too few to learn from, None where they are enough."""
    needs = (
        (labels.size, FEWEST, say("labelled messages")),
        (np.unique(persons).size, FEWEST_PERSONS, say("persons")),
        (np.sort(np.bincount(labels, minlength=classes))[-2], FEWEST_EACH, say("of a second kind")),
        (parts.late.sum(), FEWEST_HELD, say("messages held back")),
        (np.unique(persons[parts.late]).size, FEWEST_HELD_PERSONS, say("persons held back")),
        ((~parts.late).sum(), FEWEST_HELD, say("messages before those held back")),
    )
    for has, wants, what in needs:
        if has < wants:
            return say(
                "too few {what}: {has}, needs {wants}", what=str(what), has=int(has), wants=wants
            )
    return None


def best_ridge(
    rows: csr_matrix, labels: Integers, weights: Floats, known: Floats, folds: Integers
) -> float:
    """The ridge that surprises least on persons left out, by messages before the trial only."""
    places = np.arange(labels.size)

    def surprise(ridge: float) -> float:
        """Weighted surprise over all folds."""
        told = across(rows, labels, weights, known, folds, folds >= 0, ridge)
        return -float(weights @ believed(told)[places, labels])

    return min(RIDGES, key=surprise)


def held_back(
    rows: csr_matrix, labels: Integers, weights: Floats, known: Floats, parts: Split, ridge: float
) -> Floats:
    """Probabilities of late messages by heads that saw earlier messages of other persons."""
    return across(rows, labels, weights, known, parts.fold, ~parts.late, ridge)


def across(
    rows: csr_matrix,
    labels: Integers,
    weights: Floats,
    known: Floats,
    folds: Integers,
    learnable: NDArray[np.bool_],
    ridge: float,
) -> Floats:
    """Probabilities (n, classes) of each fold by a head fitted on the learnable of the others."""
    told = np.zeros(known.shape)
    for fold in np.unique(folds):
        inside, given = folds == fold, (folds != fold) & learnable
        head = fitted(rows[given], labels[given], weights[given], known[given], ridge)
        told[inside] = head.probabilities(rows[inside], known[inside])
    return told


def latest(outcomes: Outcomes) -> Outcomes:
    """The latest MOST messages of which anything is known, in an order that hangs on them only."""
    told = (outcomes.sentiment != UNKNOWN) | (outcomes.signals != UNKNOWN).any(axis=1)
    chosen = np.flatnonzero(told)
    words = np.array([outcomes.messages[index].text for index in chosen], object)
    order = np.lexsort([words, outcomes.persons[chosen], outcomes.days[chosen]])
    kept = chosen[order][-MOST:]
    return Outcomes(
        tuple(outcomes.messages[index] for index in kept),
        outcomes.sentiment[kept],
        outcomes.signals[kept],
        outcomes.weights[kept],
        outcomes.days[kept],
        outcomes.persons[kept],
    )


def matrix(messages: Sequence[Message]) -> csr_matrix:
    """Hashed words and pairs of words that the messages' authors wrote, (n, 2 ** BITS)."""
    found = hashed(spoken(messages), bits=BITS, share=1.0)
    entries = (found.values, found.indices.astype(np.int32), found.indptr)
    return csr_matrix(entries, shape=(found.count, found.width))[:, : 1 << BITS]


def met_again(rows: csr_matrix) -> tuple[csr_matrix, Integers]:
    """The columns that two messages or more hold, and which they are."""
    columns = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]) > 1)
    return rows[:, columns], columns


def spread(weights: Floats, columns: Integers) -> Floats:
    """Weights (c, classes) of some columns as weights of all, (2 ** BITS, classes)."""
    whole = np.zeros((1 << BITS, weights.shape[1]))
    whole[columns] = weights
    return whole


def pair(chance: Floats) -> Floats:
    """Log probabilities of no and yes, (n, 2), from P(yes) (n,)."""
    return believed(np.stack([1 - chance, chance], axis=1))


def packed(heads: dict[str, Head], below: Analyzer) -> bytes:
    """The heads as bytes of an npz file, the same for the same heads."""
    meta = {"format": 1, "bits": BITS, "below": below.version, "heads": sorted(heads)}
    arrays = {"meta": np.frombuffer(json.dumps(meta, sort_keys=True).encode(), np.uint8)}
    for name in sorted(heads):
        head = heads[name]
        scale = np.maximum(np.abs(head.weights).max(axis=0), 1e-9) / 127
        arrays[f"{name}.weights"] = np.round(head.weights / scale).astype(np.int8)
        arrays[f"{name}.scale"] = scale
        arrays[f"{name}.bias"] = np.append(head.bias, [head.trust, head.temperature])
    into = io.BytesIO()
    np.savez_compressed(into, **arrays)  # type: ignore[arg-type]
    return into.getvalue()


@dataclass(frozen=True, slots=True)
class SiteEngine:
    """The engine below, corrected by what the company's own outcomes taught."""

    below: Analyzer
    heads: tuple[tuple[str, Head], ...]
    version: str
    engine: str

    def analyze(self, messages: Sequence[Message]) -> tuple[Reading, ...]:
        """Read messages, one reading each, in order."""
        readings = self.below.analyze(messages)
        if not readings:
            return readings
        rows, heads = matrix(messages), dict(self.heads)
        feels, before = sentiments(readings), signals(readings)
        chances = np.full(before.shape, np.nan)
        if "sentiment" in heads:
            feels = heads["sentiment"].probabilities(rows, believed(feels))
        for place, signal in enumerate(SIGNALS):
            if signal.value in heads:
                known = pair(before[:, place])
                chances[:, place] = heads[signal.value].probabilities(rows, known)[:, 1]
        return retold(readings, Opinions(feels, chances), self.engine, self.version)


def corrected(below: Analyzer, content: bytes) -> SiteEngine:
    """The engine below with stored weights; ContractError where they were learnt on another."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(arrays["meta"].tobytes())
    if (meta["format"], meta["bits"], meta["below"]) != (1, BITS, below.version):
        raise ContractError(
            say("the site's weights were learnt on another engine: learn again, or take them back")
        )
    heads = []
    for name in meta["heads"]:
        bias = arrays[f"{name}.bias"]
        weights = arrays[f"{name}.weights"] * arrays[f"{name}.scale"]
        heads.append((name, Head(weights, bias[:-2], float(bias[-2]), float(bias[-1]))))
    mark = blake2b(content, digest_size=4).hexdigest()
    return SiteEngine(below, tuple(heads), f"{below.version}+site:{mark}", below.engine)
