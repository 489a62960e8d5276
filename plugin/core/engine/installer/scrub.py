"""Takes out of a text what identifies its user: names, home folders, passwords of proxies."""
from __future__ import annotations

import getpass
import os
import re
from pathlib import Path

SHORTEST_NAME = 3  # a shorter user name is a part of too many words


def scrub(text: str) -> str:
    """The text without the user's name, home folder, and what stands before @ in an address."""
    text = re.sub(r"(\w+://)[^/\s@]+@", r"\1***@", text)
    for home in _homes():
        text = re.sub(re.escape(home).replace(r"\\", r"[\\/]+"), "~", text, flags=re.IGNORECASE)
    name = _user_name()
    if len(name) >= SHORTEST_NAME:
        text = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", "***", text, flags=re.IGNORECASE)
    return text


def _homes() -> list[str]:
    found = {os.path.expanduser("~"), os.environ.get("USERPROFILE", ""), os.environ.get("HOME", "")}
    resolved = {str(Path(home).resolve()) for home in found if home}
    return sorted((home for home in found | resolved if len(home) > SHORTEST_NAME), key=len, reverse=True)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no account with this number, or none on Windows
        return ""
