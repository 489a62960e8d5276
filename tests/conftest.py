"""Makes the repository importable under the name it has inside QGIS, whatever the checkout's folder is called.

Features of images are cached in a temporary folder: the engine reads the variable when it is imported, and workers that
tests start inherit it.
"""
from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_CACHE = tempfile.TemporaryDirectory(prefix="berunda-features-")
os.environ["BERUNDA_CACHE_FOLDER"] = _CACHE.name


def _import_as_berunda() -> None:
    spec = importlib.util.spec_from_file_location(
        "berunda", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["berunda"] = module
    spec.loader.exec_module(module)


if "berunda" not in sys.modules:
    _import_as_berunda()
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
