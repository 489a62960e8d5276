"""The auxiliary losses of the engine: those that train and those of the recipe first, the others behind a fold."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ...engine.schema.catalogue import Catalogue
from ...engine.schema.errors import ConfigError
from ...engine.schema.loss_terms import AuxiliaryTerm
from ..core.project.session import Session
from .loss_row import LossRow


class LossList(QWidget):
    """A LossRow for every loss of the catalogue.

    Attributes:
        rows: by name of the loss; empty until the engine is ready.
    """

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scene = session.scene
        self.rows: dict[str, LossRow] = {}
        self.more_button = QToolButton()
        self.more_button.setObjectName("moreLossesButton")
        self.more_button.setText(self.tr("More losses…"))
        self.more_button.setToolTip(self.tr("The losses that are not part of the training"))
        self.more_button.setCheckable(True)
        self.more_button.setStyleSheet("QToolButton { border: none; }")  # the arrow shows whether it is open
        self.more_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more_button.toggled.connect(self.show_settings)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(self.more_button)

    def list_losses(self, catalogue: Catalogue) -> None:
        """Takes the engine's list of losses."""
        for row in self.rows.values():
            row.setParent(None)
            row.deleteLater()
        self.rows = {loss.name: LossRow(loss, self) for loss in catalogue.auxiliary_losses}
        for name, row in self.rows.items():
            row.changed.connect(lambda name=name: self._take(name))
            self._column.addWidget(row)
        self.show_settings()

    def show_settings(self, *_: object) -> None:
        """Shows the losses as they train, in their places."""
        settings, catalogue = self._scene.settings, self._session.catalogue
        training = {term.name for term in settings.value("auxiliary")}
        first = training | {term.name for term in settings.recipe_value("auxiliary")}
        for name, row in self.rows.items():
            usual = catalogue.complete(AuxiliaryTerm(name), settings.preset)
            try:
                term = catalogue.complete(settings.term(name), settings.preset)
            except ConfigError:  # of a project for another version; training says what is wrong
                term = usual
            row.show_term(name in training, term, usual.weight)
        shown = [row for name, row in self.rows.items() if name in first]
        others = [row for row in self.rows.values() if row not in shown]
        for place, widget in enumerate((*shown, self.more_button, *others)):
            if self._column.itemAt(place).widget() is not widget:
                self._column.insertWidget(place, widget)
        is_open = self.more_button.isChecked()
        for row in self.rows.values():
            row.setVisible(is_open or row in shown)
        self.more_button.setVisible(bool(others))
        self.more_button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _take(self, name: str) -> None:
        """Takes over what the analyst did to one row."""
        settings = self._scene.settings
        before = {term.name: term for term in settings.value("auxiliary")}
        terms = dict(before)
        if self.rows[name].is_chosen:
            terms[name] = self.rows[name].term
        else:
            terms.pop(name, None)  # a number that was being typed arrives when its row is unchecked and hidden
        if terms != before:
            self._scene.change_settings(settings.with_losses(terms.values()))
