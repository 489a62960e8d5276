"""What comes with the losses of a recipe in the dock: class frequencies, the probe, how often a map is looked at."""
from __future__ import annotations

from berunda.plugin.gui.dock import BerundaDock
from dock_hands import click, find
from fake_engine import wait_until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from recipe_hands import asked, choose, compare, settings, trial


def test_own_losses_start_with_the_class_frequencies_of_the_recipe(dock: BerundaDock) -> None:
    combo = find(dock, "priorCombo")
    assert (combo.currentData(), asked(dock).class_prior) == ("estimated", "estimated")
    click(dock, "recipeCheck")
    assert (combo.currentData(), asked(dock).class_prior) == ("estimated", "estimated")
    click(dock, "recipeCheck")
    assert settings(dock).class_prior == ""  # there and back is no choice
    click(dock, "recipeCheck")
    click(dock, "lossCheck-l1")
    assert asked(dock).class_prior == "estimated"
    dock.scroll_area.ensureWidgetVisible(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert (combo.currentData(), asked(dock).class_prior) == ("balanced", "balanced")
    click(dock, "recipeCheck")
    click(dock, "recipeCheck")
    assert (combo.currentData(), asked(dock).class_prior) == ("balanced", "balanced")  # what was chosen stays chosen
    choose(dock, "castillo2020")
    assert (combo.currentData(), settings(dock).class_prior) == ("balanced", "")
    click(dock, "recipeCheck")
    assert (combo.currentData(), asked(dock).class_prior) == ("balanced", "balanced")
    choose(dock, "")
    assert (combo.currentData(), settings(dock).class_prior) == ("estimated", "")


def test_own_losses_keep_the_probe_of_the_recipe(dock: BerundaDock) -> None:
    combo = find(dock, "probeCombo")
    assert (combo.currentData(), asked(dock).probe) == (True, True)
    click(dock, "recipeCheck")
    assert (combo.currentData(), asked(dock).probe) == (True, True)
    click(dock, "recipeCheck")
    assert settings(dock).probe is None  # there and back is no choice
    dock.scroll_area.ensureWidgetVisible(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert (combo.currentData(), asked(dock).probe) == (False, False)
    click(dock, "recipeCheck")
    click(dock, "recipeCheck")
    assert (combo.currentData(), asked(dock).probe) == (False, False)  # what was chosen stays chosen
    choose(dock, "castillo2020")
    assert (combo.currentData(), settings(dock).probe, asked(dock).probe) == (False, None, False)
    choose(dock, "quick")
    assert (combo.currentData(), asked(dock).probe) == (True, True)


def test_only_a_backbone_that_has_and_keeps_weights_offers_a_probe(dock: BerundaDock) -> None:
    combo = find(dock, "probeCombo")
    click(dock, "compareButton")
    none_can = (("segnet", "", False), ("segnet", "/tmp/vgg16.pth", False), ("resnet18", "", False))
    for backbone, start_from, can_probe in (("unet", "", True), *none_can, ("resnet18", "/tmp/resnet18.pth", True)):
        dock.session.scene.change_settings(backbone=backbone, start_from=start_from)
        assert (combo.isEnabled(), combo.currentData()) == (can_probe, can_probe)
        wait_until(lambda can_probe=can_probe: ("A linear probe votes" in find(dock, "comparisonIntro").text()) == can_probe)
    dock.comparison_window.close()


def test_own_losses_keep_how_often_a_map_is_looked_at(dock: BerundaDock) -> None:
    assert asked(dock).predict_turns == 2
    click(dock, "recipeCheck")
    assert asked(dock).predict_turns == 2
    click(dock, "recipeCheck")
    assert settings(dock).predict_turns is None
    compare(dock, "supervised", "default-recipe")
    assert [trial(dock, key).card.recipe["predict_turns"] for key in ("supervised", "default-recipe")] == [1, 2]
    click(dock, "recipeCheck")
    wait_until(lambda: not trial(dock, "default-recipe").is_earlier)
    dock.comparison_window.close()


def test_the_comparison_says_which_class_frequencies_each_choice_has(dock: BerundaDock) -> None:
    click(dock, "compareButton")
    window = dock.comparison_window
    by_recipe = "estimated on the imagery for the default recipe, and as they are drawn for the others."
    for preset, chosen, priors, said in (
        ("", "", {"estimated", "balanced"}, by_recipe),
        ("", "estimated", {"estimated"}, "estimated on the imagery for all, as chosen under Advanced."),
        ("", "balanced", {"balanced"}, "as they are drawn for all, as chosen under Advanced."),
        ("quick", "", {"estimated", "balanced"}, by_recipe),
        ("castillo2020", "", {"balanced"}, "as they are drawn for all."),
        ("castillo2020", "estimated", {"estimated"}, "estimated on the imagery for all, as chosen under Advanced."),
    ):
        dock.session.scene.change_settings(preset=preset, class_prior=chosen)
        wait_until(lambda said=said: find(dock, "comparisonIntro").text().endswith(f"Class frequencies are {said}"))
        compare(dock, "supervised", "default-recipe")
        probe = find(dock, "comparisonIntro").text().partition("A linear probe votes in ")[2].partition(".")[0]
        assert probe == ("" if preset == "castillo2020" else "the default recipe alone")
        recipes = {key: trial(dock, key).card.recipe["class_prior"] for key in ("default-recipe", "supervised")}
        assert set(recipes.values()) == priors
        assert recipes["default-recipe"] == (chosen or ("balanced" if preset == "castillo2020" else "estimated"))
    window.close()
