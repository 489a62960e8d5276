"""The plugin uses of Qt only what PyQt6 has as well, under the names that qgis.PyQt gives them."""
from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugin"
MOVED = {"QtWidgets": {"QAction": "QtGui", "QShortcut": "QtGui"}}  # which qgis.PyQt.QtWidgets has for both
# Methods that Qt 6 lacks, with names that nothing else here has: of events, font metrics, processes and dialogs.
REMOVED = {
    "exec_", "print_", "globalPos", "globalPosF", "globalX", "globalY", "localPos", "posF", "screenPos", "windowPos",
    "widthChar", "byteCount", "viewOptions", "setupChildProcess",
}  # fmt: skip


def qt6(module: str) -> ModuleType:
    try:
        return importlib.import_module(f"PyQt6.{module}")
    except ImportError as error:
        pytest.skip(f"needs PyQt6 (requirements/dev.txt) and the libraries of a desktop: {error}")


def found(module: str, name: str) -> Any:
    """What `from qgis.PyQt.MODULE import NAME` gives with Qt 6; None where it fails."""
    return getattr(qt6(MOVED.get(module, {}).get(name, module)), name, None)


def missing(source: str) -> list[str]:
    """What a file takes from Qt that PyQt6 does not have."""
    tree = ast.parse(source)
    imported, absent = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt."):
            module = node.module.rsplit(".", 1)[1]
            for alias in node.names:
                imported[alias.asname or alias.name] = found(module, alias.name)
                if imported[alias.asname or alias.name] is None:
                    absent.append(f"{module}.{alias.name}")
    for chain in _chains(tree):
        value = imported.get(chain[0])
        for place, name in enumerate(chain[1:], start=2):
            value = getattr(value, name, None) if value is not None else None
            if chain[0] in imported and value is None:
                absent.append(".".join(chain[:place]))
                break
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    removed = [each.attr for each in called if isinstance(each, ast.Attribute) and each.attr in REMOVED]
    return absent + removed


def _chains(tree: ast.AST) -> Iterator[list[str]]:
    """The longest chains of names, such as Qt, AlignmentFlag, AlignTop."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            chain = _names(node)
            if chain:
                yield chain


def _names(node: ast.expr) -> Optional[list[str]]:
    if isinstance(node, ast.Name):
        return [node.id]
    before = _names(node.value) if isinstance(node, ast.Attribute) else None
    return [*before, node.attr] if before else None


@pytest.mark.parametrize("path", sorted(PLUGIN.rglob("*.py")), ids=lambda path: str(path.relative_to(PLUGIN)))
def test_qt_6_has_it(path: Path) -> None:
    qt6("QtWidgets")
    assert missing(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("source", "expected"), [
    ("from qgis.PyQt.QtWidgets import QDesktopWidget", ["QtWidgets.QDesktopWidget"]),
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignTop", ["Qt.AlignTop"]),
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignTop", []),
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignTip", ["Qt.AlignmentFlag.AlignTip"]),
    ("from qgis.PyQt.QtWidgets import QAction, QShortcut", []),
    ("from qgis.PyQt.QtWidgets import QMenu\nQMenu().exec_()", ["exec_"]),
    ("from qgis.PyQt.QtGui import QMouseEvent\ndef f(event: QMouseEvent): return event.globalPos()", ["globalPos"]),
])  # fmt: skip
def test_what_qt_6_lacks_is_found(source: str, expected: list[str]) -> None:
    assert missing(source) == expected
