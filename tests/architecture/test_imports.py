"""The arrows of the architecture: who may import whom, read from the source."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.house_diagram import imports_in

ROOT = Path(__file__).resolve().parents[2]
SHARED = "engine.schema"
NEVER_IN_PLUGIN = {"torch", "rasterio", "safetensors", "pyogrio", "shapely", "numpy", "PyQt5", "PyQt6", "PyQt4", "sip"}
NEVER_IN_ENGINE = {"qgis", "PyQt5", "PyQt6", "plugin", "berunda", "pickle", "dill", "joblib", "multiprocessing"}
# Rooms from the top of each half to its bottom, with what each may import besides itself; engine.schema is for all.
PLUGIN_ARROWS = {
    "plugin.plugin": {"plugin.gui", "plugin.maptools", "plugin.processing", "plugin.core"},
    "plugin.gui": {"plugin.core", "plugin.maptools"},
    "plugin.maptools": {"plugin.core"},
    "plugin.processing": {"plugin.core"},
    "plugin.core.comparison": {f"plugin.core.{room}" for room in ("project", "results", "labels", "engine")},
    "plugin.core.checking": {f"plugin.core.{room}" for room in ("project", "results", "labels", "engine")},
    "plugin.core.live": {f"plugin.core.{room}" for room in ("project", "results", "labels", "engine")},
    "plugin.core.suggestions": {f"plugin.core.{room}" for room in ("project", "results", "labels")},
    "plugin.core.project": {"plugin.core.results", "plugin.core.labels", "plugin.core.engine"},
    "plugin.core.results": set(),
    "plugin.core.labels": set(),
    "plugin.core.engine": set(),
    "plugin.core.help_pages": set(),
    "plugin.core.icons": set(),
    "plugin.core.translation": set(),
}
LIBRARY = ("training", "inference", "analysis", "features", "losses", "models", "data")
ENGINE_ARROWS = {
    "engine.__main__": {"engine.allocator", "engine.cli"},
    "engine.allocator": set(),
    "engine.cli": {"engine.worker", "engine.jobs", "engine.console"},
    "engine.worker": {"engine.jobs"},
    "engine.console": set(),
    "engine.jobs": {f"engine.{room}" for room in LIBRARY},
    "engine.training": {f"engine.{room}" for room in ("inference", "features", "losses", "models", "data")},
    "engine.inference": {"engine.features", "engine.models", "engine.data"},
    "engine.analysis": {f"engine.{room}" for room in ("features", "losses", "models", "data")},
    "engine.features": {"engine.models", "engine.data"},
    "engine.losses": {"engine.models", "engine.data"},
    "engine.models": {"engine.data"},
    "engine.data": set(),
    "engine.schema": set(),
}
EVERYWHERE = {SHARED, "plugin.core.translation"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path) -> list[tuple[int, str]]:
    """What a file imports, as imports_in says it."""
    name = module_name(path).split(".")
    return list(imports_in(path.read_text(), name if path.name == "__init__.py" else name[:-1]))


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def part_of(name: str, parts: dict) -> str | None:
    return next(
        (part for part in sorted(parts, key=len, reverse=True) if name == part or name.startswith(part + ".")), None
    )


@pytest.mark.parametrize("path", files("plugin"), ids=module_name)
def test_plugin_imports(path: Path) -> None:
    check_arrows(path, PLUGIN_ARROWS, NEVER_IN_PLUGIN)
    for line, name in imported_modules(path):
        if name.startswith("engine."):
            assert name.startswith(SHARED), f"{path}:{line} imports {name}: only {SHARED} is shared"


@pytest.mark.parametrize("path", files("engine"), ids=module_name)
def test_engine_imports(path: Path) -> None:
    check_arrows(path, ENGINE_ARROWS, NEVER_IN_ENGINE)


def check_arrows(path: Path, arrows: dict[str, set[str]], never: set[str]) -> None:
    here = part_of(module_name(path), arrows)
    assert here or path.name == "__init__.py", f"{path} is in no room of the architecture"
    for line, name in imported_modules(path):
        assert name.split(".")[0] not in never, f"{path}:{line} imports {name}"
        there = part_of(name, arrows)
        if there and here and there != here and there not in EVERYWHERE:
            allowed = any(there == room or there.startswith(f"{room}.") for room in arrows[here])
            assert allowed, f"{path}:{line}: {here} may not import {there}"


@pytest.mark.parametrize("path", files("engine/schema"), ids=module_name)
def test_the_schema_needs_only_the_standard_library(path: Path) -> None:
    for line, imported in imported_modules(path):
        root = imported.split(".")[0]
        assert root in sys.stdlib_module_names or imported.startswith(SHARED), f"{path}:{line}: {imported}"


@pytest.mark.parametrize("half", ["engine", "plugin"])
def test_no_module_imports_itself_through_others(half: str) -> None:
    """No circle among the modules of a half; an import inside a function counts as well."""
    modules = {module_name(path): path for path in files(half)}
    edges = {name: {found for _, found in imported_modules(path) if found in modules} for name, path in modules.items()}
    open_modules: list[str] = []
    closed: set[str] = set()

    def visit(name: str) -> None:
        assert name not in open_modules, " -> ".join([*open_modules[open_modules.index(name) :], name])
        if name in closed:
            return
        open_modules.append(name)
        for found in sorted(edges[name] - {name}):
            if modules[found].name != "__init__.py":
                visit(found)
        closed.add(open_modules.pop())

    for name in modules:
        visit(name)


@pytest.mark.parametrize("path", [*files("engine"), *files("plugin"), *files("tests")], ids=module_name)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert path.read_text().count("\n") <= 400


def test_the_walk_sees_a_wrong_arrow() -> None:
    """Guards the walker itself: forbidden imports in relative form are resolved to their absolute names."""
    source = "from ...engine import models\nfrom ..gui.dock import Dock\nimport torch\n"
    names = {name for _, name in imports_in(source, ["plugin", "core"])}
    assert {"engine.models", "plugin.gui.dock", "torch"} <= names
