"""Which computers the engine can be installed on, and what is pinned for them."""
from __future__ import annotations

import dataclasses
import json
import re

import pytest
from berunda.plugin.core.engine.installer import platforms
from berunda.plugin.core.engine.installer.builds import (
    BUILDS,
    PACKAGES_LOCK,
    build_named,
    environment_key,
    sizes,
)
from berunda.plugin.core.engine.installer.platforms import PLATFORMS, UV_VERSION, this_platform
from berunda.plugin.core.engine.installer.problem import InstallProblem
from berunda.plugin.core.engine.places import lock_folder, plugin_folder


def computer(monkeypatch: pytest.MonkeyPatch, system: str, machine: str, version: str = "", mac: str = "") -> None:
    monkeypatch.setattr(platforms.sys, "platform", system)
    monkeypatch.setattr(platforms.platform, "machine", lambda: machine)
    monkeypatch.setattr(platforms.platform, "version", lambda: version)
    monkeypatch.setattr(platforms.platform, "mac_ver", lambda: (mac, ("", "", ""), machine))


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-x86_64"),
        ("linux", "aarch64", "linux-aarch64"),
        ("win32", "AMD64", "windows-x86_64"),
        ("win32", "ARM64", "windows-x86_64"),
        ("darwin", "arm64", "macos-arm64"),
    ],
)
def test_supported_computers(monkeypatch: pytest.MonkeyPatch, system: str, machine: str, name: str) -> None:
    computer(monkeypatch, system, machine, mac="15.1")
    assert this_platform().name == name


def test_a_qgis_for_intel_on_an_apple_processor_is_an_apple_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    computer(monkeypatch, "darwin", "x86_64", "Darwin Kernel Version 24.1.0: root:xnu/RELEASE_ARM64_T6000", "15.1")
    assert this_platform().name == "macos-arm64"


@pytest.mark.parametrize(
    ("system", "machine", "mac", "words"),
    [
        ("darwin", "x86_64", "15.1", "no build for Macs with an Intel processor"),
        ("darwin", "arm64", "13.6", "needs macOS 14 or newer, this is 13.6: update"),
        ("linux", "armv7l", "", "armv7l"),
        ("linux", "i686", "", "i686"),
        ("freebsd14", "x86_64", "", "x86_64"),
    ],
)
def test_other_computers_get_a_sentence(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, mac: str, words: str
) -> None:
    computer(monkeypatch, system, machine, "Darwin Kernel Version 24.1.0: RELEASE_X86_64", mac)
    if machine == "arm64":
        computer(monkeypatch, system, machine, "RELEASE_ARM64", mac)
    with pytest.raises(InstallProblem, match=words):
        this_platform()


def test_uv_is_pinned_by_digest_and_tested_in_the_same_version() -> None:
    digests = {platform.locked_digest for platform in PLATFORMS.values()}
    assert len(digests) == len(PLATFORMS)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)
    requirements = plugin_folder() / "requirements" / "test.txt"
    assert f"uv=={UV_VERSION}\n" in requirements.read_text()


def entries(name: str) -> dict[str, int]:
    """How many hashes each pin of a lock file has."""
    text = (lock_folder() / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {block.split("==")[0]: block.count("--hash=sha256:") for block in blocks}


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_has_its_lock_files_with_a_hash_for_every_package(name: str) -> None:
    for build in BUILDS[name]:
        for lock in (PACKAGES_LOCK, build.lock):
            assert min(entries(lock).values()) > 0


def test_pytorchs_index_serves_pytorch_alone() -> None:
    for builds in BUILDS.values():
        for build in builds:
            if build.index:
                assert set(entries(build.lock)) == {"torch"}, build
                assert f"torch==2.13.0+{build.index}" in (lock_folder() / f"{build.lock}.txt").read_text()
    assert not [name for name in entries(PACKAGES_LOCK) if name.startswith(("torch", "nvidia", "cuda", "triton"))]


def test_the_lock_files_are_of_the_requirements() -> None:
    text = (plugin_folder() / "requirements" / "engine.txt").read_text()
    wanted = {re.split("[=><]", line)[0].replace("_", "-") for line in text.splitlines() if re.match(r"\w", line)}
    assert wanted <= {*entries(PACKAGES_LOCK), *entries("torch-pypi")}


@pytest.mark.parametrize("name", PLATFORMS)
def test_what_is_fetched_and_what_it_takes(name: str) -> None:
    for build in BUILDS[name]:
        with_python = sizes(PLATFORMS[name], build, "", lock_folder())
        named = sizes(PLATFORMS[name], build, "/usr/bin/python3", lock_folder())
        assert 200 < named.fetched_mb < with_python.fetched_mb < 3200
        assert named.disk_mb > 1.5 * named.fetched_mb


def test_the_key_follows_build_python_and_locks(tmp_path) -> None:
    for name in ("packages", "torch-cpu", "torch-pypi"):
        (tmp_path / f"{name}.txt").write_text(name)
    cpu, cuda = BUILDS["linux-x86_64"]
    keys = {environment_key(build, python, tmp_path) for build in (cpu, cuda) for python in ("", "/usr/bin/python3")}
    assert len(keys) == 4
    assert environment_key(cpu, "", tmp_path) in keys
    (tmp_path / "packages.txt").write_text("packages\nmore\n")
    changed = environment_key(cpu, "", tmp_path)
    assert changed not in keys
    (tmp_path / "packages.txt").write_bytes(b"packages\r\nmore\r\n")
    assert environment_key(cpu, "", tmp_path) == changed


def test_an_unknown_build_is_the_first_one() -> None:
    assert build_named(PLATFORMS["linux-x86_64"], "cu999").name == "cpu"


def test_the_sizes_are_of_all_platforms() -> None:
    table = json.loads((lock_folder() / "sizes.json").read_text())
    assert set(table) == set(PLATFORMS)


def test_a_wheel_that_is_not_locked_is_refused() -> None:
    other = dataclasses.replace(PLATFORMS["linux-x86_64"], uv_wheel="other")
    with pytest.raises(InstallProblem, match=r"other\.whl is not locked: install the plugin again"):
        other.locked_digest  # noqa: B018 (raises)
