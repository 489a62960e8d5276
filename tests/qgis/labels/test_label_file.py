"""What a label file may be when it is opened: sound, repairable, or refused in one sentence with nothing lost."""
from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.plugin.core.labels.store import LabelStore, LabelStoreError
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

UTM = QgsCoordinateReferenceSystem("EPSG:32640")


def square(x: float, side: float = 10) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(x, 0, x + side, side))


@pytest.fixture(autouse=True)
def empty_project() -> None:
    QgsProject.instance().clear()


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A sound label file with a stroke of class 1 and one of class 2."""
    name = str(tmp_path / "labels.gpkg")
    store = LabelStore.create(name, UTM, (LandCoverClass(1, "Grass", "#2fae57"), LandCoverClass(2, "Water", "#2b7de0")))
    store.add_stroke(square(0), UTM, 1)
    store.add_stroke(square(50), UTM, 2)
    return name


def write(path: str, layer: str, schema: str, kind: QgsWkbTypes.Type, rows: list[tuple[str, dict]]) -> None:
    """A GeoPackage as some other program might leave it."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = layer
    if Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.CreateOrOverwriteLayer
    fields = QgsVectorLayer(schema, "schema", "memory").fields()
    writer = QgsVectorFileWriter.create(path, fields, kind, UTM, QgsCoordinateTransformContext(), options)
    for wkt, values in rows:
        feature = QgsFeature(fields)
        for name, value in values.items():
            feature[name] = value
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        assert writer.addFeature(feature)


def execute(path: str, statement: str) -> None:
    with sqlite3.connect(path) as database:
        for name in (
            "ST_IsEmpty",
            "ST_MinX",
            "ST_MaxX",
            "ST_MinY",
            "ST_MaxY",
        ):  # the spatial index's triggers name them
            database.create_function(name, 1, lambda _: 0)
        database.execute(statement)
    database.close()


def refusal(path: str) -> str:
    """The sentence with which a file is refused; the file stays as it was, byte for byte."""
    before = Path(path).read_bytes() if Path(path).is_file() else None
    with pytest.raises(LabelStoreError) as caught:
        LabelStore.open(path)
    assert before is None or Path(path).read_bytes() == before
    sentence = str(caught.value)
    assert path in sentence
    assert "\n" not in sentence
    assert re.search(r"[:] .+[.]$", sentence), "the remedy follows a colon"
    return sentence


def test_missing(tmp_path: Path) -> None:
    assert "There is no label file" in refusal(str(tmp_path / "gone.gpkg"))


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.gpkg").touch()
    assert "0 bytes" in refusal(str(tmp_path / "empty.gpkg"))


