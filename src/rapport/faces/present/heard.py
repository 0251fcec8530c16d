"""Heard: how do messages read, groups of complaints and conversations that wait become tables?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.heard import ComplaintGroup, Conversation, Heard, ReadMessage
from rapport.core.phrase import Phrase, mark, say
from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language, speak, tell_day
from rapport.faces.present.numbers import tell_number
from rapport.faces.present.readings import tell_sentiment, tell_word, tell_words
from rapport.faces.present.tables import Cells

_HOURS, _DAYS = Unit(Dimension.DURATION, "hours"), Unit(Dimension.DURATION, "days")
_DAYS_FROM = 72
"""Hours from which an age is told in days."""

STATE_WORDS = {
    "waiting": mark("waiting"),
    "seen": mark("seen"),
    "understood": mark("understood"),
    "answered": mark("answered"),
    "closed": mark("closed in public"),
}


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A group of complaints in words: a heading, who says so and whether it grows, examples."""

    heading: str
    size: str
    growth: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldHeard:
    """What was heard, in words: a sample to correct, groups, and how well the engine reads."""

    sample: Cells
    groups: tuple[ToldGroup, ...]
    reliability: str
    correcting: tuple[str, ...]
    """The commands that correct: one for a message, two for a whole sample."""


def tell_heard(heard: Heard, lang: Language) -> ToldHeard:
    """Tell what was heard in all the ways in which a page shows it."""
    first = heard.sample[0]
    reliability = say(
        "An engine reads, and errs: on messages of {n} sources that it had not learnt from, it "
        "told {least:.0%} to {most:.0%} of the sentiments right, by source. Shares in this report "
        "are corrected for that; single messages are not: read them, and correct what is wrong.",
        n=heard.sources,
        least=heard.least,
        most=heard.most,
    )
    return ToldHeard(
        sample_of(heard.sample, lang),
        tuple(tell_group(one, lang) for one in heard.groups),
        speak(reliability, lang),
        (
            f"rapport voice correct BOOK --message {first.message_id} --field sentiment "
            "--value negative",
            "rapport voice sample BOOK --out sample.csv",
            "rapport voice correct BOOK sample.csv",
        ),
    )


def sample_of(sample: tuple[ReadMessage, ...], lang: Language) -> Cells:
    """Lay messages out: what was written, and what was read of it."""
    headings = (
        speak(mark("Message"), lang),
        speak(mark("Day"), lang),
        speak(mark("What was written"), lang),
        speak(mark("Sentiment"), lang),
        speak(mark("Signals"), lang),
        speak(mark("About"), lang),
    )
    rows = tuple(
        (
            one.message_id,
            tell_day(one.day, lang),
            one.text,
            tell_sentiment(one, lang),
            tell_words(one.signals, lang),
            tell_words([one.cause] if one.cause else [], lang),
        )
        for one in sample
    )
    return Cells(headings, rows, len(headings))


def tell_group(group: ComplaintGroup, lang: Language) -> ToldGroup:
    """Tell one group of complaints."""
    size = say(
        "People: {authors}; messages: {messages}", authors=group.authors, messages=group.messages
    )
    return ToldGroup(
        group.label,
        speak(size, lang),
        speak(_growth(group), lang),
        tuple(f"“{one}”" for one in group.examples),
    )


def _growth(group: ComplaintGroup) -> Phrase:
    """People of the last 30 days against those of the 30 before."""
    return say(
        "People in the last 30 days: {recent}; in the 30 days before: {before}",
        recent=group.recent,
        before=group.before,
    )


def conversations_of(told: tuple[Conversation, ...], lang: Language) -> Cells:
    """Lay conversations out: where each stands, and what it says."""
    headings = (
        speak(mark("Message"), lang),
        speak(mark("Age"), lang),
        speak(mark("Customer"), lang),
        speak(mark("Channel"), lang),
        speak(mark("State"), lang),
        speak(mark("Owner"), lang),
        speak(mark("What it says"), lang),
        speak(mark("First words"), lang),
    )
    rows = tuple(
        (
            one.message_id,
            tell_age(one.age, lang),
            one.customer or "–",
            speak(one.channel or "–", lang),
            speak(STATE_WORDS[one.state], lang),
            one.owner or "–",
            _says(one, lang),
            one.text,
        )
        for one in told
    )
    return Cells(headings, rows, len(headings))


def _says(one: Conversation, lang: Language) -> str:
    """Signals, and what it is about."""
    told = tell_words(one.signals, lang)
    return f"{told} ({tell_word(one.cause, lang)})" if one.cause else told


def tell_age(hours: float, lang: Language) -> str:
    """How long ago something was: hours, then days.

    >>> tell_age(240.0, Language.EN)
    '10 days'
    """
    if hours < _DAYS_FROM:
        return tell_number(round(hours, 1 if hours < 1 else 0), _HOURS, lang)
    return tell_number(float(round(hours / 24)), _DAYS, lang)
