"""The auxiliary losses in the dock: made from the engine's list, chosen with the mouse, remembered, and asked for."""
from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm, LossParameter, LossSpec
from berunda.plugin.core.project.settings import Settings
from berunda.plugin.gui.dock import BerundaDock
from comparison_helpers import change
from dock_helpers import click, find, paint
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from recipe_helpers import L1, SMOOTH, asked, check, settings, type_into

NARROW_PX = 320
SENTENCE = "Groups the pixels of each patch by colour, so that borders between materials become visible to the network."
KMEANS, AREAS = AuxiliaryTerm("relaxed-kmeans", 0.1), AuxiliaryTerm("mumford-shah", 1.0)
pytestmark = pytest.mark.usefixtures("two_losses")


def order(dock: BerundaDock) -> list[str]:
    """The visible losses from top to bottom, and where the fold is."""
    names = [*dock.training_panel.rows, "more"]
    widgets = {name: find(dock, "moreLossesButton" if name == "more" else f"lossCheck-{name}") for name in names}
    shown = [name for name in names if widgets[name].isVisible()]
    return sorted(shown, key=lambda name: widgets[name].mapTo(dock, QPoint(0, 0)).y())


def losses(dock: BerundaDock) -> tuple[AuxiliaryTerm, ...]:
    return settings(dock).value("auxiliary")


def test_the_losses_are_those_of_the_engine_and_those_of_the_recipe_first(open_dock) -> None:
    dock = open_dock()
    assert find(dock, "auxiliarySentence").text() == "The engine's losses are listed here once it is ready."
    wait_until(lambda: dock.training_panel.rows)
    QTest.qWait(20)
    assert order(dock) == ["l1", "total-variation", "more"]
    assert [find(dock, f"lossSentence-{name}").text() for name in ("l1", "total-variation")] == [
        "Rebuilds the image from its features.", "Prefers regions with short borders."
    ]
    assert find(dock, "lossCheck-l1").toolTip() == "Rebuilds the image from its features."
    assert not find(dock, "weightSpin-total-variation").isVisible()  # a recipe's losses are folded
    click(dock, "lossFold-total-variation")
    assert find(dock, "weightSpin-total-variation").isVisible()
    assert find(dock, "weightSpin-total-variation").isEnabled()
    click(dock, "moreLossesButton")
    QTest.qWait(20)
    assert order(dock) == ["l1", "total-variation", "more", "mumford-shah", "relaxed-kmeans"]
    assert find(dock, "lossExperimental-relaxed-kmeans").text() == "experimental"
    marks = [find(dock, f"lossExperimental-{name}").isVisible() for name in dock.training_panel.rows]
    assert marks == [False, False, True, False]
    click(dock, "moreLossesButton")
    assert order(dock) == ["l1", "total-variation", "more"]


def test_a_sentence_unfolds_without_choosing(dock: BerundaDock) -> None:
    click(dock, "moreLossesButton")
    assert not find(dock, "lossSentence-relaxed-kmeans").isVisible()
    click(dock, "lossFold-relaxed-kmeans")
    assert find(dock, "lossSentence-relaxed-kmeans").isVisible()
    assert not find(dock, "weightSpin-relaxed-kmeans").isVisible()
    click(dock, "lossFold-relaxed-kmeans")
    assert not find(dock, "lossSentence-relaxed-kmeans").isVisible()
    assert settings(dock) == Settings()


def test_choosing_several_with_weights_and_parameters(dock: BerundaDock) -> None:
    check(dock, "total-variation")
    check(dock, "l1")
    assert losses(dock) == ()
    assert find(dock, "auxiliarySentence").text() == "None is chosen: training is purely supervised."
    assert not find(dock, "weightSpin-total-variation").isVisible()
    assert order(dock) == ["l1", "total-variation", "more"]  # those of the recipe stay in sight
    check(dock, "l1")
    check(dock, "relaxed-kmeans")
    assert losses(dock) == (L1, KMEANS)
    check(dock, "mumford-shah")
    QTest.qWait(20)
    # And nothing is left to fold away.
    assert order(dock) == ["l1", "mumford-shah", "relaxed-kmeans", "total-variation"]
    assert losses(dock) == (L1, KMEANS, AREAS)
    type_into(find(dock, "weightSpin-l1"), "0.75")
    click(dock, "autoWeightCheck-relaxed-kmeans")
    assert not find(dock, "weightSpin-relaxed-kmeans").isEnabled()
    clusters = find(dock, "parameterSpin-relaxed-kmeans-clusters")
    assert clusters.isVisible()
    assert clusters.toolTip() == "More tell finer shades apart.\n2 to 64; 8 is the default"
    type_into(clusters, "12")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-noise"), "0.025")
    assert asked(dock).auxiliary == (
        AuxiliaryTerm("l1", 0.75), AuxiliaryTerm("relaxed-kmeans", "auto", {"clusters": 12, "noise": 0.025}), AREAS
    )


