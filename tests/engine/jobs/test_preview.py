"""Live maps: what is answered for which labels and windows, in which order, and what is read again."""
from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from live_cases import LAYERS, NAMES, LiveReporter, all_bands, answered, band, labelled, preview
from scenes import Scene, box_at, striped_scene, striped_strokes, write_raster

from engine.data.label_raster import StrokePixels
from engine.features.feature_blocks import FeatureBlocks
from engine.features.probe_fit import ProbeFit
from engine.jobs import live_session
from engine.jobs import preview as preview_job
from engine.schema.errors import Cancelled, ConfigError, EngineError, LabelError, OutputError
from engine.training.measurement import HeldOutWindows

SHAPE = (160, 192)
WIDTH = SHAPE[1] // 3  # of a stripe: class 1 | 2 | 3


def test_classes_confidence_and_ood_of_a_window(live: Scene) -> None:
    found, reporter = answered(live, generation=7)
    assert found["shows"] == "classes"
    assert (found["window"], found["resolution_px"], found["generation"]) == ([0, 0, *SHAPE], 1, 7)
    assert 0 < found["seconds"] < 60
    assert found["held_out"]["strokes"] == 12
    assert found["held_out"]["accuracy"] > 0.9
    assert set(found["held_out"]["per_class"]) == set(NAMES.values())
    assert found["calibrated"] is False  # by so few strokes
    classes = band(found["classes"])
    assert (classes == live.truth).mean() > 0.97
    for name in ("confidence", "ood"):
        values = band(found[name])
        assert values.shape == SHAPE
        assert values.max() <= 100
    assert band(found["confidence"]).mean() > 50
    assert reporter.states == ["reading", "learning", "predicting"]
    with rasterio.open(found["classes"]) as source, rasterio.open(live.image) as image:
        assert source.transform == image.transform
        assert source.crs == image.crs
        assert source.nodata == 0
        assert source.colormap(1)[1] == (0x11, 0x22, 0x33, 255)


def test_blocks_are_told_classes_first_and_from_the_middle(live: Scene) -> None:
    found, reporter = answered(live, window=[0, 0, 150, 192], generation=3)
    layers = [block.layer for block in reporter.blocks]
    assert layers[:9] == ["classes"] * 9
    assert sorted(layers[9:]) == ["confidence"] * 9 + ["ood"] * 9
    for layer in LAYERS:
        own = [block for block in reporter.blocks if block.layer == layer]
        assert own[0].window == (64, 64, 64, 64)
        middles = [(row + height / 2, col + width / 2) for _, _, (row, col, height, width), *_ in own]
        distances = [max(abs(row - 75), abs(col - 96)) for row, col in middles]
        assert distances == sorted(distances)
        whole = np.full((150, 192), 7)
        for block in own:
            row, col, height, width = block.window
            whole[row : row + height, col : col + width] = block.values
        np.testing.assert_array_equal(whole, band(found[layer]))
    assert {(block.resolution_px, block.generation) for block in reporter.blocks} == {(1, 3)}


