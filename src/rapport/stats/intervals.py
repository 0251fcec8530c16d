"""Intervals: where does a mean, a share, a ratio or a difference plausibly lie?

Everything works from sums that an engine can make where the data lie. A unit of these sums is a
cluster (a person, or everybody who came through one person), so that many rows of one person
count as one voice. Nothing here returns NaN: what cannot be told raises ContractError.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from scipy import special

from rapport.core.errors import ContractError

LEVEL = 0.95


class Span(NamedTuple):
    """A number and the two ends of its interval, in the number's own unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over n clusters of a size x and a total y: of x, y, their squares and product.

    >>> Moments.of([1, 1, 2], [0, 1, 1]).ratio
    0.5
    """

    n: int
    x: float
    y: float
    xx: float
    xy: float
    yy: float

    @classmethod
    def of(cls, x: list[float], y: list[float]) -> Moments:
        """Sum two lists of equal length, one place a cluster."""
        pairs = list(zip(x, y, strict=True))
        return cls(
            len(pairs),
            math.fsum(a for a, _ in pairs),
            math.fsum(b for _, b in pairs),
            math.fsum(a * a for a, _ in pairs),
            math.fsum(a * b for a, b in pairs),
            math.fsum(b * b for _, b in pairs),
        )

    @property
    def ratio(self) -> float:
        """Total over size, Σy / Σx; raises ContractError where there is no size."""
        if not self.x > 0:
            raise ContractError("a ratio over nothing")
        return self.y / self.x

    @property
    def ratio_variance(self) -> float:
        """Variance of the ratio by linearisation over clusters.

        n/(n−1) · Σ(y − r x)² / (Σx)²: Cochran 1977, Sampling Techniques, 3rd ed., ch. 6.
        """
        if self.n < 2:
            raise ContractError("one cluster cannot tell how much clusters differ")
        ratio = self.ratio
        squares = self.yy - 2 * ratio * self.xy + ratio * ratio * self.xx
        rounding = 1e-12 * (self.yy + ratio * ratio * self.xx)
        return self.n / (self.n - 1) * (squares if squares > rounding else 0.0) / self.x**2


def student_quantile(freedom: float, level: float = LEVEL) -> float:
    """Two-sided quantile of Student's t: P(|t| ≤ q) = level.

    >>> round(student_quantile(10), 3)
    2.228
    """
    return float(special.stdtrit(freedom, (1 + level) / 2))


def wilson(successes: float, n: float, level: float = LEVEL) -> Span:
    """Interval of a share of n independent yes/no answers.

    Wilson 1927, Journal of the American Statistical Association 22:209-212.

    >>> share = wilson(81, 263)
    >>> round(share.low, 4), round(share.high, 4)
    (0.2553, 0.3662)
    """
    if not 0 <= successes <= n or n <= 0:
        raise ContractError(f"{successes} successes out of {n} is no share")
    return _score(successes / n, n, float(special.ndtri((1 + level) / 2)))


def mean(sums: Moments, level: float = LEVEL) -> Span:
    """Mean of y over clusters with Student's interval (x is not read); needs n ≥ 2."""
    value = sums.y / max(sums.n, 1)
    half = student_quantile(sums.n - 1, level) * math.sqrt(_mean_variance(sums))
    return Span(value, value - half, value + half)


def clustered_ratio(sums: Moments, level: float = LEVEL) -> Span:
    """Ratio of two totals, Σy / Σx, clusters counted as one voice each; needs n ≥ 2.

    A ratio above zero gets its interval on the logarithm's scale, where the estimate of a
    skewed amount is nearer to normal (delta method: Oehlert 1992, The American Statistician
    46:27-29).
    """
    ratio = sums.ratio
    reach = student_quantile(sums.n - 1, level) * math.sqrt(sums.ratio_variance)
    if ratio > 0 and reach < 5 * ratio:
        factor = math.exp(reach / ratio)
        return Span(ratio, ratio / factor, ratio * factor)
    return Span(ratio, ratio - reach, ratio + reach)


def clustered_share(
    sums: Moments, lowest: float = 0.0, highest: float = 1.0, level: float = LEVEL
) -> Span:
    """Mean of answers that lie between two ends, clusters counted as one voice each.

    Wilson's interval with the number of independent answers that would have the same variance
    (Korn & Graubard 1998, Survey Methodology 24:193-201). Needs n ≥ 2.
    """
    share = (sums.ratio - lowest) / (highest - lowest)
    variance = sums.ratio_variance / (highest - lowest) ** 2
    return _share_span(sums, share, variance, (lowest, highest), level)


def share_with_variance(share: float, variance: float, n: int, level: float = LEVEL) -> Span:
    """Interval of a share whose variance is known otherwise (by resampling n people).

    Where nobody differs (variance 0) the n people count as n independent answers.
    """
    share = min(max(share, 0.0), 1.0)
    voices = share * (1 - share) / variance if variance > 0 and 0 < share < 1 else float(n)
    return _score(share, voices, student_quantile(max(n - 1, 1), level))


def welch(first: Moments, second: Moments, level: float = LEVEL) -> Span:
    """Difference of two means, first minus second, spreads unequal; needs n ≥ 2 on each side.

    Welch 1947, Biometrika 34:28-35.
    """
    value = first.y / max(first.n, 1) - second.y / max(second.n, 1)
    one, other = _mean_variance(first), _mean_variance(second)
    total = one + other
    if total <= 0:
        return Span(value, value, value)
    freedom = total**2 / (one**2 / (first.n - 1) + other**2 / (second.n - 1))
    half = student_quantile(freedom, level) * math.sqrt(total)
    return Span(value, value - half, value + half)


def _share_span(
    sums: Moments, share: float, variance: float, ends: tuple[float, float], level: float
) -> Span:
    """Wilson's interval of a mean of bounded answers, told on the answers' own scale."""
    share = min(max(share, 0.0), 1.0)
    equal_voices = sums.x**2 / sums.xx
    inside = 0 < share < 1 and variance > 0
    voices = share * (1 - share) / variance if inside else equal_voices
    span = _score(share, voices, student_quantile(sums.n - 1, level))
    lowest, width = ends[0], ends[1] - ends[0]
    return Span(sums.ratio, lowest + width * span.low, lowest + width * span.high)


def _score(share: float, n: float, quantile: float) -> Span:
    """Wilson's interval for any quantile and any (effective) number of answers."""
    square = quantile * quantile
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = quantile * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return Span(share, min(max(0.0, centre - half), share), max(min(1.0, centre + half), share))


def _mean_variance(sums: Moments) -> float:
    """Variance of the mean of y over clusters, s²/n."""
    if sums.n < 2:
        raise ContractError("one cluster cannot tell how much clusters differ")
    squares = sums.yy - sums.y**2 / sums.n
    return (squares if squares > 1e-12 * sums.yy else 0.0) / (sums.n - 1) / sums.n
