"""Readings: what does a message mean, how surely, and where in it does that show, in words?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale

from rapport.core.heard import ReadMessage
from rapport.core.message import Reading, Signal
from rapport.core.phrase import mark, say
from rapport.faces.present.language import Language, speak, tell_percent
from rapport.faces.present.sentences import sentence_case

WORDS = {
    "negative": mark("negative"),
    "neutral": mark("neutral"),
    "positive": mark("positive"),
    "mixed": mark("mixed: praise and complaint"),
    "complaint": mark("complaint"),
    "praise": mark("praise"),
    "question": mark("question"),
    "break_up": mark("break-up"),
    "product": mark("product"),
    "delivery": mark("delivery"),
    "price": mark("price"),
    "service": mark("service"),
    "communication": mark("communication"),
    "commercial": mark("to buy"),
    "help": mark("to be helped"),
    "thanks": mark("to thank"),
    "advice": mark("to be advised"),
}
"""What the words of readings are called for people; programs get the words themselves."""

_FEELINGS = ("negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class ToldReading:
    """One reading in words: `facts` by name, `places` (start, end, signal) in the text.

    `notes` say what is odd about it: nothing could be read, it is automatic, it is spam.
    """

    facts: tuple[tuple[str, str], ...]
    places: tuple[tuple[int, int, str], ...]
    notes: tuple[str, ...]


def tell_reading(text: str, reading: Reading, lang: Language) -> ToldReading:
    """Tell what a text means, and how surely."""
    facts = [
        (speak(mark("Language"), lang), _tongue(reading, lang)),
        (speak(mark("Sentiment"), lang), _feels(reading, lang)),
        (speak(mark("Signals"), lang), _does(reading, lang)),
    ]
    if reading.cause is not None:
        facts.append((speak(mark("About"), lang), tell_word(reading.cause, lang)))
    if reading.purpose is not None:
        facts.append((speak(mark("Written"), lang), tell_word(reading.purpose, lang)))
    places = tuple((span.start, span.end, span.signal) for span in reading.evidence)
    if places:
        facts.append((speak(mark("Where it shows"), lang), _quotes(text, places, lang)))
    return ToldReading(tuple(facts), places, _notes(reading, lang))


def tell_word(word: str, lang: Language) -> str:
    """A word of readings for people.

    >>> tell_word("break_up", Language.EN)
    'break-up'
    """
    return speak(WORDS.get(word, word), lang)


def tell_words(words: Iterable[str], lang: Language) -> str:
    """Several words of readings for people, a dash where there are none."""
    return ", ".join(tell_word(word, lang) for word in words) or "–"


def tell_language(code: str, lang: Language) -> str:
    """The name of a language by its ISO 639-1 code; what no text tells is unknown.

    >>> tell_language("fr", Language.EN)
    'French'
    """
    if code == "und":
        return speak(mark("unknown"), lang)
    return str(Locale(lang.value).languages.get(code, code))


def tell_sentiment(message: ReadMessage, lang: Language) -> str:
    """How a message feels: with its probability, uncertain, or as a person said."""
    word = tell_word(message.sentiment, lang)
    if message.is_corrected:
        return speak(say("{word}, as corrected", word=word), lang)
    if message.is_uncertain:
        return speak(mark("uncertain"), lang)
    if message.sentiment not in _FEELINGS:
        return word
    return speak(say("{word}, {share:.0%} sure", word=word, share=message.likelihood), lang)


def plain_reading(text: str, reading: Reading) -> dict[str, Any]:
    """A reading for other programs, the same in every language."""
    return {
        "text": text,
        "language": reading.language,
        "language_p": round(reading.language_p, 4),
        "sentiment": reading.label.value,
        "is_uncertain": reading.is_uncertain,
        **{
            name: round(chance, 4)
            for name, chance in zip(_FEELINGS, reading.sentiment, strict=True)
        },
        **{f"{one.value}_p": round(reading.probability(one), 4) for one in Signal},
        "signals": [signal.value for signal in reading.shown],
        "cause": reading.cause,
        "purpose": reading.purpose,
        "evidence": [
            {
                "signal": span.signal,
                "start": span.start,
                "end": span.end,
                "text": text[span.start : span.end],
            }
            for span in reading.evidence
        ],
        "is_spam": reading.is_spam,
        "is_automatic": reading.is_automatic,
        "abstained": reading.abstained,
        "engine": reading.engine,
        "version": reading.version,
    }


def _tongue(reading: Reading, lang: Language) -> str:
    name = tell_language(reading.language, lang)
    if reading.language == "und":
        return name
    return speak(say("{name}, {share:.0%} sure", name=name, share=reading.language_p), lang)


def _feels(reading: Reading, lang: Language) -> str:
    """The word to show, or that it is uncertain, and the three probabilities."""
    if reading.abstained:
        return speak(mark("cannot tell"), lang)
    word = (
        speak(mark("uncertain"), lang) if reading.is_uncertain else tell_word(reading.label, lang)
    )
    chances = ", ".join(
        f"{tell_word(name, lang)} {tell_percent(chance, 0, lang)}"
        for name, chance in zip(_FEELINGS, reading.sentiment, strict=True)
    )
    return f"{word} ({chances})"


def _does(reading: Reading, lang: Language) -> str:
    """The signals that show, then those that do not, each with its probability."""
    ordered = sorted(Signal, key=lambda one: (one not in reading.shown, -reading.probability(one)))
    told = [
        f"{tell_word(one, lang)} {tell_percent(reading.probability(one), 0, lang)}"
        for one in ordered
    ]
    shown = len(reading.shown)
    there = ", ".join(told[:shown]) or speak(mark("none"), lang)
    if shown == len(told):
        return there
    return speak(say("{there} (not: {others})", there=there, others=", ".join(told[shown:])), lang)


def _quotes(text: str, places: tuple[tuple[int, int, str], ...], lang: Language) -> str:
    """The words that show each signal, by signal."""
    by_signal: dict[str, list[str]] = {}
    for start, end, signal in places:
        by_signal.setdefault(signal, []).append(f"“{' '.join(text[start:end].split())}”")
    colon = speak(mark(": "), lang)
    return "; ".join(
        f"{tell_word(signal, lang)}{colon}{' … '.join(quotes)}"
        for signal, quotes in by_signal.items()
    )


def _notes(reading: Reading, lang: Language) -> tuple[str, ...]:
    """What is odd about a message."""
    told = (
        (reading.abstained, say("nothing in it could be read: no words, or an unknown language")),
        (reading.is_automatic, say("it looks like an automatic message: it counts as no answer")),
        (reading.is_spam, say("it looks like advertising: it is left out of what customers say")),
    )
    return tuple(sentence_case(speak(phrase, lang)) for is_so, phrase in told if is_so)
