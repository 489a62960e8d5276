"""The engine's client against a real process: every way a worker behaves or dies."""
from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from berunda.engine.protocol import CancelledEvent, Checkpoint, ErrorEvent, Metric, Progress, Result, State
from berunda.plugin.core.engine_client import EngineClient
from berunda.plugin.core.engine_log import FILE_BYTES, EngineLog
from berunda.plugin.core.environment import VARIABLE
from berunda.plugin.core.line_splitter import MAX_LINE_BYTES, LineSplitter
from fake_engine import is_alive, use_fake_engine, wait_until


class Listener:
    """Everything a client says."""

    def __init__(self, client: EngineClient) -> None:
        self.hellos, self.events, self.deaths = [], [], []
        client.hello_received.connect(self.hellos.append)
        client.event_received.connect(self.events.append)
        client.died.connect(self.deaths.append)

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]


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


def test_a_request_starts_the_worker_and_waits_for_its_hello(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    assert not client.is_running
    request_id = client.request("train", params)
    assert client.hello is None
    wait_until(lambda: client.heard.of(Result))
    assert client.heard.hellos == [client.hello]
    assert client.hello.catalogue["defaults"]["width"] == 16
    assert {event.id for event in client.heard.events} == {None, request_id}
    assert [event.done for event in client.heard.of(Progress)] == list(range(1, 21))
    assert [event.step for event in client.heard.of(Metric)] == list(range(1, 21))
    assert client.heard.of(Checkpoint)[0].path == params["model"]
    assert client.heard.of(Result)[0].values["held_out"]["accuracy"] == 0.91
    assert client.heard.deaths == []


def test_the_worker_stays_for_the_next_request(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    first = client.request("train", params)
    wait_until(lambda: client.heard.of(Result))
    process_id = client.process_id()
    second = client.request("train", params)
    wait_until(lambda: len(client.heard.of(Result)) == 2)
    assert [event.id for event in client.heard.of(Result)] == [first, second]
    assert second == first + 1
    assert client.process_id() == process_id != 0


def test_junk_and_torn_lines_lose_no_event(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "garbage")
    client.request("train", params)
    wait_until(lambda: client.heard.of(Result))
    assert [event.done for event in client.heard.of(Progress)] == list(range(1, 21))
    log = Path(client.log.path).read_text()
    assert "Not a line of JSON: 'Warning: I am no event'" in log
    assert "Not a JSON object: '[1, 2]'" in log


def test_cancel_stops_a_run_and_keeps_its_model(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "slow")
    request_id = client.request("train", params)
    wait_until(lambda: len(client.heard.of(Progress)) > 5)
    client.cancel(request_id)
    wait_until(lambda: client.heard.of(CancelledEvent))
    assert client.heard.of(CancelledEvent) == [CancelledEvent(request_id, params["model"])]
    assert client.is_running


def test_cancel_of_a_request_that_was_not_sent_yet(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    request_id = client.request("train", params)
    client.cancel(request_id)
    assert client.heard.of(CancelledEvent) == [CancelledEvent(request_id, "")]
    wait_until(lambda: State(None, "idle") in client.heard.events)
    assert client.heard.of(Progress) == []


def test_an_error_of_the_engine_is_an_event_and_no_death(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "failing")
    request_id = client.request("train", params)
    wait_until(lambda: client.heard.of(ErrorEvent))
    assert client.heard.of(ErrorEvent) == [ErrorEvent(request_id, "labels", "The labels do not touch the image", "check their CRS")]
    assert client.heard.deaths == []


def test_a_worker_that_dies_in_training_is_mourned_with_its_last_words_and_replaced(
    client: EngineClient, params: dict, tmp_path: Path
) -> None:
    use_fake_engine(tmp_path, "dying")
    client.request("train", params)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == [
        "The engine died (it was killed or crashed; its last words: RuntimeError: the memory is full). "
        "What was drawn and trained before is kept; the next click starts it again."
    ]
    assert client.heard.of(Checkpoint)[0].path == params["model"]
    assert client.log.last_lines[-1] == "RuntimeError: the memory is full"
    assert client.hello is None
    assert not client.is_running

    use_fake_engine(tmp_path, "normal")
    request_id = client.request("train", params)
    wait_until(lambda: client.heard.of(Result))
    assert client.heard.of(Result)[0].id == request_id


def test_a_worker_killed_from_outside_while_idle(client: EngineClient, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.start()
    wait_until(lambda: client.heard.hellos)
    os.kill(client.process_id(), signal.SIGKILL)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith("The engine died (it was killed or crashed).")


def test_an_interpreter_without_torch_gets_one_sentence(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "broken")
    client.request("train", params)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == [
        f"The engine's Python {tmp_path}/python-broken does not bring up the engine (exit code 1; its last words: "
        "ModuleNotFoundError: No module named 'torch'): install the engine's environment (see README), or name its Python under Advanced"
    ]


def test_a_missing_interpreter_gets_one_sentence_after_the_request_returned(client: EngineClient, params: dict, tmp_path: Path) -> None:
    os.environ[VARIABLE] = str(tmp_path / "nowhere")
    assert client.request("train", params) == 1
    assert client.heard.deaths == []
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith(f"The engine's Python {tmp_path}/nowhere ({VARIABLE}) does not exist: ")


def test_a_file_that_is_no_program_gets_one_sentence(client: EngineClient, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(b"\x89PNG")
    path.chmod(0o755)
    os.environ[VARIABLE] = str(path)
    client.start()
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths[0].startswith(f"The engine's Python {path} does not bring up the engine (it cannot be started: ")


def test_a_worker_that_never_says_hello_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    use_fake_engine(tmp_path, "silent")
    client = EngineClient(log_folder=tmp_path, hello_timeout_s=1.5)
    heard = Listener(client)
    client.start()
    wait_until(lambda: client.process_id())
    process_id = client.process_id()
    wait_until(lambda: heard.deaths)
    assert "was not ready within 1.5 s; its last words: still importing: install the engine's environment" in heard.deaths[0]
    assert not is_alive(process_id)


def test_another_protocol_is_refused(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "outdated")
    client.request("train", params)
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == ["The engine 0.1.0 speaks protocol 2, this plugin speaks 1: restart QGIS so that both are of one version"]
    assert client.heard.hellos == []
    assert client.heard.of(Progress) == []


def test_shutdown_does_not_wait_and_the_worker_ends_in_the_middle_of_training(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "slow")
    client.request("train", params)
    wait_until(lambda: len(client.heard.of(Progress)) > 5)
    process_id = client.process_id()
    began = time.monotonic()
    client.shutdown()
    assert time.monotonic() - began < 0.1
    assert not client.is_running
    wait_until(lambda: not is_alive(process_id))
    assert client.heard.deaths == []


def test_kill_ends_a_worker_that_does_not_listen(client: EngineClient, params: dict, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "deaf")
    request_id = client.request("train", params)
    wait_until(lambda: len(client.heard.of(Progress)) > 5)
    client.cancel(request_id)
    client.kill()
    wait_until(lambda: client.heard.deaths)
    assert client.heard.deaths == ["The engine was ended at your request. What was drawn and trained before is kept."]


def test_restart_takes_the_interpreter_that_is_named_now(client: EngineClient, tmp_path: Path) -> None:
    use_fake_engine(tmp_path, "normal")
    client.start()
    wait_until(lambda: client.heard.hellos)
    use_fake_engine(tmp_path, "broken")
    client.restart()
    wait_until(lambda: client.heard.deaths)
    assert "No module named 'torch'" in client.heard.deaths[0]


def test_lines_are_put_together_from_any_pieces() -> None:
    text = '{"a": "ä€"}\r\n\nsecond\nrest'.encode()
    for size in (1, 2, 3, 7, len(text)):
        splitter = LineSplitter()
        lines = [line for start in range(0, len(text), size) for line in splitter.feed(text[start : start + size])]
        assert lines == ['{"a": "ä€"}', "", "second"]
        assert splitter.flush() == ["rest"]
        assert splitter.flush() == []


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    splitter = LineSplitter()
    assert [len(line) for line in splitter.feed(b"x" * (MAX_LINE_BYTES + 1))] == [MAX_LINE_BYTES + 1]
    assert splitter.feed(b"y\n") == ["y"]


def test_the_log_is_rotated_and_remembers_twenty_lines(tmp_path: Path) -> None:
    log = EngineLog(tmp_path / "log")
    for number in range(4 * FILE_BYTES // 2000):
        log.add(f"{number} " + "x" * 5000)
    log.add("   ")
    log.close()
    files = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert files == ["engine.log", "engine.log.1", "engine.log.2"]
    assert all(path.stat().st_size <= FILE_BYTES for path in (tmp_path / "log").iterdir())
    assert [line.split()[0] for line in log.last_lines] == [str(number) for number in range(1980, 2000)]


def test_a_log_folder_that_cannot_be_made_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = EngineLog(tmp_path / "file" / "log")
    log.add("kept")
    log.close()
    assert Path(log.path).read_text().endswith("kept\n")
