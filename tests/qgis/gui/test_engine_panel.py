"""Install engine in the dock: with real clicks, and an installation that this test leads."""
from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest
from berunda.plugin.core.engine import environment
from berunda.plugin.core.engine.environment import SETTING, VARIABLE, configure_python, configured_python
from berunda.plugin.core.engine.installed import Record, installed_environment, interpreter, switch_to, write_record
from berunda.plugin.core.engine.installer import installer, plan
from berunda.plugin.core.engine.installer.engine_folder import SETTING as FOLDER_SETTING
from berunda.plugin.core.engine.installer.graphics import Card
from berunda.plugin.core.engine.installer.installation import Progress
from berunda.plugin.core.engine.installer.order import BASE_PYTHON_SETTING, WHEELS_SETTING, Order
from berunda.plugin.core.engine.installer.platforms import PLATFORMS
from berunda.plugin.core.engine.installer.problem import InstallCancelled, InstallProblem
from berunda.plugin.gui.dock import BerundaDock
from dock_helpers import WIDTH_PX, click, find, message, paint
from fake_engine import WORKER, wait_until, write_interpreter
from installer_helpers import use_profile
from qgis.core import QgsFeedback, QgsProject, QgsRasterLayer, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QMainWindow, QMessageBox

NOTICE = "The engine computes on the processor, not on the graphics card: no driver."


class LedInstallation:
    """In place of the real one: goes on when the test says so, and installs the fake engine."""

    orders: list[tuple[Order, bool]] = []
    outcome = ""
    notice = ""
    go_on = threading.Event()

    def __init__(
        self, order: Order, log: Callable[[str], None], report: Callable[[Progress], None], feedback: QgsFeedback
    ) -> None:
        self._order, self._log, self._report, self._feedback = order, log, report, feedback

    def run(self, is_fresh: bool) -> Record:
        self.orders.append((self._order, is_fresh))
        self._log("fetching into /home/somebody")
        self._report(Progress("Fetching the packages", 0.4))
        while not self.go_on.wait(0.01):
            if self._feedback.isCanceled():
                raise InstallCancelled
        self.go_on.clear()
        if self.outcome:
            raise InstallProblem(self.outcome)
        path = self._order.folder.root / f"env-{len(self.orders)}"
        program = interpreter(path)
        program.parent.mkdir(parents=True)
        program.symlink_to(write_interpreter(path, "normal"))
        record = Record("key", self._order.build.name, self._order.python, notice=self.notice)
        write_record(path, record)
        switch_to(path)
        return record


@pytest.fixture
def dock(canvas: QgsMapCanvas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BerundaDock]:
    """A dock that finds no engine."""
    use_profile(monkeypatch, tmp_path / "profile")
    monkeypatch.setattr(installer, "Installation", LedInstallation)
    monkeypatch.setattr(plan, "this_platform", lambda: PLATFORMS["linux-x86_64"])
    monkeypatch.setattr(plan, "find_card", lambda: None)
    monkeypatch.setattr(plan, "environment_key", lambda *_: "key")
    LedInstallation.orders, LedInstallation.outcome, LedInstallation.notice = [], "", ""
    LedInstallation.go_on.clear()
    window = QMainWindow()
    window.resize(WIDTH_PX, 900)
    made = BerundaDock(canvas, QgsProject.instance(), window)
    made.heard = []
    made.announced.connect(lambda text, level: made.heard.append(text))
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    wait_until(lambda: made.installer.plan)
    yield made
    made.close_session()
    window.close()
    window.deleteLater()
    for setting in (SETTING, FOLDER_SETTING, BASE_PYTHON_SETTING, WHEELS_SETTING):
        QgsSettings().remove(setting)


def install(dock: BerundaDock) -> None:
    click(dock, "installEngineButton")
    LedInstallation.go_on.set()
    wait_until(lambda: dock.session.client.is_ready)


def text(dock: BerundaDock, name: str) -> str:
    return find(dock, name).text()


def test_without_an_engine_the_dock_says_what_would_be_fetched(dock: BerundaDock, tmp_path: Path) -> None:
    assert dock.engine_section.isVisible()
    said = text(dock, "engineNeeds")
    assert said.startswith("Fetches about 400 MB from pypi.org, download.pytorch.org, github.com; 1.4 GB on disk")
    assert "at 50 Mbit/s" in said
    assert find(dock, "engineFolder").filePath() == str(tmp_path / "profile" / "engine")
    assert text(dock, "engineReason").startswith("No NVIDIA graphics card")
    assert not find(dock, "installProgress").isVisible()
    assert not dock.session.client.is_running
    assert dock.heard == []
    assert dock.widget().minimumSizeHint().width() <= WIDTH_PX


