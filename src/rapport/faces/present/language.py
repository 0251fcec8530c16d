"""Language: in which language does a face speak, and how does a phrase sound in it?"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from rapport.core.phrase import Phrase

_GROUPED_FROM = 10_000  # below, no thousands mark: a year in a sentence stays a year
_PRECISION = re.compile(r"\.(\d+)")


class Language(StrEnum):
    """The languages of the interface; English is the language of the templates."""

    EN = "en"
    FR = "fr"


def environment_language(environment: Mapping[str, str]) -> Language:
    """Return the language that the process environment asks for, English where it asks for none.

    >>> environment_language({"LANG": "fr_CH.UTF-8"})
    <Language.FR: 'fr'>
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        told = environment.get(name, "")
        if told:
            code = re.split(r"[_.@-]", told)[0].lower()
            return Language(code) if code in set(Language) else Language.EN
    return Language.EN


@cache
def catalogue(lang: Language) -> Mapping[str, str]:
    """Return every translated template of a language by its English template."""
    if lang is Language.EN:
        return {}
    place = files("rapport") / "locale" / lang.value / "LC_MESSAGES" / "rapport.po"
    if not place.is_file():
        return {}
    messages = read_po(BytesIO(place.read_bytes()), locale=lang.value)
    return {
        message.id: message.string
        for message in messages
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and message.id
        and message.string
        and not message.fuzzy
    }


def speak(told: Phrase | str, lang: Language) -> str:
    """Say a phrase, or a short marked text, in a language; numbers and days in its manner.

    >>> from rapport.core.phrase import say
    >>> speak(say("{share:.1%} of {n}", share=0.5, n=12345), Language.EN)
    '50.0% of 12,345'
    """
    if isinstance(told, str):
        return catalogue(lang).get(told, told)
    template = catalogue(lang).get(told.template, told.template)
    if not told.values:
        return template
    return _Filler(lang).vformat(template, (), dict(told.values))


def tell_day(day: date, lang: Language) -> str:
    """Tell a day in words.

    >>> tell_day(date(2024, 5, 31), Language.EN)
    '31 May 2024'
    """
    pattern = "d'er' MMMM yyyy" if lang is Language.FR and day.day == 1 else "d MMMM yyyy"
    return format_date(day, pattern, locale=lang.value)


def tell_period(period: str, lang: Language) -> str:
    """Tell a period (2024, 2024-Q1, 2024-03, or a day) in words; others as they are.

    >>> tell_period("2024-03", Language.EN)
    'March 2024'
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
        return tell_day(date.fromisoformat(period), lang)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", period):
        return format_date(date(int(match[1]), int(match[2]), 1), "MMMM yyyy", locale=lang.value)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        first = date(int(match[1]), int(match[2]) * 3 - 2, 1)
        return format_date(first, "QQQ yyyy", locale=lang.value)
    return period


class _Filler(string.Formatter):
    """Fill a template's fields in the manner of one language."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - the standard library's own signature
        """Format one field: words are translated, numbers and days localised."""
        if isinstance(value, str) and not format_spec:
            return speak(value, self._lang)
        if isinstance(value, date):
            return tell_day(value, self._lang)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(super().format_field(value, format_spec))
        return _tell_plain_number(value, format_spec, self._lang)


def _tell_plain_number(value: float, spec: str, lang: Language) -> str:
    """Format a number as a template's format specification asks, in a language's manner."""
    found = _PRECISION.search(spec)
    digits = int(found[1]) if found else 0
    decimals = f".{'0' * digits}" if digits else ""
    if spec.startswith("+") and value > 0:
        return f"+{_tell_plain_number(value, spec[1:], lang)}"
    if spec.endswith("%"):
        return tell_percent(value, digits, lang)
    if spec.endswith("f"):
        return format_decimal(value, f"#,##0{decimals}", locale=lang.value)
    grouped = abs(value) >= _GROUPED_FROM or "," in spec
    return format_decimal(value, "#,##0.###" if grouped else "0.###", locale=lang.value)


def tell_percent(value: float, digits: int, lang: Language) -> str:
    """Tell a share in per cent with a number of decimals."""
    return format_percent(value, _percent_pattern(digits, lang), locale=lang.value)


def _percent_pattern(digits: int, lang: Language) -> str:
    """Return the number pattern of a percentage: French sets a narrow space before the sign."""
    decimals = f".{'0' * digits}" if digits else ""
    return f"#,##0{decimals}" + ("\u202f%" if lang is Language.FR else "%")
