"""Backtests: what was foretold, what came, and was a plain rival better, in words and tables?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.backtest import Backtest, Forecaster
from rapport.core.estimate import Estimate
from rapport.core.phrase import Phrase, mark, say
from rapport.core.units import MONEY, Dimension, Unit
from rapport.faces.present.language import Language, speak, tell_percent
from rapport.faces.present.numbers import tell_estimate, tell_interval, tell_number, tell_people
from rapport.faces.present.tables import Cells

_BARE = Unit(Dimension.RATIO)


@dataclass(frozen=True, slots=True)
class ToldBacktest:
    """A back-test in words: one line for beside a forecast, then sentences, then titled tables."""

    short: str
    sentences: tuple[str, ...]
    tables: tuple[tuple[str, Cells], ...]


def tell_backtest(told: Backtest, lang: Language) -> ToldBacktest:
    """Tell a back-test: totals, money, single customers beside the rivals, bias and coverage."""
    phrases = (_orders(told, lang), _sales(told, lang), *_single(told), _bias(told), _shares(told))
    tables = [
        (mark("The model beside plain rivals"), _forecasters(told, lang)),
        (mark("Tenths of customers, the most promising first"), _tenths(told, lang)),
    ]
    if told.trials:
        tables.append((mark("Models that were tried"), _trials(told, lang)))
    return ToldBacktest(
        short=speak(_short(told, lang), lang),
        sentences=tuple(speak(one, lang) for one in phrases if one is not None),
        tables=tuple((speak(title, lang), cells) for title, cells in tables),
    )


def _short(told: Backtest, lang: Language) -> Phrase:
    """The line beside a forecast."""
    return say(
        "Tried on the past: {foretold} foretold for {days} days. {outcome}",
        foretold=tell_estimate(told.orders, lang),
        days=told.hold_out,
        outcome=_came(tell_people(told.actual_orders, lang), told.holds, lang),
    )


def _orders(told: Backtest, lang: Language) -> Phrase:
    """What was foretold of all orders, and what came."""
    return say(
        "With what the book knew on {day}, {model} foretold {foretold} by the {n:,} customers "
        "known then, up to {last}: {interval}. {outcome}",
        day=told.split,
        last=told.as_of,
        model=told.model,
        n=told.customers,
        foretold=tell_estimate(told.orders, lang),
        interval=tell_interval(told.orders, lang),
        outcome=_came(tell_people(told.actual_orders, lang), told.holds, lang),
    )


def _sales(told: Backtest, lang: Language) -> Phrase | None:
    """What was foretold of their sales, and what came; nothing where money cannot be told."""
    if told.sales is None:
        return None
    came = tell_number(told.actual_sales, told.sales.unit, lang)
    return say(
        "It foretold {foretold} of sales, {interval}. {outcome}",
        foretold=tell_estimate(told.sales, lang),
        interval=tell_interval(told.sales, lang),
        outcome=_came(came, told.sales.interval.holds(told.actual_sales), lang),
    )


def _came(came: str, held: bool, lang: Language) -> str:
    """What came, and whether the interval held it."""
    if held:
        return speak(say("{came} came, within the interval.", came=came), lang)
    return speak(say("{came} came, outside the interval.", came=came), lang)


def _single(told: Backtest) -> tuple[Phrase, ...]:
    """How far it was from single customers, beside the rivals; a better rival is named."""
    mine, *rivals = told.forecasters
    missed = say(
        "It missed a single customer's orders by {mae:.2f} on average.",
        mae=mine.mae,
    )
    if not rivals:
        return (missed,)
    best = min(rivals, key=lambda one: one.mae)
    if told.better:
        return missed, say(
            "No plain rival came closer: “{name}” missed by {mae:.2f}, the best of them.",
            name=str(best.name),
            mae=best.mae,
        )
    return missed, say(
        "A plain rival came closer: “{name}” missed by {mae:.2f} only. Do not act on this "
        "model's forecasts of single customers.",
        name=str(best.name),
        mae=best.mae,
    )


def _bias(told: Backtest) -> Phrase:
    """Whether it promised too much or too little."""
    if told.bias >= 0:
        return say("On average it promised {bias:.3f} orders a customer too many.", bias=told.bias)
    return say("On average it promised {bias:.3f} orders a customer too few.", bias=-told.bias)


def _shares(told: Backtest) -> Phrase:
    """How often intervals held: of single customers and of tenths."""
    held = sum(one.holds for one in told.deciles)
    return say(
        "{coverage:.1%} of customers ordered as often as their own 95% interval says (whole "
        "numbers make it hold more than it must); of {n} tenths of customers, {held} ordered as "
        "much as theirs says.",
        coverage=told.coverage,
        n=len(told.deciles),
        held=held,
    )


def _forecasters(told: Backtest, lang: Language) -> Cells:
    """The model, its rivals and what came."""
    money = told.sales.unit if isinstance(told.sales, Estimate) else MONEY
    heads = (
        mark("Forecast"),
        mark("Orders"),
        mark("Off by"),
        mark("Missed a customer by"),
        mark("Sales"),
        mark("Off by"),
    )
    rows = [_forecaster(one, money, lang) for one in told.forecasters]
    sales = tell_number(told.actual_sales, money, lang)
    came = tell_people(told.actual_orders, lang)
    rows.append((speak(mark("what came"), lang), came, "", "", sales, ""))
    return Cells(tuple(speak(one, lang) for one in heads), tuple(rows), 1)


def _forecaster(one: Forecaster, money: Unit, lang: Language) -> tuple[str, ...]:
    """One forecaster's row."""
    return (
        speak(one.name, lang),
        tell_people(round(one.orders), lang),
        _off(one.error, lang),
        tell_number(one.mae, _BARE, lang, digits=3),
        "" if one.sales is None else tell_number(one.sales, money, lang),
        _off(one.sales_error, lang),
    )


def _off(error: float | None, lang: Language) -> str:
    """A relative error with its sign."""
    if error is None:
        return ""
    return f"{'+' if error > 0 else ''}{tell_percent(error, 1, lang)}"


def _tenths(told: Backtest, lang: Language) -> Cells:
    """Foretold and actual orders a customer by tenth, and whether the interval held."""
    heads = (
        mark("Tenth"),
        mark("Customers"),
        mark("Foretold a customer"),
        mark("From"),
        mark("To"),
        mark("Came"),
        mark("Holds"),
    )
    words = {True: speak(mark("yes"), lang), False: speak(mark("no"), lang)}
    rows = tuple(
        (
            str(one.rank),
            tell_people(one.customers, lang),
            *(
                tell_number(value, _BARE, lang, digits=2)
                for value in (one.forecast, one.low, one.high, one.actual)
            ),
            words[one.holds],
        )
        for one in told.deciles
    )
    return Cells(tuple(speak(one, lang) for one in heads), rows, 1)


def _trials(told: Backtest, lang: Language) -> Cells:
    """The models that were tried before the split: log-probability a customer, and the gap."""
    heads = (mark("Model"), mark("Mean log-probability"), mark("Behind the best"), mark("± error"))
    rows = tuple(
        (
            one.model,
            *(
                tell_number(value, _BARE, lang, digits=4)
                for value in (one.score, one.behind, one.error)
            ),
        )
        for one in told.trials
    )
    return Cells(tuple(speak(one, lang) for one in heads), rows, 1)
