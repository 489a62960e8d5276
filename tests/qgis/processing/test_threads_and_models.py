"""Algorithms in the background while the window goes on, and chained in a model."""
from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from berunda.plugin.processing.destinations import Styling
from berunda.plugin.processing.engine_run import EngineRun
from berunda.plugin.processing.provider import BerundaProvider
from fake_engine import wait_until
from processing_helpers import Heard, algorithm, loaded
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QTimer


@pytest.fixture
def given(geotiff: str, labels: str, tmp_path: Path, provider: BerundaProvider) -> dict:
    layers = {role: loaded(tmp_path / "map" / f"{role.lower()}.tif") for role in ("CLASSES", "CONFIDENCE", "OOD")}
    return {"IMAGE": geotiff, "LABELS": labels, **layers}


class Background:
    """An algorithm that runs in QGIS's task manager, and the longest pause of the main thread meanwhile.

    A timer of 5 ms keeps the time: an event loop that stands still delays it.
    """

    def __init__(self, name: str, parameters: dict, feedback: Heard) -> None:
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.ended: list[tuple[bool, dict]] = []
        self.longest_s, self._ticked = 0.0, time.monotonic()
        self._algorithm, self._feedback = algorithm(name), feedback
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self.task = QgsProcessingAlgRunnerTask(self._algorithm, parameters, self.context, feedback)
        self.task.executed.connect(lambda is_done, results: self.ended.append((is_done, results)))
        self._timer.start(5)
        QgsApplication.taskManager().addTask(self.task)

    def wait(self) -> tuple[bool, dict]:
        self._ticked = time.monotonic()
        wait_until(lambda: self.ended)
        self._timer.stop()
        return self.ended[0]

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest_s, self._ticked = max(self.longest_s, now - self._ticked), now


def test_an_algorithm_in_the_background_leaves_the_main_thread_alone(
    given: dict, use_engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, ask = [], EngineRun.ask
    monkeypatch.setattr(
        EngineRun, "ask", lambda self, *rest: (threads.append(threading.get_ident()), ask(self, *rest))[1]
    )
    use_engine()
    heard = Heard()
    background = Background("instantmap", given, heard)
    is_done, results = background.wait()
    assert is_done
    assert QgsRasterLayer(results["CLASSES"], "map").isValid()
    assert len(threads) == 2
    assert threading.get_ident() not in threads
    assert background.longest_s < 0.1
    to_load = background.context.layersToLoadOnCompletion()
    assert set(to_load) == set(results.values())
    assert all(isinstance(details.postProcessor(), Styling) for details in to_load.values())
    assert "12 pixels lie under two classes and are ignored." in heard.warnings


def test_cancel_in_the_task_manager_stops_the_engine(given: dict, use_engine, tmp_path: Path) -> None:
    use_engine("slow")
    model = str(tmp_path / "model.safetensors")
    training = {name: given[name] for name in ("IMAGE", "LABELS")} | {"MODEL": model}
    heard = Heard()
    background = Background("train", training, heard)
    wait_until(lambda: Path(model).exists())
    heard.cancel()  # as the dialog's button does; the task does the same
    began = time.monotonic()
    background.wait()
    assert time.monotonic() - began < 5
    assert heard.warnings[-1] == f"Stopped. The model as far as it got is kept: {model}"


def test_two_algorithms_at_once_have_an_engine_each(given: dict, use_engine, tmp_path: Path) -> None:
    use_engine()
    second = {**given, **{role: str(tmp_path / "second" / f"{role}.tif") for role in ("CLASSES", "CONFIDENCE", "OOD")}}
    both = [Background("instantmap", parameters, Heard()) for parameters in (given, second)]
    assert [each.wait()[0] for each in both] == [True, True]


@pytest.fixture
def model(provider: BerundaProvider) -> QgsProcessingModelAlgorithm:
    """Trains on an image, and maps another one with what came out."""
    made = QgsProcessingModelAlgorithm("Train, then map", "", "")
    image = QgsProcessingParameterRasterLayer("image", "Image")
    made.addModelParameter(image, QgsProcessingModelParameter("image"))
    made.addModelParameter(QgsProcessingParameterMapLayer("labels", "Labels"), QgsProcessingModelParameter("labels"))
    source = QgsProcessingModelChildParameterSource
    train = QgsProcessingModelChildAlgorithm("berunda:train")
    train.setChildId("train")
    train.addParameterSources("IMAGE", [source.fromModelParameter("image")])
    train.addParameterSources("LABELS", [source.fromModelParameter("labels")])
    train.addParameterSources("PRESET", [source.fromStaticValue("instant")])
    made.addChildAlgorithm(train)
    predict = QgsProcessingModelChildAlgorithm("berunda:predict")
    predict.setChildId("predict")
    predict.addParameterSources("IMAGE", [source.fromModelParameter("image")])
    predict.addParameterSources("MODEL", [source.fromChildOutput("train", "MODEL")])
    classes = QgsProcessingModelOutput("map", "Map")
    classes.setChildId("predict")
    classes.setChildOutputName("CLASSES")
    predict.setModelOutputs({"map": classes})
    made.addChildAlgorithm(predict)
    made.updateDestinationParameters()
    return made


def test_a_model_trains_and_maps(
    model: QgsProcessingModelAlgorithm, geotiff: str, labels: str, use_engine, tmp_path: Path
) -> None:
    use_engine()
    name = next(each.name() for each in model.destinationParameterDefinitions())
    parameters = {"image": geotiff, "labels": labels, name: str(tmp_path / "classes.tif")}
    results, is_done = model.run(parameters, QgsProcessingContext(), Heard())
    assert is_done
    assert results[name] == str(tmp_path / "classes.tif")
    assert QgsRasterLayer(results[name], "map").isValid()


def test_the_model_is_checked_as_a_whole(model: QgsProcessingModelAlgorithm) -> None:
    assert model.canExecute()[0]
    assert model.validate() == (True, [])


def test_a_failing_child_ends_the_model_with_its_sentence(
    model: QgsProcessingModelAlgorithm, geotiff: str, labels: str, use_engine
) -> None:
    use_engine("failing")
    heard = Heard()
    name = next(each.name() for each in model.destinationParameterDefinitions())
    parameters = {"image": geotiff, "labels": labels, name: "TEMPORARY_OUTPUT"}
    _, is_done = model.run(parameters, QgsProcessingContext(), heard)
    assert not is_done
    assert any("The labels do not touch the image: check their CRS" in error for error in heard.errors)
