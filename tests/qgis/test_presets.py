"""Recipes by name in the dock: chosen with the mouse, shown, remembered, asked for, and compared."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from berunda.engine.config import AuxiliaryTerm
from berunda.engine.presets import PRESETS
from berunda.plugin.core.catalogue import AuxiliaryLoss
from berunda.plugin.core.model_card import read_model_card
from berunda.plugin.core.settings import Settings, settings_from_json, settings_to_json
from berunda.plugin.gui.comparison_table import CHOICE, STATE
from berunda.plugin.gui.dock import BerundaDock
from dock_hands import click, find, message
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from recipe_hands import asked, choose, compare, settings, trial

NARROW_PX = 320
NAMES = ["quick", "thorough", "castillo2020", "javanmardi2016", "fixmatch-then-jem"]
OWN_HINT = "What did best in our measurements."
CASTILLO = PRESETS["castillo2020"].sentence


def shown(dock: BerundaDock) -> tuple[str, str, int, int]:
    combos = [find(dock, name).currentText() for name in ("networkCombo", "backboneCombo")]
    return (*combos, *(find(dock, name).value() for name in ("widthSpin", "stepsSpin")))


def test_the_recipes_are_those_of_the_engine(dock: BerundaDock) -> None:
    combo = find(dock, "presetCombo")
    assert [combo.itemText(row) for row in range(combo.count())] == ["Berunda's own", *NAMES]
    assert combo.itemData(3, Qt.ItemDataRole.ToolTipRole) == CASTILLO
    assert combo.currentText() == "Berunda's own"
    assert (find(dock, "presetLabel").text(), combo.toolTip()) == (OWN_HINT, OWN_HINT)
    assert shown(dock) == ("berundanet-late", "unet", 16, 400)


def test_what_is_left_open_is_as_the_recipe_says(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    assert (find(dock, "presetLabel").text(), find(dock, "presetCombo").toolTip()) == (CASTILLO, CASTILLO)
    assert shown(dock) == ("berundanet-late", "unet", 64, 25_000)
    config = asked(dock)
    assert (config.preset, config.width, config.steps, config.crop_px, config.batch) == ("castillo2020", 64, 25_000, 320, 10)
    assert (config.optimizer, config.schedule, config.predict_overlap) == ("adam", "constant", 0.75)
    assert config.auxiliary == (AuxiliaryTerm("relaxed-kmeans", 1.0),)


def test_what_is_chosen_wins_over_the_recipe(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    find(dock, "widthSpin").setValue(16)
    find(dock, "budgetCombo").setFocus()
    QTest.keyClick(find(dock, "budgetCombo"), Qt.Key.Key_Down)
    click(dock, "recipeCheck")
    click(dock, "lossCheck-relaxed-kmeans")
    config = asked(dock)
    assert (config.width, config.minutes, config.steps, config.auxiliary) == (16, 2.0, None, ())
    assert (config.preset, config.crop_px, config.optimizer) == ("castillo2020", 320, "adam")


def list_losses(dock: BerundaDock, **weights: float) -> None:
    """Puts losses with these default weights in place of the engine's."""
    losses = tuple(AuxiliaryLoss(name, "Teaches.", weight, (0, 1000), False) for name, weight in weights.items())
    dock.session.catalogue = replace(dock.session.catalogue, auxiliary_losses=losses)
    dock.session.catalogue_changed.emit(dock.session.catalogue)


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_arrives_unchanged(dock: BerundaDock, name: str) -> None:
    choose(dock, name)
    assert asked(dock).preset == name


def test_another_recipe_forgets_what_was_chosen(dock: BerundaDock) -> None:
    find(dock, "stepsSpin").setValue(50)
    find(dock, "widthSpin").setValue(8)
    find(dock, "seedSpin").setValue(3)
    find(dock, "backboneCombo").setFocus()
    QTest.keyClick(find(dock, "backboneCombo"), Qt.Key.Key_Down)
    click(dock, "recipeCheck")
    assert shown(dock) == ("berundanet-late", "segnet", 8, 50)
    choose(dock, "thorough")
    assert settings(dock) == Settings(preset="thorough", seed=3)
    assert shown(dock) == ("berundanet-ensemble", "unet", 16, 600)
    assert (find(dock, "recipeCheck").isChecked(), find(dock, "recipeCheck").text()) == (True, "Default recipe")
    choose(dock, "")
    assert shown(dock) == ("berundanet-late", "unet", 16, 400)