def test_a_click_installs_and_starts_the_engine(dock: BerundaDock) -> None:
    click(dock, "installEngineButton")
    wait_until(lambda: find(dock, "installProgress").isVisible())
    assert find(dock, "installProgress").value() == 400
    assert text(dock, "installStage") == "Fetching the packages"
    assert not find(dock, "installEngineButton").isEnabled()
    assert find(dock, "trainButton").isEnabled()  # the rest of the dock stays as it is
    LedInstallation.go_on.set()
    wait_until(lambda: dock.session.client.is_ready)
    assert not dock.engine_section.isVisible()
    order, is_fresh = LedInstallation.orders[0]
    assert (order.build.name, is_fresh, order.python) == ("cpu", False, "")
    assert "The engine is installed." in dock.heard


def test_painting_goes_on_while_the_engine_is_installed(raster_layer: QgsRasterLayer, dock: BerundaDock) -> None:
    click(dock, "installEngineButton")
    wait_until(lambda: find(dock, "installProgress").isVisible() and dock.session.scene.imagery)
    click(dock, "newLabelsButton")
    paint(dock)
    assert dock.session.scene.store.layer.featureCount() == 2
    assert find(dock, "installProgress").isVisible()
    LedInstallation.go_on.set()
    wait_until(lambda: dock.session.client.is_ready)


def test_cancelled_it_can_be_tried_again(dock: BerundaDock) -> None:
    click(dock, "installEngineButton")
    wait_until(lambda: find(dock, "cancelInstallButton").isVisible())
    click(dock, "cancelInstallButton")
    wait_until(lambda: not dock.installer.is_busy)
    assert text(dock, "installProblem") == "Cancelled. What was fetched is kept for the next try."
    assert text(dock, "installEngineButton") == "Retry"
    assert not find(dock, "installProgress").isVisible()
    install(dock)
    assert len(LedInstallation.orders) == 2


def test_a_failure_is_said_where_the_button_is(dock: BerundaDock) -> None:
    LedInstallation.outcome = "The disk is full: free some space or choose another folder, then try again."
    click(dock, "installEngineButton")
    LedInstallation.go_on.set()
    wait_until(lambda: text(dock, "installProblem"))
    assert text(dock, "installProblem") == LedInstallation.outcome
    assert find(dock, "installProblem").isVisible()
    assert text(dock, "installEngineButton") == "Retry"
    log = Path(dock.installer.log.path).read_text()
    assert "The disk is full" in log


def test_another_build_and_folder_are_the_users_choice(dock: BerundaDock, tmp_path: Path) -> None:
    combo = find(dock, "engineBuild")
    titles = [combo.itemText(row) for row in range(combo.count())]
    assert titles == ["processor (CPU)", "NVIDIA graphics card (CUDA 13.0)"]
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert text(dock, "engineNeeds").startswith("Fetches about 2.9 GB from pypi.org, github.com; ")
    assert text(dock, "engineReason") == "Another one fits this computer better."
    line = find(dock, "engineFolder").findChild(QLineEdit)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    line.selectAll()
    QTest.keyClicks(line, str(tmp_path))
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_until(lambda: find(dock, "engineFolder").filePath().endswith("berunda-engine"))
    install(dock)
    order = LedInstallation.orders[0][0]
    assert (order.build.name, order.folder.root) == ("cuda", tmp_path / "berunda-engine")


def test_a_card_that_cannot_be_used_is_said_after_the_installation(dock: BerundaDock) -> None:
    LedInstallation.notice = NOTICE
    install(dock)
    assert NOTICE in dock.heard
    assert "The engine is installed." not in dock.heard
    assert NOTICE in text(dock, "installedLabel")


def test_a_named_python_that_is_gone_does_not_come_before_the_new_engine(dock: BerundaDock) -> None:
    configure_python("/gone/python")
    dock.engine_panel.refresh()
    assert dock.engine_section.isVisible()
    assert text(dock, "installProblem").startswith("The engine's Python /gone/python (the setting) does not exist")
    install(dock)
    assert configured_python() == ""
    assert find(dock, "enginePython").filePath() == ""


