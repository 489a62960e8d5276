"""The real worker process: it speaks, obeys, survives errors, and ends when nobody listens."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from compute_device import DEVICE, ON_DEVICE
from live_cases import LAYERS, band
from scenes import Scene, write_raster
from worker_client import WorkerClient

from engine.models.model_file import load_model
from engine.schema.config import EvaluateConfig, PredictConfig
from engine.schema.protocol import PROTOCOL_VERSION
from engine.schema.setting import to_params


@pytest.fixture
def worker() -> Iterator[WorkerClient]:
    with WorkerClient() as client:
        yield client


def params(scene: Scene, **changes: object) -> dict:
    return to_params(scene.config(**changes))


def test_it_starts_with_its_state_and_then_the_catalogue(worker: WorkerClient) -> None:
    hello = worker.wait_for("hello")
    assert [(e.event, getattr(e, "state", None)) for e in worker.events] == [("state", "starting"), ("hello", None)]
    assert hello.protocol == PROTOCOL_VERSION
    names = [loss["name"] for loss in hello.catalogue["auxiliary_losses"]]
    assert {"l1", "relaxed-kmeans", "total-variation"} <= set(names)
    assert {"networks", "backbones", "devices", "defaults"} <= set(hello.catalogue)
    assert worker.wait_for("state").state == "idle"


def test_train_predict_and_evaluate_in_one_worker(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send(1, "train", params(scene))
    trained = worker.wait_for("result", "error")
    assert trained.event == "result", trained
    out = scene.folder / "out"
    worker.send(2, "predict", to_params(PredictConfig(scene.image, trained.values["model"], str(out), device=DEVICE)))
    predicted = worker.wait_for("result", "error")
    assert predicted.event == "result", predicted
    assert {Path(predicted.values[name]).name for name in ("classes", "confidence", "ood")} == {
        "classes.tif",
        "confidence.tif",
        "ood.tif",
    }
    worker.send(3, "evaluate", to_params(EvaluateConfig(predicted.values["classes"], predicted.values["classes"])))
    assert worker.wait_for("result", "error").values["overall_accuracy"] == 1.0
    states = [event.state for event in worker.events if event.event == "state" and event.id == 1]
    assert states == ["reading", "learning", "calibrating"]
    assert all(event.id == 1 for event in worker.events if event.event == "metric")


def test_stop_takes_effect_within_two_seconds_and_keeps_the_model(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send(1, "train", params(scene, steps=100_000, crop_px=192, width=16, batch=4))
    worker.wait_for("metric")
    started = time.monotonic()
    worker.send(2, "cancel", {"id": 1})
    stopped = worker.wait_for("cancelled")
    assert time.monotonic() - started < 2.0
    assert load_model(stopped.kept)[1].recipe["steps_taken"] >= 1
    assert worker.wait_for("state").state == "idle"


def test_a_request_can_be_stopped_before_it_began(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send(1, "train", params(scene, steps=100_000))
    worker.send(2, "train", params(scene, steps=1))
    worker.wait_for("metric")
    worker.send(3, "cancel", {"id": 2})
    stopped = worker.wait_for("cancelled")  # at once, while the other one goes on
    assert (stopped.id, stopped.kept) == (2, "")
    worker.send(4, "cancel", {"id": 1})
    assert worker.wait_for("cancelled").id == 1
    assert worker.wait_for("state").state == "idle"


def test_errors_are_told_and_outlived(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send_line("this is not JSON")
    assert worker.wait_for("error").code == "protocol"
    worker.send(9, "dance")
    unknown = worker.wait_for("error")
    assert (unknown.id, unknown.code) == (9, "protocol")
    assert "evaluate" in unknown.remedy
    worker.send(1, "train", params(scene, image="none.tif"))
    error = worker.wait_for("error")
    assert (error.id, error.code) == (1, "image")
    assert "none.tif" in error.message
    assert error.remedy
    worker.send(2, "train", {"image": scene.image})
    assert worker.wait_for("error").code == "config"
    for number, wrong in enumerate(({"probe": "yes"}, {"auxiliary": [{"nmae": "l1"}]}, {"unlabelled": 5}), 10):
        worker.send(number, "train", {**params(scene), **wrong})
        error = worker.wait_for("error")
        assert (error.id, error.code) == (number, "config"), wrong
        assert next(iter(wrong)) in error.message
        assert error.remedy
    worker.send(3, "cancel", {"id": 77})  # unknown: already over, nothing to do
    worker.send(4, "train", params(scene, steps=1))
    assert worker.wait_for("result", "error").event == "result"


@pytest.mark.parametrize("line", ['{"id": 1, "command": "cancel", "params": {"id": [1]}}', "[" * 100_000])
def test_it_survives_lines_that_make_no_sense(worker: WorkerClient, line: str) -> None:
    worker.wait_for("hello")
    worker.send_line(line)
    assert worker.wait_for("error").id is None
    worker.send(2, "devices")
    assert worker.wait_for("result").id == 2
    worker.process.stdin.close()
    assert worker.process.wait(timeout=10) == 0


def test_a_second_request_of_one_id_is_refused_and_both_lanes_go_on(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    for request_id in (1, 1, 2):
        worker.send(request_id, "train", params(scene, steps=100_000))
    assert "request 1 already" in worker.wait_for("error").message
    worker.wait_for("metric")
    worker.send(3, "devices")
    assert worker.wait_for("result").id == 3
    worker.send(4, "shutdown")
    assert {worker.wait_for("cancelled").id, worker.wait_for("cancelled").id} == {1, 2}
    assert worker.process.wait(timeout=10) == 0


def test_shutdown_ends_it(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send(1, "train", params(scene, steps=100_000))
    worker.wait_for("metric")
    worker.send(2, "shutdown")
    assert worker.wait_for("cancelled").kept
    assert worker.process.wait(timeout=10) == 0


def test_it_ends_when_stdin_does(worker: WorkerClient, scene: Scene) -> None:
    """QGIS crashed: the pipe closes, training stops, the model is kept and no process stays behind."""
    worker.wait_for("hello")
    worker.send(1, "train", params(scene, steps=100_000))
    worker.wait_for("metric")
    worker.process.stdin.close()
    assert worker.process.wait(timeout=10) == 0
    assert load_model(str(scene.folder / "model.safetensors"))


def test_killed_in_training_the_last_checkpoint_stays_usable(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    worker.send(1, "train", params(scene, steps=800))
    kept = worker.wait_for("checkpoint")
    worker.process.kill()
    worker.process.wait()
    assert load_model(kept.path)[1].recipe["steps_taken"] >= 1
    with WorkerClient() as again:
        again.wait_for("hello")
        checkpoint = str(scene.folder / "model.checkpoint.safetensors")
        again.send(1, "train", params(scene, steps=kept.step + 2, resume=checkpoint))
        resumed = again.wait_for("result", "error")
        assert resumed.event == "result", resumed


def test_a_short_request_is_answered_while_a_training_runs(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    truth = write_raster(scene.folder / "truth.tif", scene.truth[None])
    evaluation = to_params(EvaluateConfig(truth, truth))
    worker.send(1, "evaluate", evaluation)  # what it imports is there from now on
    worker.wait_for("result")
    worker.send(2, "train", params(scene, steps=100_000))
    worker.wait_for("metric")
    for number in range(3, 8):
        started = time.monotonic()
        worker.send(number, "evaluate", evaluation)
        assert worker.wait_for("result").id == number
        assert time.monotonic() - started < 1.0
    worker.send(9, "cancel", {"id": 2})
    assert worker.wait_for("cancelled").id == 2
    assert worker.wait_for("state").state == "idle"
    states = [event.id for event in worker.events if event.event == "state" and event.state == "idle"]
    assert all(number is None for number in states)


def test_a_live_map_is_answered_block_by_block_while_a_training_runs(worker: WorkerClient, scene: Scene) -> None:
    worker.wait_for("hello")
    height, width = scene.truth.shape
    request = {"image": scene.image, "labels": scene.labels, "window": [0, 0, height, width],
               "output": str(scene.folder / "live"), **ON_DEVICE}  # fmt: skip
    worker.send(1, "train", params(scene, steps=100_000))
    worker.wait_for("metric")
    worker.send(2, "preview", {**request, "generation": 5})
    blocks = [worker.wait_for("block") for _ in LAYERS]
    assert [block.layer for block in blocks] == ["classes", "confidence", "ood"]
    assert {(block.id, tuple(block.window), block.generation) for block in blocks} == {(2, (0, 0, height, width), 5)}
    found = worker.wait_for("result", "error")
    assert (found.event, found.id) == ("result", 2), found
    assert (band(found.values["classes"]) == scene.truth).mean() > 0.97
    worker.wait_for("metric")  # the training goes on
    worker.send(3, "preview", {**request, "window": [height, 0, 5, 5]})
    error = worker.wait_for("error")
    assert (error.id, error.code) == (3, "config")
    assert "does not touch" in error.message
    worker.send(4, "explore", {"image": scene.image, **ON_DEVICE})
    worker.send(5, "cancel", {"id": 1})
    assert worker.wait_for("cancelled").id == 1
    explored = worker.wait_for("result", "error")
    assert (explored.id, explored.values["encoded"]) == (4, 0)
