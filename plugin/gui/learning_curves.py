"""The curves of one training, thinned out so that their size is bounded."""
from __future__ import annotations

from collections.abc import Mapping

ACCURACY = "held_out_accuracy"
TOTAL = "total"
NEWEST_SHARE = 0.08  # of a value in the running mean
MAX_POINTS = 400  # a curve on the screen is about as wide


class Curve:
    """Values by step; when full, every second point goes and only every second new one is kept.

    Attributes:
        points: (step, value) in the order they came.
        last: the newest point, whether it was kept or not.
    """

    def __init__(self) -> None:
        self.points: list[tuple[int, float]] = []
        self.last: tuple[int, float] = (0, 0.0)
        self._stride, self._seen = 1, 0

    def add(self, step: int, value: float) -> None:
        """One more value."""
        self.last = (step, value)
        if self._seen % self._stride == 0:
            self.points.append(self.last)
        self._seen += 1
        if len(self.points) > MAX_POINTS:
            self.points = self.points[::2]
            self._stride *= 2

    def line(self) -> list[tuple[int, float]]:
        """The points to draw; the newest one is always among them."""
        return self.points if self.points and self.points[-1] == self.last else [*self.points, self.last]


def smoothed(line: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """A running mean of a line: what a loss does, without what one batch more or less does to it."""
    mean, points = line[0][1], []
    for step, value in line:
        mean += (value - mean) * NEWEST_SHARE
        points.append((step, mean))
    return points


class LearningCurves:
    """Loss terms by name, `total` first, and the held-out accuracy."""

    def __init__(self) -> None:
        self.losses: dict[str, Curve] = {}
        self.accuracy = Curve()

    def add(self, step: int, values: Mapping[str, object]) -> None:
        """The values of a step; what is not a number (a loss that became infinite) leaves a gap."""
        for name, value in values.items():
            if not isinstance(value, (int, float)):
                continue
            if name == ACCURACY:
                self.accuracy.add(step, float(value))
            else:
                self.losses.setdefault(name, Curve()).add(step, float(value))

    @property
    def names(self) -> list[str]:
        """The loss terms in the order of the legend."""
        return sorted(self.losses, key=lambda name: name != TOTAL)

    @property
    def last_step(self) -> int:
        """The newest step of any curve."""
        return max((curve.last[0] for curve in [self.accuracy, *self.losses.values()]), default=0)
