"""Event study: how does the effect run over the months since connecting, cohorts, calendar?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.averages import Averages, average
from rapport.stats.group_time import GroupTime
from rapport.stats.panel import Marks

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Profile:
    """Averages with a label each, (m,): months since connecting, cohorts or calendar months."""

    labels: Whole
    averages: Averages

    def __len__(self) -> int:
        return len(self.labels)

    def where(self, kept: Marks) -> Profile:
        """The labels that `kept` (m,) marks."""
        return Profile(self.labels[kept], self.averages.mixed(np.eye(len(self))[kept]))

    def spans(self, width: int) -> Profile:
        """Plain means over whole spans of `width` labels, counted from 0 and from -1 downwards.

        Months since connecting told by quarters (3) or half-years (6) are less noisy; the label
        of a span is its number (0 the first from connecting, -1 the last before the base).
        Labels that do not fill a span are left out, the base's gap is passed over.
        """
        before, after = np.flatnonzero(self.labels < 0), np.flatnonzero(self.labels >= 0)
        early, late = len(before) // width, len(after) // width
        places = np.concatenate([before[len(before) - early * width :], after[: late * width]])
        weights = np.zeros((early + late, len(self)))
        weights[np.repeat(np.arange(early + late), width), places] = 1 / width
        return Profile(np.arange(-early, late), self.averages.mixed(weights))

    def mean(self, kept: Marks) -> Averages:
        """The plain mean over the labels that `kept` (m,) marks; raises where there is none."""
        if not kept.any():
            raise ContractError("a mean over no label of a profile")
        return self.averages.mixed(kept[None] / kept.sum())


def overall(effects: GroupTime, horizon: int | None = None) -> Averages:
    """The effect per connected customer and month since connecting, one average an outcome.

    `horizon` counts months since connecting, the first included; default all. Every covered
    customer-month counts as one (the "simple" aggregate).
    """
    event = effects.event_month
    asked = (event >= 0) & (event < (horizon or effects.cells.periods))
    rows = [asked & (effects.outcome == one) for one in range(effects.cells.outcomes)]
    return average(effects, np.array(rows, np.float64))


def by_event_month(effects: GroupTime, outcome: int = 0) -> Profile:
    """The effect by months since connecting ("dynamic"); months before it test the design."""
    return _profile(effects, effects.event_month, effects.outcome == outcome)


def by_month(effects: GroupTime, outcome: int = 0) -> Profile:
    """The effect by calendar month, over those connected by then."""
    asked = (effects.outcome == outcome) & (effects.event_month >= 0)
    return _profile(effects, effects.period, asked)


def by_cohort(effects: GroupTime, outcome: int = 0) -> Profile:
    """The effect by month of connecting, over the months since ("group")."""
    asked = (effects.outcome == outcome) & (effects.event_month >= 0)
    return _profile(effects, effects.cohort, asked)


def over_cohorts(effects: GroupTime, outcome: int = 0) -> Averages:
    """The mean of the cohorts' effects, cohorts weighed by their customers, not by months."""
    asked = (effects.outcome == outcome) & (effects.event_month >= 0)
    months = np.bincount(effects.cohort[asked], minlength=int(effects.cohort.max()) + 1)
    weights = np.where(asked, 1 / np.maximum(months[effects.cohort], 1), 0.0)
    return average(effects, weights[None])


def before_connecting(effects: GroupTime, outcome: int = 0) -> Averages:
    """Placebo: the mean effect over the months before the base, where there is none to find.

    Needs effects against a universal base; months in which connecting may be anticipated do not
    count. Raises ContractError where no month is left.
    """
    early = effects.event_month < -effects.comparison.anticipation
    asked = (effects.outcome == outcome) & early
    if effects.comparison.base != "universal" or not asked.any():
        raise ContractError("a placebo needs months before the universal base")
    return average(effects, asked[None].astype(np.float64))


def _profile(effects: GroupTime, labels: Whole, asked: Marks) -> Profile:
    """One average a distinct label, over the effects asked for."""
    told = np.unique(labels[asked])
    weights = (labels[None] == told[:, None]) & asked[None]
    return Profile(told, average(effects, weights.astype(np.float64)))
