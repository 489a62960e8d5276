#!/usr/bin/env python3
"""What the QGIS plugin site checks of a package, checked before it is uploaded: anything found here blocks there.

usage: python scripts/site_checks.py PACKAGE.zip [--release]

Structure, size and metadata; Bandit with all its rules and detect-secrets, which must be installed
(requirements/dev.txt). With --release, addresses in metadata.txt that lead nowhere are findings as well.
"""
from __future__ import annotations

import argparse
import configparser
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

MAX_BYTES = 25 * 2**20
REQUIRED = (
    "name", "description", "about", "version", "qgisMinimumVersion", "qgisMaximumVersion", "author", "email",
    "repository", "tracker", "homepage", "license", "tags", "category", "changelog",
)  # fmt: skip
ADDRESSES = ("repository", "tracker", "homepage")
COMPILED = {".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib", ".exe", ".whl", ".zip"}
PLACEHOLDER = re.compile(r"\bexample\b|\.example\b|\.invalid\b")  # domains that are kept for examples (RFC 2606)


def findings(package: Path, is_release: bool = False) -> list[str]:
    """A sentence for everything that is wrong with a package."""
    with zipfile.ZipFile(package) as archive, tempfile.TemporaryDirectory() as name:
        names = [entry for entry in archive.namelist() if not entry.endswith("/")]
        found = [*_size(package), *_structure(names)]
        if found:
            return found  # not to be unpacked
        archive.extractall(name)
        folder = Path(name) / PurePosixPath(names[0]).parts[0]
        return [*_metadata(folder, is_release), *_bandit(folder), *_secrets(folder)]


def _size(package: Path) -> list[str]:
    size = package.stat().st_size
    return [f"{package.name} has {size} bytes: more than {MAX_BYTES}"] if size > MAX_BYTES else []


def _structure(names: list[str]) -> list[str]:
    parts = [PurePosixPath(name).parts for name in names]
    roots = {own[0] for own in parts}
    if len(roots) != 1 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", root := roots.pop()):
        held = sorted({own[0] for own in parts})
        return [f"a package holds one folder with the plugin's name, this one holds {held}"]
    found = [f"{root}/{name} is missing" for name in ("__init__.py", "metadata.txt", "LICENSE")
             if f"{root}/{name}" not in names]  # fmt: skip
    for name, own in zip(names, parts):
        if ".." in own or name.startswith("/"):
            found.append(f"{name} lies outside the folder")
        elif any(part.startswith(".") or part in ("__pycache__", "__MACOSX") for part in own):
            found.append(f"{name} is hidden or was left by a program")
        elif PurePosixPath(name).suffix.lower() in COMPILED:
            found.append(f"{name} is compiled or packed")
    return found


def _metadata(folder: Path, is_release: bool) -> list[str]:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(folder / "metadata.txt", encoding="utf-8")
    general = metadata["general"] if metadata.has_section("general") else {}
    found = [f"metadata.txt has no {name}" for name in REQUIRED if not general.get(name, "").strip()]
    if found:
        return found
    if not re.fullmatch(r"\d+(\.\d+)*(-?[a-z]+\d*)?", general["version"]):
        found.append(f"version {general['version']} is not a version")
    for name in ("qgisMinimumVersion", "qgisMaximumVersion"):
        if not re.fullmatch(r"\d+\.\d+(\.\d+)?", general[name]):
            found.append(f"{name} {general[name]} is not a version of QGIS")
    if not (folder / general.get("icon", "")).is_file():
        found.append(f"the icon {general.get('icon')} is not a file")
    found += [f"{name} {general[name]} is not a web address" for name in ADDRESSES
              if not re.fullmatch(r"https://\S+\.\S+", general[name])]  # fmt: skip
    if is_release:
        found += [f"{name} {general[name]} is a placeholder: give the real one" for name in (*ADDRESSES, "email")
                  if PLACEHOLDER.search(general[name])]  # fmt: skip
    return found


def _bandit(folder: Path) -> list[str]:
    report = _tool("bandit", "-q", "-r", ".", "-f", "json", folder=folder)
    places = [(f"{row['filename']}:{row['line_number']}", row) for row in report["results"]]
    found = [f"{place}: {row['test_id']} {row['issue_text']}" for place, row in places]
    return found + [f"{row['filename']}: {row['reason']}" for row in report["errors"]]


def _secrets(folder: Path) -> list[str]:
    report = _tool("detect_secrets", "scan", "--all-files", folder=folder)
    return [f"{name}:{row['line_number']}: {row['type']}" for name, rows in report["results"].items() for row in rows]


def _tool(module: str, *arguments: str, folder: Path) -> dict:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    try:
        report: dict = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{module} failed: {done.stderr.strip()[-500:]}") from None
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--release", action="store_true", help="placeholders among the addresses are findings as well")
    options = parser.parse_args()
    missing = [name for name in ("bandit", "detect_secrets") if importlib.util.find_spec(name) is None]
    if missing:
        parser.error(f"{' and '.join(missing)} are not installed: pip install -r requirements/dev.txt")
    found = findings(options.package, options.release)
    print("\n".join(found) or f"{options.package}: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
