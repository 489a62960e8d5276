"""What the plugin site would refuse, on the real package and on packages that are wrong in one way each."""
from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import package
import pytest
import site_checks

METADATA = package.ROOT / "metadata.txt"
FILES = {"berunda/__init__.py": "", "berunda/LICENSE": "GPL", "berunda/icon.svg": "<svg/>"}


@pytest.fixture
def good() -> dict[str, str]:
    """The files of a package with nothing wrong."""
    text = METADATA.read_text(encoding="utf-8").replace("resources/icons/berunda.svg", "icon.svg")
    return {**FILES, "berunda/metadata.txt": f"{text}changelog=1\n"}


def found_in(files: dict[str, str], tmp_path: Path, is_release: bool = False) -> list[str]:
    path = tmp_path / "berunda.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return site_checks.findings(path, is_release)


@pytest.mark.skipif(
    shutil.which("git") is None or not (package.ROOT / ".git").exists(), reason="the package is what git tracks"
)
def test_the_plugin_site_has_nothing_against_the_package(tmp_path: Path) -> None:
    package.pack(tmp_path / "berunda.zip")
    assert site_checks.findings(tmp_path / "berunda.zip") == []
    with zipfile.ZipFile(tmp_path / "berunda.zip") as archive:
        assert b"changelog=" in archive.read("berunda/metadata.txt")


def test_a_package_without_faults(good: dict[str, str], tmp_path: Path) -> None:
    assert found_in(good, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("berunda/bad.py", "import pickle\npickle.loads(b'')\n", "B301"),
        ("berunda/bad.py", "import xml.etree.ElementTree as tree\ntree.parse('a')\n", "B314"),
        ("berunda/bad.py", "assert True\n", "B101"),
        ("berunda/bad.py", "def (", "syntax error"),
        ("berunda/bad.py", 'aws = "AKIA' + "IOSFODNN7" + 'EXAMPL1"\n', "AWS Access Key"),
        ("berunda/.hidden/a.py", "", "hidden"),
        ("berunda/__pycache__/a.py", "", "hidden or was left"),
        ("berunda/library.so", "", "compiled"),
        ("../a.py", "", "one folder"),
        ("berunda/../a.py", "", "outside"),
        ("other/a.py", "", "one folder"),
    ],
)
def test_a_file_that_is_refused(good: dict[str, str], tmp_path: Path, name: str, text: str, sentence: str) -> None:
    found = found_in({**good, name: text}, tmp_path)
    assert found
    assert sentence in " ".join(found)


@pytest.mark.parametrize("name", ["berunda/__init__.py", "berunda/LICENSE", "berunda/metadata.txt"])
def test_a_file_that_is_missing(good: dict[str, str], tmp_path: Path, name: str) -> None:
    del good[name]
    assert found_in(good, tmp_path) == [f"{name} is missing"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("tracker=https", "#", "metadata.txt has no tracker"),
        ("version=0.1.0", "version=new", "version new is not a version"),
        ("qgisMinimumVersion=3.22", "qgisMinimumVersion=three", "qgisMinimumVersion three is not a version of QGIS"),
        ("icon=icon.svg", "icon=no.svg", "the icon no.svg is not a file"),
        ("homepage=https://berunda.example", "homepage=ask", "homepage ask is not a web address"),
    ],
)
def test_metadata_that_is_refused(good: dict[str, str], tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = good["berunda/metadata.txt"]
    assert old in text
    assert found_in({**good, "berunda/metadata.txt": text.replace(old, new, 1)}, tmp_path) == [sentence]


def test_placeholders_are_refused_in_a_release(good: dict[str, str], tmp_path: Path) -> None:
    good["berunda/metadata.txt"] = good["berunda/metadata.txt"].replace("tracker=https://berunda", "tracker=https://real")
    found = found_in(good, tmp_path, is_release=True)
    assert "tracker https://real.example/tracker is a placeholder: give the real one" in found
    real = good["berunda/metadata.txt"].replace(".example", ".org")
    assert found_in({**good, "berunda/metadata.txt": real}, tmp_path, is_release=True) == []


def test_a_package_that_is_too_large(good: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_checks, "MAX_BYTES", 100)
    assert "more than 100" in found_in(good, tmp_path)[0]


def test_the_changes_of_a_version_are_in_the_metadata() -> None:
    lines = package.changes_of("0.1.0")
    assert lines[:2] == ["0.1.0", "In short"]
    assert not [line for line in lines if line.startswith("#") or not line.strip()]
    with pytest.raises(ValueError, match=r"has no version 9\.9"):
        package.changes_of("9.9")
