"""What QGIS loads: puts the dock, its action and the Processing provider into QGIS, and takes them out again."""
from __future__ import annotations

from typing import Optional

from qgis.core import Qgis, QgsApplication, QgsProject, QgsSettings
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QCoreApplication, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QAction

from .core.help_pages import USER_GUIDE, help_url
from .core.icons import icon
from .core.translation import install_translation
from .gui.dock import BerundaDock
from .gui.end_notice import EndNotice
from .gui.help_window import HelpWindow
from .processing.provider import BerundaProvider

NAME = "Berunda"
OPEN_SETTING = "berunda/dock_open"


class BerundaPlugin:
    """Registers and unregisters; everything else is the dock's."""

    def __init__(self, iface: QgisInterface) -> None:
        self._iface = iface
        self._dock: Optional[BerundaDock] = None
        self._end_notice: Optional[EndNotice] = None
        self._help: Optional[HelpWindow] = None
        self._help_action: Optional[QAction] = None
        self._translator = install_translation()
        self._action: Optional[QAction] = None
        self._provider: Optional[BerundaProvider] = None

    def initProcessing(self) -> None:
        """Registers the provider; qgis_process, which has no window, calls this alone."""
        self._provider = BerundaProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Adds the provider, and the dock, open where it was left open, with its button in toolbar and plugin menu."""
        self.initProcessing()
        window = self._iface.mainWindow()
        self._help = HelpWindow(window)
        self._dock = BerundaDock(self._iface.mapCanvas(), QgsProject.instance(), window)
        self._dock.announced.connect(self._announce)
        self._end_notice = EndNotice(window)
        self._dock.announced.connect(self._end_notice.hear)
        self._dock.session.busy_changed.connect(self._end_notice.set_busy)
        self._dock.installer.busy_changed.connect(self._end_notice.set_busy)
        self._dock.installer.failed.connect(self._end_notice.hear)  # the dock says it beside the button alone
        self._action = QAction(icon("berunda"), NAME, window)
        self._action.setObjectName("berundaAction")
        self._action.setToolTip(QCoreApplication.translate("Berunda", "Berunda: land-cover maps from a few scribbles"))
        self._dock.setToggleVisibilityAction(self._action)
        self._help_action = QAction(icon("berunda"), NAME, window)
        self._help_action.triggered.connect(lambda: QDesktopServices.openUrl(QUrl(help_url(USER_GUIDE))))
        self._iface.pluginHelpMenu().addAction(self._help_action)
        self._iface.addToolBarIcon(self._action)
        self._iface.addPluginToRasterMenu(NAME, self._action)
        self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self._dock.setVisible(QgsSettings().value(OPEN_SETTING, False, type=bool))  # QGIS shows what is added
        self._dock.openedStateChanged.connect(_remember_open)

    def unload(self) -> None:
        """Takes everything out of QGIS; the engine ends by itself."""
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
        if self._dock is None:
            return
        self._iface.removePluginRasterMenu(NAME, self._action)
        self._iface.removeToolBarIcon(self._action)
        self._iface.pluginHelpMenu().removeAction(self._help_action)
        self._dock.openedStateChanged.disconnect(_remember_open)
        self._dock.close_session()
        self._iface.removeDockWidget(self._dock)
        self._help.close_for_good()
        for own in (self._dock, self._action, self._help_action, self._help, self._end_notice):
            own.deleteLater()
        self._dock = self._action = self._help_action = self._help = self._end_notice = None

    def _announce(self, sentence: str, level: Qgis.MessageLevel) -> None:
        self._iface.messageBar().pushMessage(NAME, sentence, level)


def _remember_open(is_open: bool) -> None:
    QgsSettings().setValue(OPEN_SETTING, is_open)
