"""The locked packages have wheels for every platform, as uv resolves them across platforms; needs the package index."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from berunda.plugin.core.engine.installer.builds import PACKAGES_LOCK
from berunda.plugin.core.engine.installer.platforms import OLDEST_MACOS
from berunda.plugin.core.engine.places import lock_folder
from installer_helpers import uv_program

PLATFORMS = {
    "linux-x86_64": "x86_64-manylinux_2_28",
    "linux-aarch64": "aarch64-manylinux_2_28",
    "windows-x86_64": "x86_64-pc-windows-msvc",
    "macos-arm64": "aarch64-apple-darwin",
}


@pytest.fixture(scope="module")
def uv(tmp_path_factory: pytest.TempPathFactory) -> str:
    """uv, where it reaches a package index that has the first locked package."""
    lines = (lock_folder() / f"{PACKAGES_LOCK}.txt").read_text(encoding="utf-8").splitlines()
    first = next(line.split()[0] for line in lines if "==" in line)
    target = str(tmp_path_factory.mktemp("probe"))
    command = [uv_program(), "pip", "install", "--dry-run", "--quiet", "--target", target, "--no-deps", first]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"needs the package index: {done.stderr.strip()[-200:]}")
    return uv_program()


@pytest.mark.parametrize("python", ["3.10", "3.12", "3.14"])
@pytest.mark.parametrize("name", PLATFORMS)
def test_every_locked_package_has_a_wheel(tmp_path: Path, uv: str, name: str, python: str) -> None:
    lock = lock_folder() / f"{PACKAGES_LOCK}.txt"
    command = [
        uv, "pip", "install", "--dry-run", "--quiet", "--target", str(tmp_path), "--no-deps",
        "--only-binary", ":all:", "--require-hashes", "--python-platform", PLATFORMS[name], "--python-version", python,
        "--requirements", str(lock),
    ]  # fmt: skip
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": f"{OLDEST_MACOS}.0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
