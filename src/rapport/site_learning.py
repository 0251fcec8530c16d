"""Site learning: what has the book's engine learnt from the company's own outcomes, if anything?

What was learnt stands beside the shipped weights, in `voice_model`; one row at most is in force,
and only as long as the engine below is the one it was learnt on.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from rapport.core.errors import UserError
from rapport.core.message import Analyzer
from rapport.core.phrase import say
from rapport.ledger.book import Book
from rapport.ledger.snapshot import BookSnapshot
from rapport.voice.learning import Learnt, corrected, learn

_IN_FORCE = """
SELECT base, weights
FROM voice_model
WHERE in_force
ORDER BY learnt_at DESC
LIMIT 1
"""
_SET_ASIDE = "UPDATE voice_model SET in_force = FALSE"
_KEEP = """
INSERT INTO voice_model (version, base, weights, scores, in_force, learnt_at)
VALUES ($version, $base, $weights, $scores, TRUE, $learnt_at)
"""
_READ = "SELECT 1 FROM reading LIMIT 1"


def in_force(book: Book, below: Analyzer) -> Analyzer:
    """The engine below, corrected by what the company taught it where that fits it still."""
    found = book.engine.rows(_IN_FORCE)
    if not found or found[0][0] != below.version:
        return below
    return corrected(below, bytes(found[0][1]))


def learn_site(
    book: Book, snapshot: BookSnapshot, below: Analyzer, now: datetime, seed: int = 0
) -> Learnt:
    """Learn from the company's outcomes, and put it in force if it reads better held-back ones.

    Where nothing reads better, all stays as it was. Raises UserError where nothing was read yet.
    """
    from rapport.site_labels import outcomes

    if not book.engine.rows(_READ):
        raise UserError(
            say("no message of the book has been read: rapport voice score BOOK comes first")
        )
    learnt = learn(outcomes(snapshot), below, seed)
    if learnt.kept:
        scores = {name: asdict(trial) for name, trial in learnt.scores}
        with book.engine.transaction():
            book.engine.run(_SET_ASIDE)
            book.engine.run(
                _KEEP,
                {
                    "version": corrected(below, learnt.weights).version,
                    "base": below.version,
                    "weights": learnt.weights,
                    "scores": json.dumps(scores, sort_keys=True),
                    "learnt_at": now,
                },
            )
    return learnt


def forget_site(book: Book) -> bool:
    """Read by the shipped weights alone again; whether anything had been learnt."""
    had = bool(book.engine.rows(_IN_FORCE))
    with book.engine.transaction():
        book.engine.run(_SET_ASIDE)
    return had
