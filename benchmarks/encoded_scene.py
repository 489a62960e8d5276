"""A scene whose cells are encoded once, so that a probe is fitted and scored in a second."""
from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from scene_files import ROOT, Scene

sys.path.insert(0, str(ROOT))

from engine.data.label_raster import LabelRaster, StrokePixels
from engine.data.labels import Labels, Stroke
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.stroke_windows import read_normalised, subsample
from engine.data.window import PixelWindow
from engine.features.cell_reader import CellValues
from engine.features.class_prior import TEMPERATURE, estimated_shift
from engine.features.discriminant import QuadraticLogits
from engine.features.probe_fit import MAX_CELLS, ROTATIONS, fit_probe, row_weights
from engine.models.compute import choose_compute
from engine.models.probe import CELL_PX, cell_features
from engine.models.registry import build_network, load_pretrained
from engine.models.rotations import over_rotations
from engine.schema.config import TrainConfig
from engine.schema.land_cover import LandCoverClass
from engine.schema.setting import settings_of

TILE_PX, CONTEXT_PX = 512, 64
SCORED, UNLABELLED = 20_000, 4_000  # random cells that are scored, and that covariances and class prior are taken from


class EncodedScene:
    """Cells of a scene in every rotation, in a file of 16-bit numbers.

    Args:
        scene: without a window.
        folder: for the file, which is used again where it is there.

    Attributes:
        truth: path of the truth.
        image: the raster.
        classes: of the truth.
    """

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.truth, self.image = scene.truth, Raster(str(scene.image))
        grid = self.image.grid
        self.shape = grid.height // CELL_PX, grid.width // CELL_PX
        self._cells = self._encoded(folder / f"{scene.name}.npy")
        with rasterio.open(scene.truth) as source:
            class_ids = source.read(1)
        middles = class_ids[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX][: self.shape[0], : self.shape[1]]
        self._known = np.argwhere((middles != 0) & (middles != 255))
        present = np.unique(middles[tuple(self._known.T)]).tolist()
        self.classes = tuple(LandCoverClass(class_id, f"class {class_id}", "#808080") for class_id in present)
        rng = np.random.default_rng(0)
        scored = np.sort(rng.choice(len(self._known), min(SCORED, len(self._known)), replace=False))
        self.scored = self.features(*self._known[scored].T)
        self.scored_ids = middles[tuple(self._known[scored].T)]
        places = np.sort(rng.integers(self.shape[0] * self.shape[1], size=UNLABELLED))
        self.unlabelled = torch.from_numpy(self.features(*np.divmod(places, self.shape[1])))

    def rotations(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """The features of some cells in every rotation: float32 (n, ROTATIONS, F)."""
        return np.asarray(self._cells[rows, cols], np.float32)

    def features(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """The features of some cells as a map has them, float32 (n, F): the mean over rotations."""
        return np.asarray(self.rotations(rows, cols).mean(axis=-2))

    def known_pixel(self, rng: np.random.Generator) -> tuple[int, int]:
        """A random pixel whose class is known, (row, col), to the nearest cell."""
        row, col = self._known[rng.integers(len(self._known))] * CELL_PX + CELL_PX // 2
        return int(row), int(col)

    def fitted(self, strokes: list[tuple[shapely.Geometry, int]]) -> FittedScene:
        """The scene with what the recipe `instant` learns from strokes, given in map coordinates with class ids."""
        labels = Labels("", tuple(Stroke(*stroke) for stroke in strokes), self.classes, "")
        label_raster = LabelRaster(labels, self.image.grid)
        pixels = label_raster.survey(self.image)[0]
        cells = [subsample(np.unique(stroke.pixels // CELL_PX, axis=0), MAX_CELLS) for stroke in pixels]
        inside = [own[(own < self.shape).all(axis=1)] for own in cells]
        features = torch.from_numpy(np.concatenate([self.rotations(*own.T).reshape(-1, self._width) for own in inside]))
        rows = torch.tensor([len(own) * ROTATIONS for own in inside])
        targets = torch.tensor([stroke.class_index for stroke in pixels]).repeat_interleave(rows)
        of_stroke = torch.arange(len(pixels)).repeat_interleave(rows)
        share = settings_of(TrainConfig)["probe_unlabelled"].default
        logits = fit_probe(features.double(), targets, row_weights(of_stroke, targets), self.unlabelled, share)
        shift = estimated_shift(logits(self.unlabelled.double()).float())
        return FittedScene(self, label_raster, pixels, logits, shift)

    @property
    def _width(self) -> int:
        return int(self._cells.shape[-1])

    def _encoded(self, path: Path) -> np.ndarray:
        """Encodes the image tile by tile, unless the file is there."""
        if path.exists():
            return np.load(path, mmap_mode="r")
        network = build_network("berundanet-late", "efficientnet-lite0", self.image.band_count, 16, 2, {})
        load_pretrained(network, "efficientnet-lite0")
        compute, normalisation = choose_compute("auto", "auto"), Normalisation.fit([self.image])
        encoder = compute.place(network.eval()).backbone.encoder
        sink = None
        for tile in PixelWindow(0, 0, *(cells * CELL_PX for cells in self.shape)).blocks(TILE_PX):
            outer = _with_context(tile, self.image.grid.window)
            placed = compute.place_pixels(read_normalised(self.image, normalisation, outer))
            with torch.inference_mode(), compute.precision():
                turned = list(over_rotations(lambda pixels: [cell_features(encoder(pixels))], placed, ROTATIONS))
            values = torch.stack([features[0].cpu() for (features,) in turned]).permute(2, 3, 0, 1).numpy()
            if sink is None:
                shape = (*self.shape, *values.shape[2:])
                sink = np.lib.format.open_memmap(path, "w+", np.float16, shape)
            within, place = _in_cells(tile.relative_to(outer)), _in_cells(tile)
            sink[place.slices] = values[within.slices]
        return sink


@dataclass(frozen=True)
class FittedScene:
    """A scene with a probe.

    Attributes:
        scene: the scene.
        label_raster: of the strokes.
        strokes: their pixels.
        logits: of the probe.
        shift: of the class prior.
    """

    scene: EncodedScene
    label_raster: LabelRaster
    strokes: list[StrokePixels]
    logits: QuadraticLogits
    shift: torch.Tensor

    @property
    def reader(self) -> FittedScene:
        """Reads cells as engine.features.cell_reader.CellReader does."""
        return self

    @property
    def image(self) -> Raster:
        """The raster."""
        return self.scene.image

    @cached_property
    def mean_iou(self) -> float:
        """Over the classes of the truth, on the scored cells."""
        predicted = self._class_ids[self._shifted(self.scene.scored).argmax(dim=1).numpy()]
        true = self.scene.scored_ids
        overlaps = [((true == k) & (predicted == k)).sum() / ((true == k) | (predicted == k)).sum() for k in set(true)]
        return float(np.mean(overlaps))

    def read(self, window: PixelWindow, margin_px: int = 0) -> CellValues:
        """As CellReader.read, to the nearest cell."""
        rows, cols = (
            np.arange((start + margin_px) // CELL_PX, (start + side - margin_px) // CELL_PX)
            for start, side in ((window.row, window.height), (window.col, window.width))
        )
        valid = (rows < self.scene.shape[0])[:, None] & (cols < self.scene.shape[1])
        places = np.ix_(rows.clip(0, self.scene.shape[0] - 1), cols.clip(0, self.scene.shape[1] - 1))
        features = self.scene.features(*places)
        probabilities = (self._shifted(features.reshape(-1, features.shape[-1])) / TEMPERATURE).softmax(dim=1)
        shape = (*valid.shape, -1)
        return CellValues(features.transpose(2, 0, 1), probabilities.numpy().reshape(shape).transpose(2, 0, 1), valid)

    @property
    def _class_ids(self) -> np.ndarray:
        return np.array([entry.class_id for entry in self.scene.classes])

    def _shifted(self, features: np.ndarray) -> torch.Tensor:
        return self.logits(torch.from_numpy(features).double()).float() + self.shift


def _with_context(tile: PixelWindow, whole: PixelWindow) -> PixelWindow:
    """A tile with context, moved so that it lies inside the image where it fits, at whole cells."""
    side = TILE_PX + 2 * CONTEXT_PX
    row, col = (
        max(0, min(start - CONTEXT_PX, length - side) // CELL_PX * CELL_PX)
        for start, length in ((tile.row, whole.height), (tile.col, whole.width))
    )
    return PixelWindow(row, col, side, side)


def _in_cells(window: PixelWindow) -> PixelWindow:
    return PixelWindow(*(value // CELL_PX for value in (window.row, window.col, *window.shape)))
