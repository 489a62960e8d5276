"""The auxiliary losses in the dock: made from the engine's list, chosen with the mouse, remembered, and asked for."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from berunda.engine.config import AuxiliaryTerm
from berunda.plugin.core.catalogue import AuxiliaryLoss, Parameter
from berunda.plugin.core.engine_requests import auxiliary_term
from berunda.plugin.core.settings import Settings, settings_from_json, settings_to_json
from berunda.plugin.gui.dock import BerundaDock
from dock_hands import click, find, paint
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

NARROW_PX = 320
SENTENCE = "Groups the pixels of each patch by colour, so that borders between materials become visible to the network."


def settings(dock: BerundaDock) -> Settings:
    return dock.session.scene.settings


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def ready(dock: BerundaDock) -> BerundaDock:
    wait_until(lambda: dock.training_panel.rows)
    QTest.qWait(20)  # until they are laid out
    return dock


def test_the_losses_are_those_of_the_engine_and_the_recipe_is_the_default(open_dock) -> None:
    dock = open_dock()
    assert find(dock, "auxiliaryHint").text() == "The engine's losses are listed here once it is ready."
    rows = ready(dock).training_panel.rows
    assert {name: row.is_chosen for name, row in rows.items()} == {"l1": False, "relaxed-kmeans": False, "total-variation": True}
    assert find(dock, "recipeCheck").isChecked()
    assert settings(dock).auxiliary is None
    assert [find(dock, f"lossSentence-{name}").text() for name in ("l1", "total-variation")] == [
        "Rebuilds the image from its features.", "Prefers regions with short borders."
    ]
    assert find(dock, "lossCheck-l1").toolTip() == "Rebuilds the image from its features."
    assert [find(dock, f"lossCheck-{name}").isVisible() for name in rows] == [False, False, True]
    assert find(dock, "lossExperimental-relaxed-kmeans").text() == "experimental"
    assert find(dock, "weightSpin-total-variation").isVisible()
    assert not find(dock, "weightSpin-total-variation").isEnabled()
    click(dock, "recipeCheck")
    assert all(find(dock, f"lossCheck-{name}").isVisible() and find(dock, f"lossCheck-{name}").isEnabled() for name in rows)
    assert [find(dock, f"lossExperimental-{name}").isVisible() for name in rows] == [False, True, False]


def test_a_sentence_unfolds_without_choosing(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    assert not find(dock, "lossSentence-l1").isVisible()
    click(dock, "lossFold-l1")
    assert find(dock, "lossSentence-l1").isVisible()
    assert not find(dock, "weightSpin-l1").isVisible()
    click(dock, "lossFold-l1")
    assert not find(dock, "lossSentence-l1").isVisible()


def test_choosing_several_with_weights_and_parameters(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    assert settings(dock).auxiliary == ("total-variation",)
    click(dock, "lossCheck-total-variation")
    assert settings(dock).auxiliary == ()
    assert find(dock, "auxiliaryHint").text() == "None is chosen: training is purely supervised."
    assert not find(dock, "weightSpin-total-variation").isVisible()
    click(dock, "lossCheck-l1")
    click(dock, "lossCheck-relaxed-kmeans")
    assert settings(dock).auxiliary == ("l1", "relaxed-kmeans")
    type_into(find(dock, "weightSpin-l1"), "0.75")
    click(dock, "autoWeightCheck-relaxed-kmeans")
    assert not find(dock, "weightSpin-relaxed-kmeans").isEnabled()
    clusters = find(dock, "parameterSpin-relaxed-kmeans-clusters")
    assert clusters.isVisible()
    assert clusters.toolTip() == "More tell finer shades apart.\n2 to 64; 8 is the default"
    type_into(clusters, "12")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-noise"), "0.025")
    assert settings(dock).weights == {"l1": 0.75, "relaxed-kmeans": "auto"}
    assert settings(dock).parameters == {"relaxed-kmeans": {"clusters": 12, "noise": 0.025}}
    click(dock, "newLabelsButton")
    paint(dock)
    click(dock, "trainButton")
    assert dock.session.run.config.auxiliary == (
        AuxiliaryTerm("l1", 0.75), AuxiliaryTerm("relaxed-kmeans", "auto", {"clusters": 12, "noise": 0.025})
    )


def test_a_loss_for_a_part_of_the_training(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    assert (find(dock, "startSpin-total-variation").text(), find(dock, "endSpin-total-variation").text()) == ("0 %", "100 %")
    type_into(find(dock, "startSpin-total-variation"), "29")
    assert settings(dock).times == {"total-variation": (0.29, 1.0)}
    type_into(find(dock, "endSpin-total-variation"), "20")  # pushes the start
    assert settings(dock).times == {"total-variation": (0.19, 0.2)}
    type_into(find(dock, "startSpin-total-variation"), "60")
    assert settings(dock).times == {"total-variation": (0.6, 0.61)}
    type_into(find(dock, "endSpin-total-variation"), "90")
    click(dock, "newLabelsButton")
    paint(dock)
    click(dock, "trainButton")
    assert dock.session.run.config.auxiliary == (AuxiliaryTerm("total-variation", start=0.6, end=0.9),)
    type_into(find(dock, "startSpin-total-variation"), "0")
    type_into(find(dock, "endSpin-total-variation"), "100")
    assert settings(dock).times == {}


def test_a_loss_keeps_its_numbers_while_it_is_not_chosen(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    click(dock, "lossCheck-relaxed-kmeans")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-clusters"), "12")
    click(dock, "lossCheck-relaxed-kmeans")
    assert settings(dock).auxiliary == ("total-variation",)
    assert auxiliary_term(settings(dock), "relaxed-kmeans").parameters == {"clusters": 12}
    click(dock, "lossCheck-relaxed-kmeans")
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 12


def test_back_to_the_recipe(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    type_into(find(dock, "weightSpin-total-variation"), "1.5")
    click(dock, "lossCheck-l1")
    click(dock, "recipeCheck")
    assert settings(dock).auxiliary is None
    assert find(dock, "weightSpin-total-variation").value() == 0.2
    assert not find(dock, "lossCheck-l1").isChecked()
    click(dock, "recipeCheck")
    assert auxiliary_term(settings(dock), "total-variation") == AuxiliaryTerm("total-variation", 0.2)


def test_what_is_out_of_range_cannot_be_entered(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    click(dock, "lossCheck-l1")
    click(dock, "lossCheck-relaxed-kmeans")
    for name, typed, low, high in (
        ("weightSpin-l1", "77", 0, 5), ("weightSpin-l1", "-3", 0, 5), ("parameterSpin-relaxed-kmeans-clusters", "1", 2, 64),
        ("parameterSpin-relaxed-kmeans-clusters", "9.5", 2, 64), ("parameterSpin-relaxed-kmeans-noise", "4", 0, 1),
    ):  # fmt: skip
        spin = find(dock, name)
        type_into(spin, typed)
        assert low <= spin.value() <= high, (name, typed)
        assert spin.value() == round(spin.value(), 3)
    assert 0 <= settings(dock).weights.get("l1", 0.5) <= 5
    assert 2 <= settings(dock).parameters.get("relaxed-kmeans", {}).get("clusters", 8) <= 64


def test_the_wheel_over_a_number_scrolls_the_dock(open_dock) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    spin = find(dock, "weightSpin-total-variation")
    find(dock, "recipeCheck").setFocus()
    place = QPointF(spin.rect().center())
    wheel = QWheelEvent(place, QPointF(spin.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(spin, wheel)
    assert spin.value() == 0.2
    assert not spin.hasFocus()


def test_ten_losses_fit_a_narrow_dock(open_dock) -> None:
    dock = ready(open_dock())
    names = ("l1", "l2", "relaxed-kmeans", "mumford-shah", "inpainting", "jigsaw", "total-variation", "latent-classes", "fixmatch", "jem")
    parameters = tuple(Parameter(name, 0.0123, 0.0001, 1000, "Turning it up does more.") for name in ("temperature", "momentum"))
    losses = tuple(AuxiliaryLoss(name, SENTENCE, 0.3, (0, 1000), False, parameters, name in ("jem", "latent-classes")) for name in names)
    dock.session.catalogue = replace(dock.session.catalogue, auxiliary_losses=losses)
    dock.session.catalogue_changed.emit(dock.session.catalogue)
    dock.findChild(QWidget, "advancedSection").setCollapsed(False)
    dock.window().resize(NARROW_PX, 1200)
    wait_until(lambda: dock.width() == NARROW_PX)
    click(dock, "newLabelsButton")
    click(dock, "recipeCheck")
    for name in ("relaxed-kmeans", "latent-classes"):
        click(dock, f"lossCheck-{name}")
    QTest.qWait(50)
    inside, viewport = dock.scroll_area.widget(), dock.scroll_area.viewport()
    assert inside.minimumSizeHint().width() <= viewport.width()
    assert inside.width() == viewport.width()
    numbers = [find(dock, name) for name in ("parameterSpin-latent-classes-momentum", "startSpin-latent-classes", "endSpin-latent-classes")]
    for spin in numbers[1:]:
        assert spin.width() >= spin.fontMetrics().horizontalAdvance("100 %") + 20  # its text beside its arrows
    for widget in (find(dock, f"lossExperimental-{names[-1]}"), *numbers, *labels(dock)):
        right = widget.mapTo(inside, widget.rect().topRight()).x()
        assert right < viewport.width(), widget.objectName()
    assert find(dock, "parameterSpin-latent-classes-momentum").width() >= 70
    assert find(dock, "parameterSpin-latent-classes-momentum").value() == 0.0123


def labels(dock: BerundaDock) -> list[QWidget]:
    return [find(dock, name) for name in ("labelKeysLabel", "imageryFactsLabel", "compareButton", "lossSentence-relaxed-kmeans")]


def test_older_projects_without_parameters_still_load() -> None:
    old = settings_from_json('{"auxiliary": {"l1": 0.25, "total-variation": 2}, "steps": 70}')
    assert (old.auxiliary, old.parameters, old.steps) == (("l1", "total-variation"), {}, 70)
    assert old.weights == {"l1": 0.25, "total-variation": 2}
    assert settings_from_json('{"auxiliary": {}}').auxiliary == ()
    assert settings_from_json('{"auxiliary": null}').auxiliary is None
    new = Settings(auxiliary=("l1",), weights={"l1": "auto"}, parameters={"l1": {"a": 0.5}})
    assert settings_from_json(settings_to_json(new)) == new
    for weight in ('"heavy"', "-1", "NaN", "null"):
        assert settings_from_json(f'{{"weights": {{"l1": {weight}}}}}').weights == {}
    timed = Settings(auxiliary=("l1",), times={"l1": (0.5, 1.0)})
    assert settings_from_json(settings_to_json(timed)) == timed
    for times in ("[0.5]", "[0.5, 0.2]", "[0, 2]", "[true, 1]", "0.5", "null"):
        assert settings_from_json(f'{{"times": {{"l1": {times}}}}}').times == {}
    spoiled = settings_from_json('{"parameters": {"l1": {"a": true}}, "seed": 4}')
    assert (spoiled.parameters, spoiled.seed) == ({}, 4)


def test_a_reopened_project_shows_the_choice(open_dock, tmp_path: Path) -> None:
    dock = ready(open_dock())
    click(dock, "recipeCheck")
    click(dock, "lossCheck-relaxed-kmeans")
    click(dock, "autoWeightCheck-relaxed-kmeans")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-clusters"), "12")
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: find(dock, "recipeCheck").isChecked())
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 8
    assert project.read(str(tmp_path / "map.qgz"))
    QTest.qWait(50)
    assert not find(dock, "recipeCheck").isChecked()
    assert find(dock, "autoWeightCheck-relaxed-kmeans").isChecked()
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 12
    assert settings(dock).auxiliary == ("relaxed-kmeans", "total-variation")


def test_the_accuracy_is_shown_again_with_the_reopened_project(open_dock, tmp_path: Path) -> None:
    dock = ready(open_dock())
    click(dock, "newLabelsButton")
    paint(dock)
    assert not find(dock, "heldOutLabel").isVisible()
    click(dock, "trainButton")
    wait_until(lambda: not dock.session.is_busy)
    said = "Held-out accuracy 91 % (95 % interval 84 to 95 %), measured on 12 strokes that the model had not seen."
    assert find(dock, "heldOutLabel").text() == said
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: not find(dock, "heldOutLabel").isVisible())
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "heldOutLabel").isVisible())
    assert find(dock, "heldOutLabel").text() == said
    (tmp_path / "other.safetensors").write_text("no model")
    dock.session.scene.open_model(str(tmp_path / "other.safetensors"))
    assert not find(dock, "heldOutLabel").isVisible()
