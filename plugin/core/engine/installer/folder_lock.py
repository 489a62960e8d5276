"""Keeps two QGIS from changing one folder of engines at the same time."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator

from qgis.PyQt.QtCore import QLockFile

from ...translation import tr
from .engine_folder import EngineFolder
from .problem import InstallProblem

LOCK_MS = 1_000  # a program that a killed QGIS was just starting lets go of the lock within this time


@contextlib.contextmanager
def alone_in(folder: EngineFolder) -> Iterator[None]:
    """Nobody else installs into or removes from the folder meanwhile.

    Raises:
        InstallProblem: another one is at it.
    """
    lock = QLockFile(str(folder.lock))
    lock.setStaleLockTime(0)  # the lock of a process that is gone does not count, however new
    is_held = lock.tryLock(LOCK_MS)
    if not is_held and not lock.getLockInfo()[0]:  # an empty file, as a computer that lost its power leaves it
        is_held = lock.removeStaleLockFile() and lock.tryLock(0)
    if not is_held:
        sentence = tr("Another QGIS is installing the engine into {}: wait for it.")
        raise InstallProblem(sentence.format(folder.root))
    try:
        yield
    finally:
        lock.unlock()