def test_in_a_large_view_the_layers_of_a_block_come_together(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its features would not stay in memory from classes to confidence."""
    expected = {layer: band(path) for layer, path in answered(live)[0].items() if layer in LAYERS}
    monkeypatch.setattr(preview_job, "MAX_HELD_BLOCKS", 8)
    found, reporter = answered(live)
    assert [block.layer for block in reporter.blocks] == list(LAYERS) * 9
    for layer in LAYERS:
        np.testing.assert_array_equal(band(found[layer]), expected[layer])


def test_a_block_that_was_told_is_not_written_again(live: Scene) -> None:
    """QGIS may have it open, and some systems let nobody else write then."""
    times: dict[str, int] = {}

    class Watching(LiveReporter):
        def block(self, layer: str, path: str, *place: Any) -> None:
            os.utime(path, ns=(1, 1))
            times[path] = os.stat(path).st_mtime_ns

    preview(live, Watching())
    assert len(times) == 27
    assert {path: os.stat(path).st_mtime_ns for path in times} == times


@pytest.mark.parametrize("resolution_px", [2, 3])
def test_zoomed_out_a_pixel_shows_that_in_its_middle(live: Scene, resolution_px: int) -> None:
    full = answered(live, window=[5, 7, 120, 140])[0]
    found, reporter = answered(live, window=[5, 7, 120, 140], resolution_px=resolution_px, generation=1)
    assert found["resolution_px"] == resolution_px
    rows, cols = (
        np.minimum(np.arange(0, side, resolution_px) + resolution_px // 2, side - 1) for side in (120, 140)
    )
    for layer in LAYERS:
        expected = all_bands(full[layer])[:, rows[:, None], cols]
        np.testing.assert_array_equal(all_bands(found[layer]), expected)
    for block in reporter.blocks:
        assert block.values.shape == tuple(-(-side // resolution_px) for side in block.window[2:])


@pytest.mark.parametrize("resolution_px", [5, 40, 1000])
def test_far_out_cells_will_do(live: Scene, resolution_px: int) -> None:
    found, _ = answered(live, resolution_px=resolution_px)
    classes = band(found["classes"])
    assert classes.shape == tuple(-(-side // resolution_px) for side in SHAPE)
    middle = np.minimum(np.arange(0, SHAPE[1], resolution_px) + resolution_px // 2, SHAPE[1] - 1)
    clear = np.minimum(middle % WIDTH, WIDTH - middle % WIDTH) > 8  # not beside a boundary
    assert (classes[:, clear] == middle[clear] // WIDTH + 1).all()


@pytest.mark.parametrize(
    ("window", "clipped"),
    [
        ([-50, -60, 100, 100], [0, 0, 50, 40]),
        ([150, 180, 500, 500], [150, 180, 10, 12]),
        ([159, 0, 9, 1], [159, 0, 1, 1]),
    ],
)
def test_a_window_beyond_the_image_is_clipped(live: Scene, window: list[int], clipped: list[int]) -> None:
    found, reporter = answered(live, window=window)
    assert found["window"] == clipped
    assert all(band(found[layer]).shape == tuple(clipped[2:]) for layer in LAYERS)
    row, col, height, width = clipped
    assert (band(found["classes"]) == live.truth[row : row + height, col : col + width]).mean() > 0.95
    assert all(block.window[0] >= row and block.window[1] >= col for block in reporter.blocks)


def test_nodata_is_nodata_in_every_layer(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    pixels = np.maximum(scene.pixels, 1)
    pixels[:, 20:51, 30:61] = 0
    scene.image = write_raster(tmp_path / "image.tif", pixels, nodata=0)
    hidden = np.zeros(SHAPE, bool)
    hidden[20:51, 30:61] = True
    found = preview(scene)
    for layer, nodata in (("classes", 0), ("confidence", 255), ("ood", 255)):
        for values in all_bands(found[layer]):
            np.testing.assert_array_equal(values == nodata, hidden)
    for show, nodata in (("groups", 0), ("similarity", 255)):
        found = preview(scene, show=show, place=[100, 100])
        np.testing.assert_array_equal(band(found[show]) == nodata, hidden)


def test_a_class_off_the_image_is_left_out(live: Scene) -> None:
    strokes = [(geometry, {1: 5, 3: 9}[k]) for geometry, k in striped_strokes(*SHAPE) if k != 2]
    found, _ = answered(live, labels=labelled(live, [*strokes, (box_at(900, 9), 7)]))
    assert found["shows"] == "classes"
    classes = band(found["classes"])
    assert set(np.unique(classes)) == {5, 9}
    assert (classes[:, : WIDTH - 12] == 5).mean() > 0.99
    assert (classes[:, 2 * WIDTH + 12 :] == 9).mean() > 0.99


def test_strokes_marked_for_validation_are_measured_on(live: Scene) -> None:
    """One of class 3 lies in the stripe of class 1 and is not learned from, another of a class that does not train."""
    strokes = [*striped_strokes(*SHAPE), (box_at(70, 8, 4, 20), 3), (box_at(70, 72, 4, 20), 2), (box_at(100, 30), 4)]
    splits = ["train"] * 12 + ["validation"] * 3
    found, _ = answered(live, labels=labelled(live, strokes, splits=splits))
    assert set(np.unique(band(found["classes"]))) == {1, 2, 3}
    held_out = found["held_out"]
    assert held_out["strokes"] == 2
    assert held_out["accuracy"] == pytest.approx(0.5)
    assert held_out["per_class"]["grass"]["accuracy"] == 1
    assert held_out["per_class"]["water"]["accuracy"] == 0
    assert held_out["method"] != answered(live)[0]["held_out"]["method"]


def test_strokes_for_validation_are_encoded_when_they_changed(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    made = HeldOutWindows.__init__

    def counted(windows: HeldOutWindows, strokes: Sequence[StrokePixels], *rest: Any) -> None:
        counts.append(len(strokes))
        made(windows, strokes, *rest)

    monkeypatch.setattr(HeldOutWindows, "__init__", counted)
    strokes, (moved, _) = striped_strokes(*SHAPE), (box_at(70, 8, 4, 20), 3)
    accuracies = []
    for drawn, validation, expected in (
        (strokes, [(moved, 1)], [1]),
        (strokes[:-1], [(moved, 1)], []),  # another training stroke less
        (strokes, [(moved, 3)], [1]),  # another class
        (strokes, [(moved, 3), (box_at(100, 8, 4, 20), 1)], [2]),
    ):
        counts.clear()
        splits = ["train"] * len(drawn) + ["validation"] * len(validation)
        found = preview(live, labels=labelled(live, [*drawn, *validation], splits=splits))
        accuracies.append(found["held_out"]["accuracy"])
        assert counts == expected
    assert accuracies == pytest.approx([1, 1, 0, 0.5])


def test_only_strokes_that_changed_are_read(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    preview(live)
    windows: list[object] = []
    read = ProbeFit._read
    monkeypatch.setattr(ProbeFit, "_read", lambda *given: (windows.append(given[1]), read(*given))[1])
    strokes = striped_strokes(*SHAPE)
    new = (box_at(120, 24, 4, 12), 1)
    for drawn, count in (
        (strokes, 0),
        ([*strokes, new], 1),  # drawn
        (strokes, 0),  # undone
        ([*strokes, new], 0),  # done again
        ([*strokes[1:], new], 0),  # one deleted
        ([*strokes[1:], (new[0], 3)], 0),  # given another class
        ([(new[0], 3), *strokes[2:]], 0),  # in another order
        ([*strokes, (box_at(120, 24, 4, 16), 1)], 1),  # longer
    ):
        windows.clear()
        assert preview(live, labels=labelled(live, drawn))["shows"] == "classes"
        assert len(windows) == count


def test_an_answer_does_not_depend_on_what_was_drawn_before(live: Scene) -> None:
    """Also where the number of classes changes and comes back."""
    expected = {layer: all_bands(path) for layer, path in preview(live).items() if layer in LAYERS}
    two = [stroke for stroke in striped_strokes(*SHAPE) if stroke[1] != 2]
    assert set(np.unique(band(preview(live, labels=labelled(live, two))["classes"]))) == {1, 3}
    preview(live, labels="")
    found = preview(live)
    for layer in LAYERS:
        np.testing.assert_array_equal(all_bands(found[layer]), expected[layer])


def test_nothing_is_encoded_twice(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    preview(live)
    monkeypatch.setattr(FeatureBlocks, "_encoded", None)
    preview(live, window=[10, 10, 90, 60])
    preview(live, show="groups")


def test_an_image_that_was_replaced_begins_anew(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    before = preview(scene)
    assert (band(before["classes"]) == scene.truth).mean() > 0.97
    flipped = np.ascontiguousarray(scene.pixels[:, :, ::-1])
    write_raster(tmp_path / "image.tif", flipped)
    os.utime(scene.image, ns=(10**18, 10**18))
    labels = [(box_at(4 + 40 * row, 16 + 64 * (3 - k)), k) for row in range(4) for k in (1, 2, 3)]
    after = preview(scene, labels=labelled(scene, labels))
    assert (band(after["classes"]) == scene.truth[:, ::-1]).mean() > 0.97


def test_sessions_of_the_last_images_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_session, "_SESSIONS", type(live_session._SESSIONS)())
    paths = [write_raster(tmp_path / f"{n}.tif", striped_scene(64, 64, seed=n)[0]) for n in range(3)]
    request = {"window": [0, 0, 8, 8], "show": "groups", "labels": ""}
    scene = Scene(tmp_path)
    for path in (paths[0], paths[1], paths[0], paths[2]):
        preview(scene, image=path, **request)
    assert [key[0] for key in live_session._SESSIONS] == [paths[0], paths[2]]


@pytest.mark.parametrize(
    ("changes", "error", "parts"),
    [
        ({"window": [160, 0, 50, 50]}, ConfigError, ("window [160, 0, 50, 50]", "does not touch", "160 x 192 px")),
        ({"window": [0, -50, 50, 50]}, ConfigError, ("does not touch",)),
        ({"window": [0, 0, 50]}, ConfigError, ("window is [0, 0, 50]",)),
        ({"window": [0, 0, 0, 50]}, ConfigError, ("window is [0, 0, 0, 50]",)),
        ({"show": "similarity"}, ConfigError, ("no place",)),
        ({"show": "similarity", "place": [4]}, ConfigError, ("place is [4]",)),
        ({"show": "similarity", "place": [160, 5]}, ConfigError, ("place [160, 5] is not in",)),
        ({"show": "similarity", "place": [5, -2]}, ConfigError, ("place [5, -2] is not in",)),
        ({"show": "stars"}, ConfigError, ("stars",)),
        ({"resolution_px": 0}, ConfigError, ("resolution_px",)),
        ({"labels": "none.gpkg"}, LabelError, ("There is no label file 'none.gpkg'",)),
        ({"bands": [1, 9]}, EngineError, ("9",)),
        ({"image": "none.tif"}, EngineError, ("none.tif",)),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(
    live: Scene, changes: dict[str, Any], error: type[EngineError], parts: tuple[str, ...]
) -> None:
    with pytest.raises(error) as caught:
        preview(live, **changes)
    assert all(part in caught.value.message for part in parts), caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("window", [[0, 0, 160, 192], [7, 9, 1, 150], [0, 0, 64, 63]])
@pytest.mark.parametrize("most", [40, 1000])
def test_for_too_many_pixels_it_names_the_least_resolution(
    live: Scene, monkeypatch: pytest.MonkeyPatch, window: list[int], most: int
) -> None:
    monkeypatch.setattr(preview_job, "MAX_ANSWERED", most)
    pixels = window[2] * window[3]
    if pixels <= most:
        assert preview(live, window=window, show="groups")["resolution_px"] == 1
        return
    with pytest.raises(ConfigError, match=f"{pixels} pixels to answer") as caught:
        preview(live, window=window, show="groups")
    least = int(caught.value.remedy.removeprefix("raise resolution_px to "))
    assert preview(live, window=window, show="groups", resolution_px=least)["resolution_px"] == least
    with pytest.raises(ConfigError):
        preview(live, window=window, show="groups", resolution_px=least - 1)


def test_answers_of_other_generations_and_maps_of_predict_stay(live: Scene) -> None:
    folder = live.folder / "kept"
    folder.mkdir()
    for name in ("classes.tif", "confidence.tif", "ood.tif"):
        (folder / name).write_bytes(b"of predict")
    first = preview(live, output=str(folder), generation=1)
    contents = {path: Path(first[path]).read_bytes() for path in LAYERS}
    second = preview(live, output=str(folder), generation=2, labels="")
    assert {Path(first[layer]).parent.name for layer in LAYERS} == {"preview-1"}
    assert Path(second["groups"]).parent == folder / "preview-2"
    assert {path: Path(first[path]).read_bytes() for path in LAYERS} == contents
    assert all((folder / f"{layer}.tif").read_bytes() == b"of predict" for layer in LAYERS)
    preview(live, output=str(folder), generation=1, labels="")  # the same number: nothing of the earlier answer is left
    assert not any(Path(first[layer]).exists() for layer in LAYERS)
    assert sorted(path.name for path in folder.iterdir()) == [
        "classes.tif", "confidence.tif", "ood.tif", "preview-1", "preview-2"
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_is_told(live: Scene) -> None:
    with pytest.raises(OutputError, match="cannot be written") as caught:
        preview(live, output=live.image)
    assert caught.value.remedy


@pytest.mark.parametrize("stop_at_block", [1, 9, 12])
def test_a_stopped_answer_ends_and_the_next_is_whole(live: Scene, stop_at_block: int) -> None:
    expected = band(preview(live)["ood"])
    reporter = LiveReporter(stop_at_block)
    with pytest.raises(Cancelled):
        preview(live, reporter, generation=5)
    assert len(reporter.blocks) < 27
    np.testing.assert_array_equal(band(preview(live, generation=5)["ood"]), expected)


def test_places_to_label_next_lie_in_the_window_away_from_strokes(tmp_path: Path) -> None:
    scene = Scene(tmp_path, 320, 320)
    corners = [(row, 10 + 107 * k, k + 1) for row in (10, 40) for k in range(3)]
    strokes = [(box_at(row, col), class_id) for row, col, class_id in corners]
    found = preview(scene, labels=labelled(scene, strokes), window=[0, 0, 320, 300])
    assert 1 <= len(found["places"]) <= 3
    drawn = shapely.union_all([shapely.box(col, row, col + 20, row + 4) for row, col, _ in corners])
    for place in found["places"]:
        assert 0 <= place["row"] < 320
        assert 0 <= place["col"] < 300
        assert place["reason"]
        assert shapely.Point(place["col"] + 0.5, place["row"] + 0.5).distance(drawn) > 40
