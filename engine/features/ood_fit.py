"""Fits the out-of-distribution head to labelled cells and to a sample of the training area."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from ..data.label_raster import StrokePixels
from ..data.stroke_windows import subsample
from ..models.network import Network
from ..models.ood_head import (
    BLOCK_PX,
    LEAST_SHARE,
    WINDOW_BLOCKS,
    ForeignDistance,
    OodHead,
    at_blocks,
    window_statistics,
)
from ..models.probe import CELL_PX, REACH_PX, CellMaps
from ..models.threads import one_thread
from .area_sample import AreaSample
from .gaussians import covariance, fit_novel, shrunk, standardisation
from .probe_fit import ProbeFit

AXES_DIAGONAL = 0.05  # share of the diagonal in the covariance of cells whose eigenvectors are the axes of windows
# Of wider encoders every n-th is taken, from all of the spectrum: strangers differ along the weak axes as well.
MOST_AXES = 256
WINDOWS_DIAGONAL = 0.3  # likewise of the windows' statistics, of which there are hundreds in as many dimensions
FOLDS = 16  # of the patches: the distance of each is that from the others, or the area would seem closer than it is


class OodFit:
    """The head for a set of strokes, and the distances of the training area by it; both are kept for the next call.

    What does not depend on the strokes is computed once.

    Args:
        probe_fit: reads the features of labelled cells.
        area: the sample of the training area.
        rotations: quarter turns that maps average.
    """

    def __init__(self, probe_fit: ProbeFit, area: AreaSample, rotations: int) -> None:
        self._probe_fit, self._area, self._rotations = probe_fit, area, rotations
        self._labels: list[tuple[int, bytes]] = []
        self._fitted: Optional[tuple[OodHead, np.ndarray]] = None
        self._of_area: Optional[_AreaStatistics] = None

    def __call__(self, network: Network, strokes: Sequence[StrokePixels]) -> tuple[OodHead, np.ndarray]:
        """The head, on the CPU, and the distances of the area's valid pixels.

        Args:
            network: with a frozen encoder.
            strokes: that it learns from; every class has some.

        Returns:
            The head, and float32 (n, OodHead.CHANNELS) in the order of AreaSample.logits.
        """
        labels = [stroke.label for stroke in strokes]
        if self._fitted is None or labels != self._labels:
            area = self._statistics(network)
            novel = fit_novel(*self._probe_fit.labelled(strokes, self._rotations), area.cells)
            cells = torch.cat([novel(maps) for maps in area.near])
            parts = [self._area.valid_pixels(cells, CELL_PX, REACH_PX), area.foreign_distances]
            distances = np.concatenate(parts, axis=1)
            self._labels, self._fitted = labels, (OodHead(novel, area.foreign), distances)
        return self._fitted

    def prepare(self, network: Network) -> None:
        """Compute what does not depend on the strokes."""
        self._statistics(network)

    def _statistics(self, network: Network) -> _AreaStatistics:
        if self._of_area is None:
            cells = self._area.cell_features(network)
            maps = self._area.cell_maps(network)
            foreign, distances = fit_foreign(maps, cells, self._area.overlapping(), self._area.MARGIN_PX)
            near, of_pixels = self._area.nearer(maps, REACH_PX), self._area.valid_pixels(distances, BLOCK_PX)
            self._of_area = _AreaStatistics(cells, near, foreign, of_pixels)
        return self._of_area


@dataclass(frozen=True)
class _AreaStatistics:
    """Of the training area: features of cells, maps of patches as far as distances of their pixels depend on them, the
    foreign distance, and that of the pixels."""

    cells: torch.Tensor
    near: list[CellMaps]
    foreign: ForeignDistance
    foreign_distances: np.ndarray


@one_thread()
def fit_foreign(
    batches: Sequence[CellMaps], cells: torch.Tensor, overlapping: torch.Tensor, margin_px: int
) -> tuple[ForeignDistance, torch.Tensor]:
    """Fit the distance of windows, and measure that of the training area.

    Args:
        batches: what the encoder sees of patches of the area.
        cells: float32 (m, F), features of the area's cells, m ≥ 1.
        overlapping: bool (N, N), whether two patches show the same pixels.
        margin_px: of the patches; windows are centred inside it.

    Returns:
        The distance by all patches, and float32 (N, 1, h, w): that of the windows of each patch by the others,
        as far as they do not overlap, if any does not.
    """
    axes, offsets = _axes(cells.double())
    parts = [window_statistics(maps, axes, offsets) for maps in batches]
    statistics, share = (torch.cat(part) for part in zip(*parts))
    edge = margin_px // BLOCK_PX - WINDOW_BLOCKS // 2  # windows whose centres lie in the margin
    inner = slice(edge, -edge)
    is_counted = (share >= LEAST_SHARE)[:, 0, inner, inner]
    windows = statistics[:, :, inner, inner].permute(0, 2, 3, 1)
    patch = torch.arange(len(windows)) % FOLDS
    found = torch.empty_like(share)
    for fold in patch.unique():
        is_apart = ~overlapping[patch == fold].any(dim=0)
        others = windows[is_apart][is_counted[is_apart]]
        if not len(others):  # a small image: the others show in part the same
            others = windows[patch != fold][is_counted[patch != fold]]
        model = _foreign(axes, offsets, others if len(others) else windows[is_counted])
        found[patch == fold] = model.distance(statistics[patch == fold])
    size = batches[0].has_nodata.shape[2:]
    return _foreign(axes, offsets, windows[is_counted]), at_blocks(found, share, size)


def _axes(cells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Principal axes (A, F) and offsets (A,) along which cells have mean 0 and about unit variance."""
    mean, deviation = standardisation(cells)
    variances, vectors = torch.linalg.eigh(shrunk(covariance((cells - mean) / deviation), AXES_DIAGONAL))
    axes = subsample((vectors / variances.sqrt()).T, MOST_AXES) / deviation
    return axes.float(), (-axes @ mean).float()


def _foreign(axes: torch.Tensor, offsets: torch.Tensor, windows: torch.Tensor) -> ForeignDistance:
    """The distance from windows (n, 2 A); 0 everywhere without any: then nothing is known to be foreign."""
    if not len(windows):
        size = 2 * len(axes)
        return ForeignDistance(axes, offsets, torch.zeros(size), torch.zeros(size, size))
    mean, deviation = standardisation(windows)
    root = torch.linalg.cholesky(shrunk(covariance((windows - mean) / deviation), WINDOWS_DIAGONAL))
    return ForeignDistance(axes, offsets, mean, torch.linalg.inv(root) / deviation)
