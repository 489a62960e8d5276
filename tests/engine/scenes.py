"""Small scenes for the engine's tests: real GeoTIFFs and GeoPackages whose truth is known by construction."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import shapely
from affine import Affine
from compute_device import ON_DEVICE

from engine.schema.config import TrainConfig
from engine.schema.reporter import Reporter

TRANSFORM = Affine(0.5, 0, 360_000, 0, -0.5, 2_780_000)
CRS = "EPSG:32640"
COLORS = {1: (200, 60, 50), 2: (60, 160, 70), 3: (50, 80, 190)}


def write_raster(
    path: Path, pixels: np.ndarray, *, transform: Affine | None = TRANSFORM, crs: str | None = CRS, **options: object
) -> str:
    """A GeoTIFF of (C, H, W) pixels."""
    options = {"dtype": pixels.dtype, "tiled": True, "blockxsize": 128, "blockysize": 128, **options}
    placed = {} if transform is None else {"transform": transform}
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=len(pixels),
        height=pixels.shape[1],
        width=pixels.shape[2],
        crs=crs,
        **placed,
        **options,
    ) as sink:
        sink.write(pixels)
    return str(path)


def write_labels(
    path: Path,
    strokes: Sequence[tuple[shapely.Geometry, int]],
    *,
    crs: str | None = CRS,
    names: dict[int, str] | None = None,
    splits: Sequence[str | None] | None = None,
) -> str:
    """A GeoPackage of the contract; geometries in map coordinates."""
    geometries = shapely.to_wkb(np.array([geometry for geometry, _ in strokes], object))
    ids = np.array([class_id for _, class_id in strokes], np.int32)
    split = np.array(splits if splits is not None else [None] * len(strokes), object)
    table = {"driver": "GPKG", "layer": "labels", "geometry_type": "Unknown", "crs": crs}
    pyogrio.raw.write(path, geometries, [ids, split], ["class_id", "split"], **table)
    if names:
        columns = [
            np.array(list(names), np.int32),
            np.array(list(names.values()), object),
            np.array(["#112233"] * len(names), object),
        ]
        pyogrio.raw.write(
            path,
            None,
            columns,
            ["class_id", "name", "color"],
            layer="classes",
            driver="GPKG",
            geometry_type=None,
            crs=None,
        )
    return str(path)


def box_at(
    row: float, col: float, height: float = 4, width: float = 20, transform: Affine = TRANSFORM
) -> shapely.Geometry:
    """The map rectangle over `height` x `width` pixels whose top left corner is at (row, col)."""
    left, top = transform * (col, row)
    right, bottom = transform * (col + width, row + height)
    return shapely.box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def striped_scene(height: int, width: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """An RGB image uint8 (3, H, W) of three vertical stripes with noise, and its truth uint8 (H, W), ids 1..3."""
    rng = np.random.default_rng(seed)
    truth = np.repeat((np.arange(width) * 3 // width + 1).astype(np.uint8)[None], height, axis=0)
    colors = np.array([(0, 0, 0), *COLORS.values()])[truth].transpose(2, 0, 1)
    return np.clip(colors + rng.normal(0, 15, colors.shape), 0, 255).astype(np.uint8), truth


def striped_strokes(height: int, width: int, per_class: int = 4) -> list[tuple[shapely.Geometry, int]]:
    """per_class strokes in each stripe of striped_scene, spread from top to bottom."""
    rows = np.linspace(4, height - 10, per_class).astype(int)
    return [(box_at(row, width * index // 3 + width // 12), index + 1) for index in range(3) for row in rows]


class RecordingReporter(Reporter):
    """Remembers what was reported; can stop the job at a step."""

    def __init__(self, stop_at: int | None = None) -> None:
        super().__init__()
        self.states: list[str] = []
        self.notices: dict[str, str] = {}
        self.metrics: list[tuple[int, dict[str, float]]] = []
        self.checkpoints: list[int] = []
        self._stop_at = stop_at

    def state(self, state: str) -> None:
        self.states.append(state)

    def notice(self, code: str, message: str) -> None:
        self.notices[code] = message

    def metric(self, step: int, values: dict[str, float]) -> None:
        self.metrics.append((step, values))

    def checkpoint(self, step: int, path: str) -> None:
        self.checkpoints.append(step)

    def progress(self, done: int, total: int, eta_s: float | None = None) -> None:
        if self._stop_at is not None and done >= self._stop_at:
            self.stop.set()


class Scene:
    """A striped scene on disk with its labels."""

    def __init__(self, folder: Path, height: int = 160, width: int = 192) -> None:
        self.folder = folder
        self.pixels, self.truth = striped_scene(height, width)
        self.image = write_raster(folder / "image.tif", self.pixels)
        self.labels = write_labels(
            folder / "labels.gpkg", striped_strokes(height, width), names={1: "roof", 2: "grass", 3: "water"}
        )

    def config(self, **changes: object) -> TrainConfig:
        """A training small enough for a test."""
        values = {
            "image": self.image, "labels": self.labels, "model": str(self.folder / "model.safetensors"),
            "steps": 6, "crop_px": 64, "batch": 2, "width": 4, **ON_DEVICE,
        }  # fmt: skip
        if changes.get("minutes"):
            values["steps"] = None
        return TrainConfig(**{**values, **changes})
