"""The layers of a map as results of an algorithm, each in a file of its own."""
from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingParameterRasterDestination

from ..core.results.folders import discard
from ..core.results.layers import ROLES, role_name, style_result_layer
from ..core.translation import tr, translatable
from .destinations import RASTERS, Styling, deliver, layer_destination, style_on_loading
from .fields import Reading, parameter_name

PROBABILITIES = "probabilities"
CLASSES = ROLES[0]
HELP = {
    "classes": translatable("GeoTIFF of the class of every pixel, 0 where there is none"),
    "confidence": translatable("GeoTIFF of the probability of the shown class in hundredths"),
    "ood": translatable("GeoTIFF of how unlike the training area every pixel is, in hundredths"),
    PROBABILITIES: translatable("GeoTIFF of the probabilities of all classes in hundredths, a band each"),
}


def add_map_layers(algorithm: QgsProcessingAlgorithm) -> None:
    """Adds the destinations; all but the classes may be left out, and the probabilities are at first."""
    labels = {**{role: role_name(role) for role in ROLES}, PROBABILITIES: tr("Probabilities")}
    for role, label in labels.items():
        is_optional, is_created = role != CLASSES, role != PROBABILITIES
        made = QgsProcessingParameterRasterDestination(parameter_name(role), label, None, is_optional, is_created)
        made.setHelp(tr(HELP[role]))
        algorithm.addParameter(made)


class MapLayers:
    """Where the layers of one map go.

    Args:
        reading: of the parameters.

    Attributes:
        paths: of the layers that are wanted, by role.
    """

    def __init__(self, reading: Reading) -> None:
        self._context = reading.context
        paths = {role: layer_destination(reading, parameter_name(role), RASTERS) for role in (*ROLES, PROBABILITIES)}
        self.paths = {role: path for role, path in paths.items() if path}

    @contextmanager
    def folder(self) -> Iterator[str]:
        """A folder for the engine to write to, beside the class map, since a map is replaced by a complete one alone.

        Raises:
            QgsProcessingException: it cannot be made.
        """
        beside = os.path.dirname(os.path.abspath(self.paths[CLASSES]))
        try:
            folder = tempfile.mkdtemp(prefix="berunda-", dir=beside)
        except OSError as error:
            sentence = tr("The folder {} cannot be written to ({}): choose another one.")
            raise QgsProcessingException(sentence.format(beside, error.strerror)) from error
        try:
            yield folder
        finally:
            discard(folder)

    def deliver(self, written: dict[str, Any]) -> dict[str, str]:
        """Puts the layers where they belong, to be styled on loading; returns the outputs.

        Args:
            written: paths of the rasters by role.

        Raises:
            QgsProcessingException: a file cannot be written or replaced.
        """
        for role, path in self.paths.items():
            deliver(written[role], path)
            with suppress(OSError):
                os.remove(f"{path}.aux.xml")  # statistics that QGIS noted about an earlier file
            if role in ROLES:
                styling = Styling(partial(style_result_layer, role=role), is_visible=role == CLASSES)
                style_on_loading(self._context, path, styling)
        return {parameter_name(role): path for role, path in self.paths.items()}
