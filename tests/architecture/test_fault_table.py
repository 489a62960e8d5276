"""The tables of docs/installing.md: what they quote is what the plugin says, and the tests that they name exist."""
from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
QUOTES = ("the sentence of what failed", "–", "– (it works)")  # in place of a sentence


def rows() -> list[list[str]]:
    """Cells of the rows under the heading, without the tables' heads."""
    page = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
    section = page.partition("## Interruptions and bad input")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return [row for row in cells if row[1] not in ("the dock says", "---")]


def spoken() -> list[re.Pattern[str]]:
    """All that the plugin says, with anything in the place of values."""
    texts = ElementTree.parse(ROOT / "resources" / "i18n" / "berunda_de.ts").iter("source")
    return [re.compile(re.sub(r"\\\{.*?\\\}", ".*", re.escape(text.text or ""))) for text in texts]


def test_the_sentences_are_those_of_the_plugin() -> None:
    sentences = spoken()
    found = [row[1] for row in rows() if row[1] not in QUOTES]
    assert len(found) > 15
    assert [said for said in found if not any(pattern.fullmatch(said) for pattern in sentences)] == []


def test_the_tests_that_are_named_exist() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "qgis").rglob("test_*.py"))
    named = [row[-1].strip("`") for row in rows()]
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in sources] == []
