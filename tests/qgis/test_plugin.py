"""Loading and unloading the plugin, as QGIS and Plugin Reloader do, several times in a row."""
from __future__ import annotations

import time
from pathlib import Path

import berunda
import pytest
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.gui import end_notice
from berunda.plugin.gui.dock import BerundaDock
from berunda.plugin.plugin import OPEN_SETTING
from fake_engine import is_alive, use_fake_engine, wait_until
from qgis.core import Qgis, QgsApplication, QgsGeometry, QgsProject, QgsRectangle, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QMenu, QToolBar, QToolButton, QWidget


class Desktop:
    """The part of QGIS's interface that the plugin uses, with a real window behind it."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self.window = QMainWindow()
        self.toolbar, self.menu, self.help_menu, self.bar = QToolBar(), QMenu(), QMenu(), QgsMessageBar()
        self.window.addToolBar(self.toolbar)
        self.window.resize(700, 900)
        self._canvas = canvas
        self.loaded = []

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self._canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def pluginHelpMenu(self) -> QMenu:
        return self.help_menu

    def addToolBarIcon(self, action: QAction) -> None:
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action: QAction) -> None:
        self.toolbar.removeAction(action)

    def addPluginToRasterMenu(self, name: str, action: QAction) -> None:
        self.menu.addAction(action)

    def removePluginRasterMenu(self, name: str, action: QAction) -> None:
        self.menu.removeAction(action)

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:
        self.window.addDockWidget(area, dock)
        dock.show()  # as QGIS does

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.window.removeDockWidget(dock)

    def docks(self) -> list[BerundaDock]:
        return self.window.findChildren(QWidget, "BerundaDock")


@pytest.fixture
def desktop(canvas: QgsMapCanvas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "")
    use_fake_engine(tmp_path, "slow")
    desktop = Desktop(canvas)
    desktop.window.show()
    assert QTest.qWaitForWindowExposed(desktop.window)
    yield desktop
    for plugin in desktop.loaded:
        plugin.unload()
    desktop.window.close()
    desktop.window.deleteLater()
    QgsSettings().remove(OPEN_SETTING)


def load(desktop: Desktop):
    plugin = berunda.classFactory(desktop)
    plugin.initGui()
    desktop.loaded.append(plugin)
    return plugin


def unload(desktop: Desktop) -> float:
    """Seconds that unloading took; the dock is gone when the event loop has run."""
    began = time.monotonic()
    desktop.loaded.pop().unload()
    seconds = time.monotonic() - began
    QTest.qWait(20)  # unlike processEvents this also deletes what was to be deleted later
    assert desktop.docks() == []
    return seconds


def test_the_button_opens_the_dock_and_the_dock_starts_the_engine(desktop: Desktop) -> None:
    load(desktop)
    (dock,) = desktop.docks()
    assert not dock.isVisible()
    QTest.qWait(50)
    assert not dock.session.client.is_running
    assert [action.objectName() for action in desktop.menu.actions()] == ["berundaAction"]
    assert not desktop.toolbar.actions()[0].icon().isNull()
    button = desktop.toolbar.widgetForAction(desktop.toolbar.actions()[0])
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dock.isVisible()
    wait_until(lambda: dock.session.catalogue)


def test_what_the_dock_says_is_in_the_message_bar(desktop: Desktop) -> None:
    load(desktop)
    desktop.docks()[0].session.failed.emit("Nothing is painted yet.")
    item = desktop.bar.currentItem()
    assert (item.title(), item.text(), item.level()) == (
        "Berunda",
        "Nothing is painted yet.",
        Qgis.MessageLevel.Warning,
    )


def test_the_end_of_a_long_installation_is_a_notification(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(end_notice, "LEAST_S", 0.0)
    monkeypatch.setattr(end_notice, "SETTLE_MS", 1)
    plugin = load(desktop)
    monkeypatch.setattr(desktop.window, "isActiveWindow", lambda: False)
    installer = desktop.docks()[0].installer
    installer.busy_changed.emit(True)
    installer.busy_changed.emit(False)
    installer.failed.emit("The disk is full: free some space.")
    wait_until(lambda: plugin._end_notice.shown)
    assert plugin._end_notice.shown == "The disk is full: free some space."


def test_help_is_in_the_menu_and_goes_with_the_plugin(desktop: Desktop) -> None:
    load(desktop)
    (action,) = desktop.help_menu.actions()
    action.trigger()
    window = desktop.window.findChild(QWidget, "berundaHelp")
    assert window.isVisible()
    assert window.browser.source().fileName() == "user_guide.md"
    unload(desktop)
    assert desktop.help_menu.actions() == []
    assert desktop.window.findChild(QWidget, "berundaHelp") is None


def test_unloading_in_the_middle_of_training_leaves_nothing_behind(desktop: Desktop, canvas: QgsMapCanvas) -> None:
    project = QgsProject.instance()
    before = [
        project.receivers(signal)
        for signal in (project.readProject, project.cleared, project.layersAdded, project.writeProject)
    ]
    tool = canvas.mapTool()
    for _ in range(2):
        load(desktop)
        (dock,) = desktop.docks()
        dock.setUserVisible(True)
        wait_until(lambda dock=dock: dock.session.scene.imagery)
        scene = dock.session.scene
        if scene.store is None:
            scene.create_labels()
            for class_id, x in ((1, 325_010), (2, 325_110)):
                scene.store.add_stroke(
                    QgsGeometry.fromRect(QgsRectangle(x, 2_779_950, x + 10, 2_779_960)), scene.imagery.crs, class_id
                )
        dock.label_tools.activate("brush")
        assert dock.session.train()
        wait_until(lambda dock=dock: dock.progress_panel.plot.curves.last_step > 5)
        process_id = dock.session.client.process_id()
        assert unload(desktop) < 0.1
        wait_until(lambda process_id=process_id: not is_alive(process_id))
        assert desktop.toolbar.actions() == desktop.menu.actions() == []
        assert canvas.mapTool() is tool
    after = [
        project.receivers(signal)
        for signal in (project.readProject, project.cleared, project.layersAdded, project.writeProject)
    ]
    assert after == before


def test_a_dock_that_was_left_open_opens_again(desktop: Desktop) -> None:
    load(desktop)
    desktop.docks()[0].setUserVisible(True)
    unload(desktop)
    load(desktop)
    assert desktop.docks()[0].isVisible()
    desktop.docks()[0].close()
    unload(desktop)
    load(desktop)
    assert not desktop.docks()[0].isVisible()


def provider_ids() -> set[str]:
    return {provider.id() for provider in QgsApplication.processingRegistry().providers()}


def test_the_processing_provider_comes_and_goes_with_the_plugin(desktop: Desktop) -> None:
    for _ in range(2):
        load(desktop)
        assert "berunda" in provider_ids()
        assert QgsApplication.processingRegistry().algorithmById("berunda:train") is not None
        unload(desktop)
        assert "berunda" not in provider_ids()


def test_without_a_window_there_is_the_provider_alone() -> None:
    """As qgis_process loads plugins."""
    plugin = berunda.classFactory(None)
    plugin.initProcessing()
    assert "berunda" in provider_ids()
    plugin.unload()
    assert "berunda" not in provider_ids()
