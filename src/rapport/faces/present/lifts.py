"""Lifts: of what a connection brings, what is known, what is not, and what is to be done?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.estimate import Caveat, Estimate, Refusal
from rapport.core.lift import LiftPicture
from rapport.core.phrase import Phrase, mark, say
from rapport.core.plot import Axis, Look, Mark, Plot, Series, Tone
from rapport.core.result import Result, Row
from rapport.core.units import SHARE
from rapport.faces.present.language import Language, speak
from rapport.faces.present.numbers import tell_estimate, tell_interval
from rapport.faces.present.sentences import sentence_case

CANNOT_SAY = "verdict-cannot-say"
"""The code of the caveat that says that no effect is told; the others are beside it."""
_SURE = {
    "verdict-proven": mark("proven"),
    "verdict-likely": mark("likely"),
    "verdict-no-evidence": mark("no evidence"),
    CANNOT_SAY: mark("cannot say"),
}
_UNSURE = ("verdict-no-evidence", CANNOT_SAY)
_TO_DO = {
    "verdict-proven": (
        say(
            "Go on inviting customers to connect, as long as winning one costs less than it"
            " brings. In a plan, count with the lower end, not with the middle."
        ),
        say("Ask again each quarter: an effect can fade."),
    ),
    "verdict-likely": (
        say("Go on with what is cheap; do not yet spend much on it."),
        say("To be sure, invite customers by lot: rapport experiment new BOOK."),
    ),
    "verdict-no-evidence": (
        say("Do not promise sales from more connections; this is no reason to stop, either."),
        say("To know, invite customers by lot: rapport experiment new BOOK."),
    ),
    CANNOT_SAY: (
        say("Until then, tell nobody the raw gap as an effect: better customers connect more."),
        say("To know sooner, invite customers by lot: rapport experiment new BOOK."),
    ),
}
_SAID_ELSEWHERE = ("covered-months-only", "raw-gap-no-effect")
_LOSES = (
    say(
        "Before you invite more: connected customers bring less because of it. Look at what they"
        " are sent, and at how much their prices are cut."
    ),
    say("To be sure, invite customers by lot: rapport experiment new BOOK."),
)


@dataclass(frozen=True, slots=True)
class ToldLift:
    """What a connection brings, for whoever knows no statistics: sentences under three headings.

    `verdict` is the code of how sure it is and `sure` its words; `seen` tells what could be
    counted although it is no effect (empty where an effect is told).
    """

    verdict: str
    sure: str
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    to_do: tuple[str, ...]
    seen: str = ""


def tell_lift(picture: LiftPicture | Refusal, result: Result, lang: Language) -> ToldLift:
    """Tell an effect of a connection: its picture or why there is none, and its measure."""
    codes = [caveat.code for caveat in result.caveats]
    verdict = next((one for one in codes if one in _SURE), CANNOT_SAY)
    after = codes.index(verdict) if verdict in codes else len(codes)
    said, doubts = result.caveats[after : after + 1], result.caveats[after + 1 :]
    if isinstance(picture, Refusal):
        return _refused(picture, result, doubts, lang)
    last = say(
        "This speaks of {share:.0%} of the months that customers have been connected. Of the other"
        " months nothing is known, and nothing is counted for them.",
        share=picture.covered,
    )
    loses = isinstance(result.headline.answer, Estimate) and _is_loss(result.headline.answer)
    told = () if verdict in _UNSURE else (picture.gap.says,)
    return ToldLift(
        verdict,
        speak(_SURE[verdict], lang),
        _sentences((*told, *(one.text for one in said)), lang),
        _sentences((last, *_texts(doubts)), lang),
        _sentences(_LOSES if loses else _TO_DO[verdict], lang),
    )


def covered_plot(picture: LiftPicture) -> Plot:
    """Of which share of the connected months an effect speaks, and of which it does not."""
    covered, rest = say("it speaks of"), say("nothing is known")
    return Plot(
        key="connection_covered",
        name=say("Of how much of the connected time this speaks"),
        says=say(
            "This speaks of {share:.0%} of all months in which customers were connected; {rest:.0%}"
            " are not measured, which is not the same as zero.",
            share=picture.covered,
            rest=1 - picture.covered,
        ),
        look=Look.BARS,
        across=Axis(say("months with a connection")),
        value=Axis(say("share of months"), SHARE),
        series=(
            Series(covered, (Mark(covered, picture.covered), Mark(rest, None))),
            Series(rest, (Mark(covered, None), Mark(rest, 1 - picture.covered)), Tone.FAINT),
        ),
        n=picture.gap.n,
    )


def _refused(why: Refusal, result: Result, doubts: tuple[Caveat, ...], lang: Language) -> ToldLift:
    """Tell why no effect is told, when one will be, and what could be counted all the same."""
    counted = next((row for row in result.rows if isinstance(row.answer, Estimate)), None)
    asked = say("Whether customers buy more because they are connected")
    return ToldLift(
        CANNOT_SAY,
        speak(_SURE[CANNOT_SAY], lang),
        (),
        _sentences((asked, *(one for one in _texts(doubts) if one != why.reason)), lang),
        _sentences(_TO_DO[CANNOT_SAY], lang),
        _counted(counted, lang),
    )


def _counted(row: Row | None, lang: Language) -> str:
    """What could be counted although it is no effect; nothing where nothing could."""
    if row is None or row.part is None or not isinstance(row.answer, Estimate):
        return ""
    told = say(
        "{part}: {value}, {interval}",
        part=sentence_case(speak(row.part, lang)),
        value=tell_estimate(row.answer, lang),
        interval=tell_interval(row.answer, lang),
    )
    return f"{speak(told, lang)}."


def _texts(caveats: tuple[Caveat, ...]) -> list[Phrase]:
    """What caveats say that is not said elsewhere."""
    return [one.text for one in caveats if one.code not in _SAID_ELSEWHERE]


def _is_loss(answer: Estimate) -> bool:
    """Whether an effect takes money away, doubt counted."""
    return answer.interval.high < 0


def _sentences(phrases: tuple[Phrase, ...], lang: Language) -> tuple[str, ...]:
    """Phrases as sentences, each with a capital and one full stop."""
    return tuple(f"{sentence_case(speak(one, lang)).rstrip('.')}." for one in phrases)
