"""The graphics card: what its driver says, and the build of PyTorch that fits."""
from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QProcess

from ...translation import tr
from .builds import CPU, CU126, CU130, CUDA, MPS
from .platforms import Platform

TIMEOUT_S = 15.0
KILLED_MS = 1000
QUERY = ("--query-gpu=name,driver_version,compute_cap", "--format=csv,noheader")
DRIVER_FILE = Path("/proc/driver/nvidia/version")


@dataclass(frozen=True)
class Need:
    """What a CUDA build needs: the driver's main version, and the card's compute capability from and to."""

    driver: int
    lowest: tuple[int, int]
    highest: tuple[int, int]


# PyTorch's table of CUDA builds for release 2.13, NVIDIA's table of drivers for CUDA toolkits.
NEEDS = {
    CUDA: Need(580, (7, 5), (12, 1)),
    CU130: Need(580, (7, 5), (12, 1)),
    CU126: Need(560, (5, 0), (9, 0)),
}


@dataclass(frozen=True)
class Card:
    """An NVIDIA card as its driver describes it; capability is None where an old driver does not say it."""

    name: str
    driver: str
    capability: Optional[tuple[int, int]] = None


@dataclass(frozen=True)
class Choice:
    """The build that fits, and why, in a sentence."""

    build: str
    reason: str


def find_card() -> Optional[Card]:
    """The first NVIDIA card, or None; takes up to seconds, so not on the main thread."""
    program = shutil.which("nvidia-smi")
    if program:
        card = _asked(program)
        if card is not None:
            return card
    return _from_driver_file()


def choose(platform: Platform, card: Optional[Card]) -> Choice:
    """The build for a card on a platform."""
    if platform.name == "macos-arm64":
        return Choice(MPS, tr("It computes on the Apple graphics processor (MPS)."))
    if card is None:
        return Choice(CPU, tr("No NVIDIA graphics card with a driver was found: it computes on the processor."))
    builds = (CU130, CU126) if platform.is_windows else (CUDA,)
    fitting = next((build for build in builds if not _misfit(card, NEEDS[build])), "")
    if fitting:
        return Choice(fitting, tr("It computes on {} (driver {}).").format(card.name, card.driver))
    reason = tr("{} is not used, it computes on the processor: {}.")
    return Choice(CPU, reason.format(card.name, _misfit(card, NEEDS[builds[0]])))


def _misfit(card: Card, need: Need) -> str:
    """Why a card does not fit, with the remedy; "" where it does."""
    if int(card.driver.split(".")[0]) < need.driver:
        return tr("its driver {} is older than {}; update the NVIDIA driver").format(card.driver, need.driver)
    if card.capability is None:
        return tr("what it can is not known; update the NVIDIA driver, or choose its build yourself")
    capability = "{}.{}".format(*card.capability)
    if card.capability < need.lowest:
        lowest = "{}.{}".format(*need.lowest)
        return tr("its compute capability {} is below {}; a newer card is needed").format(capability, lowest)
    if card.capability > need.highest:
        return tr("its compute capability {} is newer than this PyTorch; update Berunda").format(capability)
    return ""


def _asked(program: str) -> Optional[Card]:
    for query in (QUERY, ("--query-gpu=name,driver_version", QUERY[1])):  # old drivers do not know compute_cap
        process = QProcess()
        process.start(program, list(query))
        if not process.waitForFinished(int(TIMEOUT_S * 1000)):  # also where it cannot be started
            process.kill()
            process.waitForFinished(KILLED_MS)
            return None
        is_done = process.exitStatus() == QProcess.ExitStatus.NormalExit and process.exitCode() == 0
        told = bytes(process.readAllStandardOutput()).decode("utf-8", errors="replace")
        card = parse_card(told) if is_done else None
        if card is not None:
            return card
    return None


def parse_card(text: str) -> Optional[Card]:
    """The first card in what nvidia-smi printed; None where it printed something else."""
    for line in text.splitlines():
        found = re.fullmatch(r"\s*(.+?), (\d+(?:\.\d+)+)(?:, (?:(\d+)\.(\d+)|.*))?\s*", line)
        if found:
            name, driver, major, minor = found.groups()
            return Card(name, driver, (int(major), int(minor)) if major else None)
    return None


def _from_driver_file() -> Optional[Card]:
    try:
        text = DRIVER_FILE.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"Kernel Module.*?\s(\d{3,}(?:\.\d+)+)\s", text)
    return Card(tr("an NVIDIA card"), found.group(1)) if found else None
