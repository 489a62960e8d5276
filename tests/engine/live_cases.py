"""Requests for live maps, and what they answer, for tests."""
from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from scenes import RecordingReporter, Scene

from engine.jobs.registry import run_job
from engine.schema.reporter import Reporter

LAYERS = ("classes", "confidence", "ood")
CPU = {"device": "cpu", "precision": "fp32"}


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
        "output": str(scene.folder / "live"), **CPU, **changes,
    }  # fmt: skip
    return run_job("preview", request, reporter or Reporter())


def band(path: str | Path) -> np.ndarray:
    """The first band of a raster."""
    with rasterio.open(path) as source:
        return source.read(1)


def all_bands(path: str | Path) -> np.ndarray:
    """All bands of a raster."""
    with rasterio.open(path) as source:
        return source.read()
