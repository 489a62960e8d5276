"""Translation of sentences made outside widgets."""
from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...engine.schema.setting import Setting


def tr(text: str) -> str:
    """The text in the language of the user's QGIS."""
    return QCoreApplication.translate("Berunda", text)


def sentence_of(declared: Setting) -> str:
    """The declared sentence of a setting as one that stands alone."""
    sentence = tr(declared.sentence)
    return sentence[:1].upper() + sentence[1:]
