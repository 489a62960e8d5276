"""How much the engine may keep of encoded images and where: the user's choice, the same in all projects."""
from __future__ import annotations

import os
from typing import Optional

from qgis.core import QgsSettings

from ....engine.schema.cache_variables import FOLDER_VARIABLE, MEGABYTES_VARIABLE, cache_megabytes

LIMIT_SETTING, FOLDER_SETTING = "berunda/cache_gb", "berunda/cache_folder"
MEGABYTES_PER_GB = 1000


def cache_limit_gb() -> float:
    """What may be kept on disk; 0 for nothing."""
    chosen = _chosen_limit_gb()
    return cache_megabytes() / MEGABYTES_PER_GB if chosen is None else chosen


def choose_cache_limit(limit_gb: float) -> None:
    """Remembers the limit for the next start of the engine; 0 keeps nothing on disk."""
    QgsSettings().setValue(LIMIT_SETTING, limit_gb)


def chosen_cache_folder() -> str:
    """The folder that was chosen, or "" for the usual one."""
    return str(QgsSettings().value(FOLDER_SETTING, "") or "")


def choose_cache_folder(path: str) -> None:
    """Remembers the folder for the next start of the engine; "" goes back to the usual one."""
    path = path.strip()
    QgsSettings().setValue(FOLDER_SETTING, os.path.abspath(os.path.expanduser(path)) if path else "")


def cache_variables() -> dict[str, str]:
    """The engine's environment variables by name, as far as something was chosen."""
    limit_gb, folder = _chosen_limit_gb(), chosen_cache_folder()
    variables = {} if limit_gb is None else {MEGABYTES_VARIABLE: str(round(limit_gb * MEGABYTES_PER_GB))}
    return {**variables, FOLDER_VARIABLE: folder} if folder else variables


def _chosen_limit_gb() -> Optional[float]:
    try:
        return float(QgsSettings().value(LIMIT_SETTING))
    except (TypeError, ValueError):  # never chosen, or spoilt by hand
        return None
