"""Experiments: what was tried, on whom, when, with what result, and was it kept, in words?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rapport.core.estimate import Estimate
from rapport.core.experiment import Experiment
from rapport.core.phrase import mark, say
from rapport.core.result import Result, Row
from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language, speak, tell_day
from rapport.faces.present.numbers import tell_estimate, tell_interval, tell_number
from rapport.faces.present.sentences import sentence_case, tell_refusal

STATUS_WORDS = {
    "running": mark("running"),
    "kept": mark("to keep"),
    "dropped": mark("to drop"),
    "withdrawn": mark("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ToldExperiment:
    """One experiment in words: a heading (name, status, decision), then a sentence each.

    `verdict` says what the interval of the first part allows to say ("" where nothing was
    measured); `results` has a sentence for every part of the measured effect, or says why there
    is none; `decision` says to keep, to drop, or that it is still to be taken.
    """

    name: str
    status: str
    decision: str
    heading: str
    question: str
    size: str
    window: str
    power: str
    verdict: str
    results: tuple[str, ...]
    warnings: tuple[str, ...]


def tell_experiment(one: Experiment, result: Result | None, lang: Language) -> ToldExperiment:
    """Tell an experiment of the register, with its rows of a result cut by experiment (or None)."""
    status = speak(STATUS_WORDS[one.status], lang)
    rows = [row for row in result.rows if row.segment == one.name] if result else []
    warnings = () if one.is_intact else (say("The arms in the book are not those registered."),)
    return ToldExperiment(
        name=one.name,
        status=status,
        decision=_decision(one, status, lang),
        heading=_heading(one, status, lang),
        question=one.question,
        size=speak(
            say(
                "{invited} customers are invited and {held_out} held out, by lot.",
                invited=one.invited,
                held_out=one.held_out,
            ),
            lang,
        ),
        window=speak(
            say(
                "What they spend counts from {start} to {end}, both days counted.",
                start=one.starts,
                end=one.ends - timedelta(days=1),
            ),
            lang,
        ),
        power=_power(one, lang),
        verdict=_verdict(rows, lang),
        results=tuple(_result(row, lang) for row in rows),
        warnings=tuple(speak(warning, lang) for warning in warnings),
    )


def _heading(one: Experiment, status: str, lang: Language) -> str:
    """Name and status; of a decision also when and why."""
    if one.closed_at is None:
        told = say("{name}: {status}", name=one.name, status=status)
    elif not one.reason:
        told = say("{name}: {status}, decided on {day}", name=one.name, status=status,
                   day=tell_day(one.closed_at.date(), lang))  # fmt: skip
    else:
        told = say("{name}: {status}, decided on {day}: {reason}", name=one.name, status=status,
                   day=tell_day(one.closed_at.date(), lang), reason=one.reason)  # fmt: skip
    return speak(told, lang)


def _decision(one: Experiment, status: str, lang: Language) -> str:
    """The decision, or that one is to be taken when the window is over, and how to write it."""
    if one.closed_at is not None:
        return sentence_case(status)
    told = say(
        "Still to be taken, when the window is over; to write it down: rapport experiment close"
    )
    return speak(told, lang)


def _verdict(rows: list[Row], lang: Language) -> str:
    """Whether the invitation brought money, cost some, or cannot be told from nothing."""
    if not rows or not isinstance(rows[0].answer, Estimate):
        return ""
    interval = rows[0].answer.interval
    if interval.low > 0:
        told = say("The invitation brought money.")
    elif interval.high < 0:
        told = say("The invitation cost money: the invited spent less.")
    else:
        told = say("Whether the invitation brought money cannot be told: it may have done nothing.")
    return speak(told, lang)


def _power(one: Experiment, lang: Language) -> str:
    """The smallest effect that would be seen, or that it cannot be told yet."""
    if one.smallest_effect is None:
        return speak(say("How small an effect could be seen cannot be told yet."), lang)
    unit = Unit(Dimension.MONEY, one.currency, "invited customer")
    effect = tell_number(one.smallest_effect, unit, lang)
    return speak(
        say("An effect of at least {effect} would be seen 8 times out of 10.", effect=effect), lang
    )


def _result(row: Row, lang: Language) -> str:
    """One part of the effect as a sentence."""
    part = sentence_case(speak(row.part or mark("result"), lang))
    colon = speak(mark(": "), lang)
    if not isinstance(row.answer, Estimate):
        return f"{part}{colon}{tell_refusal(row.answer, lang)}"
    told = say(
        "{value}, {interval}",
        value=tell_estimate(row.answer, lang),
        interval=tell_interval(row.answer, lang),
    )
    return f"{part}{colon}{speak(told, lang)}"
