"""The dock: the panels in the order of work, and below them, always in sight, what the engine does."""
from __future__ import annotations

from typing import Any, Optional

from qgis.core import Qgis, QgsProject
from qgis.gui import QgsCollapsibleGroupBox, QgsDockWidget, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ...engine.schema.model_card import read_model_card
from ..core.checking.check import Check
from ..core.comparison.comparison import Comparison
from ..core.engine.installed import Record
from ..core.engine.installer.installer import EngineInstaller
from ..core.labels.store import LabelStore
from ..core.labels.tool_state import LabelToolState
from ..core.live.kept_features import KeptFeatures
from ..core.live.live_map import LiveMap
from ..core.project.session import Session
from ..maptools.check_tool import CheckTool
from ..maptools.label_tools import LabelTools
from ..maptools.live_canvas import LiveCanvas, canvas_view
from .advanced_panel import AdvancedPanel
from .check_panel import CheckPanel
from .classes_panel import ClassesPanel
from .comparison_window import ComparisonWindow
from .engine_care_panel import EngineCarePanel
from .engine_panel import EnginePanel
from .export_row import ExportRow
from .features_panel import FeaturesPanel
from .imagery_panel import ImageryPanel
from .inspect_panel import InspectPanel
from .label_file_panel import LabelFilePanel
from .label_tools_panel import LabelToolsPanel
from .live_panel import LivePanel
from .message_line import MessageLine
from .progress_panel import ProgressPanel
from .results_panel import ResultsPanel
from .run_panel import RunPanel
from .sites_window import SitesWindow
from .suggestions_panel import SuggestionsPanel
from .training_panel import TrainingPanel
from .welcome_panel import WelcomePanel

PREFERRED_WIDTH_PX = 360
REVEAL_MS = 100  # the layout has grown by then