def test_the_losses_of_a_recipe_are_shown_and_can_be_started_from(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    check = find(dock, "recipeCheck")
    assert (check.isChecked(), check.text()) == (True, "Losses of recipe castillo2020")
    rows = dock.training_panel.rows
    assert {name: row.is_chosen for name, row in rows.items()} == {"l1": False, "relaxed-kmeans": True, "total-variation": False}
    assert rows["relaxed-kmeans"].weight == 1
    assert not find(dock, "weightSpin-relaxed-kmeans").isEnabled()
    click(dock, "recipeCheck")
    assert (settings(dock).auxiliary, settings(dock).weights) == (("relaxed-kmeans",), {"relaxed-kmeans": 1})
    assert find(dock, "weightSpin-relaxed-kmeans").isEnabled()
    click(dock, "recipeCheck")
    choose(dock, "fixmatch-then-jem")
    assert find(dock, "auxiliaryHint").text() == "jem runs from 50 to 100 % of the training."
    choose(dock, "")
    assert (check.text(), rows["total-variation"].is_chosen, find(dock, "auxiliaryHint").text()) == ("Default recipe", True, "")


def test_a_recipe_may_have_other_weights_for_the_losses(dock: BerundaDock) -> None:
    list_losses(dock, **{"l2": 0.5, "relaxed-kmeans": 1.0})
    spin = find(dock, "weightSpin-l2")
    choose(dock, "castillo2020")
    click(dock, "recipeCheck")
    click(dock, "lossCheck-l2")
    assert (spin.value(), settings(dock).weights.get("l2")) == (5, None)
    assert spin.toolTip() == "Its share λ in the total loss; 5 is the default"
    assert asked(dock).auxiliary[0] == AuxiliaryTerm("l2", 5)
    spin.setValue(0.5)  # what it would be elsewhere
    assert asked(dock).auxiliary[0] == AuxiliaryTerm("l2", 0.5)
    choose(dock, "")
    assert settings(dock).weights == {}
    assert (spin.value(), spin.toolTip()) == (0.5, "Its share λ in the total loss; 0.5 is the default")


def test_the_times_of_a_recipe_go_over_into_ones_own_choice(dock: BerundaDock, tmp_path: Path) -> None:
    list_losses(dock, fixmatch=0.3, jem=0.3)
    choose(dock, "fixmatch-then-jem")
    assert (find(dock, "startSpin-jem").text(), find(dock, "startSpin-jem").isEnabled()) == ("50 %", False)
    recipe = asked(dock).auxiliary
    assert [term.start for term in recipe] == [0, 0.5]
    click(dock, "recipeCheck")
    assert settings(dock).times == {"jem": (0.5, 1.0)}
    assert asked(dock).auxiliary == recipe
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    assert settings(dock).times == {}
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "startSpin-jem").text() == "50 %")
    click(dock, "lossCheck-fixmatch")
    assert settings(dock).times == {"jem": (0.5, 1.0)}
    assert find(dock, "startSpin-jem").isEnabled()


def test_the_numbers_of_a_recipe_go_with_it(dock: BerundaDock) -> None:
    list_losses(dock, fixmatch=0.3, jem=0.3)
    choose(dock, "fixmatch-then-jem")
    click(dock, "recipeCheck")
    assert (settings(dock).times, settings(dock).weights) == ({"jem": (0.5, 1.0)}, {"fixmatch": 1.0})
    choose(dock, "")
    dock.comparison.refresh()
    assert [trial(dock, key).terms for key in ("fixmatch", "jem")] == [(AuxiliaryTerm("fixmatch"),), (AuxiliaryTerm("jem"),)]
    assert trial(dock, "jem").terms[0].start == 0


def test_keeping_a_choice_of_another_recipe_forgets_the_numbers_too(dock: BerundaDock) -> None:
    dock.comparison.refresh()
    compare(dock, "supervised", "l1")  # with Berunda's own
    choose(dock, "castillo2020")
    click(dock, "recipeCheck")
    assert settings(dock).weights == {"relaxed-kmeans": 1}
    assert dock.comparison.keep("l1")
    assert (settings(dock).preset, settings(dock).auxiliary, settings(dock).weights) == ("", ("l1",), {})


def test_recipes_fit_a_narrow_dock(dock: BerundaDock) -> None:
    dock.window().resize(NARROW_PX, 1200)
    wait_until(lambda: dock.width() == NARROW_PX)
    for name in NAMES:
        choose(dock, name)
        QTest.qWait(20)
        inside, viewport, label = dock.scroll_area.widget(), dock.scroll_area.viewport(), find(dock, "presetLabel")
        assert inside.minimumSizeHint().width() <= viewport.width()
        assert label.mapTo(inside, label.rect().topRight()).x() < viewport.width()
        assert label.height() >= label.heightForWidth(label.width())  # every line of the sentence can be read


