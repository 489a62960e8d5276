"""The zip that `make package` writes: its contents, that it is reproducible, and that a real QGIS loads it."""
from __future__ import annotations

import configparser
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOAD_IN_QGIS = """
import sys
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
from qgis import utils
utils.plugin_paths = [sys.argv[1]]
sys.path.insert(0, sys.argv[1])
utils.updateAvailablePlugins()
assert utils.available_plugins == ["berunda"], utils.available_plugins
assert utils.loadPlugin("berunda")
import berunda
from berunda.plugin.plugin import BerundaPlugin
print(berunda.__file__)
print(utils.pluginMetadata("berunda", "version"))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("the package is made of what git tracks: needs git and a git checkout")
    return make_package(tmp_path_factory.mktemp("package") / "berunda.zip")


def make_package(target: Path) -> Path:
    code = "import sys, pathlib; sys.path.insert(0, 'scripts'); import package; package.pack(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(target)], cwd=ROOT, check=True)
    return target


def test_package_holds_one_folder_with_what_the_plugin_needs(package: Path) -> None:
    names = zipfile.ZipFile(package).namelist()
    assert {name.split("/")[0] for name in names} == {"berunda"}
    parts = {name.split("/")[1] for name in names}
    assert parts == {
        "plugin",
        "engine",
        "resources",
        "requirements",
        "metadata.txt",
        "__init__.py",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs",
    }
    assert "berunda/requirements/engine.txt" in names
    locks = {"packages.txt", "torch-cpu.txt", "torch-cu126.txt", "torch-cu130.txt", "torch-pypi.txt", "sizes.json"}
    assert {f"berunda/requirements/locks/{name}" for name in locks} <= set(names)
    assert "berunda/engine/schema/protocol.py" in names
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name or name.endswith((".pyc", ".whl"))]
    assert package.stat().st_size < 10e6


def test_every_link_of_a_page_leads_to_a_file_and_a_heading_of_the_package(package: Path) -> None:
    archive = zipfile.ZipFile(package)
    names = set(archive.namelist())
    pages = {name: archive.read(name).decode("utf-8") for name in names if name.endswith(".md")}
    texts = {page: re.sub(r"```.*?```", "", text, flags=re.DOTALL) for page, text in pages.items()}
    anchors = {page: set(map(anchor, re.findall(r"^#.*", text, re.MULTILINE))) for page, text in texts.items()}
    assert len(pages) > 10
    for page, text in texts.items():
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, heading = link.partition("#")
            if path.startswith("https://"):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            assert target in names, (page, link)
            assert not heading or heading in anchors[target], (page, link)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")


def test_the_metadata_has_the_changes_as_plain_text(package: Path) -> None:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read_string(zipfile.ZipFile(package).read("berunda/metadata.txt").decode("utf-8"))
    general = metadata["general"]
    assert general["changelog"].startswith(general["version"])
    assert "Install engine" in general["changelog"]
    assert "](" not in general["changelog"]


def test_package_is_reproducible(package: Path, tmp_path: Path) -> None:
    assert make_package(tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_qgis_loads_the_plugin_from_the_unpacked_zip(package: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(package).extractall(tmp_path)
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
    environment.pop("PYTHONPATH", None)
    run = subprocess.run(
        [sys.executable, "-c", LOAD_IN_QGIS, str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    module, version = run.stdout.strip().splitlines()[-2:]
    assert module == str(tmp_path / "berunda" / "__init__.py")
    assert version.count(".") == 2
