"""Calibration: how likely did a model call what each customer then did?"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError
from rapport.stats.fitting import Fit
from rapport.stats.purchase_models import PurchaseModel, model_of
from rapport.stats.tuples import PurchaseTuples

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_ENDS = (0, 3, 15, 63, 255)
_CELLS = 2_000_000


class Chances(NamedTuple):
    """Probabilities (n,) of fewer purchases than were seen, and of just as many."""

    fewer: Numbers
    same: Numbers


def chances(
    fit: Fit,
    horizon: float,
    tuples: PurchaseTuples,
    future: Numbers,
    model: PurchaseModel | None = None,
) -> Chances:
    """How likely the fit called each tuple's `future` (n,) purchases within `horizon`.

    `model` is the fit's own module where it is not one of `purchase_models.MODELS`. Raises
    ContractError unless the futures are whole, not negative, and one a tuple.
    """
    if future.shape != tuples.frequency.shape:
        raise ContractError("every tuple needs its number of future purchases")
    if np.any(future < 0) or np.any(future != np.floor(future)):
        raise ContractError("future purchases are counted: whole and not negative")
    told, seen = model or model_of(fit), future.astype(np.int64)
    fewer, same = np.zeros(len(seen)), np.zeros(len(seen))
    for rows in _blocks(seen):
        most = int(seen[rows].max())
        pmf = told.purchase_pmf(fit, horizon, most, _rows(tuples, rows))
        place = np.arange(len(rows))
        same[rows] = pmf[place, seen[rows]]
        fewer[rows] = np.where(np.arange(most + 1) < seen[rows][:, None], pmf, 0.0).sum(axis=1)
    return Chances(fewer, same)


def transformed(
    fit: Fit, horizon: float, tuples: PurchaseTuples, future: Numbers, seed: int
) -> Numbers:
    """Randomised probability integral transform (n,) of one customer's future of each tuple.

    Uniform on 0 … 1 where the model is right, whatever the customers: Czado, Gneiting & Held
    2009, Biometrics 65:1254-1261. Same seed, same numbers.
    """
    fewer, same = chances(fit, horizon, tuples, future)
    told: Numbers = fewer + np.random.default_rng(seed).random(len(same)) * same
    return told


def _blocks(seen: Places) -> list[Places]:
    """Places of tuples whose futures are alike, in blocks that bound the memory."""
    kind = np.searchsorted(_ENDS, seen)
    blocks = []
    for one in np.unique(kind):
        rows = np.flatnonzero(kind == one)
        size = max(1, _CELLS // (int(seen[rows].max()) + 1))
        blocks += [rows[start : start + size] for start in range(0, len(rows), size)]
    return blocks


def _rows(tuples: PurchaseTuples, rows: Places) -> PurchaseTuples:
    """Some of the tuples."""
    return replace(
        tuples,
        frequency=tuples.frequency[rows],
        recency=tuples.recency[rows],
        age=tuples.age[rows],
        count=tuples.count[rows],
        pattern=None if tuples.pattern is None else tuples.pattern[rows],
    )
