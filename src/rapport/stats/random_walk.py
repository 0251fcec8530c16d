"""Random walk: what does a posterior look like where its normal picture is wrong?

Metropolis et al. 1953 with a step learnt on the way (Haario, Saksman & Tamminen 2001, Bernoulli
7:223-242), then kept. Chains from several starts; whether they tell the same is judged by split
R̂ and the effective number of draws (Gelman et al. 2013, Bayesian Data Analysis, 11.4-11.5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Density = Callable[[Numbers], float]

WARM_UP = 800
STEPS = 2_000
_LEARN = 100
_ACCEPTED = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Chains (chains, steps, k) and how far to trust them, the worst over the k coordinates.

    `r_hat` is near 1 where the chains tell the same; `effective` is the number of independent
    draws that would tell as much about the mean.
    """

    chains: Numbers
    r_hat: float
    effective: float

    @property
    def draws(self) -> Numbers:
        """All the chains' draws (chains · steps, k), chain after chain."""
        return self.chains.reshape(-1, self.chains.shape[2])


def walked(
    log_density: Density,
    starts: Numbers,
    spread: Numbers,
    seed: int,
    steps: int = STEPS,
    warm_up: int = WARM_UP,
) -> Walk:
    """Walk from `starts` (chains, k) on a log-density of k coordinates.

    `spread` (k, k) is a first guess of the covariance; `warm_up` steps are thrown away.
    """
    chains, k = starts.shape
    generator = np.random.default_rng(seed)
    now, level = starts.copy(), np.array([log_density(start) for start in starts])
    root = _root(spread)
    scale = 2.38 / np.sqrt(k)
    path = np.empty((warm_up + steps, chains, k))
    taken = 0.0
    for step in range(warm_up + steps):
        trial = now + scale * generator.standard_normal((chains, k)) @ root.T
        there = np.array([log_density(one) for one in trial])
        goes = np.log(generator.random(chains)) < there - level
        now, level = np.where(goes[:, None], trial, now), np.where(goes, there, level)
        path[step] = now
        taken += float(goes.mean())
        if step < warm_up and (step + 1) % _LEARN == 0:
            scale *= float(np.exp(np.clip(taken / _LEARN - _ACCEPTED, -0.5, 0.5)))
            taken, root = 0.0, _learnt(path[(step + 1) // 2 : step + 1], root)
    kept = np.ascontiguousarray(path[warm_up:].transpose(1, 0, 2))
    worst = max(split_r_hat(kept[:, :, place]) for place in range(k))
    least = min(effective_draws(kept[:, :, place]) for place in range(k))
    return Walk(kept, worst, least)


def split_r_hat(chains: Numbers) -> float:
    """Split R̂ of one coordinate's chains (chains, steps): 1 where all halves tell the same."""
    half = chains.shape[1] // 2
    halves = np.concatenate([chains[:, :half], chains[:, half : 2 * half]])
    within = float(halves.var(axis=1, ddof=1).mean())
    if within <= 0:
        return np.inf
    between = float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt((half - 1) / half + between / within))


def effective_draws(chains: Numbers) -> float:
    """Effective number of draws of one coordinate's chains (chains, steps) for its mean.

    Autocorrelations by Fourier's transform, summed in pairs while these are positive and falling
    (Geyer 1992, Statistical Science 7:473-483).
    """
    many, steps = chains.shape
    off = chains - chains.mean(axis=1, keepdims=True)
    waves = np.fft.rfft(off, 2 * steps, axis=1)
    lagged = np.fft.irfft(np.abs(waves) ** 2, axis=1)[:, :steps].mean(axis=0) / steps
    within = lagged[0] * steps / (steps - 1)
    between = float(chains.mean(axis=1).var(ddof=1)) if many > 1 else 0.0
    total = lagged[0] + between
    if total <= 0:
        return 0.0
    alike = 1 - (within - lagged) / total
    alike[0] = 1.0
    pairs = alike[: 2 * (steps // 2)].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs < 0)
    falling = np.minimum.accumulate(pairs[: ends[0] if len(ends) else None])
    slow = max(float(2 * falling.sum() - 1), 1 / np.log10(many * steps))
    return float(many * steps / slow)


def _learnt(path: Numbers, root: Numbers) -> Numbers:
    """Root of the covariance of a path (steps, chains, k); the old one where it has none yet."""
    flat = path.reshape(-1, path.shape[2])
    spread = np.atleast_2d(np.cov(flat.T))
    try:
        return _root(spread + 1e-9 * np.diag(np.diag(spread)))
    except np.linalg.LinAlgError:
        return root


def _root(spread: Numbers) -> Numbers:
    """Lower root (k, k) of a covariance."""
    return np.asarray(np.linalg.cholesky(spread), dtype=np.float64)
