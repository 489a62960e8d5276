"""The plugin in another language."""
from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import translations
from berunda.plugin.core.translation import install_translation, tr
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTranslator

SOURCE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context><name>Berunda</name>
<message><source>changed</source><translation>geändert</translation></message></context>
<context><name>Panel</name>
<message><source>Train</source><translation>Trainieren</translation></message></context>
</TS>
"""


class Panel(QObject):
    """Has a text of its own."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a German translation."""
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    monkeypatch.setattr(translations, "LANGUAGES", ("de",))
    (tmp_path / "berunda_de.ts").write_text(SOURCE, encoding="utf-8")
    translations.compile_to(tmp_path / "compiled")
    return tmp_path / "compiled"


@pytest.fixture
def german(folder: Path, qgis_app: object) -> Iterator[QTranslator]:
    translator = install_translation(folder, "de_AT")
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("german")
def test_texts_are_shown_in_the_user_s_language() -> None:
    assert tr("changed") == "geändert"
    assert Panel().tr("Train") == "Trainieren"
    assert Panel().tr("not translated") == "not translated"


@pytest.mark.usefixtures("qgis_app")
def test_without_a_translation_they_stay_english(folder: Path) -> None:
    assert install_translation(folder, "fi_FI") is None
    assert tr("changed") == "changed"


def test_a_file_that_is_no_translation_is_left_out(tmp_path: Path, qgis_app: object) -> None:
    (tmp_path / "berunda_de.qm").write_bytes(b"nothing")
    assert install_translation(tmp_path, "de") is None


def test_without_lrelease_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "LRELEASE", ("there-is-none",))
    with pytest.raises(FileNotFoundError, match="qttools5-dev-tools"):
        translations.compile_to(tmp_path)


def test_every_language_compiles(tmp_path: Path) -> None:
    try:
        made = translations.compile_to(tmp_path)
    except subprocess.CalledProcessError as error:
        pytest.fail(str(error))
    assert [path.stat().st_size > 0 for path in made] == [True] * len(translations.LANGUAGES)
