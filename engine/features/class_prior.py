"""How frequent the classes are: training gives all classes the same weight, on the map some are rare."""
from __future__ import annotations

import torch

# Measured by cross-fitting over strokes on four scenes: 0.62 to 0.78. Classifiers with strong weight decay and few
# labels are not sure enough.
TEMPERATURE = 0.7
ITERATIONS = 10
SMOOTHING = 0.2  # share of a uniform prior in each estimate: without it, the estimate drifts towards frequent classes
# Share of the estimate, on a log scale. Half of it gained as much with eight strokes a class, but lost more where the
# estimate was wrong, and gained less with two strokes.
TRUST = 0.25


def estimated_shift(logits: torch.Tensor) -> torch.Tensor:
    """What to add to logits so that they fit the classes' frequencies among unlabelled pixels, as far as TRUST goes.

    The frequencies are those of expectation maximisation (Saerens et al. 2002, eq. 9), which starts from equal ones.

    Args:
        logits: (n, K) of unlabelled pixels, at least one, of a classifier that gave all classes the same weight.

    Returns:
        float32 (K,).
    """
    posteriors = (logits.double() / TEMPERATURE).softmax(dim=1)
    classes = logits.shape[1]
    shares = torch.full((classes,), 1 / classes, dtype=torch.float64)
    for _ in range(ITERATIONS):
        weighted = posteriors * shares
        weighted /= weighted.sum(dim=1, keepdim=True)
        shares = (1 - SMOOTHING) * weighted.mean(dim=0) + SMOOTHING / classes
    return (TRUST * (shares * classes).log()).float()


def shifted_posteriors(logits: torch.Tensor) -> torch.Tensor:
    """The classes' probabilities, float64 (n, K), with the estimated prior; arguments as in estimated_shift."""
    return ((logits + estimated_shift(logits)).double() / TEMPERATURE).softmax(dim=1)
