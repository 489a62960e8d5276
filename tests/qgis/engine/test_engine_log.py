"""Lines out of the worker's pipes, and the log that they are written to."""
from __future__ import annotations

from pathlib import Path

from berunda.plugin.core.engine.line_splitter import MAX_LINE_BYTES, LineSplitter
from berunda.plugin.core.engine.log import FILE_BYTES, EngineLog


def test_lines_are_put_together_from_any_pieces() -> None:
    text = '{"a": "ä€"}\r\n\nsecond\nrest'.encode()
    for size in (1, 2, 3, 7, len(text)):
        splitter = LineSplitter()
        lines = [line for start in range(0, len(text), size) for line in splitter.feed(text[start : start + size])]
        assert lines == ['{"a": "ä€"}', "", "second"]
        assert splitter.flush() == ["rest"]
        assert splitter.flush() == []


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    splitter = LineSplitter()
    assert [len(line) for line in splitter.feed(b"x" * (MAX_LINE_BYTES + 1))] == [MAX_LINE_BYTES + 1]
    assert splitter.feed(b"y\n") == ["y"]


def test_the_log_is_rotated_and_remembers_twenty_lines(tmp_path: Path) -> None:
    log = EngineLog(tmp_path / "log")
    for number in range(4 * FILE_BYTES // 2000):
        log.add(f"{number} " + "x" * 5000)
    log.add("   ")
    log.close()
    files = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert files == ["engine.log", "engine.log.1", "engine.log.2"]
    assert all(path.stat().st_size <= FILE_BYTES for path in (tmp_path / "log").iterdir())
    assert [line.split()[0] for line in log.last_lines] == [str(number) for number in range(1980, 2000)]


def test_a_log_folder_that_cannot_be_made_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = EngineLog(tmp_path / "file" / "log")
    log.add("kept")
    log.close()
    assert Path(log.path).read_text().endswith("kept\n")
