"""The cache of encoded blocks: its bounds, its files that others share, and what goes wrong with them."""
from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from scenes import striped_scene, write_raster

from engine.data.cache_folder import FOLDER_VARIABLE
from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.features import feature_cache
from engine.features.feature_cache import (
    HEADER_BYTES,
    RECOUNT_EVERY,
    SUFFIX,
    FeatureCache,
    lattice_key,
)
from engine.models.compute import Compute
from engine.models.network import Network
from engine.models.registry import build_network
from engine.schema.cache_variables import DEFAULT_MEGABYTES, MEGABYTES_VARIABLE

VALUES = 4000  # of a block, 2 bytes each
CPU = Compute(torch.device("cpu"), None, torch.channels_last)
FILE_BYTES = 2 * VALUES + HEADER_BYTES  # of a block, at most


def block(value: int = 0, count: int = VALUES) -> list[torch.Tensor]:
    """Tensors of 2 bytes for each count, as a block has them."""
    return [torch.full((1, count - 4), value, dtype=torch.float16), torch.tensor([value % 2, 1] * 4, dtype=torch.uint8)]


def equal(found: list[torch.Tensor] | None, expected: list[torch.Tensor]) -> bool:
    return found is not None and len(found) == len(expected) and all(map(torch.equal, found, expected))


def bytes_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def places_on_disk(folder: Path) -> list[int]:
    return sorted(int(path.name.removesuffix(SUFFIX).split("_")[1]) for path in folder.glob(f"*{SUFFIX}"))


def test_what_was_put_is_found_by_key_and_place_alone(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path / "new" / "folder", 10**6)
    cache.put("a", (0, 1), block(3))
    assert equal(cache.get("a", (0, 1)), block(3))
    assert cache.holds("a", (0, 1))
    for key, place in (("b", (0, 1)), ("a", (1, 0)), ("a", (0, 11))):
        assert cache.get(key, place) is None
        assert not cache.holds(key, place)
    later = FeatureCache(tmp_path / "new" / "folder", 10**6)  # another process, or the next start
    assert later.holds("a", (0, 1))
    assert equal(later.get("a", (0, 1)), block(3))
    assert cache.problem == ""


def test_blocks_in_memory_take_no_more_than_the_bound_and_the_least_used_go() -> None:
    cache = FeatureCache(None, 0, memory_bytes=3 * 2 * VALUES)
    for number in range(3):
        cache.put("a", (number, 0), block(number))
    assert equal(cache.get("a", (0, 0)), block(0))  # 1 is now the one that was used least recently
    cache.put("a", (3, 0), block(3))
    assert [number for number in range(4) if cache.holds("a", (number, 0))] == [0, 2, 3]
    for _ in range(5):  # the same again is not counted again
        cache.put("a", (3, 0), block(4))
    assert [number for number in range(4) if cache.holds("a", (number, 0))] == [0, 2, 3]
    assert equal(cache.get("a", (3, 0)), block(4))
    cache.put("a", (5, 0), block(5, count=3 * VALUES))
    assert [number for number in range(6) if cache.holds("a", (number, 0))] == [5]


def test_a_block_larger_than_the_bound_is_held_alone() -> None:
    cache = FeatureCache(None, 0, memory_bytes=VALUES)
    cache.put("a", (0, 0), block(0))
    cache.put("a", (1, 0), block(1))
    assert cache.get("a", (0, 0)) is None
    assert equal(cache.get("a", (1, 0)), block(1))


def test_files_take_no_more_than_the_bound_and_the_least_used_go(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 4 * FILE_BYTES, memory_bytes=1)
    for number in range(12):
        cache.put("a", (number, 0), block(number))
        used = time_of_use(tmp_path, number)
        assert bytes_on_disk(tmp_path) <= 4 * FILE_BYTES
        if number >= 3:  # block 0 is read again and again
            assert equal(cache.get("a", (0, 0)), block(0))
            os.utime(tmp_path / f"a_0_0{SUFFIX}", (used + 0.5, used + 0.5))
    assert places_on_disk(tmp_path) == [0, 9, 10, 11]
    assert cache.size_bytes() == bytes_on_disk(tmp_path)


