"""Environment variables of the engine that say where it keeps what can be computed again, and how much of it."""
from __future__ import annotations

import os

FOLDER_VARIABLE = "BERUNDA_CACHE_FOLDER"
MEGABYTES_VARIABLE = "BERUNDA_CACHE_MB"
DEFAULT_MEGABYTES = 2000


def cache_megabytes() -> int:
    """The limit on disk in units of 10**6 bytes; the default where the environment states no whole number."""
    try:
        return int(os.environ.get(MEGABYTES_VARIABLE, DEFAULT_MEGABYTES))
    except ValueError:
        return DEFAULT_MEGABYTES
