"""Recipes by name in the dock: chosen, shown in all their parts, changed, remembered, asked for, and compared."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from berunda.engine.schema.loss_terms import AuxiliaryTerm, LossSpec
from berunda.engine.schema.model_card import read_model_card
from berunda.engine.schema.recipes import PRESETS
from berunda.plugin.core.project.settings import Settings
from berunda.plugin.gui.comparison_table import CHOICE, STATE
from berunda.plugin.gui.dock import BerundaDock
from comparison_helpers import change, choice
from dock_helpers import click, find, message
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from recipe_helpers import asked, check, choose, pick, settings, type_into

NARROW_PX = 320
NAMES = list(PRESETS)
CASTILLO = PRESETS["castillo2020"].sentence
SENTENCES = ("recipe", "probe_share", "class_prior", "auxiliary")
PARTS = SENTENCES[1:]


def text(dock: BerundaDock, part: str) -> str:
    return find(dock, f"{part}Sentence").text()


def changed(dock: BerundaDock) -> list[str]:
    """The parts that are marked; while any is, there is a way back."""
    marked = [name for name in PARTS if find(dock, f"{name}Changed").isVisible()]
    assert find(dock, "backToRecipeButton").isVisible() == bool(settings(dock).differences)
    return marked


def list_losses(dock: BerundaDock, **weights: float) -> None:
    """Puts losses with these default weights in place of the engine's."""
    losses = tuple(LossSpec(name, "Teaches.", default_weight=weight) for name, weight in weights.items())
    client = dock.session.client
    client.catalogue = replace(client.catalogue, auxiliary_losses=losses)
    client.hello_received.emit(client.catalogue)


def compare(dock: BerundaDock, *keys: str) -> None:
    assert dock.comparison.start(keys)
    wait_until(lambda: not dock.comparison.is_running)


def test_the_recipes_are_those_of_the_engine(dock: BerundaDock) -> None:
    combo = find(dock, "recipeCombo")
    assert [combo.itemText(row) for row in range(combo.count())] == NAMES
    assert combo.itemData(NAMES.index("castillo2020"), Qt.ItemDataRole.ToolTipRole) == CASTILLO
    assert (combo.currentText(), text(dock, "recipe")) == ("default", PRESETS["default"].sentence)


def test_the_front_shows_what_the_recipe_is_made_of(dock: BerundaDock) -> None:
    assert find(dock, "probeCheck").isChecked()
    assert find(dock, "probe_shareSetting").text() == "95 %"
    assert [text(dock, name) for name in PARTS] == [
        "Feature probe 95 %, decoder 5 % of the vote.",
        "How frequent the classes are is estimated on unlabelled pixels.",
        "They learn from the unlabelled imagery.",
    ]  # fmt: skip
    assert find(dock, "class_priorSetting").currentText() == "estimated on the imagery"
    assert {name: row.is_chosen for name, row in dock.training_panel.rows.items()} == {
        "l1": False, "mumford-shah": True, "relaxed-kmeans": False, "total-variation": False
    }
    assert find(dock, "weightSpin-mumford-shah").text() == "1"
    assert changed(dock) == []


