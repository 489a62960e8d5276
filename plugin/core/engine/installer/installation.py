"""The steps of an installation, one after the other. The pointer moves only to an environment that has passed all."""
from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsFeedback

from ...translation import tr
from ..installed import Record, installed_environment, interpreter, read_record, switch_to, write_record
from ..places import profile_folder
from .builds import CPU, MPS, PACKAGES_LOCK, SLACK_MB, environment_key, sizes
from .checks import check_folder
from .folder_lock import alone_in
from .order import Order
from .platforms import PYTHON_VERSION
from .problem import InstallProblem
from .python_check import check_python
from .running import Runner
from .sentences import sentence_for
from .uv_tool import ready_uv

MEASURE_S = 2.0  # between two looks at how much has been unpacked
LEAST_SHARE = 0.01  # below it, nothing is said of it
NO_DOWNLOADS = "--no-python-downloads"
HASHED = ("--require-hashes", "--no-deps", "--only-binary", ":all:")  # the lock files are complete
UV_VARIABLES = {
    "UV_NO_CONFIG": "1",
    "UV_NO_PROGRESS": "1",
    "UV_SYSTEM_CERTS": "1",
    "UV_LINK_MODE": "hardlink",
    "UV_HTTP_TIMEOUT": "60",
    "UV_PYTHON_INSTALL_BIN": "0",
    "UV_PYTHON_INSTALL_REGISTRY": "0",
    "NO_COLOR": "1",
}
# The share of the time at which each stage begins.
AT_TOOL, AT_PYTHON, AT_PACKAGES, AT_CHECK, AT_END = 0.0, 0.04, 0.1, 0.92, 1.0


@dataclass(frozen=True)
class Progress:
    """What happens, in words, and the share of the whole that is done."""

    stage: str
    share: float


