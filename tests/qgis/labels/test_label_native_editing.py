"""QGIS's own editing of the label layer, side by side with the label tools."""
from __future__ import annotations

import sqlite3

import pytest
from berunda.plugin.core.labels.store import LabelStore, LabelStoreError
from label_ground import EAST, GRASS, NORTH, UTM, area, box, contents
from qgis.core import QgsFeature, QgsGeometry
from qgis.PyQt.QtTest import QSignalSpy


def test_native_editing_is_joined_and_keeps_its_own_undo(label_store: LabelStore, label_path: str) -> None:
    label_store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    spy = QSignalSpy(label_store.changed)
    assert label_store.layer.startEditing()
    label_store.add_stroke(box(5, 0, 10, 10), UTM, 2)
    assert sqlite3.connect(label_path).execute("SELECT class_id FROM labels").fetchall() == [(1,)]  # not saved yet
    assert label_store.layer.undoStack().count() == 1
    assert area(label_store, 1) == pytest.approx(50)
    assert label_store.statistics()[2].strokes == 1
    label_store.erase(box(0, 0, 2, 10), UTM)
    assert area(label_store, 1) == pytest.approx(30)
    assert label_store.undo()
    assert label_store.undo()
    assert not label_store.can_undo  # the stroke from before the session waits until it ends
    assert area(label_store, 1) == pytest.approx(100)
    assert label_store.redo()
    assert label_store.layer.commitChanges()
    assert area(label_store, 1) == pytest.approx(50)
    assert not label_store.can_undo
    assert len(spy) > 4
    assert sorted(sqlite3.connect(label_path).execute("SELECT class_id FROM labels").fetchall()) == [(1,), (2,)]
    assert label_store.statistics()[2].area_m2 == pytest.approx(100, rel=0.002)


def test_a_discarded_native_session_leaves_the_history(label_store: LabelStore) -> None:
    label_store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    label_store.layer.startEditing()
    label_store.add_stroke(box(0, 0, 10, 10), UTM, 2)
    label_store.layer.rollBack()
    assert [f["class_id"] for f in label_store.layer.getFeatures()] == [1]
    assert label_store.statistics()[2].strokes == 0
    assert label_store.undo()
    assert contents(label_store) == []


def test_statistics_follow_what_the_analyst_does_natively(label_store: LabelStore) -> None:
    label_store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    assert label_store.statistics()[1].strokes == 1
    (feature,) = label_store.layer.getFeatures()
    label_store.layer.startEditing()
    label_store.layer.changeAttributeValue(feature.id(), label_store.layer.fields().indexOf("class_id"), 3)
    assert (label_store.statistics()[1].strokes, label_store.statistics()[3].strokes) == (0, 1)
    label_store.layer.changeGeometry(feature.id(), box(0, 0, 40, 10))
    assert label_store.statistics()[3].area_m2 == pytest.approx(400, rel=0.002)
    label_store.layer.deleteFeature(feature.id())
    assert label_store.statistics()[3].strokes == 0
    label_store.layer.undoStack().undo()
    assert label_store.statistics()[3].area_m2 == pytest.approx(400, rel=0.002)
    label_store.layer.commitChanges()
    assert (label_store.statistics()[1].strokes, label_store.statistics()[3].strokes) == (0, 1)


def test_an_invalid_native_polygon_is_cut_all_the_same(label_store: LabelStore) -> None:
    bow = QgsFeature(label_store.layer.fields())
    bow["class_id"] = 1
    bow.setGeometry(
        QgsGeometry.fromWkt(
            f"MULTIPOLYGON((({EAST} {NORTH},{EAST + 20} {NORTH + 20},{EAST + 20} {NORTH},{EAST} {NORTH + 20},"
            f"{EAST} {NORTH})))"
        )
    )
    label_store.layer.startEditing()
    label_store.layer.addFeature(bow)
    label_store.layer.commitChanges()
    label_store.add_stroke(box(10, 0, 10, 20), UTM, 2)
    assert area(label_store, 1) == pytest.approx(100)
    label_store.undo()
    assert next(label_store.layer.getFeatures()).geometry().asWkb() == bow.geometry().asWkb()


def test_removing_a_class_waits_for_the_end_of_editing(label_store: LabelStore) -> None:
    label_store.layer.startEditing()
    with pytest.raises(LabelStoreError, match="save or discard"):
        label_store.remove_class(1)
    label_store.layer.rollBack()
    assert GRASS in label_store.classes


def test_strokes_drawn_natively_have_a_class_widget(label_store: LabelStore) -> None:
    widget = label_store.layer.editorWidgetSetup(label_store.layer.fields().indexOf("class_id"))
    assert widget.type() == "ValueMap"
    assert widget.config()["map"] == [{"1 Grass": "1"}, {"2 Water": "2"}, {"3 Road": "3"}]
