"""What is to be installed, where to and from where: collected on the main thread, carried out on another one."""
from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsSettings

from ..environment import clean_environment
from ..places import lock_folder, plugin_folder
from .builds import Build
from .engine_folder import EngineFolder
from .network import added_certificates, proxy_variables, without_proxies
from .platforms import Platform

PACKAGE_INDEX, TORCH_INDEX = "https://pypi.org/simple", "https://download.pytorch.org/whl"
PACKAGE_INDEX_VARIABLE, TORCH_INDEX_VARIABLE = "BERUNDA_PACKAGE_INDEX", "BERUNDA_TORCH_INDEX"
PYTHON_MIRROR_VARIABLE, PYTHON_ORIGIN = "BERUNDA_PYTHON_MIRROR", "https://github.com"  # where uv fetches it from
BASE_PYTHON_SETTING, WHEELS_SETTING = "berunda/engine_base_python", "berunda/engine_wheels"
FOREIGN = ("UV_", "PIP_", "PYTHON", "CONDA", "VIRTUAL_ENV")  # of other Pythons, and of QGIS's own


@dataclass(frozen=True)
class Order:
    """An installation to be made.

    Attributes:
        folder: of the installation.
        platform: of this computer.
        build: of PyTorch.
        python: an interpreter to build on, or "" for the standalone one.
        wheels: a folder with everything, so that nothing is fetched; or "".
        package_index: address of the package index, or a folder of wheels.
        torch_index: address of PyTorch's own index without the build, or a folder of wheels.
        python_mirror: address that the standalone Python is fetched from; "" for uv's usual one.
        environment: variables for the programs that run.
        certificates: authorities to trust, as PEM; "" for the system's alone.
        locks: folder of the lock files.
        engine: folder in which `python -m engine` works.
    """

    folder: EngineFolder
    platform: Platform
    build: Build
    python: str = ""
    wheels: str = ""
    package_index: str = PACKAGE_INDEX
    torch_index: str = TORCH_INDEX
    python_mirror: str = ""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold a password
    certificates: str = field(default="", repr=False)
    locks: Path = field(default_factory=lock_folder)
    engine: Path = field(default_factory=plugin_folder)


def make_order(folder: EngineFolder, platform: Platform, build: Build) -> Order:
    """An order with all that the user has set in QGIS; on the main thread."""
    return Order(
        folder,
        platform,
        build,
        python=base_python(),
        wheels=wheel_folder(),
        package_index=os.environ.get(PACKAGE_INDEX_VARIABLE) or PACKAGE_INDEX,
        torch_index=os.environ.get(TORCH_INDEX_VARIABLE) or TORCH_INDEX,
        python_mirror=os.environ.get(PYTHON_MIRROR_VARIABLE, ""),
        environment=program_environment(),
        certificates=added_certificates(),
    )


def base_python() -> str:
    """The interpreter that the user wants the environment built on, or ""."""
    return _setting(BASE_PYTHON_SETTING)


def wheel_folder() -> str:
    """The folder of wheels that the user installs from without a network, or ""."""
    return _setting(WHEELS_SETTING)


def remember(setting: str, path: str) -> None:
    """Remembers one of the two choices above."""
    path = path.strip()
    QgsSettings().setValue(setting, os.path.abspath(os.path.expanduser(path)) if path else "")


def _setting(name: str) -> str:
    return str(QgsSettings().value(name, "") or "").strip()


def program_environment() -> dict[str, str]:
    """Variables for the programs that run: the user's without those of other Pythons, and QGIS's proxy; on the main
    thread.
    """
    clean = clean_environment()
    kept = {name: clean.value(name) for name in clean.keys()}  # noqa: SIM118 (not a mapping)
    kept = {name: value for name, value in kept.items() if not name.upper().startswith(FOREIGN)}
    kept["PYTHONIOENCODING"] = "utf-8"
    proxies = proxy_variables()
    return {**without_proxies(kept), **proxies} if proxies else kept
