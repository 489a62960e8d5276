"""The files of a comparison, written to a temporary folder and moved into place together."""
from __future__ import annotations

import json
from typing import Any

from ..report_files import FileWriter, write_together
from .analysis import Analysis
from .page import page
from .patch_layer import write_patch_layer

PAGE, VALUES, PATCHES = "report.html", "report.json", "patches.gpkg"


def write_report(folder: str, analysis: Analysis, values: dict[str, Any]) -> dict[str, str]:
    """Write page, values and patches; what is in the folder stays as it is until all are complete.

    Args:
        folder: created if missing.
        analysis: the comparison.
        values: its `scores`.

    Returns:
        The paths: report, values, patches.

    Raises:
        OutputError: the folder is not writable or full, or another program has a file to replace open.
        ImageError: an image is damaged.
    """
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    files: dict[str, FileWriter] = {
        PATCHES: lambda path: write_patch_layer(path, analysis),
        VALUES: f"{text}\n".encode(),
        PAGE: page(analysis, values).encode(),
    }
    paths = write_together(folder, files)
    return {"report": paths[PAGE], "values": paths[VALUES], "patches": paths[PATCHES]}
