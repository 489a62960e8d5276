"""Gives the space of environments back: of those that were replaced, and of all when the engine is uninstalled."""
from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Callable

from ...translation import tr
from ..installed import installed_environment, installed_record, switch_to
from .engine_folder import EngineFolder
from .folder_lock import alone_in
from .problem import InstallProblem

PATIENCE_S, PAUSE_S = 20.0, 0.5  # Windows keeps the files of an engine that is still ending


def tidy(log: Callable[[str], None]) -> None:
    """Removes what the environment in use has replaced; another installation under way comes first."""
    in_use, record = installed_environment(), installed_record()
    if in_use is None or record is None:
        return
    folder = EngineFolder(in_use.parent)
    with contextlib.suppress(InstallProblem), alone_in(folder):
        for path in folder.leftovers():
            log(f"Removing {path}")
            shutil.rmtree(path, ignore_errors=True)
    if record.replaced and Path(record.replaced).is_dir():
        with contextlib.suppress(InstallProblem):
            remove_all(EngineFolder(Path(record.replaced)), log, patience_s=0.0)


def uninstall(root: Path, log: Callable[[str], None]) -> float:
    """Removes the environment in use, older ones, Python, uv and its cache, and nothing else.

    Args:
        root: the folder to look into besides the one of the environment in use.
        log: takes lines.

    Returns:
        Megabytes that are free now.

    Raises:
        InstallProblem: something cannot be removed, or an installation is under way.
    """
    in_use = installed_environment()
    roots = dict.fromkeys([root, *([in_use.parent] if in_use is not None else [])])
    free_before = _free_mb(root)
    switch_to(None)
    for path in roots:
        if path.is_dir():
            remove_all(EngineFolder(path), log)
    return max(_free_mb(root) - free_before, 0.0)


def remove_all(folder: EngineFolder, log: Callable[[str], None], patience_s: float = PATIENCE_S) -> None:
    """Removes this profile's part of a folder; the last profile also what all share, and the folder where it is empty.

    Raises:
        InstallProblem: something cannot be removed, or an installation is under way.
    """
    with alone_in(folder):
        doomed = [*folder.leftovers(), folder.cache, folder.certificates]
        if not folder.is_shared():
            doomed += [folder.pythons, folder.tools]
        for path in doomed:
            log(f"Removing {path}")
            _remove(path, patience_s)
    with contextlib.suppress(OSError):
        folder.root.rmdir()


def _remove(path: Path, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while os.path.lexists(path):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            if time.monotonic() > deadline:
                sentence = tr("{} cannot be removed ({}): close what uses it, then try again.")
                raise InstallProblem(sentence.format(path, error.strerror or error)) from error
            time.sleep(PAUSE_S)


def _free_mb(path: Path) -> float:
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free / 1e6
