"""Every text of the plugin is translated, and what keeps it so."""
from __future__ import annotations

from pathlib import Path

import pytest
import translations

SOURCE = '''
class Panel(QWidget):
    def build(self):
        self.tr("Train {}")
        tr("changed")
        QCoreApplication.translate("Berunda", "map")
        tr(declared.sentence)

class Wider(Panel):
    pass
'''


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plugin of one file, with translations in a folder of its own."""
    (tmp_path / "plugin").mkdir()
    (tmp_path / "plugin" / "panel.py").write_text(SOURCE)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    monkeypatch.setattr(translations, "_declared", lambda: iter(["a declared sentence"]))
    return tmp_path


def write(folder: Path, known: translations.Texts) -> None:
    (folder / "berunda_de.ts").write_text(translations.written("de", known), encoding="utf-8")


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    assert translations.problems(language) == []


@pytest.mark.usefixtures("plugin")
def test_texts_are_found_with_their_contexts() -> None:
    assert translations.texts() == {
        "Berunda": ["a declared sentence", "changed", "map"], "Panel": ["Train {}"], "Wider": ["Train {}"]
    }  # fmt: skip


def test_what_is_written_is_read_again(plugin: Path) -> None:
    known = {"Panel": {"Train {}": "Trainieren & lernen: {}"}, "Berunda": {"changed": "geändert"}}
    write(plugin, known)
    found = translations.read(plugin / "berunda_de.ts")
    assert found["Panel"] == known["Panel"]
    assert found["Wider"] == known["Panel"]  # the same text is translated everywhere
    assert found["Berunda"] == {"a declared sentence": "", "changed": "geändert", "map": ""}


def test_what_is_wrong_is_said(plugin: Path) -> None:
    assert "is not up to date" in translations.problems("de")[0]
    write(plugin, {"Panel": {"Train {}": "Trainieren"}, "Berunda": {"changed": "geändert", "map": "Karte"}})
    assert translations.problems("de") == [
        "de: not translated: a declared sentence",
        "de: other placeholders than in 'Train {}': 'Trainieren'",
    ]


@pytest.mark.parametrize(("text", "other", "is_alike"), [
    ("{} of {}", "{} von {}", True), ("{:.0f} of {}", "{} von {:.0f}", False),
    ("{a} of {b}", "{b} von {a}", True), ("{", "{", True),
])  # fmt: skip
def test_placeholders(text: str, other: str, is_alike: bool) -> None:
    assert (translations._placeholders(text) == translations._placeholders(other)) is is_alike


def test_a_text_that_is_not_literal_cannot_be_translated(plugin: Path) -> None:
    (plugin / "plugin" / "panel.py").write_text("tr(name)")
    with pytest.raises(ValueError, match="only a literal text can be translated, not name"):
        translations.texts()
