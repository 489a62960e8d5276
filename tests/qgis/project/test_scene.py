"""The scene: which labels belong to an image, where files go, and what a project brings back; no engine needed."""
from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.plugin.core.project.memory import ImageMemory, ProjectMemory
from berunda.plugin.core.project.scene import Scene
from fake_engine import wait_until
from qgis.core import QgsGeometry, QgsProject, QgsRasterLayer, QgsRectangle

LEFT = QgsRectangle(325_010, 2_779_950, 325_020, 2_779_960)
RIGHT = QgsRectangle(325_110, 2_779_950, 325_120, 2_779_960)


@pytest.fixture
def failures(scene: Scene) -> list[str]:
    """What the scene says it could not do."""
    sentences: list[str] = []
    scene.failed.connect(sentences.append)
    return sentences


def paint(scene: Scene) -> None:
    assert scene.create_labels()
    scene.store.add_stroke(QgsGeometry.fromRect(LEFT), scene.store.layer.crs(), 1)
    scene.store.add_stroke(QgsGeometry.fromRect(RIGHT), scene.store.layer.crs(), 2)


def test_every_image_has_its_own_labels(
    scene: Scene, geotiff: str, tmp_path: Path, raster_layer: QgsRasterLayer
) -> None:
    paint(scene)
    (tmp_path / "b").mkdir()
    shutil.copy(geotiff, tmp_path / "b" / "ortho.tif")
    other = QgsRasterLayer(str(tmp_path / "b" / "ortho.tif"), "other")
    QgsProject.instance().addMapLayer(other)
    first = scene.store
    scene.choose_image(other)
    assert scene.store is None
    scene.create_labels()
    assert scene.store.path == str(tmp_path / "b" / "ortho_berunda" / "labels.gpkg")
    scene.choose_image(raster_layer)
    assert scene.store is first


def test_labels_that_lie_where_new_ones_would_be_made_come_back_in_a_new_project(scene: Scene, geotiff: str) -> None:
    paint(scene)
    path = scene.store.path
    QgsProject.instance().clear()
    assert (scene.store, scene.memory.labels) == (None, "")
    layer = QgsRasterLayer(geotiff, "ortho")
    QgsProject.instance().addMapLayer(layer)
    scene.choose_image(layer)
    assert scene.store.path == path
    assert scene.store.statistics()[2].strokes == 1


def test_a_label_layer_removed_from_the_project_is_let_go(scene: Scene) -> None:
    paint(scene)
    path = scene.store.path
    QgsProject.instance().removeMapLayer(scene.store.layer.id())
    assert scene.store is None
    assert scene.open_labels(path)
    assert scene.store.statistics()[1].strokes == 1


def test_labels_at_a_chosen_path_take_the_output_with_them(scene: Scene, tmp_path: Path) -> None:
    path = str(tmp_path / "mine" / "strokes.gpkg")
    assert scene.create_labels(path)
    assert scene.store.path == path
    assert scene.output == str(tmp_path / "mine" / "ortho_berunda")


def test_labels_that_cannot_be_opened_change_nothing(scene: Scene, failures: list, tmp_path: Path) -> None:
    paint(scene)
    store = scene.store
    (tmp_path / "empty.gpkg").write_bytes(b"")
    assert not scene.open_labels(str(tmp_path / "empty.gpkg"))
    assert failures == [f"The label file {tmp_path}/empty.gpkg is empty (0 bytes): delete it, or choose another one."]
    assert scene.store is store
    assert not scene.create_labels(store.path)
    assert "exists already" in failures[-1]


def test_a_project_whose_labels_are_gone_opens_with_a_sentence(scene: Scene, failures: list, tmp_path: Path) -> None:
    project = QgsProject.instance()
    paint(scene)
    path = scene.store.path
    project.write(str(tmp_path / "map.qgz"))
    project.clear()
    os.remove(path)
    project.read(str(tmp_path / "map.qgz"))
    assert scene.imagery is not None
    assert scene.store is None
    assert failures == [f"There is no label file {path}: choose another one, or start a new one."]


def test_spoiled_entries_in_the_project_are_left_out(raster_layer: QgsRasterLayer) -> None:
    project = QgsProject.instance()
    project.writeEntry(
        "berunda", "settings", '{"steps": "many", "seed": 3, "area": "moon", "unknown": 1, "auxiliary": {"l1": "x"}}'
    )
    project.writeEntry("berunda", "images", '[{"image": 5}, 7, {"image": "/a.tif", "bands": [1, "x"]}]')
    scene = Scene(project)
    assert scene.settings.area == "image"
    assert [scene.settings.value(name) for name in ("steps", "seed")] == [250, 3]
    assert scene.settings.value("auxiliary") == (AuxiliaryTerm("l1"),)
    assert scene.memory_of("/a.tif").bands == (1,)
    scene.close()


def test_a_recipe_that_this_version_does_not_have_is_said(scene: Scene, tmp_path: Path) -> None:
    heard: list[str] = []
    project, path = QgsProject.instance(), str(tmp_path / "map.qgz")
    project.writeProject.disconnect(scene._memorise)  # which would write the settings of this version
    project.writeEntry("berunda", "settings", json.dumps({"preset": "of-2027", "chosen": {"seed": 3}, "terms": {}}))
    assert project.write(path)
    project.writeProject.connect(scene._memorise)
    project.clear()
    scene.notice.connect(heard.append)
    assert project.read(path)
    wait_until(lambda: heard)
    said = "The project's recipe of-2027 does not exist in this version: recipe default is used instead."
    assert heard == [said]
    assert (scene.settings.preset, scene.settings.chosen) == ("default", {"seed": 3})
    later = Scene(project)
    later.notice.connect(heard.append)
    wait_until(lambda: heard == [said, said])
    later.close()


@pytest.mark.parametrize("bands", [None, 3, ["a", 1.5], []])
def test_bands_that_cannot_be_read_are_all_of_the_image(scene: Scene, geotiff: str, bands: object) -> None:
    project = QgsProject.instance()
    project.writeEntry("berunda", "images", json.dumps([{"image": geotiff, "bands": bands, "model": "/a.safetensors"}]))
    memory = ProjectMemory(project)
    memory.read()
    assert memory.of(geotiff) == ImageMemory(model="/a.safetensors")
