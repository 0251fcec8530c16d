"""Writing: which questions does a report ask of the house, and where is its page kept?"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

from rapport.core.backtest import Backtest
from rapport.core.card import Card, Claim
from rapport.core.errors import UserError
from rapport.core.estimate import Refusal
from rapport.core.phrase import say
from rapport.core.result import Result
from rapport.core.units import SHARE, Dimension
from rapport.faces.present.cohorts import shows_cohorts
from rapport.faces.present.language import Language, environment_language
from rapport.faces.present.weeks import WEEK_HOUR, shows_week
from rapport.faces.report.effects import Effects
from rapport.faces.report.forecasts import Forecasts
from rapport.faces.report.html import render
from rapport.house import House

COHORT = "cohort"
LONGEST = 180
"""Days held out by the back-test, at most."""


def write_report(house: House, path: Path, *, as_of: date | None, lang: str | None) -> Path:
    """Ask every measure, write the page at `path` whole or not at all, and return the path.

    Raises OSError where the page cannot be written.
    """
    language = Language(lang) if lang else environment_language(os.environ)
    day = as_of or house.last_day
    cards = house.measures()
    results = tuple(result for card in cards for result in ask(house, card, day))
    results += ask_week(house, cards, day)
    statement = house.returns(end=day + timedelta(days=1))
    forecasts = ask_forecasts(house, day)
    effects = ask_effects(house, results, as_of, day)
    page = render(
        house.status(),
        results,
        statement,
        lang=language,
        forecasts=forecasts,
        effects=effects,
        heard=house.listening.heard(day),
    )
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def ask(house: House, card: Card, day: date) -> tuple[Result, ...]:
    """Ask one measure for all in its own rhythm, by its first segmentation, and by cohort.

    By cohort only where a grid shows how the customers of each beginning went on.
    """
    results = [house.measure(card.key, as_of=day, per=card.rhythm)]
    if card.segments:
        results.append(house.measure(card.key, as_of=day, by=card.segments[0]))
    if COHORT in card.segments[1:] and card.claim is Claim.DESCRIBES and card.unit == SHARE:
        grid = house.measure(card.key, as_of=day, by=COHORT)
        results += [grid] if shows_cohorts(grid) else []
    return tuple(results)


def ask_week(house: House, cards: tuple[Card, ...], day: date) -> tuple[Result, ...]:
    """Ask the first measure of how long something takes by the hour of the week."""
    for card in cards:
        if WEEK_HOUR in card.segments and card.unit.dimension is Dimension.DURATION:
            grid = house.measure(card.key, as_of=day, by=WEEK_HOUR)
            return (grid,) if shows_week(grid) else ()
    return ()


def ask_forecasts(house: House, day: date) -> Forecasts:
    """Ask how close forecasts came on the book's own past, and what they look like."""
    try:
        test: Backtest | Refusal = house.backtest(_hold_out(house, day), as_of=day)
    except UserError as error:
        test = Refusal(error.phrase, say("wait for a longer history"))
    return Forecasts(test, house.value_pictures(as_of=day))


def ask_effects(
    house: House, results: tuple[Result, ...], as_of: date | None, day: date
) -> Effects:
    """Ask what connections bring and what was tried; the register up to a day that was named."""
    connection = next(one for one in results if one.card.key == "connection_effect")
    tried = house.measure("experiment_effect", as_of=day, by="experiment")
    register = house.experiments()
    if as_of is not None:
        register = tuple(one for one in register if one.registered_at.date() <= as_of)
    return Effects(house.lift_picture(as_of=day), connection, tried, register)


def _hold_out(house: House, day: date) -> int:
    """Days to hold out: a third of what the book spans, at most 180."""
    first = [one["first_day"] for one in house.status()["tables"] if one["table"] == "purchase"]
    if not first or first[0] is None:
        return LONGEST
    return min(LONGEST, max((day - date.fromisoformat(first[0])).days // 3, 1))
