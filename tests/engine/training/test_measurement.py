"""What held-out strokes show: accuracy with its interval, and a temperature."""
from __future__ import annotations

import numpy as np
import pytest
from compute_device import DEVICE
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.data import stroke_windows
from engine.features.cross_fit import StrokeLogits
from engine.models.compute import choose_compute
from engine.models.registry import build_network
from engine.training import measurement
from engine.training.measurement import (
    TYPICAL_TEMPERATURE,
    HeldOutWindows,
    measure,
    measure_probe,
    smoothed_temperature,
    summarise,
    temperature_near,
    wilson_interval,
)
from engine.training.preparation import read_training_data


def test_held_out_accuracy_counts_strokes_not_pixels() -> None:
    """A long stroke that is wrong and a short one that is right: half right, whatever their pixels."""
    logits = np.array([[1.0, 0.0]] * 100 + [[0.0, 1.0]] * 10, np.float32)
    measured = StrokeLogits(logits, np.array([1] * 100 + [1] * 10), np.array([4] * 100 + [7] * 10))
    summary = summarise(measured, np.zeros(2), ["a", "b"])
    assert summary["accuracy"] == 0.5
    assert summary["strokes"] == 2
    assert summary["mean_iou"] == pytest.approx(10 / 110)


def test_every_class_has_an_accuracy_of_its_own_strokes() -> None:
    logits = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 2, np.float32)
    measured = StrokeLogits(logits, np.array([0, 0, 0, 1, 1, 1, 1, 1]), np.array([0, 0, 1, 5, 5, 5, 6, 6]))
    per_class = summarise(measured, np.zeros(2), ["a", "b"])["per_class"]
    assert per_class["a"] == {"accuracy": 1.0, "interval": list(wilson_interval(1.0, 2)), "strokes": 2}
    assert per_class["b"] == {"accuracy": 0.5, "interval": list(wilson_interval(0.5, 2)), "strokes": 2}


@pytest.mark.parametrize(
    ("share", "n", "low", "high"), [(0.5, 10, 0.2366, 0.7634), (1.0, 8, 0.6756, 1.0), (0.0, 20, 0.0, 0.1611)]
)
def test_wilson_s_interval(share: float, n: int, low: float, high: float) -> None:
    assert wilson_interval(share, n) == pytest.approx((low, high), abs=2e-4)


def pixel_logits(strokes: int, margin: float, wrong: int = 0) -> StrokeLogits:
    """Ten pixels a stroke, all decided by the same margin; the first `wrong` strokes for the wrong class."""
    targets = np.repeat((np.arange(strokes) < wrong).astype(int), 10)
    return StrokeLogits(np.tile(np.float32([margin, 0]), (strokes * 10, 1)), targets, np.repeat(np.arange(strokes), 10))


@pytest.mark.parametrize(("strokes", "wrong"), [(8, 0), (40, 0), (40, 10)])
def test_confidence_follows_the_rule_of_succession(strokes: int, wrong: int) -> None:
    """With n strokes, w of them wrong, a pixel's probability is (n - w + 1) / (n + 2), whatever the logits' scale."""
    measured = measure(pixel_logits(strokes, 9.0, wrong), np.zeros(2), ["a", "b"], 5)
    probability = 1 / (1 + np.exp(-9.0 / measured.temperature))
    assert probability == pytest.approx((strokes - wrong + 1) / (strokes + 2), abs=1e-6)
    assert measured.is_calibrated == (strokes >= 20)
    assert measured.strokes_to_calibrate == max(0, 20 - strokes)
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
    compute = choose_compute(DEVICE, "fp32")
    windows = HeldOutWindows(data.held_out, data.image, data.normalisation, 1, compute)
    network = compute.place(build_network("berundanet-late", "unet-half", 3, 4, 3, {})).eval()
    measured = windows.logits(network)
    assert set(measured.strokes) == {0, 1, 2}
    assert np.bincount(measured.strokes).max() <= 200


def test_the_temperature_does_not_know_the_class_prior() -> None:
    """It is fitted to balanced logits; what is shown, and so the accuracy, follows the prior."""
    judged = pixel_logits(20, 2.0, wrong=5)
    plain, shifted = (measure(judged, np.array(shift), ["a", "b"], 0) for shift in ([0.0, 0.0], [0.0, 3.0]))
    assert plain.temperature == shifted.temperature == smoothed_temperature(judged)
    assert (plain.held_out["accuracy"], shifted.held_out["accuracy"]) == (0.75, 0.25)


def test_few_strokes_move_the_temperature_little() -> None:
    """Of 40 strokes 10 are wrong: softmax(margin / T) = 3 / 4; as many strokes count as much as the typical one."""
    fitted = 2.0 / np.log(3)
    expected = np.exp((np.log(fitted) + np.log(0.5)) / 2)
    assert temperature_near(pixel_logits(40, 2.0, wrong=10), 0.5) == pytest.approx(expected, rel=1e-6)
    expected = np.exp(np.log(fitted) / 6 + 5 * np.log(0.5) / 6)
    assert temperature_near(pixel_logits(8, 2.0, wrong=2), 0.5) == pytest.approx(expected, rel=1e-6)
    assert temperature_near(None, 0.5) == 0.5


def test_the_vote_is_as_sure_as_the_probe() -> None:
    """Three times the logits at three times the temperature; the shift is on the vote's scale."""
    probe = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    judged = pixel_logits(40, 2.0, wrong=10)
    alone = measure_probe(judged, np.zeros(2, np.float32), ["a", "b"], 7, probe, probe, probe)
    vote = measure_probe(judged, np.array([0, 5.9], np.float32), ["a", "b"], 7, probe, probe, 3 * probe)
    assert alone.temperature == pytest.approx(temperature_near(judged, TYPICAL_TEMPERATURE), rel=1e-6)
    assert vote.temperature == pytest.approx(3 * alone.temperature, rel=1e-6)
    assert vote.held_out["accuracy"] == 0.75  # a shift of 6 would exceed a margin of 2
    more = measure_probe(judged, np.array([0, 6.1], np.float32), ["a", "b"], 7, probe, probe, 3 * probe)
    assert more.accuracy == 0.25
    assert (vote.held_out["method"], vote.held_out["measured_at_step"]) == ("cross-fitted", 7)


def test_the_vote_of_a_smoothed_probe_is_as_sure_as_each_cell() -> None:
    """Smoothing halves the logits, the decoder makes them three times as large; it is on the scale of the cells' that
    the shift acts."""
    cells = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    judged, names = pixel_logits(40, 2.0, wrong=10), ["a", "b"]
    alone = temperature_near(judged, TYPICAL_TEMPERATURE)
    for shift, accuracy in ((5.9, 0.75), (6.1, 0.25)):
        vote = measure_probe(judged, np.array([0, shift], np.float32), names, 7, cells, cells / 2, 3 * cells / 2)
        assert vote.temperature == pytest.approx(1.5 * alone, rel=1e-6)
        assert vote.held_out["accuracy"] == accuracy


def test_without_judged_strokes_the_temperature_is_the_typical_one() -> None:
    probe = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    measured = measure_probe(None, np.zeros(2, np.float32), ["a", "b"], 7, probe, probe, probe)
    assert measured.held_out is None
    assert measured.temperature == pytest.approx(TYPICAL_TEMPERATURE, rel=1e-6)
    assert (measured.is_calibrated, measured.strokes_to_calibrate) == (False, 20)
