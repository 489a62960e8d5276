"""Which auxiliary losses learn from the unlabelled rest of the imagery, and how strongly."""
from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.config import AuxiliaryTerm
from ..core.catalogue import Catalogue
from ..core.engine_requests import auxiliary_term, companions
from ..core.session import Session
from ..core.settings import ALL_ALONG, COMPANIONS, changes_to
from .appearance import quiet
from .loss_row import LossRow


class TrainingPanel(QWidget):
    """The losses of the recipe, or a choice from the engine's own list of losses; nothing checked is purely supervised.

    Signals:
        comparison_wanted: the analyst would rather see the losses side by side.
    """

    comparison_wanted = pyqtSignal()

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recipe: tuple[AuxiliaryTerm, ...] = ()
        self.rows: dict[str, LossRow] = {}
        self._build()
        self.recipe_check.toggled.connect(self._on_recipe_toggled)
        self.compare_button.clicked.connect(lambda: self.comparison_wanted.emit())
        session.catalogue_changed.connect(self._list_losses)
        session.scene.settings_changed.connect(self._show_settings)
        if session.catalogue is not None:
            self._list_losses(session.catalogue)
        self._show_settings()

    def _build(self) -> None:
        self.recipe_check = QCheckBox(self.tr("Default recipe"))
        self.recipe_check.setObjectName("recipeCheck")
        self.hint_label = quiet(QLabel())
        self.hint_label.setObjectName("auxiliaryHint")
        self.hint_label.setWordWrap(True)
        self.compare_button = QPushButton(self.tr("Compare losses…"))
        self.compare_button.setObjectName("compareButton")
        self.compare_button.setToolTip(self.tr("Train several choices one after the other, and look at their maps side by side"))
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.recipe_check)
        layout.addLayout(self._list)
        layout.addWidget(self.hint_label)
        layout.addWidget(self.compare_button)

    def _list_losses(self, catalogue: Catalogue) -> None:
        for row in self.rows.values():
            row.setParent(None)
            row.deleteLater()
        self.rows = {loss.name: LossRow(loss) for loss in catalogue.auxiliary_losses}
        for row in self.rows.values():
            self._list.addWidget(row)
            row.changed.connect(self._take_choice)
        self._show_settings()

    def _on_recipe_toggled(self, is_default: bool) -> None:
        """One's own choice starts from the recipe and what comes with its losses, so that unchecking alone changes nothing; and back."""
        scene = self._session.scene
        settings = scene.settings
        if not is_default:
            scene.change_settings(**companions(settings), **changes_to(settings, self._recipe))
            return
        open_again = {"auxiliary": None, **COMPANIONS}
        usual = companions(replace(settings, **open_again))
        own = {name: getattr(settings, name) for name in COMPANIONS if getattr(settings, name) != usual[name]}
        scene.change_settings(**{**open_again, **own})

    def _take_choice(self) -> None:
        rows = self.rows.items()
        self._session.scene.change_settings(
            auxiliary=tuple(name for name, row in rows if row.is_chosen),
            weights={name: row.weight for name, row in rows if row.weight != row.default_weight},
            parameters={name: row.parameters for name, row in rows if row.parameters},
            times={name: row.times for name, row in rows if row.times != ALL_ALONG},
        )

    def _show_settings(self) -> None:
        settings = self._session.scene.settings
        is_own = settings.auxiliary is not None
        self._show_recipe()
        recipe = {term.name: term for term in self._recipe}
        weights = self._session.catalogue.preset(settings.preset).weights if self._session.catalogue is not None else {}
        for name, row in self.rows.items():
            row.set_default_weight(weights.get(name, row.loss.default_weight))
            if is_own or name not in recipe:
                row.show_choice(is_own and name in settings.auxiliary, auxiliary_term(settings, name), is_own)
            else:
                row.show_choice(True, recipe[name], False)
            row.setVisible(is_own or name in recipe)  # what cannot be chosen now would only be in the way
        with QSignalBlocker(self.recipe_check):
            self.recipe_check.setChecked(not is_own)
        self.hint_label.setText(self._hint())
        self.hint_label.setVisible(bool(self.hint_label.text()))

    def _show_recipe(self) -> None:
        """Which losses the checkbox stands for, and what it is called."""
        catalogue, name = self._session.catalogue, self._session.scene.settings.preset
        has_own = catalogue is not None and catalogue.preset(name).auxiliary is not None
        self._recipe = catalogue.recipe_of(name) if catalogue is not None else ()
        self.recipe_check.setText(self.tr("Losses of recipe {}").format(name) if has_own else self.tr("Default recipe"))
        self.recipe_check.setToolTip(
            self.tr("The recipe is chosen under Advanced; uncheck this to choose your own losses")
            if has_own
            else self.tr("The combination that won in our measurements; uncheck it to choose your own")
        )

    def _hint(self) -> str:
        if not self.rows:
            return self.tr("The engine's losses are listed here once it is ready.")
        chosen = self._session.scene.settings.auxiliary
        if chosen == () or (chosen is None and not self._recipe):
            return self.tr("None is chosen: training is purely supervised.")
        timed = [term for term in self._recipe if (term.start, term.end) != ALL_ALONG] if chosen is None else []
        sentence = self.tr("{} runs from {:.0f} to {:.0f} % of the training.")
        return " ".join(sentence.format(term.name, 100 * term.start, 100 * term.end) for term in timed)
