"""The OOD head as training fits it: what it is fitted to, and what it finds in a scene."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from scenes import RecordingReporter, Scene, box_at, write_labels, write_raster

from engine.data.window import PixelWindow
from engine.features.area_sample import AreaSample
from engine.features.ood_fit import FOLDS, OodFit, fit_foreign
from engine.features.probe_fit import ProbeFit
from engine.models.compute import Compute
from engine.models.network import Network
from engine.models.ood_head import OodHead
from engine.models.probe import CellMaps
from engine.models.registry import build_network, load_pretrained
from engine.training.preparation import TrainingData, read_training_data

CPU = Compute(torch.device("cpu"), None, torch.channels_last)


@pytest.fixture(scope="module")
def network() -> Network:
    network = build_network("berundanet-late", "efficientnet-lite0", 3, 4, 3, {})
    load_pretrained(network, "efficientnet-lite0")
    return network.requires_grad_(False).eval()


def data_of(scene: Scene) -> TrainingData:
    return read_training_data(scene.config(), RecordingReporter())


def fit_of(data: TrainingData, network: Network) -> OodFit:
    area = AreaSample(data.sampler.unlabelled, 1, CPU)
    return OodFit(ProbeFit(data.image, data.normalisation, network, CPU, area, 0.6), area, 1)


def distances(head: OodHead, network: Network, data: TrainingData, pixels: np.ndarray) -> np.ndarray:
    """Novel and foreign (2, H, W) of an image of the scene's values, all of it data."""
    normalised = data.normalisation.apply(pixels.astype(np.float32), np.ones(pixels.shape[1:], bool))
    with torch.inference_mode():
        return head(CellMaps.of_encoded(network.backbone.encoder(torch.from_numpy(normalised)[None])))[0].numpy()


def test_distances_of_the_area_are_those_of_its_valid_pixels(scene: Scene, network: Network) -> None:
    pixels = scene.pixels.copy()
    pixels[:, :40] = 0
    write_raster(scene.folder / "image.tif", pixels, nodata=0)
    data = data_of(scene)
    area = AreaSample(data.sampler.unlabelled, 1, CPU)
    fit = ProbeFit(data.image, data.normalisation, network, CPU, area, 0.6)
    head, found = OodFit(fit, area, 1)(network, data.training)
    assert found.shape == (len(area.logits(network)), OodHead.CHANNELS)
    assert np.isfinite(found).all()
    inside = torch.cat([head.novel(maps) for maps in area.cell_maps(network)])
    expected = area.valid_pixels(torch.nn.functional.interpolate(inside, scale_factor=4, mode="bilinear"), 1)
    np.testing.assert_allclose(found[:, :1], expected, rtol=1e-4, atol=1e-2)


def test_a_stripe_without_strokes_is_novel(scene: Scene, network: Network) -> None:
    """Of three stripes two are labelled; the boundary between these is not taken for a third."""
    stripe = scene.truth.shape[1] // 3
    strokes = [(box_at(row, col), k) for k, col in ((1, 16), (2, 80)) for row in (10, 50, 90, 130)]
    write_labels(scene.folder / "two.gpkg", strokes, names={1: "roof", 2: "grass"})
    scene.labels = str(scene.folder / "two.gpkg")
    data = data_of(scene)
    head, _ = fit_of(data, network)(network, data.training)
    novel = distances(head, network, data, scene.pixels)[0]
    known = novel[:, : 2 * stripe - 8]
    boundary = novel[:, stripe - 4 : stripe + 4]
    withheld = novel[:, 2 * stripe + 8 :]
    assert withheld.min() > np.quantile(known, 0.99)
    assert np.median(boundary) < np.quantile(withheld, 0.01)


@pytest.mark.parametrize("change", ["white", "blurred", "noise"])
def test_windows_of_another_kind_are_foreign(scene: Scene, network: Network, change: str) -> None:
    data = data_of(scene)
    head, of_area = fit_of(data, network)(network, data.training)
    random = np.random.default_rng(0)
    changed = {
        "white": np.full_like(scene.pixels, 255),
        "blurred": np.repeat(scene.pixels.mean(axis=1, keepdims=True), len(scene.truth), axis=1),
        "noise": random.integers(0, 256, scene.pixels.shape),
    }[change]
    edge = np.quantile(of_area[:, 1], 0.999)
    assert np.mean(distances(head, network, data, changed)[1] > edge) > 0.9
    assert np.mean(distances(head, network, data, scene.pixels)[1] > edge) < 0.05


