"""The builds of PyTorch that can be installed, what they take, and the key that names an environment."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from .platforms import PYTHON_MB, PYTHON_VERSION, Platform

CPU, CUDA, CU130, CU126, MPS = "cpu", "cuda", "cu130", "cu126", "mps"
KEY_DIGITS = 8  # short, because paths on Windows may have 260 characters
# Unpacked megabytes for each that is fetched, measured on Linux.
UNPACKED_PACKAGES, UNPACKED_CPU, UNPACKED_CUDA = 3.1, 3.7, 1.8
PYTHON_UNPACKED_MB, SLACK_MB = 150, 300


@dataclass(frozen=True)
class Build:
    """A build of PyTorch.

    Attributes:
        name: of the build.
        lock: its lock file in requirements/locks, without the ending.
        index: the end of the address of PyTorch's own index; "" where it comes from the package index.
        pythons: versions of Python that the lock file has; empty for all from the oldest to the newest.
    """

    name: str
    lock: str
    index: str = ""
    pythons: tuple[tuple[int, int], ...] = ()


# By platform, the build for the processor alone first.
BUILDS: dict[str, tuple[Build, ...]] = {
    "linux-x86_64": (Build(CPU, "torch-cpu", "cpu"), Build(CUDA, "torch-pypi")),
    "linux-aarch64": (Build(CPU, "torch-cpu", "cpu"), Build(CUDA, "torch-pypi")),
    "windows-x86_64": (
        Build(CPU, "torch-pypi"),
        Build(CU130, "torch-cu130", "cu130", ((3, 12), (3, 13), (3, 14))),
        Build(CU126, "torch-cu126", "cu126", ((3, 12),)),
    ),
    "macos-arm64": (Build(MPS, "torch-pypi"),),
}
PACKAGES_LOCK = "packages"


def build_named(platform: Platform, name: str) -> Build:
    """A build of a platform; the first one where there is none of that name."""
    offered = BUILDS[platform.name]
    return next((build for build in offered if build.name == name), offered[0])


def environment_key(build: Build, python: str, locks: Path) -> str:
    """A short digest of all that decides about an environment's content.

    Args:
        build: of PyTorch.
        python: the named interpreter, or "" for the standalone Python.
        locks: folder of the lock files.

    Raises:
        OSError: a lock file cannot be read.
    """
    digest = hashlib.sha256(f"{build.name}\n{python or PYTHON_VERSION}\n".encode())
    for name in (PACKAGES_LOCK, build.lock):
        digest.update((locks / f"{name}.txt").read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:KEY_DIGITS]


@dataclass(frozen=True)
class Sizes:
    """Megabytes to fetch, and megabytes on disk when all is installed."""

    fetched_mb: float
    disk_mb: float


def sizes(platform: Platform, build: Build, python: str, locks: Path) -> Sizes:
    """What a build takes.

    Raises:
        OSError: the table of sizes cannot be read.
    """
    table = json.loads((locks / "sizes.json").read_text(encoding="utf-8"))[platform.name]
    packages, torch = table[PACKAGES_LOCK], table[build.lock]
    unpacked = UNPACKED_CPU if build.name in (CPU, MPS) else UNPACKED_CUDA
    disk = packages * UNPACKED_PACKAGES + torch * unpacked + 3 * platform.uv_mb
    if python:
        return Sizes(packages + torch + platform.uv_mb, disk)
    return Sizes(packages + torch + platform.uv_mb + PYTHON_MB, disk + PYTHON_UNPACKED_MB)
