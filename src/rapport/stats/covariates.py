"""Covariates: which known traits of customers go with buying faster, leaving sooner, spending more?

Traits are fixed in time and told by *pattern*, a whole number that each tuple carries, so that
customers who share a history and a pattern stay one tuple. What a coefficient means:
    rate       α_i = α exp(−γ'z_i): the mean purchase rate is e^γ times as high for one z more;
    dropout    Pareto/NBD: β_i = β exp(−δ'w_i): the mean rate of leaving is e^δ times as high
               (these two are CLVTools' convention); BG/NBD, MBG/NBD: logit(a_i/(a_i+b_i)) =
               logit(a/(a+b)) + δ'w_i with a+b in common, since with a log-linear a and b the
               likelihood need not have a top at all;
    spend      Gamma-Gamma: γ_i = γ exp(ζ'z_i): the mean spend is e^ζ times as high.
Coefficients say what goes together, not what causes what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapport.core.errors import ContractError

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Covariates:
    """Traits by pattern: row i of each matrix belongs to the customers of pattern i.

    `rate` (P, k) with k `rate_names`, `dropout` (P, m) with m `dropout_names`, and `spend`
    (P, s) with its names, read by the Gamma-Gamma only. Names in `equal` must be in both rate
    and dropout and get one coefficient in common. Write 0 and 1, or numbers in any unit among
    which 0 is not far off (years before now, not since 1900): the weak prior of a coefficient
    times its covariate's spread (see `spread`) is normal around 0 with standard deviation 1.
    Raises ContractError where shapes, names or numbers do not fit.

    >>> Covariates.of(rate={"connected": [0, 1]}, dropout={"connected": [0, 1]}).patterns
    2
    """

    rate: Numbers
    rate_names: tuple[str, ...]
    dropout: Numbers
    dropout_names: tuple[str, ...]
    spend: Numbers
    spend_names: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        parts = (
            (self.rate, self.rate_names),
            (self.dropout, self.dropout_names),
            (self.spend, self.spend_names),
        )
        if any(matrix.shape != (len(self.rate), len(names)) for matrix, names in parts):
            raise ContractError("covariates need a row for each pattern and a column for each name")
        if not all(np.isfinite(matrix).all() for matrix, _ in parts):
            raise ContractError("a covariate is not finite: leave out or fill what is unknown")
        if any(len(set(names)) < len(names) for _, names in parts):
            raise ContractError("two covariates of one part have the same name")
        if not set(self.equal) <= set(self.rate_names) & set(self.dropout_names):
            raise ContractError("an equal coefficient needs its covariate in rate and in dropout")

    @classmethod
    def of(
        cls,
        rate: Mapping[str, object] | None = None,
        dropout: Mapping[str, object] | None = None,
        spend: Mapping[str, object] | None = None,
        equal: tuple[str, ...] = (),
    ) -> Covariates:
        """Make covariates from named columns, each a list (P,) with a number for each pattern."""
        parts = [rate or {}, dropout or {}, spend or {}]
        lists = [np.asarray(column, dtype=np.float64) for part in parts for column in part.values()]
        patterns = len(lists[0]) if lists else 1
        if any(column.shape != (patterns,) for column in lists):
            raise ContractError("the columns of covariates differ in length")
        bare = np.zeros((patterns, 0))
        matrices, names = [], []
        for part in parts:
            columns = [np.asarray(column, dtype=np.float64) for column in part.values()]
            matrices.append(np.column_stack([bare, *columns]))
            names.append(tuple(part))
        return cls(
            matrices[0], names[0], matrices[1], names[1], matrices[2], names[2], tuple(equal)
        )

    @property
    def patterns(self) -> int:
        """Number of patterns, P."""
        return len(self.rate)

    @property
    def purchase_names(self) -> tuple[str, ...]:
        """Names of the coefficients of a purchase model: rate.…, dropout.…, both.…."""
        return (
            *(f"rate.{name}" for name in self.rate_names if name not in self.equal),
            *(f"dropout.{name}" for name in self.dropout_names if name not in self.equal),
            *(f"both.{name}" for name in self.equal),
        )

    @property
    def purchase_shifts(self) -> tuple[Numbers, Numbers]:
        """What one unit of each coefficient adds to log rate and to dropout, each (P, C)."""
        names = self.purchase_names
        rate, dropout = (np.zeros((self.patterns, len(names))) for _ in range(2))
        for part, columns, kind, shifts in (
            (self.rate, self.rate_names, "rate", rate),
            (self.dropout, self.dropout_names, "dropout", dropout),
        ):
            for place, name in enumerate(columns):
                shared = "both" if name in self.equal else kind
                shifts[:, names.index(f"{shared}.{name}")] = part[:, place]
        return rate, dropout


def spread(column: Numbers) -> float:
    """What counts as one step of a covariate: from one of two values to the other, else 2 s.d.

    Gelman 2008, "Scaling regression inputs by dividing by two standard deviations", Statistics
    in Medicine 27:2865-2873. `column` (P,); 1 where all are equal.

    >>> spread(np.array([0.0, 10.0, 0.0]))
    10.0
    """
    kinds = np.unique(column)
    if len(kinds) < 3:
        return float(np.ptp(kinds)) or 1.0
    return 2 * float(np.std(column))


def placed(covariates: Covariates, pattern: Places | None) -> Places:
    """Rows (n,) of the covariates for tuples' patterns; ContractError where one has none."""
    if pattern is None:
        raise ContractError("a model with covariates needs tuples that tell their pattern")
    if np.any(pattern < 0) or np.any(pattern >= covariates.patterns):
        raise ContractError(f"a tuple's pattern is none of 0 … {covariates.patterns - 1}")
    return pattern
