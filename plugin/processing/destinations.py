"""Where the results of an algorithm go, and how they look once QGIS has loaded them."""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterVectorDestination,
)

from ...engine.schema.setting import Setting
from ..core.results.folders import duplicate
from ..core.results.styles import ResultLayersError
from ..core.translation import tr
from .enums import POINTS
from .fields import Field, Reading, parameter_name

RASTERS, TABLES = "tif", "gpkg"  # endings of the layers that the engine writes
_WAITING: set[QgsProcessingLayerPostProcessorInterface] = set()  # QGIS keeps no reference to their Python half


class Styling(QgsProcessingLayerPostProcessorInterface):
    """Styles a result when QGIS has loaded it.

    Args:
        style: of the layer; raises ResultLayersError where it is not a result.
        is_visible: whether the layer is ticked in the layer tree at first.
    """

    def __init__(self, style: Callable[[Any], None], is_visible: bool = True) -> None:
        super().__init__()
        self._style, self._is_visible = style, is_visible

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Called by QGIS on its main thread, once."""
        _WAITING.discard(self)
        try:
            self._style(layer)
        except ResultLayersError as error:
            feedback.pushWarning(str(error))
        project = layer.project()
        node = project.layerTreeRoot().findLayer(layer.id()) if project is not None else None
        if node is not None:
            node.setItemVisibilityChecked(self._is_visible)
            node.setExpanded(self._is_visible)


def style_on_loading(context: QgsProcessingContext, path: str, styling: Styling) -> None:
    """Styles a result if QGIS is going to load it."""
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(styling)
        _WAITING.add(styling)


@contextmanager
def loaded_when_written(context: QgsProcessingContext) -> Iterator[None]:
    """QGIS loads the destinations that are read inside only where it ends without an error."""
    before, is_written = set(context.layersToLoadOnCompletion()), False
    try:
        yield
        is_written = True
    finally:
        if not is_written:
            wanted = context.layersToLoadOnCompletion()
            context.setLayersToLoadOnCompletion({path: wanted[path] for path in before})


def deliver(written: str, path: str) -> None:
    """Puts a complete file where a result goes, in place of an earlier one; raises QgsProcessingException."""
    try:
        duplicate(written, os.path.abspath(path))
    except OSError as error:
        sentence = tr("{} cannot be written ({}): choose another file, or remove the layer that shows it.")
        raise QgsProcessingException(sentence.format(path, error.strerror)) from error


class FileDestination(Field):
    """A file to write.

    Args:
        ending: of its name.
        kind: of the file, in words that are marked as translatable.
        is_optional: whether it may be left out although the engine needs it.
    """

    is_destination = True

    def __init__(self, ending: str, kind: str, is_optional: bool = False) -> None:
        self._ending, self._is_optional = ending, is_optional
        self.KIND = kind

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        is_optional = self._is_optional or not declared.is_required
        return QgsProcessingParameterFileDestination(
            parameter_name(declared.name), label, f"{tr(self.KIND)} (*.{self._ending})", None, is_optional,
            not is_optional,
        )  # fmt: skip

    def read(self, reading: Reading, declared: Setting) -> Optional[str]:
        name = parameter_name(declared.name)
        path = reading.algorithm.parameterAsFileOutput(reading.parameters, name, reading.context)
        if path:
            make_folder(os.path.dirname(path))
        return path or None


class FolderDestination(Field):
    """A folder to write to, which the engine makes."""

    is_destination = True

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        is_optional = not declared.is_required
        return QgsProcessingParameterFolderDestination(
            parameter_name(declared.name), label, None, is_optional, not is_optional
        )

    def read(self, reading: Reading, declared: Setting) -> Optional[str]:
        name = parameter_name(declared.name)
        return reading.algorithm.parameterAsFileOutput(reading.parameters, name, reading.context) or None


class PointsDestination(Field):
    """A GeoPackage of points to write, which QGIS loads."""

    is_destination = True

    def parameter(self, declared: Setting, label: str, default: Any) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterVectorDestination(parameter_name(declared.name), label, POINTS)

    def read(self, reading: Reading, declared: Setting) -> str:
        return layer_destination(reading, parameter_name(declared.name), TABLES)


def layer_destination(reading: Reading, name: str, ending: str) -> str:
    """The file of a layer to write, "" where the layer is left out; its folder exists.

    Raises:
        QgsProcessingException: the file is of another format, or its folder cannot be made.
    """
    path = reading.algorithm.parameterAsOutputLayer(reading.parameters, name, reading.context)
    if not path:
        return ""
    if not path.lower().endswith(f".{ending}"):
        raise QgsProcessingException(tr("The file {} does not end in .{}: rename it.").format(path, ending))
    make_folder(os.path.dirname(path))
    return path


def make_folder(path: str) -> None:
    """Makes a folder where it does not exist; raises QgsProcessingException."""
    try:
        os.makedirs(path or os.curdir, exist_ok=True)
    except OSError as error:
        sentence = tr("The folder {} cannot be made ({}): choose another one.")
        raise QgsProcessingException(sentence.format(path, error.strerror)) from error
