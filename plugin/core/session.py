"""Training and predicting from the dock: requests to the engine, and what becomes of them."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Callable, Optional

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...engine.config import PredictConfig, TrainConfig, to_params
from ...engine.errors import ConfigError
from ...engine.protocol import (
    CancelledEvent,
    Checkpoint,
    ErrorEvent,
    Hello,
    Metric,
    Notice,
    Progress,
    Result,
    State,
)
from .catalogue import Catalogue, catalogue_of
from .engine_client import EngineClient
from .engine_requests import Extent, NotReady, predict_config, train_config
from .imagery import ImageryError
from .result_layers import ResultFiles, ResultLayersError, add_result_layers, release_result_layers
from .scene import Scene
from .workspace import MODEL_NAME, RESULT_NAMES, duplicate, model_path, move_results, results_folder, writing_folder

OFF = "off"  # the state while there is no engine
FAILED = "failed"
STOPPING = "stopping"


@dataclass(frozen=True)
class Outcome:
    """How a run apart ended: with the values of its result, stopped (no values), or failed (a sentence why).

    Attributes:
        engine_is_gone: it failed because the engine died.
    """

    values: Optional[dict[str, Any]] = None
    sentence: str = ""
    engine_is_gone: bool = False


@dataclass(frozen=True)
class Run:
    """A request under way.

    Attributes:
        layer_id, image: the layer and file it was started for; the analyst may have chosen another one since.
        project_number: of the scene then; the analyst may have closed the project since.
        target: folder where the map ends up, "" for training.
        ended: takes the Outcome of a run apart, which leaves the scene as it is; None where the scene takes over what comes out.
    """

    id: int
    command: str
    config: object
    layer_id: str
    image: str
    project_number: int
    target: str = ""
    keep_previous: bool = False
    ended: Optional[Callable[[Outcome], None]] = None


class Session(QObject):
    """One analyst at work: a scene, an engine, and at most one run at a time.

    Signals:
        state_changed: what the engine does, in one word: OFF or one of protocol.STATES.
        busy_changed: a run has begun or ended.
        catalogue_changed: Catalogue of an engine that has come up.
        progress: steps or tiles done, in all, and seconds left or None.
        metric: step, values by name.
        notice: a sentence to read although all goes on.
        failed: a sentence about what could not be done.
        trained: values of the training's result, see the protocol.
        predicted: ResultFiles; the layers are in the project.
        died: the engine is gone, in one sentence; nothing drawn or trained is lost.
    """

    state_changed = pyqtSignal(str)
    busy_changed = pyqtSignal(bool)
    catalogue_changed = pyqtSignal(object)
    progress = pyqtSignal(int, int, object)
    metric = pyqtSignal(int, object)
    notice = pyqtSignal(str)
    failed = pyqtSignal(str)
    trained = pyqtSignal(object)
    predicted = pyqtSignal(object)
    died = pyqtSignal(str)

    def __init__(
        self,
        project: QgsProject,
        canvas_extent: Callable[[], Extent],
        client: Optional[EngineClient] = None,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self.state = OFF
        self.catalogue: Optional[Catalogue] = None
        self.client = client or EngineClient(self)
        self.scene = Scene(project, self)
        self._canvas_extent = canvas_extent
        self._run: Optional[Run] = None
        self._handlers = {
            State: self._on_state,
            Progress: self._on_progress,
            Metric: self._on_metric,
            Checkpoint: self._on_checkpoint,
            Notice: self._on_notice,
            Result: self._on_result,
            CancelledEvent: self._on_cancelled,
            ErrorEvent: self._on_error,
        }
        self.scene.notice.connect(self.notice)
        self.scene.failed.connect(self.failed)
        self.client.hello_received.connect(self._on_hello)
        self.client.event_received.connect(self._on_event)
        self.client.died.connect(self._on_died)

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way."""
        return self._run is not None

    @property
    def run(self) -> Optional[Run]:
        """The request under way."""
        return self._run

    @property
    def project(self) -> QgsProject:
        """The project that is worked in."""
        return self.scene.project

    def start_engine(self) -> None:
        """Brings the engine up in the background, so that its catalogue is there and the first click finds it ready."""
        if not self.client.is_running:
            self._set_state("starting")
            self.client.start()

    def check_engine(self) -> None:
        """Starts the engine anew with the interpreter of the settings; `catalogue_changed` or `died` follows."""
        if self.is_busy:
            self.failed.emit(self.tr("The engine is at work: stop it before checking its Python."))
            return
        self._set_state("starting")
        self.client.restart()

    def train(self) -> bool:
        """Trains on the scene's labels; False, and a sentence through `failed`, where something is missing."""
        return self.attempt(self._start_training)

    def predict(self) -> bool:
        """Maps the image with its model; False, and a sentence through `failed`, where something is missing."""
        return self.attempt(self._start_prediction)

    def stop(self) -> None:
        """Asks the run to stop; asked again while the engine does not react, ends the engine."""
        if self._run is None:
            return
        if self.state == STOPPING:
            self.client.kill()
        else:
            self._set_state(STOPPING)
            self.client.cancel(self._run.id)

    def close(self) -> None:
        """Lets go of engine and project without waiting; a worker in the middle of training keeps what it has and ends."""
        self._run = None
        self.client.shutdown()
        self.scene.close()

    def run_apart(self, command: str, config: TrainConfig | PredictConfig, ended: Callable[[Outcome], None]) -> None:
        """A run of which the scene learns nothing; what the engine does and how far it is are told as ever.

        Raises:
            NotReady: the folder for the model cannot be made.
        """
        self._begin(command, config, ended=ended)

    def take_over(self, folder: str) -> bool:
        """Makes model and map of a run apart the current image's own, and leaves the files where they are; False where that failed."""
        return self.attempt(lambda: self._take_over(folder))

    def canvas_extent(self) -> Extent:
        """What the map shows."""
        return self._canvas_extent()

    def attempt(self, start: Callable[[], None]) -> bool:
        """Does what needs an engine at rest; False, and a sentence through `failed`, where something is missing."""
        if self.is_busy:
            self.failed.emit(self.tr("The engine is at work ({}): wait, or stop it first.").format(self.state))
            return False
        try:
            start()
        except (ImageryError, NotReady, ConfigError) as error:
            self.failed.emit(str(error))
            return False
        return True

    def _start_training(self) -> None:
        config = train_config(self.scene, self._canvas_extent())
        self._begin("train", config)

    def _start_prediction(self) -> None:
        keep = self.scene.settings.keep_previous
        target = results_folder(self.scene.output, self.scene.memory.results, keep)
        config = predict_config(self.scene, self._canvas_extent(), writing_folder(target))
        self._begin("predict", config, target, keep)

    def _take_over(self, folder: str) -> None:
        scene = self.scene
        imagery, keep = scene.require_imagery(), scene.settings.keep_previous
        model = model_path(scene.output, keep)
        target = results_folder(scene.output, scene.memory.results, keep)
        written = writing_folder(target)
        try:
            for name in RESULT_NAMES:
                duplicate(os.path.join(folder, name), os.path.join(written, name))
            duplicate(os.path.join(folder, MODEL_NAME), model)
        except OSError as error:
            sentence = self.tr("Model and map in {} cannot be taken over ({}): choose another output folder under Advanced.")
            raise NotReady(sentence.format(folder, error.strerror)) from error
        scene.remember(model=model)
        config = PredictConfig(imagery.path, model, written)
        self._show_map(Run(0, "predict", config, imagery.layer_id, imagery.path, scene.project_number, target, keep))

    def _begin(
        self,
        command: str,
        config: TrainConfig | PredictConfig,
        target: str = "",
        keep: bool = False,
        ended: Optional[Callable[[Outcome], None]] = None,
    ) -> None:
        folder = target or os.path.dirname(config.model)
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise NotReady(
                self.tr("The folder {} cannot be made ({}): choose another output folder under Advanced.").format(folder, error.strerror)
            ) from error
        self._set_state("starting" if self.client.hello is None else "reading")
        request_id = self.client.request(command, to_params(config))
        layer_id = self.scene.imagery.layer_id if ended is None else ""
        self._run = Run(request_id, command, config, layer_id, config.image, self.scene.project_number, target, keep, ended)
        self.busy_changed.emit(True)

    def _finish(self) -> Run:
        run, self._run = self._run, None
        self.busy_changed.emit(False)
        return run

    def _on_hello(self, hello: Hello) -> None:
        self.catalogue = catalogue_of(hello)
        self.catalogue_changed.emit(self.catalogue)

    def _on_event(self, event: object) -> None:
        """Events about a run that is over say nothing any more."""
        event_id = getattr(event, "id", None)
        if event_id is None or (self._run is not None and event_id == self._run.id):
            self._handlers[type(event)](event)

    def _on_state(self, event: State) -> None:
        if self.state == STOPPING and self._run is not None:
            return  # the request to stop and the run's own news cross on the way
        if event.state == "idle" and (self.state == FAILED or self._run is not None):
            return  # a failure stays to be read; a run's idle comes after its result
        self._set_state(event.state)

    def _on_progress(self, event: Progress) -> None:
        self.progress.emit(event.done, event.total, event.eta_s)

    def _on_metric(self, event: Metric) -> None:
        self.metric.emit(event.step, event.values)

    def _on_checkpoint(self, event: Checkpoint) -> None:
        """From here on there is a usable model, whatever happens to the engine."""
        if self._run.ended is None and not self._has_outlived_its_project(self._run):
            self.scene.remember_for(self._run.image, model=event.path)

    def _on_notice(self, event: Notice) -> None:
        self.notice.emit(event.message)

    def _on_error(self, event: ErrorEvent) -> None:
        run = self._finish() if self._run is not None else None
        self._set_state(FAILED)
        sentence = f"{event.message}: {event.remedy}" if event.remedy else event.message
        if run is not None and run.ended is not None:
            run.ended(Outcome(sentence=sentence))
        else:
            self.failed.emit(sentence)

    def _on_cancelled(self, event: CancelledEvent) -> None:
        run = self._finish()
        self._set_state("idle")
        if run.ended is not None:
            run.ended(Outcome())
        elif run.command == "train" and event.kept:
            if self._take_model(run, event.kept):
                self.notice.emit(self.tr("Stopped. The model as far as it got is kept: Predict uses it."))
        else:
            self.notice.emit(self.tr("Stopped; nothing was changed."))

    def _on_died(self, sentence: str) -> None:
        run = self._finish() if self._run is not None else None
        self._set_state(FAILED)
        self.died.emit(sentence)
        if run is not None and run.ended is not None:
            run.ended(Outcome(sentence=sentence, engine_is_gone=True))

    def _on_result(self, event: Result) -> None:
        run = self._finish()
        self._set_state("idle")
        if run.ended is not None:
            run.ended(Outcome(event.values))
        elif run.command == "train":
            self._on_trained(run, event.values)
        else:
            self._show_map(run)

    def _on_trained(self, run: Run, values: dict[str, Any]) -> None:
        if not self._take_model(run, values["model"]):
            return
        self.trained.emit(values)
        if self.scene.settings.predict_after_training and self.scene.memory.model == values["model"]:
            self.predict()

    def _has_outlived_its_project(self, run: Run) -> bool:
        return run.project_number != self.scene.project_number

    def _take_model(self, run: Run, model: str) -> bool:
        """Predicts with a run's model from now on; False, and a sentence, where the run is no business of the present project."""
        if self._has_outlived_its_project(run):
            self.notice.emit(self.tr("The training is over and its model is {}: its project is no longer open.").format(model))
            return False
        self.scene.remember_for(run.image, model=model)
        return True

    def _show_map(self, run: Run) -> None:
        if self._has_outlived_its_project(run):
            self.notice.emit(self.tr("The map is in {}: its project is no longer open.").format(run.config.output))
            return
        layer = self.project.mapLayer(run.layer_id)
        if not isinstance(layer, QgsRasterLayer):
            self.notice.emit(self.tr("The map is in {}: its image is no longer in the project.").format(run.config.output))
            return
        if not run.keep_previous:
            release_result_layers(self.project, layer)
        folder = move_results(run.config.output, run.target)
        files = ResultFiles(*(os.path.join(folder, name) for name in RESULT_NAMES), model=run.config.model)
        try:
            results = add_result_layers(self.project, layer, files, run.keep_previous)
        except ResultLayersError as error:
            self.failed.emit(str(error))
            return
        self.scene.remember_for(run.image, results=folder)
        self.scene.show_results(run.image, results)
        self.predicted.emit(files)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
