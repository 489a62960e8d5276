"""Where this system keeps what can be computed again."""
from __future__ import annotations

import os
import sys
from pathlib import Path

from ..schema.cache_variables import FOLDER_VARIABLE


def cache_folder() -> Path:
    """The folder that the environment names, or the usual one of this system; it may not exist yet."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "berunda"