def time_of_use(folder: Path, number: int) -> float:
    """Dates a file by its number: clocks of file systems are coarse."""
    os.utime(folder / f"a_{number}_0{SUFFIX}", (number, number))
    return float(number)


def test_reading_a_file_counts_as_use(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 10**6, memory_bytes=1)
    cache.put("a", (0, 0), block(0))
    cache.put("a", (1, 0), block(1))
    path = tmp_path / f"a_0_0{SUFFIX}"
    os.utime(path, (5, 5))
    cache.get("a", (0, 0))
    assert path.stat().st_mtime > 1e9


def test_what_others_wrote_counts_towards_the_bound(tmp_path: Path) -> None:
    """Files are counted again now and then, since other processes write as well."""
    own, other = (FeatureCache(tmp_path, 4 * FILE_BYTES, memory_bytes=1) for _ in range(2))
    for number in range(RECOUNT_EVERY + 2):
        own.put("a", (number, 0), block(number))
        other.put("b", (number, 0), block(number))
    assert bytes_on_disk(tmp_path) <= 2 * 4 * FILE_BYTES


def test_a_block_larger_than_the_folder_may_take_is_kept_in_memory(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, VALUES)
    cache.put("a", (0, 0), block(1))
    assert list(tmp_path.iterdir()) == []
    assert equal(cache.get("a", (0, 0)), block(1))
    assert cache.problem == ""


@pytest.mark.parametrize("damage", [b"", b"no block", None])
def test_a_damaged_file_counts_as_none_and_is_removed(tmp_path: Path, damage: bytes | None) -> None:
    FeatureCache(tmp_path, 10**6).put("a", (0, 0), block(1))
    path = tmp_path / f"a_0_0{SUFFIX}"
    path.write_bytes(path.read_bytes()[:-100] if damage is None else damage)
    cache = FeatureCache(tmp_path, 10**6)
    assert cache.get("a", (0, 0)) is None
    assert not path.exists()
    cache.put("a", (0, 0), block(2))
    assert equal(FeatureCache(tmp_path, 10**6).get("a", (0, 0)), block(2))


def test_where_the_folder_is_full_blocks_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = FeatureCache(tmp_path, 10**6)
    monkeypatch.setattr(feature_cache, "save_file", full)
    cache.put("a", (0, 0), block(1))
    assert equal(cache.get("a", (0, 0)), block(1))
    told = f"The folder {tmp_path} for features cannot be written (No space left on device): they are kept in memory."
    assert cache.problem == told
    assert list(tmp_path.iterdir()) == []  # no temporary file is left
    calls: list[object] = []
    monkeypatch.setattr(feature_cache, "save_file", lambda *_: calls.append(1))
    cache.put("a", (1, 0), block(2))
    assert calls == []  # it is not tried again
    assert equal(cache.get("a", (1, 0)), block(2))
    assert cache.capacity(2 * VALUES) == cache.memory_bytes // (2 * VALUES)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = FeatureCache(tmp_path / "file" / "folder", 10**6)
    cache.put("a", (0, 0), block(1))
    assert "cannot be written (Not a directory)" in cache.problem
    assert equal(cache.get("a", (0, 0)), block(1))
    assert cache.get("a", (9, 9)) is None
    assert cache.size_bytes() == 0
    cache.clear()
    assert cache.get("a", (0, 0)) is None


