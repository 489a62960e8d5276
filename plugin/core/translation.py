"""Translation of sentences made outside widgets."""
from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the language of the user's QGIS."""
    return QCoreApplication.translate("Berunda", text)
