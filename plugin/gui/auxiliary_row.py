"""Which auxiliary head's output to look at, and the button that computes it."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QWidget

from ..core.project.auxiliary_output import shown_heads, start_auxiliary_output
from ..core.project.session import Session
from ..core.results.layers import ResultLayers
from .appearance import let_shrink, quiet
from .spin_boxes import ignore_wheel


class AuxiliaryRow(QWidget):
    """Offers the heads of the current model; says so where it has none."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._results: Optional[ResultLayers] = None
        self._model = ""  # the heads offered are its
        self.combo = QComboBox()
        self.combo.setObjectName("auxiliaryCombo")
        self.combo.setToolTip(self.tr("Auxiliary losses that the model was trained with"))
        let_shrink(self.combo)
        ignore_wheel(self.combo)
        self.button = QToolButton()
        self.button.setObjectName("auxiliaryButton")
        self.button.setText(self.tr("Show"))
        self.button.setToolTip(self.tr("Compute what this head has learned, and add it to the results"))
        self.button.clicked.connect(self._start)
        self.empty = quiet(QLabel(self.tr("The model has no head whose output can be shown.")))
        self.empty.setObjectName("auxiliaryEmptyLabel")
        self.empty.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setColumnStretch(0, 1)
        layout.addWidget(QLabel(self.tr("Auxiliary output")), 0, 0, 1, 2)
        layout.addWidget(self.combo, 1, 0)
        layout.addWidget(self.button, 1, 1)
        layout.addWidget(self.empty, 2, 0, 1, 2)
        session.catalogue_changed.connect(self._refresh)
        session.busy_changed.connect(self._refresh)
        session.scene.settings_changed.connect(self._refresh_for_another_model)

    def set_results(self, results: Optional[ResultLayers]) -> None:
        """Adds to these results from now on."""
        self._results = results
        self._refresh()

    def _refresh(self, *_: object) -> None:
        self._model = self._session.scene.memory.model
        heads = shown_heads(self._session) if self._results is not None else []
        chosen = self.combo.currentData()
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for loss in heads:
                self.combo.addItem(f"{loss.name}: {loss.shows}", loss.name)
            self.combo.setCurrentIndex(max(0, self.combo.findData(chosen)))
        for widget in (self.combo, self.button):
            widget.setVisible(bool(heads))
        self.empty.setVisible(not heads)
        self.button.setEnabled(not self._session.is_busy)

    def _refresh_for_another_model(self) -> None:
        if self._session.scene.memory.model != self._model:
            self._refresh()

    def _start(self) -> None:
        results, loss = self._results, self.combo.currentData()
        self._session.attempt(lambda: start_auxiliary_output(self._session, results, loss))
