"""Brush, polygon, eraser, undo, redo, and the size of the brush."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, QSize, Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QToolButton, QVBoxLayout, QWidget

from ..core.icons import icon
from ..core.labels.tool_state import MAX_BRUSH_PX, MIN_BRUSH_PX, LabelToolState
from ..maptools.label_tools import LabelTools
from .appearance import quiet

SLIDER_STEPS = 100
ICON_PX = 22


class LabelToolsPanel(QWidget):
    """Buttons that show and set which label tool is on the canvas."""

    def __init__(self, tools: LabelTools, state: LabelToolState, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._state = state
        self._build()
        for name, button in self.tool_buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._activate(name))
        self.undo_button.clicked.connect(tools.undo)
        self.redo_button.clicked.connect(tools.redo)
        self.size_spin.valueChanged.connect(state.set_brush_size)
        self.size_slider.valueChanged.connect(lambda position: state.set_brush_size(_size_at(position)))
        tools.tool_changed.connect(self._show_tool)
        tools.history_changed.connect(self._show_history)
        state.brush_size_changed.connect(self._show_size)
        self._show_tool(tools.active_tool)
        self._show_history()
        self._show_size(state.brush_size_px)

    def _build(self) -> None:
        self.tool_buttons = {
            "brush": self._tool_button(
                "brush", self.tr("Brush"), self.tr("Paint with a brush (B): drag, or click for a dot")
            ),
            "polygon": self._tool_button(
                "polygon",
                self.tr("Polygon"),
                self.tr("Paint a polygon (P): click its corners, double-click or right-click to close"),
            ),
            "eraser": self._tool_button("eraser", self.tr("Eraser"), self.tr("Erase labels of every class (E)")),
        }
        self.undo_button = self._button("undo", self.tr("Undo"), self.tr("Undo the last stroke (Ctrl+Z)"))
        self.redo_button = self._button("redo", self.tr("Redo"), self.tr("Redo the last undone stroke (Ctrl+Shift+Z)"))
        for button in (self.undo_button, self.redo_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)  # five words do not fit a narrow dock
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        for button in self.tool_buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.redo_button)
        keys = quiet(QLabel(self.tr("1–9 class · X last class · [ ] size · N next place · L live · Space pans")))
        keys.setObjectName("labelKeysLabel")
        keys.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(buttons)
        layout.addLayout(self._size_row())
        layout.addWidget(keys)

    def _size_row(self) -> QHBoxLayout:
        tip = self.tr("Diameter of brush and eraser in screen pixels ([ and ], or Shift and the wheel)")
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setObjectName("brushSizeSlider")
        self.size_slider.setRange(0, SLIDER_STEPS)
        self.size_slider.setToolTip(tip)
        self.size_spin = QSpinBox()
        self.size_spin.setObjectName("brushSizeSpin")
        self.size_spin.setRange(MIN_BRUSH_PX, MAX_BRUSH_PX)
        self.size_spin.setSuffix(self.tr(" px"))
        self.size_spin.setToolTip(tip)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Size")))
        row.addWidget(self.size_slider, 1)
        row.addWidget(self.size_spin)
        return row

    def _tool_button(self, name: str, text: str, tip: str) -> QToolButton:
        button = self._button(name, text, tip)
        button.setCheckable(True)
        return button

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}Button")
        button.setIcon(icon(name))
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        return button

    def _activate(self, name: str) -> None:
        self._tools.activate(name)
        self._show_tool(name)  # a click on the active tool must not uncheck it

    def _show_tool(self, active: str) -> None:
        for name, button in self.tool_buttons.items():
            button.setChecked(name == active)

    def _show_history(self) -> None:
        self.undo_button.setEnabled(self._tools.can_undo)
        self.redo_button.setEnabled(self._tools.can_redo)

    def _show_size(self, size_px: int) -> None:
        with QSignalBlocker(self.size_spin), QSignalBlocker(self.size_slider):
            self.size_spin.setValue(size_px)
            self.size_slider.setValue(_position_of(size_px))


def _size_at(position: int) -> int:
    """The size at a place of the slider; quadratic, because small brushes need the finer steps."""
    return round(MIN_BRUSH_PX + (MAX_BRUSH_PX - MIN_BRUSH_PX) * (position / SLIDER_STEPS) ** 2)


def _position_of(size_px: int) -> int:
    return round(SLIDER_STEPS * ((size_px - MIN_BRUSH_PX) / (MAX_BRUSH_PX - MIN_BRUSH_PX)) ** 0.5)
