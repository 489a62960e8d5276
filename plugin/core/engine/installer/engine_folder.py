"""The folder that everything of an installation is in, and nothing else."""
from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsSettings

from ..installed import installed_environment, read_record
from ..places import profile_folder

SETTING = "berunda/engine_folder"
OWN_NAME = "berunda-engine"  # of the folder that is made in a chosen one, which may hold other things
ENVIRONMENT_PREFIX = "env-"


@dataclass(frozen=True)
class EngineFolder:
    """Where each part of an installation lies. Short names: a path on Windows may have 260 characters.

    Attributes:
        root: the folder.
    """

    root: Path

    @property
    def cache(self) -> Path:
        """uv's cache: what was fetched before is not fetched again."""
        return self.root / "c"

    @property
    def pythons(self) -> Path:
        """The standalone Pythons."""
        return self.root / "py"

    @property
    def tools(self) -> Path:
        """uv."""
        return self.root / "uv"

    @property
    def lock(self) -> Path:
        """The file that two installations at once are kept apart by."""
        return self.root / "install.lock"

    @property
    def certificates(self) -> Path:
        """The certificates that QGIS trusts, where the user has added some."""
        return self.root / "certificates.pem"

    def environments(self) -> list[Path]:
        """All environments, complete or not."""
        return sorted(path for path in self.root.glob(f"{ENVIRONMENT_PREFIX}*") if path.is_dir())

    def new_environment(self, key: str) -> Path:
        """A path that is nobody else's: a program of a QGIS that was killed may still make the one that it was told."""
        while True:
            path = self.root / f"{ENVIRONMENT_PREFIX}{key}-{secrets.token_hex(2)}"
            if not os.path.lexists(path):
                return path

    def leftovers(self) -> list[Path]:
        """This profile's environments that are not in use, and interrupted ones."""
        in_use = installed_environment()
        return [path for path in self.environments() if path != in_use and not self._is_foreign(path)]

    def is_shared(self) -> bool:
        """Whether another profile has a complete environment here."""
        return any(self._is_foreign(path) for path in self.environments())

    @staticmethod
    def _is_foreign(environment: Path) -> bool:
        record = read_record(environment)
        return record is not None and record.owner not in ("", str(profile_folder()))


def usual_root() -> Path:
    """In the profile; on Windows in the local application data, whose path is shorter and which does not roam."""
    local = os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "win32" and local:
        return Path(local) / "Berunda"
    return profile_folder() / "engine"


def chosen_root() -> Path:
    """The folder of the user's choice, or the usual one."""
    chosen = str(QgsSettings().value(SETTING, "") or "").strip()
    return Path(chosen) if chosen else usual_root()


def choose_root(path: str) -> Path:
    """Remembers a folder to install into; "" goes back to the usual one.

    Returns:
        The folder that will be used: one of its own in the chosen one.
    """
    path = path.strip()
    root = Path(os.path.abspath(os.path.expanduser(path))) if path else None
    if root is not None and root not in (usual_root(), chosen_root()) and root.name != OWN_NAME:
        root = root / OWN_NAME
    QgsSettings().setValue(SETTING, str(root) if root and root != usual_root() else "")
    return chosen_root()
