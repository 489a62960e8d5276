"""Where and in which precision to compute: proven by running a kernel, measured by a short trial."""
from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import Optional

import torch
from torch import nn

from .errors import DeviceError

TRIAL_REPEATS = 3
BF16_GAIN = 1.3  # how many times faster bf16 must be on a CPU to be chosen


@dataclass(frozen=True)
class Compute:
    """A device and how to use it.

    Attributes:
        autocast: torch.bfloat16 for mixed precision, None for float32.
        memory_format: layout of image tensors and convolution weights.
    """

    device: torch.device
    autocast: Optional[torch.dtype]
    memory_format: torch.memory_format

    def precision(self) -> contextlib.AbstractContextManager:
        """Context in which the network runs; losses belong outside it."""
        if self.autocast is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.autocast)

    def place(self, network: nn.Module) -> nn.Module:
        """The network on this device in this layout."""
        return network.to(self.device, memory_format=self.memory_format)

    def forward(self, network: nn.Module, pixels: torch.Tensor) -> torch.Tensor:
        """Logits float32 on the CPU for a CPU batch (N, C, H, W)."""
        with torch.inference_mode(), self.precision():
            logits = network(pixels.to(self.device, memory_format=self.memory_format))
        return logits.float().cpu()


def choose_compute(device: str, precision: str) -> Compute:
    """The device asked for, or the best that works for "auto"; precision by a trial of well under a second.

    The layout is channels-last everywhere. Choosing it by timing as well would make the same seed give different models from
    one run to the next, and it is the slower one nowhere that matters; bf16 must win clearly for the same reason.

    Raises:
        DeviceError: the device is not there or fails to compute.
    """
    chosen = _first_working() if device == "auto" else _proven(device)
    if chosen.type != "cpu":
        return Compute(chosen, torch.bfloat16 if precision != "fp32" and _has_bf16(chosen) else None, torch.channels_last)
    fp32, bf16 = Compute(chosen, None, torch.channels_last), Compute(chosen, torch.bfloat16, torch.channels_last)
    if precision == "auto":
        return bf16 if BF16_GAIN * _trial_seconds(bf16) < _trial_seconds(fp32) else fp32
    return bf16 if precision == "bf16" else fp32


def list_devices() -> list[dict[str, object]]:
    """Every kind of device with whether it computes, and why not."""
    rows = []
    for name in ("cpu", "cuda", "mps"):
        try:
            device = _proven(name)
            rows.append({"name": name, "available": True, "description": _description(device)})
        except DeviceError as error:
            rows.append({"name": name, "available": False, "description": str(error)})
    return rows


def _first_working() -> torch.device:
    for name in ("cuda", "mps"):
        with contextlib.suppress(DeviceError):
            return _proven(name)
    return torch.device("cpu")


def _proven(name: str) -> torch.device:
    """The device, after a convolution ran on it: a driver too old for the build shows only then."""
    is_there = {"cpu": lambda: True, "cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}[name]
    if not is_there():
        raise DeviceError(f"This computer offers no {name} device to torch {torch.__version__}", "choose device auto or cpu")
    try:
        device = torch.device(name)
        result = nn.functional.conv2d(torch.ones(1, 1, 4, 4, device=device), torch.ones(1, 1, 3, 3, device=device))
        works = bool((result == 9).all())
    except RuntimeError as error:
        raise DeviceError(f"The {name} device is there but fails ({str(error).splitlines()[0]})", "choose device cpu") from error
    if not works:
        raise DeviceError(f"The {name} device computes wrong results", "choose device cpu")
    return device


def _has_bf16(device: torch.device) -> bool:
    return device.type == "cuda" and torch.cuda.is_bf16_supported()


def _description(device: torch.device) -> str:
    if device.type == "cuda":
        memory = torch.cuda.get_device_properties(device).total_memory / 2**30
        return f"{torch.cuda.get_device_name(device)}, {memory:.0f} GiB"
    if device.type == "mps":
        return "Apple GPU"
    return f"{torch.get_num_threads()} threads"


def _trial_seconds(compute: Compute) -> float:
    """Seconds for a small convolution forward and backward, the best of a few."""
    layer = compute.place(nn.Conv2d(16, 32, 3, padding=1))
    pixels = torch.ones(2, 16, 96, 96).to(memory_format=compute.memory_format)
    best = float("inf")
    for _ in range(TRIAL_REPEATS + 1):  # the first one warms up
        started = time.perf_counter()
        with compute.precision():
            output = layer(pixels)
        output.float().mean().backward()
        best = min(best, time.perf_counter() - started)
    return best
