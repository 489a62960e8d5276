"""The icons in resources/icons."""
from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


def icon_path(name: str) -> str:
    """The file of resources/icons/NAME.svg."""
    return str(_FOLDER / f"{name}.svg")


def icon(name: str) -> QIcon:
    """The icon in resources/icons/NAME.svg."""
    return QIcon(icon_path(name))