def test_another_recipe_shows_its_own_parts(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    assert [text(dock, name) for name in SENTENCES] == [
        CASTILLO, "The decoder votes alone.", "All classes count as equally frequent, as they are drawn.",
        "They learn from the unlabelled imagery.",
    ]  # fmt: skip
    assert (find(dock, "probeCheck").isChecked(), find(dock, "probe_shareSetting").isVisible()) == (False, False)
    assert find(dock, "class_priorSetting").currentText() == "balanced as drawn"
    assert [name for name, row in dock.training_panel.rows.items() if row.is_chosen] == ["relaxed-kmeans"]
    assert changed(dock) == []
    config = asked(dock)
    assert (config.preset, config.width, config.steps, config.crop_px) == ("castillo2020", 64, 25_000, 320)
    assert (config.optimizer, config.schedule, config.predict_overlap) == ("adam", "constant", 0.75)
    choose(dock, "instant")
    assert [text(dock, name) for name in ("probe_share", "auxiliary")] == [
        "The feature probe votes alone.", "None is chosen: training is purely supervised."
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_arrives_unchanged(dock: BerundaDock, name: str) -> None:
    choose(dock, name)
    config = asked(dock)
    assert config.preset == name
    assert {key: getattr(config, key) for key in PRESETS[name].settings} == PRESETS[name].settings


@pytest.mark.usefixtures("two_losses")
def test_one_click_changes_a_part_and_one_goes_back(dock: BerundaDock) -> None:
    click(dock, "probeCheck")
    assert (text(dock, "probe_share"), changed(dock)) == ("The decoder votes alone.", ["probe_share"])
    assert find(dock, "probe_shareChanged").toolTip() == "The recipe has 95 %"
    click(dock, "probeCheck")
    assert settings(dock) == Settings()
    type_into(find(dock, "probe_shareSetting"), "40")
    assert text(dock, "probe_share") == "Feature probe 40 %, decoder 60 % of the vote."
    click(dock, "probeCheck")
    click(dock, "probeCheck")
    assert settings(dock) == Settings(chosen={"probe_share": 0.4})  # as before it was unchecked
    pick(dock, "class_priorSetting", "balanced")
    check(dock, "l1")
    assert changed(dock) == list(PARTS)
    assert find(dock, "auxiliaryChanged").toolTip() == "The recipe has l1=0.5, total-variation=0.17"
    assert find(dock, "class_priorChanged").toolTip() == "The recipe has estimated on the imagery"
    assert find(dock, "backToRecipeButton").toolTip() == (
        "Undo what differs from it: Feature probe, Class prior, Auxiliary losses"
    )
    config = asked(dock)
    assert (config.preset, config.probe_share, config.class_prior) == ("default", 0.4, "balanced")
    assert config.auxiliary == (AuxiliaryTerm("total-variation", 0.17),)
    click(dock, "backToRecipeButton")
    assert (settings(dock), changed(dock)) == (Settings(), [])
    assert find(dock, "lossCheck-l1").isChecked()


def test_a_probe_needs_an_encoder_that_keeps_weights(dock: BerundaDock) -> None:
    for backbone, start, can_probe in (
        ("unet", "", True), ("segnet", "", False), ("segnet", "/tmp/vgg16.pth", False), ("resnet18", "", False),
        ("resnet18", "/tmp/resnet18.pth", True),
    ):  # fmt: skip
        change(dock, backbone=backbone, weights=start)
        assert (find(dock, "probeCheck").isEnabled(), find(dock, "probeCheck").isChecked()) == (can_probe, can_probe)
        assert find(dock, "probe_shareSetting").isVisible() == can_probe
        reason = f"The encoder of {backbone} keeps no pretrained weights: the decoder votes alone."
        assert (text(dock, "probe_share") == reason) != can_probe


def test_a_recipe_of_the_probe_alone_needs_another_backbone(dock: BerundaDock) -> None:
    choose(dock, "instant")
    change(dock, backbone="segnet")
    assert text(dock, "probe_share") == (
        "The feature probe cannot vote alone, since the encoder of segnet keeps no pretrained weights: choose another "
        "backbone or recipe."
    )
    change(dock, backbone="unet")
    assert text(dock, "probe_share") == "The feature probe votes alone."


def test_without_training_steps_no_loss_takes_part(dock: BerundaDock) -> None:
    choose(dock, "instant")
    check(dock, "l1")
    assert text(dock, "auxiliary") == "Without training steps no loss takes part."
    assert find(dock, "auxiliaryChanged").toolTip() == "The recipe has none"
    change(dock, minutes=1.0)
    assert text(dock, "auxiliary") == "They learn from the unlabelled imagery."


def test_a_share_of_the_probe_is_forgotten_with_its_recipe(dock: BerundaDock) -> None:
    type_into(find(dock, "probe_shareSetting"), "40")
    choose(dock, "castillo2020")
    click(dock, "probeCheck")
    assert settings(dock).value("probe_share") == 0.95
    assert find(dock, "probe_shareChanged").toolTip() == "The recipe has no feature probe"
    type_into(find(dock, "probe_shareSetting"), "30")
    click(dock, "probeCheck")
    click(dock, "probeCheck")
    assert settings(dock).value("probe_share") == 0.3
    choose(dock, "default")
    assert settings(dock) == Settings()


def test_a_difference_that_the_dock_does_not_show_can_be_undone(dock: BerundaDock) -> None:
    change(dock, predict_tta_rotations=1)
    assert find(dock, "backToRecipeButton").toolTip() == "Undo what differs from it: Test-time rotations"
    assert asked(dock).predict_tta_rotations == 1
    click(dock, "backToRecipeButton")
    assert settings(dock) == Settings()


def test_another_recipe_forgets_what_was_chosen(dock: BerundaDock) -> None:
    change(dock, steps=50, width=8, seed=3, backbone="segnet")
    check(dock, "relaxed-kmeans")
    choose(dock, "thorough")
    assert settings(dock) == Settings(preset="thorough", chosen={"seed": 3})
    assert find(dock, "networkSetting").currentText() == "berundanet-ensemble"
    assert (find(dock, "stepsSetting").value(), find(dock, "widthSetting").value()) == (600, 16)


def test_a_recipe_may_have_other_weights_for_the_losses(dock: BerundaDock) -> None:
    list_losses(dock, **{"l2": 0.5, "relaxed-kmeans": 1.0})
    spin = find(dock, "weightSpin-l2")
    choose(dock, "castillo2020")
    check(dock, "l2")
    assert spin.value() == 15
    assert spin.toolTip() == "Its share λ in the total loss; 15 is the default"
    assert asked(dock).auxiliary[1] == AuxiliaryTerm("l2", 15)
    type_into(spin, "0.5")  # what it would be elsewhere
    assert asked(dock).auxiliary[1] == AuxiliaryTerm("l2", 0.5)
    choose(dock, "default")
    assert settings(dock) == Settings()
    assert (spin.value(), spin.toolTip()) == (0.5, "Its share λ in the total loss; 0.5 is the default")


def test_the_times_of_a_recipe_go_over_into_ones_own_choice(
    dock: BerundaDock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, terms = PRESETS["fixmatch-then-jem"], (AuxiliaryTerm("fixmatch", 1.0), AuxiliaryTerm("jem", 0.3, start=0.5))
    changed_recipe = replace(recipe, settings={**recipe.settings, "auxiliary": terms})
    monkeypatch.setitem(PRESETS, "fixmatch-then-jem", changed_recipe)
    list_losses(dock, fixmatch=0.3, jem=0.3)
    choose(dock, "fixmatch-then-jem")
    assert find(dock, "startSpin-jem").text() == "50 %"
    check(dock, "fixmatch")
    assert asked(dock).auxiliary == (AuxiliaryTerm("jem", 0.3, start=0.5),)
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: find(dock, "startSpin-jem").text() == "0 %")
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "startSpin-jem").text() == "50 %")
    assert not find(dock, "lossCheck-fixmatch").isChecked()
    check(dock, "fixmatch")
    assert changed(dock) == []


