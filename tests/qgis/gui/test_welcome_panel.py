"""The first opening: what to do, and the sample at a click."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.project import sample
from berunda.plugin.core.project.imagery import ImageryError
from berunda.plugin.core.project.sample import load_sample
from berunda.plugin.gui import welcome_panel
from berunda.plugin.gui.dock import BerundaDock
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(welcome_panel, "profile_folder", lambda: tmp_path)
    return tmp_path / welcome_panel.SAMPLE_FOLDER


@pytest.fixture
def dock(open_dock, folder: Path) -> BerundaDock:
    """A dock beside an empty project."""
    dock = open_dock()
    QgsProject.instance().clear()
    return dock


def image_layers() -> list[str]:
    return [layer.name() for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsRasterLayer)]


def test_a_click_loads_the_sample_with_its_strokes(dock: BerundaDock, folder: Path) -> None:
    panel = dock.welcome_panel
    assert panel.isVisible()
    QTest.mouseClick(panel.sample_button, Qt.MouseButton.LeftButton)
    scene = dock.session.scene
    assert scene.imagery.path == str(folder / "orthophoto.tif")
    assert scene.store.layer.featureCount() == 40
    assert not panel.isVisible()
    assert image_layers() == ["Berunda sample"]
    assert "Train" in dock.message_line.text_label.text()


def test_a_project_with_an_image_needs_no_welcome(open_dock) -> None:
    dock = open_dock()
    assert not dock.welcome_panel.isVisible()
    QgsProject.instance().clear()
    assert dock.welcome_panel.isVisible()


def test_loaded_again_it_is_what_was_painted_on(dock: BerundaDock, folder: Path) -> None:
    scene = dock.session.scene
    load_sample(scene, folder)
    store = scene.store
    first = next(store.layer.getFeatures()).geometry()
    store.erase(first.buffer(1, 4), store.layer.crs())
    load_sample(scene, folder)
    assert scene.store.layer.featureCount() == 39
    assert len(image_layers()) == 1


def test_a_folder_that_cannot_be_made(dock: BerundaDock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImageryError, match="add an image of your own"):
        load_sample(dock.session.scene, tmp_path / "file" / "sample")
    (tmp_path / welcome_panel.SAMPLE_FOLDER).write_text("")
    QTest.mouseClick(dock.welcome_panel.sample_button, Qt.MouseButton.LeftButton)
    assert "cannot be copied" in dock.message_line.text_label.text()
    assert dock.welcome_panel.isVisible()


def test_half_a_copy_is_not_taken_for_the_sample(
    dock: BerundaDock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sample.shutil, "copyfile", fail)
        with pytest.raises(ImageryError, match="No space left"):
            load_sample(dock.session.scene, folder)
    load_sample(dock.session.scene, folder)
    assert dock.session.scene.imagery is not None
