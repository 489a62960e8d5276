"""Areas of a class map and of what thresholds hide, counted by hand; and the masked map as a file."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from scenes import TRANSFORM, RecordingReporter, write_raster

from engine.jobs.registry import run_job
from engine.schema.errors import Cancelled, ConfigError, ImageError, OutputError

CLASSES = np.array([[1, 1, 1, 2, 2], [2, 3, 3, 0, 0]], np.uint8)
CONFIDENCE = np.array([[90, 60, 59, 90, 20], [60, 10, 255, 255, 10]], np.uint8)
OOD = np.array([[[0, 50, 51, 0, 99], [10, 0, 0, 255, 0]], [[99, 99, 99, 99, 99]] * 2], np.uint8).reshape(2, 2, 5)
SCHEME = [
    {"class_id": 1, "name": "roof", "color": "#c80000"},
    {"class_id": 2, "name": "grass", "color": "#00c800"},
]
PIXEL_HA = 0.25 / 10_000


def write_layer(path: Path, values: np.ndarray, scale: float = 1.0, tags: dict | None = None, **profile) -> str:
    write_raster(path, values if values.ndim == 3 else values[None], **profile)
    with rasterio.open(path, "r+") as target:
        target.scales = (scale,) * target.count
        target.update_tags(**(tags or {}))
    return str(path)


@pytest.fixture
def params(tmp_path: Path) -> dict:
    scheme = {"BERUNDA_CLASSES": json.dumps(SCHEME)}
    return {
        "classes": write_layer(tmp_path / "classes.tif", CLASSES, tags=scheme, nodata=0),
        "confidence": write_layer(tmp_path / "confidence.tif", CONFIDENCE, 0.01, nodata=255),
        "ood": write_layer(tmp_path / "ood.tif", OOD, 0.01, nodata=255),
    }


def areas(params: dict, reporter=None) -> list[dict]:
    return run_job("class-areas", params, reporter or RecordingReporter())


def counted(rows: list[dict]) -> dict[int, tuple[int, int]]:
    return {row["class_id"]: (row["pixels"], row["hidden_pixels"]) for row in rows}


def test_every_class_with_its_area(params: dict) -> None:
    rows = areas(params)
    assert counted(rows) == {1: (3, 0), 2: (3, 0), 3: (2, 0), 0: (8, 0)}
    assert [row["name"] for row in rows] == ["roof", "grass", "class 3", "all"]
    assert rows[0]["hectares"] == pytest.approx(3 * PIXEL_HA)
    assert rows[-1]["hectares"] == pytest.approx(8 * PIXEL_HA)
    assert rows[0]["color"] == "#c80000"


@pytest.mark.parametrize(("thresholds", "hidden"), [
    ({"minimum_confidence": 0.6}, {1: 1, 2: 1, 3: 1, 0: 3}),
    ({"minimum_confidence": 0.57}, {1: 0, 2: 1, 3: 1, 0: 2}),
    ({"maximum_ood": 0.5}, {1: 1, 2: 1, 3: 0, 0: 2}),
    ({"maximum_ood": 0.98}, {1: 0, 2: 1, 3: 0, 0: 1}),
    ({"minimum_confidence": 0.61, "maximum_ood": 0.0}, {1: 2, 2: 2, 3: 1, 0: 5}),
])  # fmt: skip
def test_what_thresholds_hide(params: dict, thresholds: dict, hidden: dict) -> None:
    """A pixel at a threshold is shown; one without a score is shown, too; of the OOD layer the first band counts."""
    rows = areas({**params, **thresholds})
    assert {class_id: count for class_id, (_, count) in counted(rows).items()} == hidden
    assert rows[0]["hidden_hectares"] == pytest.approx(hidden[1] * PIXEL_HA)


def test_the_masked_map_is_a_class_map(params: dict, tmp_path: Path) -> None:
    target = tmp_path / "new" / "masked.tif"
    areas({**params, "minimum_confidence": 0.6, "output": str(target)})
    with rasterio.open(target) as masked:
        assert masked.read(1).tolist() == [[1, 1, 0, 2, 0], [2, 0, 3, 0, 0]]
        assert (masked.nodata, masked.transform, masked.crs.to_epsg()) == (0, TRANSFORM, 32640)
        assert masked.colormap(1)[2] == (0, 200, 0, 255)
        assert json.loads(masked.tags()["BERUNDA_CLASSES"]) == SCHEME
        assert masked.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert [path.name for path in target.parent.iterdir()] == ["masked.tif"]
    assert areas({"classes": str(target)})[-1]["pixels"] == 5


def test_blocks_change_nothing(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    classes = random.integers(0, 5, (1100, 1300), np.uint8)
    confidence = random.integers(0, 101, classes.shape, np.uint8)
    rows = areas({
        "classes": write_layer(tmp_path / "classes.tif", classes),
        "confidence": write_layer(tmp_path / "confidence.tif", confidence, 0.01, nodata=255),
        "minimum_confidence": 0.3,
    })  # fmt: skip
    expected = {i: ((classes == i).sum(), ((classes == i) & (confidence < 30)).sum()) for i in range(1, 5)}
    assert {class_id: counts for class_id, counts in counted(rows).items() if class_id} == expected


@pytest.mark.parametrize(("crs", "transform", "factor"), [
    ("EPSG:4326", Affine(1e-5, 0, 55, 0, -1e-5, 25), None),
    (None, TRANSFORM, None),
    (None, None, None),
    ("EPSG:2263", TRANSFORM, PIXEL_HA * 0.3048006096**2),  # feet
])  # fmt: skip
def test_hectares_where_the_crs_has_a_length(tmp_path: Path, crs, transform, factor) -> None:
    path = write_layer(tmp_path / "classes.tif", CLASSES, crs=crs, transform=transform)
    hectares = areas({"classes": path})[0]["hectares"]
    assert hectares == (None if factor is None else pytest.approx(3 * factor))


@pytest.mark.parametrize(("changes", "error", "sentence"), [
    ({"confidence": "", "minimum_confidence": 0.5}, ConfigError, "minimum_confidence is 0.5 without a layer"),
    ({"ood": "", "maximum_ood": 0.5}, ConfigError, "maximum_ood is 0.5 without a layer"),
    ({"minimum_confidence": 60}, ConfigError, "give a number from 0 to 1"),
    ({"output": "masked.png"}, ConfigError, "does not end in .tif"),
    ({"classes": "nowhere.tif"}, ImageError, "nowhere.tif"),
])  # fmt: skip
def test_bad_input_is_named(params: dict, changes: dict, error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        areas({**params, **changes})


def test_the_map_itself_is_not_overwritten(params: dict) -> None:
    before = Path(params["classes"]).read_bytes()
    with pytest.raises(ConfigError, match="is one of the layers that are read"):
        areas({**params, "output": params["classes"]})
    assert Path(params["classes"]).read_bytes() == before


def test_another_grid_and_a_map_without_a_scheme(params: dict, tmp_path: Path) -> None:
    smaller = write_layer(tmp_path / "smaller.tif", CONFIDENCE[:, :4], 0.01)
    with pytest.raises(ImageError, match=r"smaller\.tif .* is not on the grid"):
        areas({**params, "confidence": smaller, "minimum_confidence": 0.5})
    bare = write_layer(tmp_path / "bare.tif", CLASSES)
    with pytest.raises(ConfigError, match="has no class names and colours to write"):
        areas({"classes": bare, "output": str(tmp_path / "masked.tif")})


def test_it_can_be_stopped_and_leaves_nothing(params: dict, tmp_path: Path) -> None:
    reporter = RecordingReporter()
    reporter.stop.set()
    with pytest.raises(Cancelled):
        areas({**params, "output": str(tmp_path / "out" / "masked.tif")}, reporter)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_cannot_be_written(params: dict, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        areas({**params, "output": str(tmp_path / "file" / "masked.tif")})


def test_the_command_line_prints_a_table(params: dict) -> None:
    command = [sys.executable, "-m", "engine", "class-areas", "--classes", params["classes"],
               "--confidence", params["confidence"], "--minimum-confidence", "0.6"]  # fmt: skip
    root = Path(__file__).resolve().parents[3]
    lines = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines[0].split() == ["class_id", "pixels", "hidden_pixels", "hectares", "hidden_hectares", "name"]
    assert lines[1].split()[:3] == ["1", "3", "1"]
    assert lines[-1].split()[-1] == "all"
