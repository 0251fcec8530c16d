"""Sarmanov: how may two gamma rates go together, each keeping its own distribution?

λ ~ Gamma(r, rate α) and μ ~ Gamma(s, rate β) are tied by a factor on their joint density (Park &
Fader 2004, Marketing Science 23:280-303; Lee 1996, Communications in Statistics 25:1207-1222),
    1 + ω (e^(−cλ) − A) (e^(−dμ) − B),      A = (α/(α+c))^r, B = (β/(β+d))^s the kernels' means,
which is a combination of four products of gammas: e^(−cλ) moves α to α+c, e^(−dμ) moves β to β+d.
Their coefficients may be negative, their sum is a density as long as ω lies between −1/x and 1/y,
x the greater of AB and (1−A)(1−B), y that of A(1−B) and B(1−A). So ω is told by its odds o > 0,
    ω = (o − 1) / (x + o y),
1 where the two are independent. The greater of two is rounded at its corner, outwards by at most
2^(1/256), so that slopes exist everywhere. Without a `kernel` (c, d) of its own it is (α, β),
which no unit of time changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Kernel = tuple[float, float]

_SHARP = 256.0
_STEP = 1e-30
_WIDE = 1e-6


@dataclass(frozen=True, slots=True)
class Tie:
    """How λ and μ go together: ω, the kernel (c, d), and the kernels' means (A, B)."""

    omega: float
    kernel: Kernel
    means: tuple[float, float]


class Combination(NamedTuple):
    """Coefficients (4,) of the parts, their slopes (4, 5) and curves (4, 5, 5) in the values.

    Parts in the order: untouched, λ moved, μ moved, both moved; values r, α, s, β, odds.
    """

    level: Numbers
    slope: Numbers
    curve: Numbers


def tie_of(values: Numbers, kernel: Kernel | None) -> Tie:
    """The tie at values (r, α, s, β, odds)."""
    omega, first, second, reach = _tied(values.astype(np.complex128), kernel)
    c, d = reach
    return Tie(float(omega.real), (c.real, d.real), (float(first.real), float(second.real)))


def correlation(values: Numbers, kernel: Kernel | None) -> float:
    """Correlation of λ and μ at values (r, α, s, β, odds)."""
    r, alpha, s, beta = (float(value) for value in values[:4])
    tie = tie_of(values, kernel)
    c, d = tie.kernel
    strength = tie.omega * tie.means[0] * tie.means[1]
    return strength * float(np.sqrt(r * s)) * c / (alpha + c) * d / (beta + d)


def parts(values: Numbers, kernel: Kernel | None) -> tuple[Numbers, Numbers]:
    """(r, α, s, β) of the four parts (4, 4), and how α and β move with them, slopes (4, 4)."""
    r, alpha, s, beta = values[:4]
    c, d = kernel or (alpha, beta)
    own = np.array([[r, a, s, b] for b in (beta, beta + d) for a in (alpha, alpha + c)])
    moved = np.ones((4, 4))
    if kernel is None:
        moved[1::2, 1], moved[2:, 3] = 2.0, 2.0
    return own, moved


def coefficients(values: Numbers, kernel: Kernel | None) -> Numbers:
    """What multiplies each part (4,), whose kernels are not scaled to gammas: 1 + ωAB … ω."""
    told: Numbers = _combined(values.astype(np.complex128), kernel).real
    return told


def shares(values: Numbers, kernel: Kernel | None) -> Numbers:
    """Shares (4,), some negative, of the parts in the distribution of λ and μ; their sum is 1."""
    first, second = tie_of(values, kernel).means
    told: Numbers = coefficients(values, kernel) * [1.0, first, second, first * second]
    return told


