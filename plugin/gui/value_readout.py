"""What the map says about the pixel under the mouse: class, confidence, OOD scores, and a bar for each class."""
from __future__ import annotations

from html import escape
from typing import Optional

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ..core.results.values import PixelValues, ShownClass
from .appearance import quiet

SWATCH_PX = 12
NAME_SHARE = 0.42  # of the width of a bar's row
PERCENT_WIDTH_PX = 38
GAP_PX = 6


class ValueReadout(QWidget):
    """Shows PixelValues; its height does not depend on them, so that nothing jumps while the mouse moves."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.class_label = QLabel()
        self.class_label.setObjectName("inspectClassLabel")
        self.shares_label = QLabel()
        self.shares_label.setObjectName("inspectSharesLabel")
        self.shares_label.setWordWrap(True)
        self.hint = quiet(QLabel(self.tr("No class probabilities: tick them beside Predict for the next map.")))
        self.hint.setObjectName("inspectProbabilitiesHint")
        self.hint.setWordWrap(True)
        self.bars = ProbabilityBars()
        self.bars.setObjectName("probabilityBars")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.class_label, self.shares_label, self.bars, self.hint):
            layout.addWidget(widget)
        self.shares_label.setMinimumHeight(2 * self.shares_label.fontMetrics().height())
        self.shares_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.clear()

    def prepare(self, bars: int) -> None:
        """Makes room for as many bars, or says how to get any."""
        self.hint.setVisible(not bars)
        self.bars.setVisible(bool(bars))
        self.bars.reserve(bars)
        self.clear()

    def clear(self) -> None:
        """The mouse is off the map."""
        self.class_label.setText(self.tr("Move the mouse over the map."))
        self.shares_label.clear()
        self.bars.show_values(())

    def show_values(self, values: PixelValues) -> None:
        """Shows a pixel."""
        square = f'<span style="color:{values.shown.color}">■</span>'
        self.class_label.setText(f"{square} <b>{escape(values.shown.name)}</b>")
        lines = []
        if values.confidence is not None:
            lines.append(self.tr("Confidence {}").format(_percent(values.confidence)))
        lines.append(self._ood(values.ood))
        self.shares_label.setText("\n".join(line for line in lines if line))
        self.bars.show_values(values.probabilities)

    def _ood(self, scores: tuple[float, ...]) -> str:
        if not scores:
            return ""
        fused, *parts = map(_percent, scores)
        if len(parts) < 2:
            return self.tr("OOD {}").format(fused)
        return self.tr("OOD {} (novel here {}, foreign {})").format(fused, parts[0], parts[1])


class ProbabilityBars(QWidget):
    """A bar for each class, in its colour, in the order of the scheme."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._values: tuple[tuple[ShownClass, float], ...] = ()
        self._row_px = self.fontMetrics().height() + 2
        self.setMinimumWidth(80)

    @property
    def values(self) -> tuple[tuple[ShownClass, float], ...]:
        """What is shown."""
        return self._values

    def show_values(self, values: tuple[tuple[ShownClass, float], ...]) -> None:
        """Shows other values."""
        self._values = values
        self.update()

    def reserve(self, count: int) -> None:
        """Makes room for as many classes."""
        self.setFixedHeight(count * self._row_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, bar and percentage of every class."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name_px = round(self.width() * NAME_SHARE)
        room_px = self.width() - name_px - PERCENT_WIDTH_PX - GAP_PX
        for row, (shown, share) in enumerate(self._values):
            top = row * self._row_px
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            name = self.fontMetrics().elidedText(shown.name, Qt.TextElideMode.ElideRight, name_px - GAP_PX)
            text = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, name_px, self._row_px), text, name)
            whole = QRectF(self.width() - PERCENT_WIDTH_PX, top, PERCENT_WIDTH_PX, self._row_px)
            painter.drawText(whole, text | Qt.AlignmentFlag.AlignRight, _percent(share))
            bar = QRectF(name_px, top + 3, max(1.0, room_px * share), self._row_px - 6)
            painter.setPen(QColor(shown.color).darker(150))
            painter.setBrush(QColor(shown.color))
            painter.drawRect(bar)

def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
