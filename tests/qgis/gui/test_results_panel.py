"""The results panel with real clicks: it drives the layer tree, and follows what is changed there."""
from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from berunda.engine.schema.land_cover import LandCoverClass
from berunda.engine.schema.model_card import BandStatistics, ModelCard, PostProcessing
from berunda.plugin.core.results.layers import ResultLayers, add_result_layers
from berunda.plugin.gui.results_panel import ResultsPanel
from qgis.core import QgsLayerTreeLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QSlider, QToolButton
from result_files import write_results

ROLES = ("classes", "confidence", "ood")
HELD_OUT = {"accuracy": 0.874, "mean_iou": 0.7, "strokes": 12, "interval": [0.8, 0.921]}


@pytest.fixture
def results(raster_layer: QgsRasterLayer, tmp_path: Path, geotiff: str) -> ResultLayers:
    return add_result_layers(
        QgsProject.instance(), raster_layer, write_results(tmp_path / "results", geotiff), keep_previous=False
    )


@pytest.fixture
def panel(results: ResultLayers) -> ResultsPanel:
    widget = ResultsPanel()
    widget.set_results(results)
    widget.resize(400, 200)
    widget.show()
    assert QTest.qWaitForWindowExposed(widget)
    yield widget
    widget.hide()
    widget.deleteLater()


def toggle(panel: ResultsPanel, role: str) -> QCheckBox:
    return panel.findChild(QCheckBox, f"{role}Toggle")


def slider(panel: ResultsPanel, role: str) -> QSlider:
    return panel.findChild(QSlider, f"{role}Opacity")