def test_a_loss_for_a_part_of_the_training(dock: BerundaDock) -> None:
    check(dock, "l1")
    start, end = find(dock, "startSpin-total-variation"), find(dock, "endSpin-total-variation")
    assert (start.text(), end.text()) == ("0 %", "100 %")
    for spin, typed, expected in (
        (start, "29", (0.29, 1.0)), (end, "20", (0.19, 0.2)), (start, "60", (0.6, 0.61)), (end, "90", (0.6, 0.9)),
    ):  # fmt: skip
        type_into(spin, typed)
        assert losses(dock) == (replace(SMOOTH, start=expected[0], end=expected[1]),)
    assert asked(dock).auxiliary == (replace(SMOOTH, start=0.6, end=0.9),)
    type_into(start, "0")
    type_into(end, "100")
    assert losses(dock) == (SMOOTH,)


def test_a_loss_keeps_its_numbers_while_it_is_not_chosen(dock: BerundaDock) -> None:
    check(dock, "relaxed-kmeans")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-clusters"), "12")
    check(dock, "relaxed-kmeans")
    assert losses(dock) == (L1, SMOOTH)
    assert settings(dock).term("relaxed-kmeans").parameters == {"clusters": 12}
    check(dock, "relaxed-kmeans")
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 12
    assert losses(dock) == (L1, SMOOTH, replace(KMEANS, parameters={"clusters": 12}))


