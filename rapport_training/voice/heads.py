"""Heads: which weights tell the classes apart best, on rows of features?

Softmax with a ridge, fitted by L-BFGS: convex, so the answer does not hang on a seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from rapport.voice.features import Features

Floats = NDArray[np.float64]
Labels = NDArray[np.int8]

RIDGE = 1e-5
ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Head:
    """Weights (width, classes) and bias (classes,): the scores of a row are `row @ weights +
    bias`, and its probabilities their softmax.
    """

    weights: Floats
    bias: Floats

    def scores(self, rows: csr_matrix | Floats) -> Floats:
        """The score of each class for each row, (n, classes)."""
        return np.asarray(rows @ self.weights) + self.bias


def as_matrix(row: Features) -> csr_matrix:
    """Features as a sparse matrix (n, width), equal entries added up."""
    matrix = csr_matrix(
        (row.values, row.indices.astype(np.int32), row.indptr), shape=(row.count, row.width)
    )
    matrix.sum_duplicates()
    return matrix


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit(
    rows: csr_matrix | Floats,
    labels: Labels,
    weights: Floats,
    classes: int,
    ridge: float = RIDGE,
    rounds: int = ROUNDS,
    offset: Floats | None = None,
) -> Head:
    """The head that makes `labels` (n,) likeliest, each row counting `weights` (n,), with a
    ridge; `rounds` of L-BFGS at most. `offset` (n, classes) are scores given beforehand.
    """
    width = rows.shape[1]
    share = weights / weights.sum()
    wanted = np.eye(classes)[labels]
    turned = rows.T.tocsr() if isinstance(rows, csr_matrix) else rows.T
    places = np.arange(labels.size)
    given = np.zeros((labels.size, classes)) if offset is None else offset

    def loss(point: Floats) -> tuple[float, Floats]:
        """Loss and slope at one point."""
        table = point[: width * classes].reshape(width, classes)
        told = softmax(np.asarray(rows @ table) + point[width * classes :] + given)
        cost = -(share @ np.log(np.maximum(told[places, labels], 1e-12)))
        gap = (told - wanted) * share[:, None]
        slope = np.asarray(turned @ gap) + ridge * table
        return (
            float(cost + ridge / 2 * np.square(table).sum()),
            np.concatenate([slope.ravel(), gap.sum(axis=0)]),
        )

    start = np.zeros(width * classes + classes)
    options = {"maxiter": rounds, "maxcor": 8}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return Head(found[: width * classes].reshape(width, classes), found[width * classes :])
