"""What the label tools and the panels share: the class being painted and the size of the brush."""
from __future__ import annotations

from collections.abc import Collection
from typing import Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QObject, pyqtSignal

MIN_BRUSH_PX, MAX_BRUSH_PX, DEFAULT_BRUSH_PX = 1, 300, 20
BRUSH_STEP = 1.2
_BRUSH_SETTING = "berunda/brush_size_px"


class LabelToolState(QObject):
    """The current and the previous class and the brush size; the size is remembered between sessions.

    Signals:
        class_changed: the current class id, or None.
        brush_size_changed: the diameter in screen pixels.
    """

    class_changed = pyqtSignal(object)
    brush_size_changed = pyqtSignal(int)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._current: Optional[int] = None
        self._previous: Optional[int] = None
        self._brush_size_px = _within_limits(QgsSettings().value(_BRUSH_SETTING, DEFAULT_BRUSH_PX, type=int))

    @property
    def current_class_id(self) -> Optional[int]:
        """The class that the next stroke gets, or None while there is no class."""
        return self._current

    @property
    def previous_class_id(self) -> Optional[int]:
        """The class that was current before, for swapping back."""
        return self._previous

    @property
    def brush_size_px(self) -> int:
        """Diameter of brush and eraser in screen pixels."""
        return self._brush_size_px

    def set_current_class(self, class_id: Optional[int]) -> None:
        """Paint with this class from now on."""
        if class_id == self._current:
            return
        self._previous, self._current = self._current, class_id
        self.class_changed.emit(class_id)

    def swap_classes(self) -> None:
        """Go back to the previous class; does nothing while there is none."""
        if self._previous is not None:
            self.set_current_class(self._previous)

    def restrict_to(self, class_ids: Collection[int]) -> None:
        """Forget classes that no longer exist; the previous or the first one follows a current one that is gone."""
        if self._previous not in class_ids:
            self._previous = None
        if self._current not in class_ids:
            successor = self._previous if self._previous is not None else min(class_ids, default=None)
            self._current, self._previous = successor, None
            self.class_changed.emit(successor)

    def set_brush_size(self, size_px: int) -> None:
        """Set the brush's diameter, kept between 1 and 300 px."""
        size_px = _within_limits(size_px)
        if size_px == self._brush_size_px:
            return
        self._brush_size_px = size_px
        QgsSettings().setValue(_BRUSH_SETTING, size_px)
        self.brush_size_changed.emit(size_px)

    def step_brush_size(self, steps: int) -> None:
        """Grow (steps > 0) or shrink the brush by a fifth a step, at least by a pixel."""
        size = self._brush_size_px
        for _ in range(abs(steps)):
            size = max(size + 1, round(size * BRUSH_STEP)) if steps > 0 else min(size - 1, round(size / BRUSH_STEP))
        self.set_brush_size(size)


def _within_limits(size_px: int) -> int:
    return max(MIN_BRUSH_PX, min(MAX_BRUSH_PX, size_px))
