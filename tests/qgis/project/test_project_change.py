"""A run or a comparison that outlives its project: it keeps its files and leaves the next project alone."""
from __future__ import annotations

import os
from pathlib import Path

import pytest
from berunda.plugin.core.project.session import Session
from berunda.plugin.core.results.folders import RUN_NAMES
from comparison_helpers import BOTH, choice, compare, states, visible
from fake_engine import wait_until
from qgis.core import QgsProject, QgsRasterLayer
from session_helpers import paint, train


@pytest.mark.parametrize("moment", ["before the checkpoint", "after the checkpoint", "stopped"])
def test_a_training_that_outlives_its_project_leaves_the_next_one_alone(
    start_session, geotiff: str, raster_layer: QgsRasterLayer, tmp_path: Path, moment: str
) -> None:
    session = start_session("slow" if moment == "stopped" else "normal")
    session.scene.choose_image(raster_layer)
    session.scene.change_settings(predict_after_training=True)
    paint(session)
    assert session.train()
    if moment != "before the checkpoint":
        wait_until(lambda: session.scene.memory.model)
    project = QgsProject.instance()
    project.clear()
    layer = QgsRasterLayer(geotiff, "ortho again")  # the same image must not bring the model back either
    project.addMapLayer(layer)
    session.scene.choose_image(layer)
    session.scene.change_settings(predict_after_training=True)
    if moment == "stopped":
        session.stop()
    wait_until(lambda: not session.is_busy)
    model = tmp_path / "ortho_berunda" / "model.safetensors"
    assert session.said.notices[-1] == f"The training is over and its model is {model}: its project is no longer open."
    assert model.exists()
    assert (session.scene.memory.model, session.said.trained) == ("", [])
    assert "safetensors" not in project.readEntry("berunda", "images")[0]
    assert session.train()  # and the next project is not held up
    wait_until(lambda: session.scene.memory.model == str(model))


def test_a_map_that_outlives_its_project_is_not_put_into_the_reopened_one(
    session: Session, raster_layer: QgsRasterLayer, tmp_path: Path
) -> None:
    train(session)
    session.predict()
    wait_until(lambda: session.said.predicted)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    session.predict()
    assert project.read(str(tmp_path / "map.qgz"))  # its layers have their ids again
    wait_until(lambda: not session.is_busy)
    folder = tmp_path / "ortho_berunda"
    assert session.said.notices[-1] == f"The map is in {folder / 'incoming'}: its project is no longer open."
    assert len(session.said.predicted) == 1
    assert len(project.mapLayersByName("Classes")) == 1
    assert (folder / "classes.tif").exists()
    assert not project.isDirty()


@pytest.mark.parametrize("moment", ["learning", "mapping", "stopped"])
def test_a_comparison_outlives_its_project_by_one_choice_at_most(
    start, tmp_path: Path, geotiff: str, moment: str
) -> None:
    comparison = start()
    assert comparison.start(("supervised", "default-recipe", "l1"))
    wait_until(lambda: choice(comparison, "supervised").state == ("mapping" if moment == "mapping" else "learning"))
    project, scene = QgsProject.instance(), comparison.session.scene
    project.clear()
    layer = QgsRasterLayer(geotiff, "ortho again")
    project.addMapLayer(layer)
    scene.choose_image(layer)
    layers, tree = set(project.mapLayers()), [node.name() for node in project.layerTreeRoot().children()]
    if moment == "stopped":
        comparison.stop()
    wait_until(lambda: comparison.heard)
    folder = tmp_path / "ortho_berunda" / "compare"
    if moment == "stopped":
        assert comparison.heard == [
            "The comparison has ended with no choice mapped because its project is no longer open."
        ]
        assert comparison.asked[-1].command == "train"
    else:
        said = (
            f"The comparison has ended because its project is no longer open; the maps of 1 choices are under {folder}."
        )
        assert comparison.heard == [said]
        assert [job.command for job in comparison.asked] == ["train", "predict"]
        assert (folder / "supervised" / "classes.tif").exists()
    assert not any((folder / key).exists() and os.listdir(folder / key) for key in ("default-recipe", "l1"))
    assert set(project.mapLayers()) == layers
    assert [node.name() for node in project.layerTreeRoot().children()] == tree
    assert comparison.image_layer is layer
    assert not comparison.session.is_busy
    comparison.heard.clear()
    compare(comparison, *BOTH)  # and the next project is not held up
    assert comparison.heard == ["The comparison is over with 2 choices mapped: look at each, and keep the best."]


def test_what_waits_is_given_up_with_the_project(start) -> None:
    comparison = start("slow")
    assert comparison.start(BOTH)
    wait_until(lambda: choice(comparison, "supervised").share > 0)
    QgsProject.instance().clear()
    wait_until(lambda: states(comparison) == {"supervised": "learning", "default-recipe": "stopped"})
    comparison.session.close()


def test_a_comparison_leaves_the_reopened_project_alone(start, tmp_path: Path) -> None:
    comparison = start()
    compare(comparison, *BOTH)
    folder, project = Path(choice(comparison, "supervised").folder), QgsProject.instance()
    before = [(folder / name).stat().st_mtime_ns for name in RUN_NAMES]
    assert project.write(str(tmp_path / "map.qgz"))
    comparison.heard.clear()
    assert comparison.start(BOTH)
    assert project.read(str(tmp_path / "map.qgz"))  # its layers have their ids again
    layers = set(project.mapLayers())
    wait_until(lambda: comparison.heard)
    assert comparison.heard == ["The comparison has ended with no choice mapped because its project is no longer open."]
    assert [(folder / name).stat().st_mtime_ns for name in RUN_NAMES] == before
    assert not (folder / "incoming").exists()
    assert set(project.mapLayers()) == layers
    assert visible(comparison) == ["Purely supervised"]
    assert not project.isDirty()
