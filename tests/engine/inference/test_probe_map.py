"""The map of a feature probe: parts are those of the whole, and the live map is the map of the model."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from compute_device import ON_DEVICE
from hypothesis import given, settings
from hypothesis import strategies as st
from live_cases import LAYERS, all_bands, band, preview
from prediction_cases import raster_of
from scenes import Scene, box_at, write_raster

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.features import feature_blocks
from engine.features.discriminant import SQUARES
from engine.features.feature_blocks import FeatureBlocks
from engine.inference.answer_grid import AnswerGrid
from engine.inference.probe_map import ProbeMap
from engine.jobs.registry import run_job
from engine.models.compute import Compute
from engine.models.model_file import load_model
from engine.models.network import Network
from engine.models.ood_head import ForeignDistance, NovelDistance, OodHead
from engine.models.probe import CELL_PX
from engine.models.registry import build_network, load_pretrained
from engine.schema.reporter import Reporter

COMPUTE = Compute(torch.device("cpu"), None, torch.channels_last)
CLASSES, AXES = 3, 12
SIDE = (400, 350)


def random_network(seed: int = 0) -> Network:
    """ImageNet's encoder, with probe and OOD head of random weights."""
    network = build_network("berundanet-late", "efficientnet-lite0", 3, 4, CLASSES, {})
    load_pretrained(network, "efficientnet-lite0")
    network.requires_grad_(False).eval().add_probe(1.0, CLASSES, SQUARES, 12)
    assert network.probe is not None
    generator = torch.Generator().manual_seed(seed)
    features = network.probe.weight.shape[1]

    def random(*shape: int, scale: float = 1.0) -> torch.Tensor:
        return scale * torch.randn(*shape, generator=generator)

    small = features**-0.5
    for name in ("weight", "bias", "directions", "offsets"):
        values = getattr(network.probe, name)
        values.copy_(random(*values.shape, scale=small))
    novel = NovelDistance(
        random(AXES, features, scale=small), random(AXES), random(AXES).sign(),
        random(CLASSES, features, scale=small), random(CLASSES),
    )  # fmt: skip
    foreign = ForeignDistance(
        random(AXES, features, scale=small), random(AXES), random(2 * AXES), random(2 * AXES, 2 * AXES, scale=0.2)
    )
    network.ood_head = OodHead(novel, foreign)
    return network