def combination(values: Numbers, kernel: Kernel | None) -> Combination:
    """The coefficients with slopes, by a complex step, and curves, by differences of these."""
    slope = _slope(values, kernel)
    curve = np.empty((4, 5, 5))
    for place, value in enumerate(values):
        step = np.zeros(5)
        step[place] = _WIDE * value
        rise = _slope(values + step, kernel) - _slope(values - step, kernel)
        curve[:, place] = rise / (2 * step[place])
    return Combination(
        coefficients(values, kernel), slope, 0.5 * (curve + np.swapaxes(curve, 1, 2))
    )


def pairs(
    tie: Tie,
    one: tuple[Numbers, Numbers],
    other: tuple[Numbers, Numbers],
    generator: np.random.Generator,
) -> tuple[Numbers, Numbers]:
    """Draw λ and μ, each (m,), tied, from gammas told by shape and rate, each (m,).

    Exact: λ is drawn given what μ is on average, then μ given λ; nothing is rejected.
    """
    omega, (c, d), (first, second) = tie.omega, tie.kernel, tie.means
    shape, rate = other
    meant = np.exp(-shape * np.log1p(d / rate)) - second
    rates = _leaning(omega * meant, c, first, one, generator)
    told = omega * (np.exp(-c * rates) - first)
    return rates, _leaning(told, d, second, other, generator)


def _leaning(
    lean: Numbers,
    reach: float,
    mean: float,
    gamma: tuple[Numbers, Numbers],
    generator: np.random.Generator,
) -> Numbers:
    """Draw (m,) from gamma densities times 1 + h (e^(−cλ) − A); h is `lean` (m,).

    Both e^(−cλ) times a gamma density and (1 − e^(−cλ)) times one can be drawn from: the latter
    is λ times gamma densities of rates a + v, v from 0 to c, of weights that fall as a power.
    """
    shape, rate = gamma
    moved = np.exp(-shape * np.log1p(reach / rate))
    up = lean >= 0
    plain = np.where(up, 1 - lean * mean, 1 + lean * (1 - mean))
    other = np.where(up, lean * moved, -lean * (1 - moved))
    plain = np.maximum(plain, 0.0)
    turn = generator.random(len(lean)) * (plain + other) >= plain
    beyond = -np.log1p(-generator.random(len(lean)) * (1 - moved)) / shape
    further = np.where(up, reach, rate * np.expm1(beyond))
    power = shape + (turn & ~up)
    drawn: Numbers = generator.standard_gamma(power) / (rate + np.where(turn, further, 0.0))
    return drawn


def _tied(
    values: Complexes, kernel: Kernel | None
) -> tuple[np.complex128, np.complex128, np.complex128, tuple[complex, complex]]:
    """ω, A, B and (c, d); of complex values, for slopes."""
    r, alpha, s, beta, odds = values
    c, d = kernel or (alpha, beta)
    fall, drop = r * np.log1p(c / alpha), s * np.log1p(d / beta)
    first, second = np.exp(-fall), np.exp(-drop)
    rest, left = -np.expm1(-fall), -np.expm1(-drop)
    same = _greater(first * second, rest * left)
    opposed = _greater(first * left, second * rest)
    return (odds - 1) / (same + odds * opposed), first, second, (complex(c), complex(d))


def _greater(one: np.complex128, other: np.complex128) -> np.complex128:
    """The greater of two, rounded upwards where they are nearly equal."""
    if one.real < other.real:
        one, other = other, one
    return one * (1 + (other / one) ** _SHARP) ** (1 / _SHARP)


def _combined(values: Complexes, kernel: Kernel | None) -> Complexes:
    """The coefficients (4,) of complex values."""
    omega, first, second, _ = _tied(values, kernel)
    return np.array([1 + omega * first * second, -omega * second, -omega * first, omega])


def _slope(values: Numbers, kernel: Kernel | None) -> Numbers:
    """Slopes (4, 5) of the coefficients: Squire & Trapp 1998, SIAM Review 40:110-112."""
    columns = []
    for place in range(5):
        moved = values.astype(np.complex128)
        moved[place] += 1j * _STEP * values[place]
        columns.append(_combined(moved, kernel).imag / (_STEP * values[place]))
    return np.array(columns).T
