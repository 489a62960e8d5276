"""Who votes on the class of a pixel: a feature probe of the encoder's features with its share, and the decoder."""
from __future__ import annotations

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ...engine.schema.setting import Setting
from ..core.translation import sentence_of
from .spin_boxes import number_spin, show_number


class VotersRow(QWidget):
    """A checkbox for the feature probe and its share of the vote in percent.

    Signals:
        edited: the probe's share in 0..1.
    """

    edited = pyqtSignal(float)

    def __init__(self, declared: Setting) -> None:
        super().__init__()
        self._default = self._usual_share = declared.default
        self._share, self._recipe_share = declared.default, declared.default
        self._is_possible = True
        self.check = QCheckBox(self.tr("Feature probe"))
        self.check.setObjectName("probeCheck")
        self.spin = number_spin(100 * declared.default, 1, 100, is_integer=True)
        self.spin.setObjectName("probe_shareSetting")
        self.spin.setSuffix(self.tr(" %"))
        for widget in (self.check, self.spin):
            widget.setToolTip(sentence_of(declared))
        self.check.toggled.connect(lambda is_on: self.edited.emit(self._usual_share if is_on else 0.0))
        self.spin.valueChanged.connect(lambda percent: self.edited.emit(percent / 100))
        column = QVBoxLayout(self)  # side by side they are too wide for the dock in other languages
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.check)
        column.addWidget(self.spin, 0, Qt.AlignmentFlag.AlignLeft)

    def show_share(self, share: float, recipe_share: float, is_possible: bool) -> None:
        """Shows a share without `edited`.

        Args:
            share: of the probe, in 0..1.
            recipe_share: of the recipe. Checking the box gives the last share of this recipe that was not 0, and where
                there was none, the declared default.
            is_possible: whether the encoder has weights that a probe can use.
        """
        if share > 0 or recipe_share != self._recipe_share:
            self._usual_share = share or recipe_share or self._default
        self._share, self._recipe_share = share, recipe_share
        self._is_possible = is_possible
        with QSignalBlocker(self.check):
            self.check.setChecked(is_possible and share > 0)
        self.check.setEnabled(is_possible)
        self.spin.setVisible(self.check.isChecked())
        if share > 0:
            show_number(self.spin, round(100 * share))

    def in_words(self, share: float) -> str:
        """A share of the probe as the row shows it."""
        return f"{round(100 * share)}{self.spin.suffix()}" if share else self.tr("no feature probe")

    def sentence(self, backbone: str) -> str:
        """Both shares in words, or why there is no choice."""
        if not self._is_possible and self._share == 1:
            sentence = self.tr(
                "The feature probe cannot vote alone, since the encoder of {} keeps no pretrained weights: "
                "choose another backbone or recipe."
            )
            return sentence.format(backbone)
        if not self._is_possible:
            return self.tr("The encoder of {} keeps no pretrained weights: the decoder votes alone.").format(backbone)
        if not self.check.isChecked():
            return self.tr("The decoder votes alone.")
        percent = self.spin.value()
        if percent == 100:
            return self.tr("The feature probe votes alone.")
        return self.tr("Feature probe {} %, decoder {} % of the vote.").format(percent, 100 - percent)
