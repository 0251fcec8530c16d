"""What is true in a small simulated company whose customers connect? (a test world, not a product)

Everybody lives two coupled paths, with and without the lift: the same chance decides both, and
they part only where the connection acts. So the truth is known for every customer-month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.stats.landmark_histories import Histories, histories
from rapport.stats.panel import NEVER, Panel

Numbers = NDArray[np.float64]
SEASON = np.array((0.85, 0.9, 0.95, 0.95, 1.0, 0.9, 0.75, 0.65, 1.0, 1.05, 1.25, 1.75))
VALUE_SHAPE = 6.0
GROWS_MONTHS = 24


@dataclass(frozen=True)
class World:
    """The sizes of the mechanisms; 0 switches one off. Rates and chances are per month."""

    customers: int = 5_000
    months: int = 24
    founders: float = 0.6
    rate: float = 0.5
    rate_shape: float = 1.5
    margin: float = 30.0
    connects: float = 0.006
    opens: int = 7
    selection: float = 0.7
    spike: float = 6.0
    churn: float = 0.035
    loyalty: float = 0.5
    seasons: float = 1.0
    lift: float = 0.0
    half_life: float = 0.0
    retention: float = 0.0
    growth: float = 0.0
    growth_pull: float = 30.0


@dataclass(frozen=True)
class History:
    """What happened, as a book would tell it: `panel` (money and orders) and `told`; `effect`:
    the expected money per customer and month (months, customers) due to the connection."""

    panel: Panel
    told: Histories
    effect: Numbers


@dataclass(frozen=True)
class Customers:
    """What nobody sees of the customers; arrays of one length."""

    quality: Numbers
    rate: Numbers
    value: Numbers
    leaving: Numbers
    growth: Numbers
    entry: NDArray[np.int64]


def draw_customers(rng: np.random.Generator, world: World) -> Customers:
    """Draw them: quality first, then what hangs on it."""
    n = world.customers
    quality = rng.standard_normal(n)
    pull = world.selection > 0
    rate = rng.gamma(world.rate_shape, 1 / world.rate_shape, n) * np.exp(0.4 * quality - 0.08)
    value = rng.gamma(8.0, 1 / 8.0, n) * world.margin
    tie = world.loyalty if pull else 0.0
    leaving = world.churn * rng.gamma(2.0, 0.5, n) * np.exp(-tie * quality - tie**2 / 2)
    growth = rng.uniform(-1.0, 1.0, n) * world.growth
    early = rng.random(n) < world.founders
    entry = np.where(early, rng.integers(0, 3, n), rng.integers(3, world.months, n))
    return Customers(quality, rate * world.rate, value, leaving, growth, entry)


def simulate(world: World, seed: int) -> History:
    """Live through all months on both paths."""
    rng = np.random.default_rng(seed)
    people = draw_customers(rng, world)
    n, months = world.customers, world.months
    orders, amounts = np.zeros((months, n)), np.zeros((months, n))
    effect = np.zeros((months, n))
    connection = np.full(n, NEVER)
    alive, kept = np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    for month in range(months):
        here, first = people.entry <= month, people.entry == month
        tied = connection <= month
        chance = rng.random(n)
        kept &= ~here | first | (chance > people.leaving)
        alive &= ~here | first | (chance > people.leaving * (1 - world.retention * tied))
        rate = _rate(world, people, month) * here
        factor = _factor(world, connection, month)
        base, extra = rng.poisson(rate), rng.poisson(rate * np.maximum(factor - 1, 0))
        lost = rng.binomial(base, np.maximum(1 - factor, 0))
        orders[month] = (base + extra - lost) * alive + first
        amounts[month] = people.value * rng.gamma(VALUE_SHAPE * orders[month]) / VALUE_SHAPE
        effect[month] = people.value * rate * (factor * alive - 1.0 * kept)
        _connect(rng, world, people, orders[month] > 0, alive & here, connection, month)
    panel = Panel(tuple(np.stack([amounts, orders], axis=1)))
    return History(panel, histories(panel, people.entry, connection), effect)


def _rate(world: World, people: Customers, month: int) -> Numbers:
    """Orders a month of the living, without any lift."""
    season = 1 + world.seasons * (SEASON[month % 12] - 1)
    grown = np.clip(month - people.entry, 0, GROWS_MONTHS)
    return people.rate * season * np.exp(people.growth * grown)


def _factor(world: World, connection: NDArray[np.int64], month: int) -> Numbers:
    """What the connection multiplies the rate by."""
    since = month - connection
    fading = 0.5 ** (np.maximum(since, 0) / world.half_life) if world.half_life else 1.0
    return np.where(since >= 0, 1 + world.lift * fading, 1.0)


def _connect(rng, world, people, bought, living, connection, month) -> None:
    """Let some of the living connect; the first full month after it counts as connected."""
    pull = world.selection * people.quality + world.growth_pull * people.growth
    chance = world.connects * np.exp(pull) * np.where(bought, 1 + world.spike, 1.0)
    joins = (
        (month + 1 >= world.opens)
        & living
        & (connection == NEVER)
        & (rng.random(len(chance)) < chance)
    )
    connection[joins] = month + 1


ALONE = {"selection": 0.0, "spike": 0.0, "churn": 0.0, "seasons": 0.0}
"""Every mechanism off; `connects` below keeps about as many connected where there is no spike."""
OFTEN = 0.018

WORLDS: dict[str, World] = {
    "null_full": World(),
    "full": World(lift=0.18),
    "fading": World(lift=0.25, half_life=6.0),
    "negative": World(lift=-0.15),
    "retention": World(retention=0.8),
    "random": World(**ALONE | {"connects": 0.024, "lift": 0.18}),
    "seasonal": World(connects=OFTEN, churn=0.0, spike=0.0, lift=0.15),
    "null_churn": World(connects=OFTEN, spike=0.0, seasons=0.0),
    "churn_retention": World(connects=OFTEN, spike=0.0, seasons=0.0, retention=0.8),
    "null_spike": World(churn=0.0, selection=0.0, seasons=0.0),
    "null_selection": World(connects=OFTEN, churn=0.0, spike=0.0, seasons=0.0),
    "null_trend": World(**ALONE | {"connects": 0.021, "growth": 0.06}),
}
"""The worlds that are tried: the mechanisms one by one and together."""
