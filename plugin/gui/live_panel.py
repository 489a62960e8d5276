"""Switching the live map on and off, what of it is shown, and what it says."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QComboBox, QHBoxLayout, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from ...engine.schema.live_config import CLASSES, GROUPS
from ..core.live.colours import CONFIDENCE, OOD
from ..core.live.live_map import LiveMap
from ..core.live.whole_map import map_everything
from ..core.project.session import Session
from ..maptools.label_tools import LabelTools
from ..maptools.live_canvas import LiveCanvas
from .appearance import let_shrink
from .live_accuracy_row import LiveAccuracyRow
from .spin_boxes import ignore_wheel

MIN_OPACITY = 10  # a map that cannot be seen would look like one that is missing


class LivePanel(QWidget):
    """The live map's button and choices; key L switches it, as the button does."""

    def __init__(
        self, session: Session, live: LiveMap, shown: LiveCanvas, tools: LabelTools, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._session, self._scene, self._live, self._shown = session, session.scene, live, shown
        self._build()
        self._wire(tools)
        self._show_settings()
        self._show_mode()

    def _build(self) -> None:
        self.live_button = self._button(
            "liveButton", self.tr("Live"), self.tr("Map what the canvas shows after every stroke (L)"), checkable=True
        )
        self.role_combo = QComboBox()
        self.role_combo.setObjectName("liveRoleCombo")
        self.role_combo.setToolTip(self.tr("What of the live map is drawn"))
        for text, role in (
            (self.tr("Classes"), CLASSES), (self.tr("Confidence"), CONFIDENCE), (self.tr("OOD"), OOD)
        ):  # fmt: skip
            self.role_combo.addItem(text, role)
        let_shrink(self.role_combo)
        ignore_wheel(self.role_combo)
        self.opacity_slider = QSlider(Qt.Orientation.Horizontal)
        self.opacity_slider.setObjectName("liveOpacitySlider")
        self.opacity_slider.setRange(MIN_OPACITY, 100)
        self.opacity_slider.setMinimumWidth(50)
        ignore_wheel(self.opacity_slider)
        self.groups_button = self._button(
            "liveGroupsButton",
            self.tr("Groups"),
            self.tr("Show groups of similar pixels, which need no strokes, until you paint"),
            checkable=True,
        )
        self.alike_button = self._button(
            "liveAlikeButton",
            self.tr("Alike"),
            self.tr("Click on the map to see what is like that place, until you paint"),
            checkable=True,
        )
        tip = self.tr(
            "Train with the recipe instant and map the whole image; model and map replace the earlier ones as with "
            "Train and Predict"
        )
        self.everything_button = self._button("mapEverythingButton", self.tr("Map everything"), tip)
        self.accuracy_row = LiveAccuracyRow(self._live)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(_row(self.live_button, self.role_combo, self.opacity_slider))
        layout.addLayout(_row(self.groups_button, self.alike_button, self.everything_button))
        layout.addWidget(self.accuracy_row)
        self._by_key = QAction(self)
        self._by_key.setShortcut(QKeySequence(Qt.Key.Key_L))
        self._by_key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._by_key.setAutoRepeat(False)
        self.addAction(self._by_key)

    def _wire(self, tools: LabelTools) -> None:
        self.live_button.clicked.connect(self._live.switch)
        self._by_key.triggered.connect(self._toggle)
        tools.live_wanted.connect(self._toggle)
        self.role_combo.activated.connect(lambda _: self._live.set_role(self.role_combo.currentData()))
        self.opacity_slider.valueChanged.connect(lambda percent: self._scene.change_settings(live_opacity=percent))
        self.groups_button.clicked.connect(self._on_groups)
        self.alike_button.clicked.connect(self._on_alike)
        self._shown.place_tool.left.connect(self._show_mode)
        self.everything_button.clicked.connect(lambda: map_everything(self._session))
        self._session.busy_changed.connect(self._show_mode)
        self._scene.settings_changed.connect(self._show_settings)
        self._live.mode_changed.connect(self._show_mode)

    def _toggle(self) -> None:
        self._live.switch(not self._live.is_on)

    def _on_groups(self, is_on: bool) -> None:
        if is_on:
            self._live.show_groups()
        else:
            self._live.show_classes()
        self._show_mode()  # the button is up again where there is no image

    def _on_alike(self, is_on: bool) -> None:
        """The button is down while a place is awaited, and while what is like it is shown."""
        if is_on:
            self._shown.place_tool.begin()
        elif self._shown.place_tool.is_active:
            self._shown.place_tool.leave()
        else:
            self._live.show_classes()
        self._show_mode()

    def _show_mode(self, *_: object) -> None:
        show, is_picking = self._live.show, self._shown.place_tool.is_active
        self.groups_button.setChecked(show == GROUPS)
        self.alike_button.setChecked(is_picking or show not in (CLASSES, GROUPS))
        self.everything_button.setEnabled(not self._session.is_busy)

    def _show_settings(self) -> None:
        settings = self._scene.settings
        self.live_button.setChecked(settings.live)
        percent = min(max(settings.live_opacity, MIN_OPACITY), 100)
        with QSignalBlocker(self.opacity_slider):
            self.opacity_slider.setValue(percent)
        self.opacity_slider.setToolTip(self.tr("Opacity of the live map: {} %").format(percent))
        self._shown.item.set_opacity(percent / 100)

    def _button(self, name: str, text: str, tip: str, checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(checkable)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
