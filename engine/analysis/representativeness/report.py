"""The files of a comparison, written to a temporary folder and moved into place together."""
from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from pyogrio.errors import DataSourceError

from ...schema.errors import OutputError
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
    final = Path(folder)
    try:
        final.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".berunda-", dir=final) as temporary:
            (Path(temporary) / PAGE).write_text(page(analysis, values), encoding="utf-8")
            text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
            (Path(temporary) / VALUES).write_text(f"{text}\n", encoding="utf-8")
            write_patch_layer(Path(temporary) / PATCHES, analysis)
            for name in (PATCHES, VALUES, PAGE):
                os.replace(Path(temporary) / name, final / name)
    except (OSError, DataSourceError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"The report cannot be written to {folder} ({reason})", "choose a writable folder") from error
    return {"report": str(final / PAGE), "values": str(final / VALUES), "patches": str(final / PATCHES)}
