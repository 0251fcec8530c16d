"""Logistic: which head do few or many labels make, and how sure may it sound?

A softmax with a ridge on top of what is already believed (`known`, log probabilities), so that
no label leaves the belief as it was. Convex, fitted by L-BFGS: the answer hangs on no seed. The
temperature is set on rows that the head was not fitted on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Rows: TypeAlias = Any
"""Dense (n, width) or csr_matrix of the same shape."""

FOLDS = 5
ROUNDS = 40
LEAST_PROBABILITY = 1e-6
COLDEST, HOTTEST = 0.2, 20.0


@dataclass(frozen=True, slots=True)
class Head:
    """Weights (width, classes), bias (classes,), `trust` in what was known before, and the
    temperature that divides the scores.
    """

    weights: Floats
    bias: Floats
    trust: float
    temperature: float = 1.0

    def scores(self, rows: Rows, known: Floats) -> Floats:
        """The score of each class for each row, (n, classes); `known` (n, classes)."""
        return np.asarray(rows @ self.weights) + self.bias + self.trust * known

    def probabilities(self, rows: Rows, known: Floats) -> Floats:
        """The probability of each class for each row, (n, classes)."""
        return softmax(self.scores(rows, known) / self.temperature)


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def believed(probabilities: Floats) -> Floats:
    """Log probabilities that are never endless, (n, classes)."""
    return np.log(np.clip(probabilities, LEAST_PROBABILITY, 1.0))


def fitted(rows: Rows, labels: Integers, weights: Floats, known: Floats, ridge: float) -> Head:
    """The head that makes `labels` (n,) likeliest, each row counting `weights` (n,).

    `ridge` counts in rows: how many of them it takes to move a weight by much. The bias is left
    free and `trust` is drawn to 1. The temperature is 1.
    """
    width, classes, turned = rows.shape[1], known.shape[1], rows.T.copy()
    wanted, size = np.eye(classes)[labels], width * classes

    def loss(point: Floats) -> tuple[float, Floats]:
        """Loss and slope at one point."""
        table, bias, trust = point[:size].reshape(width, classes), point[size:-1], point[-1]
        told = softmax(np.asarray(rows @ table) + bias + trust * known)
        cost = -(weights @ np.log(np.maximum((told * wanted).sum(axis=1), 1e-300)))
        gap = (told - wanted) * weights[:, None]
        slope = np.asarray(turned @ gap) + ridge * table
        drawn = ridge * (trust - 1.0)
        return (
            float(cost + ridge / 2 * (np.square(table).sum() + (trust - 1.0) ** 2)),
            np.concatenate([slope.ravel(), gap.sum(axis=0), [(gap * known).sum() + drawn]]),
        )

    start = np.append(np.zeros(size + classes), 1.0)
    options = {"maxiter": ROUNDS, "maxcor": 8}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return Head(found[:size].reshape(width, classes), found[size:-1], float(found[-1]))


def temperature(scores: Floats, labels: Integers, weights: Floats) -> float:
    """What the scores (n, classes) are to be divided by for their probabilities to hold."""
    places = np.arange(labels.size)

    def loss(logarithm: float) -> float:
        """Mean surprise at one temperature."""
        told = softmax(scores / np.exp(logarithm))[places, labels]
        return float(-(weights @ np.log(np.maximum(told, 1e-300))))

    bounds = (np.log(COLDEST), np.log(HOTTEST))
    return float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))


def calibrated(
    rows: Rows, labels: Integers, weights: Floats, known: Floats, ridge: float, folds: Integers
) -> Head:
    """A head fitted on all rows, its temperature set on each fold (n,) by the other folds."""
    scores = np.zeros(known.shape)
    for fold in np.unique(folds):
        inside, outside = folds == fold, folds != fold
        head = fitted(rows[outside], labels[outside], weights[outside], known[outside], ridge)
        scores[inside] = head.scores(rows[inside], known[inside])
    heat = temperature(scores, labels, weights)
    return replace(fitted(rows, labels, weights, known, ridge), temperature=heat)
