"""The platforms that the engine can be installed on, and what is pinned for each of them."""
from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

from ...translation import tr
from ..places import lock_folder
from .problem import InstallProblem

UV_VERSION = "0.13.9"
PYTHON_VERSION = "3.12.16"  # uv has the digests of the standalone builds of this version
PYTHON_MB = 35  # the largest of them, to be fetched
OLDEST_PYTHON, NEWEST_PYTHON = (3, 10), (3, 14)  # that all packages have wheels for
OLDEST_MACOS = 14
ARM = ("arm64", "aarch64")


@dataclass(frozen=True)
class Platform:
    """An operating system on a processor.

    Attributes:
        name: as in requirements/locks/sizes.json.
        uv_wheel: the end of the name of uv's wheel.
        uv_mb: its size in megabytes.
        python: uv's name of the standalone Python.
        machines: what platform.machine() of a fitting Python says, in lower case.
        uv_digest: SHA-256 of uv's wheel, where it is another one than the locked one.
    """

    name: str
    uv_wheel: str
    uv_mb: float
    python: str
    machines: tuple[str, ...]
    uv_digest: str = ""

    @property
    def is_windows(self) -> bool:
        """Whether this is Windows."""
        return self.name.startswith("windows")

    @property
    def wheel_name(self) -> str:
        """The file name of uv's wheel."""
        return f"uv-{UV_VERSION}-py3-none-{self.uv_wheel}.whl"

    @property
    def locked_digest(self) -> str:
        """SHA-256 of uv's wheel; raises InstallProblem where none is locked."""
        if self.uv_digest:
            return self.uv_digest
        for line in (lock_folder() / "uv.txt").read_text(encoding="utf-8").splitlines():
            digest, _, name = line.partition("  ")
            if name == self.wheel_name:
                return digest
        raise InstallProblem(tr("{} is not locked: install the plugin again.").format(self.wheel_name))

    @property
    def python_request(self) -> str:
        """The standalone Python as uv is asked for it."""
        return f"cpython-{PYTHON_VERSION}-{self.python}"


PLATFORMS = {
    "linux-x86_64": Platform(
        "linux-x86_64",
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        17.6,
        "linux-x86_64-gnu",
        ("x86_64", "amd64"),
    ),
    "linux-aarch64": Platform(
        "linux-aarch64",
        "manylinux_2_28_aarch64",
        16.9,
        "linux-aarch64-gnu",
        ARM,
    ),
    "windows-x86_64": Platform(
        "windows-x86_64",
        "win_amd64",
        15.7,
        "windows-x86_64-none",
        ("amd64", "x86_64"),
    ),
    "macos-arm64": Platform(
        "macos-arm64",
        "macosx_11_0_arm64",
        14.7,
        "macos-aarch64-none",
        ARM,
    ),
}


def this_platform() -> Platform:
    """The platform of this computer.

    Raises:
        InstallProblem: there is no PyTorch for it.
    """
    machine = platform.machine().lower()
    if sys.platform == "win32":
        return PLATFORMS["windows-x86_64"]  # Windows on ARM runs it too
    if sys.platform == "darwin":
        return _macos(machine)
    found = PLATFORMS.get(f"linux-{'aarch64' if machine in ARM else machine}")
    if sys.platform != "linux" or found is None:
        sentence = tr("PyTorch has no build for {} on {}: use Windows, macOS or Linux on a 64-bit processor.")
        raise InstallProblem(sentence.format(platform.system() or sys.platform, machine))
    return found


def _macos(machine: str) -> Platform:
    """A QGIS for Intel on an Apple processor says x86_64, but its processor's name does not."""
    version = platform.mac_ver()[0]
    if machine not in ARM and "ARM64" not in platform.version().upper():
        raise InstallProblem(
            tr("PyTorch 2.13 has no build for Macs with an Intel processor: use a Mac with an Apple processor.")
        )
    if version and int(version.split(".")[0]) < OLDEST_MACOS:
        sentence = tr("The engine needs macOS {} or newer, this is {}: update.")
        raise InstallProblem(sentence.format(OLDEST_MACOS, version))
    return PLATFORMS["macos-arm64"]
