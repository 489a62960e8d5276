"""What the tests of the Processing provider share: the registered provider, a feedback that listens, and labels."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from berunda.plugin.core.engine.environment import VARIABLE
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.processing.provider import BerundaProvider
from dock_helpers import LEFT, RIGHT
from fake_engine import use_fake_engine
from label_ground import GRASS, UTM, WATER
from qgis.core import (
    QgsApplication,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
)


class Heard(QgsProcessingFeedback):
    """Keeps what it is told; cancels itself at the first word that contains a text."""

    def __init__(self, cancel_at: str = "") -> None:
        super().__init__(False)
        self.infos, self.warnings, self.errors, self.states, self.shares = [], [], [], [], []
        self._cancel_at = cancel_at
        self.progressChanged.connect(self.shares.append)

    def _listen(self, text: str) -> None:
        if self._cancel_at and self._cancel_at in text:
            self.cancel()

    def pushInfo(self, text: str) -> None:
        self.infos.append(text)
        self._listen(text)

    def pushWarning(self, text: str) -> None:
        self.warnings.append(text)

    def setProgressText(self, text: str) -> None:
        self.states.append(text)
        self._listen(text)

    def reportError(self, text: str, fatalError: bool = False) -> None:  # noqa: N803
        self.errors.append(text)


@pytest.fixture
def provider(qgis_app: QgsApplication) -> Iterator[BerundaProvider]:
    """Registered, as the plugin does it."""
    made = BerundaProvider()
    registry = QgsApplication.processingRegistry()
    assert registry.addProvider(made)
    yield made
    registry.removeProvider(made)


@pytest.fixture
def use_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Makes the fake engine the engine, in a mode."""
    monkeypatch.setenv(VARIABLE, "")  # restores what use_fake_engine sets
    return lambda mode="normal": use_fake_engine(tmp_path, mode)


@pytest.fixture
def labels(label_path: str) -> str:
    """Path of a label file with a stroke of grass and one of water."""
    store = LabelStore.create(label_path, UTM, (GRASS, WATER))
    for place, class_id in ((LEFT, 1), (RIGHT, 2)):
        store.add_stroke(QgsGeometry.fromRect(place), UTM, class_id)
    return label_path


def algorithm(name: str) -> QgsProcessingAlgorithm:
    """A new instance of an algorithm of Berunda."""
    return QgsApplication.processingRegistry().createAlgorithmById(f"berunda:{name}")


def run(
    name: str, parameters: dict[str, Any], feedback: QgsProcessingFeedback, context: QgsProcessingContext | None = None
) -> dict[str, Any] | None:
    """The outputs of an algorithm, None where it failed; the check of its parameters is part of it."""
    context = context or QgsProcessingContext()
    made = algorithm(name)
    is_usable, sentence = made.checkParameterValues(parameters, context)
    if not is_usable:
        feedback.reportError(sentence)
        return None
    results, is_done = made.run(parameters, context, feedback)
    return results if is_done else None


def loaded(path: Path) -> QgsProcessingOutputLayerDefinition:
    """A destination whose layer QGIS is to load into the project, as the dialog asks for it."""
    return QgsProcessingOutputLayerDefinition(QgsProperty.fromValue(str(path)), QgsProject.instance())
