"""A logistic model of what makes a row right, and how well its probabilities are calibrated.

The model is fitted by Newton's method with a ridge on the coefficients. Each data set has a weight, so that the many
strikes of press releases do not drown those of news.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.confidence_labels import Labelled

Weights = dict[str, float]
RIDGE = 1.0
FOLDS = 10
BINS, DOTS = 10, 6


Facts = Sequence[str]


def _matrix(rows: Sequence[Labelled], facts: Facts) -> np.ndarray:
    """A column of ones and one for each fact."""
    columns = [np.ones(len(rows)), *(np.array([fact in row.facts for row in rows], float) for fact in facts)]
    return np.column_stack(columns)


def fit(
    rows: Sequence[Labelled],
    facts: Facts,
    weights: Weights,
    rising: Sequence[str] = (),
    agreement: Weights | None = None,
) -> dict[str, float]:
    """Coefficients by fact, and the intercept.

    Args:
        weights: the weight of one row by data set, 1 where none is given.
        rising: facts that never lower the probability: where the data say so (by chance, or since two facts go
            together) the fact is left out.
        agreement: by data set, how often a second reader agrees that a row is right, 1 where nothing is given.
    """
    agreement = agreement or {}
    target = _right(rows) * np.array([agreement.get(r.data, 1.0) for r in rows])
    left_out: set[str] = set()
    while True:
        kept = [fact for fact in facts if fact not in left_out]
        beta = _newton(_matrix(rows, kept), target, np.array([weights.get(r.data, 1.0) for r in rows]))
        found = dict(zip(("intercept", *kept), beta, strict=True))
        falling = {name for name in rising if found.get(name, 0) < 0}
        if not falling:
            return {name: round(float(found.get(name, 0.0)), 3) for name in ("intercept", *facts)}
        left_out |= falling


def _newton(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-6
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - p)) - ridge * beta
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return beta


def predict(model: dict[str, float], rows: Sequence[Labelled]) -> np.ndarray:
    logits = [model["intercept"] + sum(model.get(fact, 0.0) for fact in row.facts) for row in rows]
    return np.clip(1 / (1 + np.exp(-np.array(logits, float))), 0.02, 0.98)


def cross_validated(
    rows: Sequence[Labelled],
    facts: Facts,
    weights: Weights,
    rising: Sequence[str] = (),
    agreement: Weights | None = None,
) -> np.ndarray:
    """The probability of each row by models that have not seen its article."""
    articles = sorted({row.article for row in rows})
    shuffled = np.random.default_rng(0).permutation(len(articles))
    fold_of = {articles[i]: number % FOLDS for number, i in enumerate(shuffled)}
    folds = np.array([fold_of[row.article] for row in rows])
    found = np.zeros(len(rows))
    for fold in range(FOLDS):
        seen = [row for row, f in zip(rows, folds, strict=True) if f != fold]
        unseen = [row for row, f in zip(rows, folds, strict=True) if f == fold]
        if unseen:
            found[folds == fold] = predict(fit(seen, facts, weights, rising, agreement), unseen)
    return found


@dataclass(frozen=True)
class Bin:
    """Rows of about one probability: how many, the mean of what was said, the share that is right."""

    count: int
    said: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """How good probabilities are: the lower each of the three, the better."""

    count: int
    right: float
    said: float
    brier: float
    log_loss: float
    error: float
    bins: tuple[Bin, ...]


def calibration(rows: Sequence[Labelled], probabilities: Sequence[float] | np.ndarray) -> Calibration:
    """Brier score, log loss and expected calibration error (bins of equal width), and the bins (of equal count)."""
    p, y = np.clip(np.array(probabilities, float), 1e-3, 1 - 1e-3), _right(rows)
    width = np.minimum((p * BINS).astype(int), BINS - 1)
    error = sum(abs(p[width == b].mean() - y[width == b].mean()) * (width == b).mean() for b in set(width.tolist()))
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, max(1, min(DOTS, len(rows) // 15)))
    bins = tuple(Bin(len(part), float(p[part].mean()), float(y[part].mean())) for part in parts if len(part))
    return Calibration(
        count=len(rows),
        right=float(y.mean()),
        said=float(p.mean()),
        brier=float(((p - y) ** 2).mean()),
        log_loss=float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
        error=float(error),
        bins=bins,
    )


def _right(rows: Sequence[Labelled]) -> np.ndarray:
    return np.array([row.right for row in rows], float)
