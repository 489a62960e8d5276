"""What held-out strokes show: accuracy with its interval, and a temperature."""
from __future__ import annotations

import numpy as np
import pytest
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.data import stroke_windows
from engine.models.compute import choose_compute
from engine.models.registry import build_network
from engine.training import measurement
from engine.training.measurement import HeldOutWindows, PixelLogits, measure, summarise, wilson_interval
from engine.training.preparation import read_training_data


def test_held_out_accuracy_counts_strokes_not_pixels() -> None:
    """A long stroke that is wrong and a short one that is right: half right, whatever their pixels."""
    logits = np.array([[1.0, 0.0]] * 100 + [[0.0, 1.0]] * 10, np.float32)
    measured = PixelLogits(logits, np.array([1] * 100 + [1] * 10), np.array([4] * 100 + [7] * 10))
    summary = summarise(measured, ["a", "b"])
    assert summary["accuracy"] == 0.5
    assert summary["strokes"] == 2
    assert summary["mean_iou"] == pytest.approx(10 / 110)
    assert summary["per_class_accuracy"] == {"b": pytest.approx(10 / 110)}


@pytest.mark.parametrize(
    ("share", "n", "low", "high"), [(0.5, 10, 0.2366, 0.7634), (1.0, 8, 0.6756, 1.0), (0.0, 20, 0.0, 0.1611)]
)
def test_wilson_s_interval(share: float, n: int, low: float, high: float) -> None:
    assert wilson_interval(share, n) == pytest.approx((low, high), abs=2e-4)


def pixel_logits(strokes: int, margin: float, wrong: int = 0) -> PixelLogits:
    """Ten pixels a stroke, all decided by the same margin; the first `wrong` strokes for the wrong class."""
    targets = np.repeat((np.arange(strokes) < wrong).astype(int), 10)
    return PixelLogits(np.tile(np.float32([margin, 0]), (strokes * 10, 1)), targets, np.repeat(np.arange(strokes), 10))


@pytest.mark.parametrize(("strokes", "wrong"), [(8, 0), (40, 0), (40, 10)])
def test_confidence_follows_the_rule_of_succession(strokes: int, wrong: int) -> None:
    """With n strokes, w of them wrong, a pixel's probability is (n - w + 1) / (n + 2), whatever the logits' scale."""
    measured = measure(pixel_logits(strokes, 9.0, wrong), ["a", "b"], 5)
    probability = 1 / (1 + np.exp(-9.0 / measured.temperature))
    assert probability == pytest.approx((strokes - wrong + 1) / (strokes + 2), abs=1e-6)
    assert measured.is_calibrated == (strokes >= 20)
    assert measured.held_out["measured_at_step"] == 5


def test_a_large_held_out_polygon_leaves_room_for_small_strokes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is spread over more windows than are measured; of the pixels of each window a part is."""
    monkeypatch.setattr(measurement, "MAX_WINDOWS", 4)
    monkeypatch.setattr(measurement, "MAX_PIXELS", 100)
    monkeypatch.setattr(stroke_windows, "CORE_PX", 16)
    strokes = [(box_at(4, 4, 130, 56), 1), (box_at(4, 70, 2, 2), 2), (box_at(4, 140), 3)]
    strokes += [(box_at(150, 4), 1), (box_at(150, 80), 2), (box_at(150, 140), 3)]
    labels = write_labels(scene.folder / "large.gpkg", strokes, splits=["validation"] * 3 + [None] * 3)
    data = read_training_data(scene.config(labels=labels), RecordingReporter())
    windows = HeldOutWindows(data, 1, choose_compute("cpu", "fp32"))
    network = build_network("berundanet-late", "unet-half", 3, 4, 3, {}).eval()
    measured = windows.logits(network, np.zeros(3, np.float32))
    assert set(measured.strokes) == {0, 1, 2}
    assert np.bincount(measured.strokes).max() <= 200
