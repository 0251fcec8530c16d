"""Who are the simulated customers, before anything happens to them?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole
from rapport.sources.demo.world import World

YEAR = 365.0
# How people can be reached at the till: nothing told, e-mail, phone, both.
TILL_NOTHING, TILL_EMAIL, TILL_PHONE, TILL_BOTH = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class People:
    """Arrays of one length n: everything about people that no path can change.

    `rate` and `dropout` per day, `value` EUR per order, `life` days from the first order,
    `growth` log rate per year, `handles_*` how they are reached.
    """

    quality: Floats
    rate: Floats
    dropout: Floats
    value: Floats
    growth: Floats
    life: Floats
    french: Flags
    shop: Floats
    till: Whole
    phone_on_web: Flags
    bridged: Flags
    source: Floats
    connection_kind: Floats
    connection_days: Floats
    second_connection: Floats
    second_days: Floats
    first_name: Whole

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.rate)


def gamma_quantiles(shape: float, scores: Floats) -> Floats:
    """Return the quantiles of Gamma(shape, scale 1) at standard normal scores.

    One table for all people, exact to about 1e-4: the distribution is integrated on a grid.

    >>> float(gamma_quantiles(1.0, np.array([0.0]))[0].round(3))
    0.693
    """
    grid = np.linspace(-4.5, 4.5, 1801)
    normal = np.array([0.5 * math.erfc(-score / math.sqrt(2.0)) for score in grid.tolist()])
    logs = np.linspace(math.log(1e-9), math.log(shape + 12.0 * math.sqrt(shape) + 30.0), 20_001)
    density = np.exp(shape * logs - np.exp(logs) - math.lgamma(shape))
    steps = 0.5 * (density[1:] + density[:-1]) * np.diff(logs)
    total = np.concatenate(([0.0], np.cumsum(steps)))
    quantiles = np.interp(normal, total / total[-1], logs)
    values: Floats = np.exp(np.interp(scores, grid, quantiles))
    return values


def arrivals(rng: np.random.Generator, world: World, count: int) -> Floats:
    """Draw first days of `count` people over the three years, denser as the company grows."""
    share = rng.random(count)
    growth = world.arrival_growth * DAYS / YEAR
    if growth == 0.0:
        return share * DAYS
    return np.log1p(share * math.expm1(growth)) / growth * DAYS


def draw_people(rng: np.random.Generator, world: World, count: int) -> People:
    """Draw `count` people: latent quality first, then what hangs on it by a Gaussian copula."""
    quality = rng.standard_normal(count)

    def scores(correlation: float) -> Floats:
        noise = rng.standard_normal(count)
        return correlation * quality + math.sqrt(1.0 - correlation**2) * noise

    rate = gamma_quantiles(world.rate_shape, scores(world.quality_rate)) / world.rate_shape
    dropout = gamma_quantiles(world.dropout_shape, scores(world.quality_dropout))
    spread = gamma_quantiles(world.value_shape_people, scores(-world.quality_value))
    leaving = dropout / world.dropout_shape * world.dropout_a_year / YEAR
    growth = rng.uniform(-1.0, 1.0, count) * world.own_growth
    with np.errstate(divide="ignore"):
        life = rng.standard_exponential(count) / leaving
    shop_habit = rng.random(count)
    shop_only = shop_habit < 0.4 * world.shop_share
    shop = np.where(shop_only, 1.0, np.where(shop_habit < world.shop_share, 0.5, 0.0))
    return People(
        quality=quality,
        rate=rate * world.orders_a_year / YEAR,
        dropout=leaving,
        value=world.order_value * (world.value_shape_people - 1.0) / spread,
        growth=growth,
        life=life,
        french=rng.random(count) < world.french_share,
        shop=shop,
        till=np.searchsorted([0.25, 0.6, 0.9], rng.random(count)),
        phone_on_web=rng.random(count) < 0.35,
        bridged=rng.random(count) < world.bridged_share,
        source=rng.random(count),
        connection_kind=rng.random(count),
        connection_days=rng.standard_exponential(count),
        second_connection=rng.random(count),
        second_days=rng.standard_exponential(count) * 40.0,
        first_name=rng.integers(0, 1 << 30, count),
    )
