"""The device and precision to compute with, chosen by running what training and prediction run."""
from __future__ import annotations

import contextlib
import functools
import json
import platform
import time
from dataclasses import dataclass
from typing import Callable, Optional, TypeVar

import torch
from torch import nn

from ..data.cache_folder import cache_folder
from ..schema.errors import DeviceError
from .backbone import Backbone
from .efficientnet_unet import efficientnet_unet
from .threads import one_thread

TRIED = "a convolution and a matrix product, with their results checked"
# What CUDA says of a card that cannot be used, and what helps.
REMEDIES = {
    "out of memory": "close other programs that use the graphics card",
    "no kernel image": "take a card that this build of torch supports",
    "driver": "update the graphics driver",
}
GAIN_FILE = "precision.json"
BF16_GAIN = 1.3  # how many times faster bf16 must be on a CPU to be chosen
TRIAL_BANDS, TRIAL_WIDTH, TRIAL_SIDE_PX = 3, 16, 256  # of the network and the patch that are timed
TRIAL_RUNS, TRIAL_S = 4, 0.6  # runs in each precision, the first to warm up; fewer, but two, where these seconds end

SomeModule = TypeVar("SomeModule", bound=nn.Module)


@dataclass(frozen=True)
class Compute:
    """A device and how to use it.

    Attributes:
        device: to compute on.
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

    def place(self, network: SomeModule) -> SomeModule:
        """The network on this device in this layout."""
        return network.to(self.device, memory_format=self.memory_format)  # type: ignore[call-overload]  # torch's stubs

    def place_pixels(self, pixels: torch.Tensor) -> torch.Tensor:
        """A batch (N, C, H, W) on this device in this layout."""
        return pixels.to(self.device, memory_format=self.memory_format)

    def forward(self, network: nn.Module, pixels: torch.Tensor) -> torch.Tensor:
        """Logits float32 on the CPU for a CPU batch (N, C, H, W)."""
        with torch.inference_mode(), self.precision():
            logits = network(self.place_pixels(pixels))
        return logits.float().cpu()


def choose_compute(device: str, precision: str) -> Compute:
    """The device and precision to compute with.

    The layout is not timed: it would differ from one run to the next, and with it the model of a seed. For the same
    reason bf16 must be faster by BF16_GAIN on a CPU.

    Args:
        device: one of config.DEVICES; "auto" takes the first that works.
        precision: one of config.PRECISIONS; "auto" measures on a CPU, for less than a second, once.

    Raises:
        DeviceError: the device does not exist or fails to compute.
    """
    chosen = _first_working() if device == "auto" else _working(device)
    # Of float32, graphics cards would take TF32 in convolutions: its 10 bits are too coarse for squared distances.
    torch.backends.cudnn.allow_tf32 = False
    layout = layout_on(chosen)
    fp32, bf16 = Compute(chosen, None, layout), Compute(chosen, torch.bfloat16, layout)
    if precision == "fp32" or (chosen.type != "cpu" and not _has_bf16(chosen)):
        return fp32
    if chosen.type == "cpu" and precision == "auto":
        return bf16 if _gain_on_cpu() > BF16_GAIN else fp32
    return bf16


def layout_on(device: torch.device) -> torch.memory_format:
    """The layout of image tensors and convolution weights on a device.

    On a CPU channels-last is hardly ever slower. On CUDA it takes cuDNN two seconds to prepare the encoder's depthwise
    convolutions for each new shape of its input, against 0.06 s in the default layout; their steps are equally fast.
    """
    return torch.contiguous_format if device.type == "cuda" else torch.channels_last


def list_devices() -> list[dict[str, object]]:
    """Every kind of device with its name, whether it is available, and a description or the reason why not."""
    rows: list[dict[str, object]] = []
    for name in ("cpu", "cuda", "mps"):
        try:
            device = _working(name)
            rows.append({"name": name, "available": True, "description": _description(device)})
        except DeviceError as error:
            rows.append({"name": name, "available": False, "description": str(error)})
    return rows


def _first_working() -> torch.device:
    for name in ("cuda", "mps"):
        with contextlib.suppress(DeviceError):
            return _working(name)
    return torch.device("cpu")


def _working(name: str) -> torch.device:
    """The device, after kernels on it: a driver too old for torch, or a card that is full, shows only then."""
    checks: dict[str, Callable[[], bool]] = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    if name in checks and not checks[name]():
        raise DeviceError(f"torch {torch.__version__} has no {name} device here", "choose device auto or cpu")
    try:
        device = torch.device(name)
        works = _computes(device)
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
        raise DeviceError(f"Device {name} fails ({reason})", _remedy(reason)) from error
    if not works:
        raise DeviceError(f"Device {name} computes wrong results", "choose device cpu")
    return device


def _computes(device: torch.device) -> bool:
    """Whether a convolution and a matrix product give the results that they must."""
    result = nn.functional.conv2d(torch.ones(1, 1, 4, 4, device=device), torch.ones(1, 1, 3, 3, device=device))
    steps = torch.arange(16.0, device=device).reshape(4, 4)
    product = (steps @ steps.T).diagonal()  # the rows' sums of squares
    return bool((result == 9).all()) and product.tolist() == [14.0, 126.0, 366.0, 734.0]


def _remedy(reason: str) -> str:
    """What to do about a device that fails."""
    for words, remedy in REMEDIES.items():
        if words in reason.lower():
            return f"{remedy}, or choose device cpu"
    return "choose device cpu"


def _has_bf16(device: torch.device) -> bool:
    return device.type == "cuda" and torch.cuda.is_bf16_supported()


def _description(device: torch.device) -> str:
    if device.type == "cuda":
        memory = torch.cuda.get_device_properties(device).total_memory / 2**30
        return f"{torch.cuda.get_device_name(device)}, {memory:.0f} GiB"
    if device.type == "mps":
        return "Apple GPU"
    return f"{torch.get_num_threads()} threads"


@functools.cache
def _gain_on_cpu() -> float:
    """How many times faster bf16 is; measured once, so that all requests on this machine have the same precision."""
    processor = f"{platform.processor() or platform.machine()}, {torch.backends.cpu.get_cpu_capability()}"
    key, file = f"torch {torch.__version__} on {processor}", cache_folder() / GAIN_FILE
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return float(json.loads(file.read_text(encoding="utf-8"))[key])
    gain = _measured_gain()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({key: gain}), encoding="utf-8")
    return gain


def _measured_gain() -> float:
    device = torch.device("cpu")
    computes = [Compute(device, precision, layout_on(device)) for precision in (None, torch.bfloat16)]
    fp32, bf16 = _trial(computes)
    return fp32 / bf16


def _trial(computes: list[Compute]) -> list[float]:
    """Seconds of a step with the default backbone in each of several ways to compute, on one device.

    Other kernels do not tell: the encoder's depthwise convolutions may gain from bf16 where a 3x3 convolution loses.
    Other programs matter little: the ways take turns in one thread, and its least time on the processor counts.
    """
    with one_thread():
        backbone = computes[0].place(efficientnet_unet(TRIAL_BANDS, TRIAL_WIDTH))
        backbone.encoder.requires_grad_(False).eval()
        best, started = [float("inf")] * len(computes), time.perf_counter()
        for run in range(TRIAL_RUNS):
            best = [min(least, _seconds(compute, backbone)) for least, compute in zip(best, computes)]
            if run and time.perf_counter() - started > TRIAL_S:
                break
    return best


def _seconds(compute: Compute, backbone: Backbone) -> float:
    """Seconds for the frozen encoder forward, and the decoder forward and backward."""
    pixels = torch.ones(1, TRIAL_BANDS, TRIAL_SIDE_PX, TRIAL_SIDE_PX, device=compute.device)
    pixels = pixels.to(memory_format=compute.memory_format)
    started = time.thread_time()
    with compute.precision():
        features = backbone(pixels)
    features.float().mean().backward()
    return time.thread_time() - started
