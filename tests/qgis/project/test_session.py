"""The session: from image and strokes to a map, what is refused, what survives, and what the project remembers."""
from __future__ import annotations

import os
import shutil
import signal
from dataclasses import asdict
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.recipes import preset, train_config
from berunda.engine.schema.setting import to_params
from berunda.plugin.core.project.session import Session
from berunda.plugin.core.results.layers import find_result_layers
from dock_helpers import LEFT, RIGHT
from fake_engine import is_alive, use_fake_engine, wait_until
from osgeo import gdal
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from session_helpers import paint, train


def change(session: Session, **values: object) -> None:
    session.scene.change_settings(session.scene.settings.with_values(**values))


def plain(settings: dict) -> dict:
    """A recipe's settings as a request has them."""
    return {**settings, "auxiliary": tuple(asdict(term) for term in settings["auxiliary"])}


def refusal(session: Session, action: str = "train") -> str:
    assert not getattr(session, action)()
    assert not session.is_busy
    return session.said.failures[-1]


def test_from_strokes_to_three_layers(session: Session, tmp_path: Path, raster_layer: QgsRasterLayer) -> None:
    folder = tmp_path / "ortho_berunda"
    train(session)
    assert session.said.states == ["starting", "reading", "learning", "calibrating", "idle"]
    assert session.said.progress[-1] == (20, 20, 0.0)
    assert session.said.metrics[0][0] == 1
    assert set(session.said.metrics[0][1]) == {"total", "supervised", "total-variation"}
    assert session.said.notices == ["12 pixels lie under two classes and are ignored."]
    assert session.said.trained[0]["held_out"]["strokes"] == 12
    assert session.scene.memory.model == str(folder / "model.safetensors")

    assert session.predict()
    wait_until(lambda: session.said.predicted)
    assert session.said.predicted[0].classes == str(folder / "classes.tif")
    assert session.said.predicted[0].model == str(folder / "model.safetensors")
    results = find_result_layers(QgsProject.instance(), raster_layer)
    assert [results.layer(role).source() for role in ("classes", "confidence", "ood")] == [
        str(folder / f"{role}.tif") for role in ("classes", "confidence", "ood")
    ]
    assert QgsProject.instance().layerTreeRoot().children()[0].layerId() == session.scene.store.layer.id()
    assert session.said.failures == []
    assert session.said.states[-1] == "idle"


def test_the_request_says_what_was_chosen(session: Session, tmp_path: Path, geotiff: str) -> None:
    second = str(tmp_path / "second.tif")
    shutil.copy(geotiff, second)
    extra = QgsRasterLayer(second, "second")
    QgsProject.instance().addMapLayer(extra)
    session.scene.remember(bands=(3, 1))
    terms = (AuxiliaryTerm("l1", 0.25), AuxiliaryTerm("relaxed-kmeans", "auto", {"clusters": 5}))
    session.scene.change_settings(unlabelled=(extra.id(), "gone"), area="canvas")
    change(session, auxiliary=terms, backbone="segnet", minutes=2.0, seed=7)
    paint(session)
    session.train()
    asked = session.job.params
    assert session.job.command == "train"
    assert (asked["image"], asked["unlabelled"], asked["bands"]) == (geotiff, (second,), (3, 1))
    assert asked["auxiliary"] == tuple(asdict(term) for term in terms)
    assert (asked["preset"], asked["backbone"], asked["minutes"], asked["steps"]) == ("default", "segnet", 2.0, None)
    assert (asked["seed"], asked["network"], asked["width"]) == (7, "berundanet-late", 16)
    assert asked["labels"] == session.scene.store.path
    assert QgsGeometry.fromWkt(asked["area"]).area() == pytest.approx(150 * 100)


