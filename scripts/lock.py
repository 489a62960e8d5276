#!/usr/bin/env python3
"""Writes the lock files of the engine's environment, requirements/locks/, from requirements/engine.txt.

usage: python scripts/lock.py UV [--keep-torch-index]

UV is the uv executable that the plugin pins (plugin/core/engine/installer/platforms.py). The indices must be reachable;
with --keep-torch-index the files of PyTorch's own index stay as they are. Standard library only.

packages.txt        everything but PyTorch, from the package index, for all platforms
torch-pypi.txt      PyTorch from the package index: macOS, Windows without CUDA, Linux with CUDA and NVIDIA's libraries
torch-BUILD.txt     PyTorch alone from its own index, where the package index has no such build
sizes.json          megabytes to fetch, by platform and file
"""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements" / "locks"
REQUIREMENTS = ROOT / "requirements" / "engine.txt"
CONSTRAINTS = ROOT / "requirements" / "constraints.txt"
PACKAGE_INDEX = "https://pypi.org/simple"
TORCH_INDEX = "https://download.pytorch.org/whl"
OLDEST_PYTHON, USUAL_PYTHON = "3.10", "3.12"
WITH_TORCH = re.compile(r"(torch|triton|nvidia-|cuda-)")
# uv's names of the platforms, and what the names of their wheels contain.
PLATFORMS = {
    "linux-x86_64": ("x86_64-manylinux_2_28", r"manylinux\S*x86_64"),
    "linux-aarch64": ("aarch64-manylinux_2_28", r"manylinux\S*aarch64"),
    "windows-x86_64": ("windows", r"win_amd64"),
    "macos-arm64": ("aarch64-apple-darwin", r"macosx\S*(arm64|universal2)"),
}
# Builds of PyTorch's own index, each with the platforms that take it from there.
OWN_INDEX = {
    "cpu": ("linux-x86_64", "linux-aarch64"),
    "cu130": ("windows-x86_64",),
    "cu126": ("windows-x86_64",),
}
PYTHON_TAGS = r"-(cp312-cp312|cp3\d+-abi3|py3-none|py2\.py3-none)-"
MACOS = "14.0"  # the oldest that PyTorch has wheels for
MEGABYTE = 1e6


def main() -> None:
    arguments = [word for word in sys.argv[1:] if word != "--keep-torch-index"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    uv = arguments[0]
    LOCKS.mkdir(parents=True, exist_ok=True)
    blocks = compiled(uv)
    write("packages.txt", [block for block in blocks if not WITH_TORCH.match(block)])
    write("torch-pypi.txt", [block for block in blocks if WITH_TORCH.match(block)])
    sizes = {name: {} for name in PLATFORMS}
    if "--keep-torch-index" in sys.argv:
        known = json.loads((LOCKS / "sizes.json").read_text(encoding="utf-8"))
        own = {f"torch-{build}" for build in OWN_INDEX}
        sizes = {name: {key: mb for key, mb in known[name].items() if key in own} for name in PLATFORMS}
    else:
        lock_own_index(version_of(blocks), sizes)
    for name, (uv_name, pattern) in PLATFORMS.items():
        for file in ("packages", "torch-pypi"):
            sizes[name][file] = megabytes(selected(uv, file, uv_name), pattern)
    text = json.dumps(sizes, indent=2, sort_keys=True)
    (LOCKS / "sizes.json").write_text(text + "\n", encoding="utf-8")


def compiled(uv: str) -> list[str]:
    """One block a package: its pin, marker and hashes."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "all.txt"
        options = ["--universal", "--generate-hashes", "--no-annotate", "--no-header", "--only-binary", ":all:"]
        where = ["--no-config", "--default-index", PACKAGE_INDEX, "--python-version", OLDEST_PYTHON]
        what = [str(REQUIREMENTS), "--constraint", str(CONSTRAINTS)]
        command = [uv, "pip", "compile", *what, *options, *where, "--output-file", str(target)]
        subprocess.run(command, check=True, capture_output=True)
        return re.split(r"\n(?=\S)", target.read_text(encoding="utf-8").strip())


def version_of(blocks: list[str]) -> str:
    """PyTorch's version."""
    return next(block for block in blocks if block.startswith("torch==")).split()[0].split("==")[1]


def write(name: str, blocks: list[str]) -> None:
    """A lock file."""
    (LOCKS / name).write_text("\n".join(blocks) + "\n", encoding="utf-8")


def lock_own_index(version: str, sizes: dict[str, dict[str, float]]) -> None:
    """The wheels of PyTorch's own index: the digest from its page, the size from the server."""
    for build, platforms in OWN_INDEX.items():
        page = fetched(f"{TORCH_INDEX}/{build}/torch/").decode("utf-8")
        name = re.escape(f"torch-{version}%2B{build}-")
        links = re.findall(rf'href="([^"#]*{name}[^"#]*\.whl)#sha256=([0-9a-f]{{64}})', page)
        digests = []
        for platform in platforms:
            pattern = PLATFORMS[platform][1]
            found = [(url, digest) for url, digest in links if re.search(pattern, url)]
            if not found:
                sys.exit(f"{TORCH_INDEX}/{build} has no wheel of torch {version} for {platform}")
            digests += [digest for _, digest in found]
            usual = next(url for url, _ in found if "-cp312-cp312-" in url)
            sizes[platform][f"torch-{build}"] = round(content_length(f"{TORCH_INDEX}/{build}/torch/", usual), 1)
        lines = [f"torch=={version}+{build}", *(f"    --hash=sha256:{digest}" for digest in sorted(digests))]
        write(f"torch-{build}.txt", [" \\\n".join(lines)])


def selected(uv: str, file: str, platform: str) -> list[str]:
    """What uv would install of a lock file on a platform, as NAME==VERSION."""
    environment = {"MACOSX_DEPLOYMENT_TARGET": MACOS}
    options = ["--dry-run", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-config", "--reinstall"]
    where = ["--default-index", PACKAGE_INDEX, "--python-version", USUAL_PYTHON, "--python-platform", platform]
    with tempfile.TemporaryDirectory() as target:
        command = [uv, "pip", "install", *options, *where, "--target", target, "-r", str(LOCKS / f"{file}.txt")]
        told = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    if told.returncode:
        sys.exit(told.stderr)
    return re.findall(r"^ \+ (\S+==\S+)", told.stderr, re.MULTILINE)


def megabytes(pins: list[str], pattern: str) -> float:
    """The sum of the wheels' sizes that fit a platform, from the index."""
    return round(sum(wheel_megabytes(*pin.split("=="), pattern) for pin in pins), 1)


def wheel_megabytes(name: str, version: str, pattern: str) -> float:
    """The size of one wheel."""
    page = json.loads(fetched(f"{PACKAGE_INDEX}/{name}/", "application/vnd.pypi.simple.v1+json"))
    wheel = re.compile(rf"[\w.]+-{re.escape(version)}{PYTHON_TAGS}(any|\S*{pattern}\S*)\.whl")
    fitting = [file["size"] for file in page["files"] if wheel.fullmatch(file["filename"])]
    if not fitting:
        sys.exit(f"The package index has no wheel of {name} {version} that fits {pattern}")
    return min(fitting) / MEGABYTE


def fetched(url: str, kind: str = "text/html") -> bytes:
    """The content of a page."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": kind}), timeout=60) as answer:
        return answer.read()


def content_length(page: str, link: str) -> float:
    """Megabytes that a link of a page leads to."""
    request = urllib.request.Request(urljoin(page, link), method="HEAD")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.headers["Content-Length"]) / MEGABYTE


if __name__ == "__main__":
    main()