def test_the_numbers_of_a_recipe_go_with_it(dock: BerundaDock) -> None:
    list_losses(dock, fixmatch=0.3, jem=0.3)
    choose(dock, "fixmatch-then-jem")
    type_into(find(dock, "weightSpin-jem"), "2")
    choose(dock, "default")
    dock.comparison.refresh()
    for name in ("fixmatch", "jem"):
        assert choice(dock.comparison, name).terms == (AuxiliaryTerm(name),)


def test_recipes_fit_a_narrow_dock(dock: BerundaDock) -> None:
    dock.window().resize(NARROW_PX, 1200)
    wait_until(lambda: dock.width() == NARROW_PX)
    change(dock, seed=3, width=8)
    for name in NAMES:
        choose(dock, name)
        change(dock, minutes=3.0)
        QTest.qWait(20)
        inside, viewport = dock.scroll_area.widget(), dock.scroll_area.viewport()
        assert inside.minimumSizeHint().width() <= viewport.width()
        for part in SENTENCES:
            label = find(dock, f"{part}Sentence")
            assert label.mapTo(inside, label.rect().topRight()).x() < viewport.width()
            assert label.height() >= label.heightForWidth(label.width())  # every line of the sentence can be read


def test_the_project_remembers_the_recipe(dock: BerundaDock, tmp_path: Path) -> None:
    choose(dock, "thorough")
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    project.clear()
    wait_until(lambda: find(dock, "recipeCombo").currentText() == "default")
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: find(dock, "recipeCombo").currentText() == "thorough")
    assert find(dock, "stepsSetting").value() == 600


def test_steps_are_needed_where_the_decoder_votes(dock: BerundaDock) -> None:
    choose(dock, "instant")
    type_into(find(dock, "probe_shareSetting"), "50")
    click(dock, "trainButton")
    assert message(dock).startswith("steps is 0 with probe_share 0.5")


def earlier(dock: BerundaDock) -> list[str]:
    dock.comparison.refresh()
    return [found.key for found in dock.comparison.choices if found.is_earlier]


def test_what_was_compared_under_other_conditions_is_marked(dock: BerundaDock) -> None:
    dock.comparison.refresh()
    compare(dock, "supervised", "default-recipe")
    assert earlier(dock) == []
    change(dock, steps=99)
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
    assert dock.comparison.expected_s(2) is None  # nothing has been trained yet with so wide a network
    dock.comparison_window.close()


def test_what_was_trained_on_other_labels_than_the_last_is_marked(dock: BerundaDock) -> None:
    dock.comparison.refresh()
    compare(dock, "supervised", "l1")
    path = Path(choice(dock.comparison, "l1").model)  # the last
    content = path.read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    header["__metadata__"]["labels_digest"] = json.dumps("ab12")
    encoded = json.dumps(header).encode()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded)
    assert earlier(dock) == ["supervised"]
    assert choice(dock.comparison, "l1").card.labels_digest == "ab12"


def test_keeping_a_choice_brings_its_recipe_back(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    dock.comparison.refresh()
    compare(dock, "supervised", "default-recipe")
    trained = read_model_card(choice(dock.comparison, "default-recipe").model).recipe
    assert (trained["preset"], [term["name"] for term in trained["auxiliary"]]) == ("castillo2020", ["relaxed-kmeans"])
    choose(dock, "default")
    dock.comparison.refresh()
    assert dock.comparison.keep("default-recipe")
    assert (settings(dock).preset, changed(dock)) == ("castillo2020", [])
    assert dock.comparison.keep("supervised")
    assert (settings(dock).preset, changed(dock)) == ("castillo2020", ["auxiliary"])
    assert settings(dock).value("auxiliary") == ()
