"""Files of earlier versions are read for ever: see tests/data."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from compute_device import ON_DEVICE
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from scenes import RecordingReporter

from engine.data.labels import read_labels
from engine.data.raster import Raster
from engine.jobs.registry import run_job
from engine.models.model_file import load_model
from engine.schema.errors import ConfigError, LabelError, ModelFileError

ROOT = Path(__file__).resolve().parents[3]
EARLIER = ROOT / "tests" / "data" / "version-0.1.0"
IMAGE = str(ROOT / "resources" / "sample" / "orthophoto.tif")
EXTENT = [401100, 2778900, 401260, 2779050]


def layer(folder: Path, name: str) -> np.ndarray:
    with rasterio.open(folder / f"{name}.tif") as source:
        return source.read(1).astype(int)


def predict_again(folder: Path, reporter: RecordingReporter, **changes: object) -> None:
    request = {"image": IMAGE, "model": str(EARLIER / "model.safetensors"), "output": str(folder), "extent": EXTENT}
    run_job("predict", {**request, **ON_DEVICE, **changes}, reporter)


def test_its_model_gives_its_map(tmp_path: Path, reporter: RecordingReporter) -> None:
    predict_again(tmp_path, reporter, tta_rotations=1)
    # The class prior is added to logits now and was part of the weights then: rounding may decide between classes.
    expected = EARLIER / "one_rotation"
    assert (layer(tmp_path, "classes") == layer(expected, "classes")).mean() > 0.999
    assert np.abs(layer(tmp_path, "confidence") - layer(expected, "confidence")).max() <= 1
    scores, earlier = layer(tmp_path, "ood"), layer(expected, "ood")
    is_beyond = earlier >= 50
    assert np.abs(scores - earlier)[is_beyond].max(initial=0) <= 1
    # Below the edge scores tell more than they did: half of the training area, the least unusual, had 0.
    assert (scores[~is_beyond] <= 50).all()
    assert ((scores - earlier)[~is_beyond] >= -1).all()


def test_its_out_of_distribution_layer_is_the_energy_and_says_so(tmp_path: Path, reporter: RecordingReporter) -> None:
    """Its file has no statistics of features."""
    predict_again(tmp_path, reporter, tta_rotations=1)
    with rasterio.open(tmp_path / "ood.tif") as source:
        assert source.descriptions == ("Out-of-distribution score by the energy of the logits",)
    assert "is the energy of its logits alone" in reporter.notices["ood"]
    with pytest.raises(ConfigError, match=r"'novel-here', which this model has no statistics of: choose .* energy$"):
        predict_again(tmp_path, reporter, tta_rotations=1, ood_score="novel-here")


def test_the_rotations_of_its_recipe_give_nearly_its_map(tmp_path: Path, reporter: RecordingReporter) -> None:
    """Logits were averaged over the two rotations then, the encoder's features are now."""
    predict_again(tmp_path, reporter)
    assert (layer(tmp_path, "classes") == layer(EARLIER, "classes")).mean() > 0.99
    assert np.abs(layer(tmp_path, "confidence") - layer(EARLIER, "confidence")).mean() < 2


def test_a_training_starts_from_its_model_and_its_labels(tmp_path: Path, reporter: RecordingReporter) -> None:
    request = {"image": IMAGE, "labels": str(EARLIER / "labels.gpkg"), "model": str(tmp_path / "new.safetensors")}
    small = {"steps": 1, "crop_px": 64, "batch": 2, **ON_DEVICE}
    result = run_job("train", {**request, **small, "weights": str(EARLIER / "model.safetensors")}, reporter)
    assert "tensors loaded" in reporter.notices["weights"]
    assert load_model(result["model"])[1].classes


def test_its_model_survives_being_written_anew(tmp_path: Path) -> None:
    network, card = load_model(str(EARLIER / "model.safetensors"))
    path = str(tmp_path / "again.safetensors")
    save_file(network.state_dict(), path, card.to_metadata())
    again, same = load_model(path)
    assert same == card
    assert all((again.state_dict()[name] == tensor).all() for name, tensor in network.state_dict().items())


def test_a_model_of_the_future_is_refused_and_a_field_of_the_future_is_not(tmp_path: Path) -> None:
    network, card = load_model(str(EARLIER / "model.safetensors"))
    path = str(tmp_path / "future.safetensors")
    save_file(network.state_dict(), path, {**card.to_metadata(), "sensor": json.dumps("new")})
    assert load_model(path)[1].extra == {"sensor": "new"}
    save_file(load_file(path), path, {**card.to_metadata(), "format": "berunda-model-9"})
    with safe_open(path, "pt") as source:
        assert source.metadata()["format"] == "berunda-model-9"
    with pytest.raises(ModelFileError, match=r"newer Berunda \(model format 9, .*\): update Berunda"):
        load_model(path)


def test_its_label_file_is_read() -> None:
    labels = read_labels(str(EARLIER / "labels.gpkg"), Raster(IMAGE).grid)
    assert len(labels.strokes) > 10
    assert [entry.name for entry in labels.classes] == ["Building", "Land", "Road", "Vegetation", "Water"]


def test_a_damaged_label_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "labels.gpkg").write_bytes((EARLIER / "labels.gpkg").read_bytes()[:5000])
    with pytest.raises(LabelError):
        read_labels(str(tmp_path / "labels.gpkg"), Raster(IMAGE).grid)
