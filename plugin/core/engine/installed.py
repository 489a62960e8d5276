"""Which environment of the engine is installed: a pointer in the profile, and a record in the environment itself."""
from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Optional

from .places import profile_folder

POINTER_NAME = "engine.json"
RECORD_NAME = "complete.json"


@dataclass(frozen=True)
class Record:
    """What an environment was made of; written into it last, so that an interrupted one has none.

    Attributes:
        key: digest of the lock files, the build and the Python, see builds.environment_key.
        build: name of the build of PyTorch.
        python: the interpreter that was named, or "" for the standalone Python.
        wheels: the folder of wheels that was used, or "".
        notice: why the graphics card is not used, or "".
        devices: what was tried on each device, rows as the engine lists them.
        owner: Berunda's folder of the profile that it belongs to; several profiles may share a folder of engines.
        replaced: the folder of the environment that it replaced, where that was in another folder, or "".
    """

    key: str
    build: str
    python: str = ""
    wheels: str = ""
    notice: str = ""
    devices: tuple[dict[str, Any], ...] = ()
    owner: str = ""
    replaced: str = ""


def interpreter(environment: Path) -> Path:
    """The Python of an environment."""
    return environment.joinpath(*(("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")))


def installed_environment() -> Optional[Path]:
    """The environment that the pointer names, whether or not it is still there; None before the first installation."""
    named = _read_json(pointer_path()).get("environment")
    return Path(named) if isinstance(named, str) and named else None


def installed_record() -> Optional[Record]:
    """What the environment in use was made of; None where there is none, or it is gone."""
    environment = installed_environment()
    return read_record(environment) if environment is not None else None


def pointer_path() -> Path:
    """The file in the profile that names the environment."""
    return profile_folder() / POINTER_NAME


def switch_to(environment: Optional[Path]) -> None:
    """Makes a complete environment the one in use, in one step; None takes the pointer away.

    Raises:
        OSError: the profile cannot be written.
    """
    if environment is None:
        pointer_path().unlink(missing_ok=True)
        return
    _write_json(pointer_path(), {"environment": str(environment)})


def read_record(environment: Path) -> Optional[Record]:
    """What an environment was made of; None where it is not complete."""
    values = _read_json(environment / RECORD_NAME)
    names = set(Record.__dataclass_fields__)
    known = {name: value for name, value in values.items() if name in names}
    if not isinstance(known.get("key"), str) or not isinstance(known.get("build"), str):
        return None
    known["devices"] = tuple(known.get("devices") or ())
    return Record(**known)


def write_record(environment: Path, record: Record) -> None:
    """Marks an environment as complete.

    Raises:
        OSError: it cannot be written.
    """
    _write_json(environment / RECORD_NAME, asdict(record))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _write_json(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
