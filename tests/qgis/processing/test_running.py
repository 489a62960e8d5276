"""Algorithms at work with a fake engine in a real process: what becomes of its events, its results and its end."""
from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.model_card import read_model_card
from berunda.plugin.core.results.layers import ROLES
from berunda.plugin.processing.engine_run import EngineRun
from berunda.plugin.processing.provider import BerundaProvider
from fake_engine import is_alive
from processing_helpers import Heard, algorithm, run
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)


@pytest.fixture
def training(geotiff: str, labels: str, tmp_path: Path, provider: BerundaProvider) -> dict:
    return {"IMAGE": geotiff, "LABELS": labels, "MODEL": str(tmp_path / "trained" / "model.safetensors")}


@pytest.fixture
def mapping(training: dict, use_engine, tmp_path: Path) -> dict:
    """Of a model that the fake engine has trained."""
    use_engine()
    assert run("train", training, Heard())
    layers = {role.upper(): str(tmp_path / f"{role}_of_the_map.tif") for role in ROLES}
    return {"IMAGE": training["IMAGE"], "MODEL": training["MODEL"], **layers}


def asked(training: dict) -> dict:
    """The request that the fake engine trained with."""
    recipe = read_model_card(training["MODEL"]).recipe
    return {name: value for name, value in recipe.items() if name not in ("steps_taken", "seconds")}


def test_a_training_tells_all_about_itself(training: dict, use_engine) -> None:
    use_engine()
    heard = Heard()
    assert run("train", training, heard) == {"MODEL": training["MODEL"], "HELD_OUT_ACCURACY": 0.91}
    assert heard.states == ["reading", "learning", "calibrating"]
    assert heard.warnings == ["12 pixels lie under two classes and are ignored."]
    assert heard.shares[-1] == 100
    assert heard.shares == sorted(heard.shares)
    assert heard.infos[0].startswith("Step 1: total 1.82, supervised 1.53")
    assert [line for line in heard.infos if "held_out_accuracy 0.4" in line]
    assert "steps: 20" in heard.infos
    assert heard.errors == []


def test_the_request_has_what_was_given_and_leaves_the_rest_to_the_engine(training: dict, use_engine) -> None:
    use_engine()
    given = {
        **training, "PRESET": "quick", "STEPS": 7, "LEARNING_RATE": 0.001, "AUXILIARY": "l1=0.5 total-variation",
        "BANDS": [1, 3], "UNLABELLED_BATCH": "4", "SEED": 3, "UNLABELLED": [training["IMAGE"]],
    }  # fmt: skip
    assert run("train", given, Heard())
    assert asked(training) == {
        "image": training["IMAGE"], "labels": training["LABELS"], "model": training["MODEL"], "preset": "quick",
        "steps": 7, "learning_rate": 0.001, "bands": [1, 3],
        "auxiliary": [asdict(AuxiliaryTerm("l1", 0.5)), asdict(AuxiliaryTerm("total-variation"))],
        "unlabelled_batch": 4, "seed": 3, "device": "auto", "precision": "auto", "unlabelled": [training["IMAGE"]],
    }  # fmt: skip


def test_a_label_layer_of_the_project_is_its_file(training: dict, use_engine) -> None:
    use_engine()
    layer = QgsVectorLayer(f"{training['LABELS']}|layername=labels", "strokes", "ogr")
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    assert run("train", {**training, "LABELS": layer.id()}, Heard(), context)
    assert asked(training)["labels"] == training["LABELS"]


def test_labels_that_are_not_a_file_are_written_to_one(training: dict, use_engine) -> None:
    use_engine()
    layer = QgsVectorLayer("Polygon?crs=EPSG:32640&field=class_id:integer", "in memory", "memory")
    stroke = QgsFeature(layer.fields())
    stroke.setGeometry(QgsGeometry.fromWkt("POLYGON((325010 2779950, 325020 2779950, 325020 2779960, 325010 2779950))"))
    stroke["class_id"] = 1
    layer.dataProvider().addFeatures([stroke])
    assert run("train", {**training, "LABELS": layer}, Heard())
    written = QgsVectorLayer(asked(training)["labels"], "written", "ogr")
    assert asked(training)["labels"].endswith(".gpkg")
    assert [feature["class_id"] for feature in written.getFeatures()] == [1]


