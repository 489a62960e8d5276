"""The settings under Advanced: made from their declarations, set with mouse and keys, remembered and sent."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from berunda.engine.schema.config import TrainConfig
from berunda.engine.schema.setting import ADVANCED, FRONT, Setting, setting, settings_of
from berunda.plugin.core.project.settings import BUDGET, KEPT, SHOWN, Settings
from berunda.plugin.gui.budget_row import BudgetRow
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.gui.setting_widgets import setting_editor
from comparison_helpers import change
from dock_helpers import click, find
from fake_engine import wait_until
from qgis.core import QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QSpinBox
from recipe_helpers import asked, choose, pick, settings, type_into


@dataclass(frozen=True)
class Extended(TrainConfig):
    """A training with a setting of every kind that a later version might add."""

    dropout: float = setting(
        0.1, sentence="share of features left out", title="Dropout", low=0, high=0.9, shown=ADVANCED
    )
    side: int = setting(
        64, sentence="side of a block", title="Side", low=32, high=320, multiple=32, unit="px", shown=ADVANCED
    )
    mirrored: bool = setting(False, sentence="whether patches are mirrored", title="Mirrored", shown=ADVANCED)
    norm: str = setting("batch", sentence="normalisation", title="Norm", choices=("batch", "group"), shown=ADVANCED)
    teacher: str = setting("", sentence="model to learn from", title="Teacher", is_path=True, shown=ADVANCED)
    secret: int = setting(1, sentence="not for the dock", low=0, high=9)


NEW = {name: each for name, each in settings_of(Extended).items() if name not in settings_of(TrainConfig)}


def widget(dock: BerundaDock, name: str) -> object:
    return find(dock, f"{name}Setting")


def test_every_declared_setting_has_its_row(dock: BerundaDock) -> None:
    kinds = {"network": QComboBox, "backbone": QComboBox, "device": QComboBox, "width": QSpinBox, "seed": QSpinBox,
             "steps": QSpinBox, "minutes": QDoubleSpinBox, "weights": QgsFileWidget}  # fmt: skip
    assert {name for name, each in SHOWN.items() if each.shown == ADVANCED} == set(kinds)
    for name, kind in kinds.items():
        found = widget(dock, name)
        assert isinstance(found, kind), name
        assert found.toolTip().lower() == SHOWN[name].sentence.lower()
    assert (widget(dock, "width").minimum(), widget(dock, "width").maximum()) == (4, 512)
    assert (widget(dock, "network").currentText(), widget(dock, "width").value()) == ("berundanet-late", 16)
    assert (widget(dock, "steps").value(), widget(dock, "steps").isVisible()) == (250, True)


def test_choices_come_from_the_engine(dock: BerundaDock) -> None:
    backbones, devices = widget(dock, "backbone"), widget(dock, "device")
    names = [entry.name for entry in dock.session.catalogue.backbones]
    assert [backbones.itemText(row) for row in range(backbones.count())] == names
    assert backbones.itemData(names.index("segnet"), Qt.ItemDataRole.ToolTipRole) == "Less memory."
    assert [devices.itemText(row) for row in range(devices.count())] == ["auto", "cpu", "cuda", "mps"]
    assert [devices.model().item(row).isEnabled() for row in range(3)] == [True, True, False]
    assert devices.itemData(2, Qt.ItemDataRole.ToolTipRole) == "no driver"


def test_choices_reach_the_settings_and_the_engine(dock: BerundaDock) -> None:
    type_into(widget(dock, "width"), "8")
    type_into(widget(dock, "seed"), "3")
    pick(dock, "backboneSetting", "segnet")
    assert settings(dock).params() == {"preset": "default", "width": 8, "seed": 3, "backbone": "segnet"}
    names = ("width", "seed", "backbone", "network", "steps")
    assert [name for name in names if find(dock, f"{name}Changed").isVisible()] == ["width", "backbone"]
    assert find(dock, "widthChanged").toolTip() == "The recipe has 16"
    config = asked(dock)
    assert (config.width, config.seed, config.backbone) == (8, 3, "segnet")
    click(dock, "backToRecipeButton")
    assert settings(dock) == Settings(chosen={"seed": 3})
    assert (widget(dock, "width").value(), widget(dock, "backbone").currentText()) == (16, "efficientnet-lite0")


def test_the_budget_is_in_steps_or_minutes(dock: BerundaDock) -> None:
    pick(dock, "budgetCombo", "minutes")
    assert (widget(dock, "minutes").isVisible(), widget(dock, "steps").isVisible()) == (True, False)
    assert (widget(dock, "minutes").text(), settings(dock).value("minutes")) == ("2 min", 2.0)
    type_into(widget(dock, "minutes"), "1.5")
    assert find(dock, "stepsChanged").isVisible()
    assert find(dock, "stepsChanged").toolTip() == "The recipe has 250 steps"
    config = asked(dock)
    assert (config.steps, config.minutes) == (None, 1.5)
    pick(dock, "budgetCombo", "steps")
    type_into(widget(dock, "steps"), "50")
    assert (asked(dock).steps, settings(dock).chosen) == (50, {"steps": 50})
    type_into(widget(dock, "steps"), "250")
    assert settings(dock) == Settings()


def test_a_recipe_is_shown_under_advanced(dock: BerundaDock) -> None:
    choose(dock, "castillo2020")
    assert (widget(dock, "backbone").currentText(), widget(dock, "width").value(), widget(dock, "steps").value()) == (
        "unet", 64, 25_000
    )
    assert not any(find(dock, f"{name}Changed").isVisible() for name in ("backbone", "width", "steps"))


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> BerundaDock:
    """The dock of a version whose TrainConfig is Extended."""
    for name, declared in NEW.items():
        if declared.shown:
            monkeypatch.setitem(SHOWN, name, declared)
            monkeypatch.setitem(KEPT, name, declared)
    return request.getfixturevalue("dock")


def test_a_new_declared_setting_is_shown_remembered_and_sent(extended: BerundaDock, tmp_path: Path) -> None:
    dock = extended
    assert dock.findChild(QSpinBox, "secretSetting") is None
    titles = [label.text() for label in dock.advanced_panel.findChildren(type(find(dock, "widthChanged")))]
    assert {"Dropout", "Side", "Mirrored", "Norm", "Teacher"} < set(titles)
    assert widget(dock, "dropout").toolTip() == "Share of features left out"
    type_into(widget(dock, "dropout"), "0.25")
    type_into(widget(dock, "side"), "100")  # goes to the nearest multiple
    click(dock, "mirroredSetting")
    pick(dock, "normSetting", "group")
    dock.scroll_area.ensureWidgetVisible(widget(dock, "teacher"))
    teacher = str(tmp_path / "teacher.safetensors")
    QTest.keyClicks(widget(dock, "teacher").lineEdit(), teacher)
    sent = {"dropout": 0.25, "side": 96, "mirrored": True, "norm": "group", "teacher": teacher}
    assert settings(dock).params() == {"preset": "default", **sent}
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "map.qgz"))
    assert str(tmp_path) not in project.readEntry("berunda", "settings")[0]  # as relative as the project's other paths
    project.clear()
    wait_until(lambda: widget(dock, "norm").currentText() == "batch")
    assert project.read(str(tmp_path / "map.qgz"))
    wait_until(lambda: widget(dock, "norm").currentText() == "group")
    assert settings(dock).params() == {"preset": "default", **sent}
    assert (widget(dock, "dropout").value(), widget(dock, "side").text()) == (0.25, "96 px")
    assert (widget(dock, "mirrored").isChecked(), widget(dock, "teacher").filePath()) == (True, teacher)


@pytest.mark.parametrize(("name", "kind"), [
    ("dropout", QDoubleSpinBox), ("side", QSpinBox), ("mirrored", QCheckBox), ("norm", QComboBox),
    ("teacher", QgsFileWidget),
])  # fmt: skip
def test_the_kind_of_a_setting_decides_its_widget(name: str, kind: type) -> None:
    editor = setting_editor(NEW[name])
    heard = []
    editor.edited.connect(heard.append)
    editor.show_value(NEW[name].default)
    assert isinstance(editor.widget, kind)
    assert heard == []


def test_a_setting_without_a_widget_is_an_error() -> None:
    with pytest.raises(TypeError, match="no widget for the setting area"):
        setting_editor(Setting("any text", name="area", kind=str, default="", shown=FRONT))


def test_the_budget_is_one_row(dock: BerundaDock) -> None:
    titles = [label.text() for label in dock.advanced_panel.findChildren(type(find(dock, "widthChanged")))]
    assert titles.count(SHOWN[BUDGET[0]].title) == 1


def test_the_recipe_s_budget_in_minutes_is_said_with_its_unit() -> None:
    assert BudgetRow.in_words({"steps": None, "minutes": 2.5}) == "2.5 min"
    assert BudgetRow.in_words({"steps": 25_000, "minutes": None}) == "25000 steps"


@pytest.mark.parametrize(("name", "value", "expected"), [
    ("dropout", 0.25, "0.25"), ("side", 96, "96 px"), ("mirrored", True, "checked"), ("norm", "group", "group"),
    ("teacher", "", "none"), ("teacher", "a.pt", "a.pt"),
])  # fmt: skip
def test_a_value_in_words_is_what_the_widget_shows(name: str, value: object, expected: str) -> None:
    assert setting_editor(NEW[name]).in_words(value) == expected


def test_a_file_dialog_lists_the_declared_files(dock: BerundaDock) -> None:
    weights = widget(dock, "weights")
    assert weights.filter() == f"Files ({SHOWN['weights'].pattern})"
    assert "*.safetensors" in weights.filter()
    assert weights.lineEdit().placeholderText() == "none"


def test_the_output_folder_is_taken_when_it_is_complete(dock: BerundaDock, tmp_path: Path) -> None:
    scene, output = dock.session.scene, find(dock, "outputFolder")
    line, default = output.lineEdit(), scene.output
    QApplication.setActiveWindow(dock.window())
    dock.scroll_area.ensureWidgetVisible(output)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert scene.memory.output == default  # nothing was typed
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, str(tmp_path / "ab"))
    change(dock, seed=5)
    QTest.keyClick(line, Qt.Key.Key_Left)
    QTest.keyClicks(line, "XY")
    assert (line.text(), scene.output) == (str(tmp_path / "aXYb"), default)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.text(), scene.output) == (str(tmp_path / "aXYb"), str(tmp_path / "aXYb"))
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert (line.text(), scene.output) == ("", str(tmp_path / "aXYb"))
    find(dock, "keepCheck").setFocus()
    assert (line.text(), scene.output) == (default, default)
    output.setFilePath(str(tmp_path / "chosen"))  # as the dialog does
    assert scene.output == str(tmp_path / "chosen")


def test_a_folder_half_typed_is_not_taken_for_another_image(dock: BerundaDock) -> None:
    scene, line = dock.session.scene, find(dock, "outputFolder").lineEdit()
    QApplication.setActiveWindow(dock.window())
    line.setFocus()
    assert line.hasFocus()
    QTest.keyClicks(line, "half")
    layer, before = scene.image_layer, scene.output
    scene.choose_image(None)
    scene.choose_image(layer)
    find(dock, "keepCheck").setFocus()
    assert (line.text(), scene.output) == (before, before)
