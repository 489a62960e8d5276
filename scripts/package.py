#!/usr/bin/env python3
"""Packs the plugin as QGIS installs it: build/berunda-VERSION.zip with one folder `berunda`. Standard library only.

The same sources give the same bytes: files are those that git tracks, sorted, with one date and one mode.
"""
from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = [
    "plugin",
    "engine",
    "resources",
    "metadata.txt",
    "__init__.py",
    "LICENSE",
    "README.md",
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
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in shipped_files():
            entry = zipfile.ZipInfo(f"berunda/{name}", EPOCH)
            entry.external_attr = READABLE_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (ROOT / name).read_bytes())


if __name__ == "__main__":
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        sys.exit(f"The package is made of the files that git tracks: install git, and make {ROOT} a git checkout.")
    target = ROOT / "build" / f"berunda-{version()}.zip"
    pack(target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB")
