"""Season clock: how fast does a shop's time run in each month, December against February?

Seasons multiply everybody's rate of purchase. Read on a clock that runs as much faster as the
rate is higher (operational time), histories are seasonless again: a model fitted there forecasts
any calendar stretch by the operational time in it. Calendar time is told in any unit, days as a
rule, from any origin; the multipliers average 1 over a year, so that parameters keep their unit.
Outside the pieces told, both clocks run alike.

With a rate m in a calendar piece, a model of constant rates says "purchases up to operational
time τ(t)" where it said "up to t". Discounting stays in calendar time, and with Y(τ) the
purchases expected up to operational time τ after the end,
    value = e^(−δh) Y(τ(h)) + δ ∫₀ʰ e^(−δt) Y(τ(t)) dt,
by Gauss and Legendre's rule within the pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from rapport.core.errors import ContractError
from rapport.stats.dropout_grid import log_nodes

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Expected = Callable[[float], Numbers]
ExpectedOfNew = Callable[[Numbers], Numbers]

_KNOTS = 160
_SHORT = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class SeasonClock:
    """Calendar pieces between `edges` (m + 1,), rising, and the rate (m,) at which time runs.

    Raises ContractError where edges do not rise or a rate is not above 0.

    >>> clock = SeasonClock(np.array([0.0, 30.0, 60.0]), np.array([0.5, 1.5]))
    >>> clock.operational(np.array([10.0, 40.0, 61.0]))
    array([ 5., 30., 61.])
    """

    edges: Numbers
    rates: Numbers

    def __post_init__(self) -> None:
        if len(self.edges) != len(self.rates) + 1 or len(self.rates) == 0:
            raise ContractError("a season clock has one edge more than rates, and a rate")
        if not np.isfinite(self.edges).all() or np.any(np.diff(self.edges) <= 0):
            raise ContractError("the edges of a season clock rise")
        if not np.isfinite(self.rates).all() or np.any(self.rates <= 0):
            raise ContractError("a season's multiplier is above 0: shrink it, or merge its piece")

    @classmethod
    def yearly(cls, edges: Numbers, season: Places, multipliers: Numbers) -> SeasonClock:
        """A clock of pieces that each belong to a `season` (m,) of the year, 0 for the first."""
        return cls(edges, np.asarray(multipliers, dtype=np.float64)[season])

    @property
    def ticks(self) -> Numbers:
        """Operational times (m + 1,) of the edges; the first edge is at its calendar time."""
        passed = np.cumsum(self.rates * np.diff(self.edges))
        told: Numbers = self.edges[0] + np.concatenate([[0.0], passed])
        return told

    def operational(self, calendar: Numbers) -> Numbers:
        """Operational times of calendar times, same shape."""
        return _mapped(np.asarray(calendar, dtype=np.float64), self.edges, self.ticks)

    def calendar(self, operational: Numbers) -> Numbers:
        """Calendar times of operational times, same shape: the inverse."""
        return _mapped(np.asarray(operational, dtype=np.float64), self.ticks, self.edges)

    def elapsed(self, start: float, time: float) -> float:
        """Operational time that passes in `time` of the calendar from `start` on."""
        both = self.operational(np.array([start, start + time]))
        return float(both[1] - both[0])


class Told(NamedTuple):
    """Recency and age (n,) in operational time, as `collapse` and `PurchaseTuples` take them."""

    recency: Numbers
    age: Numbers


def told_by_moment(clock: SeasonClock, first: Numbers, last: Numbers, end: float) -> Told:
    """Histories of exact moments in operational time, for a model's `clock="exact"`.

    `first` and `last` (n,) are calendar moments of the first and last purchase, `end` is where
    watching ends.
    """
    begun = clock.operational(first)
    recency = np.maximum(clock.operational(last) - begun, 0.0)
    stop = float(clock.operational(np.array([end]))[0])
    return Told(recency, np.maximum(stop - begun, recency))


def told_by_day(
    clock: SeasonClock, frequency: Numbers, first: Numbers, last: Numbers, end: float
) -> Told:
    """Histories known to the day in whole operational days, for a model's `clock="interval"`.

    `first` and `last` (n,) are calendar days (whole numbers), `end` the last one watched in
    full, `frequency` (n,) counts days with purchases after the first. Moments are taken at
    noon, the end at midnight, and what comes of it is rounded: an error without direction.
    Where more days were bought on than operational days passed, these are added.
    """
    moments = told_by_moment(clock, first + 0.5, last + 0.5, end + 1.0)
    recency = np.where(frequency > 0, np.maximum(np.round(moments.recency), frequency), 0.0)
    return Told(recency, np.maximum(np.round(moments.age - 0.5), recency))


def discounted_purchases(
    clock: SeasonClock, end: float, expected: Expected, discount: float, horizon: float = np.inf
) -> Numbers:
    """Discounted purchases (n,) expected within a calendar `horizon` after `end`.

    `expected` tells the purchases (n,) up to an operational time after the end: a model's
    `expected_purchases` on histories told by this clock. `discount` is continuous, per unit of
    calendar time. `end` is the moment watching ended (for days, the midnight after the last
    one). Raises ContractError where the horizon is endless and nothing is discounted.
    """
    if discount <= 0:
        if not np.isfinite(horizon):
            raise ContractError("an endless future needs a discount rate above zero")
        return expected(clock.elapsed(end, horizon))
    stop = min(horizon, 45.0 / discount)
    total = np.exp(-discount * stop) * expected(clock.elapsed(end, stop))
    for time, width in _nodes(clock, end, discount, stop):
        weight = discount * width * np.exp(-discount * time)
        total = total + weight * expected(clock.elapsed(end, time))
    told: Numbers = total
    return told


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Multipliers (s,) of the seasons of a year, averaging 1 over it, and how sure they are.

    `covariance` (s, s) is of the multipliers; `dispersion` says how many times more the counts
    vary than by chance (1 where one year alone was seen, which cannot tell); `years` how often
    the season seen least was seen.
    """

    multipliers: Numbers
    covariance: Numbers
    dispersion: float
    years: int

    @property
    def standard_errors(self) -> Numbers:
        """Standard errors (s,) of the multipliers."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @property
    def sure(self) -> bool:
        """Whether every season was seen twice: once, it cannot be told from a passing event."""
        return self.years >= 2


def estimate(
    season: Places,
    expected: Numbers,
    seen: Numbers,
    *,
    lengths: Numbers | None = None,
    seasons: int = 12,
    spread: float = 0.3,
) -> Season:
    """Multipliers of the seasons from pieces (m,): purchases expected without one, and seen.

    Each piece belongs to a `season` (0 … seasons − 1). The multipliers are gamma around 1 with
    standard deviation `spread` before the data (0.3: February at 0.7 and December at 1.3 are
    ordinary), and average 1 over a year with seasons of these `lengths` (seasons,), equal by
    default. Purchases seen in all are taken for as many as expected: a level is no season.
    Raises ContractError where a season was never seen, or numbers are out of range.
    """
    if np.any(expected < 0) or np.any(seen < 0) or spread <= 0:
        raise ContractError("purchases are not negative, and a prior spreads")
    kept = expected > 0
    place, due, came = season[kept], expected[kept], seen[kept].astype(np.float64)
    years = np.bincount(place, minlength=seasons)
    if len(years) != seasons or years.min() == 0:
        raise ContractError("seasons need a history in which each of them was seen")
    due = due * max(came.sum(), 1e-300) / due.sum()
    many, most = (np.bincount(place, what, seasons) for what in (came, due))
    chance = 1.0 if years.min() < 2 else _dispersion(place, due, came, many / most)
    before = spread**-2.0
    above, below = many / chance + before, most / chance + before
    weights = np.ones(seasons) if lengths is None else lengths
    return _normalised(above / below, above / below**2, weights, chance, int(years.min()))


def unseasoned(
    clock: SeasonClock,
    births: Numbers,
    count: Numbers,
    expected_of_new: ExpectedOfNew,
    edges: Numbers,
) -> Numbers:
    """Repeat purchases (m,) expected in each piece between calendar `edges`, season taken out.

    `births` (n,) are moments of first purchases, `count` (n,) the customers of each;
    `expected_of_new` is a model's, on the clock's operational time. What is expected in a piece
    is divided by how fast its time runs.
    """
    ticks, born = clock.operational(edges), clock.operational(births)
    longest = max(float(ticks[-1] - born.min()), 1e-9) if len(born) else 1.0
    knots = longest * np.linspace(0.0, 1.0, _KNOTS) ** 2
    curve = CubicSpline(knots, expected_of_new(knots))
    ages = np.maximum(ticks[:, None] - born, 0.0)
    reached: Numbers = curve(ages) @ count
    told: Numbers = np.diff(reached) * np.diff(edges) / np.diff(ticks)
    return told


def learn(
    edges: Numbers,
    season: Places,
    births: Numbers,
    count: Numbers,
    seen: Numbers,
    fitted: Callable[[SeasonClock], ExpectedOfNew],
    *,
    rounds: int = 3,
    spread: float = 0.3,
) -> Season:
    """Multipliers of the twelve months, learnt with the model they are seasons of.

    From a clock without seasons on, the model is fitted on each round's clock (`fitted` tells
    histories by it and returns the fit's `expected_purchases_of_new`) and the multipliers are
    estimated against it. `edges` (m + 1,), `season` (m,) and `seen` (m,), the repeat purchases,
    are of calendar months; `births` and `count` as in `unseasoned`. Raises ContractError where
    a month of the year was never seen.
    """
    clock = SeasonClock(edges, np.ones(len(season)))
    lengths = np.bincount(season, np.diff(edges), 12) / np.maximum(
        np.bincount(season, minlength=12), 1
    )
    for turn in range(rounds):
        due = unseasoned(clock, births, count, fitted(clock), edges)
        found = estimate(season, due, seen, lengths=lengths, spread=spread)
        if turn + 1 < rounds:
            clock = SeasonClock.yearly(edges, season, found.multipliers)
    return found


def _mapped(at: Numbers, edges: Numbers, ticks: Numbers) -> Numbers:
    """A rising broken line through (edges, ticks), of slope 1 outside."""
    inside = np.interp(at, edges, ticks)
    mapped: Numbers = inside + np.minimum(at - edges[0], 0.0) + np.maximum(at - edges[-1], 0.0)
    return mapped


def _nodes(
    clock: SeasonClock, end: float, discount: float, stop: float
) -> list[tuple[float, float]]:
    """Times after `end` up to `stop` and widths: two a short piece, many after the last edge."""
    last = float(np.clip(clock.edges[-1] - end, 0.0, stop))
    cuts = clock.edges[(clock.edges > end) & (clock.edges < end + last)] - end
    even = np.linspace(0.0, last, 1 + int(np.ceil(last * discount / _SHORT)))
    bounds = np.unique(np.concatenate([[0.0], cuts, even, [last]]))
    middle, half = (bounds[1:] + bounds[:-1]) / 2, np.diff(bounds) / 2
    times = np.concatenate([middle - half / np.sqrt(3), middle + half / np.sqrt(3)])
    widths = np.concatenate([half, half])
    if stop > last:
        later, wide = log_nodes(np.array([0.01 / discount]), stop - last, 48)
        times = np.concatenate([times, last + later[:, 0]])
        widths = np.concatenate([widths, wide[:, 0]])
    return list(zip(times.tolist(), widths.tolist(), strict=True))


def _dispersion(place: Places, due: Numbers, came: Numbers, ratio: Numbers) -> float:
    """Pearson's dispersion of the counts around their season's ratio, not below 1."""
    mean = due * ratio[place]
    off = (came - mean) ** 2 / np.maximum(mean, 1e-300)
    return max(1.0, float(off.sum()) / (len(place) - len(ratio)))


def _normalised(
    mean: Numbers, variance: Numbers, weights: Numbers, chance: float, years: int
) -> Season:
    """Multipliers scaled to average 1 over the year, their covariance by the delta method."""
    part = weights / weights.sum()
    level = float(part @ mean)
    scaled = mean / level
    slope = (np.eye(len(mean)) - np.outer(scaled, part)) / level
    return Season(scaled, slope @ (variance[:, None] * slope.T), chance, years)