def test_a_number_that_arrives_after_its_loss_was_unchecked_changes_nothing(
    dock: BerundaDock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a click on a checkbox does not take the focus from the number, on macOS."""
    errors = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: errors.append(error))
    click(dock, "lossFold-l1")
    find(dock, "lossCheck-l1").setFocusPolicy(Qt.FocusPolicy.NoFocus)
    start = find(dock, "startSpin-l1")
    QApplication.setActiveWindow(dock.window())
    start.setFocus()
    assert start.hasFocus()
    start.selectAll()
    QTest.keyClicks(start, "20")
    click(dock, "lossCheck-l1")
    dock.training_panel.rows["l1"].changed.emit()
    assert (errors, losses(dock)) == ([], (SMOOTH,))


def test_there_and_back_is_the_recipe(dock: BerundaDock) -> None:
    for name in ("l1", "total-variation", "l1", "total-variation"):
        check(dock, name)
    assert settings(dock).params() == {"preset": "default"}
    type_into(find(dock, "weightSpin-total-variation"), "1.5")
    assert find(dock, "auxiliaryChanged").isVisible()
    click(dock, "backToRecipeButton")
    assert settings(dock) == Settings()
    assert find(dock, "weightSpin-total-variation").value() == 0.17


def test_a_loss_that_the_engine_does_not_list_stays(dock: BerundaDock) -> None:
    scene = dock.session.scene
    scene.change_settings(scene.settings.with_losses([AuxiliaryTerm("of-a-later-version", 2.0)]))
    check(dock, "l1")
    assert losses(dock) == (L1, AuxiliaryTerm("of-a-later-version", 2.0))


def test_a_number_that_is_not_valid_any_more_is_said_by_the_engine(dock: BerundaDock) -> None:
    scene = dock.session.scene
    scene.change_settings(scene.settings.with_losses([replace(KMEANS, parameters={"clusters": 999})]))
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 8
    change(dock, width=8)  # the numbers are still what the project says
    assert losses(dock)[0].parameters == {"clusters": 999}


def test_what_is_out_of_range_cannot_be_entered(dock: BerundaDock) -> None:
    check(dock, "relaxed-kmeans")
    for name, typed, low, high in (
        ("weightSpin-l1", "7777", 0, 1000), ("weightSpin-l1", "-3", 0, 1000),
        ("parameterSpin-relaxed-kmeans-clusters", "1", 2, 64), ("parameterSpin-relaxed-kmeans-clusters", "9.5", 2, 64),
        ("parameterSpin-relaxed-kmeans-noise", "4", 0, 1),
    ):  # fmt: skip
        spin = find(dock, name)
        type_into(spin, typed)
        assert low <= spin.value() <= high, (name, typed)
        assert spin.value() == round(spin.value(), 3)
    for term in losses(dock):
        dock.session.catalogue.complete(term, "default")  # raises where a number is out of range


def test_numbers_with_a_step_go_to_its_multiples(dock: BerundaDock) -> None:
    check(dock, "relaxed-kmeans")
    spin = find(dock, "parameterSpin-relaxed-kmeans-side")
    assert spin.toolTip() == "More shows more.\n32 to 96; 64 is the default; multiples of 32"
    for typed, expected in (("40", {"side": 32}), ("90", {"side": 96}), ("70", {})):
        type_into(spin, typed)
        assert losses(dock)[2].parameters == expected
        assert (spin.value(), spin.text()) == (expected.get("side", 64), str(expected.get("side", 64)))
    spin.stepUp()
    assert losses(dock)[2].parameters == {"side": 96}


def test_the_wheel_over_a_number_or_choice_scrolls_the_dock(dock: BerundaDock) -> None:
    dock.setFocus()
    for name in ("weightSpin-total-variation", "class_priorSetting", "recipeCombo"):
        widget = find(dock, name)
        place = QPointF(widget.rect().center())
        wheel = QWheelEvent(place, QPointF(widget.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, -120),
                            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
                            False)  # fmt: skip
        QApplication.sendEvent(widget, wheel)
        assert not widget.hasFocus()
    assert settings(dock) == Settings()


def list_ten_losses(dock: BerundaDock) -> tuple[str, ...]:
    names = (
        "l1", "l2", "relaxed-kmeans", "mumford-shah", "inpainting", "jigsaw", "total-variation", "latent-classes",
        "fixmatch", "jem",
    )  # fmt: skip
    parameters = tuple(
        LossParameter(name, 0.0123, 0.0001, 1000, "Turning it up does more.") for name in ("temperature", "momentum")
    )
    client = dock.session.client
    new = ("jem", "latent-classes")
    specs = tuple(
        LossSpec(name, SENTENCE, default_weight=0.3, parameters=parameters, is_experimental=name in new)
        for name in names
    )
    client.catalogue = replace(client.catalogue, auxiliary_losses=specs)
    client.hello_received.emit(client.catalogue)
    return names


def test_ten_losses_fit_a_narrow_dock(dock: BerundaDock) -> None:
    names = list_ten_losses(dock)
    dock.window().resize(NARROW_PX, 1200)
    wait_until(lambda: dock.width() == NARROW_PX)
    click(dock, "moreLossesButton")
    click(dock, "lossFold-l1")
    for name in ("relaxed-kmeans", "latent-classes"):
        click(dock, f"lossCheck-{name}")
    QTest.qWait(50)
    inside, viewport = dock.scroll_area.widget(), dock.scroll_area.viewport()
    assert inside.minimumSizeHint().width() <= viewport.width()
    assert inside.width() == viewport.width()
    numbers = [
        find(dock, name)
        for name in ("parameterSpin-latent-classes-momentum", "startSpin-latent-classes", "endSpin-latent-classes")
    ]
    for spin in numbers[1:]:
        assert spin.width() >= spin.fontMetrics().horizontalAdvance("100 %") + 20  # its text beside its arrows
    texts = ("labelKeysLabel", "imageryFactsLabel", "compareButton", "backToRecipeButton", "lossSentence-l1")
    for widget in (find(dock, f"lossExperimental-{names[-1]}"), *numbers, *(find(dock, name) for name in texts)):
        right = widget.mapTo(inside, widget.rect().topRight()).x()
        assert right < viewport.width(), widget.objectName()
    assert find(dock, "parameterSpin-latent-classes-momentum").width() >= 70
    assert find(dock, "parameterSpin-latent-classes-momentum").value() == 0.0123


def test_of_many_losses_those_that_train_are_in_sight(dock: BerundaDock) -> None:
    list_ten_losses(dock)
    QTest.qWait(20)
    assert order(dock) == ["l1", "total-variation", "more"]
    check(dock, "jem")
    click(dock, "moreLossesButton")
    assert order(dock) == ["l1", "total-variation", "jem", "more"]


def test_a_reopened_project_shows_the_choice(dock: BerundaDock, tmp_path: Path) -> None:
    check(dock, "relaxed-kmeans")
    click(dock, "autoWeightCheck-relaxed-kmeans")
    type_into(find(dock, "parameterSpin-relaxed-kmeans-clusters"), "12")
    chosen = losses(dock)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: not find(dock, "lossCheck-relaxed-kmeans").isChecked())
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 8
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "lossCheck-relaxed-kmeans").isChecked())
    assert find(dock, "autoWeightCheck-relaxed-kmeans").isChecked()
    assert find(dock, "parameterSpin-relaxed-kmeans-clusters").value() == 12
    assert losses(dock) == chosen


def test_the_accuracy_is_shown_again_with_the_reopened_project(open_dock, tmp_path: Path) -> None:
    dock = open_dock()
    click(dock, "newLabelsButton")
    paint(dock)
    assert not find(dock, "heldOutLabel").isVisible()
    click(dock, "trainButton")
    wait_until(lambda: not dock.session.is_busy)
    said = (
        "Held-out accuracy 91 % (95 % interval 84 to 95 %), measured on 12 strokes that the model had not seen. "
        "The confidence is uncalibrated: draw at least 8 more strokes, some of each class, and train again."
    )
    assert find(dock, "heldOutLabel").text() == said
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: not find(dock, "heldOutLabel").isVisible())
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "heldOutLabel").isVisible())
    assert find(dock, "heldOutLabel").text() == said
    (tmp_path / "other.safetensors").write_text("not a model")
    dock.session.scene.open_model(str(tmp_path / "other.safetensors"))
    assert not find(dock, "heldOutLabel").isVisible()
