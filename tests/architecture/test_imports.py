"""The arrows of the architecture: who may import whom, read from the source."""
from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("engine.protocol", "engine.config", "engine.errors")
BENEATH_SHARED = ("engine.errors", "engine.checks", "engine.presets")
NEVER_IN_PLUGIN = {"torch", "rasterio", "safetensors", "pyogrio", "shapely", "numpy", "PyQt5", "PyQt6", "PyQt4", "sip"}
NEVER_IN_ENGINE = {"qgis", "PyQt5", "PyQt6", "plugin", "berunda", "pickle", "dill", "joblib", "multiprocessing"}
# What each part may import of its own package, besides itself.
PLUGIN_ARROWS = {
    "plugin.plugin": {"plugin.gui", "plugin.maptools", "plugin.processing", "plugin.core"},
    "plugin.gui": {"plugin.core", "plugin.maptools"},
    "plugin.maptools": {"plugin.core"},
    "plugin.processing": {"plugin.core"},
    "plugin.core": set(),
}
FOUNDATION = {f"engine.{name}" for name in ("errors", "checks", "presets", "config", "protocol", "version", "reporter", "compute")}
LIBRARY = {"engine.training", "engine.inference", "engine.analysis", "engine.losses", "engine.models", "engine.data"}
ENGINE_ARROWS = {
    "engine.__main__": {"engine.cli"},
    "engine.cli": {"engine.worker", "engine.jobs", "engine.catalogue", "engine.console"},
    "engine.console": set(),
    "engine.worker": {"engine.jobs", "engine.catalogue"},
    "engine.jobs": LIBRARY,
    "engine.catalogue": LIBRARY,
    "engine.training": {"engine.inference", "engine.losses", "engine.models", "engine.data"},
    "engine.inference": {"engine.models", "engine.data"},
    "engine.analysis": {"engine.models", "engine.data"},
    "engine.losses": {"engine.models", "engine.data"},
    "engine.models": {"engine.data"},
    "engine.data": set(),
    "engine.protocol": {"engine.errors"},
    "engine.config": {"engine.errors", "engine.checks", "engine.presets"},
    "engine.presets": set(),
    "engine.checks": {"engine.errors"},
    "engine.errors": set(),
    "engine.version": set(),
    "engine.reporter": {"engine.errors"},
    "engine.compute": set(),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path) -> list[tuple[int, str]]:
    """What a file imports, as imports_in says it."""
    name = module_name(path).split(".")
    return imports_in(path.read_text(), name if path.name == "__init__.py" else name[:-1])


def imports_in(source: str, package: list[str]) -> list[tuple[int, str]]:
    """Line and absolute dotted name of everything imported; relative imports resolved, `from x import y` as x and x.y."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.append((node.lineno, module))
            found += [(node.lineno, f"{module}.{alias.name}".lstrip(".")) for alias in node.names]
    return found


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def part_of(name: str, parts: dict) -> str | None:
    return next((part for part in sorted(parts, key=len, reverse=True) if name == part or name.startswith(part + ".")), None)


@pytest.mark.parametrize("path", files("plugin"), ids=module_name)
def test_plugin_imports(path: Path) -> None:
    here = part_of(module_name(path), PLUGIN_ARROWS)
    for line, name in imported_modules(path):
        assert name.split(".")[0] not in NEVER_IN_PLUGIN, f"{path}:{line} imports {name}"
        if name.startswith("engine.") and name != "engine":
            assert name.startswith(SHARED), f"{path}:{line} imports {name}: only {SHARED} are shared"
        there = part_of(name, PLUGIN_ARROWS)
        if there and here and there != here:
            assert there in PLUGIN_ARROWS[here], f"{path}:{line}: {here} may not import {there}"


@pytest.mark.parametrize("path", files("engine"), ids=module_name)
def test_engine_imports(path: Path) -> None:
    here = part_of(module_name(path), ENGINE_ARROWS)
    assert here or path.name == "__init__.py", f"{path} is in no part of the architecture"
    for line, name in imported_modules(path):
        assert name.split(".")[0] not in NEVER_IN_ENGINE, f"{path}:{line} imports {name}"
        there = part_of(name, ENGINE_ARROWS)
        if there and here and there != here and there not in FOUNDATION:
            assert there in ENGINE_ARROWS[here], f"{path}:{line}: {here} may not import {there}"


@pytest.mark.parametrize("name", SHARED)
def test_shared_modules_need_only_the_standard_library(name: str) -> None:
    path = ROOT / (name.replace(".", "/") + ".py")
    for line, imported in imported_modules(path):
        root = imported.split(".")[0]
        allowed = root in sys.stdlib_module_names or imported == "engine" or imported.startswith(BENEATH_SHARED)
        assert allowed, f"{path}:{line}: {imported}"


def test_the_walk_sees_a_wrong_arrow() -> None:
    """Guards the walker itself: forbidden imports in relative form are resolved to their absolute names."""
    source = "from ...engine import models\nfrom ..gui.dock import Dock\nimport torch\n"
    names = {name for _, name in imports_in(source, ["plugin", "core"])}
    assert {"engine.models", "plugin.gui.dock", "torch"} <= names
