"""The standalone Python: what uv is asked for, by a stand-in for uv that notes it."""
from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installed import installed_environment, read_record
from berunda.plugin.core.engine.installer.installation import Installation
from berunda.plugin.core.engine.installer.order import Order
from berunda.plugin.core.engine.installer.platforms import PYTHON_VERSION, UV_VERSION
from berunda.plugin.core.engine.installer.problem import InstallProblem
from installer_helpers import FakeIndex, make_test_order, use_profile, uv_wheel
from qgis.core import QgsFeedback

STAND_IN = """#!{python}
import os, subprocess, sys
from pathlib import Path
names = ("UV_PYTHON_INSTALL_DIR", "UV_PYTHON_INSTALL_MIRROR", "UV_CACHE_DIR", "UV_SYSTEM_CERTS", "SSL_CERT_FILE")
with open({notes!r}, "a") as file:
    print(" ".join(sys.argv[1:]), *(os.environ.get(name, "-") for name in names), file=file)
if sys.argv[1] == "venv":
    if os.path.exists({broken!r}):
        os.unlink({broken!r})
        sys.exit("the Python does not run")
    program = Path(sys.argv[-1], "bin", "python")
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\\necho '" + {answer!r} + "'\\n")
    program.chmod(0o755)
"""
ANSWER = '{"packages": {}, "devices": [{"name": "cpu", "available": true, "description": "", "tried": ""}]}'


@pytest.fixture
def order(tmp_path: Path, index: FakeIndex, monkeypatch: pytest.MonkeyPatch) -> Order:
    use_profile(monkeypatch, tmp_path / "profile")
    made = dataclasses.replace(make_test_order(tmp_path, index), python="")
    program = made.folder.tools / UV_VERSION / "uv"
    program.unlink()
    notes, broken = str(tmp_path / "notes"), str(tmp_path / "broken")
    program.write_text(STAND_IN.format(python=sys.executable, notes=notes, broken=broken, answer=ANSWER))
    program.chmod(0o755)
    return made


def run(order: Order, is_fresh: bool = False) -> None:
    Installation(order, print, lambda _: None, QgsFeedback()).run(is_fresh)


def notes(tmp_path: Path) -> list[str]:
    return (tmp_path / "notes").read_text().splitlines()


def test_the_pinned_python_is_fetched_into_the_folder(order: Order, tmp_path: Path) -> None:
    run(order)
    request = order.platform.python_request
    assert request.startswith(f"cpython-{PYTHON_VERSION}-")
    install, venv = notes(tmp_path)[:2]
    folder = order.folder
    assert install == f"python install --managed-python {request} {folder.pythons} - {folder.cache} 1 -"
    assert venv.startswith(f"venv --python {request} --managed-python --no-python-downloads {folder.root}{os.sep}env-")
    assert read_record(installed_environment()).python == ""


def test_each_lock_file_is_installed_from_one_source_with_hashes(order: Order, tmp_path: Path) -> None:
    run(order)
    packages, torch, check = notes(tmp_path)[2:]
    hashed = "--require-hashes --no-deps --only-binary :all:"
    assert f"{hashed} --default-index {order.package_index} --requirements {order.locks}/packages.txt" in packages
    assert f"{hashed} --default-index {order.torch_index}/cpu --requirements {order.locks}/torch-cpu.txt" in torch
    assert check.startswith("pip check ")


def test_a_folder_of_wheels_has_the_python_too(order: Order, tmp_path: Path) -> None:
    wheels = tmp_path / "all wheels"
    wheels.mkdir()
    run(dataclasses.replace(order, wheels=str(wheels)))
    assert f" {wheels.as_uri()} " in notes(tmp_path)[0]
    offline = f"--offline --no-index --find-links {wheels} "
    assert [offline in line for line in notes(tmp_path)[2:4]] == [True, True]


def test_a_mirror_may_be_named(order: Order, tmp_path: Path) -> None:
    run(dataclasses.replace(order, python_mirror="https://mirror.example/python"))
    assert " https://mirror.example/python " in notes(tmp_path)[0]


def test_added_certificates_reach_uv(order: Order, tmp_path: Path) -> None:
    run(dataclasses.replace(order, certificates="-----BEGIN CERTIFICATE-----\n"))
    assert notes(tmp_path)[0].endswith(f" 1 {order.folder.certificates}")
    assert order.folder.certificates.read_text().startswith("-----BEGIN")


def test_a_python_that_does_not_run_is_fetched_anew_by_a_repair(order: Order, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("")
    with pytest.raises(InstallProblem, match="the Python does not run"):
        run(order)
    (tmp_path / "broken").write_text("")
    program = order.folder.tools / UV_VERSION / "uv"
    kept = program.read_text()
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    platform, name, content = uv_wheel(order.platform, kept.encode())  # a repair fetches uv anew as well
    (wheels / name).write_bytes(content)
    (tmp_path / "notes").unlink()
    run(dataclasses.replace(order, wheels=str(wheels), platform=platform), is_fresh=True)
    began = [line.split(" --")[0] for line in notes(tmp_path)[:4]]
    assert began == ["python install", "venv", "python install", "venv"]
    assert "--reinstall" in notes(tmp_path)[2]
