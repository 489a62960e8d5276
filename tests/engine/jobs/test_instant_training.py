"""Training without steps: the model and its card, what was measured on, and a stop before the end."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from compute_device import ON_DEVICE
from live_cases import band, preview
from scenes import RecordingReporter, Scene, box_at, striped_strokes, write_labels

from engine.jobs.registry import run_job
from engine.models.model_file import load_model
from engine.schema.errors import Cancelled, ConfigError, EngineError, LabelError, OutputError
from engine.schema.reporter import Reporter

NAMES = {1: "roof", 2: "grass", 3: "water"}
OOD_SCORES = {"fusion", "energy", "novel-here", "foreign"}


def train(scene: Scene, reporter: Reporter | None = None, **changes: Any) -> dict[str, Any]:
    request = {"image": scene.image, "labels": scene.labels, "model": str(scene.folder / "m.safetensors"),
               "preset": "instant", **ON_DEVICE, **changes}  # fmt: skip
    return run_job("train", request, reporter or Reporter())


class StoppedIn(RecordingReporter):
    """Stops the job when it reaches a state."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self._last = state

    def state(self, state: str) -> None:
        super().state(state)
        if state == self._last:
            self.stop.set()


def test_the_model_has_a_probe_a_head_and_a_card(scene: Scene) -> None:
    reporter = RecordingReporter()
    result = train(scene, reporter)
    assert reporter.states == ["reading", "learning", "calibrating"]
    assert reporter.checkpoints == [0]
    assert reporter.metrics == [(0, {"held_out_accuracy": result["held_out"]["accuracy"]})]
    assert result["steps"] == 0
    assert result["label_counts"] == {"1": 320, "2": 320, "3": 320}
    network, card = load_model(result["model"])
    assert network.probe_share == card.postprocessing.probe_share == 1
    assert network.probe is not None
    assert network.ood_head is not None
    assert [entry.name for entry in card.classes] == list(NAMES.values())
    assert card.recipe["steps_taken"] == 0
    assert card.auxiliary_channels == {}
    record = card.postprocessing
    assert len(record.class_shift) == 3
    assert record.temperature == pytest.approx(result["temperature"])
    assert set(record.ood) >= OOD_SCORES
    assert record.is_calibrated is False


@pytest.mark.parametrize("steps", [0, 2])
def test_a_class_whose_strokes_are_on_another_image_is_left_out(scene: Scene, steps: int) -> None:
    """A label file may belong to several images."""
    height, width = scene.truth.shape
    strokes = [*striped_strokes(height, width), *[(box_at(row, 3 * width), 4) for row in (10, 60, 110)]]
    names = {**NAMES, 4: "ice"}
    scene.labels = write_labels(scene.folder / "both.gpkg", strokes, names=names)
    reporter = RecordingReporter()
    result = train(scene, reporter, **({"preset": "quick", "steps": steps, "batch": 2} if steps else {}))
    assert reporter.notices["class-elsewhere"] == "No labelled pixel of ice is on the image: left out of the map."
    assert [entry.name for entry in load_model(result["model"])[1].classes] == list(NAMES.values())
    assert set(result["label_counts"]) == {"1", "2", "3"}


def test_all_strokes_are_cross_fitted_and_learned_from(scene: Scene) -> None:
    held_out = train(scene)["held_out"]
    assert held_out["strokes"] == 12
    assert held_out["method"] == preview(scene)["held_out"]["method"]
    assert "cross" in held_out["method"]
    assert held_out["accuracy"] > 0.9
    low, high = held_out["interval"]
    assert low < held_out["accuracy"] <= high
    assert set(held_out["per_class"]) == set(NAMES.values())


