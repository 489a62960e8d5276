"""Evaluation: figures computed by hand, and by an independent scorer on real scenes where there are any."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.warp import transform_geom
from scenes import CRS, TRANSFORM, write_labels, write_raster

from engine.analysis import evaluation
from engine.analysis.bootstrap import ClusterShares
from engine.analysis.calibration import ReliabilityBins
from engine.jobs.evaluate import run as run_evaluate
from engine.schema.config import EvaluateConfig
from engine.schema.errors import Cancelled, ImageError, LabelError, OutputError
from engine.schema.reporter import Reporter

TRUTH = np.array([[1, 1, 1, 2, 2], [2, 3, 3, 0, 255]], np.uint8)
MAP = np.array([[1, 1, 2, 2, 0], [2, 255, 1, 1, 1]], np.uint8)


def evaluate(config: EvaluateConfig) -> dict:
    return evaluation.evaluate(config, Reporter())


def write_layer(path: Path, values: np.ndarray, scale: float = 1.0, **profile: object) -> str:
    write_raster(path, values[None], **profile)
    if scale != 1:
        with rasterio.open(path, "r+") as target:
            target.scales = (scale,)
    return str(path)


def in_turn(geometries: list[shapely.Geometry]) -> list[tuple[shapely.Geometry, int]]:
    """Strokes of two classes."""
    return [(geometry, index % 2 + 1) for index, geometry in enumerate(geometries)]


def pixel_box(left: float, top: float, right: float, bottom: float) -> shapely.Polygon:
    return shapely.box(*(TRANSFORM * (left, bottom)), *(TRANSFORM * (right, top)))


@pytest.fixture
def config(tmp_path: Path) -> EvaluateConfig:
    return EvaluateConfig(write_layer(tmp_path / "map.tif", MAP, nodata=0), write_layer(tmp_path / "truth.tif", TRUTH))


def test_it_can_be_stopped(config: EvaluateConfig) -> None:
    reporter = Reporter()
    reporter.stop.set()
    with pytest.raises(Cancelled):
        evaluation.evaluate(config, reporter)


def test_by_hand(config: EvaluateConfig) -> None:
    scores = evaluate(config)
    assert scores["pixels"] == 8
    assert scores["overall_accuracy"] == 4 / 8
    assert scores["unclassified"] == 2 / 8
    assert scores["iou"] == {1: 2 / 4, 2: 2 / 4, 3: 0}
    assert scores["mean_iou"] == pytest.approx(1 / 3)
    assert scores["precision"] == {1: 2 / 3, 2: 2 / 3, 3: None}
    assert scores["recall"] == {1: 2 / 3, 2: 2 / 3, 3: 0}
    assert scores["confusion"] == {
        "class_ids": [0, 1, 2, 3],
        "matrix": [[0, 0, 0, 0], [0, 2, 1, 0], [1, 0, 2, 0], [1, 1, 0, 0]],
    }
    assert "ece" not in scores
    json.dumps(scores)


def test_confidence_by_hand(config: EvaluateConfig, tmp_path: Path) -> None:
    stored = np.array([[90, 90, 90, 50, 255], [50, 255, 50, 99, 99]], np.uint8)
    path = write_layer(tmp_path / "confidence.tif", stored, scale=0.01, nodata=255)
    scores = evaluate(EvaluateConfig(config.classes, config.truth, path))
    # Right are two of three at 0.9 and two of three at 0.5; the two without a class have no confidence.
    assert scores["ece"] == pytest.approx((abs(2 / 3 - 0.9) + abs(2 / 3 - 0.5)) / 2)
    assert scores["mean_confidence"] == pytest.approx(0.7)


def test_brier_score_and_reliability_by_hand(config: EvaluateConfig, tmp_path: Path) -> None:
    stored = np.array([[90, 90, 90, 50, 255], [50, 255, 50, 99, 99]], np.uint8)
    path = write_layer(tmp_path / "confidence.tif", stored, scale=0.01, nodata=255)
    scores = evaluate(replace(config, confidence=path))
    confidence, right = np.array([0.9, 0.9, 0.9, 0.5, 0.5, 0.5]), np.array([1, 1, 0, 1, 1, 0])
    assert scores["brier"] == pytest.approx(np.mean((confidence - right) ** 2))
    assert scores["overconfidence"] == pytest.approx(np.mean(confidence) - np.mean(right))
    low, high = scores["reliability"]
    assert (low["pixels"], low["low"], low["high"]) == (3, 7 / 15, 8 / 15)
    assert (low["confidence"], low["accuracy"]) == (pytest.approx(0.5), pytest.approx(2 / 3))
    assert (high["pixels"], high["confidence"], high["accuracy"]) == (3, pytest.approx(0.9), pytest.approx(2 / 3))


def test_the_interval_is_of_whole_clusters() -> None:
    """Of two clusters one is right: resampled accuracies are 0, 1/2 and 1. Alike clusters leave no doubt."""
    half, alike, one = (ClusterShares(4) for _ in range(3))
    half.add(np.array([1] * 50 + [3] * 50), np.arange(100) < 50)
    alike.add(np.arange(100) % 4, np.arange(100) % 8 < 4)
    one.add(np.zeros(10, int), np.arange(10) < 5)
    assert (half.count, half.interval()) == (2, [0.0, 1.0])
    assert (alike.count, alike.interval()) == (4, [pytest.approx(0.5, abs=0.05)] * 2)
    assert (one.count, one.interval()) == (1, [])


def test_features_are_a_truth_and_clusters(tmp_path: Path) -> None:
    """Two polygons and a point, over a map that is right on the first polygon alone."""
    shown = np.ones((8, 8), np.uint8)
    shapes = [(pixel_box(0, 0, 3, 2), 1), (pixel_box(4, 4, 8, 8), 2), (shapely.Point(TRANSFORM * (1.5, 6.5)), 2)]
    truth = write_labels(tmp_path / "truth.gpkg", shapes)
    scores = evaluate(EvaluateConfig(write_layer(tmp_path / "map.tif", shown), truth))
    assert (scores["pixels"], scores["overall_accuracy"]) == (6 + 16 + 1, 6 / 23)
    assert (scores["clusters"], scores["cluster_kind"]) == (3, "feature")
    assert scores["recall"] == {1: 1.0, 2: 0.0}


def test_a_report_is_one_page_with_the_figures(config: EvaluateConfig, tmp_path: Path) -> None:
    stored = np.full(TRUTH.shape, 80, np.uint8)
    confidence = write_layer(tmp_path / "confidence.tif", stored, scale=0.01, nodata=255)
    with rasterio.open(config.classes, "r+") as target:
        target.update_tags(BERUNDA_CLASSES=json.dumps([{"class_id": 1, "name": "roof & <b>", "color": "#000000"}]))
    report = tmp_path / "report.html"
    result = run_evaluate(replace(config, confidence=confidence, report=str(report)), Reporter())
    page = report.read_text(encoding="utf-8")
    assert result["report"] == str(report)
    assert page.count("<svg") == page.count("</svg>") == 2
    assert "<td>roof &amp; &lt;b&gt;</td><td>0</td><td>2</td><td>1</td><td>0</td>" in page  # its row of the matrix
    assert "<td>Overall accuracy</td><td>50.0 %" in page
    assert "confidence 80%, accuracy 50%, 8 pixels" in page
    assert not re.search(r"<script|<link|src=|https?://(?!www\.w3\.org/2000/svg)", page)  # nothing from elsewhere


def test_a_report_that_cannot_be_written_is_an_error(config: EvaluateConfig, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        run_evaluate(replace(config, report=str(tmp_path / "nowhere" / "report.html")), Reporter())


def test_bins_by_hand() -> None:
    bins = ReliabilityBins()
    bins.add(np.array([1.0, 0.95]), np.array([True, False]))  # the same bin: accuracy 0.5, confidence 0.975
    bins.add(np.array([0.01, 0.05]), np.array([False, False]))  # another: 0, 0.03
    assert bins.expected_calibration_error == pytest.approx((0.475 + 0.03) / 2)
    assert bins.mean_confidence == pytest.approx(2.01 / 4)
    assert np.isnan(ReliabilityBins().expected_calibration_error)


def test_pixels_under_labels_do_not_count(config: EvaluateConfig, tmp_path: Path) -> None:
    labels = write_labels(tmp_path / "labels.gpkg", in_turn([pixel_box(1.6, 0, 5, 1), pixel_box(0.6, 1, 2.4, 2)]))
    scores = evaluate(EvaluateConfig(config.classes, config.truth, exclude=labels))
    assert scores["pixels"] == 4  # the centres of three pixels above and one below are covered
    assert scores["confusion"]["matrix"] == [[2, 0, 0], [0, 1, 0], [1, 0, 0]]


def test_pixels_of_a_line_do_not_count(config: EvaluateConfig, tmp_path: Path) -> None:
    """A line and a dot contain no pixel centre; the pixels that they touch are trained on all the same."""
    line = shapely.LineString([TRANSFORM * (0.2, 0.3), TRANSFORM * (2.8, 0.3)])
    dot = shapely.Point(TRANSFORM * (0.2, 1.2)).buffer(0.01)
    labels = write_labels(tmp_path / "labels.gpkg", in_turn([line, dot]))
    assert evaluate(EvaluateConfig(config.classes, config.truth, exclude=labels))["pixels"] == 8 - 4


def test_labels_in_another_crs(config: EvaluateConfig, tmp_path: Path) -> None:
    boxes = [pixel_box(1.6, 0, 5, 1), pixel_box(0.6, 1, 2.4, 2)]
    moved = [shapely.geometry.shape(transform_geom(CRS, "EPSG:4326", shapely.geometry.mapping(box))) for box in boxes]
    labels = write_labels(tmp_path / "labels.gpkg", in_turn(moved), crs="EPSG:4326")
    assert evaluate(EvaluateConfig(config.classes, config.truth, exclude=labels))["pixels"] == 4


def test_blocks_change_nothing(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    truth, shown = random.integers(0, 5, (2, 1100, 1300), np.uint8)
    boxes = [pixel_box(900, 950, 1200, 1060), pixel_box(1000, 1000, 1299, 1099)]
    labels = write_labels(tmp_path / "labels.gpkg", in_turn(boxes))
    config = EvaluateConfig(
        write_layer(tmp_path / "map.tif", shown), write_layer(tmp_path / "truth.tif", truth), exclude=labels
    )
    scored = truth != 0
    scored[950:1060, 900:1200] = False
    scored[1000:1099, 1000:1299] = False
    scores = evaluate(config)
    assert scores["pixels"] == scored.sum()
    assert scores["overall_accuracy"] == (truth == shown)[scored].mean()


@pytest.mark.parametrize(
    ("values", "profile"),
    [
        (MAP[:, :4], {}),
        (MAP, {"transform": TRANSFORM * Affine.translation(0.5, 0)}),
        (MAP, {"transform": TRANSFORM * Affine.scale(1.01)}),
        (MAP, {"transform": None}),
    ],
    ids=["size", "shift", "pixel size", "no transform"],
)
def test_another_grid_is_refused(config: EvaluateConfig, tmp_path: Path, values: np.ndarray, profile: dict) -> None:
    other = write_layer(tmp_path / "other.tif", values, **profile)
    with pytest.raises(ImageError, match=r"other\.tif .* is not on the grid of .*truth\.tif .*: resample"):
        evaluate(EvaluateConfig(other, config.truth))
    with pytest.raises(ImageError, match=r"other\.tif .* is not on the grid of .*truth\.tif"):
        evaluate(EvaluateConfig(config.classes, config.truth, confidence=other))


@pytest.mark.parametrize(
    ("truth", "sentence"),
    [
        (np.zeros((2, 5), np.uint8), "has no pixel to score"),
        (np.full((2, 5), 300, np.uint16), "holds the value 300, which is not a class id"),
        (np.full((2, 5), -1, np.int16), "holds the value -1, which is not a class id"),
        (np.full((2, 5), 1.5, np.float32), "holds float32 values"),
    ],
)
def test_a_raster_that_is_not_a_truth_is_refused(
    config: EvaluateConfig, tmp_path: Path, truth: np.ndarray, sentence: str
) -> None:
    with pytest.raises(ImageError, match=sentence):
        evaluate(EvaluateConfig(config.classes, write_layer(tmp_path / "none.tif", truth)))


def test_missing_files_are_named(config: EvaluateConfig) -> None:
    with pytest.raises(ImageError, match=r"nowhere\.tif"):
        evaluate(EvaluateConfig("nowhere.tif", config.truth))
    with pytest.raises(LabelError, match=r"nowhere\.gpkg"):
        evaluate(EvaluateConfig(config.classes, config.truth, exclude="nowhere.gpkg"))


@pytest.mark.skipif(
    not {"BERUNDA_SCENES", "BERUNDA_SCORER"} <= set(os.environ),
    reason="set BERUNDA_SCENES to a folder with *_truth.tif and BERUNDA_SCORER to a scorer with the arguments "
    "TRUTH CLASSES --exclude LABELS --confidence CONFIDENCE",
)
def test_agrees_with_an_independent_scorer_on_real_scenes(tmp_path: Path) -> None:
    truth = sorted(Path(os.environ["BERUNDA_SCENES"]).glob("*_truth.tif"))[0]
    with rasterio.open(truth) as source:
        values, profile, transform = source.read(1), source.profile, source.transform
    random = np.random.default_rng(0)
    shown = np.where(random.random(values.shape) < 0.7, values, random.integers(1, 6, values.shape)).astype(np.uint8)
    shown[shown == 0] = 1
    options = {"crs": profile["crs"], "transform": transform}
    classes = write_layer(tmp_path / "map.tif", shown, **options)
    percent = random.integers(20, 101, values.shape, np.uint8)
    confidence = write_layer(tmp_path / "confidence.tif", percent, scale=0.01, nodata=255, **options)
    corners = random.integers(0, min(values.shape) - 100, (30, 2))
    boxes = [shapely.box(*(transform * (col, row + 60)), *(transform * (col + 90, row))) for row, col in corners]
    labels = write_labels(tmp_path / "labels.gpkg", in_turn(boxes), crs=profile["crs"].to_string())
    scorer = [sys.executable, os.environ["BERUNDA_SCORER"], str(truth), classes]
    command = [*scorer, "--exclude", labels, "--confidence", confidence]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = evaluate(EvaluateConfig(classes, str(truth), confidence, labels))
    assert ours["pixels"] == theirs["pixels"]
    for figure in ("overall_accuracy", "mean_iou", "unclassified", "ece", "mean_confidence"):
        assert round(ours[figure], 4) == pytest.approx(theirs[figure], abs=1e-9), figure
    assert {str(c): round(iou, 4) for c, iou in ours["iou"].items()} == theirs["iou"]
