"""Sentences: how does any answer become one sentence with its doubt and its number of people?"""

from __future__ import annotations

from rapport.core.estimate import Estimate, Refusal
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.faces.present.language import Language, speak, tell_period
from rapport.faces.present.numbers import tell_estimate, tell_interval, tell_people


def tell_headline(result: Result, lang: Language) -> str:
    """Tell a result's first answer as one sentence."""
    return tell_row(result, result.headline, lang)


def tell_row(result: Result, row: Row, lang: Language) -> str:
    """Tell one answer: of what, for whom, when, how much, how sure, from how many; or why not."""
    name = speak(result.card.name, lang)
    where = tell_where(result, row, lang)
    subject = speak(say("{name} ({where})", name=name, where=where), lang) if where else name
    return f"{subject}{speak(mark(': '), lang)}{tell_answer(result, row.answer, lang)}"


def tell_answer(result: Result, answer: Estimate | Refusal, lang: Language) -> str:
    """Tell an answer without its subject: the number with its doubt, or the refusal."""
    if isinstance(answer, Refusal):
        return tell_refusal(answer, lang)
    return speak(
        say(
            "{value}, {interval}, n = {n} ({sampled}).",
            value=tell_estimate(answer, lang),
            interval=tell_interval(answer, lang),
            n=tell_people(answer.n, lang),
            sampled=speak(result.card.sampled, lang),
        ),
        lang,
    )


def tell_refusal(refusal: Refusal, lang: Language) -> str:
    """Tell why there is no number, and what would help."""
    return speak(
        say(
            "cannot tell: {reason}. What would help: {remedy}.",
            reason=_without_stop(speak(refusal.reason, lang)),
            remedy=_without_stop(speak(refusal.remedy, lang)),
        ),
        lang,
    )


def tell_where(result: Result, row: Row, lang: Language) -> str:
    """Tell of what, for whom and when a row speaks; empty for the headline of all."""
    told = [speak(row.part, lang)] if row.part else []
    if row.segment is not None:
        told.append(tell_segment(result.by, row.segment, lang))
    if row.period is not None:
        told.append(tell_period(row.period, lang))
    return ", ".join(told)


def tell_segment(by: str | None, segment: str, lang: Language) -> str:
    """Tell a segment with the name of its segmentation."""
    value = speak(segment, lang)
    if by is None:
        return value
    return f"{speak(by, lang)}{speak(mark(': '), lang)}{value}"


def sentence_case(text: str) -> str:
    """Return a text with its first letter raised.

    >>> sentence_case("cannot tell")
    'Cannot tell'
    """
    return text[:1].upper() + text[1:]


def _without_stop(text: str) -> str:
    """Return a text without its full stop: it goes into the middle of a sentence."""
    return text.rstrip(". ")
