"""What the dock shows where there is no engine: what would be installed, where to, and a button that does it."""
from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..core.engine.environment import engine_problem, is_given, is_named
from ..core.engine.installed import installed_environment, installed_record
from ..core.engine.installer.builds import CPU, CU126, CU130, CUDA, MPS
from ..core.engine.installer.engine_folder import choose_root, chosen_root
from ..core.engine.installer.installation import Progress
from ..core.engine.installer.installer import EngineInstaller
from ..core.engine.installer.order import base_python, wheel_folder
from ..core.engine.installer.plan import Plan, sources, update_needed
from ..core.help_pages import INSTALLING
from ..core.translation import tr
from .appearance import let_shrink, quiet
from .durations import in_words
from .folder_widget import FolderWidget
from .help_window import help_button
from .sizes import megabytes_in_words
from .wrapped_column import add_wrapped, wrapped_column

BAR_STEPS = 1000


class EnginePanel(QWidget):
    """Hidden where an engine runs and nothing is to be done.

    Signals:
        visibility_wanted: whether the section of the panel is to be shown.

    Attributes:
        is_wanted: whether an engine is missing or to be updated.
    """

    visibility_wanted = pyqtSignal(bool)

    def __init__(self, installer: EngineInstaller, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._installer = installer
        self.is_wanted = False
        self._is_installing = False
        self._is_put_off = False  # an update, until QGIS starts again
        self._build()
        self._wire()

    @property
    def is_missing(self) -> bool:
        """Whether there is no engine to start, and one can be installed."""
        return bool(engine_problem()) and not is_given()

    def refresh(self) -> None:
        """Looks whether an engine is missing, or needs other packages, and shows itself accordingly."""
        self._show_need()
        if self.is_wanted and self._installer.plan is None:
            self._installer.make_plan()

    def _show_need(self) -> None:
        if self._is_installing:
            return
        is_update = not self.is_missing and not is_named() and update_needed()
        self._show_kind(is_update)
        self.is_wanted = self.is_missing or (is_update and not self._is_put_off)
        self.visibility_wanted.emit(self.is_wanted)
        self.problem_label.setText(self._standing_problem())
        self._show_plan()

    def _standing_problem(self) -> str:
        """Why there is no engine although one was named or installed; "" where there never was one."""
        return engine_problem() if self.is_missing and (is_named() or installed_environment()) else ""

    def _build(self) -> None:
        self.intro_label = QLabel()
        self.intro_label.setObjectName("engineIntro")
        self.needs_label, self.reason_label = QLabel(), quiet(QLabel())
        self.needs_label.setObjectName("engineNeeds")
        self.reason_label.setObjectName("engineReason")
        self.build_combo = QComboBox()
        self.build_combo.setObjectName("engineBuild")
        let_shrink(self.build_combo)
        self.folder_widget = FolderWidget("engineFolder", self.tr("Folder to install the engine into"))
        self.folder_widget.show_folder(str(chosen_root()))
        self.install_button = QPushButton(self.tr("Install engine"))
        self.install_button.setObjectName("installEngineButton")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancelInstallButton")
        self.later_button = QPushButton(self.tr("Not now"))
        self.later_button.setObjectName("installLaterButton")
        self.bar = QProgressBar()
        self.bar.setObjectName("installProgress")
        self.bar.setRange(0, BAR_STEPS)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(10)
        self.stage_label, self.problem_label = QLabel(), QLabel()
        self.stage_label.setObjectName("installStage")
        self.problem_label.setObjectName("installProblem")
        form = QFormLayout()
        form.addRow(self.tr("Computes on"), self.build_combo)
        form.addRow(self.tr("Folder"), self.folder_widget)
        buttons = QHBoxLayout()
        for button in (self.install_button, self.cancel_button, self.later_button):
            buttons.addWidget(button)
        buttons.addWidget(help_button("installHelpButton", INSTALLING))
        column = wrapped_column(self)
        add_wrapped(column, self.intro_label, self.needs_label)
        column.addLayout(form)
        add_wrapped(column, self.reason_label, self.problem_label)
        column.addLayout(buttons)
        column.addWidget(self.bar)
        add_wrapped(column, self.stage_label)

    def _wire(self) -> None:
        installer = self._installer
        installer.planned.connect(self._on_planned)
        installer.progressed.connect(self._on_progress)
        installer.installed.connect(self._on_installed)
        installer.failed.connect(self._on_failed)
        installer.cancelled.connect(self._on_cancelled)
        installer.busy_changed.connect(self._show_buttons)
        self.install_button.clicked.connect(lambda: installer.install(self.build_combo.currentData() or ""))
        self.cancel_button.clicked.connect(self._cancel)
        self.later_button.clicked.connect(self._put_off)
        self.build_combo.activated.connect(self._show_plan)
        self.folder_widget.chosen.connect(self._on_folder)
        self._show_buttons()

    def _show_kind(self, is_update: bool) -> None:
        if is_update:
            self.intro_label.setText(
                self.tr(
                    "This release of Berunda needs other packages. The engine that is installed is used until the new "
                    "one is ready."
                )
            )
        else:
            self.intro_label.setText(
                self.tr(
                    "Berunda learns with PyTorch, which is fetched once, into a folder and a Python of its own: QGIS's "
                    "Python stays as it is. You can paint meanwhile."
                )
            )
        self.install_button.setText(self.tr("Update engine") if is_update else self.tr("Install engine"))
        self.later_button.setVisible(is_update)

    def _on_planned(self, plan: Plan) -> None:
        self.build_combo.clear()
        titles = _titles()
        for build in plan.offered:
            self.build_combo.addItem(titles[build.name], build.name)
        record = installed_record()  # an update does not change what the user has chosen
        chosen = self.build_combo.findData(record.build) if record is not None else -1
        self.build_combo.setCurrentIndex(chosen if chosen >= 0 else self.build_combo.findData(plan.choice.build))
        self.problem_label.setText(self._standing_problem())
        self._show_plan()
        self._show_buttons()

    def _show_plan(self, *_: object) -> None:
        plan, build = self._installer.plan, self.build_combo.currentData()
        self.folder_widget.show_folder(str(chosen_root()))
        if plan is None or build is None:
            self.needs_label.setText(self.tr("Looking at this computer…"))
            return
        python, wheels = base_python(), wheel_folder()
        needed = plan.sizes(build, python)
        origin, disk = sources(plan, build, python, wheels), megabytes_in_words(needed.disk_mb)
        takes = in_words(plan.seconds(build, python, wheels))
        if wheels:
            said = self.tr("Takes all from {}, nothing from the network; {} on disk, about {}.")
            self.needs_label.setText(said.format(origin, disk, takes))
        else:
            said = self.tr("Fetches about {} from {}; {} on disk, about {} at 50 Mbit/s.")
            self.needs_label.setText(said.format(megabytes_in_words(needed.fetched_mb), origin, disk, takes))
        other = self.tr("Another one fits this computer better.")
        self.reason_label.setText(plan.choice.reason if build == plan.choice.build else other)

    def _show_buttons(self, *_: object) -> None:
        busy = self._installer.is_busy
        self.install_button.setEnabled(not busy and self._installer.plan is not None)
        self.later_button.setEnabled(not busy)
        for widget in (self.build_combo, self.folder_widget):
            widget.setEnabled(not self._is_installing)
        for widget in (self.cancel_button, self.bar, self.stage_label):
            widget.setVisible(self._is_installing)

    def _on_progress(self, progress: Progress) -> None:
        if not self._is_installing:
            self._is_installing = True
            self.problem_label.clear()
            self.cancel_button.setEnabled(True)
            self.visibility_wanted.emit(True)
            self._show_buttons()
        self.bar.setValue(round(progress.share * BAR_STEPS))
        self.stage_label.setText(progress.stage)

    def _on_installed(self, _: object) -> None:
        self._is_installing = False
        self._show_buttons()
        self.refresh()

    def _on_failed(self, sentence: str) -> None:
        self._end(sentence)

    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled. What was fetched is kept for the next try."))

    def _end(self, sentence: str) -> None:
        """Says why there is no engine yet; the button tries again."""
        was_installing, self._is_installing = self._is_installing, False
        self._show_buttons()
        self._show_need()
        self.problem_label.setText(sentence)
        if was_installing:
            self.install_button.setText(self.tr("Retry"))

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.stage_label.setText(self.tr("Stopping…"))
        self._installer.cancel()

    def _put_off(self) -> None:
        self._is_put_off = True
        self.refresh()

    def _on_folder(self, path: str) -> None:
        choose_root(path)
        self._show_plan()


def _titles() -> dict[str, str]:
    card = tr("NVIDIA graphics card (CUDA {})")
    return {
        CPU: tr("processor (CPU)"),
        CUDA: card.format("13.0"),
        CU130: card.format("13.0"),
        CU126: card.format("12.6"),
        MPS: tr("Apple graphics processor (MPS)"),
    }