def test_enough_strokes_calibrate_the_confidence(scene: Scene) -> None:
    cols = [64 * k + col for k in range(3) for col in (10, 44)]  # so far apart that none is measured with another
    strokes = [(box_at(row, col, 4, 8), col // 64 + 1) for row in range(4, 150, 23) for col in cols]
    scene.labels = write_labels(scene.folder / "many.gpkg", strokes, names=NAMES)
    result = train(scene)
    assert result["held_out"]["strokes"] == len(strokes)
    assert result["calibrated"] is True
    assert load_model(result["model"])[1].postprocessing.is_calibrated


def test_strokes_marked_for_validation_are_measured_on_and_not_learned_from(scene: Scene) -> None:
    """Those for validation are of the third class and lie in the first stripe: all wrong, but the map is not."""
    wrong = [(box_at(row, 8, 4, 6), 3) for row in (30, 60, 120)]
    scene.labels = write_labels(
        scene.folder / "split.gpkg", [*striped_strokes(160, 192), *wrong], names=NAMES,
        splits=[None] * 12 + ["validation"] * 3,
    )  # fmt: skip
    result = train(scene)
    assert result["held_out"]["strokes"] == 3
    assert result["held_out"]["accuracy"] == 0
    assert "cross" not in result["held_out"]["method"]
    request = {"image": scene.image, "model": result["model"], "output": str(scene.folder / "map"), **ON_DEVICE}
    classes = band(run_job("predict", request, Reporter())["classes"])
    assert (classes == scene.truth).mean() > 0.97


def test_the_same_labels_give_the_same_model(scene: Scene) -> None:
    first, second = (train(scene, model=str(scene.folder / f"{n}.safetensors"))["model"] for n in range(2))
    (one, of_one), (other, of_other) = load_model(first), load_model(second)
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, other.state_dict()[name]), name
    assert of_one.postprocessing == of_other.postprocessing


@pytest.mark.parametrize("state", ["reading", "learning", "calibrating"])
def test_stopped_before_the_end_it_writes_nothing(scene: Scene, state: str) -> None:
    before = set(scene.folder.iterdir())
    reporter = StoppedIn(state)
    with pytest.raises(Cancelled) as caught:
        train(scene, reporter)
    assert caught.value.kept == ""
    assert reporter.states[-1] in (state, "learning")
    assert reporter.checkpoints == []
    assert set(scene.folder.iterdir()) == before


def test_stopped_it_leaves_an_earlier_model_as_it_is(scene: Scene) -> None:
    path = Path(train(scene)["model"])
    content = path.read_bytes()
    with pytest.raises(Cancelled):
        train(scene, StoppedIn("calibrating"))
    assert path.read_bytes() == content


def test_further_imagery_has_a_part_in_it(scene: Scene, tmp_path: Path) -> None:
    """The class prior is estimated on all of it, in equal parts of its valid pixels."""
    other = tmp_path / "other"
    other.mkdir()
    more = Scene(other, 160, 192)
    alone, together = (load_model(train(scene, unlabelled=paths)["model"])[1] for paths in ([], [more.image]))
    assert alone.postprocessing.class_shift != together.postprocessing.class_shift
    assert np.isfinite(together.postprocessing.class_shift).all()


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"image": "none.tif"}, EngineError, "none.tif"),
        ({"labels": "none.gpkg"}, LabelError, "none.gpkg"),
        ({"model": "m.pt"}, EngineError, "m.pt"),
        ({"model": "/proc/none/m.safetensors"}, OutputError, "cannot be written"),
        ({"backbone": "unet-half"}, ConfigError, "unet-half"),
    ],
)
def test_bad_input_is_told(scene: Scene, changes: dict[str, Any], error: type[EngineError], sentence: str) -> None:
    with pytest.raises(error, match=sentence) as caught:
        train(scene, **changes)
    assert caught.value.remedy


def test_one_class_is_too_few(scene: Scene) -> None:
    """A live map shows what is like it; a model needs two."""
    scene.labels = write_labels(scene.folder / "one.gpkg", [(box_at(9, 9), 1)], names=NAMES)
    with pytest.raises(LabelError, match="one class"):
        train(scene)
    assert preview(scene)["shows"] == "similarity"
