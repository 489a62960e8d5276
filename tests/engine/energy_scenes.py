"""A scene of two textures, with a small training of recipe jem-scenes, for the tests of likelihoods."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from compute_device import ON_DEVICE
from scenes import RecordingReporter, box_at, write_labels, write_raster

from engine.jobs.train import run
from engine.schema.config import TrainConfig
from engine.schema.recipes import train_config

SIDE_PX = 128
NAMES = {1: "stripes", 4: "spots"}
ROWS, COLS = np.mgrid[:SIDE_PX, :SIDE_PX]
TEXTURES = {
    "stripes": 90 + 50 * np.sign(np.sin(COLS * np.pi / 3)),
    "spots": 160 + 50 * np.sign(np.sin(ROWS * np.pi / 8) * np.sin(COLS * np.pi / 8)),
    "noise": np.random.default_rng(3).uniform(0, 255, (SIDE_PX, SIDE_PX)),
}


def texture_raster(path: Path, left: str, right: str) -> str:
    """An RGB image of SIDE_PX whose halves have a texture each, with a little noise."""
    shades = np.where(COLS < SIDE_PX // 2, TEXTURES[left], TEXTURES[right])
    pixels = shades + np.random.default_rng(1).normal(0, 8, (3, SIDE_PX, SIDE_PX))
    return write_raster(path, np.clip(pixels, 0, 255).astype(np.uint8))


class TextureScene:
    """Stripes on the left, spots on the right, with strokes and a truth raster.

    Args:
        folder: for its files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.image = texture_raster(folder / "image.tif", "stripes", "spots")
        self.foreign = texture_raster(folder / "foreign.tif", "noise", "noise")
        strokes = [
            (box_at(row, col), class_id) for class_id, col in ((1, 10), (4, 90)) for row in (8, 40, 72, 104)
        ]
        self.labels = write_labels(folder / "labels.gpkg", strokes, names=NAMES)
        truth = np.where(COLS < SIDE_PX // 2, 1, 4).astype(np.uint8)
        self.truth = write_raster(folder / "truth.tif", truth[None])
        self.model = str(folder / "model.safetensors")

    def config(self, **changes: object) -> TrainConfig:
        """A training of recipe jem-scenes, small enough for a test."""
        return train_config({
            "image": self.image, "labels": self.labels, "model": self.model, "preset": "jem-scenes", "width": 4,
            "batch": 8, "steps": 40, "learning_rate": 3e-3, **ON_DEVICE,
            "auxiliary": ["jem=0.3:side=32,samples=8,iterations=3,step=10"], **changes,
        })  # fmt: skip

    def train(self, **changes: object) -> str:
        """Train, and return the model's path."""
        config = self.config(**changes)
        run(config, RecordingReporter())
        return config.model
