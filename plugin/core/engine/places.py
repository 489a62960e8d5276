"""Where the plugin is, and where it keeps what belongs to the profile."""
from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication


def plugin_folder() -> Path:
    """The folder with metadata.txt, in which the engine is a package."""
    return Path(__file__).resolve().parents[3]


def lock_folder() -> Path:
    """The folder of the engine's lock files."""
    return plugin_folder() / "requirements" / "locks"


def profile_folder() -> Path:
    """Berunda's folder in the QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "berunda"
