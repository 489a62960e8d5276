"""The out-of-distribution layer from training to map: bands, statistics in the model, and warnings."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from compute_device import ON_DEVICE
from safetensors.torch import load_file, save_file
from scenes import RecordingReporter, Scene, striped_scene, striped_strokes, write_labels, write_raster

from engine.inference.ood.registry import OOD_SCORES
from engine.jobs.registry import run_job
from engine.models.model_file import load_model
from engine.schema.errors import ModelFileError
from engine.schema.model_card import read_model_card

SIDE_PX = 448


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A scene of some patches with a model of recipe instant, whose path is `model`."""
    scene = Scene(tmp_path_factory.mktemp("trained"))
    scene.pixels, scene.truth = striped_scene(SIDE_PX, SIDE_PX)
    scene.image = write_raster(scene.folder / "large.tif", scene.pixels)
    scene.labels = write_labels(scene.folder / "large.gpkg", striped_strokes(SIDE_PX, SIDE_PX))
    scene.model = str(scene.folder / "model.safetensors")
    request = {"image": scene.image, "labels": scene.labels, "model": scene.model, "preset": "instant", **ON_DEVICE}
    run_job("train", request, RecordingReporter())
    return scene


def predict(scene: Scene, image: str, **settings: object) -> tuple[np.ndarray, tuple[str, ...], dict[str, str]]:
    """The bands of ood.tif in 0..1, their descriptions, and the notices."""
    reporter = RecordingReporter()
    request = {"image": image, "model": scene.model, "output": str(scene.folder / "map"), **ON_DEVICE, **settings}
    with rasterio.open(run_job("predict", request, reporter)["ood"]) as source:
        return source.read() / 100, source.descriptions, reporter.notices


def test_the_training_image_is_within_its_own_range_and_warns_of_nothing(trained: Scene) -> None:
    (fusion, novel, foreign), descriptions, notices = predict(trained, trained.image)
    assert descriptions == tuple(OOD_SCORES[name].sentence for name in ("fusion", "novel-here", "foreign"))
    for band in (fusion, novel, foreign):
        assert np.mean(band >= 0.5) < 0.03
    assert 0.02 < fusion.mean() < 0.12
    assert not {"ood", "foreign", "scale"} & set(notices)


@pytest.mark.parametrize("score", ["energy", "max-probability"])
def test_another_score_takes_the_first_band_and_the_parts_stay(trained: Scene, score: str) -> None:
    fused, _, _ = predict(trained, trained.image)
    bands, descriptions, _ = predict(trained, trained.image, ood_score=score)
    assert descriptions[0] == OOD_SCORES[score].sentence
    assert np.any(bands[0] != fused[0])
    np.testing.assert_array_equal(bands[1:], fused[1:])


@pytest.mark.parametrize(
    ("factor", "code", "sentences"),
    [
        (16, "scale", ["100 % of", "its values are about 16 times larger", "lie outside", "give it the scale"]),
        (1 / 16, "scale", ["100 % of", "its values are about 16 times smaller", "lie outside"]),
    ],
)
def test_another_scale_is_one_sentence_with_its_reason(
    trained: Scene, factor: float, code: str, sentences: list[str]
) -> None:
    image = write_raster(trained.folder / "scaled.tif", trained.pixels.astype(np.float32) * factor)
    bands, _, notices = predict(trained, image)
    assert np.mean(bands[0] >= 0.5) > 0.9
    assert [code for code in notices if code in ("scale", "foreign")] == [code]
    for sentence in sentences:
        assert sentence in notices[code]


@pytest.mark.parametrize("value", [0, 255])
def test_a_black_or_white_image_is_told(trained: Scene, value: int) -> None:
    image = write_raster(trained.folder / "flat.tif", np.full((3, 200, 200), value, np.float32))
    bands, _, notices = predict(trained, image)
    assert (bands[0] >= 0.5).all()
    assert "100 % of" in notices["scale"]


