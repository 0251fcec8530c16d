"""Parallel trends: how wrong may they be before the effect is gone, and what could be seen?

Rambachan & Roth 2023, The Review of Economic Studies 90:2555-2591, relative magnitudes: from one
month to the next, the connected may have drifted away from their controls after connecting at
most M times as fast as they did at worst before. What then is left of the effect? The paper's
set is a union over the month of the worst drift (its Lemma 2.2); within each part the ends are
linear in the estimates. We take, for each part, the ordinary interval of its end, and the widest
of them all (Berger & Hsu 1996, Statistical Science 11:283-319): the doubt about the drift itself
is counted, in closed form, and coverage is at least the level. The hybrid interval of the
authors' program can be shorter; the plug-in interval of others, which takes the worst drift as
known, is shorter still and covers too little.

Tell months by quarters first (`Profile.spans`): the worst of many noisy monthly steps is mostly
noise, and even an effect of seven standard errors breaks down below a magnitude of 1 by it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from rapport.core.errors import ContractError
from rapport.stats.event_study import Profile
from rapport.stats.intervals import LEVEL, Span
from rapport.stats.panel import Numbers

POWER = 0.8


@dataclass(frozen=True, slots=True)
class Drift:
    """An effect after connecting, and the monthly drifts before it, jointly uncertain.

    `effect` is the average asked about and `variance` its variance; `steps` (p,) are the changes
    from month to month before connecting, the last one up to the reference, with their
    `step_variance` (p,) and `shared` covariance with the effect (p,); `reach` tells by how much
    a drift of 1 a month after connecting moves the effect at most.
    """

    effect: float
    variance: float
    steps: Numbers
    step_variance: Numbers
    shared: Numbers
    reach: float

    @classmethod
    def of(cls, before: Numbers, after: Numbers, covariance: Numbers, weights: Numbers) -> Drift:
        """From estimates before (p,) and after (q,) the reference, in order of time.

        `covariance` (p + q, p + q) is joint; `weights` (q,) make the effect asked about. The
        reference is zero and stands between them. Raises ContractError without a month before.
        """
        early, late = len(before), len(after)
        if not early or not late:
            raise ContractError("a drift needs months before and after connecting")
        steps = np.zeros((early, early + late))
        steps[:, :early] = np.eye(early, k=1) - np.eye(early)
        asked = np.concatenate([np.zeros(early), weights])
        both = steps @ covariance
        return cls(
            float(weights @ after),
            float(asked @ covariance @ asked),
            steps[:, :early] @ before,
            np.einsum("ij,ij->i", both, steps),
            both @ asked,
            float(np.abs(np.cumsum(weights[::-1])).sum()),
        )

    @classmethod
    def of_profile(
        cls, profile: Profile, horizon: int | None = None, anticipation: int = 0
    ) -> Drift:
        """From an event study against a universal base: the mean effect up to a horizon.

        `horizon` counts months since connecting, default all; `anticipation` is that of the
        comparison. The base stands between as one step, whatever its length.
        """
        event = profile.labels
        before = event < -anticipation
        after = (event >= 0) & (event < (horizon or len(event)))
        places = np.concatenate([np.flatnonzero(before), np.flatnonzero(after)])
        told, covariance = profile.averages.effect, profile.averages.effect_covariance
        weights = np.full(int(after.sum()), 1 / max(int(after.sum()), 1))
        return cls.of(told[before], told[after], covariance[np.ix_(places, places)], weights)

    def identified(self, magnitude: float) -> Span:
        """What the effect can be at a relative magnitude, were all estimates exact."""
        reach = magnitude * self.reach * float(np.abs(self.steps).max())
        return Span(self.effect, self.effect - reach, self.effect + reach)

    def interval(self, magnitude: float, level: float = LEVEL) -> Span:
        """Where the effect lies at a relative magnitude, sampling counted in effect and drift."""
        quantile = float(special.ndtri((1 + level) / 2))
        moved = magnitude * self.reach * np.concatenate([self.steps, -self.steps])
        shared = magnitude * self.reach * np.concatenate([self.shared, -self.shared])
        spread = (magnitude * self.reach) ** 2 * np.tile(self.step_variance, 2)
        low = np.sqrt(np.maximum(self.variance - 2 * shared + spread, 0.0))
        high = np.sqrt(np.maximum(self.variance + 2 * shared + spread, 0.0))
        return Span(
            self.effect,
            float((self.effect - moved - quantile * low).min()),
            float((self.effect + moved + quantile * high).max()),
        )

    def breakdown(self, level: float = LEVEL) -> float:
        """The relative magnitude from which on the interval holds zero (M-bar).

        0 where it holds zero anyway, infinity where no drift explains the effect away.
        """
        square = float(special.ndtri((1 + level) / 2)) ** 2
        constant = self.effect**2 - square * self.variance
        if constant <= 0:
            return 0.0
        leading = self.reach**2 * (self.steps**2 - square * self.step_variance)
        middle = 2 * self.reach * (self.effect * self.steps - square * self.shared)
        roots = [
            root.real / sign
            for a, b in zip(leading, middle, strict=True)
            for root in np.roots([a, -b, constant])
            for sign in (1.0, -1.0)
            if abs(root.imag) <= 1e-9 * abs(root)
        ]
        return min((root for root in roots if root > 0), default=math.inf)


def smallest_visible(error: float, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest effect that would have been seen with this power: 2.8 standard errors.

    >>> round(smallest_visible(1.0), 2)
    2.8
    """
    return error * float(special.ndtri((1 + level) / 2) + special.ndtri(power))