def test_a_folder(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(str(tmp_path))


def test_not_a_geopackage(tmp_path: Path) -> None:
    (tmp_path / "notes.gpkg").write_text("these are no labels")
    assert "not a GeoPackage" in refusal(str(tmp_path / "notes.gpkg"))


def test_sqlite_but_not_a_geopackage(tmp_path: Path) -> None:
    execute(str(tmp_path / "other.gpkg"), "CREATE TABLE labels (class_id INTEGER)")
    assert "not a GeoPackage" in refusal(str(tmp_path / "other.gpkg"))


def test_corrupt(path: str) -> None:
    content = bytearray(Path(path).read_bytes())
    for start in range(4096, len(content), 4096):
        content[start:start + 64] = b"\xff" * 64
    Path(path).write_bytes(content)
    assert "damaged" in refusal(path)


def test_cut_off(path: str) -> None:
    Path(path).write_bytes(Path(path).read_bytes()[:9000])
    assert "damaged" in refusal(path)


def test_no_labels_table(tmp_path: Path) -> None:
    other = str(tmp_path / "roads.gpkg")
    write(other, "roads", "LineString?field=name:string", QgsWkbTypes.LineString, [])
    assert "it has roads" in refusal(other)


def test_no_class_column(tmp_path: Path) -> None:
    other = str(tmp_path / "plain.gpkg")
    write(other, "labels", "Polygon?field=kind:integer", QgsWkbTypes.Polygon, [])
    assert "'class_id'" in refusal(other)


def test_lines_cannot_be_painted(tmp_path: Path) -> None:
    other = str(tmp_path / "lines.gpkg")
    write(
        other,
        "labels",
        "LineString?field=class_id:integer",
        QgsWkbTypes.LineString,
        [("LINESTRING(0 0,1 1)", {"class_id": 1})],
    )
    assert "LINESTRING" in refusal(other)


@pytest.mark.parametrize("value", ["0", "255", "-3", "NULL", "'water'"])
def test_class_ids_out_of_range(path: str, value: str) -> None:
    execute(path, f"UPDATE labels SET class_id = {value} WHERE class_id = 2")
    sentence = refusal(path)
    assert f"class_id {value}:" in sentence
    assert "1 stroke(s)" in sentence


@pytest.mark.parametrize(("value", "shown"), [("300", "300"), ("NULL", "no class_id")])
def test_class_table_ids_out_of_range(path: str, value: str, shown: str) -> None:
    execute(path, f"UPDATE classes SET class_id = {value} WHERE class_id = 2")
    with pytest.raises(LabelStoreError, match=shown):
        LabelStore.open(path)
    assert sqlite3.connect(path).execute("SELECT COUNT(*) FROM labels").fetchone() == (2,)


def test_a_missing_classes_table_is_rebuilt_from_the_ids_in_use(tmp_path: Path) -> None:
    other = str(tmp_path / "bare.gpkg")
    squares = [("POLYGON((0 0,9 0,9 9,0 0))", {"class_id": 15}), ("POLYGON((20 0,29 0,29 9,20 0))", {"class_id": 3})]
    write(other, "labels", "Polygon?field=class_id:integer", QgsWkbTypes.Polygon, squares)
    store = LabelStore.open(other)
    assert [(entry.class_id, entry.name) for entry in store.classes] == [(3, "Class 3"), (15, "Class 15")]
    assert store.classes[0].color != store.classes[1].color
    assert store.statistics()[15].strokes == 1
    assert sqlite3.connect(other).execute("SELECT class_id FROM classes ORDER BY 1").fetchall() == [(3,), (15,)]


def test_a_class_in_use_that_is_not_named_gets_a_name(path: str) -> None:
    execute(path, "DELETE FROM classes WHERE class_id = 2")
    assert [entry.name for entry in LabelStore.open(path).classes] == ["Grass", "Class 2"]


def test_bad_colours_and_names_are_repaired(path: str) -> None:
    execute(path, "UPDATE classes SET color = 'blueish', name = '' WHERE class_id = 2")
    execute(path, "INSERT INTO classes (class_id, name, color) VALUES (1, 'Again', '#000000')")
    store = LabelStore.open(path)
    assert [entry.name for entry in store.classes] == ["Grass", "Class 2"]
    assert re.fullmatch("#[0-9a-f]{6}", store.classes[1].color)
    rows = sqlite3.connect(path).execute("SELECT DISTINCT class_id, name, color FROM classes ORDER BY 1").fetchall()
    assert rows == [(1, "Grass", "#2fae57"), (2, "Class 2", store.classes[1].color)]  # the engine reads the same


def test_a_polygon_column_of_another_program_is_painted_in_pieces(tmp_path: Path) -> None:
    other = str(tmp_path / "single.gpkg")
    write(other, "labels", "Polygon?field=class_id:integer&field=split:string", QgsWkbTypes.Polygon,
          [("POLYGON((0 0,30 0,30 10,0 10,0 0))", {"class_id": 1, "split": "validation"})])
    store = LabelStore.open(other)
    before = [(f.attributes(), f.geometry().asWkb()) for f in store.layer.getFeatures()]
    store.add_class("Water")
    store.add_stroke(square(10), UTM, 2)
    pieces = [f for f in store.layer.getFeatures() if f["class_id"] == 1]
    assert sorted(piece.geometry().area() for piece in pieces) == [100, 100]
    assert [piece["split"] for piece in pieces] == ["validation"] * 2
    assert not any(f.geometry().isMultipart() for f in store.layer.getFeatures())
    store.undo()
    assert [(f.attributes(), f.geometry().asWkb()) for f in store.layer.getFeatures()] == before
    store.redo()
    assert len(list(store.layer.getFeatures())) == 3


def test_a_file_that_exists_is_never_overwritten(path: str) -> None:
    with pytest.raises(LabelStoreError, match="exists already"):
        LabelStore.create(path, UTM, ())
    assert len(list(LabelStore.open(path).layer.getFeatures())) == 2


@pytest.mark.parametrize(
    ("name", "shown"), [("labels.shp", "does not end in .gpkg"), ("no/such/folder/labels.gpkg", "cannot be written")]
)
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str, shown: str) -> None:
    with pytest.raises(LabelStoreError, match=shown):
        LabelStore.create(str(tmp_path / name), UTM, ())


