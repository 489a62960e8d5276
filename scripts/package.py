#!/usr/bin/env python3
"""Packs the plugin as QGIS installs it: build/berunda-VERSION.zip with one folder `berunda`.

usage: python scripts/package.py [--release]

The same sources give the same bytes: files are those that git tracks, sorted, with one date and one mode; metadata.txt
gets the changes of its version from CHANGELOG.md. The package is removed again if the plugin site would refuse it
(scripts/site_checks.py); with --release that includes addresses which lead nowhere.
"""
from __future__ import annotations

import argparse
import configparser
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import site_checks
import translations

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = [
    "plugin",
    "engine",
    "resources",
    "metadata.txt",
    "__init__.py",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs",
    "requirements/engine.txt",
    "requirements/locks",
]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold
READABLE_FILE = 0o100644 << 16


def version() -> str:
    """The plugin's version, from metadata.txt."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def shipped_files() -> list[str]:
    """Paths of the tracked files that the plugin needs, relative to the repository, with forward slashes."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--", *SHIPPED], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return sorted(name for name in listing.split("\0") if name)


def pack(target: Path) -> None:
    """Writes the zip file."""
    content = {"metadata.txt": metadata(), **compiled_translations()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted({*shipped_files(), *content}):
            entry = zipfile.ZipInfo(f"berunda/{name}", EPOCH)
            entry.external_attr = READABLE_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content[name] if name in content else (ROOT / name).read_bytes())


def compiled_translations() -> dict[str, bytes]:
    """The files in which QGIS finds translations, by path in the repository."""
    folder = translations.FOLDER.relative_to(ROOT).as_posix()
    with tempfile.TemporaryDirectory() as name:
        return {f"{folder}/{path.name}": path.read_bytes() for path in translations.compile_to(Path(name))}


def metadata() -> bytes:
    """metadata.txt with the changes of its version, as the plugin site shows them."""
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8").rstrip("\n")
    changes = "\n".join(f" {line}" for line in changes_of(version()))  # indented lines go on with the value
    return f"{text}\nchangelog={changes.lstrip()}\n".encode()


def changes_of(number: str) -> list[str]:
    """The lines of a version in CHANGELOG.md, without empty ones, links as their text.

    Raises:
        ValueError: the version is not there.
    """
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    found = re.search(rf"^## \[{re.escape(number)}\].*\n((?:(?!## ).*\n?)*)", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"CHANGELOG.md has no version {number}")
    return [number, *(line.replace("### ", "") for line in found[1].splitlines() if line.strip())]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", action="store_true", help="refuse addresses in metadata.txt that lead nowhere")
    options = parser.parse_args()
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        parser.error(f"the package is made of the files that git tracks: install git, and make {ROOT} a git checkout")
    target = ROOT / "build" / f"berunda-{version()}.zip"
    pack(target)
    found = site_checks.findings(target, options.release)
    if found:
        target.unlink()
        print("The plugin site would refuse the package:", *found, sep="\n", file=sys.stderr)
        return 1
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