def click(widget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, widget.height() // 2))


def node(results: ResultLayers, role: str) -> QgsLayerTreeLayer:
    return results.project.layerTreeRoot().findLayer(results.layer_ids[role])


def visible(results: ResultLayers) -> list[str]:
    return [role for role in ROLES if node(results, role).isVisible()]


def test_rows_say_what_the_layer_tree_says(panel, results):
    assert [toggle(panel, role).text() for role in ROLES] == ["Classes", "Confidence", "OOD"]
    assert [toggle(panel, role).isChecked() for role in ROLES] == [True, False, False]
    assert [slider(panel, role).value() for role in ROLES] == [100, 100, 100]


def test_clicking_a_toggle_shows_and_hides_its_layer(panel, results):
    click(toggle(panel, "ood"))
    assert visible(results) == ["classes", "ood"]
    click(toggle(panel, "classes"))
    assert visible(results) == ["ood"]


def test_showing_a_layer_shows_its_hidden_group_too(panel, results):
    results.group().setItemVisibilityChecked(False)
    assert not toggle(panel, "classes").isChecked()
    click(toggle(panel, "classes"))
    assert visible(results) == ["classes"]


@pytest.mark.parametrize("role", ROLES)
def test_only_shows_one_layer_alone(panel, results, role):
    click(panel.findChild(QToolButton, f"{role}Only"))
    assert visible(results) == [role]
    assert [other for other in ROLES if toggle(panel, other).isChecked()] == [role]


def test_slider_fades_the_layer(panel, results):
    slider(panel, "classes").setFocus()
    for _ in range(3):
        QTest.keyClick(slider(panel, "classes"), Qt.Key.Key_PageDown)
    assert results.layer("classes").opacity() == pytest.approx(0.7)
    assert panel.findChild(QLabel, "classesPercent").text() == "70 %"
    assert results.layer("confidence").opacity() == 1.0


def test_panel_follows_the_layer_tree_and_the_styling_panel(panel, results):
    node(results, "confidence").setItemVisibilityChecked(True)
    results.layer("confidence").setOpacity(0.25)
    assert toggle(panel, "confidence").isChecked()
    assert slider(panel, "confidence").value() == 25


def test_row_of_a_deleted_layer_is_greyed_out_and_the_others_go_on(panel, results):
    results.project.removeMapLayer(results.layer_ids["confidence"])
    assert [toggle(panel, role).isEnabled() for role in ROLES] == [True, False, True]
    click(toggle(panel, "confidence"))
    click(panel.findChild(QToolButton, "oodOnly"))
    assert visible_remaining(results) == ["ood"]
    results.project.clear()
    assert [toggle(panel, role).isEnabled() for role in ROLES] == [False, False, False]


def visible_remaining(results: ResultLayers) -> list[str]:
    return [role for role in ROLES if results.layer(role) and node(results, role).isVisible()]


def test_new_results_take_over_the_rows(panel, results, raster_layer, tmp_path, geotiff):
    project = QgsProject.instance()
    newer = add_result_layers(project, raster_layer, write_results(tmp_path / "newer", geotiff), keep_previous=True)
    panel.set_results(newer)
    click(toggle(panel, "ood"))
    assert visible(newer) == ["classes", "ood"]
    assert visible(results) == []
    results.layer("ood").setOpacity(0.1)
    assert slider(panel, "ood").value() == 100


def test_rows_fit_into_a_narrow_dock(panel):
    assert panel.minimumSizeHint().width() <= 260
    panel.resize(260, 120)
    QTest.qWait(10)
    for role in ROLES:
        assert slider(panel, role).width() >= 40
        assert panel.findChild(QToolButton, f"{role}Only").geometry().right() <= 260


def test_without_results_there_is_a_hint_and_no_row(panel):
    panel.set_results(None)
    assert toggle(panel, "classes") is None
    assert "train on your strokes, then predict" in " ".join(
        label.text() for label in panel.findChildren(QLabel) if label.isVisible()
    )


def card(held_out: Optional[dict], is_calibrated: bool) -> ModelCard:
    statistics, scheme = BandStatistics((0.0,), (1.0,), (0.5,), (0.1,)), (LandCoverClass(1, "roof", "#112233"),)
    return ModelCard(
        "berundanet-late", "unet", 16, scheme, (1,), statistics, 1.0,
        held_out=held_out, postprocessing=PostProcessing(is_calibrated=is_calibrated),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "is_calibrated", "text"),
    [
        (
            {},
            False,
            "Held-out accuracy 87 % (95 % interval 80 to 92 %), measured on 12 strokes that the model had not seen. "
            "The confidence is uncalibrated: draw at least 8 more strokes, some of each class, and train again.",
        ),
        (
            {"strokes": 40, "method": "cross-fitted"},
            True,
            "Held-out accuracy 87 % (95 % interval 80 to 92 %), each of 40 strokes judged by feature probes that were "
            "fitted without it. The confidence is calibrated.",
        ),
    ],
)
def test_held_out_accuracy_comes_with_interval_strokes_and_calibration(panel, changes, is_calibrated, text):
    label = panel.findChild(QLabel, "heldOutLabel")
    assert not label.isVisible()
    panel.set_model(card({**HELD_OUT, **changes}, is_calibrated))
    assert label.isVisible()
    assert label.text() == text
    assert label.toolTip() == ""  # of an earlier version, without accuracies by class
    panel.set_model(None)
    assert not label.isVisible()


def test_a_model_whose_strokes_could_not_be_judged_is_uncalibrated(panel):
    panel.set_model(card(None, False))
    sentence = "The confidence is uncalibrated: draw at least 20 more strokes, some of each class, and train again."
    assert panel.findChild(QLabel, "heldOutLabel").text() == sentence


def test_the_tooltip_has_the_accuracy_of_each_class(panel):
    per_class = {"roof & <wall>": {"accuracy": 0.9, "interval": [0.55, 0.984], "strokes": 8}}
    panel.set_model(card({**HELD_OUT, "per_class": per_class}, True))
    tip = panel.findChild(QLabel, "heldOutLabel").toolTip()
    assert "<td>roof &amp; &lt;wall&gt;</td><td>90 %</td><td>55 to 98 %</td><td>8</td>" in tip
