"""Numbers: how is an estimate written, by its unit's dimension and with sensible precision?"""

from __future__ import annotations

import math

from babel.numbers import format_currency, format_decimal, get_currency_precision
from babel.units import format_unit

from rapport.core.estimate import Estimate, Interval, IntervalKind
from rapport.core.phrase import mark, say
from rapport.core.units import Dimension, Unit
from rapport.faces.present.language import Language, speak, tell_percent

_WHOLE_MONEY_FROM = 10_000  # above, cents are noise
_NO_CURRENCY = ("", "XXX")
_DURATIONS = {"hours": "duration-hour", "days": "duration-day", "minutes": "duration-minute"}
_MOST_DIGITS = 4
_INTERVAL_WORDS = {
    IntervalKind.CONFIDENCE: mark("{level} confidence"),
    IntervalKind.CREDIBLE: mark("{level} credible"),
    IntervalKind.PREDICTION: mark("{level} prediction"),
    IntervalKind.BOUNDS: mark("certain bounds"),
}


def tell_number(value: float, unit: Unit, lang: Language, *, digits: int | None = None) -> str:
    """Write one number with its unit: money, share, ratio, count, duration or score."""
    if digits is None:
        digits = digits_of(value, unit, Interval.exact(value))
    text = _tell_bare(value, unit, lang, digits)
    if unit.per is None:
        return text
    return speak(say("{amount} per {unit}", amount=text, unit=unit.per), lang)


def tell_estimate(estimate: Estimate, lang: Language) -> str:
    """Write an estimate's value with its unit."""
    digits = digits_of(estimate.value, estimate.unit, estimate.interval)
    return tell_number(estimate.value, estimate.unit, lang, digits=digits)


def tell_interval(estimate: Estimate, lang: Language) -> str:
    """Write where an estimate plausibly lies, and what kind of promise that is."""
    interval = estimate.interval
    if interval.low == interval.high:
        return speak(mark("exact"), lang)
    low, high = tell_ends(estimate, lang)
    kind = tell_kind(interval, lang)
    return speak(say("between {low} and {high} ({kind})", low=low, high=high, kind=kind), lang)


def tell_ends(estimate: Estimate, lang: Language) -> tuple[str, str]:
    """Write the low and the high end of an estimate's interval, without “per …”."""
    unit, interval = estimate.unit, estimate.interval
    digits = digits_of(estimate.value, unit, interval)
    low = _tell_bare(interval.low, unit, lang, digits, bare=True)
    return low, _tell_bare(interval.high, unit, lang, digits, bare=True)


def tell_kind(interval: Interval, lang: Language) -> str:
    """Write what an interval promises: 95% confidence, certain bounds …"""
    level = tell_percent(interval.level, 0, lang)
    return speak(say(_INTERVAL_WORDS[interval.kind], level=level), lang)


def tell_people(count: int, lang: Language) -> str:
    """Write a count of those an answer rests on."""
    return str(format_decimal(count, "#,##0", locale=lang.value))


def tell_cents(amount: int, currency: str, minor_units: int, lang: Language) -> str:
    """Write an exact amount told in minor units, to the last of them."""
    digits = round(math.log10(minor_units))
    return _tell_money(amount / minor_units, currency, lang, digits)


def digits_of(value: float, unit: Unit, interval: Interval) -> int:
    """Return how many decimals say no more than is known: a tenth of the interval's width."""
    width = interval.high - interval.low
    if unit.dimension is Dimension.MONEY:
        return _money_digits(max(abs(value), abs(interval.high)), unit.symbol)
    if unit.dimension is Dimension.SHARE:
        return min(max(_digits_for(width * 100), 0), 2) if width else 1
    if unit.dimension is Dimension.COUNT and float(value).is_integer():
        return 0
    return _digits_for(width) if width else (0 if float(value).is_integer() else 2)


def _digits_for(width: float) -> int:
    """Return the decimals that show a tenth of a width."""
    return min(max(math.ceil(-math.log10(width / 10)), 0), _MOST_DIGITS) if width else 0


def _money_digits(size: float, currency: str) -> int:
    """Return the decimals of an amount: the currency's own, none for large amounts."""
    if size >= _WHOLE_MONEY_FROM:
        return 0
    return 2 if currency in _NO_CURRENCY else get_currency_precision(currency)


def _tell_bare(value: float, unit: Unit, lang: Language, digits: int, *, bare: bool = False) -> str:
    """Write a number without what it is per; `bare` also leaves a count's noun out."""
    shown = value * 100 if unit.dimension is Dimension.SHARE else value
    value = value if round(shown, digits) else 0.0  # never a minus before a zero
    if unit.dimension is Dimension.MONEY:
        return _tell_money(value, unit.symbol, lang, digits)
    if unit.dimension is Dimension.SHARE:
        return tell_percent(value, digits, lang)
    if unit.dimension is Dimension.DURATION and unit.symbol in _DURATIONS:
        rounded = round(value, digits)
        return str(format_unit(rounded, _DURATIONS[unit.symbol], locale=lang.value))
    decimals = f".{'0' * digits}" if digits else ""
    number = str(format_decimal(value, f"#,##0{decimals}", locale=lang.value))
    if bare or not unit.symbol:
        return number
    noun = speak(unit.symbol, lang)
    if round(abs(value), digits) == 1 and unit.dimension is Dimension.COUNT:
        noun = noun.removesuffix("s")  # the nouns we count make their plural so, in both languages
    return speak(say("{number} {noun}", number=number, noun=noun), lang)


def _tell_money(value: float, currency: str, lang: Language, digits: int) -> str:
    """Write an amount with its currency where it has one, with so many decimals."""
    decimals = f".{'0' * digits}" if digits else ""
    if currency in _NO_CURRENCY:
        return str(format_decimal(value, f"#,##0{decimals}", locale=lang.value))
    number = f"#,##0{decimals}"
    pattern = f"{number}\u00a0¤" if lang is Language.FR else f"¤{number}"
    return str(format_currency(value, currency, pattern, locale=lang.value, currency_digits=False))