def test_foreign_imagery_on_the_same_scale_is_told_before_the_map_is_made(trained: Scene) -> None:
    smooth = np.repeat(trained.pixels.mean(axis=1, keepdims=True), SIDE_PX, axis=1).astype(np.uint8)
    bands, _, notices = predict(trained, write_raster(trained.folder / "smooth.tif", smooth))
    assert np.mean(bands[2] >= 0.5) > 0.9
    assert notices["foreign"].startswith("100 % of ")
    assert notices["foreign"].endswith("what the model learned from: the map is not reliable; train on this image.")
    assert "scale" not in notices


def test_a_collar_of_nodata_is_not_foreign(trained: Scene) -> None:
    pixels = trained.pixels.copy()
    pixels[:, :, : SIDE_PX // 4] = 0
    bands, _, notices = predict(trained, write_raster(trained.folder / "collar.tif", pixels, nodata=0))
    data = bands[:, :, SIDE_PX // 4 :]
    assert (bands[:, :, : SIDE_PX // 4] > 1).all()
    assert np.mean(data[2] >= 0.5) < 0.05
    assert "foreign" not in notices


def test_the_model_brings_the_statistics_along(trained: Scene) -> None:
    network, card = load_model(trained.model)
    assert set(card.postprocessing.ood) == {"fusion", "novel-here", "foreign", "energy", "max-probability"}
    assert network.ood_head is not None
    tensors = {name: tensor for name, tensor in load_file(trained.model).items() if name != "ood_head.foreign.mean"}
    path = str(trained.folder / "damaged.safetensors")
    save_file(tensors, path, card.to_metadata())
    with pytest.raises(ModelFileError, match="is damaged"):
        load_model(path)


@pytest.mark.parametrize(
    ("changes", "scores"),
    [
        ({"backbone": "unet-half", "probe_share": 0}, {"energy", "max-probability"}),
        ({"encoder_rate": 0.1, "probe_share": 0}, {"energy", "max-probability"}),
        ({"probe_share": 0}, {"fusion", "novel-here", "foreign", "energy", "max-probability"}),
    ],
)
def test_a_network_whose_encoder_learns_has_the_energy_and_the_map_says_so(
    scene: Scene, changes: dict, scores: set[str]
) -> None:
    result = run_job("train", {**vars(scene.config(**changes)), "preset": "default"}, RecordingReporter())
    card = read_model_card(result["model"])
    assert card is not None
    assert set(card.postprocessing.ood) == scores
    scene.model = result["model"]
    bands, _, notices = predict(scene, scene.image)
    assert len(bands) == (3 if "fusion" in scores else 1)
    assert ("ood" in notices) == ("fusion" not in scores)


def test_a_training_starts_from_a_model_with_a_head(trained: Scene, tmp_path: Path) -> None:
    reporter = RecordingReporter()
    request = {
        "image": trained.image, "labels": trained.labels, "model": str(tmp_path / "next.safetensors"),
        "preset": "instant", "weights": trained.model, **ON_DEVICE,
    }  # fmt: skip
    run_job("train", request, reporter)
    assert "ood_head" not in reporter.notices["weights"]


def test_an_image_lower_than_the_context_of_the_sample_is_trained_on_and_mapped(scene: Scene) -> None:
    """Its pixels lie in the middle of the patches, which is what statistics are taken of."""
    scene.image = write_raster(scene.folder / "low.tif", scene.pixels[:, :40])
    scene.labels = write_labels(scene.folder / "low.gpkg", striped_strokes(40, scene.pixels.shape[2], per_class=2))
    model = str(scene.folder / "low.safetensors")
    request = {"image": scene.image, "labels": scene.labels, "model": model, **ON_DEVICE}
    scene.model = run_job("train", {**request, "preset": "instant"}, RecordingReporter())["model"]
    bands, _, _ = predict(scene, scene.image)
    assert bands.shape == (3, 40, scene.pixels.shape[2])
    assert np.mean(bands[0] >= 0.5) < 0.1
