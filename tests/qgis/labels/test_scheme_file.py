"""Class schemes of styles that QGIS has saved and of rasters with a palette, and their way into a label file."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.class_scheme import LabelStoreError
from berunda.plugin.core.labels.scheme_file import read_class_scheme
from berunda.plugin.core.labels.store import LabelStore
from label_ground import UTM
from osgeo import gdal
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGeometry,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

Rows = Sequence[tuple[int, str, str]]
SCHEME: Rows = ((1, "Dach & Wand", "#c80000"), (4, "Wüste", "#d9b98c"), (254, "See", "#0000c8"))


def as_rows(classes: Sequence[LandCoverClass]) -> list[tuple[int, str, str]]:
    return [(entry.class_id, entry.name, entry.color) for entry in classes]


def write_raster(path: Path, table: dict[int, str] | None = None, names: list[str] | None = None, **tags: str) -> str:
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1, gdal.GDT_Byte)
    band = dataset.GetRasterBand(1)
    if table:
        colors = gdal.ColorTable()
        for value, color in table.items():
            colors.SetColorEntry(value, (*bytes.fromhex(color[1:]), 255))
        band.SetColorTable(colors)
    if names:
        band.SetCategoryNames(names)
    for name, value in tags.items():
        dataset.SetMetadataItem(name, value)
    del band, dataset
    return str(path)


def paletted_style(folder: Path, rows: Rows) -> str:
    layer = QgsRasterLayer(write_raster(folder / "styled.tif"), "map")
    classes = [QgsPalettedRasterRenderer.Class(value, QColor(color), name) for value, name, color in rows]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
    layer.saveNamedStyle(str(folder / "raster.qml"))
    return str(folder / "raster.qml")


def categorized_style(folder: Path, rows: Sequence[tuple[object, str, str]]) -> str:
    layer = QgsVectorLayer("Polygon?field=kind:string", "features", "memory")
    categories = [
        QgsRendererCategory(value, QgsFillSymbol.createSimple({"color": color}), name) for value, name, color in rows
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("kind", categories))
    layer.saveNamedStyle(str(folder / "vector.qml"))
    return str(folder / "vector.qml")


def test_a_paletted_raster_style(tmp_path: Path) -> None:
    path = paletted_style(tmp_path, (*SCHEME, (0, "none", "#000000"), (255, "nodata", "#ffffff")))
    assert as_rows(read_class_scheme(path)) == list(SCHEME)


def test_a_categorised_vector_style_without_the_category_of_all_others(tmp_path: Path) -> None:
    path = categorized_style(tmp_path, (*SCHEME, ("", "all other values", "#123456")))
    assert as_rows(read_class_scheme(path)) == list(SCHEME)


def test_categories_of_text_or_codes_are_numbered(tmp_path: Path) -> None:
    texts = categorized_style(tmp_path, (("wald", "Wald", "#00a000"), ("see", "", "#0000ff")))
    assert as_rows(read_class_scheme(texts)) == [(1, "Wald", "#00a000"), (2, "see", "#0000ff")]
    codes = categorized_style(tmp_path, ((112, "Urban", "#ff0000"), (512, "Water", "#0000ff"), (0, "x", "#000001")))
    assert [entry.class_id for entry in read_class_scheme(codes)] == [1, 2, 3]


def test_a_raster_with_colours_and_names(tmp_path: Path) -> None:
    path = write_raster(
        tmp_path / "named.tif", {1: "#c80000", 2: "#00c800", 3: "#0000c8"}, ["none", "Roof", "", "Water"]
    )
    assert as_rows(read_class_scheme(path)) == [(1, "Roof", "#c80000"), (3, "Water", "#0000c8")]


def test_a_raster_with_colours_alone(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "colours.tif", {2: "#c80000", 9: "#00c800"})
    assert as_rows(read_class_scheme(path)) == [(2, "Class 2", "#c80000"), (9, "Class 9", "#00c800")]


def test_a_class_map_of_berunda(tmp_path: Path) -> None:
    stored = [{"class_id": value, "name": name, "color": color} for value, name, color in SCHEME]
    path = write_raster(tmp_path / "map.tif", {1: "#010101"}, BERUNDA_CLASSES=json.dumps(stored))
    assert as_rows(read_class_scheme(path)) == list(SCHEME)


def test_what_has_no_classes_is_refused(tmp_path: Path) -> None:
    layer = QgsVectorLayer("Polygon", "features", "memory")
    layer.saveNamedStyle(str(tmp_path / "single.qml"))
    (tmp_path / "text.qml").write_text("not a style")
    (tmp_path / "text.tif").write_text("not a raster")
    duplicate = paletted_style(tmp_path, ((3, "a", "#000001"), (3, "b", "#000002")))
    many = categorized_style(tmp_path, [(f"k{n}", f"k{n}", "#00a000") for n in range(255)])
    for path, sentence in (
        (str(tmp_path / "single.qml"), "has no classes: choose a style with categories"),
        (str(tmp_path / "text.qml"), "is not a QGIS style: choose a .qml file"),
        (str(tmp_path / "none.qml"), "cannot be read"),
        (str(tmp_path / "text.tif"), "is neither a QGIS style (.qml) nor a raster"),
        (write_raster(tmp_path / "grey.tif"), "has no palette: choose one with a colour table"),
        (duplicate, "has two classes of the value 3: give each a value of its own"),
        (many, "has 255 classes, and 254 are possible"),
    ):
        with pytest.raises(LabelStoreError) as refusal:
            read_class_scheme(path)
        assert sentence in str(refusal.value)
        assert path in str(refusal.value)


@pytest.fixture
def store(tmp_path: Path) -> LabelStore:
    QgsProject.instance().clear()
    classes = [
        LandCoverClass(1, "Class 1", "#000001"),
        LandCoverClass(2, "Class 2", "#000002"),
        LandCoverClass(3, "Road", "#000003"),
    ]
    made = LabelStore.create(str(tmp_path / "labels.gpkg"), UTM, classes)
    made.add_stroke(QgsGeometry.fromRect(QgsRectangle(325_000, 2_779_900, 325_020, 2_779_910)), UTM, 3)
    return made


def test_a_scheme_replaces_all_but_painted_classes(store: LabelStore) -> None:
    scheme = [LandCoverClass(*row) for row in SCHEME]
    assert store.renamed_by(scheme) == ()
    store.take_scheme(scheme)
    expected = [SCHEME[0], (3, "Road", "#000003"), *SCHEME[1:]]
    assert as_rows(store.classes) == expected
    assert as_rows(LabelStore.open(store.path).classes) == expected
    assert not store.can_undo
    assert [category.label() for category in store.layer.renderer().categories()] == [row[1] for row in expected]


def test_a_scheme_that_renames_painted_classes_says_so(store: LabelStore) -> None:
    scheme = [LandCoverClass(3, "Water", "#0000ff")]
    assert [entry.name for entry in store.renamed_by(scheme)] == ["Road"]
    store.take_scheme(scheme)
    assert as_rows(store.classes) == [(3, "Water", "#0000ff")]
    assert store.statistics()[3].strokes == 1


def test_no_scheme_is_taken_while_the_layer_is_edited(store: LabelStore) -> None:
    store.layer.startEditing()
    with pytest.raises(LabelStoreError, match="is being edited: save or discard its edits first"):
        store.take_scheme([LandCoverClass(3, "Water", "#0000ff")])
    store.layer.rollBack()
    assert store.class_of(3).name == "Road"
