"""Model choice: which purchase model would have called these customers' later purchases best?

Every candidate is fitted to what was seen up to a day, and judged by the logarithm of the
probability that it gave each customer's number of purchases after it: a proper score (Gneiting &
Raftery 2007, Journal of the American Statistical Association 102:359-378) on data no candidate
has seen. Differences within two standard errors are ties: among these the closest total decides,
and where totals are as close, the order in which candidates are listed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.core.phrase import Phrase, say
from rapport.stats.calibration import chances
from rapport.stats.fitting import Clock
from rapport.stats.purchase_models import MODELS, PurchaseModel
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]

MOST = 20_000
"""Customers a choice is made on; more are thinned evenly."""

ONE_TIME_HEAVY = 0.5
"""Above this share of one-time buyers a model in which they all stay needs a word of warning."""

_TIE = 2.0
_AS_CLOSE = 0.02
_NONE = 1e-300


@dataclass(frozen=True, slots=True)
class Score:
    """How a candidate did after the split.

    `score` is the mean log-probability a customer's future had; `behind` how much the best
    one's is higher (0 for the best) and `error` the standard error of that difference;
    `forecast` and `actual` are the totals of purchases; `converged` whether the fit was.
    """

    model: str
    score: float
    behind: float
    error: float
    forecast: float
    actual: float
    converged: bool

    @property
    def tied(self) -> bool:
        """Whether it is within two standard errors of the best."""
        return self.behind <= _TIE * self.error

    @property
    def miss(self) -> float:
        """How far the total was missed: |log(forecast / actual)|; 0 where nothing was bought."""
        return abs(math.log(max(self.ratio, _NONE))) if self.ratio else 0.0

    @property
    def ratio(self) -> float | None:
        """Forecast over actual, 1 where calibrated; None where nothing was bought."""
        return self.forecast / self.actual if self.actual > 0 else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The model to take, why, and the table of how all did (best score first).

    `one_time` is the share of customers who had bought once at the split, `customers` how many
    the choice was made on; `caveat` warns where the choice needs it.
    """

    model: str
    scores: tuple[Score, ...]
    why: Phrase
    one_time: float
    customers: float
    caveat: Phrase | None


def choose(
    past: PurchaseTuples,
    future: Numbers,
    horizon: float,
    *,
    candidates: Mapping[str, PurchaseModel] = MODELS,
    clock: Clock = "exact",
) -> Choice:
    """Choose among candidates, listed from the one to take first among equals.

    `past` are histories up to the split, `future` (n,) the purchases each tuple's customers
    then made within `horizon` (the tuples' unit). Raises ContractError without customers or
    candidates, or where futures are not whole numbers, one a tuple.
    """
    if past.customers < 1 or not candidates:
        raise ContractError("a choice of model needs customers and candidates")
    if future.shape != past.frequency.shape:
        raise ContractError("every tuple needs its number of future purchases")
    tuples, later = _thinned(past, future)
    judged = {
        name: _judged(model, tuples, later, horizon, clock) for name, model in candidates.items()
    }
    scores = _compared(judged, tuples.count, float(tuples.count @ later))
    able = [one for one in scores if one.converged] or scores
    ties = {one.model: one.miss for one in able if one.tied} or {able[0].model: able[0].miss}
    close = min(ties.values()) + _AS_CLOSE
    taken = next(name for name in candidates if ties.get(name, math.inf) <= close)
    once = float(tuples.count[tuples.frequency == 0].sum()) / tuples.customers
    why = _why(taken, able, tuples.customers)
    return Choice(taken, scores, why, once, tuples.customers, _caveat(taken, once))


def _judged(
    model: PurchaseModel, tuples: PurchaseTuples, future: Numbers, horizon: float, clock: Clock
) -> tuple[Numbers, float, bool]:
    """Log-probabilities (n,) of the futures, the forecast of their total, and convergence."""
    fit = model.fit(tuples, clock=clock)
    told = chances(fit, horizon, tuples, future, model).same
    forecast = float(tuples.count @ model.expected_purchases(fit, horizon, tuples))
    return np.log(np.maximum(told, _NONE)), forecast, fit.converged


def _compared(
    judged: Mapping[str, tuple[Numbers, float, bool]], count: Numbers, actual: float
) -> tuple[Score, ...]:
    """Scores of all candidates against the best converged one, best first."""
    total = float(count.sum())
    means = {name: float(count @ logs) / total for name, (logs, _, _) in judged.items()}
    best = max(judged, key=lambda name: (judged[name][2], means[name]))
    told = []
    for name, (logs, forecast, converged) in judged.items():
        gap = judged[best][0] - logs
        behind = means[best] - means[name]
        error = math.sqrt(float(count @ (gap - behind) ** 2)) / total
        told.append(Score(name, means[name], behind, error, forecast, actual, converged))
    return tuple(sorted(told, key=lambda one: -one.score))


def _thinned(past: PurchaseTuples, future: Numbers) -> tuple[PurchaseTuples, Numbers]:
    """At most `MOST` of the customers, taken evenly from them in the order of their histories."""
    if past.customers <= MOST:
        return past, future
    order = np.lexsort((future, past.recency, past.age, past.frequency))
    ends = np.cumsum(past.count[order])
    marks = (np.arange(MOST) + 0.5) * (ends[-1] / MOST)
    place, count = np.unique(np.searchsorted(ends, marks), return_counts=True)
    rows = order[place]
    pattern = None if past.pattern is None else past.pattern[rows]
    kept = replace(
        past,
        frequency=past.frequency[rows],
        recency=past.recency[rows],
        age=past.age[rows],
        count=count.astype(np.float64),
        pattern=pattern,
    )
    return kept, future[rows]


def _why(taken: str, able: tuple[Score, ...] | list[Score], customers: float) -> Phrase:
    """Why this model was taken."""
    best = able[0]
    if not best.converged:
        return say("no model's search ended well on these data: {model} comes first", model=taken)
    others = [one for one in able if one.model != taken]
    if taken != best.model:
        return say(
            "{model} called the later purchases of {n} customers as well as {best}, within two "
            "standard errors, and came as close to their total or closer",
            model=taken,
            best=best.model,
            n=round(customers),
        )
    if all(one.tied for one in others):
        return say(
            "{model} called the later purchases of {n} customers at least as well as the others",
            model=taken,
            n=round(customers),
        )
    return say(
        "{model} called the later purchases of {n} customers better than the others",
        model=taken,
        n=round(customers),
    )


def _caveat(taken: str, once: float) -> Phrase | None:
    """A warning where a model in which one-time buyers never leave meets many of them."""
    if taken != "BG/NBD" or once <= ONE_TIME_HEAVY:
        return None
    return say(
        "{share} % of the customers bought once, and {model} takes all of them for customers "
        "still: read its probability of being active with care",
        share=round(100 * once),
        model=taken,
    )