def test_the_request_names_every_setting_of_the_recipe(session: Session) -> None:
    paint(session)
    for name in ("default", "labels-only", "castillo2020"):
        session.scene.change_settings(session.scene.settings.with_recipe(name))
        session.train()
        asked = session.job.params
        assert asked == to_params(train_config({**asked, "preset": name}))
        assert {key: asked[key] for key in preset(name).settings} == plain(preset(name).settings)
        session.stop()
        wait_until(lambda: not session.is_busy)


def test_a_prediction_leaves_to_the_model_what_was_not_chosen(session: Session) -> None:
    train(session)
    change(session, device="cpu")
    session.scene.change_settings(area="canvas")
    session.predict()
    asked = session.job.params
    assert session.job.command == "predict"
    assert set(asked) == {"image", "model", "output", "area", "device"}
    assert (asked["model"], asked["device"]) == (session.scene.memory.model, "cpu")
    assert QgsGeometry.fromWkt(asked["area"]).area() == pytest.approx(150 * 100)


def test_a_short_request_is_answered_while_a_training_goes_on(start_session, raster_layer: QgsRasterLayer) -> None:
    session = start_session("slow")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    wait_until(lambda: session.said.progress)
    assert session.client.run("preview", {"generation": 3}, 20)["generation"] == 3
    assert (session.state, session.job.command) == ("learning", "train")
    assert all(total > 1 for _, total, _ in session.said.progress)
    assert session.said.predicted == []


def test_no_image(start_session) -> None:
    session = start_session()
    assert refusal(session).startswith("No image is chosen")
    assert refusal(session, "predict").startswith("No image is chosen")


def test_a_web_layer(start_session) -> None:
    session = start_session()
    layer = QgsRasterLayer("type=xyz&url=https://tiles.example/{z}/{x}/{y}.png", "tiles", "wms")
    QgsProject.instance().addMapLayer(layer)
    session.scene.choose_image(layer)
    assert session.said.failures[-1].startswith("The layer tiles is a web layer")
    assert refusal(session).startswith("The layer tiles is a web layer")
    assert not session.scene.create_labels()


def test_labels_that_are_not_enough(session: Session) -> None:
    assert refusal(session).startswith("There are no labels yet: start them under Labels")
    session.scene.create_labels()
    assert refusal(session) == "Nothing is painted yet: paint strokes of at least two classes."
    store = session.scene.store
    store.add_stroke(QgsGeometry.fromRect(LEFT), store.layer.crs(), 2)
    assert refusal(session) == "All strokes are of one class (Class 2): paint at least one more class."
    store.add_stroke(QgsGeometry.fromRect(RIGHT), store.layer.crs(), 1)
    store.layer.startEditing()
    store.add_stroke(QgsGeometry.fromRect(RIGHT), store.layer.crs(), 3)
    assert refusal(session) == "The labels have edits that are not saved: save or cancel them in QGIS, then train."
    store.layer.rollBack()
    assert not session.client.is_running


def test_prediction_without_a_model(session: Session) -> None:
    assert refusal(session, "predict") == "The image ortho has no model yet: click Train first, or open a model file."


def test_prediction_with_an_opened_model(session: Session, tmp_path: Path) -> None:
    model = tmp_path / "other" / "my.safetensors"
    model.parent.mkdir()
    model.write_text("weights")
    session.scene.open_model(str(model))
    assert session.predict()
    wait_until(lambda: session.said.predicted)
    assert session.said.predicted[0].model == str(model)
    train(session)
    assert model.read_text() == "weights"
    assert session.scene.memory.model == str(tmp_path / "ortho_berunda" / "model.safetensors")


def test_an_area_that_cannot_be_used_is_refused(session: Session) -> None:
    paint(session)
    session.scene.change_settings(area="polygons", area_layer="gone")
    assert refusal(session).startswith("No polygon layer is chosen for the area")


def test_a_setting_out_of_range_is_refused_with_its_value(session: Session) -> None:
    paint(session)
    change(session, width=2)
    assert refusal(session) == "width is 2: give a number from 4 to 512"