class BerundaDock(QgsDockWidget):
    """Everything of Berunda on the screen, wired to one session.

    Signals:
        announced: a sentence and its Qgis.MessageLevel, for the message bar of QGIS.
    """

    announced = pyqtSignal(str, object)

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("BerundaDock")
        self.setWindowTitle(self.tr("Berunda"))
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.session = Session(project, lambda: (canvas.extent(), canvas.mapSettings().destinationCrs()), parent=self)
        self.label_state = LabelToolState(self)
        self.label_tools = LabelTools(canvas, self.label_state)
        self.live = LiveMap(self.session, lambda: canvas_view(canvas), self)
        self.live_canvas = LiveCanvas(canvas, self.live, self)
        self.kept_features = KeptFeatures(self.session, self)
        self.check = Check(self.session, self)
        self.check_tool = CheckTool(canvas)
        self.installer = EngineInstaller(self)
        self._measured_model = ""
        self._notices: list[str] = []  # of the job that runs, or ran last
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._on_settled)
        self._reveal = QTimer(self)
        self._reveal.setSingleShot(True)
        self._reveal.setInterval(REVEAL_MS)
        self._reveal.timeout.connect(self._show_check)
        self._build(canvas)
        self._wire()
        self._show_labels(self.session.scene.store)
        self._show_measurement()

    def close_session(self) -> None:
        """Releases the canvas, the project and the engine, for good."""
        self.visibilityChanged.disconnect(self._on_visible)
        self._settle.stop()
        self.live_canvas.close()
        self.live.close()
        self.kept_features.close()
        self._show_labels(None)
        self.check.close()
        self._reveal.stop()
        self.check_tool.close()
        self.label_tools.close()
        self.export_row.close_row()
        self.inspect_panel.close_panel()
        self.imagery_panel.close_panel()
        self.comparison_window.close_window()
        self.sites_window.close()
        self.installer.close()
        self.session.close()

    def _build(self, canvas: QgsMapCanvas) -> None:
        scene = self.session.scene
        self.engine_panel = EnginePanel(self.installer)
        self.welcome_panel = WelcomePanel(scene)
        self.imagery_panel = ImageryPanel(scene)
        self.label_file_panel = LabelFilePanel(scene)
        self.classes_panel = ClassesPanel(self.label_state)
        self.label_tools_panel = LabelToolsPanel(self.label_tools, self.label_state)
        self.live_panel = LivePanel(self.session, self.live, self.live_canvas, self.label_tools)
        self.suggestions_panel = SuggestionsPanel(self.session, self.label_tools, canvas)
        self.training_panel = TrainingPanel(self.session)
        self.advanced_panel = AdvancedPanel(self.session)
        self.engine_care_panel = EngineCarePanel(self.session, self.installer, self.engine_panel)
        self.features_panel = FeaturesPanel(self.session, self.live.exploration, self.kept_features)
        self.results_panel = ResultsPanel()
        self.export_row = ExportRow(self.session)
        self.check_panel = CheckPanel(self.check, self.check_tool)
        self.inspect_panel = InspectPanel(canvas, self.session)
        self.run_panel = RunPanel(self.session)
        self.progress_panel = ProgressPanel(self.session)
        self.message_line = MessageLine()

        rare = (self.advanced_panel, self.engine_care_panel, self.features_panel)
        advanced = _section("advancedSection", self.tr("Advanced"), *rare)
        advanced.setCollapsed(True)
        sections = QWidget()
        column = QVBoxLayout(sections)
        column.setContentsMargins(6, 6, 6, 6)
        self.engine_section = _section("engineSection", self.tr("Engine"), self.engine_panel)
        self.engine_section.hide()
        column.addWidget(self.engine_section)
        column.addWidget(self.welcome_panel)
        column.addWidget(_section("imagerySection", self.tr("1  Imagery"), self.imagery_panel))
        tools = (self.label_tools_panel, self.live_panel, self.suggestions_panel)
        labels = (self.label_file_panel, self.classes_panel, *tools)
        column.addWidget(_section("labelsSection", self.tr("2  Labels"), *labels))
        column.addWidget(_section("learningSection", self.tr("3  Learning"), self.training_panel, advanced))
        results = (self.results_panel, self.export_row, self.inspect_panel, self.check_panel)
        column.addWidget(_section("resultsSection", self.tr("4  Results"), *results))
        column.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setWidget(sections)

        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scroll_area, 1)
        layout.addWidget(self._foot())
        # Other languages may need more: nothing is to be cut off, and there is no horizontal scroll bar.
        needed = sections.minimumSizeHint().width() + self.scroll_area.verticalScrollBar().sizeHint().width()
        whole.setMinimumWidth(max(PREFERRED_WIDTH_PX - 40, needed))
        self.setWidget(whole)
        self.comparison = Comparison(self.session, self)
        self.comparison_window = ComparisonWindow(self.comparison, self.session, self)
        self.sites_window = SitesWindow(self.session, self)

    def _foot(self) -> QWidget:
        """What stays in sight below the sections."""
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(8, 4, 8, 8)
        for panel in (self.message_line, self.run_panel, self.progress_panel):
            below.addWidget(panel)
        return foot

    def _wire(self) -> None:
        session = self.session
        session.scene.labels_changed.connect(self._show_labels)
        session.scene.image_changed.connect(self._show_measurement)
        session.scene.settings_changed.connect(self._show_measurement_of_another)
        session.scene.results_changed.connect(self.results_panel.set_results)
        session.scene.results_changed.connect(self.export_row.set_results)
        session.scene.results_changed.connect(self.inspect_panel.set_results)
        session.trained.connect(self._on_trained)
        session.predicted.connect(self._on_predicted)
        session.analysed.connect(lambda values: self._say(" ".join(values["summary"]), Qgis.MessageLevel.Success))
        session.notice.connect(self._on_notice)
        session.failed.connect(self._on_failed)
        session.died.connect(self._on_died)
        session.died.connect(lambda _: self.engine_panel.refresh())  # its environment may have been deleted
        session.busy_changed.connect(self._on_busy)
        self.comparison.ended.connect(self._on_notice)
        self.training_panel.comparison_wanted.connect(lambda: _bring_up(self.comparison_window))
        self.results_panel.sites_wanted.connect(lambda: _bring_up(self.sites_window))
        self.welcome_panel.failed.connect(self._on_failed)
        self.welcome_panel.loaded.connect(self._on_sample)
        self.label_tools.message.connect(self._on_failed)
        self.live.failed.connect(self._on_failed)
        self.live.notice.connect(self._on_hint)
        self.kept_features.notice.connect(self._on_hint)
        self.kept_features.failed.connect(self._on_failed)
        self.check.failed.connect(self._on_failed)
        self.check.point_changed.connect(lambda _: self._reveal.start())
        self.check.correction.done.connect(self._on_corrected)
        self.classes_panel.message.connect(self._on_failed)
        self.inspect_panel.message.connect(self._on_failed)
        self.inspect_panel.done.connect(self._on_notice)
        self.suggestions_panel.message.connect(self._on_hint)
        self.engine_panel.visibility_wanted.connect(self.engine_section.setVisible)
        self.installer.installed.connect(self._on_installed)
        self.installer.failed.connect(self._on_install_failed)
        self.visibilityChanged.connect(self._on_visible)

    def _show_labels(self, store: Optional[LabelStore]) -> None:
        self.label_tools.set_store(store)
        self.classes_panel.set_store(store)

    def _show_measurement(self) -> None:
        """How good the current model is: its file says so, whether it was trained just now, last week or elsewhere."""
        self._measured_model = self.session.scene.memory.model
        card = read_model_card(self._measured_model) if self._measured_model else None
        self.results_panel.set_model(card)

    def _show_measurement_of_another(self) -> None:
        if self.session.scene.memory.model != self._measured_model:
            self._show_measurement()

    def _on_visible(self, is_visible: bool) -> None:
        self._settle.start(0)  # QGIS shows and hides docks while it starts; what counts is what remains

    def _on_settled(self) -> None:
        """The engine takes seconds to come up; it does so while the analyst paints."""
        if self.isVisible():
            self.engine_panel.refresh()
            if not self.engine_panel.is_missing:
                self.session.start_engine()
        self.live.set_open(not self.isHidden())  # a dock behind another one is not hidden

    def _on_sample(self) -> None:
        self._on_hint(self.tr("The sample has 40 strokes already: switch the live map on, or click Train."))

    def _on_busy(self, is_busy: bool) -> None:
        if is_busy:
            self._notices.clear()
            self.message_line.clear()
        else:
            self._show_measurement()  # training may have replaced the file

    def _on_trained(self, values: dict[str, Any]) -> None:
        done = self.tr("Trained {} steps in {:.0f} s.").format(values.get("steps", 0), values.get("seconds", 0))
        self._say(done, Qgis.MessageLevel.Success)

    def _on_predicted(self, _: object) -> None:
        self._show_measurement()  # a choice taken over from a comparison has its own model
        level = Qgis.MessageLevel.Warning if self._notices else Qgis.MessageLevel.Success
        # A map takes seconds: what was said meanwhile would be gone before it is read.
        self._say(" ".join([self.tr("The map is in the project."), *self._notices]), level)

    def _show_check(self) -> None:
        """Scrolls to the question, or after it to the figures, which change the height of their panel."""
        panel = self.check_panel
        self.scroll_area.ensureWidgetVisible(panel.question_panel if self.check.is_checking else panel.correct_button)

    def _on_corrected(self, values: dict[str, Any]) -> None:
        sentence = self.tr(
            "The confidence was {:.0f} % on average and is {:.0f} % now: {} points say that {:.0f} % of the map is "
            "right."
        )
        self._reveal.start()
        self._show_measurement()  # enough points make an uncalibrated confidence a calibrated one
        shares = (100 * values[name] for name in ("mean_confidence", "mean_corrected"))
        done = sentence.format(*shares, values["answered"], 100 * values["accuracy"])
        self._say(done, Qgis.MessageLevel.Success)

    def _on_notice(self, sentence: str) -> None:
        self._notices.append(sentence)
        self._on_hint(sentence)

    def _on_hint(self, sentence: str) -> None:
        self._say(sentence, Qgis.MessageLevel.Info)

    def _on_failed(self, sentence: str) -> None:
        self._say(sentence, Qgis.MessageLevel.Warning)

    def _on_installed(self, record: Record) -> None:
        """An analyst who has looked elsewhere for some minutes finds what became of it."""
        level = Qgis.MessageLevel.Warning if record.notice else Qgis.MessageLevel.Success
        self._say(record.notice or self.tr("The engine is installed."), level)

    def _on_install_failed(self, sentence: str) -> None:
        """Where the engine's panel says it, that is enough."""
        if self.engine_section.isHidden():
            self._on_failed(sentence)

    def _on_died(self, sentence: str) -> None:
        log = self.session.client.log
        self._say(sentence, Qgis.MessageLevel.Critical, "\n".join([log.path, "", *log.last_lines]))

    def _say(self, sentence: str, level: Qgis.MessageLevel, details: str = "") -> None:
        self.message_line.show_message(sentence, level, details)
        self.announced.emit(sentence, level)


def _bring_up(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()


def _section(name: str, title: str, *panels: QWidget) -> QgsCollapsibleGroupBox:
    box = QgsCollapsibleGroupBox(title)
    box.setObjectName(name)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(6, 6, 6, 6)
    for panel in panels:
        layout.addWidget(panel)
    return box
