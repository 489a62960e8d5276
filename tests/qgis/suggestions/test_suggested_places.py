"""Suggested places as a layer, and which of them still want a stroke."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.project.scene import Scene
from berunda.plugin.core.suggestions.layer import (
    SuggestionLayerError,
    add_suggestion_layer,
    find_suggestion_layer,
    release_suggestion_layer,
)
from berunda.plugin.core.suggestions.suggestions import ANSWER_RADIUS_PX, Suggestions
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtTest import QSignalSpy
from suggestion_files import PLACES, REASONS, write_suggestions

RADIUS_M = ANSWER_RADIUS_PX * 0.5


@pytest.fixture
def suggestions(scene: Scene, raster_layer: QgsRasterLayer, tmp_path: Path) -> Suggestions:
    """Three places on the scene's image, whose labels are begun."""
    assert scene.create_labels()
    add_suggestion_layer(scene.project, raster_layer, write_suggestions(str(tmp_path / "suggestions.gpkg")))
    return Suggestions(scene)


def dot(store: LabelStore, place: int, offset_m: float = 0.0) -> None:
    """A stroke of 2 m at a place, or that far east of it."""
    east, north = PLACES[place - 1]
    spot = QgsGeometry.fromPointXY(QgsPointXY(east + offset_m, north)).buffer(1, 8)
    store.add_stroke(spot, QgsCoordinateReferenceSystem("EPSG:32640"), 1)


def test_places_come_by_rank(suggestions: Suggestions) -> None:
    assert [(p.rank, p.reason, p.is_answered) for p in suggestions.places] == [
        (rank, REASONS[rank - 1], False) for rank in (1, 2, 3)
    ]
    assert [(p.point.x(), p.point.y()) for p in suggestions.places] == list(PLACES)


def test_the_steps_go_round_in_both_directions(suggestions: Suggestions) -> None:
    assert [suggestions.step(1).rank for _ in range(4)] == [1, 2, 3, 1]
    assert [suggestions.step(-1).rank for _ in range(3)] == [3, 2, 1]


def test_a_stroke_near_a_place_answers_it_until_it_is_undone(suggestions: Suggestions, scene: Scene) -> None:
    spy = QSignalSpy(suggestions.changed)
    dot(scene.store, 2, offset_m=RADIUS_M)
    dot(scene.store, 3, offset_m=-RADIUS_M - 2)
    assert [p.is_answered for p in suggestions.places] == [False, True, False]
    assert len(spy) == 1
    assert [suggestions.step(1).rank for _ in range(3)] == [1, 3, 1]
    scene.store.undo()
    scene.store.undo()
    assert [p.is_answered for p in suggestions.places] == [False] * 3
    scene.store.redo()
    assert [p.is_answered for p in suggestions.places] == [False, True, False]


def test_when_all_are_answered_there_is_no_next_one(suggestions: Suggestions, scene: Scene) -> None:
    for place in (1, 2, 3):
        dot(scene.store, place)
    assert suggestions.step(1) is None
    assert suggestions.step(-1) is None


def test_strokes_in_another_crs_answer_too(scene: Scene, raster_layer: QgsRasterLayer, tmp_path: Path) -> None:
    path = str(tmp_path / "degrees.gpkg")
    LabelStore.create(path, QgsCoordinateReferenceSystem("EPSG:4326"), ())
    assert scene.open_labels(path)
    scene.store.add_class("Grass")
    add_suggestion_layer(scene.project, raster_layer, write_suggestions(str(tmp_path / "suggestions.gpkg")))
    suggestions = Suggestions(scene)
    dot(scene.store, 1)
    assert [p.is_answered for p in suggestions.places] == [True, False, False]


def test_layer_and_answers_survive_reopening(
    suggestions: Suggestions, scene: Scene, tmp_path: Path, raster_layer: QgsRasterLayer
) -> None:
    dot(scene.store, 1)
    project, image_id = scene.project, raster_layer.id()
    assert project.layerTreeRoot().children()[0].layerId() == suggestions.layer.id()
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert suggestions.places == []
    assert project.read(str(tmp_path / "project.qgz"))
    layer = find_suggestion_layer(project, image_id)
    assert layer is suggestions.layer
    assert [p.is_answered for p in suggestions.places] == [True, False, False]
    assert [category.value() for category in layer.renderer().categories()] in ([0, 1], ["0", "1"])
    assert layer.labelsEnabled()
    scene.store.undo()
    assert suggestions.step(1).rank == 2


def test_a_released_layer_is_gone(suggestions: Suggestions, raster_layer: QgsRasterLayer) -> None:
    release_suggestion_layer(QgsProject.instance(), raster_layer.id())
    assert suggestions.places == []
    assert suggestions.step(1) is None


def test_a_file_that_is_gone_is_a_sentence(scene: Scene, raster_layer: QgsRasterLayer, tmp_path: Path) -> None:
    with pytest.raises(SuggestionLayerError, match="cannot be shown: ask for them again"):
        add_suggestion_layer(scene.project, raster_layer, str(tmp_path / "none.gpkg"))
