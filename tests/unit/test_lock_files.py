"""The script that writes the lock files: what it takes from PyTorch's own index, and what it makes of sizes."""
from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import lock
import pytest

DIGEST = {"x86_64": "a" * 64, "aarch64": "b" * 64, "win": "c" * 64, "old": "d" * 64}


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is PyTorch's own index; lock files go into another one."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

    folder, locks = tmp_path / "served", tmp_path / "locks"
    folder.mkdir()
    locks.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(lock, "TORCH_INDEX", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setattr(lock, "LOCKS", locks)
    yield folder
    server.shutdown()
    server.server_close()


def serve(folder: Path, build: str, **wheels: str) -> None:
    """A page with wheels, which are files of 2 MB, by the end of their names."""
    page = folder / build / "torch"
    page.mkdir(parents=True)
    links = []
    for digest, name in wheels.items():
        full = f"torch-{name}.whl"
        (page / full).write_bytes(bytes(2_000_000))
        links.append(f'<a href="{full.replace("+", "%2B")}#sha256={DIGEST[digest]}">{full}</a>')
    (page / "index.html").write_text("\n".join(links))


def test_the_digests_and_sizes_of_the_platforms_are_taken(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "OWN_INDEX", {"cpu": ("linux-x86_64", "linux-aarch64")})
    serve(
        served,
        "cpu",
        x86_64="2.13.0+cpu-cp312-cp312-manylinux_2_28_x86_64",
        aarch64="2.13.0+cpu-cp312-cp312-manylinux_2_28_aarch64",
        win="2.13.0+cpu-cp312-cp312-win_amd64",
        old="2.12.0+cpu-cp312-cp312-manylinux_2_28_x86_64",
    )
    sizes: dict[str, dict[str, float]] = {name: {} for name in lock.PLATFORMS}
    lock.lock_own_index("2.13.0", sizes)
    assert (lock.LOCKS / "torch-cpu.txt").read_text() == (
        f"torch==2.13.0+cpu \\\n    --hash=sha256:{DIGEST['x86_64']} \\\n    --hash=sha256:{DIGEST['aarch64']}\n"
    )
    assert sizes["linux-x86_64"] == {"torch-cpu": 2.0}
    assert sizes["windows-x86_64"] == {}


def test_a_build_that_is_missing_ends_the_script(served: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "OWN_INDEX", {"cu130": ("windows-x86_64",)})
    serve(served, "cu130", x86_64="2.13.0+cu130-cp312-cp312-manylinux_2_28_x86_64")
    with pytest.raises(SystemExit, match=r"has no wheel of torch 2.13.0 for windows-x86_64"):
        lock.lock_own_index("2.13.0", {})


@pytest.mark.parametrize(
    ("file", "fits"),
    [
        ("numpy-2.0-cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", True),
        ("numpy-2.0-cp313-cp313-manylinux_2_28_x86_64.whl", False),
        ("numpy-2.0-cp312-cp312-musllinux_1_2_x86_64.whl", False),
        ("numpy-2.0-cp38-abi3-manylinux_2_17_x86_64.whl", True),
        ("numpy-2.0-py3-none-any.whl", True),
        ("numpy-2.0.1-py3-none-any.whl", False),
    ],
)
def test_wheels_that_fit_a_platform(monkeypatch: pytest.MonkeyPatch, file: str, fits: bool) -> None:
    page = f'{{"files": [{{"filename": "{file}", "size": 3000000}}]}}'.encode()
    monkeypatch.setattr(lock, "fetched", lambda url, kind="": page)
    pattern = lock.PLATFORMS["linux-x86_64"][1]
    if fits:
        assert lock.megabytes(["numpy==2.0"], pattern) == 3.0
    else:
        with pytest.raises(SystemExit, match=r"no wheel of numpy 2.0"):
            lock.megabytes(["numpy==2.0"], pattern)
