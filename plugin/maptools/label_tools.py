"""The three label tools of one canvas, and the keys that work while one of them is active."""
from __future__ import annotations

from typing import Callable, Optional

from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, pyqtSignal

from ..core.labels.class_scheme import LabelStoreError
from ..core.labels.store import LabelStore
from ..core.labels.style import set_native_class
from ..core.labels.tool_state import LabelToolState
from ..core.translation import tr
from .brush_tool import BrushTool, EraserTool
from .label_keys import Command, command_for
from .label_tool import LabelTool
from .polygon_tool import PolygonTool

TOOL_NAMES = ("brush", "polygon", "eraser")


class LabelTools(QObject):
    """Brush, polygon and eraser, painting into one label store at a time.

    Signals:
        tool_changed: "brush", "polygon", "eraser", or "" while QGIS uses another map tool.
        history_changed: undo or redo may have become possible or impossible.
        store_changed: the LabelStore painted into, or None.
        live_wanted: the live map is to be switched on or off.
        place_wanted: 1 for the next suggested place, -1 for the one before.
        message: one sentence for the analyst, when something cannot be done.
    """

    tool_changed = pyqtSignal(str)
    history_changed = pyqtSignal()
    store_changed = pyqtSignal(object)
    live_wanted = pyqtSignal()
    place_wanted = pyqtSignal(int)
    message = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas, state: LabelToolState) -> None:
        super().__init__()
        self._canvas = canvas
        self._state = state
        self._store: Optional[LabelStore] = None
        self._tools: dict[str, LabelTool] = {
            "brush": BrushTool(canvas, self._current_store, state),
            "polygon": PolygonTool(canvas, self._current_store, state),
            "eraser": EraserTool(canvas, self._current_store, state),
        }
        for tool in self._tools.values():
            tool.message.connect(self.message)
            tool.activated.connect(self._listen)
            tool.deactivated.connect(self._stop_listening)
        state.class_changed.connect(self._offer_class_natively)
        canvas.mapToolSet.connect(self._on_map_tool_set)

    @property
    def store(self) -> Optional[LabelStore]:
        """What the tools paint into."""
        return self._store

    @property
    def active_tool(self) -> str:
        """The name of the label tool on the canvas, or ""."""
        return self._name_of(self._canvas.mapTool())

    def set_store(self, store: Optional[LabelStore]) -> None:
        """Paint into this store from now on; None for none."""
        for tool in self._tools.values():
            tool.cancel()
        if self._store is not None:
            self._store.changed.disconnect(self.history_changed)
            self._store.classes_changed.disconnect(self._on_classes_changed)
            self._store.closed.disconnect(self._on_store_closed)
        self._store = store
        if store is not None:
            store.changed.connect(self.history_changed)
            store.classes_changed.connect(self._on_classes_changed)
            store.closed.connect(self._on_store_closed)
            self._on_classes_changed()
            self._offer_class_natively()
        self.store_changed.emit(store)
        self.history_changed.emit()

    def activate(self, name: str) -> None:
        """Put a tool, one of TOOL_NAMES, on the canvas and the keyboard's focus with it."""
        self._canvas.setMapTool(self._tools[name])
        self._canvas.setFocus()

    def close(self) -> None:
        """Take the tools off the canvas for good."""
        self.set_store(None)
        for tool in self._tools.values():
            self._canvas.unsetMapTool(tool)
            tool.close()

    @property
    def can_undo(self) -> bool:
        """Whether a stroke could be taken back."""
        return self._store is not None and self._store.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a stroke could be brought back."""
        return self._store is not None and self._store.can_redo

    def undo(self) -> None:
        """Take the last stroke back; the current class stays as it is."""
        self._step_history(self.can_undo, tr("There is no stroke to undo."), LabelStore.undo)

    def redo(self) -> None:
        """Bring the last undone stroke back."""
        self._step_history(self.can_redo, tr("There is no stroke to redo."), LabelStore.redo)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch our keys before QGIS's menus do, and hide the brush's circle when the mouse leaves the map."""
        active = self._tools[self.active_tool]
        if event.type() == QEvent.Type.Leave and isinstance(active, BrushTool):
            active.circle.hide()
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        command = command_for(event)
        if command is None or (command.name in ("cancel", "step_back") and not active.is_drawing):
            return False
        # Accepting the override keeps Ctrl+Z from Edit > Undo and letters from other plugins; the key press follows.
        event.accept()
        is_held_down = command.name == "live" and event.isAutoRepeat()  # it would go on and off
        if event.type() == QEvent.Type.KeyPress and not is_held_down:
            self._obey(command, active)
        return True

    def _obey(self, command: Command, active: LabelTool) -> None:
        if command.name == "class":
            self._pick_class(command.argument)
        elif command.name == "tool":
            self.activate(command.argument)
        elif command.name == "swap":
            self._state.swap_classes()
        elif command.name == "size":
            self._state.step_brush_size(command.argument)
        elif command.name == "place":
            self.place_wanted.emit(command.argument)
        elif command.name == "live":
            self.live_wanted.emit()
        elif command.name == "cancel":
            active.cancel()
        elif command.name == "step_back" or (command.name == "undo" and active.is_drawing):
            active.step_back()
        elif command.name == "undo":
            self.undo()
        else:
            self.redo()

    def _pick_class(self, number: int) -> None:
        classes = self._store.classes if self._store is not None else ()
        if number <= len(classes):
            self._state.set_current_class(classes[number - 1].class_id)
        else:
            self.message.emit(tr("There is no class number {}: the list has {}.").format(number, len(classes)))

    def _step_history(self, possible: bool, otherwise: str, step: Callable[[LabelStore], bool]) -> None:
        if not possible:
            self.message.emit(otherwise)
            return
        try:
            step(self._store)
        except LabelStoreError as error:
            self.message.emit(str(error))

    def _current_store(self) -> Optional[LabelStore]:
        return self._store

    def _on_classes_changed(self) -> None:
        self._state.restrict_to([entry.class_id for entry in self._store.classes])

    def _on_store_closed(self) -> None:
        self.set_store(None)

    def _offer_class_natively(self) -> None:
        if self._store is not None:
            set_native_class(self._store.layer, self._state.current_class_id)

    def _listen(self) -> None:
        self._canvas.installEventFilter(self)
        self._canvas.viewport().installEventFilter(self)

    def _stop_listening(self) -> None:
        """Also called before a canvas is deleted, since QGIS deactivates its map tool first."""
        self._canvas.removeEventFilter(self)
        self._canvas.viewport().removeEventFilter(self)

    def _on_map_tool_set(self, new: Optional[QgsMapTool], old: Optional[QgsMapTool]) -> None:
        self.tool_changed.emit(self._name_of(new))

    def _name_of(self, map_tool: Optional[QgsMapTool]) -> str:
        return next((name for name, tool in self._tools.items() if tool is map_tool), "")
