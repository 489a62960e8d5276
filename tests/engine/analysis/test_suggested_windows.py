"""Which windows are suggested, in which order, and why; and the file of places."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from scenes import CRS, TRANSFORM

from engine.analysis.suggestion_file import reason_sentence, write_suggestions
from engine.analysis.suggestions import LEAST_DISTANCE_PX, NOVEL, RARE, UNSURE, Suggestion, suggest
from engine.data.raster import Grid
from engine.features.candidate_windows import CandidateWindows
from engine.schema.errors import OutputError
from engine.schema.land_cover import LandCoverClass

CLASSES = (LandCoverClass(3, "Road", "#808080"), LandCoverClass(9, "Straße", "#a0a0a0"))
STROKES = np.zeros((1, 1), np.float32)


def line(*positions: float) -> CandidateWindows:
    """Windows with one feature, 100 px apart, as sure of the first class as each other."""
    count = len(positions)
    places = np.stack([np.zeros(count, int), 100 * np.arange(count)], axis=1)
    sure, pure = (np.tile(np.array([row], np.float32), (count, 1)) for row in ((0.9, 0.1), (1, 0)))
    return CandidateWindows(places, np.array(positions, np.float32)[:, None], sure, pure, np.full(count, 0.2))


def crowded(*positions: float) -> CandidateWindows:
    """As line, each window with three like it within the least distance of 48 px: all have the same spread."""
    windows = line(*np.repeat(positions, 4))
    windows.places[:, 1] = np.repeat(100 * np.arange(len(positions)), 4) + np.tile(np.arange(4), len(positions))
    return windows


def columns(suggestions: list[Suggestion]) -> list[int]:
    return [suggestion.col // 100 for suggestion in suggestions]


def test_the_farthest_from_strokes_comes_first_then_the_farthest_from_both() -> None:
    found = suggest(crowded(1, 2, 3, 9, 10, -6), STROKES, np.zeros(24, bool), 3)
    assert columns(found) == [4, 5, 2]  # from the stroke at 0: 10, then -6; from them all: 3


def test_an_oddity_comes_after_what_is_frequent() -> None:
    windows = crowded(1, 8, 8)
    windows.features[-1], windows.places[-1] = 9, (0, 900)  # alone there, while seven are at 8
    assert columns(suggest(windows, STROKES, np.zeros(12, bool), 1)) == [1]


def test_doubt_makes_the_difference_between_equally_distant_windows() -> None:
    windows = crowded(1, 5, -5)
    for doubtful in (1, 2):
        windows.doubts[:] = 0.2
        windows.doubts[4 * doubtful : 4 * doubtful + 4] = 0.5
        assert columns(suggest(windows, STROKES, np.zeros(12, bool), 1)) == [doubtful]


def test_fewer_than_asked_for_where_there_is_no_room() -> None:
    assert len(suggest(line(1, 2, 3), STROKES, np.zeros(3, bool), 5)) == 3
    assert suggest(line(1, 2, 3), STROKES, np.ones(3, bool), 5) == []
    empty = CandidateWindows(*(np.empty((0, size)) for size in (2, 1, 2, 2)), np.empty(0))
    assert suggest(empty, STROKES, np.empty(0, bool), 5) == []


def test_none_is_near_a_stroke_or_another_suggestion() -> None:
    windows = crowded(3, 9, 10, -11)
    windows.places[:, 1] = np.repeat([0, 500, 500 + LEAST_DISTANCE_PX - 1, 900], 4)
    found = suggest(windows, STROKES, windows.places[:, 1] == 900, 4)
    assert [suggestion.col for suggestion in found] == [547, 0]


def test_windows_on_a_boundary_are_left_out_while_there_are_others() -> None:
    windows, nobody = crowded(1, 2, 8, 10), np.zeros(16, bool)
    windows.shares[12:] = 0.6, 0.4
    assert columns(suggest(windows, STROKES, nobody, 1)) == [2]
    windows.shares[:] = 0.6, 0.4
    assert columns(suggest(windows, STROKES, nobody, 1)) == [3]


def test_features_count_by_their_deviation() -> None:
    windows = crowded(0, 0, 0, 9, 10, 11)
    small = np.repeat([[0], [0], [1e-3], [0], [0], [0]], 4, axis=0)  # standardised, it is 2.7 from the others
    both = replace(windows, features=np.hstack([windows.features, small]).astype(np.float32))
    assert columns(suggest(both, np.array([[10, 0]], np.float32), np.zeros(24, bool), 1)) == [2]


def test_the_reason_is_novelty_doubt_or_rarity() -> None:
    windows = line(*range(20))
    windows.probabilities[12], windows.doubts[12] = (0.48, 0.52), 0.96
    found = {s.col // 100: s for s in suggest(windows, STROKES, np.zeros(20, bool), 20)}
    assert {place for place, s in found.items() if s.reason == NOVEL} == {18, 19}
    assert {place for place, s in found.items() if s.reason == UNSURE} == {12}
    assert found[5].reason == RARE
    assert (found[12].class_index, found[12].runner_up) == (1, 0)
    assert found[12].confidence == pytest.approx(0.52)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (NOVEL, "Unlike anything labelled; the map says Straße (52%)."),
        (RARE, "Little like it is labelled; the map says Straße (52%)."),
        (UNSURE, "The map is unsure between Straße and Road."),
    ],
)
def test_the_reason_is_a_sentence(reason: str, sentence: str) -> None:
    assert reason_sentence(Suggestion(1, 2, reason, 1, 0, 0.52), CLASSES) == sentence


def test_the_file_holds_the_points_in_order_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    path, grid = str(tmp_path / "new" / "places.gpkg"), Grid(100, 100, TRANSFORM, CRS, True)
    for count in (2, 1):
        places = [Suggestion(10, 20, NOVEL, 1, 0, 0.52), Suggestion(30, 40, RARE, 0, 1, 0.9)][:count]
        write_suggestions(path, places, CLASSES, grid)
    meta, _, wkb, values = pyogrio.raw.read(path, layer="suggestions")
    assert meta["crs"] == CRS
    found = dict(zip(meta["fields"], (column.tolist() for column in values)))
    assert found.pop("reason") == ["Unlike anything labelled; the map says Straße (52%)."]
    assert found == {"rank": [1], "class_id": [9], "class_name": ["Straße"], "confidence": [0.52], "answered": [0]}
    (point,) = shapely.from_wkb(wkb)
    assert (point.x, point.y) == TRANSFORM @ (20.5, 10.5)
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["places.gpkg"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_suggestions(
            str(tmp_path / "file" / "places.gpkg"), [Suggestion(1, 1, RARE, 0, 1, 0.5)], CLASSES,
            Grid(9, 9, TRANSFORM, CRS, True),
        )  # fmt: skip
