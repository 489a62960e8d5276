"""The engine's client against a real process: jobs and their signals, and every way a worker behaves or dies."""
from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.catalogue import Catalogue
from berunda.plugin.core.engine.client import EngineClient
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.engine.jobs import CANCELLED, DONE, FAILED, SUBMITTED, Job, JobCancelled, JobFailed
from fake_engine import is_alive, use_fake_engine, wait_until
from qgis.PyQt.QtCore import QTimer

ENDS = ("done", "failed", "cancelled")


class Listener:
    """What a client emits besides the signals of its jobs."""

    def __init__(self, client: EngineClient) -> None:
        self.catalogues, self.states, self.deaths = [], [], []
        client.hello_received.connect(self.catalogues.append)
        client.state_changed.connect(self.states.append)
        client.died.connect(self.deaths.append)


class Heard(list):
    """What a job emits, in order: the signal's name and its values."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        for name in ("state_changed", "progress", "metric", "notice", "checkpoint", *ENDS, "finished"):
            getattr(job, name).connect(lambda *values, name=name: self.append((name, *values)))

    def of(self, name: str) -> list[tuple]:
        return [values for found, *values in self if found == name]

    @property
    def end(self) -> list[tuple]:
        """The last two signals, once the job is over."""
        ends = [entry[0] for entry in self if entry[0] in ENDS]
        assert len(ends) <= 1
        return self[-2:] if self.of("finished") else []


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "")  # restores what the tests set
    client = EngineClient(log_folder=tmp_path / "log", hello_timeout_s=20)
    client.heard = Listener(client)
    yield client
    client.shutdown()


@pytest.fixture
def params(tmp_path: Path) -> dict:
    return {"image": "ortho.tif", "labels": "labels.gpkg", "model": str(tmp_path / "model.safetensors")}


def test_a_request_starts_the_worker_and_waits_for_hello(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    assert not client.is_running
    job = client.submit("train", params)
    heard = Heard(job)
    assert (job.id, job.command, job.params, job.state) == (1, "train", params, SUBMITTED)
    assert (client.is_ready, client.catalogue, client.engine_version) == (False, None, "")
    wait_until(lambda: heard.end)
    assert client.heard.catalogues == [client.catalogue]
    assert client.engine_version == "0.1.0"
    assert [state for (state,) in heard.of("state_changed")] == ["reading", "learning", "calibrating"]
    assert [done for done, _, _ in heard.of("progress")] == list(range(1, 21))
    assert heard.of("progress")[-1] == [20, 20, 0.0]
    assert [step for step, _ in heard.of("metric")] == list(range(1, 21))
    assert heard.of("checkpoint") == [[params["model"]]]
    assert heard.of("notice") == [["12 pixels lie under two classes and are ignored."]]
    assert [entry[0] for entry in heard.end] == ["done", "finished"]
    assert heard.of("done")[0][0]["held_out"]["accuracy"] == 0.91
    assert (job.state, job.engine_is_gone) == (DONE, False)
    assert client.heard.deaths == []


def test_the_hello_carries_the_catalogue(client: EngineClient, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.start()
    wait_until(lambda: client.is_ready)
    catalogue = client.catalogue
    assert isinstance(catalogue, Catalogue)
    assert catalogue.loss("relaxed-kmeans").parameters[0].high == 64
    assert catalogue.loss("l1").needs_no_labels
    assert not catalogue.loss("total-variation").needs_no_labels
    assert catalogue.can_probe("resnet18", has_start=True)
    assert not catalogue.can_probe("resnet18", has_start=False)
    assert [device.available for device in catalogue.devices] == [True, False]


def test_two_jobs_at_once_hear_only_their_own_events(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "slow")
    training = client.submit("train", params)
    heard = Heard(training)
    wait_until(lambda: len(heard.of("progress")) > 3)
    previews = [client.submit("preview", {"generation": generation}) for generation in (7, 8)]
    heard_previews = [Heard(preview) for preview in previews]
    wait_until(lambda: all(each.end for each in heard_previews))
    for generation, each in zip((7, 8), heard_previews):
        assert each == [
            ("state_changed", "predicting"),
            ("progress", 1, 1, 0.0),
            ("done", {"generation": generation, "seconds": 0.01}),
            ("finished",),
        ]
    assert training.state == "learning"
    before = len(heard.of("progress"))
    wait_until(lambda: len(heard.of("progress")) > before + 3)
    done = [done for done, total, _ in heard.of("progress")]
    assert done == list(range(1, len(done) + 1))
    training.cancel()
    wait_until(lambda: heard.end)
    assert heard.end == [("cancelled", params["model"]), ("finished",)]


def test_the_worker_says_what_it_does_outside_any_job(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.run("train", params, 20)
    wait_until(lambda: len(client.heard.states) == 3)
    assert client.heard.states == ["starting", "idle", "idle"]


def test_a_job_can_be_waited_for(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    assert client.run("train", params, 20)["steps"] == 20
    job = client.submit("preview", {"generation": 1})
    assert job.wait(20) == job.wait(0) == {"generation": 1, "seconds": 0.01}
    use_fake_engine(tmp_path, "failing")
    client.restart()
    with pytest.raises(JobFailed, match=r"^The labels do not touch the image: check their CRS$"):
        client.run("train", params, 20)


def test_a_job_that_is_not_done_in_time_is_stopped_and_the_worker_stays(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    use_fake_engine(tmp_path, "slow")
    client.start()
    wait_until(lambda: client.is_ready)
    job = client.submit("train", params)
    heard = Heard(job)
    with pytest.raises(JobFailed, match=r"train was not done within 0\.3 s"):
        job.wait(0.3)
    wait_until(lambda: heard.end)
    assert heard.end[0] == ("cancelled", params["model"])
    assert client.is_running
    job = client.submit("train", params)
    QTimer.singleShot(300, job.cancel)
    with pytest.raises(JobCancelled) as stopped:
        job.wait(20)
    assert stopped.value.kept == params["model"]


def test_the_worker_stays_for_the_next_request(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    first, second = client.submit("train", params), client.submit("train", params)
    order, heard = [], (Heard(first), Heard(second))
    first.done.connect(lambda _: order.append("the first is done"))
    second.progress.connect(lambda *_: order.append("the second goes on"))
    wait_until(lambda: heard[0].end)
    process_id = client.process_id()
    wait_until(lambda: heard[1].end)
    assert order == ["the first is done"] + ["the second goes on"] * 20
    assert (second.id, second.state) == (first.id + 1, DONE)
    assert client.process_id() == process_id != 0


def test_junk_and_torn_lines_lose_no_event(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "garbage")
    heard = Heard(client.submit("train", params))
    wait_until(lambda: heard.end)
    assert [done for done, _, _ in heard.of("progress")] == list(range(1, 21))
    log = Path(client.log.path).read_text()
    assert "Not a line of JSON: 'Warning: I am no event'" in log
    assert "Not a JSON object: '[1, 2]'" in log


def test_cancel_stops_a_job_and_keeps_its_model(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "slow")
    job = client.submit("train", params)
    heard = Heard(job)
    wait_until(lambda: len(heard.of("progress")) > 5)
    assert not job.is_stopping
    job.cancel()
    assert job.is_stopping
    wait_until(lambda: heard.end)
    assert heard.end == [("cancelled", params["model"]), ("finished",)]
    assert job.state == CANCELLED
    assert client.is_running
    job.cancel()  # nothing is left to stop
    assert len(heard.of("cancelled")) == 1


def test_cancel_of_a_request_that_was_not_sent_yet(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    job, other = client.submit("train", params), client.submit("preview", {})
    heard = Heard(job)
    job.cancel()
    assert heard == [("cancelled", ""), ("finished",)]
    assert other.wait(20)["seconds"] == 0.01
    wait_until(lambda: "idle" in client.heard.states)
    assert len(heard) == 2


def test_an_error_of_the_engine_is_not_a_death(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "failing")
    job = client.submit("train", params)
    heard = Heard(job)
    wait_until(lambda: heard.end)
    assert heard == [("failed", "The labels do not touch the image: check their CRS"), ("finished",)]
    assert (job.state, job.engine_is_gone) == (FAILED, False)
    assert client.heard.deaths == []


def test_a_worker_that_dies_fails_every_job_with_the_end_of_its_log_and_is_replaced(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    use_fake_engine(tmp_path, "dying")
    jobs = [client.submit("train", params) for _ in range(3)]
    heard = [Heard(job) for job in jobs]
    order = []
    jobs[2].failed.connect(lambda _: order.append("job"))
    client.died.connect(lambda _: order.append("client"))
    wait_until(lambda: client.heard.deaths)
    sentence = (
        "The engine died (it was killed or crashed; its log ends with: RuntimeError: the memory is full). "
        "What was drawn and trained before is kept; the next click starts it again."
    )
    assert client.heard.deaths == [sentence]
    for job, each in zip(jobs, heard):
        assert each.end == [("failed", sentence), ("finished",)]
        assert job.engine_is_gone
    assert order == ["job", "client"]
    assert heard[0].of("checkpoint") == [[params["model"]]]
    assert client.log.last_lines[-1] == "RuntimeError: the memory is full"
    assert not client.is_ready
    assert not client.is_running

    use_fake_engine(tmp_path, "normal")
    assert client.run("train", params, 20)["steps"] == 20


def test_a_worker_killed_from_outside_while_idle(client: EngineClient, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.start()
    wait_until(lambda: client.is_ready)
    os.kill(client.process_id(), signal.SIGKILL)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith("The engine died (it was killed or crashed).")


def test_an_interpreter_without_torch_gets_one_sentence(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "broken")
    client.submit("train", params)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == [
        f"The engine's Python {tmp_path}/python-broken does not bring up the engine (exit code 1; its log ends with: "
        "ModuleNotFoundError: No module named 'torch'): install the engine's environment (Install engine in the dock), "
        "or name its Python under Advanced"
    ]


def test_a_missing_interpreter_gets_one_sentence_after_the_request_returned(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    os.environ[VARIABLE] = str(tmp_path / "nowhere")
    job = client.submit("train", params)
    assert (job.state, client.heard.deaths) == (SUBMITTED, [])
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith(f"The engine's Python {tmp_path}/nowhere ({VARIABLE}) does not exist: ")
    assert (job.state, job.engine_is_gone) == (FAILED, True)


def test_a_file_that_is_not_a_program_gets_one_sentence(client: EngineClient, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(b"\x89PNG")
    path.chmod(0o755)
    os.environ[VARIABLE] = str(path)
    client.start()
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith(
        f"The engine's Python {path} does not bring up the engine (it cannot be started: "
    )


def test_a_worker_that_never_says_hello_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    use_fake_engine(tmp_path, "silent")
    client = EngineClient(log_folder=tmp_path, hello_timeout_s=1.5)
    heard = Listener(client)
    client.start()
    wait_until(lambda: client.process_id())
    process_id = client.process_id()
    wait_until(lambda: heard.deaths)
    assert (
        "was not ready within 1.5 s; its log ends with: still importing: install the engine's environment"
        in heard.deaths[0]
    )
    assert not is_alive(process_id)


@pytest.mark.parametrize(
    ("mode", "difference"),
    [
        ("outdated", "speaks protocol 2, this plugin speaks 1"),
        ("foreign", "offers what this plugin cannot read (is_pretrained of an entry of backbones of the catalogue is "
         "'perhaps')"),
    ],
)  # fmt: skip
def test_an_engine_of_another_version_is_refused(
    client: EngineClient, params: dict, tmp_path: Path, mode: str, difference: str
) -> None:
    use_fake_engine(tmp_path, mode)
    heard = Heard(client.submit("train", params))
    wait_until(lambda: client.heard.deaths)
    sentence = f"The engine 0.1.0 {difference}: restart QGIS so that both are of one version"
    assert client.heard.deaths == [sentence]
    assert heard == [("failed", sentence), ("finished",)]
    assert client.heard.catalogues == []


def test_shutdown_does_not_wait_and_the_worker_ends_in_the_middle_of_training(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    use_fake_engine(tmp_path, "slow")
    heard = Heard(client.submit("train", params))
    wait_until(lambda: len(heard.of("progress")) > 5)
    process_id = client.process_id()
    began = time.monotonic()
    client.shutdown()
    assert time.monotonic() - began < 0.1
    assert heard.end == [("cancelled", ""), ("finished",)]
    assert not client.is_running
    wait_until(lambda: not is_alive(process_id))
    assert client.heard.deaths == []


def test_kill_ends_a_worker_that_does_not_react(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "deaf")
    job = client.submit("train", params)
    heard = Heard(job)
    wait_until(lambda: len(heard.of("progress")) > 5)
    job.cancel()
    client.kill()
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == ["The engine was ended at your request. What was drawn and trained before is kept."]
    assert heard.end[0] == ("failed", client.heard.deaths[0])


def test_restart_takes_the_interpreter_that_is_named_now(client: EngineClient, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.start()
    wait_until(lambda: client.is_ready)
    use_fake_engine(tmp_path, "broken")
    client.restart()
    assert not client.is_ready
    wait_until(lambda: client.heard.deaths)
    assert "No module named 'torch'" in client.heard.deaths[0]
    assert client.catalogue is not None  # the dock goes on showing what there was


def test_a_job_may_be_cancelled_while_all_of_them_are_being_ended(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    """Its end is on its way, and it has one only."""
    use_fake_engine(tmp_path, "broken")
    first, second = client.submit("train", params), client.submit("train", params)
    heard, errors = Heard(second), []
    first.failed.connect(lambda _: call(second.cancel, errors))
    wait_until(lambda: client.heard.deaths)
    assert errors == []
    assert (heard.end[0][0], second.state) == ("failed", FAILED)


def call(action: Callable[[], None], errors: list[Exception]) -> None:
    """Calls from within a signal, where pytest does not see errors."""
    try:
        action()
    except Exception as error:
        errors.append(error)
