"""Makes the repository importable under the name it has inside QGIS, whatever the checkout's folder is called."""
from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


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
