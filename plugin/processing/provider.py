"""What the Processing toolbox lists under Berunda."""
from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..core.icons import icon, icon_path
from .analyse import Analyse
from .check_accuracy import CheckAccuracy
from .check_points import CheckPoints
from .destinations import RASTERS, TABLES
from .evaluate import Evaluate
from .instant_map import InstantMap
from .predict import Predict
from .train import Train

ALGORITHMS = (Train, Predict, InstantMap, Evaluate, Analyse, CheckPoints, CheckAccuracy)


class BerundaProvider(QgsProcessingProvider):
    """Provides ALGORITHMS."""

    def id(self) -> str:
        """Stable: models and scripts name it."""
        return "berunda"

    def name(self) -> str:
        """The product's name, in every language."""
        return "Berunda"

    def icon(self) -> QIcon:
        """Of the toolbox."""
        return icon("berunda")

    def svgIconPath(self) -> str:
        """Of the model designer."""
        return icon_path("berunda")

    def loadAlgorithms(self) -> None:
        """Adds one of each."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportsNonFileBasedOutput(self) -> bool:
        """The engine writes files."""
        return False

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """What the engine writes."""
        return [RASTERS]

    def supportedOutputVectorLayerExtensions(self) -> list[str]:
        """What the engine writes."""
        return [TABLES]

    def defaultRasterFileExtension(self, _hasGeometry: bool = True) -> str:  # noqa: N803
        """Also where QGIS is set to another one."""
        return RASTERS
