"""A survey that is brought up to date stroke by stroke is that from scratch, and reads no more than what changed."""
from __future__ import annotations

from typing import Optional

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenes import box_at, striped_scene, write_raster

from engine.data import label_raster
from engine.data.label_raster import LabelRaster, SurveyedBlocks
from engine.data.labels import Labels, Stroke
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.schema.land_cover import LandCoverClass

SIDE = 96  # three blocks of 32 px
Drawn = tuple[shapely.Geometry, int]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Raster:
    pixels = np.maximum(striped_scene(SIDE, SIDE)[0], 1)
    pixels[:, 40:60, 50:] = 0
    return Raster(write_raster(tmp_path_factory.mktemp("survey") / "image.tif", pixels, nodata=0))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_raster, "BLOCK_PX", 32)
    monkeypatch.setattr(label_raster, "MAX_PIXELS_PER_STROKE", 150)


def survey(image: Raster, drawn: list[Drawn], known: Optional[SurveyedBlocks] = None) -> tuple:
    """The survey in a form that can be compared."""
    classes = tuple(LandCoverClass(i, str(i), "#112233") for i in sorted({class_id for _, class_id in drawn}))
    labels = Labels("labels.gpkg", tuple(Stroke(*each) for each in drawn), classes, "")
    strokes, counts, overlapping = LabelRaster(labels, image.grid).survey(image, 0, known)
    return [(s.stroke, s.class_index, s.pixels.tolist()) for s in strokes], counts, overlapping


places = st.integers(-10, SIDE)
geometries = st.one_of(
    st.builds(box_at, places, places, st.integers(1, 50), st.integers(1, 50)),
    st.builds(lambda row, col: box_at(row, col, 0.2, 0.3).centroid, places, places),  # a dot
    st.builds(lambda row, col, length: box_at(row, col, 0.2, length), places, places, st.integers(2, 60)),
)
strokes = st.tuples(geometries, st.integers(1, 3))
edits = st.tuples(st.sampled_from(["draw", "delete", "undo", "recolour", "move"]), strokes, st.integers(0, 99))


def edited(drawn: list[Drawn], edit: tuple[str, Drawn, int]) -> list[Drawn]:
    kind, stroke, place = edit
    if kind == "draw" or not drawn:
        return [*drawn, stroke]
    place %= len(drawn)
    if kind == "undo":
        return drawn[:-1]
    changed = {"delete": [], "recolour": [(drawn[place][0], stroke[1])], "move": [(stroke[0], drawn[place][1])]}[kind]
    return [*drawn[:place], *changed, *drawn[place + 1 :]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(strokes, min_size=1, max_size=6), st.lists(edits, min_size=1, max_size=6))
def test_after_any_edits_it_is_the_survey_from_scratch(
    image: Raster, drawn: list[Drawn], changes: list[tuple[str, Drawn, int]]
) -> None:
    known: SurveyedBlocks = {}
    survey(image, drawn, known)
    for change in changes:
        drawn = edited(drawn, change)
        if drawn:
            assert survey(image, drawn, known) == survey(image, drawn)


def test_only_blocks_of_changed_strokes_are_read_again(image: Raster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the first class gets strokes or loses all, and the indices of the others change."""
    windows: list[PixelWindow] = []
    read = Raster.read
    monkeypatch.setattr(Raster, "read", lambda raster, window: (windows.append(window), read(raster, window))[1])
    drawn = [(box_at(2, 2, 4, 8), 1), (box_at(2, 70, 4, 8), 2), (box_at(70, 2, 4, 8), 2)]
    known: SurveyedBlocks = {}
    survey(image, drawn, known)
    assert windows == [PixelWindow(2, 2, 4, 8), PixelWindow(2, 70, 4, 8), PixelWindow(70, 2, 4, 8)]
    for changed, read_again in (
        (drawn, []),
        ([*drawn, (box_at(75, 75, 3, 3), 1)], [PixelWindow(75, 75, 3, 3)]),
        (drawn, []),  # undone
        ([drawn[0], drawn[2]], []),  # deleted
        ([(drawn[0][0], 2), drawn[2], drawn[1]], [PixelWindow(2, 2, 4, 8), PixelWindow(2, 70, 4, 8)]),
    ):
        windows.clear()
        survey(image, changed, known)
        assert windows == read_again
    survey(image, [(box_at(70, 2, 4, 8), 2)], known)
    assert list(known) == [PixelWindow(64, 0, 32, 32)]  # what has no stroke any more is forgotten


def test_the_pixels_of_a_large_stroke_do_not_depend_on_others(image: Raster) -> None:
    """Else its features would be read again whenever an earlier stroke is deleted."""
    large, small = (box_at(0, 0, 30, 40), 2), (box_at(80, 80, 4, 8), 1)
    (_, _, pixels), (_, _, of_small) = survey(image, [large, small])[0]
    assert len(pixels) == 150
    assert survey(image, [large])[0] == [(0, 0, pixels)]
    assert [found[2] for found in survey(image, [small, large])[0]] == [of_small, pixels]


def test_what_is_known_of_a_large_polygon_is_bounded(image: Raster) -> None:
    known: SurveyedBlocks = {}
    _, counts, _ = survey(image, [(box_at(0, 0, SIDE, SIDE), 1)], known)
    samples = [sample for block in known.values() for sample in block.pixels.values()]
    assert len(samples) == 9
    assert sum(sample.count for sample in samples) == counts[1] == SIDE**2 - 20 * 46
    assert all(len(sample.pixels) == len(sample.keys) <= 150 for sample in samples)
