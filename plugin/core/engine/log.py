"""The log of what the engine writes outside the protocol: a rotated file, and the last lines in memory."""
from __future__ import annotations

import logging
import tempfile
from collections import deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_BYTES = 1_000_000
OLD_FILES = 2
REMEMBERED_LINES = 20
LINE_CHARACTERS = 2_000


class EngineLog:
    """A log of lines: at most three files of a megabyte.

    Args:
        folder: where the file goes; the temporary folder stands in where it cannot be written.
        name: of the file.

    Attributes:
        path: of the newest file.
        last_lines: the newest lines, oldest first.
    """

    def __init__(self, folder: Path, name: str = "engine.log") -> None:
        self._handler = _handler_in(folder, name)
        self.path = self._handler.baseFilename
        self.last_lines: deque[str] = deque(maxlen=REMEMBERED_LINES)

    def add(self, line: str) -> None:
        """Adds one line; empty ones are dropped and long ones cut."""
        line = line.rstrip()[:LINE_CHARACTERS]
        if line:
            self.last_lines.append(line)
            self._handler.handle(logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        """Closes the file."""
        self._handler.close()


def _handler_in(folder: Path, name: str) -> RotatingFileHandler:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _open_handler(folder / name)
    except OSError:
        return _open_handler(Path(tempfile.mkdtemp(prefix="berunda-")) / name)


def _open_handler(path: Path) -> RotatingFileHandler:
    handler = RotatingFileHandler(str(path), maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    return handler
