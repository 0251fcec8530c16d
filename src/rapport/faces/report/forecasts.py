"""Forecasts: what does the page say of how far its forecasts can be trusted?"""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.backtest import Backtest
from rapport.core.estimate import Refusal
from rapport.core.plot import Plot
from rapport.faces.present.backtest_plots import plots_of
from rapport.faces.present.backtests import ToldBacktest, tell_backtest
from rapport.faces.present.language import Language, speak
from rapport.faces.present.sentences import sentence_case
from rapport.faces.report.pictures import Picture, picture_of


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What the house tells of its forecasts: a back-test, or why there is none, and pictures."""

    backtest: Backtest | Refusal
    plots: tuple[Plot, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldForecasts:
    """The same in words and drawings; a refused back-test carries reason and remedy."""

    words: ToldBacktest | None
    reason: str
    remedy: str
    tested: tuple[Picture, ...]
    pictures: tuple[Picture, ...]


def tell_forecasts(told: Forecasts, lang: Language) -> ToldForecasts:
    """Tell what stands beside the forecasts in all the ways in which the page shows it."""
    test = told.backtest
    pictures = tuple(picture_of(plot, lang) for plot in told.plots)
    if isinstance(test, Refusal):
        reason, remedy = (sentence_case(speak(one, lang)) for one in (test.reason, test.remedy))
        return ToldForecasts(None, reason, remedy, (), pictures)
    tested = tuple(picture_of(plot, lang) for plot in plots_of(test))
    return ToldForecasts(tell_backtest(test, lang), "", "", tested, pictures)
