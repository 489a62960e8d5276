"""Lines out of a stream of bytes that arrives in pieces of any size."""
from __future__ import annotations

MAX_LINE_BYTES = 4_000_000


class LineSplitter:
    """Collects bytes and gives complete lines of text; what never ends is cut at MAX_LINE_BYTES."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """The lines completed by these bytes, without line ends."""
        *complete, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MAX_LINE_BYTES:
            complete.append(self._rest)
            self._rest = b""
        return [_text(line) for line in complete]

    def flush(self) -> list[str]:
        """The last line, where the stream ended without a line end."""
        rest, self._rest = self._rest, b""
        return [_text(rest)] if rest else []


def _text(line: bytes) -> str:
    return line.decode("utf-8", errors="replace").rstrip("\r")
