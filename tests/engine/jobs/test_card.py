"""What runs on a graphics card sends all that it computes with there, and back: on a pretended one, for want of any."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rasterio
import torch
from live_cases import LAYERS, NAMES, preview
from pretended_device import CARD, pretended_card
from scenes import RecordingReporter, Scene, striped_strokes, write_labels

from engine.jobs.registry import run_job
from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.compute import choose_compute
from engine.schema.setting import to_params

ON_CARD = {"device": "cuda", "precision": "fp32"}
SMOOTH = {"backbone": "unet-smooth", "probe_share": 0.0}  # the only backbone that hosts jem


@pytest.fixture(autouse=True)
def card() -> Iterator[None]:
    with pretended_card():
        yield


@pytest.fixture
def small(tmp_path: Path) -> Scene:
    return Scene(tmp_path, 128, 128)


def train(scene: Scene, **changes: Any) -> str:
    config = scene.config(steps=2, batch=4, **ON_CARD, **changes)
    return str(run_job("train", to_params(config), RecordingReporter())["model"])


def predict(scene: Scene, model: str, **changes: Any) -> dict[str, Any]:
    output = str(scene.folder / "map")
    return run_job("predict", {"image": scene.image, "model": model, "output": output, **ON_CARD, **changes},
                   RecordingReporter())  # fmt: skip


def test_it_refuses_what_a_card_refuses() -> None:
    assert choose_compute("auto", "auto").device == CARD
    weight, pixels = torch.ones(2, 3, 1, 1).to(CARD), torch.ones(1, 3, 4, 4)
    with pytest.raises(RuntimeError, match="conv2d of tensors on both devices"):
        torch.nn.functional.conv2d(pixels, weight)
    with pytest.raises(TypeError, match="cannot become an array"):
        weight.numpy()
    result = torch.nn.functional.conv2d(pixels.to(CARD), weight)
    assert result.device == CARD
    assert (result.cpu().numpy() == 3).all()


@pytest.mark.parametrize("name", AUXILIARY_LOSSES)
def test_every_loss_trains(small: Scene, name: str) -> None:
    assert Path(train(small, auxiliary=[name], **(SMOOTH if name == "jem" else {}))).exists()


@pytest.mark.parametrize("settings", [{"preset": "instant"}, {"backbone": "efficientnet-lite0", "probe_share": 0.9}])
def test_a_map_and_what_is_suggested(tmp_path: Path, settings: dict[str, Any]) -> None:
    scene = Scene(tmp_path, 128, 384)
    labels = write_labels(tmp_path / "left.gpkg", striped_strokes(128, 128), names=NAMES)
    model = train(scene, labels=labels, **settings)
    layers = predict(scene, model)
    for name in LAYERS:
        with rasterio.open(layers[name]) as layer:
            assert layer.read(1).any()
    request = {"image": scene.image, "model": model, "output": str(tmp_path / "places.gpkg"), **ON_CARD}
    assert run_job("suggest", {**request, "count": 1}, RecordingReporter())["count"] == 1


def test_convolutions_get_the_layout_that_cudnn_prepares_at_once(small: Scene, monkeypatch) -> None:
    """Channels-last takes cuDNN two seconds for every new shape; the maps that the layers pass on keep the layout."""
    forward, found = torch.nn.Conv2d.forward, set()

    def noted(self: torch.nn.Conv2d, maps: torch.Tensor) -> torch.Tensor:
        found.add((maps.is_contiguous(), self.weight.is_contiguous()))
        return forward(self, maps)

    monkeypatch.setattr(torch.nn.Conv2d, "forward", noted)
    predict(small, train(small, backbone="efficientnet-lite0", auxiliary=["mumford-shah"], probe_share=0.9))
    preview(small, **ON_CARD)
    assert found == {(True, True)}


def test_live_maps(small: Scene) -> None:
    assert preview(small, **ON_CARD)["shows"] == "classes"
    assert preview(small, show="groups", **ON_CARD)["shows"] == "groups"
    assert preview(small, show="similarity", place=[60, 60], **ON_CARD)["shows"] == "similarity"


def test_the_output_of_a_head(small: Scene) -> None:
    model = train(small, backbone="unet-half", probe_share=0.0, auxiliary=["l1"])
    assert predict(small, model, head="l1")["shows"] == "reconstruction"


def test_an_analysis(small: Scene) -> None:
    request = {"image": [small.image] * 2, "output": str(small.folder / "report"), "device": "cuda"}
    result = run_job("analyse", {**request, "patch_px": 32, "patches": 20, "runs": 1}, RecordingReporter())
    assert Path(result["report"]).exists()