def test_other_lock_files_ask_for_an_update_and_the_old_engine_works(
    dock: BerundaDock, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    before = installed_environment()
    monkeypatch.setattr(plan, "environment_key", lambda *_: "another")
    dock.engine_panel.refresh()
    assert dock.engine_section.isVisible()
    assert text(dock, "engineIntro").startswith("This release of Berunda needs other packages.")
    assert text(dock, "installEngineButton") == "Update engine"
    assert dock.session.client.is_ready
    click(dock, "installLaterButton")
    assert not dock.engine_section.isVisible()
    assert installed_environment() == before


def open_advanced(dock: BerundaDock) -> None:
    box = dock.findChild(type(dock.engine_section), "advancedSection")
    box.setCollapsed(False)
    QTest.qWait(20)


def test_a_repair_keeps_folder_build_and_python(dock: BerundaDock) -> None:
    find(dock, "engineBuild").setCurrentIndex(1)
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    dock.installer.plan = None  # as after a start of QGIS with an engine that works
    open_advanced(dock)
    click(dock, "repairEngineButton")
    LedInstallation.go_on.set()
    wait_until(lambda: len(LedInstallation.orders) == 2 and not dock.installer.is_busy)
    (first, _), (second, is_fresh) = LedInstallation.orders
    assert (second.folder, second.build, second.python, is_fresh) == (first.folder, first.build, first.python, True)
    assert second.build.name == "cuda"


def test_a_repair_that_fails_is_said_where_it_is_seen(dock: BerundaDock) -> None:
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    open_advanced(dock)
    LedInstallation.outcome = "The network cannot be reached: check the connection."
    click(dock, "repairEngineButton")
    LedInstallation.go_on.set()
    wait_until(lambda: message(dock) == LedInstallation.outcome)
    assert not dock.engine_section.isVisible()
    assert dock.session.client.is_ready


def test_a_narrow_dock_shows_everything(dock: BerundaDock) -> None:
    open_advanced(dock)
    QTest.qWait(50)
    inside = dock.scroll_area.widget()
    assert inside.minimumSizeHint().width() <= dock.scroll_area.viewport().width()


def test_uninstalled_after_a_question_the_dock_offers_it_again(dock: BerundaDock) -> None:
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    environment_path = installed_environment()
    open_advanced(dock)
    click(dock, "uninstallEngineButton")
    question = dock.findChild(QMessageBox, "uninstallQuestion")
    wait_until(question.isVisible)
    button = next(each for each in question.buttons() if "Uninstall" in each.text().replace("&", ""))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_until(lambda: installed_environment() is None and not dock.installer.is_busy)
    assert not environment_path.exists()
    assert dock.engine_section.isVisible()
    assert not dock.session.client.is_running
    assert message(dock).startswith("The engine is uninstalled; ")


def test_a_folder_of_wheels_and_a_python_are_remembered_and_change_the_plan(
    dock: BerundaDock, tmp_path: Path
) -> None:
    open_advanced(dock)
    for name, path in (("wheelFolder", str(tmp_path)), ("basePython", "/usr/bin/python3")):
        line = find(dock, name).findChild(QLineEdit)
        dock.scroll_area.ensureWidgetVisible(line)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        QTest.keyClicks(line, path)
        QTest.keyClick(line, Qt.Key.Key_Return)
    said = text(dock, "engineNeeds")
    assert said.startswith(f"Takes all from {tmp_path}, nothing from the network; 1.3 GB on disk")
    install(dock)
    order = LedInstallation.orders[0][0]
    assert (order.wheels, order.python) == (str(tmp_path), "/usr/bin/python3")


def test_diagnostics_can_be_copied(dock: BerundaDock) -> None:
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    open_advanced(dock)
    click(dock, "diagnoseButton")
    window = dock.engine_care_panel.diagnostics_window
    dock.session.client.log.add("the engine's last words")
    wait_until(window.isVisible)
    QTest.mouseClick(window.copy_button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    copied = QApplication.clipboard().text()
    for words in ("Berunda diagnostics. Where to report: ", "== Versions", "build cpu", "== install.log"):
        assert words in copied
    assert str(Path.home()) not in copied
    window.close()


def test_a_named_python_in_the_environment_variable_is_left_alone(
    dock: BerundaDock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, write_interpreter(tmp_path, "normal"))
    dock.engine_panel.refresh()
    assert not dock.engine_section.isVisible()
    assert WORKER.exists()
    assert environment.is_given()


def test_an_environment_that_is_deleted_while_qgis_runs_can_be_installed_again(dock: BerundaDock) -> None:
    install(dock)
    wait_until(lambda: not dock.installer.is_busy)
    gone = installed_environment()
    dock.session.stop_engine()
    shutil.rmtree(gone)
    dock.session.start_engine()
    said = f"The engine's environment {gone} is gone: install the engine's environment"
    wait_until(lambda: message(dock).startswith(said))
    assert dock.engine_section.isVisible()
    install(dock)


def test_a_computer_without_pytorch_gets_one_sentence(dock: BerundaDock, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def refuse() -> None:
        tried.append(1)
        raise InstallProblem("PyTorch has no build for Linux on armv7l: use another computer.")

    monkeypatch.setattr(installer, "make_plan", refuse)
    dock.installer.plan = None
    dock.engine_panel.refresh()
    wait_until(lambda: text(dock, "installProblem").startswith("PyTorch has no build"))
    QTest.qWait(50)
    assert len(tried) == 1
    assert not find(dock, "installEngineButton").isEnabled()


def test_a_fitting_card_is_chosen(dock: BerundaDock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "find_card", lambda: Card("RTX 4070", "581.57", (8, 9)))
    dock.installer.make_plan()
    wait_until(lambda: not dock.installer.is_busy)
    assert find(dock, "engineBuild").currentData() == "cuda"
    assert text(dock, "engineReason") == "It computes on RTX 4070 (driver 581.57)."