def test_the_project_remembers_the_recipe(dock: BerundaDock, tmp_path: Path) -> None:
    choose(dock, "thorough")
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: find(dock, "presetCombo").currentText() == "Berunda's own")
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "presetCombo").currentText() == "thorough")
    assert shown(dock) == ("berundanet-ensemble", "unet", 16, 600)
    old = json.loads(settings_to_json(Settings(steps=70)))
    del old["preset"]
    assert settings_from_json(json.dumps(old)) == Settings(steps=70)
    assert settings_from_json('{"preset": 3, "seed": 4}') == Settings(seed=4)


def test_a_recipe_that_is_gone_is_said(dock: BerundaDock) -> None:
    dock.session.scene.change_settings(preset="castillo2019")
    click(dock, "trainButton")
    assert message(dock) == f"Unknown preset 'castillo2019': choose one of {', '.join(NAMES)}"
    choose(dock, "quick")
    assert asked(dock).steps == 175


def test_numbers_with_a_step_go_to_its_multiples(dock: BerundaDock) -> None:
    click(dock, "recipeCheck")
    click(dock, "lossCheck-relaxed-kmeans")
    spin = find(dock, "parameterSpin-relaxed-kmeans-side")
    assert spin.toolTip() == "More shows more.\n32 to 96; 64 is the default; multiples of 32"
    for typed, kept in (("40", {"side": 32}), ("90", {"side": 96}), ("70", {})):
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, typed)
        QTest.keyClick(spin, Qt.Key.Key_Return)
        assert settings(dock).parameters.get("relaxed-kmeans", {}) == kept
        assert (spin.value(), spin.text()) == (kept.get("side", 64), str(kept.get("side", 64)))
    spin.stepUp()
    assert settings(dock).parameters == {"relaxed-kmeans": {"side": 96}}


def earlier(dock: BerundaDock) -> list[str]:
    dock.comparison.refresh()
    return [found.key for found in dock.comparison.trials if found.is_earlier]


def test_what_was_compared_under_other_conditions_is_marked(dock: BerundaDock) -> None:
    dock.comparison.refresh()
    compare(dock, "supervised", "default-recipe")
    assert earlier(dock) == []
    dock.session.scene.change_settings(steps=99)
    assert earlier(dock) == ["supervised", "default-recipe"]
    compare(dock, "default-recipe", "l1")
    assert earlier(dock) == ["supervised"]
    click(dock, "compareButton")
    table = dock.comparison_window.table
    states = [table.item(row, STATE).text() for row in range(3)]
    assert states == ["earlier · 20 steps", "done · 20 steps", "done · 20 steps"]
    assert dock.comparison.expected_s(2) == pytest.approx(2 * 99 * 0.3 / 20)
    choose(dock, "castillo2020")
    assert earlier(dock) == ["supervised", "default-recipe", "l1"]
    wait_until(lambda: table.item(1, CHOICE).text() == "Losses of recipe castillo2020")
    assert dock.comparison.steps == 25_000
    assert dock.comparison.expected_s(2) is None  # nothing has learned yet with so wide a network
    dock.session.scene.change_settings(preset="gone")
    assert earlier(dock) == []
    dock.comparison_window.close()


def test_what_learned_from_other_labels_than_the_last_is_marked(dock: BerundaDock) -> None:
    dock.comparison.refresh()
    compare(dock, "supervised", "l1")
    path = Path(trial(dock, "l1").model)  # the last
    head = json.loads(path.read_bytes()[8:])
    head["__metadata__"]["labels_digest"] = json.dumps("ab12")
    text = json.dumps(head).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text)
    assert earlier(dock) == ["supervised"]
    assert trial(dock, "l1").card.labels_digest == "ab12"


def test_keeping_the_recipe_of_then_brings_it_back(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    dock.comparison.refresh()
    compare(dock, "supervised", "default-recipe")
    learned = read_model_card(trial(dock, "default-recipe").model).recipe
    assert (learned["preset"], [term["name"] for term in learned["auxiliary"]]) == ("castillo2020", ["relaxed-kmeans"])
    choose(dock, "")
    dock.comparison.refresh()
    assert dock.comparison.keep("default-recipe")
    assert (settings(dock).preset, settings(dock).auxiliary) == ("castillo2020", None)
    assert find(dock, "recipeCheck").text() == "Losses of recipe castillo2020"
