"""The settings that most analysts never touch, and the dock's own choices: folder, earlier maps, engine's Python."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.schema.catalogue import Catalogue
from ...engine.schema.setting import ADVANCED
from ..core.engine.environment import configure_python, configured_python
from ..core.project.session import Session
from ..core.project.settings import BUDGET, SHOWN
from ..core.translation import sentence_of, tr
from .budget_row import BudgetRow
from .folder_widget import FolderWidget
from .setting_widgets import SettingEditor, changed_hint, setting_editor, show_changed


class AdvancedPanel(QWidget):
    """A row for every setting that is declared as ADVANCED; below them what is the dock's own."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scene = session.scene
        self._editors: dict[str, SettingEditor] = {}
        self._hints: dict[str, QLabel] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._build_settings()
        self._build_own()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._form)
        column.addWidget(self.engine_label)  # a form would cut off lines of a text that grows
        session.catalogue_changed.connect(self._on_catalogue)
        session.died.connect(self._on_died)
        self._scene.settings_changed.connect(self._show_settings)
        if session.catalogue is not None:
            self._on_catalogue(session.catalogue)
        self._show_settings()

    def _build_settings(self) -> None:
        for name, declared in SHOWN.items():
            if declared.shown != ADVANCED:
                continue
            if name not in BUDGET:
                editor = self._editors[name] = setting_editor(declared)
                editor.edited.connect(lambda value, name=name: self._take(**{name: value}))
                self._add_row(name, editor.widget)
            elif name == BUDGET[0]:
                self._budget = BudgetRow()
                self._budget.edited.connect(lambda values: self._take(**values))
                self._add_row(name, self._budget)

    def _add_row(self, name: str, widget: QWidget) -> None:
        self._hints[name] = changed_hint(name)
        caption = QWidget()
        caption.setToolTip(sentence_of(SHOWN[name]))
        column = QVBoxLayout(caption)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(QLabel(tr(SHOWN[name].title)))
        column.addWidget(self._hints[name])
        self._form.addRow(caption, widget)

    def _build_own(self) -> None:
        self.output_widget = FolderWidget("outputFolder", self.tr("Folder for models and maps of this image"))
        self.output_widget.chosen.connect(lambda path: self._scene.remember(output=path))
        self._scene.image_changed.connect(self.output_widget.drop_typed)
        self.keep_check = QCheckBox(self.tr("Keep earlier maps and models"))
        self.keep_check.setObjectName("keepCheck")
        self.keep_check.setToolTip(self.tr("Otherwise the next run replaces the last one's"))
        self.keep_check.toggled.connect(lambda on: self._scene.change_settings(keep_previous=on))
        self.python_widget = QgsFileWidget()
        self.python_widget.setObjectName("enginePython")
        self.python_widget.setToolTip(self.tr("The engine's Python; empty takes the one installed for Berunda"))
        self.python_widget.setFilePath(configured_python())
        self.python_widget.lineEdit().setPlaceholderText(self.tr("installed with Berunda"))
        self.python_widget.fileChanged.connect(configure_python)
        self.check_button = QPushButton(self.tr("Check"))
        self.check_button.setObjectName("checkEngineButton")
        self.check_button.setToolTip(self.tr("Start the engine with this Python and see what it offers"))
        self.check_button.clicked.connect(self._check_engine)
        self.engine_label = QLabel()
        self.engine_label.setObjectName("engineLabel")
        self.engine_label.setWordWrap(True)
        self._form.addRow(self.tr("Output"), self.output_widget)
        self._form.addRow(self.keep_check)
        engine = QHBoxLayout()
        engine.addWidget(self.python_widget, 1)
        engine.addWidget(self.check_button)
        self._form.addRow(self.tr("Engine"), engine)

    def _take(self, **values: object) -> None:
        self._scene.change_settings(self._scene.settings.with_values(**values))

    def _check_engine(self) -> None:
        self.engine_label.setText(self.tr("Starting…"))
        configure_python(self.python_widget.filePath())
        self._session.check_engine()

    def _on_catalogue(self, catalogue: Catalogue) -> None:
        for editor in self._editors.values():
            editor.offer(catalogue)
        self.python_widget.setFilePath(configured_python())
        usable = ", ".join(f"{device.name} ({device.description})" for device in catalogue.devices if device.available)
        self.engine_label.setText(self.tr("Engine {} is ready: {}").format(self._session.client.engine_version, usable))

    def _on_died(self, sentence: str) -> None:
        self.engine_label.setText(self.tr("The engine is not running."))
        self.engine_label.setToolTip(sentence)

    def _show_settings(self) -> None:
        settings = self._scene.settings
        for name, editor in self._editors.items():
            editor.show_value(settings.value(name))
        self._budget.show_values({name: settings.value(name) for name in BUDGET})
        for name, hint in self._hints.items():
            if name in BUDGET:
                budget = self._budget.in_words({unit: settings.recipe_value(unit) for unit in BUDGET})
                show_changed(hint, not set(BUDGET).isdisjoint(settings.differences), budget)
            else:
                value = self._editors[name].in_words(settings.recipe_value(name))
                show_changed(hint, name in settings.differences, value)
        with QSignalBlocker(self.keep_check):
            self.keep_check.setChecked(settings.keep_previous)
        self.output_widget.show_folder(self._scene.output)
        self.output_widget.setEnabled(self._scene.imagery is not None)
