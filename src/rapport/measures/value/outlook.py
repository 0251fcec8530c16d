"""Outlook: what may be expected of a group of customers, and with which model?

One purchase model and one spend model a group, fitted to its collapsed histories; everybody's
first, and a segment's under a prior around everybody's, so that small segments borrow from the
whole. Money is in minor units, time in days; nothing here knows a table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rapport.measures.value.histories import Histories
from rapport.measures.value.seasons import Seasons, day_number, on_clock
from rapport.stats import gamma_gamma
from rapport.stats.fitting import Fit, Prior
from rapport.stats.purchase_models import MODELS, PurchaseModel, fit_around, purchases_a_day
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

POOLED = 0.7
"""A segment's parameters lie within a factor of four of everybody's, nineteen times in twenty."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """A fitted group: its histories, the purchase model's name and fit, the spend model's fit.

    `tuples` are the histories on the clock of the `seasons` (the calendar where there are none);
    `days_a_purchase`: days with orders for each purchase of the model, see `_days_a_purchase`.
    """

    histories: Histories
    tuples: PurchaseTuples
    seasons: Seasons | None
    model: str
    fit: Fit
    spend: Fit
    days_a_purchase: float

    @property
    def module(self) -> PurchaseModel:
        """The purchase model's functions."""
        return MODELS[self.model]

    def alive(self) -> Numbers:
        """Probability (n,) that each tuple's customer is one still."""
        return self.module.probability_alive(self.fit, self.tuples)

    def elapsed(self, days: float) -> float:
        """How long so many calendar days from now are on the clock of the seasons."""
        if self.seasons is None or not math.isfinite(days):
            return days
        return self.seasons.clock.elapsed(day_number(self.histories.until) + 1, days)

    def orders(self, days: float) -> Numbers:
        """Orders (n,) expected of each tuple's customer within so many days."""
        told = self.module.expected_purchases(self.fit, self.elapsed(days), self.tuples)
        return told * self.orders_a_purchase

    @property
    def orders_a_purchase(self) -> float:
        """Orders for each purchase of the model."""
        return self.days_a_purchase * self.histories.orders_a_day

    def discounted_orders(self, yearly: float, days: float) -> Numbers:
        """Orders (n,) expected within so many days (perhaps endless), discounted continuously.

        Seasons shift orders within the year; the discount follows their clock, which puts it off
        by less than a month's discount.
        """
        daily = float(np.log1p(yearly)) / 365
        told = self.module.residual_value(self.fit, self.tuples, daily, self.elapsed(days))
        return told * self.orders_a_purchase

    def order_values(self) -> Numbers:
        """Sum (n,) over each tuple's customers of what an order of theirs is expected to bring.

        Minor units of sales; the model's mean of a day with orders is a straight line in what a
        customer paid, so a tuple's sum of payments is all it needs.
        """
        p, q, gamma = self.spend.values
        held = self.histories
        paid = held.amount / held.mean_amount
        days = held.tuples.frequency + 1
        told: Numbers = p * (held.tuples.count * gamma + paid) / (p * days + q - 1)
        return told * held.mean_amount / held.orders_a_day

    def over(self, histories: Histories) -> Outlook:
        """The same models over other customers' histories on the same day.

        For segments that a history leads to (who orders more connects more): refitting them
        would count what they ordered twice.
        """
        held = replace(histories, mean_amount=self.histories.mean_amount)
        return replace(self, histories=held, tuples=_on_clock(self.seasons, held))

    def standing_at(self, until: date, tuples: PurchaseTuples, amount: Numbers) -> Outlook:
        """The same models over the same customers' histories on another day, as in Histories."""
        held = replace(self.histories, until=until, tuples=tuples, amount=amount)
        return replace(self, histories=held, tuples=_on_clock(self.seasons, held))

    def taken(self, rows: NDArray[np.int64]) -> Outlook:
        """The same models over some of the tuples."""
        held = self.histories
        kept = replace(held, tuples=_rows(held.tuples, rows), amount=held.amount[rows])
        return replace(self, histories=kept, tuples=_rows(self.tuples, rows))


def _rows(tuples: PurchaseTuples, rows: NDArray[np.int64]) -> PurchaseTuples:
    """Some of the tuples."""
    return PurchaseTuples(
        tuples.frequency[rows], tuples.recency[rows], tuples.age[rows], tuples.count[rows]
    )


def outlook_of(
    histories: Histories,
    model: str,
    seasons: Seasons | None = None,
    around: Outlook | None = None,
) -> Outlook:
    """Fit a group, under weak priors or, where a wider group is given, under priors around it."""
    module = MODELS[model]
    tuples = _on_clock(seasons, histories)
    if around is None:
        fit = module.fit(tuples, clock="interval")
        spend = gamma_gamma.fit(histories.spends)
    else:
        relative = around.histories.mean_amount / histories.mean_amount
        fit = fit_around(around.fit, tuples, POOLED)
        spend = gamma_gamma.fit(histories.spends, prior=_around(around.spend, relative))
    each = _days_a_purchase(tuples, fit)
    return Outlook(histories, tuples, seasons, model, fit, spend, each)


def _on_clock(seasons: Seasons | None, held: Histories) -> PurchaseTuples:
    """Histories on the clock of the seasons, if there are any."""
    return on_clock(seasons.clock, held.tuples, held.until) if seasons else held.tuples


def _days_a_purchase(tuples: PurchaseTuples, fit: Fit) -> float:
    """Days with orders for each of the model's purchases, which are moments.

    Spend and orders are those of days.
    """
    moments = tuples.frequency * purchases_a_day(fit, tuples)
    total = float(tuples.count @ moments)
    return float(tuples.count @ tuples.frequency) / total if total else 1.0


def _around(fit: Fit, unit: float) -> Prior:
    """A prior around a wider group's spend; `unit` takes its scale to the narrower group's."""
    scales = np.array([unit if name == "gamma" else 1.0 for name in fit.names])
    medians = (fit.values - fit.floors) * scales
    return Prior(tuple(float(one) for one in medians), (POOLED,) * len(medians))
