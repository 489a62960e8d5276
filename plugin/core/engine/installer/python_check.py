"""Whether an interpreter that the user names can carry the engine."""
from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from ...translation import tr
from .builds import Build
from .platforms import NEWEST_PYTHON, OLDEST_PYTHON, Platform
from .problem import InstallProblem
from .running import Runner

TIMEOUT_S = 30
ASK = (
    "import json, platform, sys; print(json.dumps({'version': list(sys.version_info[:2]), 'bits': "
    "64 if sys.maxsize > 2**32 else 32, 'machine': platform.machine(), 'kind': platform.python_implementation()}))"
)


def check_python(
    path: str, platform: Platform, build: Build, runner: Runner, environment: Mapping[str, str]
) -> None:
    """Asks the interpreter what it is.

    Raises:
        InstallProblem: it cannot be used; the sentence says why and what to do.
        InstallCancelled: the installation was cancelled.
    """
    remedy = tr("name a Python from {}.{} to {}.{}, or none, so that a fitting one is fetched")
    remedy = remedy.format(*OLDEST_PYTHON, *NEWEST_PYTHON)
    if not Path(path).is_file():
        raise InstallProblem(tr("The Python to build on, {}, does not exist: {}.").format(path, remedy))
    if sys.platform in ("win32", "darwin") and Path(path).name.lower().startswith("qgis"):
        raise InstallProblem(tr("{} is QGIS, not a Python: {}.").format(path, remedy))
    try:
        printed = runner.run([path, "-I", "-c", ASK], environment, Path(path).parent, timeout_s=TIMEOUT_S)
        told = json.loads(printed.splitlines()[-1])
        problem = _misfit(told, platform, build)
    except (InstallProblem, ValueError, KeyError, TypeError, IndexError) as error:
        raise InstallProblem(tr("{} does not answer as a Python does: {}.").format(path, remedy)) from error
    if problem:
        raise InstallProblem(tr("The Python to build on, {}, {}: {}.").format(path, problem, remedy))


def _misfit(told: Mapping[str, object], platform: Platform, build: Build) -> str:
    version = tuple(told["version"])  # type: ignore[call-overload]  # checked by the caller
    shown = ".".join(map(str, version))
    machine = str(told["machine"]).lower()
    if told["kind"] != "CPython":
        return tr("is {}, not CPython").format(told["kind"])
    if version < OLDEST_PYTHON:
        return tr("is Python {}, which is too old").format(shown)
    if version > NEWEST_PYTHON:
        return tr("is Python {}, which is too new for the packages").format(shown)
    if build.pythons and version not in build.pythons:
        return tr("is Python {}, which the build {} of PyTorch is not locked for").format(shown, build.name)
    if told["bits"] != 64 or machine not in platform.machines:
        return tr("is a build for another processor ({}, {} bits)").format(machine, told["bits"])
    return ""