def test_two_caches_use_one_folder_at_once(tmp_path: Path) -> None:
    """As two QGIS do: a block that is found is whole, whoever wrote or removed it."""
    failures: list[str] = []
    found = [0, 0]

    def work(index: int, cache: FeatureCache) -> None:
        rng = np.random.default_rng(index)
        for _ in range(150):
            number = int(rng.integers(6))
            held = cache.get("a", (number, 0))
            if held is None:
                cache.put("a", (number, 0), block(number))
            elif not equal(held, block(number)):
                failures.append(f"block {number} is another one")
            else:
                found[index] += 1

    caches = [FeatureCache(tmp_path, 4 * FILE_BYTES, memory_bytes=1) for _ in range(2)]
    threads = [threading.Thread(target=work, args=each) for each in enumerate(caches)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [cache.problem for cache in caches] == ["", ""]
    assert min(found) > 10
    assert all(path.name.endswith(SUFFIX) for path in tmp_path.iterdir())


def test_clear_removes_blocks_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    cache = FeatureCache(tmp_path, 10**6)
    for number in range(3):
        cache.put("a", (number, 0), block(number))
    assert cache.size_bytes() > 3 * 2 * VALUES
    cache.clear()
    assert cache.size_bytes() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert cache.get("a", (0, 0)) is None
    cache.put("a", (0, 0), block(1))
    assert cache.size_bytes() > 2 * VALUES


def test_capacity_is_that_of_the_larger_place(tmp_path: Path) -> None:
    size = 2 * VALUES
    assert FeatureCache(tmp_path, 5 * FILE_BYTES, memory_bytes=2 * size).capacity(size) == 5
    assert FeatureCache(tmp_path, 5 * FILE_BYTES - 1, memory_bytes=2 * size).capacity(size) == 4
    assert FeatureCache(tmp_path, FILE_BYTES, memory_bytes=2 * size).capacity(size) == 2
    assert FeatureCache(None, 5 * FILE_BYTES, memory_bytes=2 * size).capacity(size) == 2


def test_as_many_blocks_as_its_capacity_are_all_held(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 5 * FILE_BYTES, memory_bytes=1)
    for number in range(5):
        cache.put("a", (number, 0), block(number))
    assert places_on_disk(tmp_path) == [0, 1, 2, 3, 4]


def test_the_environment_names_folder_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "here"))
    monkeypatch.setenv(MEGABYTES_VARIABLE, "7")
    cache = FeatureCache.of_environment()
    assert (cache.folder, cache.disk_bytes) == (tmp_path / "here" / "features", 7 * 10**6)
    monkeypatch.setenv(MEGABYTES_VARIABLE, "a lot")
    assert FeatureCache.of_environment().disk_bytes == DEFAULT_MEGABYTES * 10**6
    for none in ("0", "-1"):
        monkeypatch.setenv(MEGABYTES_VARIABLE, none)
        assert FeatureCache.of_environment().folder is None


def test_one_that_only_reads_finds_files_and_writes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    FeatureCache.of_environment().put("a", (0, 0), block(1))
    cache = FeatureCache.to_read()
    assert equal(cache.get("a", (0, 0)), block(1))
    cache.put("a", (1, 0), block(2))
    assert equal(cache.get("a", (1, 0)), block(2))
    assert places_on_disk(tmp_path / "features") == [0]


def small_network(seed: int = 0) -> Network:
    torch.manual_seed(seed)
    return build_network("berundanet-late", "unet", 3, 4, 2, {})


def test_the_key_is_another_one_as_soon_as_anything_differs(tmp_path: Path) -> None:
    pixels, _ = striped_scene(64, 64)
    path, network = write_raster(tmp_path / "image.tif", pixels), small_network()
    normalisation = Normalisation.fit([Raster(path)])

    def key(**changes: object) -> str:
        given = {"image": Raster(path), "normalisation": normalisation, "network": network, "rotations": 4,
                 "compute": CPU, **changes}  # fmt: skip
        return lattice_key(**given)

    first = key()
    assert key() == first
    assert key(network=small_network()) == first  # the same weights
    other = Normalisation((0.0,) * 3, (1.0,) * 3, (0.0,) * 3, (1.0,) * 3)
    changed = [
        key(image=Raster(path, (3, 2, 1))),
        key(image=Raster(write_raster(tmp_path / "copy.tif", pixels))),
        key(normalisation=other),
        key(network=small_network(1)),
        key(rotations=1),
        key(compute=Compute(CPU.device, torch.bfloat16, torch.channels_last)),
    ]
    os.utime(path, (1, 1))
    changed.append(key())
    write_raster(tmp_path / "image.tif", striped_scene(64, 200)[0])  # of another size
    os.utime(path, (1, 1))
    changed.append(key())
    assert len({first, *changed}) == 1 + len(changed)
