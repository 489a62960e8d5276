"""Strokes in the GeoPackage: replacement, erasing, undo and redo, reprojection, classes, native editing, speed."""
from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from berunda.plugin.core.class_scheme import LandCoverClass, default_classes
from berunda.plugin.core.label_store import LabelStore, LabelStoreError
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtTest import QSignalSpy

UTM = QgsCoordinateReferenceSystem("EPSG:32640")
GRASS, WATER, ROAD = (
    LandCoverClass(1, "Grass", "#2fae57"),
    LandCoverClass(2, "Water", "#2b7de0"),
    LandCoverClass(3, "Road", "#7d8791"),
)
EAST, NORTH = 325_000, 2_779_900


def box(x: float, y: float, width: float, height: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height))


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "labels.gpkg")


@pytest.fixture
def store(path: str) -> Iterator[LabelStore]:
    QgsProject.instance().clear()
    return LabelStore.create(path, UTM, (GRASS, WATER, ROAD))


def contents(store: LabelStore) -> list[tuple]:
    """Everything about every feature but its fid, in a stable order."""
    return sorted(
        (feature["class_id"], bytes(feature.geometry().asWkb()), feature["split"] or "", feature["created"].toString("yyyyMMddhhmmsszzz"))
        for feature in store.layer.getFeatures()
    )


def area(store: LabelStore, class_id: int) -> float:
    return sum(f.geometry().area() for f in store.layer.getFeatures() if f["class_id"] == class_id)


def class_at(store: LabelStore, x: float, y: float) -> list[int]:
    spot = QgsGeometry.fromPointXY(QgsPointXY(EAST + x, NORTH + y))
    return [f["class_id"] for f in store.layer.getFeatures() if f.geometry().contains(spot)]


def test_a_stroke_is_one_feature_of_the_contract(store: LabelStore, path: str) -> None:
    store.add_stroke(box(0, 0, 10, 5), UTM, 2)
    database = sqlite3.connect(path)
    assert database.execute("SELECT class_id, split FROM labels").fetchall() == [(2, None)]
    (created,) = database.execute("SELECT created FROM labels").fetchone()
    assert abs(time.time() - time.mktime(time.strptime(created[:19], "%Y-%m-%dT%H:%M:%S")) + time.timezone) < 60
    columns = {row[1]: row[2] for row in database.execute("PRAGMA table_info(labels)")}
    assert columns["class_id"] in ("INTEGER", "MEDIUMINT")
    assert columns["created"] == "DATETIME"
    assert database.execute("SELECT class_id, name, color FROM classes ORDER BY 1").fetchall() == [
        (1, "Grass", "#2fae57"), (2, "Water", "#2b7de0"), (3, "Road", "#7d8791")]
    assert dict(database.execute("SELECT table_name, data_type FROM gpkg_contents")) == {"labels": "features", "classes": "attributes"}


def test_another_process_sees_every_stroke_straight_away(store: LabelStore, path: str) -> None:
    reader = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT COUNT(*) FROM labels').fetchone()[0])"
    for count in (1, 2):
        store.add_stroke(box(20 * count, 0, 10, 5), UTM, 1)
        seen = subprocess.run([sys.executable, "-c", reader, path], capture_output=True, text=True, check=True)
        assert int(seen.stdout) == count


def test_strokes_outlive_a_qgis_that_is_killed(path: str) -> None:
    painter = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
import conftest
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle
from berunda.plugin.core.class_scheme import default_classes
from berunda.plugin.core.label_store import LabelStore
application = QgsApplication([], False)
application.initQgis()
utm = QgsCoordinateReferenceSystem("EPSG:32640")
store = LabelStore.create({path!r}, utm, default_classes(2))
for index in range(6):
    store.add_stroke(QgsGeometry.fromRect(QgsRectangle(index * 6, 0, index * 6 + 8, 5)), utm, index % 2 + 1)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", painter], capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr
    store = LabelStore.open(path)
    assert {class_id: counted.strokes for class_id, counted in store.statistics().items()} == {1: 3, 2: 3}
    assert area(store, 1) + area(store, 2) == pytest.approx((5 * 6 + 8) * 5)


def test_painting_over_another_class_replaces_it_there(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 30, 10), UTM, 1)
    store.add_stroke(box(10, 0, 10, 10), UTM, 2)
    assert area(store, 1) == pytest.approx(200)
    assert area(store, 2) == pytest.approx(100)
    assert class_at(store, 15, 5) == [2]
    assert class_at(store, 5, 5) == class_at(store, 25, 5) == [1]
    assert store.statistics()[1].strokes == 1  # cut in two, still one stroke


