"""What can be done with the installed engine: repair, uninstall, other sources, and the text for a report."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFormLayout, QGridLayout, QLabel, QMessageBox, QPushButton, QWidget

from ..core.engine.installed import Record, installed_environment, installed_record
from ..core.engine.installer.engine_folder import EngineFolder, chosen_root
from ..core.engine.installer.installer import EngineInstaller
from ..core.engine.installer.order import BASE_PYTHON_SETTING, WHEELS_SETTING, base_python, remember, wheel_folder
from ..core.project.session import Session
from .diagnostics_window import DiagnosticsWindow
from .engine_panel import EnginePanel
from .folder_widget import FolderWidget
from .sizes import megabytes_in_words
from .wrapped_column import add_wrapped, wrapped_column


class EngineCarePanel(QWidget):
    """Says what is installed; starts the engine when it has been installed, and ends it before it is removed."""

    def __init__(
        self, session: Session, installer: EngineInstaller, panel: EnginePanel, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._session, self._installer, self._panel = session, installer, panel
        self._is_new = False  # installed, but not yet seen to come up
        self.diagnostics_window = DiagnosticsWindow(self)
        self._build()
        self._wire()
        self._show()

    def _build(self) -> None:
        self.installed_label = QLabel()
        self.installed_label.setObjectName("installedLabel")
        self.python_widget = QgsFileWidget()
        self.python_widget.setObjectName("basePython")
        tip = self.tr("A Python from 3.10 to 3.14 to build the engine's environment on, for the next installation")
        self.python_widget.setToolTip(tip)
        self.python_widget.lineEdit().setPlaceholderText(self.tr("one of its own"))
        self.python_widget.setFilePath(base_python())
        self.wheels_widget = FolderWidget(
            "wheelFolder", self.tr("A folder with all packages, to install without a network; see the documentation")
        )
        self.wheels_widget.lineEdit().setPlaceholderText(self.tr("from the network"))
        self.wheels_widget.show_folder(wheel_folder())
        self.repair_button = self._button("repairEngineButton", self.tr("Repair"), self.tr("Fetch everything anew"))
        tip = self.tr("Remove the engine, its Python and what was fetched")
        self.uninstall_button = self._button("uninstallEngineButton", self.tr("Uninstall…"), tip)
        self.diagnose_button = self._button(
            "diagnoseButton", self.tr("Diagnostics…"), self.tr("A text about this computer to paste into a report")
        )
        form = QFormLayout()
        form.addRow(self.tr("Build on"), self.python_widget)
        form.addRow(self.tr("Install from"), self.wheels_widget)
        buttons = QGridLayout()
        buttons.addWidget(self.repair_button, 0, 0)
        buttons.addWidget(self.uninstall_button, 0, 1)
        buttons.addWidget(self.diagnose_button, 1, 0, 1, 2)
        column = wrapped_column(self)
        column.addLayout(form)
        add_wrapped(column, self.installed_label)
        column.addLayout(buttons)

    def _wire(self) -> None:
        installer = self._installer
        self.python_widget.fileChanged.connect(lambda path: self._remember(BASE_PYTHON_SETTING, path))
        self.wheels_widget.chosen.connect(lambda path: self._remember(WHEELS_SETTING, path))
        self.repair_button.clicked.connect(installer.repair)
        self.uninstall_button.clicked.connect(self._ask_to_uninstall)
        self.diagnose_button.clicked.connect(lambda: installer.diagnose(self._session.client.log))
        installer.installed.connect(self._on_installed)
        installer.uninstalled.connect(self._on_uninstalled)
        installer.diagnosed.connect(self.diagnostics_window.show_text)
        installer.busy_changed.connect(self._show)
        installer.planned.connect(self._show)
        self._session.catalogue_changed.connect(self._on_ready)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _remember(self, setting: str, path: str) -> None:
        remember(setting, path)
        self._panel.refresh()

    def _show(self, *_: object) -> None:
        environment, record = installed_environment(), installed_record()
        is_free = not self._installer.is_busy
        is_something_here = environment is not None or EngineFolder(chosen_root()).cache.exists()
        self.repair_button.setEnabled(is_free and environment is not None)
        self.uninstall_button.setEnabled(is_free and is_something_here)
        self.diagnose_button.setEnabled(is_free)
        if record is not None:
            said = self.tr("Installed in {}. {}").format(environment, record.notice)
            self.installed_label.setText(said.strip())
        else:
            self.installed_label.setText(self.tr("Nothing is installed from here."))

    def _on_installed(self, _: Record) -> None:
        self._show()
        self._is_new = True
        if not self._session.is_busy:
            self._session.check_engine()

    def _on_ready(self, _: object) -> None:
        """The engine works: what it replaced can go, now or, where Windows still kept some files, the next time."""
        environment = installed_environment()
        if self._is_new or (environment is not None and EngineFolder(environment.parent).leftovers()):
            self._is_new = False
            self._installer.tidy()

    def _ask_to_uninstall(self) -> None:
        if self._session.is_busy:
            self._session.failed.emit(self.tr("The engine is at work: stop it before uninstalling it."))
            return
        question = QMessageBox(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setObjectName("uninstallQuestion")
        question.setIcon(QMessageBox.Icon.Question)
        question.setText(self.tr("Uninstall the engine? Labels, models and maps stay; it can be installed again."))
        remove = question.addButton(self.tr("Uninstall"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(self._uninstall)
        question.open()

    def _uninstall(self) -> None:
        self._session.stop_engine()
        self._installer.uninstall()

    def _on_uninstalled(self, megabytes: float) -> None:
        self._show()
        self._panel.refresh()
        said = self.tr("The engine is uninstalled; {} are free again.")
        self._session.notice.emit(said.format(megabytes_in_words(megabytes)))