class WholeBlock:
    """A block with nodata in it, and the output for all of it."""

    def __init__(self, folder: Path) -> None:
        rng = np.random.default_rng(0)
        coarse = np.kron(rng.normal(0, 40, (3, SIDE[0] // 20 + 1, SIDE[1] // 20 + 1)), np.ones((1, 20, 20)))
        pixels = np.clip(128 + coarse[:, : SIDE[0], : SIDE[1]] + rng.normal(0, 20, (3, *SIDE)), 1, 255)
        pixels[:, 90:130, 60:140] = 0
        pixels[:, 300:, 200:] = 0
        pixels[:, 201, 33] = 0
        raster = raster_of(folder / "image.tif", pixels.astype(np.uint8), nodata=0)
        network = random_network()
        self.block = FeatureBlocks(raster, Normalisation.fit([raster]), network, 1, COMPUTE).read((0, 0))
        self.map = ProbeMap(network, COMPUTE)
        self.outputs = self.map.outputs(self.block, self.block.window)
        self.probe = network.probe


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeBlock:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feature_blocks, "BLOCK_PX", 512)
        return WholeBlock(tmp_path_factory.mktemp("whole"))


@st.composite
def parts(draw: st.DrawFn) -> PixelWindow:
    row, col = draw(st.integers(0, SIDE[0] - 1)), draw(st.integers(0, SIDE[1] - 1))
    return PixelWindow(
        row, col, draw(st.integers(1, min(96, SIDE[0] - row))), draw(st.integers(1, min(96, SIDE[1] - col)))
    )


def test_the_whole_says_something(whole: WholeBlock) -> None:
    assert whole.outputs.shape == (CLASSES + OodHead.CHANNELS, *SIDE)
    assert whole.outputs.dtype == np.float32
    assert whole.outputs.std(axis=(1, 2)).min() > 0.05
    assert np.isfinite(whole.outputs).all()


@settings(max_examples=50, deadline=None)
@given(parts())
def test_outputs_of_a_part_are_those_of_the_whole(whole: WholeBlock, part: PixelWindow) -> None:
    found, expected = whole.map.outputs(whole.block, part), whole.outputs[(slice(None), *part.slices)]
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(parts(), st.integers(1, 17))
def test_outputs_at_answered_pixels_are_those_of_the_pixels(
    whole: WholeBlock, window: PixelWindow, resolution_px: int
) -> None:
    part = AnswerGrid(window, resolution_px).part(whole.block.window)
    assert part is not None
    cells = whole.map.cell_logits(whole.block, part.pixels)
    found = whole.map.outputs_at(whole.block, cells, part, of_cells=False)
    np.testing.assert_allclose(found, whole.outputs[:, part.rows[:, None], part.cols], rtol=1e-4, atol=1e-4)
    of_cells = whole.map.outputs_at(whole.block, cells, part, of_cells=True)
    np.testing.assert_allclose(of_cells[CLASSES:], found[CLASSES:], rtol=1e-4, atol=1e-4)
    with torch.inference_mode():
        maps = whole.block.around(whole.block.window, 64)[1]
        logits = whole.probe.of_cells(maps)[0].numpy()
    expected = logits[:, part.rows[:, None] // CELL_PX, part.cols // CELL_PX]
    np.testing.assert_allclose(of_cells[:CLASSES], expected, rtol=1e-4, atol=1e-4)


def test_without_an_ood_head_there_are_logits_alone(whole: WholeBlock) -> None:
    network = random_network()
    network.ood_head = None
    part = PixelWindow(7, 9, 30, 40)
    found = ProbeMap(network, COMPUTE).outputs(whole.block, part)
    np.testing.assert_allclose(found, whole.outputs[(slice(CLASSES), *part.slices)], rtol=1e-4, atol=1e-4)


def scene_with_nodata(folder: Path) -> Scene:
    """A scene with nodata in its middle and at an edge."""
    scene = Scene(folder)
    pixels = np.maximum(scene.pixels, 1)
    pixels[:, 70:90, 80:120] = 0
    pixels[:, :, 190:] = 0
    scene.image = write_raster(folder / "image.tif", pixels, nodata=0)
    return scene


class Mapped:
    """A scene in blocks of 64 px, its model of recipe instant, and the map of it."""

    def __init__(self, folder: Path) -> None:
        self.scene = scene_with_nodata(folder)
        request = {"image": self.scene.image, "labels": self.scene.labels, "preset": "instant", **ON_DEVICE}
        self.model = run_job("train", {**request, "model": str(folder / "m.safetensors")}, Reporter())["model"]
        self.layers = self.predict()

    def predict(self, name: str = "whole", **changes: object) -> dict[str, np.ndarray]:
        request = {"image": self.scene.image, "model": self.model, "output": str(self.scene.folder / name), **ON_DEVICE}
        paths = run_job("predict", {**request, **changes}, Reporter())
        return {layer: all_bands(paths[layer]) for layer in LAYERS}


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapped]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feature_blocks, "BLOCK_PX", 64)
        yield Mapped(tmp_path_factory.mktemp("mapped"))


@pytest.mark.parametrize("window", [[0, 0, 160, 192], [37, 50, 80, 101], [-20, 100, 90, 500]])
def test_a_live_map_is_the_map_of_the_model(mapped: Mapped, window: list[int]) -> None:
    found = preview(mapped.scene, window=window)
    row, col, height, width = found["window"]
    for layer in LAYERS:
        values = all_bands(found[layer])
        np.testing.assert_array_equal(values, mapped.layers[layer][:, row : row + height, col : col + width], layer)
    assert len(np.unique(mapped.layers["classes"])) == 4  # nodata and three classes


def test_zoomed_out_the_classes_are_those_of_the_cells_in_the_middle(mapped: Mapped) -> None:
    found = preview(mapped.scene, window=[0, 0, 160, 192], resolution_px=4)
    network, card = load_model(mapped.model)
    raster = Raster(mapped.scene.image)
    rotations = card.recipe["predict_tta_rotations"]
    blocks = FeatureBlocks(raster, Normalisation.of(card.normalisation), network, rotations, COMPUTE)
    logits, valid = np.empty((3, 40, 48), np.float32), np.empty((160, 192), bool)
    for place in blocks.covering(raster.grid.window):
        block = blocks.read(place)
        outer, maps = block.around(block.window, 48)
        with torch.inference_mode():
            cells = network.probe.of_cells(maps)[0].numpy()
        top, left = ((edge // CELL_PX) for edge in (block.window.row - outer.row, block.window.col - outer.col))
        height, width = (side // CELL_PX for side in block.window.shape)
        row, col = block.window.row // CELL_PX, block.window.col // CELL_PX
        logits[:, row : row + height, col : col + width] = cells[:, top : top + height, left : left + width]
        valid[block.window.slices] = block.valid_mask
    shift = np.array(card.postprocessing.class_shift, np.float32)[:, None, None]
    expected = np.where(valid[2::4, 2::4], (logits + shift).argmax(axis=0) + 1, 0)
    np.testing.assert_array_equal(band(found["classes"]), expected)


@pytest.mark.parametrize(("row", "col", "height", "width"), [(40, 60, 50, 80), (64, 64, 64, 64), (131, 3, 9, 170)])
def test_the_map_of_an_extent_is_the_crop_of_the_whole(
    mapped: Mapped, row: int, col: int, height: int, width: int
) -> None:
    extent = box_at(row, col, height, width).bounds
    for layer, values in mapped.predict("part", extent=list(extent)).items():
        expected = mapped.layers[layer][:, row : row + height, col : col + width]
        np.testing.assert_array_equal(values, expected, layer)
