"""Which places to label next: unlike all that is labelled and unlike each other, not singular, and in doubt.

Greedy k-centre selection (Gonzalez 1985; for active learning Sener and Savarese 2018): again and again the window with
the largest

    distance · sqrt((doubt + DOUBT_FLOOR) / spread),

where distance is that from the nearest stroke or chosen window in feature space, and spread the one within which lies a
fixed share of all windows: oddities are far from everything, but teach little about the rest of the image. What was
compared with it is in docs/accuracy.md.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..features.candidate_windows import CandidateWindows

LEAST_DISTANCE_PX = 48  # from strokes and of suggestions from each other
LEAST_SHARE = 0.75  # of a window's cells that are predicted alike: others lie on a boundary
NOVEL, UNSURE, RARE = "novel", "unsure", "rare"  # reasons
NOVEL_RANK, UNSURE_RANK = 0.9, 0.75  # shares of all windows that are nearer to a stroke, or more sure
DOUBT_FLOOR = 0.1  # what is certain may still be wrong where it is new
NEIGHBOURS = 1 / 80  # share of all windows that lie within the spread of one
FEWEST_NEIGHBOURS = 3
SMALLEST = 1e-6  # deviation and spread


@dataclass(frozen=True)
class Suggestion:
    """A place to label.

    Attributes:
        row, col: of the pixel.
        reason: NOVEL (unlike anything labelled), UNSURE (the vote is split), or RARE (little like it is labelled).
        class_index: the class with the largest probability there.
        runner_up: the class with the second largest one.
        confidence: the largest probability, in 0..1.
    """

    row: int
    col: int
    reason: str
    class_index: int
    runner_up: int
    confidence: float


def suggest(
    windows: CandidateWindows, strokes: np.ndarray, is_near_stroke: np.ndarray, count: int
) -> list[Suggestion]:
    """Choose places to label next, the most useful first.

    Args:
        windows: to choose from.
        strokes: float32 (m, F), features of what is labelled, m > 0.
        is_near_stroke: bool (n,), windows that are not to be suggested.
        count: how many; fewer are returned where there is no room for more.
    """
    if not len(windows):
        return []
    mean, deviation = windows.features.mean(axis=0), windows.features.std(axis=0) + SMALLEST
    features, labelled = (windows.features - mean) / deviation, (strokes - mean) / deviation
    novelty = _distances(features, labelled).min(axis=1)
    weights = np.sqrt((windows.doubts + DOUBT_FLOOR) / _spreads(features))
    eligible = _eligible(windows, ~is_near_stroke, count)
    chosen = _farthest(features, novelty, weights, windows.places, eligible, count)
    reasons = _reasons(novelty, windows.doubts)
    return [_described(windows, index, reasons[index]) for index in chosen]


def _eligible(windows: CandidateWindows, is_free: np.ndarray, count: int) -> np.ndarray:
    """Windows away from strokes and not on a boundary; with boundaries where too few are left: bool (n,)."""
    inside = is_free & (windows.shares.max(axis=1) >= LEAST_SHARE)
    return inside if inside.sum() >= count else is_free


def _farthest(
    features: np.ndarray,
    distances: np.ndarray,
    weights: np.ndarray,
    places: np.ndarray,
    eligible: np.ndarray,
    count: int,
) -> list[int]:
    """Indices of windows by weighted greedy k-centre selection.

    Args:
        features: float (n, F), standardised.
        distances: float (n,), of each window from the nearest stroke.
        weights: float (n,), of the distances, positive.
        places: int (n, 2).
        eligible: bool (n,).
        count: how many at most.
    """
    eligible, chosen = eligible.copy(), list[int]()
    while len(chosen) < count and eligible.any():
        index = int(np.where(eligible, weights * distances, -1).argmax())
        chosen.append(index)
        distances = np.minimum(distances, _distances(features, features[index : index + 1])[:, 0])
        eligible &= np.hypot(*(places - places[index]).T) >= LEAST_DISTANCE_PX
    return chosen


def _distances(features: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Euclidean distances (n, m)."""
    squares = np.square(features).sum(axis=1)[:, None] + np.square(others).sum(axis=1) - 2 * features @ others.T
    return np.asarray(np.sqrt(squares.clip(min=0)))


def _spreads(features: np.ndarray) -> np.ndarray:
    """The distance within which each window (n, F) has a share of NEIGHBOURS of all: (n,)."""
    neighbours = min(max(FEWEST_NEIGHBOURS, round(NEIGHBOURS * len(features))), len(features) - 1)
    return np.asarray(np.partition(_distances(features, features), neighbours, axis=1)[:, neighbours] + SMALLEST)


def _reasons(novelty: np.ndarray, doubts: np.ndarray) -> list[str]:
    """Why each window would be chosen."""
    is_novel, is_unsure = _ranks(novelty) >= NOVEL_RANK, _ranks(doubts) >= UNSURE_RANK
    return [NOVEL if novel else UNSURE if unsure else RARE for novel, unsure in zip(is_novel, is_unsure)]


def _ranks(values: np.ndarray) -> np.ndarray:
    """The share of all values that are smaller than each."""
    return np.searchsorted(np.sort(values), values) / len(values)


def _described(windows: CandidateWindows, index: int, reason: str) -> Suggestion:
    probabilities = windows.probabilities[index]
    runner_up, first = probabilities.argsort(kind="stable")[-2:].tolist()
    row, col = windows.places[index].tolist()
    return Suggestion(row, col, reason, first, runner_up, float(probabilities[first]))