def test_a_folder_that_cannot_be_made_is_refused(session: Session, tmp_path: Path) -> None:
    paint(session)
    (tmp_path / "file").write_text("")
    session.scene.remember(output=str(tmp_path / "file" / "out"))
    assert refusal(session).startswith(
        f"The folder {tmp_path}/file/out cannot be made (Not a directory): choose another output folder"
    )


def test_an_error_of_the_engine_is_said_and_the_next_try_is_possible(
    start_session, raster_layer: QgsRasterLayer
) -> None:
    session = start_session("failing")
    session.scene.choose_image(raster_layer)
    paint(session)
    for tries in (1, 2):
        assert session.train()
        wait_until(lambda: not session.is_busy)
        wait_until(lambda tries=tries: len(session.said.failures) == tries)
    assert session.said.failures == ["The labels do not touch the image: check their CRS"] * 2
    assert session.state == "failed"


def test_stop_keeps_the_model(start_session, raster_layer: QgsRasterLayer, tmp_path: Path) -> None:
    session = start_session("slow")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    wait_until(lambda: len(session.said.progress) > 5)
    session.stop()
    assert session.state == "stopping"
    wait_until(lambda: not session.is_busy)
    assert session.said.states[-2:] == ["stopping", "idle"]
    assert session.said.notices[-1] == "Stopped. The model as far as it got is kept: Predict uses it."
    assert session.scene.memory.model == str(tmp_path / "ortho_berunda" / "model.safetensors")


def test_stop_again_ends_an_engine_that_does_not_react(start_session, raster_layer: QgsRasterLayer) -> None:
    session = start_session("deaf")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    wait_until(lambda: len(session.said.progress) > 5)
    process_id = session.client.process_id()
    session.stop()
    session.stop()
    wait_until(lambda: not session.is_busy)
    assert session.said.deaths == ["The engine was ended at your request. What was drawn and trained before is kept."]
    assert not is_alive(process_id)


