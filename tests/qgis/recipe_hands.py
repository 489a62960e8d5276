"""What the tests of recipes in the dock share: a dock that is ready to train, and what it asks the engine for."""
from __future__ import annotations

import pytest
from berunda.engine.config import TrainConfig, from_params, to_params
from berunda.engine.protocol import Request, decode_request, encode
from berunda.plugin.core.model_card import read_model_card
from berunda.plugin.core.settings import Settings
from berunda.plugin.core.trials import Trial
from berunda.plugin.gui.dock import BerundaDock
from dock_hands import click, find, paint
from fake_engine import wait_until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest


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


def choose(dock: BerundaDock, name: str) -> None:
    """Chooses a recipe with the arrow keys."""
    combo = find(dock, "presetCombo")
    dock.scroll_area.ensureWidgetVisible(combo)
    steps = combo.findData(name) - combo.currentIndex()
    for _ in range(abs(steps)):
        QTest.keyClick(combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    assert settings(dock).preset == name


def asked(dock: BerundaDock) -> TrainConfig:
    """What a click on Train asks for, and what arrives of it in the engine."""
    click(dock, "trainButton")
    config = dock.session.run.config
    line = encode(Request(1, "train", to_params(config)))
    assert from_params(TrainConfig, decode_request(line).params) == config
    wait_until(lambda: not dock.session.is_busy)
    over_the_pipe = read_model_card(config.model).recipe
    assert from_params(TrainConfig, {name: over_the_pipe[name] for name in to_params(config)}) == config
    return config


def compare(dock: BerundaDock, *keys: str) -> None:
    assert dock.comparison.start(keys)
    wait_until(lambda: not dock.comparison.is_running)


def trial(dock: BerundaDock, key: str) -> Trial:
    return next(found for found in dock.comparison.trials if found.key == key)
