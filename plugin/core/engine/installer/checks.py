"""What must hold before anything is fetched: a folder that can be written, enough space, a path of bearable length."""
from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from ...translation import tr
from .problem import InstallProblem

WINDOWS_PATH_LIMIT = 259
LONGEST_INSIDE = 208  # characters below the folder: an environment's folders and PyTorch's longest path


def check_folder(root: Path, needed_mb: float) -> None:
    """Makes the folder and looks whether the engine can be installed into it.

    Raises:
        InstallProblem: it cannot.
    """
    check_length(str(root))
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        sentence = tr("The folder {} cannot be written ({}): choose another folder.")
        raise InstallProblem(sentence.format(root, error.strerror or error)) from error
    free_mb = shutil.disk_usage(root).free / 1e6
    if free_mb < needed_mb:
        sentence = tr("{} has {:.1f} GB free, the engine needs {:.1f} GB: free some space, or choose another folder.")
        raise InstallProblem(sentence.format(root, free_mb / 1000, needed_mb / 1000))


def check_length(root: str) -> None:
    """Looks whether paths below the folder stay below the limit of Windows.

    Raises:
        InstallProblem: they do not.
    """
    most = WINDOWS_PATH_LIMIT - LONGEST_INSIDE
    if sys.platform == "win32" and len(root) > most and not _has_long_paths():
        sentence = tr("The path {} has {} characters, more than {}: choose a folder with a short path, such as {}.")
        raise InstallProblem(sentence.format(root, len(root), most, "C:\\berunda"))


def _has_long_paths() -> bool:
    """Whether this Windows has been told to allow long paths."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False