def test_an_area_of_another_crs_is_reprojected_and_clipped(training: dict, use_engine) -> None:
    use_engine()
    area = QgsVectorLayer("Polygon?crs=EPSG:4326", "area", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((55 25, 56 25, 56 26, 55 26, 55 25))"))
    area.dataProvider().addFeatures([feature])
    assert run("train", {**training, "AREA": area}, Heard())
    box = QgsGeometry.fromWkt(asked(training)["area"]).boundingBox()
    extent = QgsRasterLayer(training["IMAGE"], "image").extent()
    assert (box.xMinimum(), box.yMaximum()) == pytest.approx((extent.xMinimum(), extent.yMaximum()))


def test_a_map_comes_in_three_files_and_leaves_nothing_beside_them(mapping: dict, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    heard = Heard()
    outputs = run("predict", mapping, heard)
    assert outputs == {role.upper(): mapping[role.upper()] for role in ROLES}
    assert {path.name for path in tmp_path.iterdir()} - before == {f"{role}_of_the_map.tif" for role in ROLES}
    assert all(QgsRasterLayer(path, "map").isValid() for path in outputs.values())


def test_layers_that_are_not_wanted_are_not_written(mapping: dict, tmp_path: Path) -> None:
    assert run("predict", {**mapping, "CONFIDENCE": None, "OOD": None}, Heard()) == {"CLASSES": mapping["CLASSES"]}
    assert not Path(mapping["OOD"]).exists()


def test_an_earlier_map_is_replaced_with_its_statistics(mapping: dict) -> None:
    Path(mapping["CLASSES"]).write_text("an earlier map")
    Path(mapping["CLASSES"] + ".aux.xml").write_text("its statistics")
    assert run("predict", mapping, Heard())
    assert not Path(mapping["CLASSES"] + ".aux.xml").exists()
    assert QgsRasterLayer(mapping["CLASSES"], "map").isValid()


def test_an_instant_map_is_a_training_and_a_map(training: dict, use_engine, tmp_path: Path) -> None:
    use_engine("warning")
    layers = {role.upper(): str(tmp_path / f"{role}.tif") for role in ROLES}
    heard = Heard()
    outputs = run("instantmap", {**training, **layers}, heard)
    assert outputs == {**layers, "MODEL": training["MODEL"]}
    assert asked(training)["preset"] == "instant"
    assert heard.states == ["reading", "learning", "calibrating", "predicting"]
    assert "90 % of the values lie outside the range." in heard.warnings
    assert heard.shares == sorted(heard.shares)
    assert (40 in heard.shares, heard.shares[-1]) == (True, 100)


def test_an_instant_map_without_a_model_leaves_none(training: dict, use_engine, tmp_path: Path) -> None:
    use_engine()
    given = {"IMAGE": training["IMAGE"], "LABELS": training["LABELS"], "CLASSES": str(tmp_path / "a" / "classes.tif")}
    assert run("instantmap", given, Heard()) == {"CLASSES": given["CLASSES"]}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["classes.tif"]


def test_sites_are_compared_with_labels_and_areas(training: dict, use_engine, tmp_path: Path) -> None:
    use_engine()
    given = {
        "IMAGE": [training["IMAGE"]], "LABELS": [training["LABELS"]], "OUTPUT": str(tmp_path),
        "PATCH_LAYER": str(tmp_path / "points" / "patches.gpkg"),
    }  # fmt: skip
    outputs = run("analyse", given, Heard())
    assert outputs == {
        "OUTPUT": str(tmp_path), "REPORT": str(tmp_path / "report.html"), "PATCH_LAYER": given["PATCH_LAYER"],
    }  # fmt: skip
    assert Path(given["PATCH_LAYER"]).read_bytes() == (tmp_path / "patches.gpkg").read_bytes()


def test_check_points_are_drawn_and_judged(mapping: dict, tmp_path: Path) -> None:
    run("predict", mapping, Heard())
    drawn = {"CLASSES": mapping["CLASSES"], "COUNT": 4, "OUTPUT": str(tmp_path / "points.gpkg")}
    assert run("drawcheckpoints", drawn, Heard()) == {"OUTPUT": drawn["OUTPUT"]}
    points = QgsVectorLayer(f"{drawn['OUTPUT']}|layername=check_points", "points", "ogr")
    column = points.fields().indexOf("reference_class")
    for feature in points.getFeatures():
        points.dataProvider().changeAttributeValues({feature.id(): {column: 1 + (feature["id"] > 3)}})
    del points
    outputs = run("checkaccuracy", {"POINTS": drawn["OUTPUT"], "OUTPUT": str(tmp_path)}, Heard())
    expected = {"OVERALL_ACCURACY": 0.75, "LOW": 0.65, "HIGH": 0.85, "OUTPUT": str(tmp_path)}
    assert outputs == pytest.approx(expected)


def test_a_failure_is_one_sentence(training: dict, use_engine) -> None:
    use_engine("failing")
    heard = Heard()
    assert run("train", training, heard) is None
    assert set(heard.errors) == {"The labels do not touch the image: check their CRS"}


def test_an_engine_that_dies_is_one_sentence_with_its_last_words(training: dict, use_engine) -> None:
    use_engine("dying")
    heard = Heard()
    assert run("train", training, heard) is None
    assert "RuntimeError: the memory is full" in heard.errors[-1]
    assert Path(training["MODEL"]).exists()  # the checkpoint before


def test_cancel_stops_the_training_and_keeps_its_model(training: dict, use_engine) -> None:
    use_engine("slow")
    heard = Heard(cancel_at="held_out_accuracy")  # of the step of the first checkpoint
    assert run("train", training, heard) == {"MODEL": training["MODEL"]}
    assert heard.warnings[-1] == f"Stopped. The model as far as it got is kept: {training['MODEL']}"
    assert read_model_card(training["MODEL"]).recipe["steps_taken"] < 100_000


def test_cancel_without_a_result_says_so(training: dict, use_engine, tmp_path: Path) -> None:
    use_engine("slow")
    heard = Heard(cancel_at="reading")
    given = {"IMAGE": [training["IMAGE"]], "LABELS": [training["LABELS"]], "OUTPUT": str(tmp_path / "sites")}
    assert run("analyse", given, heard) is None
    assert set(heard.errors) == {"Stopped; nothing was written."}


def test_an_engine_that_does_not_stop_is_ended(training: dict, use_engine) -> None:
    use_engine("deaf")
    heard = Heard(cancel_at="Step ")
    request = {"image": training["IMAGE"], "labels": training["LABELS"], "model": training["MODEL"]}
    Path(training["MODEL"]).parent.mkdir()
    with EngineRun(heard, grace_s=0.3) as engine, pytest.raises(QgsProcessingException, match="ended at your request"):
        engine.ask("train", request)


def test_no_worker_is_left_behind(training: dict, use_engine, monkeypatch: pytest.MonkeyPatch) -> None:
    use_engine()
    ids = []
    ask = EngineRun.ask
    monkeypatch.setattr(
        EngineRun, "ask", lambda self, *args: (ask(self, *args), ids.append(self._client.process_id()))[0]
    )
    assert run("train", training, Heard())
    assert ids[0] > 0
    assert not is_alive(ids[0])


def test_results_can_be_written_as_json(mapping: dict) -> None:
    assert json.loads(json.dumps(run("predict", mapping, Heard())))["CLASSES"] == mapping["CLASSES"]


def test_one_instance_runs_several_images(mapping: dict, training: dict, tmp_path: Path) -> None:
    """As a batch does, row by row with one algorithm and one context."""
    made, context = algorithm("predict"), QgsProcessingContext()
    for number in (1, 2):
        classes = str(tmp_path / f"batch_{number}.tif")
        outputs, is_done = made.run({**mapping, "CLASSES": classes, "OOD": None}, context, Heard())
        assert is_done
        assert QgsRasterLayer(outputs["CLASSES"], "map").isValid()
