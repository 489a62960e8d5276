"""Recipe jem-scenes from a training to the report on likelihoods, and one sentence for every bad input."""
from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from compute_device import DEVICE
from energy_scenes import NAMES, SIDE_PX, TextureScene
from scenes import RecordingReporter, Scene, striped_scene, write_labels, write_raster

from engine.analysis.likelihood.report import PAGE, SAMPLES, VALUES
from engine.cli import main
from engine.jobs.likelihood import run
from engine.jobs.predict import decode as decode_prediction
from engine.jobs.predict import run as run_predict
from engine.jobs.train import run as run_train
from engine.models.model_file import load_model
from engine.schema.config import LikelihoodConfig
from engine.schema.errors import Cancelled, EngineError
from engine.schema.loss_terms import AuxiliaryTerm


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> TextureScene:
    """With a trained model."""
    scene = TextureScene(tmp_path_factory.mktemp("textures"))
    scene.train()
    return scene


def config(scene: TextureScene, folder: Path, **changes: object) -> LikelihoodConfig:
    values = {
        "model": scene.model, "image": (scene.image, scene.foreign), "output": str(folder), "samples": 2,
        "iterations": 12, "device": DEVICE,
    }  # fmt: skip
    return LikelihoodConfig(**{**values, **changes})


def test_squares_are_classified_and_another_texture_is_less_likely(scene: TextureScene, tmp_path: Path) -> None:
    reporter = RecordingReporter()
    result = run(config(scene, tmp_path, truth=scene.truth), reporter)
    assert reporter.states == ["reading", "analysing"]
    values = json.loads(Path(result["values"]).read_text())
    assert values["calibration"]["units"] == (SIDE_PX // 32) ** 2
    assert values["calibration"]["accuracy"] >= 0.9
    assert sum(row["pixels"] for row in values["calibration"]["bins"]) == values["calibration"]["units"]
    image, foreign = values["images"]
    assert foreign["quantiles"]["0.95"] < image["quantiles"]["0.5"]
    assert foreign["unlikely"] > 0.9
    assert values["divergences"][0][1] == values["divergences"][1][0] > 1
    assert [sum(counts) for counts in values["histograms"]["counts"]] == [image["patches"], foreign["patches"]]
    assert result["summary"] == [
        f"{100 * foreign['unlikely']:.0f} % of the patches of foreign are less likely than 95 % of those of image; the "
        f"symmetric Kullback-Leibler divergence is {values['divergences'][0][1]:.2f}."
    ]


def test_the_map_has_one_class_for_each_square(scene: TextureScene, tmp_path: Path) -> None:
    request = {"image": scene.image, "model": scene.model, "output": str(tmp_path), "device": DEVICE}
    paths = run_predict(decode_prediction(request), RecordingReporter())
    with rasterio.open(paths["classes"]) as classes, rasterio.open(scene.truth) as truth:
        squares = classes.read(1).reshape(SIDE_PX // 32, 32, SIDE_PX // 32, 32)
        assert (squares == squares[:, :1, :, :1]).all()
        assert (classes.read(1) == truth.read(1)).mean() >= 0.9


def test_the_page_stands_alone_and_the_picture_has_a_row_for_each_class(scene: TextureScene, tmp_path: Path) -> None:
    result = run(config(scene, tmp_path, truth=scene.truth), RecordingReporter())
    text = Path(result["report"]).read_text(encoding="utf-8")
    assert all(link.startswith("data:image/png;base64,") for link in re.findall(r'(?:src|href)="([^"]*)"', text))
    assert not re.search(r"url\(|@import|<script|<link", text)
    assert (text.count("<svg"), text.count("<img")) == (2, 2)
    assert [name for name in NAMES.values() if name not in text] == []
    with rasterio.open(result["samples"]) as picture:
        assert (picture.count, picture.height, picture.width) == (3, 2 * 36, 2 * 36)
        assert picture.read().std() > 10
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([PAGE, VALUES, SAMPLES])


def test_the_same_seed_gives_the_same_files(scene: TextureScene, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder, seed in zip(folders, (0, 0, 1)):
        run(config(scene, folder, seed=seed), RecordingReporter())
    for name in (VALUES, SAMPLES):
        first, again, other = ((folder / name).read_bytes() for folder in folders)
        assert first == again
        assert first != other


def test_features_are_a_truth_too_and_a_single_image_has_no_comparison(scene: TextureScene, tmp_path: Path) -> None:
    result = run(config(scene, tmp_path, image=(scene.image,), truth=scene.labels), RecordingReporter())
    values = json.loads(Path(result["values"]).read_text())
    assert 4 <= values["calibration"]["units"] <= 16
    assert values["divergences"] == [[0.0]]
    assert result["summary"][0].endswith("no other image was given to compare them with.")


def test_a_pixelwise_model_is_judged_by_the_mean_of_its_pixels(tmp_path: Path, reporter: RecordingReporter) -> None:
    striped = Scene(tmp_path)
    term = AuxiliaryTerm("jem", 0.3, {"iterations": 1, "samples": 2, "buffer": 32, "side": 32})
    run_train(striped.config(backbone="unet-smooth", steps=2, auxiliary=(term,)), reporter)
    request = {"model": striped.config().model, "image": (striped.image,), "output": str(tmp_path / "out"),
               "samples": 1, "iterations": 2, "device": DEVICE}  # fmt: skip
    values = json.loads(Path(run(LikelihoodConfig(**request), reporter)["values"]).read_text())
    assert values["settings"]["patch_px"] == 32
    assert values["images"][0]["patches"] == 30
    assert values["calibration"] is None


def test_the_recipe_round_trips_through_the_model(scene: TextureScene) -> None:
    network, card = load_model(scene.model)
    assert (card.backbone, network.square_px) == ("scenes", 32)
    assert card.recipe["preset"] == "jem-scenes"
    assert (card.recipe["predict_overlap"], card.recipe["probe_share"]) == (0, 0)
    assert card.recipe["auxiliary"][0]["parameters"]["side"] == 32
    again = scene.config()
    assert [term.name for term in again.auxiliary] == ["jem"]


def other_bands(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"image": (write_raster(folder / "grey.tif", striped_scene(64, 64)[0][:1]),)}


def small_image(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"image": (write_raster(folder / "small.tif", striped_scene(64, 24)[0]),)}


def other_grid(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"truth": write_raster(folder / "truth.tif", np.ones((1, 64, 64), np.uint8))}


def other_classes(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"truth": write_raster(folder / "truth.tif", np.full((1, SIDE_PX, SIDE_PX), 9, np.uint8))}


def no_labels(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"truth": write_labels(folder / "empty.gpkg", [])}


def missing_model(scene: TextureScene, folder: Path) -> dict[str, object]:
    return {"model": str(folder / "none.safetensors")}


def file_for_a_folder(scene: TextureScene, folder: Path) -> dict[str, object]:
    (folder / "file").write_text("")
    return {"output": str(folder / "file")}


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (other_bands, r"was trained on bands \[1, 2, 3\], but .*grey.tif has 1: choose an image of the same sensor"),
        (small_image, r"small is 64 x 24 pixels, smaller than a patch of 32 pixels"),
        (other_grid, r"image.tif .* is not on the grid of .*truth.tif .*: resample"),
        (other_classes, r"truth.tif has no pixel of a class of the model on .*image.tif: choose other labels"),
        (no_labels, r"empty.gpkg holds no labels"),
        (missing_model, r"There is no file '.*none.safetensors'"),
        (file_for_a_folder, r"The report cannot be written to .*file"),
    ],
)
def test_bad_input_gets_one_sentence(scene: TextureScene, tmp_path: Path, case, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence) as caught:
        run(config(scene, tmp_path / "out", **{"iterations": 0, **case(scene, tmp_path)}), RecordingReporter())
    assert caught.value.exit_code == 2


def test_stopping_writes_nothing(scene: TextureScene, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run(config(scene, tmp_path / "out"), RecordingReporter(stop_at=0))
    assert not (tmp_path / "out").exists()


def test_the_command_line_prints_the_summary(
    scene: TextureScene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--model", scene.model, "--image", scene.image, scene.foreign, "--output", str(tmp_path)]
    assert main(["likelihood", *arguments, "--samples", "1", "--iterations", "2", "--device", DEVICE, "--json"]) == 0
    assert "of the patches of foreign are less likely" in json.loads(capsys.readouterr().out)["summary"][0]
