"""The command line as a user types it: results, JSON, exit codes, and one sentence for every bad input."""
from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch
from affine import Affine
from compute_device import DEVICE, exact
from safetensors.torch import load_file
from scenes import Scene, box_at, striped_scene, write_labels, write_raster
from shapely import Geometry

from engine.cli import main
from engine.jobs.train import run as run_train
from engine.models.model_file import load_model
from engine.models.resnet import ResNet18
from engine.schema.config import TrainConfig
from engine.schema.reporter import Reporter
from engine.schema.setting import settings_of
from engine.schema.version import VERSION

ROOT = Path(__file__).resolve().parents[3]
SMALL = ["--steps", "3", "--crop", "64", "--batch", "2", "--width", "4", "--device", DEVICE]


def train_arguments(scene: Scene, **changes: str) -> list[str]:
    values = {
        "--image": scene.image,
        "--labels": scene.labels,
        "--model": str(scene.folder / "cli.safetensors"),
        **changes,
    }
    return ["train", *(text for pair in values.items() for text in pair), *SMALL]


def run(capsys: pytest.CaptureFixture, *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_train_predict_evaluate(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    code, out, err = run(capsys, *train_arguments(scene), "--json")
    assert code == 0
    trained = json.loads(out)
    assert trained["steps"] == 3
    assert "learning" in err
    folder = str(scene.folder / "out")
    code, out, _ = run(
        capsys, "predict", "--image", scene.image, "--model", trained["model"], "--output", folder, "--json"
    )
    assert code == 0
    layers = json.loads(out)
    with rasterio.open(layers["classes"]) as source:
        assert source.shape == scene.truth.shape
        assert set(np.unique(source.read(1))) <= {1, 2, 3}
    truth = write_raster(scene.folder / "truth.tif", scene.truth[None])
    maps = ["--classes", layers["classes"], "--confidence", layers["confidence"]]
    code, out, _ = run(capsys, "evaluate", *maps, "--truth", truth, "--exclude", scene.labels, "--json")
    assert code == 0
    scores = json.loads(out)
    assert 0 <= scores["mean_iou"] <= 1
    assert "ece" in scores
    assert scores["pixels"] < scene.truth.size


@pytest.mark.parametrize("size", [(33, 47), (160, 177), (209, 500)])
def test_an_image_of_any_size_is_mapped_whole(
    scene: Scene, capsys: pytest.CaptureFixture, size: tuple[int, int]
) -> None:
    model = run_train(scene.config(), Reporter())["model"]
    image = write_raster(scene.folder / "odd.tif", striped_scene(*size)[0])
    folder = str(scene.folder / "odd")
    assert run(capsys, "predict", "--image", image, "--model", model, "--output", folder, "--tile", "128")[0] == 0
    with rasterio.open(f"{folder}/classes.tif") as source:
        assert source.shape == size
        assert (source.read(1) > 0).all()


def test_an_extent_is_the_crop_of_the_whole(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    model = run_train(scene.config(), Reporter())["model"]
    whole, part = str(scene.folder / "whole"), str(scene.folder / "part")
    base = ["predict", "--image", scene.image, "--model", model, "--tile", "64"]
    assert run(capsys, *base, "--output", whole)[0] == 0
    extent = box_at(40, 60, 50, 80).bounds
    assert run(capsys, *base, "--output", part, "--extent", *map(str, extent))[0] == 0
    with rasterio.open(f"{whole}/classes.tif") as a, rasterio.open(f"{part}/classes.tif") as b:
        assert b.bounds == pytest.approx(extent)
        np.testing.assert_array_equal(a.read(1)[40:90, 60:140], b.read(1))


@pytest.mark.parametrize("command", ["losses", "models", "presets", "settings", "devices"])
def test_catalogues_are_tables_and_json(command: str, capsys: pytest.CaptureFixture) -> None:
    code, table, _ = run(capsys, command)
    assert code == 0
    assert "name" in table.splitlines()[0]
    _, out, _ = run(capsys, command, "--json")
    text = json.dumps(json.loads(out))
    assert {
        "losses": "total-variation",
        "models": "berundanet-late",
        "presets": "castillo2020",
        "settings": "crop_px",
        "devices": "cpu",
    }[
        command
    ] in text


def test_the_version_is_the_plugin_s(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.strip() == VERSION
    assert f"version={VERSION}" in (ROOT / "metadata.txt").read_text()


def _nan_image(scene: Scene) -> dict[str, str]:
    return {"--image": write_raster(scene.folder / "nan.tif", np.full((3, 160, 192), np.nan, np.float32))}


def _corrupt_labels(scene: Scene) -> dict[str, str]:
    (scene.folder / "bad.gpkg").write_bytes(b"SQLite format 3\0garbage")
    return {"--labels": str(scene.folder / "bad.gpkg")}


FROZEN = {"--backbone": "efficientnet-lite0"}


def _resnet_weights(scene: Scene) -> str:
    torch.save(ResNet18(3).state_dict(), scene.folder / "resnet18.pth")
    return str(scene.folder / "resnet18.pth")


def _squeezing_weights(scene: Scene) -> str:
    """Of a plain EfficientNet, whose squeeze-and-excitation the Lite ones lack."""
    torch.save({"_blocks.0._se_reduce.weight": torch.zeros(8, 32, 1, 1)}, scene.folder / "b0.pth")
    return str(scene.folder / "b0.pth")


def _checkpoint(scene: Scene) -> str:
    run_train(scene.config(steps=1), Reporter())
    return str(scene.folder / "model.checkpoint.safetensors")


def _half_without_data(scene: Scene, strokes: list[tuple[Geometry, int]] | None = None) -> dict[str, str]:
    """The columns from 96 on are nodata; strokes instead of the scene's."""
    pixels = np.maximum(scene.pixels, 1)
    pixels[:, :, 96:] = 0
    changes = {"--image": write_raster(scene.folder / "half.tif", pixels, nodata=0)}
    return {**changes, "--labels": write_labels(scene.folder / "half.gpkg", strokes)} if strokes else changes


BAD_TRAINING = {
    "no raster": (lambda s: {"--image": "none.tif"}, "none.tif"),
    "text for a raster": (lambda s: {"--image": s.labels + ".txt"}, "cannot be opened"),
    "all NaN": (_nan_image, "no valid pixel"),
    "no labels file": (lambda s: {"--labels": "none.gpkg"}, "none.gpkg"),
    "corrupt labels": (_corrupt_labels, "bad.gpkg"),
    "empty labels": (lambda s: {"--labels": write_labels(s.folder / "e.gpkg", [])}, "holds no labels"),
    "one class": (lambda s: {"--labels": write_labels(s.folder / "o.gpkg", [(box_at(9, 9), 4)])}, "one class"),
    "class 0": (
        lambda s: {"--labels": write_labels(s.folder / "z.gpkg", [(box_at(9, 9), 0), (box_at(40, 9), 1)])},
        "class id 0",
    ),
    "outside": (
        lambda s: {"--labels": write_labels(s.folder / "f.gpkg", [(box_at(900, 9), 1), (box_at(950, 9), 2)])},
        "lies on the image",
    ),
    "labels on nodata": (
        lambda s: _half_without_data(s, [(box_at(5, 110), 1), (box_at(50, 150), 2)]),
        "All strokes lie on nodata pixels of the image",
    ),
    "a class on nodata": (
        lambda s: _half_without_data(s, [(box_at(5, 10), 1), (box_at(50, 10), 2), (box_at(50, 150), 3)]),
        "All strokes of class 3 lie on nodata pixels of the image",
    ),
    "an area on nodata": (
        lambda s: {
            **_half_without_data(s, [(box_at(5, 10), 1), (box_at(50, 10), 2)]), "--area": box_at(9, 100, 90, 80).wkt
        },
        "half.tif has no valid pixel in the area",
    ),
    "no place to write": (lambda s: {"--model": f"{s.image}/m.safetensors"}, "cannot be written"),
    "model's name": (lambda s: {"--model": "m.pt"}, "m.pt"),
    "loss": (lambda s: {"--auxiliary": "l7"}, "l7"),
    "weight": (lambda s: {"--auxiliary": "l1=-2"}, "-2"),
    "none and more": (lambda s: {"--auxiliary": "none", "--unlabelled": s.image, "--backbone": "vgg"}, "vgg"),
    "weight that is not a number": (lambda s: {"--auxiliary": "l1=nan"}, "nan"),
    "no such parameter": (lambda s: {"--auxiliary": "l1:clusters=3"}, "no parameter 'clusters'"),
    "parameter out of range": (lambda s: {"--auxiliary": "relaxed-kmeans:clusters=1"}, "from 2 to 64"),
    "half a cluster": (lambda s: {"--auxiliary": "relaxed-kmeans:clusters=2.5"}, "whole number"),
    "more latent classes than classes": (lambda s: {"--auxiliary": "latent-classes:latent=9"}, "latent"),
    "jem on batch statistics": (lambda s: {"--auxiliary": "jem", "--backbone": "unet"}, "unet-smooth"),
    "jigsaw on small patches": (lambda s: {"--auxiliary": "jigsaw:jitter=0.5"}, "96"),
    "early split over a frozen encoder": (
        lambda s: {"--auxiliary": "l1", **FROZEN, "--network": "berundanet-early"},
        "encoder rate",
    ),
    "preset": (lambda s: {"--preset": "castillo"}, "castillo2020"),
    "weights of another architecture": (
        lambda s: {"--weights": _resnet_weights(s), "--backbone": "segnet"},
        "another network",
    ),
    "weights without relatives": (
        lambda s: {"--weights": _resnet_weights(s), "--backbone": "unet"},
        "no published weights",
    ),
    "checkpoint for weights": (lambda s: {"--weights": _checkpoint(s)}, "unfinished training"),
    "weights of a near relative": (lambda s: {"--weights": _squeezing_weights(s), **FROZEN}, "another network"),
    "warm-up that teaches nothing": (
        lambda s: {"--auxiliary": "total-variation", "--warm-up": "0.2"},
        "no auxiliary loss trains without labels",
    ),
    "automatic weight, nothing shared": (
        lambda s: {"--auxiliary": "fixmatch=auto", **FROZEN, "--network": "berundanet-early"},
        "fixmatch",
    ),
    "ensemble of too few": (
        lambda s: {"--network": "berundanet-ensemble", "--batch": "2", "--labels": "none.gpkg"},
        "at least 3",
    ),
    "no such network": (lambda s: {"--network": "v-net", "--labels": "none.gpkg"}, "v-net"),
    "not a checkpoint": (lambda s: {"--resume": s.image}, "not a model file"),
}


@pytest.mark.parametrize("case", BAD_TRAINING)
def test_bad_training_input_gets_one_sentence_and_code_2(
    scene: Scene, capsys: pytest.CaptureFixture, case: str
) -> None:
    make, sentence = BAD_TRAINING[case]
    code, out, err = run(capsys, *train_arguments(scene, **make(scene)))
    assert code == 2
    last = err.strip().splitlines()[-1]
    assert sentence in last
    assert "Traceback" not in err
    assert out == ""
    assert not (scene.folder / "cli.safetensors").exists()


def test_bad_prediction_input_gets_one_sentence_and_code_2(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    model = run_train(scene.config(steps=1), Reporter())["model"]
    one_band = write_raster(scene.folder / "one.tif", scene.pixels[:1])
    for changes, sentence in (
        ({"--model": scene.image}, "not a model file"),
        ({"--model": "none.safetensors"}, "none.safetensors"),
        ({"--image": one_band}, "bands [1, 2, 3]"),
        ({"--output": f"{scene.image}/map"}, "image.tif/map"),
    ):
        values = {"--image": scene.image, "--model": model, "--output": str(scene.folder / "o"), **changes}
        code, _, err = run(capsys, "predict", *(text for pair in values.items() for text in pair))
        assert code == 2
        assert sentence in err.strip().splitlines()[-1]


def test_another_pixel_size_is_warned_of(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    model = run_train(scene.config(steps=1), Reporter())["model"]
    coarse = write_raster(scene.folder / "coarse.tif", scene.pixels, transform=Affine(2, 0, 360_000, 0, -2, 2_780_000))
    code, _, err = run(capsys, "predict", "--image", coarse, "--model", model, "--output", str(scene.folder / "o"))
    assert code == 0
    assert "2 map units" in err
    assert "0.5" in err


def test_another_scale_of_values_is_warned_of(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    model = run_train(scene.config(steps=1), Reporter())["model"]
    wide = scene.pixels.astype(np.uint16)
    for name, pixels, sentence in (
        ("same", wide, None),
        ("times", wide * 16, "100 % of the values of band 1 of"),
        ("divided", wide // 16, "lie outside"),
        ("real", scene.pixels.astype(np.float32) / 16 + 100, "span at most 6 % of the range of the imagery"),
    ):
        image = write_raster(scene.folder / f"{name}.tif", pixels)
        code, out, err = run(
            capsys, "predict", "--image", image, "--model", model, "--output", str(scene.folder / "o"), "--json"
        )
        assert code == 0
        assert "classes" in json.loads(out)
        told = [line for line in err.splitlines() if "learned from" in line]
        assert len(told) == (sentence is not None)
        if sentence:
            assert told[0].startswith("note: ")
            assert sentence in told[0]
            assert told[0].endswith("train on this image, or give it the scale of that imagery.")


def test_bad_usage_is_code_2(capsys: pytest.CaptureFixture) -> None:
    for arguments in ([], ["dance"], ["train"], ["train", "--steps", "x"], ["predict", "--extent", "1"]):
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_error_is_machine_readable_too(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    code, out, _ = run(capsys, *train_arguments(scene, **{"--labels": "none.gpkg"}), "--json")
    assert code == 2
    error = json.loads(out)["error"]
    assert error["code"] == "labels"
    assert "none.gpkg" in error["message"]


def test_ctrl_c_stops_with_130_and_keeps_the_model(scene: Scene) -> None:
    arguments = [*train_arguments(scene), "--steps", "100000", "--json"]
    command = [sys.executable, "-m", "engine", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "supervised" in line:
            break
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert time.monotonic() - started < 5
    assert load_model(json.loads(out)["kept"])


def spelled_out(capsys: pytest.CaptureFixture, recipe: str) -> list[str]:
    """Every setting of a recipe as options of the command line, as `presets --json` has them."""
    _, out, _ = run(capsys, "presets", "--json")
    settings = next(entry["settings"] for entry in json.loads(out) if entry["name"] == recipe)
    declared = settings_of(TrainConfig)
    options = []
    for name, value in settings.items():
        for each in value if isinstance(value, list) else [value]:
            options += [declared[name].flag, str(each)] if each is not None else []
    return options


@exact
def test_the_default_recipe_spelled_out_in_full_gives_the_same_model(
    scene: Scene, capsys: pytest.CaptureFixture
) -> None:
    options = spelled_out(capsys, "default")
    assert {"--auxiliary", "--backbone", "--probe-share", "--class-prior"} <= set(options)
    options[options.index("--steps") + 1] = "3"
    same = ["--image", scene.image, "--labels", scene.labels, "--device", DEVICE, "--precision", "fp32"]
    models = [str(scene.folder / f"{name}.safetensors") for name in ("short", "long")]
    assert run(capsys, "train", *same, "--model", models[0], "--steps", "3")[0] == 0
    assert run(capsys, "train", *same, "--model", models[1], *options)[0] == 0
    short, long = (load_file(model) for model in models)
    assert all(torch.equal(long[name], tensor) for name, tensor in short.items())
    records = [load_model(model)[1] for model in models]
    assert records[0].postprocessing == records[1].postprocessing
