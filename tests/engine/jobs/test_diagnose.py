"""What the engine says of itself."""
from __future__ import annotations

from importlib.metadata import version

from engine.jobs import diagnose
from engine.jobs.registry import run_job
from engine.schema.reporter import Reporter


def test_it_names_versions_and_what_was_tried_on_every_device() -> None:
    told = run_job("diagnose", {}, Reporter())
    assert told["packages"]["torch"] == {"version": version("torch"), "error": ""}
    assert not [name for name, said in told["packages"].items() if said["error"]]
    assert [row["name"] for row in told["devices"]] == ["cpu", "cuda", "mps"]
    assert told["devices"][0]["available"]
    assert "matrix product" in told["devices"][0]["tried"]


def test_a_package_that_does_not_load_is_named(monkeypatch) -> None:
    monkeypatch.setattr(diagnose, "PACKAGES", {"torch": "no_such_module", "numpy": "numpy"})
    told = run_job("diagnose", {}, Reporter())
    assert told["packages"]["torch"]["error"] == "ModuleNotFoundError: No module named 'no_such_module'"
    assert not told["packages"]["numpy"]["error"]
    assert told["devices"] == [
        {"name": "cpu", "available": False, "description": told["packages"]["torch"]["error"], "tried": ""}
    ]
