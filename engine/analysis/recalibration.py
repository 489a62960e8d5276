"""A logistic correction of confidence, fitted to points that a person answered (Platt 1999)."""
from __future__ import annotations

import numpy as np

# Of the prior: slope and intercept are normal around 1 and 0, the correction that changes nothing.
SLOPE_DEVIATION, INTERCEPT_DEVIATION = 0.5, 0.5
LOWEST_SLOPE = 0.1  # a map whose confidence says nothing, or less, keeps its order
NEWTON_STEPS = 50
CONVERGED = 1e-10


def fit_correction(logits: np.ndarray, is_right: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The slope a and intercept b for which P(right) = sigmoid(a x logit(confidence) + b) is most probable.

    With few points the prior keeps the correction near none. The negative log-posterior is strictly convex, so Newton's
    method with halved steps finds its minimum.

    Args:
        logits: float (n,), log-odds of the confidence shown.
        is_right: bool (n,), whether the shown class is the true one.
        weights: float (n,), what each point stands for; only their ratios count.

    Returns:
        Slope, at least LOWEST_SLOPE, and intercept; 1 and 0 for no points.
    """
    design = np.column_stack([logits, np.ones(len(logits))])
    weights = weights * (len(logits) / weights.sum()) if len(logits) else weights
    prior, precision = np.array([1.0, 0.0]), np.array([SLOPE_DEVIATION, INTERCEPT_DEVIATION]) ** -2
    signs = np.where(is_right, 1.0, -1.0)

    def loss(point: np.ndarray) -> float:
        likelihood = weights @ np.logaddexp(0, -signs * (design @ point))
        return float(likelihood + precision @ (point - prior) ** 2 / 2)

    found = prior
    for _ in range(NEWTON_STEPS):
        probability = 1 / (1 + np.exp(-(design @ found)))
        slope = design.T @ (weights * (probability - is_right)) + precision * (found - prior)
        curvature = (design.T * (weights * probability * (1 - probability))) @ design + np.diag(precision)
        step = np.linalg.solve(curvature, slope)
        while loss(found - step) > loss(found) and np.abs(step).max() > CONVERGED:
            step = step / 2
        found = found - step
        if np.abs(step).max() <= CONVERGED:
            break
    return max(float(found[0]), LOWEST_SLOPE), float(found[1])
