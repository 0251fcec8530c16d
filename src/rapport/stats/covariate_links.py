"""Covariate links: which parameters does a pattern have, given everybody's and coefficients?

A model's own parameters θ (shapes and scales, all above 0) are put on an unbounded scale u(θ):
their logarithms, or, for the two of a beta distribution, log(a + b) and logit(a/(a + b)). A
pattern's parameters are those at u + D c with its design D and the coefficients c. Gradients and
Hessians in a pattern's own parameters go back to everybody's by the chain rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.covariates import Covariates, spread

Numbers = NDArray[np.float64]

_FAR = 50.0


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """How coefficients shift a model's own parameters.

    `names` (C,) of the coefficients; `design` (P, own, C) is what one unit of each adds to each
    own parameter on the unbounded scale; where `beta` is set, the last two own parameters are
    those of a beta distribution. Values are (own + C,): everybody's parameters, coefficients.
    """

    names: tuple[str, ...]
    design: Numbers
    beta: bool

    @classmethod
    def of_purchases(cls, covariates: Covariates | None, beta: bool) -> Link:
        """For (r, α, a, b) if `beta`, else for (r, α, s, β); one pattern without covariates."""
        if covariates is None:
            return cls((), np.zeros((1, 4, 0)), beta)
        names = covariates.purchase_names
        rate, dropout = covariates.purchase_shifts
        design = np.zeros((covariates.patterns, 4, len(names)))
        design[:, 1], design[:, 3] = -rate, dropout if beta else -dropout
        return cls(names, design, beta)

    @classmethod
    def of_spend(cls, covariates: Covariates | None) -> Link:
        """For the Gamma-Gamma's (p, q, γ); one pattern without covariates."""
        if covariates is None:
            return cls((), np.zeros((1, 3, 0)), False)
        names = tuple(f"spend.{name}" for name in covariates.spend_names)
        design = np.zeros((covariates.patterns, 3, len(names)))
        design[:, 2] = covariates.spend
        return cls(names, design, False)

    @property
    def size(self) -> int:
        """Number of own parameters."""
        return int(self.design.shape[1])

    def ordered(self, coefficients: Mapping[str, float] | None) -> dict[str, float]:
        """Coefficients told by name, in order; ContractError where they are not these."""
        told = dict(coefficients or {})
        if set(told) != set(self.names):
            raise ContractError(f"the coefficients are {', '.join(self.names) or 'none'}")
        return {name: float(told[name]) for name in self.names}

    @property
    def spreads(self) -> Numbers:
        """One step (C,) of the covariate of each coefficient, over what it shifts."""
        if not self.names:
            return np.ones(0)
        each = np.array([[spread(column) for column in part] for part in self.design.T])
        shifted = np.any(self.design != 0, axis=0).T
        told: Numbers = np.max(np.where(shifted, each, 0.0), axis=1, initial=0.0)
        return np.where(told > 0, told, 1.0)

    def own(self, values: Numbers) -> Numbers:
        """Parameters (P, own) of each pattern; those of everybody where nothing is shifted."""
        base = values[: self.size]
        if not self.names:
            return np.broadcast_to(base, self.design.shape[:2])
        shift = np.clip(self.design @ values[self.size :], -_FAR, _FAR)
        own: Numbers = base * np.exp(shift)
        if self.beta:
            lean = np.log(base[-2]) - np.log(base[-1]) + shift[:, -1]
            own[:, -2] = (base[-2] + base[-1]) * special.expit(lean)
            own[:, -1] = (base[-2] + base[-1]) * special.expit(-lean)
        return own

    def pulled(self, values: Numbers, slope: Numbers) -> Numbers:
        """Gradient (own + C,) from the gradients (P, own) in each pattern's own parameters."""
        if not self.names:
            whole: Numbers = slope.sum(axis=0)
            return whole
        turn, _ = _onto(self.own(values), self.beta)
        free = np.einsum("pn,pnm->pm", slope, turn)
        back, _ = _off(values[: self.size], self.beta)
        return np.concatenate([free.sum(axis=0) @ back, np.einsum("pm,pmc->c", free, self.design)])

    def bent(self, values: Numbers, slope: Numbers, curve: Numbers) -> tuple[Numbers, Numbers]:
        """Gradient and Hessian of the total from those by pattern, (P, own) and (P, own, own)."""
        if not self.names:
            return slope.sum(axis=0), curve.sum(axis=0)
        size, many = self.size, len(values)
        free, bend = _chained(slope, curve, *_onto(self.own(values), self.beta))
        reach = np.zeros((len(slope), size, many))
        reach[:, :, :size] = np.eye(size)
        reach[:, :, size:] = self.design
        total = np.einsum("pm,pmc->c", free, reach)
        bends = (reach.transpose(0, 2, 1) @ bend @ reach).sum(axis=0)
        back, bow = np.eye(many), np.zeros((many, many, many))
        back[:size, :size], bow[:size, :size, :size] = _off(values[:size], self.beta)
        gradient, hessian = _chained(total[None], bends[None], back[None], bow[None])
        return gradient[0], hessian[0]


def _chained(
    slope: Numbers, curve: Numbers, turn: Numbers, bow: Numbers
) -> tuple[Numbers, Numbers]:
    """Gradient (P, m) and Hessian (P, m, m) after a change of coordinates.

    From (P, n) and (P, n, n) with the old coordinates' first and second derivatives in the
    new ones, `turn` (P, n, m) and `bow` (P, n, m, m).
    """
    bends = turn.transpose(0, 2, 1) @ curve @ turn
    return np.einsum("pn,pnm->pm", slope, turn), bends + np.einsum("pn,pnij->pij", slope, bow)


def _onto(own: Numbers, beta: bool) -> tuple[Numbers, Numbers]:
    """Derivatives of the parameters (P, n) on the unbounded scale: (P, n, n), (P, n, n, n)."""
    size = own.shape[1]
    turn, bow = np.zeros((len(own), size, size)), np.zeros((len(own), size, size, size))
    place = np.arange(size)
    turn[:, place, place] = bow[:, place, place, place] = own
    if beta:
        a, b = own[:, -2], own[:, -1]
        bent = a * b / (a + b)
        tilt = bent * (b - a) / (a + b)
        turn[:, -2:, -2:] = np.array([[a, bent], [b, -bent]]).transpose(2, 0, 1)
        bow[:, -2, -2:, -2:] = np.array([[a, bent], [bent, tilt]]).transpose(2, 0, 1)
        bow[:, -1, -2:, -2:] = np.array([[b, -bent], [-bent, -tilt]]).transpose(2, 0, 1)
    return turn, bow


def _off(base: Numbers, beta: bool) -> tuple[Numbers, Numbers]:
    """Derivatives of the unbounded scale in the parameters (n,): (n, n) and (n, n, n)."""
    size = len(base)
    turn, bow = np.diag(1 / base), np.zeros((size, size, size))
    place = np.arange(size)
    bow[place, place, place] = -(base**-2.0)
    if beta:
        a, b = base[-2:]
        turn[-2:, -2:] = [[1 / (a + b), 1 / (a + b)], [1 / a, -1 / b]]
        bow[-2, -2:, -2:] = -((a + b) ** -2.0)
        bow[-1, -2:, -2:] = [[-(a**-2.0), 0.0], [0.0, b**-2.0]]
    return turn, bow