def test_a_stroke_painted_over_entirely_is_gone(store: LabelStore) -> None:
    store.add_stroke(box(10, 10, 5, 5), UTM, 1)
    store.add_stroke(box(0, 0, 30, 30), UTM, 2)
    assert [f["class_id"] for f in store.layer.getFeatures()] == [2]


def test_painting_the_same_outline_in_another_class_leaves_no_sliver(store: LabelStore) -> None:
    circle = QgsGeometry.fromPointXY(QgsPointXY(EAST + 50, NORTH + 50)).buffer(7.3, 12)
    geographic = QgsCoordinateReferenceSystem("EPSG:4326")
    circle.transform(QgsCoordinateTransform(UTM, geographic, QgsProject.instance()))
    for class_id in (1, 2, 1, 3):
        store.add_stroke(circle, geographic, class_id)
    assert [f["class_id"] for f in store.layer.getFeatures()] == [3]


def test_strokes_of_one_class_may_overlap(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    store.add_stroke(box(5, 0, 10, 10), UTM, 1)
    assert area(store, 1) == pytest.approx(200)
    assert store.statistics()[1].strokes == 2


def test_neighbours_that_share_an_edge_stay_untouched(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    before = contents(store)
    store.add_stroke(box(10, 0, 10, 10), UTM, 2)
    assert [row for row in contents(store) if row[0] == 1] == before


def test_the_eraser_cuts_every_class(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    store.add_stroke(box(10, 0, 10, 10), UTM, 2)
    store.add_stroke(box(16, 4, 2, 2), UTM, 3)
    store.erase(box(5, 0, 10, 10), UTM)
    store.erase(box(15, 3, 4, 4), UTM)
    assert area(store, 1) == pytest.approx(50)
    assert area(store, 2) == pytest.approx(50 - 16)
    assert area(store, 3) == 0
    assert class_at(store, 10, 5) == []


def test_erasing_bare_ground_is_no_edit(store: LabelStore) -> None:
    spy = QSignalSpy(store.changed)
    store.erase(box(0, 0, 5, 5), UTM)
    assert len(spy) == 0
    assert not store.can_undo


def test_undo_and_redo_restore_exactly(store: LabelStore) -> None:
    states = [contents(store)]
    for step, (class_id, x) in enumerate([(1, 0), (2, 4), (1, 8), (3, 2), (2, 0), (1, 5)]):
        store.add_stroke(box(x, step, 12, 9.7), UTM, class_id)
        states.append(contents(store))
    store.erase(box(3, 2, 7, 7), UTM)
    states.append(contents(store))
    for state in reversed(states[:-1]):
        assert store.undo()
        assert contents(store) == state
    assert not store.undo()
    for state in states[1:]:
        assert store.redo()
        assert contents(store) == state
    assert not store.redo()


def test_undo_is_more_than_a_hundred_deep(store: LabelStore) -> None:
    for step in range(120):
        store.add_stroke(box(step % 12 * 3, step // 12 * 3, 4, 4), UTM, step % 3 + 1)
    painted = contents(store)
    assert sum(store.undo() for _ in range(120)) == 120
    assert contents(store) == []
    assert sum(store.redo() for _ in range(120)) == 120
    assert contents(store) == painted


def test_undo_of_a_stroke_that_cut_many(store: LabelStore) -> None:
    for column in range(60):
        store.add_stroke(box(column * 2, 0, 1, 20), UTM, column % 2 + 1)
    before = contents(store)
    store.add_stroke(box(-1, 5, 130, 10), UTM, 3)
    assert store.statistics()[3].area_m2 == pytest.approx(1300, rel=0.002)
    assert area(store, 1) == pytest.approx(30 * 10)
    store.undo()
    assert contents(store) == before


def test_a_new_stroke_ends_redo(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 5, 5), UTM, 1)
    store.undo()
    assert store.can_redo
    store.add_stroke(box(9, 0, 5, 5), UTM, 1)
    assert not store.can_redo
    assert not store.redo()


def test_the_history_is_each_store_s_own(store: LabelStore, tmp_path: Path) -> None:
    other = LabelStore.create(str(tmp_path / "other.gpkg"), UTM, (GRASS,))
    store.add_stroke(box(0, 0, 5, 5), UTM, 1)
    assert store.can_undo
    assert not other.can_undo


@pytest.mark.parametrize("authid", ["EPSG:4326", "EPSG:3857", "EPSG:32639"])
def test_strokes_of_any_crs_land_on_the_same_ground(store: LabelStore, authid: str) -> None:
    crs = QgsCoordinateReferenceSystem(authid)
    moved = box(20, 30, 12, 8)
    moved.transform(QgsCoordinateTransform(UTM, crs, QgsProject.instance()))
    store.add_stroke(moved, crs, 1)
    (feature,) = store.layer.getFeatures()
    assert feature.geometry().symDifference(box(20, 30, 12, 8)).area() < 0.01
    assert feature.geometry().isGeosValid()


def test_a_stroke_outside_the_crs_is_refused_and_nothing_changes(store: LabelStore) -> None:
    nowhere = QgsGeometry.fromRect(QgsRectangle(1e9, 1e9, 1e9 + 5, 1e9 + 5))
    with pytest.raises(LabelStoreError, match="EPSG:32640"):
        store.add_stroke(nowhere, QgsCoordinateReferenceSystem("EPSG:4326"), 1)
    assert contents(store) == []
    assert not store.can_undo


def test_an_unknown_class_is_refused(store: LabelStore) -> None:
    with pytest.raises(LabelStoreError, match="no class 9"):
        store.add_stroke(box(0, 0, 1, 1), UTM, 9)


def test_an_image_without_a_crs_has_labels_in_its_own_plane(path: str) -> None:
    nowhere = QgsCoordinateReferenceSystem()
    store = LabelStore.create(path, nowhere, (GRASS,))
    assert not store.layer.crs().isValid()
    store.add_stroke(QgsGeometry.fromRect(QgsRectangle(10, -20, 15, -10)), UTM, 1)
    assert store.statistics()[1].area_m2 == pytest.approx(50)
    assert sqlite3.connect(path).execute("SELECT srs_id FROM gpkg_geometry_columns").fetchall() == [(-1,)]
    reopened = LabelStore.open(path)
    assert not reopened.layer.crs().isValid()
    assert next(reopened.layer.getFeatures()).geometry().boundingBox() == QgsRectangle(10, -20, 15, -10)


def test_statistics_follow_strokes_undo_and_reopening(store: LabelStore, path: str) -> None:
    assert [(s.strokes, s.area_m2) for s in store.statistics().values()] == [(0, 0)] * 3
    store.add_stroke(box(0, 0, 100, 50), UTM, 1)
    store.add_stroke(box(50, 0, 100, 50), UTM, 2)
    kept = store.statistics()
    assert kept[1].area_m2 == pytest.approx(2500, rel=0.002)  # UTM and the ellipsoid differ by 0.08 % at most
    assert kept[2].area_m2 == pytest.approx(5000, rel=0.002)
    assert LabelStore.open(path).statistics() == kept
    store.undo()
    assert store.statistics()[1].area_m2 == pytest.approx(5000, rel=0.002)
    assert store.statistics()[2].strokes == 0


def test_area_is_true_on_the_ground_in_web_mercator(tmp_path: Path) -> None:
    store = LabelStore.create(str(tmp_path / "mercator.gpkg"), QgsCoordinateReferenceSystem("EPSG:3857"), (GRASS,))
    store.add_stroke(box(0, 0, 100, 50), UTM, 1)
    assert store.statistics()[1].area_m2 == pytest.approx(5000, rel=0.002)


def test_classes_are_added_renamed_recoloured_and_kept(store: LabelStore, path: str) -> None:
    spy = QSignalSpy(store.classes_changed)
    added = store.add_class()
    assert (added.class_id, added.name) == (4, "Class 4")
    assert added.color not in {GRASS.color, WATER.color, ROAD.color}
    store.rename_class(4, " Roof ")
    store.recolour_class(4, "#AB12CD")
    assert len(spy) == 3
    assert store.classes[3] == LandCoverClass(4, "Roof", "#ab12cd")
    assert LabelStore.open(path).classes == store.classes


@pytest.mark.parametrize(("change", "shown"), [
    (lambda store: store.rename_class(1, "  "), "empty name"),
    (lambda store: store.recolour_class(1, "green"), "'green'"),
    (lambda store: store.rename_class(77, "x"), "no class 77"),
    (lambda store: store.remove_class(77), "no class 77"),
])
def test_a_bad_class_change_is_refused(store: LabelStore, change, shown: str) -> None:
    with pytest.raises(LabelStoreError, match=shown):
        change(store)
    assert store.classes == (GRASS, WATER, ROAD)


def test_removing_a_class_takes_its_strokes_and_undo_brings_both_back(store: LabelStore, path: str) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 2)
    store.add_stroke(box(5, 0, 10, 10), UTM, 1)
    before, classes = contents(store), store.classes
    store.remove_class(2)
    assert store.classes == (GRASS, ROAD)
    assert {row[0] for row in contents(store)} == {1}
    assert LabelStore.open(path).classes == (GRASS, ROAD)
    assert store.add_class().class_id == 4  # never the id that undo may bring back
    store.undo()
    assert contents(store) == before
    assert set(classes) < set(store.classes)
    store.redo()
    assert WATER not in store.classes


def test_there_are_254_classes_and_no_more(path: str) -> None:
    store = LabelStore.create(path, UTM, default_classes(252))
    assert [store.add_class().class_id, store.add_class().class_id] == [253, 254]
    assert len({entry.color for entry in store.classes}) == 254
    with pytest.raises(LabelStoreError, match="254"):
        store.add_class()
    store.remove_class(100)
    assert store.add_class().class_id == 100
    assert not store.can_undo  # class 100 means another thing now


def test_the_layer_is_drawn_in_the_classes_colours(store: LabelStore) -> None:
    store.recolour_class(2, "#123456")
    store.add_class("Sand", "#ffee00")
    categories = {c.value(): c for c in store.layer.renderer().categories()}
    assert [c.label() for c in categories.values()] == ["Grass", "Water", "Road", "Sand"]
    symbol = categories[2].symbol().symbolLayer(0)
    assert symbol.fillColor().name() == symbol.strokeColor().name() == "#123456"
    assert 0 < symbol.fillColor().alpha() < 255
    assert symbol.strokeColor().alpha() == 255


def test_the_project_s_own_layer_is_used(store: LabelStore, path: str) -> None:
    layer = QgsVectorLayer(f"{path}|layername=labels", "my labels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert LabelStore.open(path).layer is layer
    QgsProject.instance().clear()


def test_the_analyst_s_own_style_survives_reopening(store: LabelStore, path: str, tmp_path: Path) -> None:
    project = QgsProject.instance()
    project.addMapLayer(store.layer)
    category = store.layer.renderer().categories()[0]
    symbol = category.symbol().clone()
    symbol.setOpacity(0.3)
    store.layer.renderer().updateCategorySymbol(0, symbol)
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "project.qgz"))
    reopened = LabelStore.open(path)
    category = reopened.layer.renderer().categories()[0]
    assert category.symbol().opacity() == pytest.approx(0.3)
    assert not project.isDirty()  # nobody is asked to save what only opening it has changed
    reopened.recolour_class(1, "#102030")
    category = reopened.layer.renderer().categories()[0]
    assert category.symbol().color().name() == "#102030"
    project.clear()


def test_the_store_says_when_its_layer_goes(store: LabelStore) -> None:
    QgsProject.instance().addMapLayer(store.layer)
    spy = QSignalSpy(store.closed)
    QgsProject.instance().clear()
    assert len(spy) == 1


def test_native_editing_is_joined_and_keeps_its_own_undo(store: LabelStore, path: str) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    spy = QSignalSpy(store.changed)
    assert store.layer.startEditing()
    store.add_stroke(box(5, 0, 10, 10), UTM, 2)
    assert sqlite3.connect(path).execute("SELECT class_id FROM labels").fetchall() == [(1,)]  # not saved yet
    assert store.layer.undoStack().count() == 1
    assert area(store, 1) == pytest.approx(50)
    assert store.statistics()[2].strokes == 1
    store.erase(box(0, 0, 2, 10), UTM)
    assert area(store, 1) == pytest.approx(30)
    assert store.undo()
    assert store.undo()
    assert not store.can_undo  # the stroke from before the session waits until it ends
    assert area(store, 1) == pytest.approx(100)
    assert store.redo()
    assert store.layer.commitChanges()
    assert area(store, 1) == pytest.approx(50)
    assert not store.can_undo
    assert len(spy) > 4
    assert sorted(sqlite3.connect(path).execute("SELECT class_id FROM labels").fetchall()) == [(1,), (2,)]
    assert store.statistics()[2].area_m2 == pytest.approx(100, rel=0.002)


def test_a_discarded_native_session_leaves_the_history(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    store.layer.startEditing()
    store.add_stroke(box(0, 0, 10, 10), UTM, 2)
    store.layer.rollBack()
    assert [f["class_id"] for f in store.layer.getFeatures()] == [1]
    assert store.statistics()[2].strokes == 0
    assert store.undo()
    assert contents(store) == []


def test_statistics_follow_what_the_analyst_does_natively(store: LabelStore) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    assert store.statistics()[1].strokes == 1
    (feature,) = store.layer.getFeatures()
    store.layer.startEditing()
    store.layer.changeAttributeValue(feature.id(), store.layer.fields().indexOf("class_id"), 3)
    assert (store.statistics()[1].strokes, store.statistics()[3].strokes) == (0, 1)
    store.layer.changeGeometry(feature.id(), box(0, 0, 40, 10))
    assert store.statistics()[3].area_m2 == pytest.approx(400, rel=0.002)
    store.layer.deleteFeature(feature.id())
    assert store.statistics()[3].strokes == 0
    store.layer.undoStack().undo()
    assert store.statistics()[3].area_m2 == pytest.approx(400, rel=0.002)
    store.layer.commitChanges()
    assert (store.statistics()[1].strokes, store.statistics()[3].strokes) == (0, 1)


def test_an_invalid_native_polygon_is_cut_all_the_same(store: LabelStore) -> None:
    bow = QgsFeature(store.layer.fields())
    bow["class_id"] = 1
    bow.setGeometry(QgsGeometry.fromWkt(
        f"MULTIPOLYGON((({EAST} {NORTH},{EAST + 20} {NORTH + 20},{EAST + 20} {NORTH},{EAST} {NORTH + 20},{EAST} {NORTH})))"))
    store.layer.startEditing()
    store.layer.addFeature(bow)
    store.layer.commitChanges()
    store.add_stroke(box(10, 0, 10, 20), UTM, 2)
    assert area(store, 1) == pytest.approx(100)
    store.undo()
    assert next(store.layer.getFeatures()).geometry().asWkb() == bow.geometry().asWkb()


def test_removing_a_class_waits_for_the_end_of_editing(store: LabelStore) -> None:
    store.layer.startEditing()
    with pytest.raises(LabelStoreError, match="save or discard"):
        store.remove_class(1)
    store.layer.rollBack()
    assert GRASS in store.classes


def test_strokes_drawn_natively_have_a_class_widget(store: LabelStore) -> None:
    widget = store.layer.editorWidgetSetup(store.layer.fields().indexOf("class_id"))
    assert widget.type() == "ValueMap"
    assert widget.config()["map"] == [{"1 Grass": "1"}, {"2 Water": "2"}, {"3 Road": "3"}]


def test_a_file_that_refuses_keeps_what_it_had(store: LabelStore, path: str) -> None:
    store.add_stroke(box(0, 0, 10, 10), UTM, 1)
    before = contents(store)
    database = sqlite3.connect(path)
    database.execute("CREATE TRIGGER full BEFORE UPDATE ON labels BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    database.commit()
    with pytest.raises(LabelStoreError, match="disk is full"):
        store.add_stroke(box(5, 0, 10, 10), UTM, 2)
    assert contents(store) == before
    database.execute("DROP TRIGGER full")
    database.execute("CREATE TRIGGER full BEFORE DELETE ON labels WHEN old.class_id = 1 BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    database.commit()
    with pytest.raises(LabelStoreError, match="disk is full"):
        store.add_stroke(box(-1, -1, 12, 12), UTM, 2)
    assert contents(store) == before
    database.execute("DROP TRIGGER full")
    database.commit()
    assert store.undo()
    assert contents(store) == []


def test_a_stroke_is_fast_among_five_thousand(store: LabelStore) -> None:
    strokes = []
    for index in range(5000):
        stroke = QgsFeature(store.layer.fields())
        stroke["class_id"] = index % 3 + 1
        stroke.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(EAST + index % 100 * 5, NORTH + index // 100 * 5)).buffer(3, 12))
        strokes.append(stroke)
    assert store.layer.dataProvider().addFeatures(strokes)[0]
    store.statistics()
    assert store.layer.dataProvider().hasSpatialIndex()
    times = []
    for index in range(20):
        start = time.perf_counter()
        store.add_stroke(box(30 + index * 20, 40 + index * 7, 25, 3), UTM, index % 3 + 1)
        store.statistics()
        times.append(time.perf_counter() - start)
    for _ in range(20):
        start = time.perf_counter()
        store.undo()
        times.append(time.perf_counter() - start)
    print(f"strokes and undos among 5000: median {1000 * sorted(times)[20]:.0f} ms, slowest {1000 * max(times):.0f} ms")
    assert sorted(times)[20] < 0.1
