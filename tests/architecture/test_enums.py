"""Enums are fully scoped, `Qt.AlignmentFlag.AlignTop` rather than `Qt.AlignTop`: Qt 6 has no others."""
from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugin"
LIBRARY_CLASS = re.compile(r"Qt|Qgis|Qgs\w+|Q[A-Z]\w+")


def unscoped(source: str) -> list[str]:
    """Members of a class of Qt or QGIS that are neither called nor asked for a member, except types in annotations."""
    nodes = list(ast.walk(ast.parse(source)))
    owners = [node.value for node in nodes if isinstance(node, ast.Attribute)]
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    annotations = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    types = [part for annotation in annotations if annotation is not None for part in ast.walk(annotation)]
    scoped = {id(node) for node in (*owners, *called, *types)}
    members = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    return [
        f"{node.value.id}.{node.attr}"
        for node in members
        if LIBRARY_CLASS.fullmatch(node.value.id) and node.attr[0].isupper() and id(node) not in scoped
    ]


@pytest.mark.parametrize("path", sorted(PLUGIN.rglob("*.py")), ids=lambda path: str(path.relative_to(PLUGIN)))
def test_enums_are_fully_scoped(path: Path) -> None:
    assert unscoped(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("source", "expected"), [
    ("band.reset(QgsWkbTypes.PolygonGeometry)", ["QgsWkbTypes.PolygonGeometry"]),
    ("align(Qt.AlignTop | Qt.AlignLeft)", ["Qt.AlignTop", "Qt.AlignLeft"]),
    ("kind: QgsWkbTypes.Type = QgsWkbTypes.NoGeometry", ["QgsWkbTypes.NoGeometry"]),
    ("COLORS = {level: Qgis.Info}", ["Qgis.Info"]),
    ("band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)", []),
    ("options = QgsVectorFileWriter.SaveVectorOptions()", []),
    ("def level(kind: QProcess.ProcessError) -> Qgis.MessageLevel: ...", []),
])  # fmt: skip
def test_unscoped_enums_are_found(source: str, expected: list[str]) -> None:
    assert unscoped(source) == expected
