"""The STAC item of a model: fields and restrictions of the MLM extension, version 1.5.2."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import torch
from scenes import RecordingReporter

from engine.jobs.registry import run_job
from engine.models.model_file import save_model
from engine.models.registry import build_network
from engine.schema.errors import ConfigError, ModelFileError, OutputError
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard, PostProcessing

CLASSES = (LandCoverClass(3, "Straße & Weg", "#c8c8c8"), LandCoverClass(7, "Wald", "#00a000"))
REQUIRED = {"mlm:name", "mlm:architecture", "mlm:tasks", "mlm:input", "mlm:output"}
OPTIONAL = {"mlm:framework", "mlm:framework_version", "mlm:total_parameters", "mlm:hyperparameters"}


@pytest.fixture
def model(tmp_path: Path) -> str:
    torch.manual_seed(0)
    network = build_network("berundanet-late", "unet-half", 2, 4, 2, {})
    statistics = BandStatistics((1.0, 2.0), (90.0, 80.0), (40.0, 30.0), (20.0, 10.0))
    postprocessing = PostProcessing(class_shift=(0.5, -0.5), temperature=1.5)
    held_out = {"accuracy": 0.913, "strokes": 12, "interval": [0.8, 0.95], "method": "cross-fitted"}
    recipe = {"steps": 5, "predict_tile_px": 256, "predict_tta_rotations": 4}
    card = ModelCard(
        "berundanet-late", "unet-half", 4, CLASSES, (4, 1), statistics, 0.5,
        postprocessing=postprocessing, held_out=held_out, recipe=recipe,
    )  # fmt: skip
    save_model(str(tmp_path / "1 mein Modell.safetensors"), network, card)
    return str(tmp_path / "1 mein Modell.safetensors")


def item_of(model: str, output: Path, **settings: object) -> dict:
    params = {"model": model, "output": str(output), **settings}
    assert run_job("stac-item", params, RecordingReporter()) == {"item": str(output)}
    return json.loads(output.read_text(encoding="utf-8"))


def test_it_has_what_an_item_must_have(model: str, tmp_path: Path) -> None:
    item = item_of(model, tmp_path / "item.json")
    assert set(item) == {
        "type", "stac_version", "stac_extensions", "id", "geometry", "properties", "links", "assets"
    }  # fmt: skip
    assert (item["type"], item["stac_version"], item["geometry"]) == ("Feature", "1.1.0", None)
    assert item["stac_extensions"] == ["https://stac-extensions.github.io/mlm/v1.5.2/schema.json"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["properties"]["datetime"])


def test_its_fields_are_those_of_the_extension(model: str, tmp_path: Path) -> None:
    properties = item_of(model, tmp_path / "item.json")["properties"]
    fields = {name for name in properties if ":" in name}
    assert fields == REQUIRED | OPTIONAL
    assert re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_.\-\s]+[a-zA-Z0-9]", properties["mlm:name"])
    assert re.match(r"\d+\.\d+\.\d+", properties["mlm:framework_version"])
    assert properties["mlm:tasks"] == ["semantic-segmentation"]
    assert properties["mlm:total_parameters"] > 1000
    assert "accuracy on 12 strokes judged by cross-fitting: 91 %" in properties["description"].lower()


def test_its_input_is_what_the_network_reads(model: str, tmp_path: Path) -> None:
    properties = item_of(model, tmp_path / "item.json")["properties"]
    (described,) = properties["mlm:input"]
    assert described["bands"] == ["band-4", "band-1"] == [band["name"] for band in properties["bands"]]
    assert described["input"]["shape"] == [-1, 2, 256, 256]
    assert described["input"]["dim_order"] == ["batch", "bands", "height", "width"]
    assert described["value_scaling"][1] == {"type": "z-score", "mean": 30.0, "stddev": 10.0}
    assert "[1.0, 2.0]" in described["pre_processing_function"]["expression"]


def test_its_output_names_the_classes(model: str, tmp_path: Path) -> None:
    (described,) = item_of(model, tmp_path / "item.json")["properties"]["mlm:output"]
    assert described["result"]["shape"] == [-1, 2, 256, 256]
    classes = described["classification:classes"]
    assert [entry["value"] for entry in classes] == [0, 1]
    assert [entry["title"] for entry in classes] == ["Straße & Weg", "Wald"]
    assert all(re.fullmatch(r"[0-9A-Za-z\-_]+", entry["name"]) for entry in classes)
    assert [entry["color_hint"] for entry in classes] == ["C8C8C8", "00A000"]
    assert "/ 1.5" in described["post_processing_function"]["expression"]


def test_its_assets_lie_beside_it(model: str, tmp_path: Path) -> None:
    (tmp_path / "m.onnx").touch()
    assets = item_of(model, tmp_path / "sub" / "item.json", onnx=str(tmp_path / "m.onnx"))["assets"]
    assert assets["model"]["href"] == "./../1%20mein%20Modell.safetensors"
    assert assets["onnx"]["href"] == "./../m.onnx"
    assert all("mlm:model" in asset["roles"] and asset["mlm:artifact_type"] for asset in assets.values())
    assert set(item_of(model, tmp_path / "item.json")["assets"]) == {"model"}


@pytest.mark.parametrize(("settings", "error", "sentence"), [
    ({"model": "none.safetensors"}, ModelFileError, "There is no file"),
    ({"onnx": "none.onnx"}, ModelFileError, "There is no file 'none.onnx': run export-model first"),
    ({"output": "item.txt"}, ConfigError, r"'item.txt' does not end in \.json"),
    ({"output": "{file}/item.json"}, OutputError, "cannot be written .* choose a writable folder"),
])  # fmt: skip
def test_bad_input(model: str, tmp_path: Path, settings: dict, error: type, sentence: str) -> None:
    (tmp_path / "file").touch()
    filled = {name: value.format(file=tmp_path / "file") for name, value in settings.items()}
    params = {"model": model, "output": str(tmp_path / "item.json"), **filled}
    with pytest.raises(error, match=sentence):
        run_job("stac-item", params, RecordingReporter())
