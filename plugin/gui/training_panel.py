"""The front of the section Learning: the recipe, the parts that it is made of, and what differs from it."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.schema.catalogue import Catalogue
from ...engine.schema.config import BALANCED, ESTIMATED
from ...engine.schema.loss_terms import AuxiliaryTerm
from ...engine.schema.recipes import PRESETS
from ..core.project.session import Session
from ..core.project.settings import KEPT, SHOWN
from ..core.translation import tr
from .appearance import let_shrink, quiet
from .loss_list import LossList
from .loss_row import LossRow
from .setting_widgets import ChoiceEditor, changed_hint, show_changed
from .spin_boxes import ignore_wheel
from .voters_row import VotersRow

PROBE, PRIOR, LOSSES = "probe_share", "class_prior", "auxiliary"


class TrainingPanel(QWidget):
    """A recipe by name; its voters, class prior and losses, each with one sentence and open to change.

    Signals:
        comparison_wanted: the analyst would rather see the losses side by side.
    """

    comparison_wanted = pyqtSignal()

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._scene = session.scene
        self._sentences: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(3)
        self._build_recipe()
        self._build_parts()
        self._build_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(self.losses)
        column.addLayout(self._buttons)
        session.catalogue_changed.connect(self._on_catalogue)
        self._scene.settings_changed.connect(self._show_settings)
        if session.catalogue is not None:
            self._on_catalogue(session.catalogue)
        self._show_settings()

    @property
    def rows(self) -> dict[str, LossRow]:
        """The rows of the losses by name."""
        return self.losses.rows

    def _build_recipe(self) -> None:
        self.recipe_combo = QComboBox()
        self.recipe_combo.setObjectName("recipeCombo")
        let_shrink(self.recipe_combo)
        ignore_wheel(self.recipe_combo)
        for row, (name, recipe) in enumerate(PRESETS.items()):
            self.recipe_combo.addItem(name, name)
            self.recipe_combo.setItemData(row, tr(recipe.sentence), Qt.ItemDataRole.ToolTipRole)
        self.recipe_combo.activated.connect(lambda: self._take_recipe(self.recipe_combo.currentData()))
        self._add_part("recipe", self.tr("Recipe"), self.recipe_combo)

    def _build_parts(self) -> None:
        texts = {ESTIMATED: self.tr("estimated on the imagery"), BALANCED: self.tr("balanced as drawn")}
        self.voters = VotersRow(SHOWN[PROBE])
        self.prior = ChoiceEditor(SHOWN[PRIOR], texts)
        self.losses = LossList(self._session)
        self.voters.edited.connect(lambda share: self._take(**{PROBE: share}))
        self.prior.edited.connect(lambda prior: self._take(**{PRIOR: prior}))
        self._add_part(PROBE, self.tr("Voters"), self.voters)
        self._add_part(PRIOR, self.tr("Class prior"), self.prior.widget)
        self._add_part(LOSSES, self.tr("Losses"))

    def _add_part(self, name: str, title: str, control: Optional[QWidget] = None) -> None:
        """Two rows of the grid: title and control, below them whether it differs, and its sentence."""
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        sentence = self._sentences[name] = quiet(QLabel())
        sentence.setObjectName(f"{name}Sentence")
        sentence.setWordWrap(True)
        self._hints[name] = changed_hint(name)
        caption = QLabel(title)
        caption.setWordWrap(True)
        self._grid.addWidget(caption, row, 0, top)
        self._grid.addWidget(self._hints[name], row + 1, 0, top)
        if control is not None:
            self._grid.addWidget(control, row, 1)
            self._grid.addWidget(sentence, row + 1, 1, top)
        else:
            self._grid.addWidget(sentence, row, 1, 2, 1, top)

    def _build_buttons(self) -> None:
        self.reset_button = QPushButton(self.tr("Back to the recipe"))
        self.reset_button.setObjectName("backToRecipeButton")
        self.reset_button.clicked.connect(lambda: self._take_recipe(self._scene.settings.preset))
        self.compare_button = QPushButton(self.tr("Compare losses…"))
        self.compare_button.setObjectName("compareButton")
        tip = self.tr("Train several choices one after the other, and look at their maps side by side")
        self.compare_button.setToolTip(tip)
        self.compare_button.clicked.connect(lambda: self.comparison_wanted.emit())
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.reset_button)
        self._buttons.addWidget(self.compare_button)

    def _take_recipe(self, name: str) -> None:
        self._scene.change_settings(self._scene.settings.with_recipe(name))

    def _take(self, **values: object) -> None:
        self._scene.change_settings(self._scene.settings.with_values(**values))

    def _on_catalogue(self, catalogue: Catalogue) -> None:
        self.losses.list_losses(catalogue)
        self._show_settings()

    def _show_settings(self) -> None:
        settings, catalogue = self._scene.settings, self._session.catalogue
        with QSignalBlocker(self.recipe_combo):
            self.recipe_combo.setCurrentIndex(self.recipe_combo.findData(settings.preset))
        self._sentences["recipe"].setText(tr(PRESETS[settings.preset].sentence))
        backbone = settings.value("backbone")
        can_probe = catalogue is None or catalogue.can_probe(backbone, bool(settings.value("weights")))
        self.voters.show_share(settings.value(PROBE), settings.recipe_value(PROBE), can_probe)
        self._sentences[PROBE].setText(self.voters.sentence(backbone))
        self.prior.show_value(settings.value(PRIOR))
        self._sentences[PRIOR].setText(self._prior_sentence(settings.value(PRIOR)))
        self.losses.show_settings()
        self._sentences[LOSSES].setText(self._losses_sentence())
        for name, in_words in ((PROBE, self.voters.in_words), (PRIOR, self.prior.in_words), (LOSSES, self._in_words)):
            show_changed(self._hints[name], settings.is_chosen(name), in_words(settings.recipe_value(name)))
        titles = dict.fromkeys(tr(KEPT[name].title) or name for name in settings.differences)
        self.reset_button.setVisible(bool(titles))
        self.reset_button.setToolTip(self.tr("Undo what differs from it: {}").format(", ".join(titles)))

    def _prior_sentence(self, prior: str) -> str:
        if prior == ESTIMATED:
            return self.tr("How frequent the classes are is estimated on unlabelled pixels.")
        return self.tr("All classes count as equally frequent, as they are drawn.")

    def _losses_sentence(self) -> str:
        if not self.rows:
            return self.tr("The engine's losses are listed here once it is ready.")
        if not self._scene.settings.value(LOSSES):
            return self.tr("None is chosen: training is purely supervised.")
        if self._scene.settings.value("steps") == 0:
            return self.tr("Without training steps no loss takes part.")
        return self.tr("They learn from the unlabelled imagery.")

    def _in_words(self, terms: tuple[AuxiliaryTerm, ...]) -> str:
        return ", ".join(map(str, terms)) or self.tr("none")
