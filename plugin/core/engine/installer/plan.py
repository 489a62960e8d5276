"""What *Install engine* would do, before it does anything: what is fetched, where to, how long it takes."""
from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..installed import installed_record
from ..places import lock_folder
from .builds import BUILDS, Build, Sizes, build_named, environment_key, sizes
from .graphics import Choice, choose, find_card
from .order import (
    PACKAGE_INDEX,
    PACKAGE_INDEX_VARIABLE,
    PYTHON_MIRROR_VARIABLE,
    PYTHON_ORIGIN,
    TORCH_INDEX,
    TORCH_INDEX_VARIABLE,
)
from .platforms import Platform, this_platform
from .problem import InstallProblem

MBIT_PER_S = 50.0  # of a usual connection
UNPACK_MB_PER_S = 60.0
CHECK_S = 20.0


@dataclass(frozen=True)
class Plan:
    """What there is to install here.

    Attributes:
        platform: of this computer.
        choice: the build that fits, and why.
        offered: all builds for the platform.
    """

    platform: Platform
    choice: Choice
    offered: tuple[Build, ...]

    def sizes(self, build: str, python: str) -> Sizes:
        """What a build takes, on the named Python or, for "", on the standalone one."""
        return sizes(self.platform, build_named(self.platform, build), python, lock_folder())

    def seconds(self, build: str, python: str, wheels: str) -> float:
        """About how long it takes on a usual connection."""
        needed = self.sizes(build, python)
        fetching = 0.0 if wheels else needed.fetched_mb * 8 / MBIT_PER_S
        return fetching + needed.disk_mb / UNPACK_MB_PER_S + CHECK_S


def make_plan() -> Plan:
    """Looks at this computer; takes up to seconds, so not on the main thread.

    Raises:
        InstallProblem: the engine cannot be installed here.
    """
    platform = this_platform()
    return Plan(platform, choose(platform, find_card()), BUILDS[platform.name])


def sources(plan: Plan, build: str, python: str, wheels: str) -> str:
    """Where a build comes from, for people: a folder, or the names of servers."""
    if wheels:
        return wheels
    addresses = [os.environ.get(PACKAGE_INDEX_VARIABLE) or PACKAGE_INDEX]
    if build_named(plan.platform, build).index:
        addresses.append(os.environ.get(TORCH_INDEX_VARIABLE) or TORCH_INDEX)
    if not python:
        addresses.append(os.environ.get(PYTHON_MIRROR_VARIABLE) or PYTHON_ORIGIN)
    return ", ".join(urlsplit(address).hostname or address for address in addresses)


def update_needed() -> bool:
    """Whether this release of the plugin has other lock files than the installed environment was made of."""
    record = installed_record()
    if record is None:
        return False
    try:
        return environment_key(build_named(this_platform(), record.build), record.python, lock_folder()) != record.key
    except (OSError, InstallProblem):
        return False
