"""The precision is chosen by what training and prediction run."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from engine.models import compute
from engine.models.backbone import Backbone
from engine.models.compute import BF16_GAIN, Compute, choose_compute
from engine.schema.cache_variables import FOLDER_VARIABLE


@pytest.fixture(autouse=True)
def _not_measured_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    compute._gain_on_cpu.cache_clear()
    yield
    compute._gain_on_cpu.cache_clear()


@pytest.mark.parametrize(
    ("gain", "chosen"), [(BF16_GAIN * 1.05, torch.bfloat16), (BF16_GAIN * 0.95, None), (0.1, None)]
)
def test_bf16_is_chosen_where_it_is_faster_by_a_margin(
    monkeypatch: pytest.MonkeyPatch, gain: float, chosen: torch.dtype | None
) -> None:
    monkeypatch.setattr(compute, "_seconds", lambda way, _: 1.0 / (gain if way.autocast else 1.0))
    assert choose_compute("cpu", "auto").autocast == chosen


def test_the_trial_runs_the_encoder_forward_and_the_decoder_forward_and_backward(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: list[tuple[torch.dtype | None, Backbone]] = []
    timed = compute._seconds

    def recorded(way: Compute, backbone: Backbone) -> float:
        backbone.zero_grad()
        seconds = timed(way, backbone)
        assert all(p.grad is None for p in backbone.encoder.parameters())
        assert all(p.grad is not None for p in backbone.decoder.parameters())
        run.append((way.autocast, backbone))
        return seconds

    monkeypatch.setattr(compute, "_seconds", recorded)
    choose_compute("cpu", "auto")
    precisions = [precision for precision, _ in run]
    assert precisions == [None, torch.bfloat16] * (len(run) // 2)  # they take turns
    assert 2 <= len(run) // 2 <= compute.TRIAL_RUNS
    depthwise = [m for m in run[0][1].modules() if isinstance(m, torch.nn.Conv2d) and m.groups > 1]
    assert len(depthwise) > 5


def test_the_trial_ends_where_runs_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))
    calls: list[Compute] = []
    monkeypatch.setattr(compute, "_seconds", lambda way, _: float(len(calls.append(way) or calls)))
    choose_compute("cpu", "auto")
    assert len(calls) == 4


def test_it_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Compute] = []
    monkeypatch.setattr(compute, "_seconds", lambda way, _: float(len(calls.append(way) or calls)))
    first, count = choose_compute("cpu", "auto"), len(calls)
    assert choose_compute("cpu", "auto") == first
    assert len(calls) == count


def test_it_is_measured_once_on_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "_seconds", lambda way, _: 0.5 if way.autocast else 1.0)
    assert choose_compute("cpu", "auto").autocast == torch.bfloat16
    compute._gain_on_cpu.cache_clear()  # as another process
    monkeypatch.setattr(compute, "_seconds", lambda way, _: pytest.fail("measured again"))
    assert choose_compute("cpu", "auto").autocast == torch.bfloat16


@pytest.mark.parametrize("content", ["", "[]", '{"torch": 3}', "\x00"])
def test_a_damaged_record_is_measured_again(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    file = compute.cache_folder() / compute.GAIN_FILE
    file.parent.mkdir()
    file.write_text(content)
    monkeypatch.setattr(compute, "_seconds", lambda way, _: 0.5 if way.autocast else 1.0)
    assert choose_compute("cpu", "auto").autocast == torch.bfloat16


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("CUDA out of memory. Tried to allocate 2.00 MiB", "close other programs that use the graphics card"),
        ("CUDA error: no kernel image is available for execution on the device", "take a card"),
        ("The NVIDIA driver on your system is too old", "update the graphics driver"),
        ("something else", "choose device cpu"),
    ],
)
def test_a_card_that_is_full_or_too_old_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, said: str, remedy: str
) -> None:
    def fail(device: torch.device) -> bool:
        if device.type == "cuda":
            raise RuntimeError(f"{said}\nmore lines")
        return True

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(compute, "_computes", fail)
    row = compute.list_devices()[1]
    assert (row["name"], row["available"]) == ("cuda", False)
    assert str(row["description"]).startswith(f"Device cuda fails ({said}): {remedy}")
    assert choose_compute("auto", "fp32").device.type == "cpu"


def test_a_device_with_wrong_results_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compute._computes(torch.device("cpu"))
    convolve = torch.nn.functional.conv2d
    monkeypatch.setattr(torch.nn.functional, "conv2d", lambda *arguments: convolve(*arguments) + 1)
    assert compute.list_devices()[0]["description"] == "Device cpu computes wrong results: choose device cpu"
