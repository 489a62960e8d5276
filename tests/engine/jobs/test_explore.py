"""Encoding ahead: what a live map finds afterwards, and what the cache holds and forgets."""
from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from compute_device import DEVICE, ON_DEVICE
from live_cases import LAYERS, LiveReporter, band, preview
from scenes import RecordingReporter, Scene

from engine.cli import main
from engine.features import feature_blocks, feature_cache
from engine.features.feature_blocks import FeatureBlocks
from engine.features.feature_cache import FeatureCache
from engine.jobs import live_session
from engine.jobs.registry import run_job
from engine.schema.errors import EXIT_BAD_INPUT, Cancelled, ConfigError
from engine.schema.reporter import Reporter


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FeatureCache]:
    """An empty cache for this test, and blocks of 64 px: nine in a scene."""
    cache = FeatureCache(tmp_path / "features", 10**9)
    use(monkeypatch, cache)
    monkeypatch.setattr(feature_blocks, "BLOCK_PX", 64)
    return cache


def use(monkeypatch: pytest.MonkeyPatch, cache: FeatureCache) -> None:
    """As after the start of a process whose cache this is."""
    monkeypatch.setattr(live_session, "_CACHE", cache)
    monkeypatch.setattr(live_session, "_SESSIONS", OrderedDict())


class Progress(RecordingReporter):
    """Remembers progress; can stop the job when so many are done."""

    def __init__(self, stop_at: int | None = None) -> None:
        super().__init__(stop_at)
        self.done: list[tuple[int, int]] = []

    def progress(self, done: int, total: int, eta_s: float | None = None) -> None:
        self.done.append((done, total))
        super().progress(done, total, eta_s)


