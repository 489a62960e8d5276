"""Requests for live maps, and what they answer, for tests."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
import shapely
from compute_device import ON_DEVICE
from scenes import RecordingReporter, Scene, write_labels

from engine.jobs.registry import run_job
from engine.schema.reporter import Reporter

LAYERS = ("classes", "confidence", "ood")
NAMES = {1: "roof", 2: "grass", 3: "water"}


class ShownBlock(NamedTuple):
    """What a reporter was told of a block, and the file's values at that moment."""

    layer: str
    path: str
    window: tuple[int, ...]
    resolution_px: int
    generation: int
    values: np.ndarray


class LiveReporter(RecordingReporter):
    """Remembers the blocks of live maps; can stop the job once it has so many."""

    def __init__(self, stop_at_block: int | None = None) -> None:
        super().__init__()
        self.blocks: list[ShownBlock] = []
        self._stop_at_block = stop_at_block

    def block(self, layer: str, path: str, window: tuple[int, ...], resolution_px: int, generation: int) -> None:
        self.blocks.append(ShownBlock(layer, path, window, resolution_px, generation, band(path)))
        if len(self.blocks) == self._stop_at_block:
            self.stop.set()


def preview(scene: Scene, reporter: Reporter | None = None, **changes: Any) -> dict[str, Any]:
    """The answer for a scene, by default for all of it, in the folder "live" beside it."""
    height, width = scene.truth.shape
    request = {
        "image": scene.image, "labels": scene.labels, "window": [0, 0, height, width],
        "output": str(scene.folder / "live"), **ON_DEVICE, **changes,
    }  # fmt: skip
    return run_job("preview", request, reporter or Reporter())


def labelled(scene: Scene, strokes: Sequence[tuple[shapely.Geometry, int]], **options: Any) -> str:
    """A label file beside a scene, the same for all strokes: as the dock writes it again and again."""
    return write_labels(scene.folder / "changed.gpkg", strokes, names=NAMES, **options)


def answered(scene: Scene, **changes: Any) -> tuple[dict[str, Any], LiveReporter]:
    """The answer, and what was reported meanwhile."""
    reporter = LiveReporter()
    return preview(scene, reporter, **changes), reporter


def band(path: str | Path) -> np.ndarray:
    """The first band of a raster."""
    with rasterio.open(path) as source:
        return source.read(1)


def all_bands(path: str | Path) -> np.ndarray:
    """All bands of a raster."""
    with rasterio.open(path) as source:
        return source.read()
