"""The files of a report, written to a temporary folder and moved into place together."""
from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Callable, Union

from pyogrio.errors import DataSourceError

from ..schema.errors import OutputError

FileWriter = Union[bytes, Callable[[Path], None]]  # a file's contents, or what writes it


def write_together(folder: str, files: Mapping[str, FileWriter]) -> dict[str, str]:
    """Write files; what is in the folder stays as it is until all are complete.

    Args:
        folder: created if missing.
        files: contents by name, in the order in which they are moved into place.

    Returns:
        The paths by name.

    Raises:
        OutputError: the folder is not writable or full, or another program has a file to replace open.
    """
    final = Path(folder)
    try:
        final.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".berunda-", dir=final) as temporary:
            for name, contents in files.items():
                path = Path(temporary) / name
                path.write_bytes(contents) if isinstance(contents, bytes) else contents(path)
            for name in files:
                os.replace(Path(temporary) / name, final / name)
    except (OSError, DataSourceError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"The report cannot be written to {folder} ({reason})", "choose a writable folder") from error
    return {name: str(final / name) for name in files}
