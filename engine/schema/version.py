"""The version, read from the one place it lives: the plugin's metadata.txt."""
from __future__ import annotations

import configparser
from pathlib import Path


def _read_version() -> str:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(Path(__file__).resolve().parents[2] / "metadata.txt", encoding="utf-8")
    return parser.get("general", "version")


VERSION = _read_version()