def test_a_name_with_blanks_and_accents(tmp_path: Path) -> None:
    store = LabelStore.create(
        str(tmp_path / "étiquettes du quartier #1.gpkg"), UTM, (LandCoverClass(1, "Toit – été", "#2fae57"),)
    )
    store.add_stroke(square(0), UTM, 1)
    again = LabelStore.open(store.path)
    assert again.classes == store.classes
    assert again.statistics()[1].strokes == 1


def change(path: str, statement: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(statement)


def test_a_file_of_a_newer_berunda_is_refused(path: str) -> None:
    change(path, "UPDATE berunda SET label_format = 2")
    assert refusal(path) == (
        f"The label file {path} was written by a newer Berunda (label format 2, this one reads up to 1): update "
        "Berunda."
    )


@pytest.mark.parametrize("statement", [
    "DROP TABLE berunda",
    "DELETE FROM berunda",
    "UPDATE berunda SET label_format = NULL",
    "ALTER TABLE berunda RENAME COLUMN label_format TO other",
])
def test_files_without_a_format_open_as_before(path: str, statement: str) -> None:
    change(path, statement)
    store = LabelStore.open(path)
    store.add_stroke(square(100), UTM, 1)
    assert store.statistics()[1].strokes == 2


def test_what_another_version_added_survives_editing(path: str) -> None:
    for statement in (
        "ALTER TABLE labels ADD COLUMN author TEXT DEFAULT 'Ada'",
        "ALTER TABLE classes ADD COLUMN parent INTEGER",
        "UPDATE classes SET parent = 7 WHERE class_id = 1",
        "CREATE TABLE reviews (stroke INTEGER, remark TEXT)",
        "INSERT INTO reviews VALUES (1, 'fine')",
    ):
        change(path, statement)
    area = LabelStore.open(path).statistics()[1].area_m2
    store = LabelStore.open(path)
    store.rename_class(1, "Meadow")
    store.add_stroke(square(-5, 8), UTM, 2)  # cuts a stroke
    store.add_stroke(square(100), UTM, 1)
    store.undo()
    assert store.statistics()[1].area_m2 < area
    with sqlite3.connect(path) as database:
        authors = database.execute("SELECT class_id, author FROM labels ORDER BY fid").fetchall()
        assert authors[:2] == [(1, "Ada"), (2, "Ada")]
        assert [class_id for class_id, _ in authors] == [1, 2, 2]
        assert database.execute("SELECT name, parent FROM classes").fetchall() == [("Meadow", 7), ("Water", None)]
        assert database.execute("SELECT * FROM reviews").fetchall() == [(1, "fine")]
        assert database.execute("SELECT label_format FROM berunda").fetchall() == [(1,)]
