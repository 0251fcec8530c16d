"""Spread: how sure is what is expected of a group of customers?

Parameters are drawn from their posterior, and under each draw every customer's own rate, dropout
and spend twice: what the two have in common is the parameters' doubt, what they differ by the
customers' own. Large groups are told by few thousand customers, and the customers' own doubt is
then taken down to the group's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.core.estimate import IntervalKind
from rapport.core.phrase import Phrase
from rapport.measures.value.outlook import Outlook
from rapport.measures.value.simulation import Drawn, Simulation, even_rows
from rapport.stats.intervals import LEVEL
from rapport.stats.posterior import NotTold, posterior_draws, tails

Numbers = NDArray[np.float64]

YEAR = 365.0
DRAWS = 200
MOST = 3_000
"""So many customers tell the spread of any number of them."""
BEYOND_HISTORY = 0.06
"""Relative doubt granted to segments that histories lead to: their customers may differ from
others who ordered as much (in our simulated companies by some 6 %)."""
FEW = 1_000
"""So many where many spreads are told."""
STAY = 3 * YEAR
"""How far ahead a customer's stay is followed, in days."""

QUANTITIES = ("active", "orders", "value", "endless", "made", "sold", "rate", "stay", "worth")
"""Per customer: still one; purchases and discounted sales expected within the horizon; discounted
sales expected without an end; purchases and undiscounted sales that come true within it. Of those
still customers: purchases a day, days as one within STAY, sales of a purchase."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Draws of a group's means per customer.

    `parameters` and `spends` are the drawn ones of both models, a row each draw; `draws` maps
    QUANTITIES to (draws,) numbers relative to their own mean (1 is the estimate), `centres` to
    these means, sales in mean amounts. `advice` says how the parameters were drawn, or why they
    could not be (`told` false); `stretch` how many times wider the draws were made.
    """

    told: bool
    advice: Phrase
    k_hat: float
    parameters: Numbers
    spends: Numbers
    draws: Mapping[str, Numbers]
    centres: Mapping[str, float]
    stretch: float = 1.0

    def around(self, value: float, quantity: str, level: float = LEVEL) -> tuple[float, float]:
        """Both ends of a value's interval, the value between them."""
        low, high = value * tails(self.draws[quantity], level)
        return min(low, value), max(high, value)

    @property
    def kinds(self) -> dict[str, IntervalKind]:
        """What each quantity's interval promises."""
        coming = ("made", "sold")
        return {
            name: IntervalKind.PREDICTION if name in coming else IntervalKind.CREDIBLE
            for name in QUANTITIES
        }


def spread_of(
    outlook: Outlook,
    yearly: float,
    seed: int,
    draws: int = DRAWS,
    most: int = MOST,
    days: float = YEAR,
    stretch: float = 1.0,
) -> Spread:
    """Draw a group's spread; `yearly` is the discount rate a year, `days` the horizon.

    Intervals are made `stretch` times as wide as the model has it.
    """
    tuples, ahead = outlook.tuples, outlook.elapsed(days)
    posterior = posterior_draws(outlook.fit, tuples, outlook.module.log_likelihood, draws, seed)
    spends = outlook.spend.draws(draws, seed + 1)
    if isinstance(posterior, NotTold):
        nothing = np.zeros(0)
        return Spread(False, posterior.advice, posterior.k_hat, nothing, spends, {}, {})
    daily = float(np.log1p(yearly)) / YEAR
    drawn, centres = _drawn(outlook, (posterior.draws, spends), daily, ahead, most, seed)
    advice, k_hat = posterior.advice, posterior.k_hat
    wide = _stretched(drawn, stretch)
    return Spread(True, advice, k_hat, posterior.draws, spends, wide, centres, stretch)


def _stretched(draws: Mapping[str, Numbers], stretch: float) -> Mapping[str, Numbers]:
    """Relative draws, made so many times as wide."""
    return {name: told**stretch for name, told in draws.items()}


def spread_again(
    outlook: Outlook,
    spread: Spread,
    yearly: float,
    seed: int,
    days: float = YEAR,
    allowance: float = 0.0,
) -> Spread:
    """The spread of some of a group's customers under the group's own parameters.

    Draw by draw the same parameters: what is said of two parts of a group keeps its dependence.
    `allowance` is a further relative doubt (standard deviation) that these share.
    """
    parameters = spread.parameters, spread.spends
    daily = float(np.log1p(yearly)) / YEAR
    drawn, centres = _drawn(outlook, parameters, daily, outlook.elapsed(days), FEW, seed)
    noise = np.random.default_rng(seed + 4).standard_normal(len(spread.parameters))
    shared = np.exp(allowance * (noise - noise.mean()))
    told = {name: shared * draws for name, draws in _stretched(drawn, spread.stretch).items()}
    return replace(spread, draws=told, centres=centres)


def _drawn(
    outlook: Outlook,
    parameters: tuple[Numbers, Numbers],
    daily: float,
    ahead: float,
    most: int,
    seed: int,
) -> tuple[Mapping[str, Numbers], Mapping[str, float]]:
    """Relative draws of QUANTITIES for the outlook's customers, and their centres."""
    rows = even_rows(outlook.tuples.count, most)
    simulation = Simulation(outlook, rows)
    generator = np.random.default_rng(seed + 2)
    pairs = np.array(
        [
            [_means(simulation.draw(values, spend, generator), daily, ahead) for _ in range(2)]
            for values, spend in zip(*parameters, strict=True)
        ]
    )
    share = len(rows) / max(outlook.tuples.customers, 1.0)
    told = {name: pairs[:, :, place] for place, name in enumerate(QUANTITIES)}
    draws = {name: _relative(values, share) for name, values in told.items()}
    return draws, {name: float(values.mean()) for name, values in told.items()}


def _means(drawn: Drawn, daily: float, days: float) -> Numbers:
    """Means of QUANTITIES over drawn customers."""
    people, worth = drawn.people, drawn.worth
    endless = np.inf if daily > 0 else 100 * YEAR
    made, sold = drawn.come_true(days)
    there = people.alive / max(float(people.alive.sum()), 1.0)
    return np.array(
        [
            people.alive.mean(),
            people.expected(days).mean(),
            (people.expected(days, daily) * worth).mean(),
            (people.expected(endless, daily) * worth).mean(),
            made.mean(),
            sold.mean(),
            there @ people.rate,
            there @ drawn.stays(STAY),
            there @ worth,
        ]
    )


def own_size(pairs: Numbers, share: float) -> Numbers:
    """Deviations (draws,) of pairs (draws, 2) from their mean, for a group of its own size.

    The pair's half-difference tells the variance of one of its means beyond the parameters';
    the mean of both holds half of that, the group itself `share` of it.
    """
    both = pairs.mean(axis=1)
    total = float(both.var())
    own = 0.5 * float(np.mean((pairs[:, 0] - pairs[:, 1]) ** 2))
    common = max(total - 0.5 * own, 0.0)
    stretch = np.sqrt((common + own * share) / total) if total > 0 else 1.0
    told: Numbers = stretch * (both - both.mean())
    return told


def _relative(pairs: Numbers, share: float) -> Numbers:
    """Draws (draws,) of a positive mean, relative to its centre."""
    centre = float(pairs.mean())
    if centre <= 0:
        return np.ones(len(pairs))
    logs = np.log(np.maximum(pairs, 1e-3 * centre) / centre)
    told: Numbers = np.exp(own_size(logs, share))
    return told
