"""Everything that most analysts never touch: recipe, network, budget, device, seed, folders, and the engine's Python."""
from __future__ import annotations

from typing import Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...engine.config import BALANCED, DEVICES, ESTIMATED
from ..core.catalogue import Catalogue, Choice
from ..core.engine_requests import companions
from ..core.environment import configure_python, configured_python
from ..core.session import Session
from ..core.settings import COMPANIONS, numbers_forgotten
from .appearance import quiet
from .spin_boxes import show_number

STEPS, MINUTES = "steps", "minutes"
DEFAULT_MINUTES = 2.0


class AdvancedPanel(QWidget):
    """Shows the engine's defaults until the analyst decides otherwise."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scene = session.scene
        self._build_choices()
        self._build_engine()
        self._lay_out()
        self._wire()
        session.catalogue_changed.connect(self._on_catalogue)
        session.died.connect(self._on_died)
        self._scene.settings_changed.connect(self._show_settings)
        if session.catalogue is not None:
            self._on_catalogue(session.catalogue)
        self._show_settings()

    def _build_choices(self) -> None:
        self.preset_combo = QComboBox()
        self.preset_label = quiet(QLabel())
        self.preset_label.setWordWrap(True)
        self.network_combo, self.backbone_combo, self.device_combo = QComboBox(), QComboBox(), QComboBox()
        self.width_spin = _spin(4, 512, self.tr("Channels of the first layer: more learn finer differences and take longer"))
        self.start_widget = QgsFileWidget()
        self.start_widget.setFilter(self.tr("Models and weights (*.safetensors *.pt *.pth)"))
        self.start_widget.lineEdit().setPlaceholderText(self.tr("the usual start"))
        self.start_widget.setToolTip(
            self.tr("A Berunda model of the same network, backbone and width, or weights of the backbone's encoder; empty starts as usual")
        )
        self.prior_combo = QComboBox()
        self.prior_combo.setToolTip(self.tr("How frequent the classes are on the map; decides where the network is in doubt"))
        self.prior_combo.addItem(self.tr("estimated on the imagery"), ESTIMATED)
        self.prior_combo.addItem(self.tr("as they are drawn"), BALANCED)
        self.probe_combo = QComboBox()
        self.probe_combo.setToolTip(
            self.tr("A linear classifier of what a pretrained backbone sees; it is fitted to the strokes in seconds and makes maps better")
        )
        self.probe_combo.addItem(self.tr("votes on the map"), True)
        self.probe_combo.addItem(self.tr("has no vote"), False)
        self.budget_combo = QComboBox()
        self.budget_combo.addItem(self.tr("Steps"), STEPS)
        self.budget_combo.addItem(self.tr("Minutes"), MINUTES)
        self.steps_spin = _spin(1, 1_000_000, self.tr("Training ends after so many steps"))
        self.minutes_spin = QDoubleSpinBox()
        self.minutes_spin.setRange(0.1, 10_000)
        self.minutes_spin.setDecimals(1)
        self.minutes_spin.setToolTip(self.tr("Training ends after so many minutes"))
        self.seed_spin = _spin(0, 2**31 - 1, self.tr("The same seed on the same machine gives the same start"))
        self.keep_check = QCheckBox(self.tr("Keep earlier maps and models"))
        self.keep_check.setToolTip(self.tr("Otherwise the next run replaces the last one's"))
        for device in DEVICES:
            self.device_combo.addItem(device, device)

    def _build_engine(self) -> None:
        self.output_widget = QgsFileWidget()
        self.output_widget.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.output_widget.setToolTip(self.tr("Folder for models and maps of this image"))
        self.python_widget = QgsFileWidget()
        self.python_widget.setToolTip(self.tr("The engine's Python; empty takes the one installed for Berunda"))
        self.python_widget.setFilePath(configured_python())
        self.python_widget.lineEdit().setPlaceholderText(self.tr("installed with Berunda"))
        self.check_button = QPushButton(self.tr("Check"))
        self.check_button.setToolTip(self.tr("Start the engine with this Python and see what it offers"))
        self.engine_label = QLabel()
        self.engine_label.setWordWrap(True)

    def _lay_out(self) -> None:
        names = {
            "presetCombo": self.preset_combo, "presetLabel": self.preset_label,
            "networkCombo": self.network_combo, "backboneCombo": self.backbone_combo, "deviceCombo": self.device_combo,
            "widthSpin": self.width_spin, "startFromFile": self.start_widget, "priorCombo": self.prior_combo,
            "probeCombo": self.probe_combo,
            "budgetCombo": self.budget_combo, "stepsSpin": self.steps_spin, "minutesSpin": self.minutes_spin, "seedSpin": self.seed_spin,
            "keepCheck": self.keep_check, "outputFolder": self.output_widget, "enginePython": self.python_widget,
            "checkEngineButton": self.check_button, "engineLabel": self.engine_label,
        }  # fmt: skip
        for name, widget in names.items():
            widget.setObjectName(name)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Network"), self.network_combo)
        form.addRow(self.tr("Backbone"), self.backbone_combo)
        form.addRow(self.tr("Width"), self.width_spin)
        form.addRow(self.tr("Start from"), self.start_widget)
        form.addRow(self.tr("Frequencies"), self.prior_combo)
        form.addRow(self.tr("Probe"), self.probe_combo)
        form.addRow(self.tr("Budget"), _row(self.budget_combo, self.steps_spin, self.minutes_spin))
        form.addRow(self.tr("Device"), self.device_combo)
        form.addRow(self.tr("Seed"), self.seed_spin)
        form.addRow(self.tr("Output"), self.output_widget)
        form.addRow(self.keep_check)
        form.addRow(self.tr("Engine"), _row(self.python_widget, self.check_button))
        caption = QLabel(self.tr("Recipe"))
        caption.setMinimumWidth(form.labelForField(self.backbone_combo).sizeHint().width())
        recipe = QHBoxLayout()
        recipe.setSpacing(form.horizontalSpacing())
        recipe.addWidget(caption)
        recipe.addWidget(self.preset_combo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(recipe)
        column.addWidget(self.preset_label)
        column.addLayout(form)
        column.addWidget(self.engine_label)  # a form would cut off lines of a text that grows
        for combo in (self.preset_combo, self.network_combo, self.backbone_combo, self.prior_combo, self.probe_combo, self.device_combo):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _wire(self) -> None:
        change = self._scene.change_settings
        self.preset_combo.activated.connect(self._take_preset)
        self.network_combo.activated.connect(lambda: change(network=self.network_combo.currentData()))
        self.backbone_combo.activated.connect(lambda: change(backbone=self.backbone_combo.currentData()))
        self.prior_combo.activated.connect(lambda: change(class_prior=self.prior_combo.currentData()))
        self.probe_combo.activated.connect(lambda: change(probe=self.probe_combo.currentData()))
        self.device_combo.activated.connect(lambda: change(device=self.device_combo.currentData()))
        self.width_spin.valueChanged.connect(lambda value: change(width=value))
        self.start_widget.fileChanged.connect(lambda path: change(start_from=path))
        self.budget_combo.activated.connect(self._take_budget)
        self.steps_spin.valueChanged.connect(self._take_budget)
        self.minutes_spin.valueChanged.connect(self._take_budget)
        self.seed_spin.valueChanged.connect(lambda value: change(seed=value))
        self.keep_check.toggled.connect(lambda on: change(keep_previous=on))
        self.output_widget.fileChanged.connect(lambda path: self._scene.remember(output=path))
        self.python_widget.fileChanged.connect(configure_python)
        self.check_button.clicked.connect(self._check_engine)

    def _take_preset(self, *_: object) -> None:
        """A recipe is meant as a whole: what was chosen before no longer counts, and a recipe's numbers go with it."""
        self._scene.change_settings(
            preset=self.preset_combo.currentData(), network="", backbone="", width=None, steps=None, minutes=None,
            auxiliary=None, **COMPANIONS, **numbers_forgotten(),
        )  # fmt: skip

    def _take_budget(self, *_: object) -> None:
        if self.budget_combo.currentData() == MINUTES:
            self._scene.change_settings(minutes=self.minutes_spin.value(), steps=None)
        else:
            self._scene.change_settings(minutes=None, steps=self.steps_spin.value())

    def _check_engine(self) -> None:
        self.engine_label.setText(self.tr("Starting…"))
        configure_python(self.python_widget.filePath())
        self._session.check_engine()

    def _on_catalogue(self, catalogue: Catalogue) -> None:
        own = Choice("", self.tr("What did best in our measurements."))
        _list_choices(self.preset_combo, (own, *(Choice(preset.name, preset.sentence) for preset in catalogue.presets)))
        self.preset_combo.setItemText(0, self.tr("Berunda's own"))
        _list_choices(self.network_combo, catalogue.networks)
        _list_choices(self.backbone_combo, catalogue.backbones)
        usable = []
        for device in catalogue.devices:
            row = self.device_combo.findData(device.name)
            if row >= 0:
                self.device_combo.setItemData(row, device.description, Qt.ItemDataRole.ToolTipRole)
                self.device_combo.model().item(row).setEnabled(device.available)
            if device.available:
                usable.append(f"{device.name} ({device.description})")
        self.engine_label.setText(self.tr("Engine {} is ready: {}").format(catalogue.engine, ", ".join(usable)))
        self._show_settings()

    def _on_died(self, sentence: str) -> None:
        self.engine_label.setText(self.tr("The engine is not running."))
        self.engine_label.setToolTip(sentence)

    def _show_settings(self) -> None:
        settings, catalogue = self._scene.settings, self._session.catalogue
        defaults = catalogue.defaults_of(settings.preset) if catalogue is not None else {}
        with_losses = companions(settings)
        can_probe = catalogue is not None and catalogue.can_probe(settings)
        self.probe_combo.setEnabled(can_probe)
        shown = (
            (self.prior_combo, with_losses["class_prior"] or ESTIMATED),
            (self.probe_combo, can_probe and bool(with_losses["probe"])),
            (self.preset_combo, settings.preset),
            (self.network_combo, settings.network or defaults.get("network", "")),
            (self.backbone_combo, settings.backbone or defaults.get("backbone", "")),
            (self.device_combo, settings.device),
            (self.budget_combo, STEPS if settings.minutes is None else MINUTES),
        )
        for combo, name in shown:
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(name))
        sentence = self.preset_combo.currentData(Qt.ItemDataRole.ToolTipRole) or ""
        self.preset_combo.setToolTip(sentence)
        self.preset_label.setText(sentence)
        self.preset_label.setVisible(bool(sentence))
        show_number(self.width_spin, settings.width or defaults.get("width", self.width_spin.value()))
        show_number(self.steps_spin, settings.steps or defaults.get("steps", self.steps_spin.value()))
        show_number(self.minutes_spin, settings.minutes or DEFAULT_MINUTES)
        show_number(self.seed_spin, settings.seed)
        self.steps_spin.setVisible(settings.minutes is None)
        self.minutes_spin.setVisible(settings.minutes is not None)
        with QSignalBlocker(self.keep_check), QSignalBlocker(self.output_widget):
            self.keep_check.setChecked(settings.keep_previous)
            self.output_widget.setFilePath(self._scene.output)
        if self.start_widget.filePath() != settings.start_from:  # who types into it must not be disturbed
            with QSignalBlocker(self.start_widget):
                self.start_widget.setFilePath(settings.start_from)
        self.output_widget.setEnabled(self._scene.imagery is not None)


def _list_choices(combo: QComboBox, choices: tuple[Choice, ...]) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for row, choice in enumerate(choices):
            combo.addItem(choice.name, choice.name)
            combo.setItemData(row, choice.sentence, Qt.ItemDataRole.ToolTipRole)


def _spin(low: int, high: int, tip: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setToolTip(tip)
    return spin


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for position, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if isinstance(widget, QPushButton) or (position == 0 and len(widgets) > 2) else 1)
    return holder
