"""Cross-fitting: no stroke is judged by a probe that has seen it."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from scenes import RecordingReporter, Scene, box_at, write_labels

from engine.features import cross_fit as module
from engine.features.cross_fit import StrokeLogits, judge_by_folds
from engine.features.probe_fit import fit_probe, row_weights
from engine.jobs.train import run as run_train
from engine.models.model_file import load_model

CELLS, ROTATIONS, FEATURES = 5, 2, 4


def made_up(per_class: int = 6, classes: int = 3, seed: int = 0) -> tuple[torch.Tensor, ...]:
    """Features (n, R, F) of cells around a centre for each class, their classes, strokes and folds."""
    generator = torch.Generator().manual_seed(seed)
    targets = torch.arange(classes).repeat_interleave(per_class * CELLS)
    strokes = torch.arange(classes * per_class).repeat_interleave(CELLS)
    noise = torch.randn(len(targets), ROTATIONS, FEATURES, generator=generator)
    features = noise + 2 * torch.eye(classes, FEATURES)[targets][:, None]
    return features, targets, strokes, strokes % 3


def logits_of(judged: StrokeLogits, stroke: int) -> np.ndarray:
    return judged.logits[judged.strokes == stroke]


def test_no_stroke_is_judged_by_a_fit_that_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    features, targets, strokes, folds = made_up()
    seen: list[torch.Tensor] = []

    def recorded(rows: torch.Tensor, *rest: object) -> object:
        seen.append(rows)
        return fit_probe(rows, *rest)

    monkeypatch.setattr(module, "fit_probe", recorded)
    judge_by_folds(features, targets, strokes, folds, ROTATIONS)
    for fold, rows in enumerate(seen):
        assert torch.equal(rows, features[folds != fold].flatten(0, 1))


def test_a_stroke_is_judged_as_by_the_fit_to_the_other_folds() -> None:
    """Rotations are rows of the fit, and averaged for the cells that are judged."""
    features, targets, strokes, folds = made_up()
    others = folds != 1
    rows = [values[others].repeat_interleave(ROTATIONS) for values in (targets, strokes)]
    fitted = fit_probe(features[others].flatten(0, 1), rows[0], row_weights(rows[1], rows[0]), iterations=15)
    judged = judge_by_folds(features, targets, strokes, folds, ROTATIONS)
    expected = fitted(features[strokes == 4].mean(dim=1))
    np.testing.assert_allclose(logits_of(judged, 4), expected, rtol=1e-6)
    of_first = judge_by_folds(features, targets, strokes, folds, 1)
    np.testing.assert_allclose(logits_of(of_first, 4), fitted(features[strokes == 4, 0]), rtol=1e-6)


def test_what_a_stroke_is_called_does_not_change_how_it_is_judged() -> None:
    """It would where a fit had seen it; and twice the same gives the same."""
    features, targets, strokes, folds = made_up()
    other = targets.clone()
    other[strokes == 4] = 2
    one, again, renamed = (
        judge_by_folds(features, named, strokes, folds, ROTATIONS) for named in (targets, targets, other)
    )
    assert np.array_equal(one.logits, again.logits)
    assert np.array_equal(logits_of(one, 4), logits_of(renamed, 4))
    assert not np.array_equal(logits_of(one, 2), logits_of(renamed, 2))


def test_a_class_of_one_fold_is_not_judged_and_trains_for_the_others() -> None:
    features, targets, strokes, folds = made_up()
    folds[targets == 2] = 1
    judged = judge_by_folds(features, targets, strokes, folds, ROTATIONS)
    assert set(judged.targets.tolist()) == {0, 1}
    assert judged.logits.shape[1] == 3
    assert np.isfinite(judged.logits).all()


@pytest.mark.parametrize(("per_class", "classes"), [(1, 3), (6, 1)])
def test_a_stroke_of_each_class_or_one_class_alone_cannot_be_judged(per_class: int, classes: int) -> None:
    features, targets, strokes, folds = made_up(per_class, classes)
    assert judge_by_folds(features, targets, strokes, folds, ROTATIONS) is None


def test_accuracy_rests_on_all_strokes(scene: Scene) -> None:
    """Four strokes in each of three stripes, which colours tell apart: too few to call the map calibrated."""
    result = run_train(scene.config(steps=0, probe_share=1, auxiliary=()), RecordingReporter())
    held_out = result["held_out"]
    assert (held_out["method"], held_out["strokes"]) == ("cross-fitted", 12)
    assert held_out["accuracy"] > 0.8
    assert list(held_out["per_class"]) == ["roof", "grass", "water"]
    assert [each["strokes"] for each in held_out["per_class"].values()] == [4, 4, 4]
    assert (result["calibrated"], result["strokes_to_calibrate"]) == (False, 8)
    assert load_model(result["model"])[1].held_out == held_out


def test_three_strokes_are_not_judged_and_the_model_says_so(scene: Scene) -> None:
    labels = write_labels(scene.folder / "few.gpkg", [(box_at(4, col), k) for k, col in ((1, 10), (2, 80), (3, 150))])
    config = scene.config(labels=labels, steps=0, probe_share=1, probe_smoothing_px=0, auxiliary=())
    result = run_train(config, RecordingReporter())
    assert (result["held_out"], result["calibrated"], result["strokes_to_calibrate"]) == (None, False, 20)
    card = load_model(result["model"])[1]
    assert card.postprocessing.is_calibrated is False
    assert card.postprocessing.temperature == pytest.approx(0.53, rel=1e-4)


def test_strokes_for_validation_are_measured_to_the_end(scene: Scene) -> None:
    """They never train, so the final network itself is measured on them, and no other stroke is judged."""
    strokes = [(box_at(row, col), k) for k, col in ((1, 10), (2, 80), (3, 150)) for row in (4, 60, 120)]
    labels = write_labels(scene.folder / "marked.gpkg", strokes, splits=["validation", None, None] * 3)
    reporter = RecordingReporter()
    held_out = run_train(scene.config(labels=labels, steps=16), reporter)["held_out"]
    assert (held_out["method"], held_out["strokes"], held_out["measured_at_step"]) == ("held-out", 3, 16)
    assert max(step for step, values in reporter.metrics if "held_out_accuracy" in values) == 16