def explore(scene: Scene, reporter: Reporter | None = None, **changes: Any) -> dict[str, Any]:
    return run_job("explore", {"image": scene.image, **ON_DEVICE, **changes}, reporter or Reporter())


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The first row and column of every block that is encoded."""
    found: list[tuple[int, int]] = []
    encode = FeatureBlocks._encoded
    monkeypatch.setattr(
        FeatureBlocks, "_encoded", lambda blocks, window, outer: (found.append((window.row, window.col)),
                                                                 encode(blocks, window, outer))[1]
    )  # fmt: skip
    return found


def test_after_it_a_live_map_encodes_nothing(
    scene: Scene, cache: FeatureCache, encoded: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = Progress()
    found = explore(scene, reporter)
    assert (found["blocks"], found["encoded"]) == (9, 9)
    assert found["bytes"] == cache.size_bytes() > 0
    assert found["seconds"] > 0
    assert reporter.states == ["encoding"]
    assert reporter.done == [(done, 9) for done in range(10)]
    assert len(encoded) == 9
    preview(scene)
    assert len(encoded) == 9
    again = explore(scene)
    assert (again["blocks"], again["encoded"]) == (9, 0)
    use(monkeypatch, FeatureCache(cache.folder, 10**9))  # the next start: files are there
    expected = band(preview(scene)["classes"])
    assert len(encoded) == 9
    use(monkeypatch, FeatureCache(None, 0))
    np.testing.assert_array_equal(band(preview(scene)["classes"]), expected)
    assert len(encoded) == 18


@pytest.mark.parametrize(
    ("window", "first"),
    [([], (64, 64)), ([120, 150, 60, 90], (128, 128)), ([-99, 0, 100, 1], (0, 0)), ([999, 0, 5, 5], (64, 64))],
)
def test_it_begins_at_the_window(
    scene: Scene, cache: FeatureCache, encoded: list[tuple[int, int]], window: list[int], first: tuple[int, int]
) -> None:
    explore(scene, window=window)
    assert encoded[0] == first
    assert sorted(encoded) == [(row, col) for row in (0, 64, 128) for col in (0, 64, 128)]


def test_stopped_it_keeps_what_it_has(scene: Scene, cache: FeatureCache, encoded: list[tuple[int, int]]) -> None:
    with pytest.raises(Cancelled):
        explore(scene, Progress(stop_at=4))
    assert len(encoded) == 5  # the one that it was at was completed
    assert explore(scene)["encoded"] == 4


def test_stopped_before_it_began_it_encodes_nothing(
    scene: Scene, cache: FeatureCache, encoded: list[tuple[int, int]]
) -> None:
    reporter = RecordingReporter()
    reporter.stop.set()
    with pytest.raises(Cancelled):
        explore(scene, reporter)
    assert encoded == []


def test_it_encodes_no_more_than_the_cache_holds(
    scene: Scene, encoded: list[tuple[int, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: FeatureCache
) -> None:
    """Else the last blocks would push out the first, which are those of the window."""
    session = live_session.session_for(live_session.ExploreConfig(scene.image, **ON_DEVICE))
    of_one = session.blocks.bytes_of_a_block
    small = FeatureCache(tmp_path / "small", int(4.5 * of_one), memory_bytes=1)
    use(monkeypatch, small)
    reporter = Progress()
    found = explore(scene, reporter, window=[70, 70, 10, 10])
    assert found["blocks"] == 9
    assert found["encoded"] == len(encoded) == 4
    assert reporter.done[-1] == (4, 4)
    assert encoded[0] == (64, 64)
    assert found["bytes"] <= small.disk_bytes
    assert explore(scene, window=[70, 70, 10, 10])["encoded"] == 0


def test_where_nothing_can_be_written_it_says_so_and_live_maps_go_on(
    scene: Scene, cache: FeatureCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(feature_cache, "save_file", full)
    reporter = RecordingReporter()
    found = explore(scene, reporter)
    assert found["bytes"] == 0
    assert "No space left on device" in reporter.notices["cache"]
    assert (band(preview(scene)["classes"]) == scene.truth).mean() > 0.97
    shown = run_job("cache", {}, Reporter())
    assert shown["problem"] == reporter.notices["cache"]


def test_a_cache_of_no_size_keeps_blocks_in_memory(
    scene: Scene, cache: FeatureCache, monkeypatch: pytest.MonkeyPatch, encoded: list[tuple[int, int]]
) -> None:
    use(monkeypatch, FeatureCache(None, 0))
    assert explore(scene)["bytes"] == 0
    preview(scene)
    assert len(encoded) == 9
    assert run_job("cache", {}, Reporter()) == {"folder": "", "bytes": 0, "limit_bytes": 0, "problem": ""}


def test_a_damaged_file_is_encoded_again(
    scene: Scene, cache: FeatureCache, monkeypatch: pytest.MonkeyPatch, encoded: list[tuple[int, int]]
) -> None:
    expected = band(preview(scene)["ood"])
    damaged = sorted(cache.folder.iterdir())[:2]
    for path in damaged:
        path.write_bytes(path.read_bytes()[:1000])
    use(monkeypatch, FeatureCache(cache.folder, 10**9))
    encoded.clear()
    np.testing.assert_array_equal(band(preview(scene)["ood"]), expected)
    assert len(encoded) == 2


def test_a_map_of_the_model_reads_blocks_that_are_there_and_writes_none(
    scene: Scene, cache: FeatureCache, monkeypatch: pytest.MonkeyPatch, encoded: list[tuple[int, int]], tmp_path: Path
) -> None:
    monkeypatch.setenv("BERUNDA_CACHE_FOLDER", str(tmp_path))  # in which lies "features"
    model = str(tmp_path / "m.safetensors")
    of_training = {"image": scene.image, "labels": scene.labels, "model": model, "preset": "instant", **ON_DEVICE}
    run_job("train", of_training, Reporter())
    request = {"image": scene.image, "model": model, "output": str(tmp_path / "map"), **ON_DEVICE}
    run_job("predict", request, Reporter())
    assert len(encoded) == 9
    assert cache.size_bytes() == 0
    explore(scene)
    encoded.clear()
    run_job("predict", request, Reporter())
    assert encoded == []


@pytest.mark.parametrize("changes", [{"window": [1, 2, 3]}, {"window": [0, 0, -4, 4]}, {"bands": [0]}, {"blocks": 3}])
def test_bad_requests_are_told(scene: Scene, cache: FeatureCache, changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigError) as caught:
        explore(scene, **changes)
    assert next(iter(changes)).removesuffix("s") in caught.value.message
    assert caught.value.remedy


def test_the_cache_is_shown_and_cleared(
    scene: Scene, cache: FeatureCache, encoded: list[tuple[int, int]]
) -> None:
    explore(scene)
    shown = run_job("cache", {}, Reporter())
    files = sum(path.stat().st_size for path in cache.folder.iterdir())
    assert shown == {"folder": str(cache.folder), "bytes": files, "limit_bytes": 10**9, "problem": ""}
    assert run_job("cache", {"clear": True}, Reporter())["bytes"] == 0
    assert list(cache.folder.iterdir()) == []
    encoded.clear()
    preview(scene)  # the session is still there, and encodes what it needs
    assert len(encoded) == 9


def output(capsys: pytest.CaptureFixture, *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_commands_on_the_command_line(scene: Scene, cache: FeatureCache, capsys: pytest.CaptureFixture) -> None:
    on = ["--image", scene.image, "--device", DEVICE, "--precision", "fp32"]
    assert output(capsys, "explore", *on, "--window", "0", "0", "64", "64")["encoded"] == 9
    assert output(capsys, "cache")["bytes"] == cache.size_bytes() > 0
    out = ["--output", str(scene.folder / "live"), "--window", "-8", "0", "108", "192"]
    found = output(capsys, "preview", *on, *out, "--labels", scene.labels, "--resolution", "2", "--generation", "4")
    assert (found["shows"], found["window"], found["generation"]) == ("classes", [0, 0, 100, 192], 4)
    assert band(found["classes"]).shape == (50, 96)
    found = output(capsys, "preview", *on, *out, "--show", "similarity", "--place", "50", "20")
    assert band(found["similarity"])[50, 20] >= 95
    assert output(capsys, "preview", *on, *out)["shows"] == "groups"
    assert output(capsys, "cache", "--clear")["bytes"] == 0
    assert main(["cache"]) == 0
    assert f"folder: {cache.folder}" in capsys.readouterr().out


def test_bad_input_on_the_command_line_is_one_sentence(scene: Scene, capsys: pytest.CaptureFixture) -> None:
    base = ["preview", "--image", scene.image, "--output", str(scene.folder)]
    assert main([*base, "--window", "500", "0", "9", "9", "--json"]) == EXIT_BAD_INPUT
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "config"
    assert "does not touch" in captured.err
    with pytest.raises(SystemExit) as caught:
        main(base)
    assert caught.value.code == EXIT_BAD_INPUT


def test_both_at_once_in_threads_of_their_own(
    scene: Scene, cache: FeatureCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the worker, on a session that neither has begun, where all that is shared is computed first."""
    expected = {layer: band(path) for layer, path in preview(scene).items() if layer in LAYERS}
    for number in range(2):
        use(monkeypatch, FeatureCache(scene.folder / f"{number}", 10**9))
        with ThreadPoolExecutor(2) as threads:
            explored = threads.submit(explore, scene)
            found = threads.submit(preview, scene).result()
        assert explored.result()["blocks"] == 9
        for layer, values in expected.items():
            np.testing.assert_array_equal(band(found[layer]), values)


def test_a_live_map_meanwhile_is_whole(scene: Scene, cache: FeatureCache) -> None:
    """A preview in the middle of exploring, as the worker does in another thread."""

    class Asking(Progress):
        found = np.empty(0)

        def progress(self, done: int, total: int, eta_s: float | None = None) -> None:
            if done == 4:
                self.found = band(preview(scene, LiveReporter())["classes"])
            super().progress(done, total, eta_s)

    reporter = Asking()
    assert explore(scene, reporter)["encoded"] == 4
    assert (reporter.found == scene.truth).mean() > 0.97
