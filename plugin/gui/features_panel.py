"""How much of encoded images is kept on disk, a button to remove it, and the limit and folder for it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ..core.engine.cache_choice import cache_limit_gb, chosen_cache_folder
from ..core.live.exploration import Exploration
from ..core.live.kept_features import KeptFeatures
from ..core.project.engine_session import EngineSession
from .folder_widget import FolderWidget
from .spin_boxes import number_spin

MAX_LIMIT_GB, STEP_GB = 100, 0.5


class FeaturesPanel(QWidget):
    """Asks for the size when it comes into sight, and while it is in sight when the size may have changed."""

    def __init__(
        self, session: EngineSession, exploration: Exploration, kept: KeptFeatures, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._build()
        self.clear_button.clicked.connect(kept.clear)
        self.limit_spin.valueChanged.connect(lambda _: kept.choose_limit(self.limit_spin.value()))  # rounded
        self.folder_widget.chosen.connect(self._on_folder)
        kept.changed.connect(self._show_usage)
        session.catalogue_changed.connect(self._ask)
        exploration.progressed.connect(self._on_explored)
        self._show_usage()

    def showEvent(self, event: QShowEvent) -> None:
        """Asks how much is kept."""
        super().showEvent(event)
        self._kept.ask()

    def _build(self) -> None:
        self.usage_label = QLabel()
        self.usage_label.setObjectName("featuresLabel")
        self.usage_label.setWordWrap(True)
        self.clear_button = QToolButton()  # narrower than a push button: the label takes one line
        self.clear_button.setText(self.tr("Clear"))
        self.clear_button.setObjectName("clearFeaturesButton")
        self.clear_button.setToolTip(self.tr("Remove all kept features; they are computed again when they are needed"))
        tip = self.tr("What features may take on disk; 0 keeps them in memory only. Beyond it the oldest are dropped")
        self.limit_spin = number_spin(cache_limit_gb(), 0, MAX_LIMIT_GB, step=STEP_GB)
        self.limit_spin.setObjectName("featuresLimitSpin")
        self.limit_spin.setSuffix(self.tr(" GB"))
        self.limit_spin.setSpecialValueText(self.tr("nothing on disk"))
        self.limit_spin.setToolTip(tip)
        self.folder_widget = FolderWidget("featuresFolder", self.tr("Folder for features, the same for all projects"))
        self.folder_widget.lineEdit().setPlaceholderText(self.tr("the usual one"))
        self.folder_widget.show_folder(chosen_cache_folder())
        head = QHBoxLayout()
        head.addWidget(self.usage_label, 1)
        head.addWidget(self.clear_button)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("At most"), self.limit_spin)
        form.addRow(self.tr("Folder"), self.folder_widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(form)

    def _on_folder(self, path: str) -> None:
        self._kept.choose_folder(path)
        self.folder_widget.show_folder(chosen_cache_folder())  # as an absolute path

    def _on_explored(self, share: Optional[float]) -> None:
        if share is None:  # it has ended
            self._ask()

    def _ask(self, *_: object) -> None:
        if self.isVisible():
            self._kept.ask()

    def _show_usage(self) -> None:
        usage = self._kept.usage
        self.clear_button.setEnabled(usage is not None)
        self.usage_label.setText(self._text(usage) if usage is not None else self.tr("Features kept: not known yet"))
        self.usage_label.setToolTip(self._tip(usage) if usage is not None else self.tr("The engine is not running"))

    def _text(self, usage: Mapping[str, Any]) -> str:
        if usage["problem"] or not usage["folder"]:
            return self.tr("Features kept: in memory only")
        return self.tr("Features kept: {} of {}").format(*(_in_words(usage[name]) for name in ("bytes", "limit_bytes")))

    def _tip(self, usage: Mapping[str, Any]) -> str:
        what = self.tr("What the engine has computed of images, so that the live map need not wait for it.")
        return " ".join(part for part in (what, usage["problem"] or usage["folder"]) if part)


def _in_words(size: int) -> str:
    return f"{round(size / 1e9, 1):g} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
