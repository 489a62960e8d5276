"""Bad input: one clear sentence before the engine is asked, from the engine's own declarations where it has one."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.processing.provider import BerundaProvider
from label_ground import box
from processing_helpers import Heard, algorithm, run
from qgis.core import QgsFeature, QgsProcessingContext, QgsRasterLayer, QgsVectorLayer

WEB = "type=xyz&url=https://tiles.example/%7Bz%7D/%7Bx%7D/%7By%7D.png"


def refusal(name: str, parameters: dict) -> str:
    """What the dialog says about parameters."""
    is_usable, sentence = algorithm(name).checkParameterValues(parameters, QgsProcessingContext())
    assert not is_usable
    return sentence


@pytest.fixture
def training(geotiff: str, labels: str, tmp_path: Path, provider: BerundaProvider) -> dict:
    return {"IMAGE": geotiff, "LABELS": labels, "MODEL": str(tmp_path / "model.safetensors")}


def test_what_is_right_is_not_refused(training: dict) -> None:
    assert algorithm("train").checkParameterValues(training, QgsProcessingContext()) == (True, "")


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("WIDTH", 5000, "width is 5000: give a number from 4 to 512"),
    ("CROP_PX", 50, "crop_px is 50, which is not a multiple of 32: take 64"),
    ("STEPS", "many", "steps is 'many': give a whole number"),
    ("PRESET", "fast", "preset is 'fast': choose one of default, instant"),
    ("DEVICE", "abacus", "device is 'abacus': choose one of auto, cpu, cuda, mps"),
    ("UNLABELLED_BATCH", "few", "unlabelled_batch is 'few': choose one of 0 to 1024 or auto"),
    ("AUXILIARY", "l1=much", "The weight 'much' of auxiliary loss 'l1' is not a number"),
    ("AUXILIARY", "l1 none", "auxiliary is none together with other losses: give either"),
    ("IMAGE", "/nowhere.tif", "IMAGE is /nowhere.tif, which QGIS cannot open as a layer: name an existing file"),
    ("LABELS", "/nowhere.gpkg", "LABELS is /nowhere.gpkg, which QGIS cannot open as a layer: name an existing file"),
    ("IMAGE", None, "No image is given: name the raster that the labels lie on"),
    ("LABELS", None, "No labels is given: name the label file"),
    ("AREA", "/nowhere.shp", "AREA is /nowhere.shp, which QGIS cannot open as a layer"),
])  # fmt: skip
def test_a_value_that_is_not_valid_is_named_with_its_remedy(
    name: str, value: object, sentence: str, training: dict
) -> None:
    assert refusal("train", {**training, name: value}).startswith(sentence)


def test_settings_that_contradict_each_other_fail_before_the_engine_starts(training: dict) -> None:
    """No engine is there in this test."""
    heard = Heard()
    assert run("train", {**training, "STEPS": 5, "MINUTES": 1}, heard) is None
    assert heard.errors[-1] == "Both steps=5 and minutes=1.0 are given: choose one budget"
    heard = Heard()
    assert run("train", {**training, "MODEL": training["MODEL"].replace("safetensors", "pt")}, heard) is None
    assert "does not end in .safetensors" in heard.errors[-1]


def test_a_web_layer_is_refused(training: dict) -> None:
    layer = QgsRasterLayer(WEB, "tiles", "wms")
    assert refusal("train", {**training, "IMAGE": layer}).startswith("The layer tiles is a web layer (WMS)")


def test_labels_with_edits_that_are_not_saved_are_refused(training: dict) -> None:
    layer = QgsVectorLayer(training["LABELS"], "strokes", "ogr")
    layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(box(0, 0, 5, 5))
    layer.addFeature(feature)
    assert refusal("train", {**training, "LABELS": layer}) == (
        "The layer strokes has edits that are not saved: save or cancel them, then run this again."
    )
    layer.rollBack()


def test_an_area_beside_the_image_is_refused(training: dict) -> None:
    area = QgsVectorLayer("Polygon?crs=EPSG:32640", "somewhere", "memory")
    feature = QgsFeature()
    feature.setGeometry(box(10_000, 0, 5, 5))
    area.dataProvider().addFeatures([feature])
    assert refusal("train", {**training, "AREA": area}).startswith("The area somewhere does not touch the image")


def test_labels_of_sites_have_to_be_files(training: dict, tmp_path: Path) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:32640&field=class_id:integer", "in memory", "memory")
    context = QgsProcessingContext()
    context.temporaryLayerStore().addMapLayer(layer)
    given = {"IMAGE": [training["IMAGE"]], "LABELS": [layer.id()], "OUTPUT": str(tmp_path)}
    assert algorithm("analyse").checkParameterValues(given, context) == (
        False, "The layer in memory is not a file (memory): save it as a GeoPackage and choose that.",
    )  # fmt: skip


def test_an_extent_is_read_in_the_crs_of_the_image(training: dict, use_engine, tmp_path: Path) -> None:
    """QGIS writes it as x min, x max, y min, y max."""
    made, context = algorithm("predict"), QgsProcessingContext()
    given = {"IMAGE": training["IMAGE"], "MODEL": "m.safetensors", "CLASSES": str(tmp_path / "c.tif")}
    assert made.prepare({**given, "EXTENT": "325010,325030,2779920,2779950 [EPSG:32640]"}, context, Heard())
    assert made._given["extent"] == (325010.0, 2779920.0, 325030.0, 2779950.0)
    made = algorithm("predict")
    assert made.prepare(given, context, Heard())
    assert "extent" not in made._given


def test_area_and_extent_together_are_refused(training: dict, tmp_path: Path) -> None:
    area = QgsVectorLayer("Polygon?crs=EPSG:32640", "part", "memory")
    feature = QgsFeature()
    feature.setGeometry(box(0, 0, 50, 50))
    area.dataProvider().addFeatures([feature])
    given = {"IMAGE": training["IMAGE"], "MODEL": "m.safetensors", "CLASSES": str(tmp_path / "c.tif"), "AREA": area}
    heard = Heard()
    assert run("predict", {**given, "EXTENT": "325010,325030,2779920,2779950"}, heard) is None
    assert heard.errors[-1] == "Both area and extent are given: choose one"


def test_every_polygon_is_a_site_of_a_single_image(training: dict, tmp_path: Path) -> None:
    areas = QgsVectorLayer("Polygon?crs=EPSG:32640", "sites", "memory")
    features = [QgsFeature(), QgsFeature()]
    for feature, x in zip(features, (0, 60)):
        feature.setGeometry(box(x, 0, 50, 50))
    areas.dataProvider().addFeatures(features)
    made = algorithm("analyse")
    given = {"IMAGE": [training["IMAGE"]], "AREA": areas, "OUTPUT": str(tmp_path)}
    assert made.prepare(given, QgsProcessingContext(), Heard())
    assert len(made._given["area"]) == 2
    assert made._given["image"] == (training["IMAGE"],)


def test_truth_may_be_a_raster_or_features(training: dict) -> None:
    given = {"CLASSES": training["IMAGE"], "TRUTH": training["IMAGE"], "EXCLUDE": training["LABELS"]}
    for truth in (training["IMAGE"], training["LABELS"]):
        made = algorithm("evaluate")
        assert made.prepare({**given, "TRUTH": truth}, QgsProcessingContext(), Heard())
        assert made._given == {"classes": training["IMAGE"], "truth": truth, "exclude": training["LABELS"]}


def test_a_map_goes_into_a_geotiff_and_points_into_a_geopackage(training: dict, tmp_path: Path) -> None:
    heard = Heard()
    picture, table = str(tmp_path / "classes.png"), str(tmp_path / "points.shp")
    assert run("predict", {"IMAGE": training["IMAGE"], "MODEL": "m.safetensors", "CLASSES": picture}, heard) is None
    assert run("drawcheckpoints", {"CLASSES": training["IMAGE"], "OUTPUT": table}, heard) is None
    assert [error for error in heard.errors if "rename" in error] == [
        f"The file {picture} does not end in .tif: rename it.", f"The file {table} does not end in .gpkg: rename it.",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_made_is_named(training: dict, use_engine, tmp_path: Path) -> None:
    use_engine()
    (tmp_path / "file").write_text("in the way")
    heard = Heard()
    assert run("train", {**training, "MODEL": str(tmp_path / "file" / "model.safetensors")}, heard) is None
    assert heard.errors[-1] == f"The folder {tmp_path / 'file'} cannot be made (File exists): choose another one."
