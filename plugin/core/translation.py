"""The language of the user's QGIS."""
from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ...engine.schema.setting import Setting

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"


def tr(text: str) -> str:
    """The text in the language of the user's QGIS, for sentences made outside widgets."""
    return QCoreApplication.translate("Berunda", text)


def translatable(text: str) -> str:
    """The text as it is, marked for translation: `tr` gets it later, once the language is known."""
    return text


def sentence_of(declared: Setting) -> str:
    """The declared sentence of a setting as one that stands alone."""
    sentence = tr(declared.sentence)
    return sentence[:1].upper() + sentence[1:]


def install_translation(folder: Path = FOLDER, locale: str = "") -> Optional[QTranslator]:
    """From now on texts are shown in a language, if there is a translation; otherwise they stay English.

    Args:
        folder: with berunda_LANGUAGE.qm.
        locale: such as "de_AT"; that of the user's QGIS when not given.

    Returns:
        What removeTranslator of the application takes; None without a translation.
    """
    language = (locale or QgsApplication.locale())[:2]
    path = folder / f"berunda_{language}.qm"
    translator = QTranslator()
    if not path.exists() or not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