class Installation:
    """Carries out an order; not on the main thread.

    Args:
        order: what to install.
        log: takes lines.
        report: takes the Progress.
        feedback: cancels it.
    """

    def __init__(
        self, order: Order, log: Callable[[str], None], report: Callable[[Progress], None], feedback: QgsFeedback
    ) -> None:
        self._order = order
        self._folder = order.folder
        self._log = log
        self._report = report
        self._feedback = feedback
        self._runner = Runner(log, feedback.isCanceled)
        self._environment = dict(order.environment)
        self._uv = Path()
        self._measured_s = 0.0

    def run(self, is_fresh: bool = False) -> Record:
        """Installs, checks, and switches to the new environment.

        Args:
            is_fresh: whether to fetch everything anew, in case what was fetched before has been damaged.

        Raises:
            InstallProblem: one of the steps failed; what was in use before still is.
            InstallCancelled: it was cancelled; what was in use before still is.
        """
        order = self._order
        try:
            self._sizes = sizes(order.platform, order.build, order.python, order.locks)
            key = environment_key(order.build, order.python, order.locks)
        except (OSError, ValueError, KeyError) as error:
            sentence = tr("The plugin is not complete ({}): install it again.")
            raise InstallProblem(sentence.format(error)) from error
        here_mb = 0.0 if is_fresh else bytes_in(self._folder.cache) / 1e6
        check_folder(self._folder.root, max(self._sizes.disk_mb - here_mb, 0.0) + SLACK_MB)
        with alone_in(self._folder):
            if is_fresh:
                self._discard(self._folder.cache, self._folder.tools)
            return self._install(key, is_fresh)

    def _install(self, key: str, is_fresh: bool) -> Record:
        for interrupted in self._folder.leftovers():
            if read_record(interrupted) is None:
                self._discard(interrupted)
        self._prepare()
        self._say(tr("Fetching uv, which makes the environment"), AT_TOOL)
        index = self._order.package_index
        source = self._order.wheels or (index if os.path.isdir(index) else "")
        platform = self._order.platform
        self._uv = ready_uv(self._folder, platform, index, source, self._feedback, self._on_fetched)
        environment = self._folder.new_environment(key)
        is_whole = False
        try:
            self._make(environment, is_fresh)
            self._fill(environment)
            record = self._checked(environment, key)
            self._runner.check()
            write_record(environment, record)
            switch_to(environment)
            is_whole = True
        except OSError as error:
            raise InstallProblem(sentence_for(f"{error} (os error {error.errno})")) from error
        finally:
            if not is_whole:
                self._discard(environment)
        self._report(Progress(tr("The engine is installed"), AT_END))
        return record

    def _prepare(self) -> None:
        folder = self._folder
        self._environment |= UV_VARIABLES
        self._environment |= {"UV_CACHE_DIR": str(folder.cache), "UV_PYTHON_INSTALL_DIR": str(folder.pythons)}
        mirror = Path(self._order.wheels).absolute().as_uri() if self._order.wheels else self._order.python_mirror
        if mirror:
            self._environment["UV_PYTHON_INSTALL_MIRROR"] = mirror
        if self._order.certificates and "SSL_CERT_FILE" not in self._environment:
            folder.certificates.write_text(self._order.certificates, encoding="ascii")
            self._environment["SSL_CERT_FILE"] = str(folder.certificates)

    def _make(self, environment: Path, is_fresh: bool) -> None:
        """An empty environment; a standalone Python that does not run is fetched again where all is to be fresh."""
        order = self._order
        if order.python:
            self._say(tr("Looking at {}").format(order.python), AT_PYTHON)
            check_python(order.python, order.platform, order.build, self._runner, self._environment)
            self._run_uv("venv", "--python", order.python, "--no-managed-python", NO_DOWNLOADS, str(environment))
            return
        self._say(tr("Fetching Python {}").format(PYTHON_VERSION), AT_PYTHON)
        python = order.platform.python_request
        make = ("venv", "--python", python, "--managed-python", NO_DOWNLOADS, str(environment))
        self._run_uv("python", "install", "--managed-python", python)
        try:
            self._run_uv(*make)
        except InstallProblem:
            if not is_fresh:
                raise
            self._discard(environment)
            self._run_uv("python", "install", "--managed-python", "--reinstall", python)
            self._run_uv(*make)

    def _fill(self, environment: Path) -> None:
        """Two runs with one source each: what PyTorch's index has besides PyTorch cannot come into the environment."""
        order = self._order
        self._say(tr("Fetching the packages"), AT_PACKAGES)
        self._install_lock(environment, PACKAGES_LOCK, order.package_index)
        index = order.package_index
        if order.build.index:
            is_folder = os.path.isdir(order.torch_index)
            index = order.torch_index if is_folder else f"{order.torch_index.rstrip('/')}/{order.build.index}"
        self._install_lock(environment, order.build.lock, index)
        self._run_uv("pip", "check", "--python", str(interpreter(environment)))

    def _install_lock(self, environment: Path, lock: str, index: str) -> None:
        if self._order.wheels:
            source = ["--offline", "--no-index", "--find-links", self._order.wheels]
        elif os.path.isdir(index):
            source = ["--no-index", "--find-links", index]
        else:
            source = ["--default-index", index]
        where = ["--python", str(interpreter(environment))]
        requirements = ["--requirements", str(self._order.locks / f"{lock}.txt")]
        self._run_uv("pip", "install", *where, *HASHED, *source, *requirements, tick=self._on_tick)

    def _run_uv(self, *arguments: str, tick: Optional[Callable[[str], None]] = None) -> None:
        self._runner.run([str(self._uv), *arguments], self._environment, self._folder.root, tick)

    def _checked(self, environment: Path, key: str) -> Record:
        """The record of an environment in which the engine has computed on every device."""
        order = self._order
        self._say(tr("Computing on every device, to see that it works"), AT_CHECK)
        command = [str(interpreter(environment)), "-m", "engine", "diagnose", "--json"]
        told = diagnosis_in(self._runner.run(command, order.environment, order.engine))
        devices = {row["name"]: row for row in told["devices"]}
        if not devices.get("cpu", {}).get("available"):
            raise InstallProblem(sentence_for(str(devices.get("cpu", {}).get("description", ""))))
        notice = ""
        wanted = {CPU: "cpu", MPS: "mps"}.get(order.build.name, "cuda")
        if not devices.get(wanted, {}).get("available"):
            said = str(devices.get(wanted, {}).get("description", "")).split(": choose device")[0]
            notice = tr(
                "The engine computes on the processor, not on the graphics card ({}): update the graphics driver, then "
                "repair the engine under Advanced."
            ).format(said.rstrip("."))
        before = installed_environment()
        replaced = str(before.parent) if before is not None and before.parent != self._folder.root else ""
        made_of = (key, order.build.name, order.python, order.wheels)
        return Record(*made_of, notice, tuple(told["devices"]), str(profile_folder()), replaced)

    def _on_tick(self, line: str) -> None:
        """Shows how much has been unpacked; uv itself says only what it begins and ends."""
        if time.monotonic() - self._measured_s < MEASURE_S:
            return
        self._measured_s = time.monotonic()
        done = bytes_in(self._folder.cache) / 1e6
        share = min(done / self._sizes.disk_mb, 1.0)
        if share >= LEAST_SHARE:
            stage = tr("Fetching and unpacking the packages: about {:.0f} %").format(100 * share)
            self._say(stage, AT_PACKAGES + share * (AT_CHECK - AT_PACKAGES))

    def _on_fetched(self, share: float) -> None:
        self._say(tr("Fetching uv, which makes the environment"), AT_TOOL + share * (AT_PYTHON - AT_TOOL))

    def _say(self, stage: str, share: float) -> None:
        self._runner.check()
        self._report(Progress(stage, share))

    def _discard(self, *folders: Path) -> None:
        for folder in folders:
            self._log(f"Removing {folder}")
            shutil.rmtree(folder, ignore_errors=True)


def diagnosis_in(printed: str) -> Mapping[str, Any]:
    """What the engine says of itself, among other lines that it may have printed.

    Raises:
        InstallProblem: it says nothing, or that a package does not work.
    """
    for line in printed.splitlines():
        if line.startswith("{"):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                broken = [f"{name}: {said['error']}" for name, said in told["packages"].items() if said["error"]]
                if broken:
                    raise InstallProblem(sentence_for("\n".join(broken)))
                return {"devices": list(told["devices"]), "packages": told["packages"]}
    raise InstallProblem(sentence_for(printed))


def bytes_in(folder: Path) -> int:
    """Bytes of all files below a folder, some of which may vanish meanwhile."""
    total = 0
    folders = [str(folder)]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    return total
