"""Two trainings, of which the first makes pseudo-labels for the second."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from compute_device import ON_DEVICE
from scenes import RecordingReporter, Scene, box_at, write_labels, write_raster
from torch import nn

from engine.data.label_raster import UNLABELLED, LabelRaster
from engine.data.labels import read_labels
from engine.data.raster import Raster
from engine.data.split import split_strokes
from engine.jobs import predict, staged_training, train
from engine.jobs.registry import run_job
from engine.jobs.staged_training import write_pseudo_labels
from engine.models.model_file import load_model
from engine.schema.config import TrainConfig
from engine.schema.recipes import train_config


def request(scene: Scene, **changes: Any) -> dict[str, Any]:
    files = {"image": scene.image, "labels": scene.labels, "model": str(scene.folder / "model.safetensors")}
    return {**files, "preset": "fixmatch-then-jem", **ON_DEVICE, **changes}


def test_pseudo_labels_are_the_map_where_there_is_no_stroke(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    classes = np.kron(generator.integers(0, 4, (8, 10)), np.ones((40, 40))).astype(np.uint8)  # 0 is nodata
    places = ((30, 5, 1), (60, 5, 2), (90, 5, 3), (70, 99, 1), (70, 198, 2), (70, 297, 3))  # row, col, class id
    strokes = [(box_at(row, col), class_id) for row, col, class_id in places]
    labels = write_labels(tmp_path / "labels.gpkg", strokes, names={1: "roof", 2: "grass", 3: "water"})
    path = str(tmp_path / "pseudo.gpkg")
    raster = Raster(write_raster(tmp_path / "classes.tif", classes[None], nodata=0))
    for _ in range(2):  # an earlier file is replaced
        write_pseudo_labels(raster.path, labels, path)
    drawn, pseudo = read_labels(labels, raster.grid), read_labels(path, raster.grid)
    by_hand = LabelRaster(drawn, raster.grid).read(raster.grid.window)
    is_mapped = (by_hand == UNLABELLED) & (classes > 0)
    by_hand[is_mapped] = classes[is_mapped] - 1
    burned = LabelRaster(pseudo, raster.grid)
    np.testing.assert_array_equal(burned.read(raster.grid.window), by_hand)
    assert pseudo.classes == drawn.classes
    held_out = split_strokes(burned, burned.survey(raster)[0], seed=0).held_out
    assert {stroke.stroke for stroke in held_out} <= set(range(len(strokes)))


def test_fixmatch_then_jem_trains_jem_on_the_map_of_a_network_with_batch_normalisation(
    scene: Scene, reporter: RecordingReporter
) -> None:
    result = run_job("train", request(scene, steps=5, crop_px=64, batch=2, width=4), reporter)
    folder = scene.folder
    first, first_card = load_model(str(folder / "model.fixmatch.safetensors"))
    second, card = load_model(str(folder / "model.safetensors"))
    assert result["model"] == str(folder / "model.safetensors")
    assert any(isinstance(module, nn.BatchNorm2d) for module in first.backbone.decoder.modules())
    assert not any(isinstance(module, nn.BatchNorm2d) for module in second.modules())
    assert (first_card.auxiliary, card.auxiliary) == ({"fixmatch": 1.0}, {"jem": 0.3})
    assert (first_card.steps, card.steps) == (2, 3)
    assert [entry.name for entry in card.classes] == ["roof", "grass", "water"]
    assert sum(result["label_counts"].values()) == scene.truth.size
    pseudo = read_labels(str(folder / "model.fixmatch.map" / "pseudo_labels.gpkg"), Raster(scene.image).grid)
    assert card.labels_digest == pseudo.digest
    assert "too high" in reporter.notices["pseudo-labels"]


@pytest.mark.parametrize(
    ("budget", "halves"),
    [({"steps": 7}, [(3, None), (4, None)]), ({"minutes": 3.0}, [(None, 1.5), (None, 1.5)])],
)
@pytest.mark.parametrize("resume", ["", "model.checkpoint.safetensors"])
def test_each_training_has_half_of_the_budget_and_the_second_is_resumed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, budget: dict, halves: list, resume: str
) -> None:
    trained: list[TrainConfig] = []
    monkeypatch.setattr(train, "run", lambda config, _: trained.append(config) or {})
    monkeypatch.setattr(predict, "run", lambda config, _: {"classes": "classes.tif"})
    monkeypatch.setattr(staged_training, "write_pseudo_labels", lambda *_: None)
    config = train_config(request(scene, **budget, seed=3, resume=resume))
    staged_training.run(config, RecordingReporter())
    assert [(each.steps, each.minutes) for each in trained] == (halves[1:] if resume else halves)
    assert [each.preset for each in trained] == ["fixmatch", "fixmatch-then-jem"][-len(trained) :]
    assert {each.seed for each in trained} == {3}
    assert trained[-1].labels == str(scene.folder / "model.fixmatch.map" / "pseudo_labels.gpkg")
    assert trained[-1].resume == resume


def test_without_pseudo_labels_it_is_one_training(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[TrainConfig] = []
    monkeypatch.setattr(train, "run", lambda config, _: trained.append(config) or {"steps": 1})
    config = train_config(request(scene, preset="default"))
    assert staged_training.run(config, RecordingReporter()) == {"steps": 1}
    assert trained == [config]
