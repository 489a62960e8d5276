"""What the tests of recipes in the dock share: a dock that is ready to train, and what it asks the engine for."""
from __future__ import annotations

from dataclasses import replace

import pytest
from berunda.engine.schema.config import TrainConfig
from berunda.engine.schema.loss_terms import AuxiliaryTerm
from berunda.engine.schema.model_card import read_model_card
from berunda.engine.schema.protocol import Request, decode_request, encode
from berunda.engine.schema.recipes import PRESETS
from berunda.engine.schema.setting import from_params
from berunda.plugin.core.project.settings import Settings
from berunda.plugin.gui.dock import BerundaDock
from dock_helpers import click, find, paint
from fake_engine import wait_until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QWidget

L1, SMOOTH = AuxiliaryTerm("l1", 0.5), AuxiliaryTerm("total-variation", 0.17)


@pytest.fixture
def two_losses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default recipe trains with two auxiliary losses, L1 and SMOOTH."""
    recipe = PRESETS["default"]
    monkeypatch.setitem(PRESETS, "default", replace(recipe, settings={**recipe.settings, "auxiliary": (L1, SMOOTH)}))


@pytest.fixture
def dock(open_dock) -> BerundaDock:
    """A dock that is ready to train, with Advanced unfolded."""
    opened = open_dock()
    wait_until(lambda: opened.training_panel.rows)
    click(opened, "newLabelsButton")
    paint(opened)
    find(opened, "advancedSection").setCollapsed(False)
    QTest.qWait(20)
    return opened


def settings(dock: BerundaDock) -> Settings:
    return dock.session.scene.settings


def pick(dock: BerundaDock, name: str, value: str) -> None:
    """Picks an entry of a combo box with the arrow keys."""
    combo = find(dock, name)
    assert isinstance(combo, QComboBox)
    dock.scroll_area.ensureWidgetVisible(combo)
    combo.setFocus()
    steps = combo.findData(value) - combo.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    assert combo.currentData() == value


def choose(dock: BerundaDock, name: str) -> None:
    """Chooses a recipe."""
    pick(dock, "recipeCombo", name)
    assert settings(dock).preset == name


def type_into(widget: QWidget, text: str) -> None:
    """Replaces the text of a spin box by typing."""
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def check(dock: BerundaDock, loss: str) -> None:
    """Clicks the checkbox of a loss, behind "More losses…" if need be."""
    if not find(dock, f"lossCheck-{loss}").isVisible():
        click(dock, "moreLossesButton")
    click(dock, f"lossCheck-{loss}")


def asked(dock: BerundaDock) -> TrainConfig:
    """What a click on Train asks for, and what arrives of it in the engine."""
    click(dock, "trainButton")
    params = dock.session.job.params
    config = from_params(TrainConfig, params)
    assert from_params(TrainConfig, decode_request(encode(Request(1, "train", params))).params) == config
    wait_until(lambda: not dock.session.is_busy)
    over_the_pipe = read_model_card(config.model).recipe
    assert from_params(TrainConfig, {name: over_the_pipe[name] for name in params}) == config
    return config