def test_the_worker_killed_in_the_middle_of_training_loses_nothing(
    start_session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    session = start_session("slow")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    wait_until(lambda: len(session.said.progress) > 8)
    os.kill(session.client.process_id(), signal.SIGKILL)
    wait_until(lambda: session.said.deaths)
    assert session.said.deaths[0].startswith("The engine died (it was killed or crashed)")
    assert (session.is_busy, session.state, session.said.failures) == (False, "failed", [])
    assert sum(count.strokes for count in session.scene.store.statistics().values()) == 2
    assert session.scene.memory.model == str(tmp_path / "ortho_berunda" / "model.safetensors")
    use_fake_engine(tmp_path, "normal")
    assert session.train()
    wait_until(lambda: session.said.trained)


def test_closing_in_the_middle_of_training_ends_the_worker(start_session, raster_layer: QgsRasterLayer) -> None:
    session = start_session("slow")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    wait_until(lambda: len(session.said.progress) > 5)
    process_id = session.client.process_id()
    session.client.shutdown()
    wait_until(lambda: not is_alive(process_id))
    assert not session.client.is_running


def test_one_run_at_a_time(session: Session) -> None:
    paint(session)
    assert session.train()
    assert not session.predict()
    assert session.said.failures == ["The engine is at work (starting): wait, or stop it first."]


def test_on_with_the_map_after_training(session: Session) -> None:
    session.scene.change_settings(predict_after_training=True)
    train(session)
    wait_until(lambda: session.said.predicted)
    assert len(session.said.trained) == len(session.said.predicted) == 1


def test_the_next_map_replaces_the_last_one_or_leaves_it(
    session: Session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    folder = tmp_path / "ortho_berunda"
    train(session)
    for keep, count, place in (
        (False, 1, folder),
        (False, 1, folder),
        (True, 2, folder / "map"),
        (False, 2, folder / "map"),
    ):
        session.scene.change_settings(keep_previous=keep)
        session.said.predicted.clear()
        session.predict()
        wait_until(lambda: session.said.predicted)
        assert session.said.predicted[0].classes == str(place / "classes.tif")
        assert len(QgsProject.instance().mapLayersByName("Classes")) == count
        assert find_result_layers(QgsProject.instance(), raster_layer).layer("classes").source() == str(
            place / "classes.tif"
        )


def test_a_map_whose_image_is_gone_is_still_named(
    session: Session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    train(session)
    session.predict()
    QgsProject.instance().removeMapLayer(raster_layer.id())
    wait_until(lambda: not session.is_busy)
    assert session.said.notices[-1] == f"The map is in {tmp_path}/ortho_berunda: its image is no longer in the project."


def test_an_image_without_georeferencing_works_and_says_so(start_session, tmp_path: Path) -> None:
    path = str(tmp_path / "photo.tif")
    gdal.GetDriverByName("GTiff").Create(path, 300, 200, 3).FlushCache()
    layer = QgsRasterLayer(path, "photo")
    QgsProject.instance().addMapLayer(layer)
    session = start_session()
    session.scene.choose_image(layer)
    assert session.said.notices[0].startswith("The image photo has no georeferencing: it works")
    session.scene.create_labels()
    store = session.scene.store
    for class_id, x in ((1, 10), (2, 110)):
        store.add_stroke(QgsGeometry.fromRect(QgsRectangle(x, -60, x + 20, -40)), layer.crs(), class_id)
    assert store.statistics()[2].strokes == 1
    assert session.train()
    wait_until(lambda: session.said.trained)


def test_saving_and_reopening_the_project_brings_everything_back(
    session: Session, start_session, tmp_path: Path, raster_layer: QgsRasterLayer
) -> None:
    project = QgsProject.instance()
    (tmp_path / "work").mkdir()
    project.write(str(tmp_path / "work" / "map.qgz"))
    train(session)
    session.predict()
    wait_until(lambda: session.said.predicted)
    session.scene.change_settings(keep_previous=True)
    change(session, auxiliary=(AuxiliaryTerm("l1", 0.25),), steps=123)
    session.scene.remember(bands=(2, 1))
    assert project.isDirty()
    assert project.write()
    entries = project.readEntry("berunda", "images")[0]
    assert '"./ortho_berunda/labels.gpkg"' in entries
    assert str(tmp_path) not in entries

    project.clear()
    assert (session.scene.store, session.scene.imagery, session.scene.settings.value("steps")) == (None, None, 250)
    shutil.move(tmp_path / "work", tmp_path / "moved")
    assert project.read(str(tmp_path / "moved" / "map.qgz"))
    for scene in (session.scene, start_session().scene):  # a session that was there, and one that comes later
        folder = tmp_path / "moved" / "ortho_berunda"
        assert scene.imagery.path == str(tmp_path / "ortho.tif")
        assert scene.store.path == str(folder / "labels.gpkg")
        assert scene.store.statistics()[1].strokes == 1
        assert (scene.memory.model, scene.memory.results, scene.bands) == (
            str(folder / "model.safetensors"),
            str(folder),
            (2, 1),
        )
        assert scene.settings.value("auxiliary") == (AuxiliaryTerm("l1", 0.25),)
        assert (scene.settings.value("steps"), scene.settings.keep_previous) == (123, True)
        assert len([layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]) == 1
        assert find_result_layers(project, scene.image_layer).layer("ood").isValid()
    assert not project.isDirty()


def test_stopped_before_the_engine_is_up_it_is_still_starting(
    start_session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    session = start_session("silent")
    session.scene.choose_image(raster_layer)
    paint(session)
    session.train()
    session.stop()
    assert (session.is_busy, session.said.states) == (False, ["starting", "stopping", "starting"])
    session.client.kill()
    wait_until(lambda: session.said.deaths)
    assert session.state == "failed"
    use_fake_engine(tmp_path, "normal")
    session.train()
    session.stop()
    assert session.state == "starting"
    wait_until(lambda: session.state == "idle")
