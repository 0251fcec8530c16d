"""Answer recipes: which question does a score answer, and on which scale?"""

from __future__ import annotations

import re

from rapport.core.source import Recipe, constant
from rapport.sources.expressions import is_filled, one_of, or_else
from rapport.sources.reading import Reading
from rapport.sources.words import QUESTIONS, STARS

_SCORES = ("nps", "csat", "ces", "rating")
_NUMBER = re.compile(r"\d+(\.0+)?")
_SCALES = (5, 7, 10, 100)


def answer_recipes(reading: Reading) -> tuple[Recipe, ...]:
    """One row an answer to the told question, or one answer for each score column.

    A score is an NPS only where the file itself says so; a bare score, and stars, are a rating.
    """
    common = {
        name: sql
        for name in reading.cells
        if name not in ("question", "score") and (sql := reading.sql(name)) is not None
    }
    columns = [name for name in _SCORES if name in reading.hints]
    if reading.sql("question") is not None or (reading.sql("score") and not columns):
        return (_asked(reading, common),)
    if not columns:
        return (Recipe("answer", {**common, "question": constant("text")}),)
    several = len(columns) > 1
    return tuple(_scored(reading, common, name, several) for name in columns)


def _asked(reading: Reading, common: dict[str, str]) -> Recipe:
    """A question column (or constant) beside a score column."""
    told = reading.sql("question")
    fields = dict(common)
    fields["question"] = one_of(told, QUESTIONS) if told else constant("rating")
    hinted = next((name for name in _SCORES if name in reading.hints), None)
    score = reading.sql("score") or (reading.sql(hinted) if hinted else None)
    if score is not None:
        fields["score"] = one_of(score, STARS)
    if "scale_high" not in common:
        scale = _scale_of(reading, "score" if "score" in reading.cells else hinted)
        fields["scale_low"] = _by_question(fields["question"], "0", "1")
        fields["scale_high"] = _by_question(fields["question"], "10", scale)
    return Recipe("answer", fields)


def _scored(reading: Reading, common: dict[str, str], name: str, several: bool) -> Recipe:
    """A column of scores whose name is the question."""
    score = str(reading.sql(name))
    fields = {**common, "question": constant(name), "score": one_of(score, STARS)}
    if several and "key" in fields:
        fields["key"] = f"concat({fields['key']}, {constant('/' + name)})"
    if "scale_high" not in common:
        low, high = ("0", "10") if name == "nps" else ("1", _scale_of(reading, name))
        fields |= {"scale_low": constant(low), "scale_high": constant(high)}
    return Recipe("answer", fields, is_filled(score))


def _by_question(question: str, nps: str, other: str) -> str:
    return f"CASE {or_else(question, constant(''))} WHEN 'nps' THEN '{nps}' ELSE '{other}' END"


def _scale_of(reading: Reading, name: str | None) -> str:
    """The smallest usual scale that holds every score of the sample."""
    told = reading.values(name) if name else ()
    scores = [float(value) for value in told if _NUMBER.fullmatch(value.strip())]
    top = max(scores, default=5.0)
    return str(next((scale for scale in _SCALES if top <= scale), 100))
