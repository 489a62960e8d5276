"""What the live map says of itself: its accuracy as a curve and in words, or what is seen instead of classes."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...engine.schema.live_config import CLASSES, GROUPS
from ..core.live.live_map import LiveMap
from .accuracy_curve import AccuracyCurve
from .appearance import quiet
from .held_out_text import accuracy_sentence, in_percent


class LiveAccuracyRow(QWidget):
    """A curve that appears with the first measurement, a line of text, and how far features are computed ahead."""

    def __init__(self, live: LiveMap, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._live = live
        self.curve = AccuracyCurve()
        self.text_label = QLabel()
        self.text_label.setObjectName("liveTextLabel")
        self.features_label = quiet(QLabel())
        self.features_label.setObjectName("liveFeaturesLabel")
        for label in (self.text_label, self.features_label):
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.curve, self.text_label, self.features_label):
            layout.addWidget(widget)
        live.answered.connect(self.show_answer)
        live.mode_changed.connect(self.show_answer)
        live.exploration.progressed.connect(self.show_features)
        self.show_answer()
        self.show_features(None)

    def show_answer(self, *_: object) -> None:
        """Shows what the newest answer says; nothing before the first."""
        values, shares = self._live.answer, self._live.accuracy.shares
        self.curve.set_shares(shares)
        self.curve.setVisible(values is not None and bool(shares))
        self.text_label.setText(self._text(values) if values is not None else "")
        self.text_label.setVisible(values is not None)
        tip = self._tip(values) if values is not None else ""
        self.curve.setToolTip(tip)
        self.text_label.setToolTip(tip)

    def show_features(self, share: Optional[float]) -> None:
        """Shows how far the features of the image are computed, 0 to 1; None where nothing is under way."""
        self.features_label.setVisible(share is not None)
        if share is not None:
            self.features_label.setText(self.tr("features: {:.0f} %").format(100 * share))

    def _text(self, values: Mapping[str, Any]) -> str:
        shows, held_out = values.get("shows", CLASSES), values.get("held_out")
        if shows == GROUPS:
            return self.tr("Groups of similar pixels: paint what you recognise.")
        if shows != CLASSES:
            if self._live.show != CLASSES:
                return self.tr("Dark where it is like the place that you clicked.")
            return self.tr("Dark where it is like your strokes: paint a second class.")
        if not held_out:
            return self.tr("Too few strokes to measure the accuracy.")
        sentence = self.tr("{} % on strokes it had not seen ({} strokes)")
        return sentence.format(in_percent(held_out)[0], held_out["strokes"])

    def _tip(self, values: Mapping[str, Any]) -> str:
        held_out = values.get("held_out")
        if values.get("shows", CLASSES) != CLASSES or not held_out:
            return ""
        sentences = [accuracy_sentence(held_out)]
        if not values.get("calibrated", True):
            sentences.append(self.tr("The confidence is not calibrated yet: that takes more strokes."))
        return " ".join(sentences)
