"""Tables: which columns and rows of text stand behind any result?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapport.core.estimate import Refusal
from rapport.core.phrase import mark
from rapport.core.result import Result, Row
from rapport.faces.present.language import Language, speak, tell_period
from rapport.faces.present.numbers import tell_ends, tell_estimate, tell_kind, tell_people
from rapport.faces.present.sentences import sentence_case, tell_refusal


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of texts: headings, rows of equal length, how many first columns are words.

    `refused` holds the numbers of the rows that are refusals, to be set in grey; `prose` the
    numbers of further columns that hold sentences.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int
    refused: frozenset[int] = frozenset()
    prose: frozenset[int] = frozenset()


def table_of(result: Result, lang: Language) -> Cells:
    """Lay a result out: one row an answer, with the axes that vary, value, interval and n."""
    axes = _axes(result, lang)
    headings = (
        *(heading for heading, _ in axes),
        speak(mark("Value"), lang),
        speak(mark("From"), lang),
        speak(mark("To"), lang),
        speak(mark("Certainty"), lang),
        "n",
    )
    rows = tuple((*(tell(row) for _, tell in axes), *_numbers(row, lang)) for row in result.rows)
    refused = frozenset(
        place for place, row in enumerate(result.rows) if isinstance(row.answer, Refusal)
    )
    return Cells(headings, rows, len(axes), refused)


def _axes(result: Result, lang: Language) -> list[tuple[str, Callable[[Row], str]]]:
    """Return heading and text of each axis on which the rows of a result differ."""
    everyone = speak(mark("all"), lang)
    axes: list[tuple[str, Callable[[Row], str]]] = []
    if any(row.part is not None for row in result.rows):
        axes.append((speak(mark("Part"), lang), lambda row: speak(row.part or everyone, lang)))
    if any(row.segment is not None for row in result.rows):
        heading = sentence_case(speak(result.by or mark("segment"), lang))
        axes.append(
            (heading, lambda row: everyone if row.segment is None else speak(row.segment, lang))
        )
    if any(row.period is not None for row in result.rows):
        heading = sentence_case(speak(result.per or mark("period"), lang))
        axes.append(
            (heading, lambda row: everyone if row.period is None else tell_period(row.period, lang))
        )
    return axes


def _numbers(row: Row, lang: Language) -> tuple[str, str, str, str, str]:
    """Return value, ends of the interval, its kind and n of one answer; or the refusal."""
    answer = row.answer
    if isinstance(answer, Refusal):
        return (tell_refusal(answer, lang), "", "", "", tell_people(answer.n, lang))
    value, n = tell_estimate(answer, lang), tell_people(answer.n, lang)
    if answer.interval.low == answer.interval.high:
        return (value, "", "", speak(mark("exact"), lang), n)
    low, high = tell_ends(answer, lang)
    return (value, low, high, tell_kind(answer.interval, lang), n)