def test_it_is_fitted_once_for_the_same_strokes(
    scene: Scene, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_of(scene)
    fit = fit_of(data, network)
    first, _ = fit(network, data.training)
    assert fit(network, data.training)[0] is first
    assert fit(network, data.training[:-1])[0] is not first


def test_one_patch_is_enough(scene: Scene, network: Network) -> None:
    """A raster smaller than a patch."""
    scene.image = write_raster(scene.folder / "tiny.tif", scene.pixels[:, :40, :90])
    strokes = [(box_at(10, 5), 1), (box_at(10, 68), 2)]
    scene.labels = write_labels(scene.folder / "two.gpkg", strokes, names={1: "roof", 2: "grass"})
    data = data_of(scene)
    head, found = fit_of(data, network)(network, data.training)
    assert np.isfinite(found).all()
    assert np.isfinite(distances(head, network, data, scene.pixels[:, :32, :64])).all()


def test_the_area_is_measured_by_other_patches_than_those_that_show_the_same(network: Network) -> None:
    """Each patch by patches far from it: of two kinds of patches, one alone in its kind is far from all others."""
    side, margin, count = 160, 48, 2 * FOLDS
    patches = torch.randn(count, 3, side, side, generator=torch.Generator().manual_seed(0))
    patches[0] = torch.nn.functional.avg_pool2d(patches[0], 9, 1, 4) * 4
    with torch.inference_mode():
        maps = CellMaps.of_encoded(network.backbone.encoder(patches))
    cells = torch.randn(4000, 204, generator=torch.Generator().manual_seed(1))
    apart = torch.eye(count, dtype=torch.bool)
    _, found = fit_foreign([maps], cells, apart, margin)
    alone = found[:, 0, 3:7, 3:7].mean((1, 2))
    assert alone[0] > 2 * alone[1:].max()
    assert torch.equal(fit_foreign([maps], cells, torch.ones_like(apart), margin)[1], found)
    near = apart.clone()
    near[0, 1] = near[1, 0] = True  # what shows the same as the strange patch does not speak for it either
    assert (fit_foreign([maps], cells, near, margin)[1][1] > found[1]).all()


def test_the_only_patch_is_measured_by_itself(network: Network) -> None:
    with torch.inference_mode():
        maps = CellMaps.of_encoded(network.backbone.encoder(torch.randn(1, 3, 160, 160)))
    model, found = fit_foreign([maps], torch.randn(500, 204), torch.ones(1, 1, dtype=torch.bool), 48)
    assert torch.allclose(found, model(maps), rtol=1e-3)


def test_wide_encoders_have_axes_from_all_of_the_spectrum(monkeypatch: pytest.MonkeyPatch, network: Network) -> None:
    with torch.inference_mode():
        maps = CellMaps.of_encoded(network.backbone.encoder(torch.randn(2, 3, 160, 160)))
    cells, apart = torch.randn(500, 204), torch.eye(2, dtype=torch.bool)
    every, _ = fit_foreign([maps], cells, apart, 48)
    monkeypatch.setattr("engine.features.ood_fit.MOST_AXES", 102)
    half, _ = fit_foreign([maps], cells, apart, 48)
    assert torch.equal(half.axes, every.axes[::2])
    assert half.root.shape == (204, 204)


def test_patches_that_share_pixels_overlap(scene: Scene) -> None:
    data = data_of(scene)
    area = AreaSample(data.sampler.unlabelled, 1, CPU)
    places = [data.sampler.unlabelled.window(index, 160)[1] for index in range(8)]
    overlapping = area.overlapping()
    assert overlapping.diagonal().all()
    for i, j in ((0, 1), (2, 5)):
        assert overlapping[i, j].item() == (places[i].intersection(places[j]) is not None)
    assert isinstance(places[0], PixelWindow)
