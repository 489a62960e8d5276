"""The command line's progress where there is no terminal."""
from __future__ import annotations

import pytest

from engine import console
from engine.console import SECONDS_BETWEEN_LINES, ConsoleReporter, print_result


def test_progress_has_a_line_every_ten_seconds_and_one_at_the_end(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: now[0])
    reporter = ConsoleReporter()
    for step in range(1, 101):  # a step takes half a second
        now[0] += 0.5
        reporter.metric(step, {"total": 1 / step})
        reporter.progress(step, 100, 50 - step / 2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("/")[0] for line in lines] == ["1", "21", "41", "61", "81", "100"]
    assert lines[1] == "21/100, 40 s left total 0.0476"
    assert SECONDS_BETWEEN_LINES == 10


def test_results_are_lines_tables_or_json(capsys: pytest.CaptureFixture) -> None:
    print_result({"model": "m", "held_out": {"strokes": 3}}, (), as_json=False)
    assert capsys.readouterr().out == 'model: m\nheld_out: {"strokes": 3}\n'
    print_result({"held_out": {"strokes": 3, "per_class": {"roof": {"strokes": 1}}}}, (), as_json=False)
    lines = ["held_out:", "  strokes: 3", "  per_class:", '    roof: {"strokes": 1}']
    assert capsys.readouterr().out.splitlines() == lines
    parameter = {"name": "alpha", "sentence": "More.", "low": 0, "high": 1, "default": 0.5}
    rows = [{"name": "l1", "head": "own"}, {"name": "k-means", "head": "own", "parameters": [parameter]}]
    print_result(rows, ("name", "head"), as_json=False)
    table = ["name     head", "l1       own", "k-means  own", "    alpha: More. (0 to 1, default 0.5)"]
    assert capsys.readouterr().out.splitlines() == table
    print_result({"networks": [{"name": "wnet", "sentence": "Two."}]}, ("name", "sentence"), as_json=False)
    assert capsys.readouterr().out.splitlines() == ["kind     name  sentence", "network  wnet  Two."]
