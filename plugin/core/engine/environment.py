"""Where the engine's Python is, and the environment it runs in."""
from __future__ import annotations

import os

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QProcessEnvironment

from ..translation import tr
from .cache_choice import cache_variables
from .installed import installed_environment, interpreter
from .places import plugin_folder, profile_folder

SETTING = "berunda/engine_python"
VARIABLE = "BERUNDA_ENGINE_PYTHON"
# What QGIS sets for itself; in another Python it would load QGIS's libraries, GDAL drivers and PROJ database.
UNWANTED = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "LD_PRELOAD")
UNWANTED_PREFIXES = ("PROJ_", "GDAL_")


class EnvironmentProblem(Exception):  # noqa: N818 (EnvironmentError is a builtin)
    """There is no Python to run the engine with; str() is the sentence for the analyst."""


def engine_python() -> str:
    """Path of the interpreter that runs the engine.

    A named interpreter (setting, then environment variable) is used or refused, never silently replaced by another one.

    Raises:
        EnvironmentProblem: none is named or installed, or it is not executable.
    """
    for origin, path in ((tr("the setting"), configured_python()), (VARIABLE, os.environ.get(VARIABLE, ""))):
        if path:
            return _executable(path, origin)
    candidates, installed = default_interpreters(), installed_environment()
    for path in candidates:
        if os.path.lexists(path):
            return _executable(path, tr("the plugin's environment"))
        if installed is not None and path == str(interpreter(installed)):
            raise EnvironmentProblem(tr("The engine's environment {} is gone: {}").format(installed, remedy()))
    looked = tr(" nor ").join(candidates)
    raise EnvironmentProblem(tr("The engine has no Python yet, neither {}: {}").format(looked, remedy()))


def configured_python() -> str:
    """The interpreter that the analyst chose, or ""."""
    return str(QgsSettings().value(SETTING, "") or "").strip()


def configure_python(path: str) -> None:
    """Remembers the analyst's choice of interpreter; "" goes back to the installed one."""
    QgsSettings().setValue(SETTING, path.strip())


def engine_problem() -> str:
    """Why no Python runs the engine, in a sentence; "" where one does."""
    try:
        engine_python()
    except EnvironmentProblem as problem:
        return str(problem)
    return ""


def is_named() -> bool:
    """Whether the engine's Python is named by the setting or the environment variable, and not installed here."""
    return bool(configured_python()) or is_given()


def is_given() -> bool:
    """Whether the environment variable names the engine's Python; the dock cannot change that."""
    return bool(os.environ.get(VARIABLE, ""))


def default_interpreters() -> list[str]:
    """Where the engine's Python may be: beside the plugin, installed from the dock, made by hand in the profile."""
    folders = [plugin_folder() / ".venv", profile_folder() / "engine-venv"]
    installed = installed_environment()
    if installed is not None:
        folders.insert(1, installed)
    return [str(interpreter(folder)) for folder in folders]


def clean_environment() -> QProcessEnvironment:
    """The environment of QGIS without what QGIS added for its own Python, GDAL and PROJ, with the user's choices."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in environment.keys():  # noqa: SIM118 (not a mapping, and changed while iterating)
        if name in UNWANTED or name.startswith(UNWANTED_PREFIXES):
            environment.remove(name)
    environment.insert("PYTHONUNBUFFERED", "1")
    environment.insert("PYTHONIOENCODING", "utf-8")
    for name, value in cache_variables().items():
        environment.insert(name, value)
    return environment


def remedy() -> str:
    """What to do about an engine that does not start."""
    return tr("install the engine's environment (Install engine in the dock), or name its Python under Advanced")


def _executable(path: str, origin: str) -> str:
    if os.path.islink(path) and not os.path.exists(path):
        problem = tr("is a link to a Python that is gone")
    elif not os.path.exists(path):
        problem = tr("does not exist")
    elif not os.path.isfile(path):
        problem = tr("is not a file")
    elif not os.access(path, os.X_OK):
        problem = tr("is not executable")
    else:
        return path
    raise EnvironmentProblem(tr("The engine's Python {} ({}) {}: {}").format(path, origin, problem, remedy()))
