"""The classes of a label store, and the layer that shows them."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.labels.class_scheme import LandCoverClass, default_classes
from berunda.plugin.core.labels.store import LabelStore, LabelStoreError
from label_ground import GRASS, ROAD, UTM, WATER, box, contents
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtTest import QSignalSpy


def test_classes_are_added_renamed_recoloured_and_kept(label_store: LabelStore, label_path: str) -> None:
    spy = QSignalSpy(label_store.classes_changed)
    added = label_store.add_class()
    assert (added.class_id, added.name) == (4, "Class 4")
    assert added.color not in {GRASS.color, WATER.color, ROAD.color}
    label_store.rename_class(4, " Roof ")
    label_store.recolour_class(4, "#AB12CD")
    assert len(spy) == 3
    assert label_store.classes[3] == LandCoverClass(4, "Roof", "#ab12cd")
    assert LabelStore.open(label_path).classes == label_store.classes


@pytest.mark.parametrize(("change", "shown"), [
    (lambda store: store.rename_class(1, "  "), "empty name"),
    (lambda store: store.recolour_class(1, "green"), "'green'"),
    (lambda store: store.rename_class(77, "x"), "no class 77"),
    (lambda store: store.remove_class(77), "no class 77"),
])
def test_a_bad_class_change_is_refused(label_store: LabelStore, change, shown: str) -> None:
    with pytest.raises(LabelStoreError, match=shown):
        change(label_store)
    assert label_store.classes == (GRASS, WATER, ROAD)


def test_removing_a_class_takes_its_strokes_and_undo_brings_both_back(label_store: LabelStore, label_path: str) -> None:
    label_store.add_stroke(box(0, 0, 10, 10), UTM, 2)
    label_store.add_stroke(box(5, 0, 10, 10), UTM, 1)
    before, classes = contents(label_store), label_store.classes
    label_store.remove_class(2)
    assert label_store.classes == (GRASS, ROAD)
    assert {row[0] for row in contents(label_store)} == {1}
    assert LabelStore.open(label_path).classes == (GRASS, ROAD)
    assert label_store.add_class().class_id == 4  # never the id that undo may bring back
    label_store.undo()
    assert contents(label_store) == before
    assert set(classes) < set(label_store.classes)
    label_store.redo()
    assert WATER not in label_store.classes


def test_there_are_254_classes_and_no_more(label_path: str) -> None:
    store = LabelStore.create(label_path, UTM, default_classes(252))
    assert [store.add_class().class_id, store.add_class().class_id] == [253, 254]
    assert len({entry.color for entry in store.classes}) == 254
    with pytest.raises(LabelStoreError, match="254"):
        store.add_class()
    store.remove_class(100)
    assert store.add_class().class_id == 100
    assert not store.can_undo  # class 100 means another thing now


def test_the_layer_is_drawn_in_the_classes_colours(label_store: LabelStore) -> None:
    label_store.recolour_class(2, "#123456")
    label_store.add_class("Sand", "#ffee00")
    categories = {c.value(): c for c in label_store.layer.renderer().categories()}
    assert [c.label() for c in categories.values()] == ["Grass", "Water", "Road", "Sand"]
    symbol = categories[2].symbol().symbolLayer(0)
    assert symbol.fillColor().name() == symbol.strokeColor().name() == "#123456"
    assert 0 < symbol.fillColor().alpha() < 255
    assert symbol.strokeColor().alpha() == 255


def test_the_project_s_own_layer_is_used(label_store: LabelStore, label_path: str) -> None:
    layer = QgsVectorLayer(f"{label_path}|layername=labels", "my labels", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert LabelStore.open(label_path).layer is layer
    QgsProject.instance().clear()


def test_the_analyst_s_own_style_survives_reopening(label_store: LabelStore, label_path: str, tmp_path: Path) -> None:
    project = QgsProject.instance()
    project.addMapLayer(label_store.layer)
    category = label_store.layer.renderer().categories()[0]
    symbol = category.symbol().clone()
    symbol.setOpacity(0.3)
    label_store.layer.renderer().updateCategorySymbol(0, symbol)
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "project.qgz"))
    reopened = LabelStore.open(label_path)
    category = reopened.layer.renderer().categories()[0]
    assert category.symbol().opacity() == pytest.approx(0.3)
    assert not project.isDirty()  # nobody is asked to save what only opening it has changed
    reopened.recolour_class(1, "#102030")
    category = reopened.layer.renderer().categories()[0]
    assert category.symbol().color().name() == "#102030"
    project.clear()


def test_the_store_says_when_its_layer_goes(label_store: LabelStore) -> None:
    QgsProject.instance().addMapLayer(label_store.layer)
    spy = QSignalSpy(label_store.closed)
    QgsProject.instance().clear()
    assert len(spy) == 1
