"""The output of an auxiliary head, asked for in the dock: computed by a real process, shown in the result group."""
from __future__ import annotations

from pathlib import Path

import pytest
from berunda.plugin.core.project.auxiliary_output import start_auxiliary_output
from berunda.plugin.core.results.layers import add_result_layers, find_result_layers
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.inspect_panel import SETTING
from dock_helpers import click, find, message, paint
from fake_engine import wait_until
from qgis.core import QgsPalettedRasterRenderer, QgsProject, QgsRasterLayer, QgsSettings
from recipe_helpers import pick
from result_files import write_results


@pytest.fixture(autouse=True)
def inspecting():
    QgsSettings().setValue(SETTING, True)
    yield
    QgsSettings().remove(SETTING)


def map_now(dock: BerundaDock) -> None:
    click(dock, "predictButton")
    wait_until(lambda: message(dock).startswith("The map is in the project") and not dock.session.is_busy)


@pytest.fixture
def dock(open_dock, raster_layer: QgsRasterLayer) -> BerundaDock:
    """Trained and mapped."""
    opened = open_dock()
    wait_until(lambda: opened.training_panel.rows)
    click(opened, "newLabelsButton")
    paint(opened)
    click(opened, "trainButton")
    wait_until(lambda: message(opened).startswith("Trained") and not opened.session.is_busy)
    map_now(opened)
    return opened


def names(image: QgsRasterLayer) -> list[str]:
    group = find_result_layers(QgsProject.instance(), image).group()
    return [node.name() for node in group.findLayers()]


def show(dock: BerundaDock, loss: str) -> QgsRasterLayer:
    pick(dock, "auxiliaryCombo", loss)
    click(dock, "auxiliaryButton")
    assert not find(dock, "auxiliaryButton").isEnabled()
    assert dock.session.job.params["head"] == loss
    wait_until(lambda: not dock.session.is_busy)
    return QgsProject.instance().mapLayersByName(f"Auxiliary output: {loss}")[0]


def test_the_heads_that_the_model_has_and_that_can_be_seen(dock) -> None:
    combo = find(dock, "auxiliaryCombo")
    assert [combo.itemText(i) for i in range(combo.count())] == ["l1: reconstruction", "relaxed-kmeans: cluster"]
    assert not find(dock, "auxiliaryEmptyLabel").isVisible()


def test_an_output_comes_on_top_of_the_group_one_at_a_time(dock, raster_layer) -> None:
    shown = ["Out of distribution (OOD)", "Confidence", "Classes"]
    assert show(dock, "l1").isValid()
    assert names(raster_layer) == ["Auxiliary output: l1", *shown]
    clusters = show(dock, "relaxed-kmeans")
    assert names(raster_layer) == ["Auxiliary output: relaxed-kmeans", *shown]
    assert isinstance(clusters.renderer(), QgsPalettedRasterRenderer)


def test_it_goes_with_its_map(dock, raster_layer, tmp_path: Path) -> None:
    path = Path(show(dock, "l1").source())
    assert path == tmp_path / "ortho_berunda" / "auxiliary.tif"
    map_now(dock)
    assert names(raster_layer) == ["Out of distribution (OOD)", "Confidence", "Classes"]
    assert not path.exists()  # it was of the model before


def test_probabilities_are_asked_for_beside_predict(dock) -> None:
    click(dock, "probabilitiesCheck")
    click(dock, "predictButton")
    assert dock.session.job.params["probabilities"] is True
    wait_until(lambda: not dock.session.is_busy)
    click(dock, "probabilitiesCheck")
    click(dock, "predictButton")
    assert "probabilities" not in dock.session.job.params


def test_a_failure_is_a_sentence(dock, raster_layer) -> None:
    results = find_result_layers(QgsProject.instance(), raster_layer)
    QgsProject.instance().removeMapLayer(results.layer_ids["classes"])
    assert not dock.session.attempt(lambda: start_auxiliary_output(dock.session, results, "l1"))
    assert message(dock) == "The map is no longer in the project: predict again."


def test_without_a_model_there_is_nothing_to_choose(open_dock, raster_layer, geotiff, tmp_path) -> None:
    dock = open_dock()
    files = write_results(tmp_path / "results", geotiff)
    results = add_result_layers(QgsProject.instance(), raster_layer, files, keep_previous=False)
    dock.session.scene.show_results(dock.session.scene.imagery.path, results)
    assert find(dock, "auxiliaryEmptyLabel").isVisible()
    assert not find(dock, "auxiliaryButton").isVisible()
