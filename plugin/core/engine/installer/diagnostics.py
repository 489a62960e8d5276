"""One text with all that a report of a problem needs, and nothing that says who reports it."""
from __future__ import annotations

import configparser
import contextlib
import json
import os
import platform
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsFeedback
from qgis.PyQt.QtCore import QT_VERSION_STR

from .....engine.schema.version import VERSION
from ...translation import tr
from ..environment import EnvironmentProblem, engine_python
from ..installed import installed_environment, installed_record
from ..places import plugin_folder
from .graphics import find_card
from .problem import InstallProblem
from .running import Runner
from .scrub import scrub

TIMEOUT_S = 120
# Variables that decide which libraries or which network a program gets.
TELLING = re.compile(
    r"(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR)|CUDA_VISIBLE_DEVICES|OMP_NUM_THREADS|LD_(?:LIBRARY_PATH|PRELOAD)"
    r"|PYTHON(?:HOME|PATH)|BERUNDA_\w+",
    re.IGNORECASE,
)
Logs = tuple[tuple[str, tuple[str, ...]], ...]


def diagnose(variables: Mapping[str, str], engine: Path, logs: Logs, feedback: QgsFeedback) -> str:
    """The text; asks the engine itself, so not on the main thread.

    Args:
        variables: for the engine's process.
        engine: folder in which `python -m engine` works.
        logs: names and last lines of log files.
        feedback: cancels it.
    """
    sections = [
        tr("Berunda diagnostics. Where to report: {}").format(_where()),
        _versions(),
        _installation(),
        _engine(variables, engine, feedback),
        _variables(),
        *("\n".join([f"== {name}", *lines]) for name, lines in logs if lines),
    ]
    return scrub("\n\n".join(sections))


def _where() -> str:
    """The address for reports in the plugin's metadata."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(plugin_folder() / "metadata.txt", encoding="utf-8")
    return metadata.get("general", "tracker", fallback="") or metadata.get("general", "email", fallback="")


def _versions() -> str:
    card = find_card()
    shown = f"{card.name}, driver {card.driver}, compute capability {card.capability}" if card else "none found"
    lines = [
        "== Versions",
        f"Berunda {VERSION}, QGIS {Qgis.version()}, Qt {QT_VERSION_STR}, Python {sys.version.split()[0]}",
        f"{platform.platform()}, {platform.machine()}",
        f"NVIDIA card: {shown}",
    ]
    return "\n".join(lines)


def _installation() -> str:
    environment, record = installed_environment(), installed_record()
    lines = ["== Installation", f"environment: {environment or 'none'}"]
    if environment is not None and record is None:
        lines.append("not complete, or gone")
    if record is not None:
        lines.append(f"key {record.key}, build {record.build}, Python {record.python or 'standalone'}")
        lines += [record.notice] if record.notice else []
    return "\n".join(lines)


def _engine(variables: Mapping[str, str], engine: Path, feedback: QgsFeedback) -> str:
    lines = ["== Engine"]
    try:
        python = engine_python()
        lines.append(f"Python: {python}")
        runner = Runner(lambda line: None, feedback.isCanceled)
        command = [python, "-m", "engine", "diagnose", "--json"]
        told = runner.run(command, variables, engine, timeout_s=TIMEOUT_S)
        lines += _told_lines(told)
    except (EnvironmentProblem, InstallProblem) as problem:
        lines.append(str(problem))
    return "\n".join(lines)


def _told_lines(told: str) -> list[str]:
    for line in told.splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            said: dict[str, Any] = json.loads(line)
            packages = [f"{name} {own['version'] or own['error']}" for name, own in said["packages"].items()]
            devices = [f"{row['name']}: {_outcome(row)}" for row in said["devices"]]
            return [f"Python {said['python']} on {said['system']}", ", ".join(packages), *devices]
    return told.splitlines()


def _outcome(row: dict[str, Any]) -> str:
    return f"{'computes' if row['available'] else 'not used'}; {row['description']}; tried: {row['tried'] or 'nothing'}"


def _variables() -> str:
    names = sorted(name for name in os.environ if TELLING.fullmatch(name))
    return "\n".join(["== Environment", *(f"{name}={os.environ[name]}" for name in names)])
