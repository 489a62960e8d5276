"""The algorithm berunda:analyse."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsProcessingOutputHtml, QgsProcessingParameterVectorDestination

from ...engine.schema.config import AnalyseConfig
from ..core.results.patches import style_patches
from ..core.translation import tr, translatable
from .algorithm import EngineAlgorithm
from .destinations import TABLES, FolderDestination, Styling, deliver, layer_destination, style_on_loading
from .engine_run import EngineRun
from .enums import POINTS
from .fields import Reading
from .layer_fields import AreasField, LabelFilesField, RastersField

PATCH_LAYER, REPORT = "PATCH_LAYER", "REPORT"


class Analyse(EngineAlgorithm):
    """Reports how well imagery and its labels represent other imagery."""

    NAME, ICON = "analyse", "compare"
    TITLE = translatable("Compare sites (representativeness)")
    SENTENCE = translatable(
        "Reports how well imagery and its labels represent other imagery, or areas of the same image each other."
    )
    COMMAND, CONFIG = "analyse", AnalyseConfig
    FIELDS = {
        "image": RastersField(), "labels": LabelFilesField(), "area": AreasField(), "output": FolderDestination(),
    }  # fmt: skip

    def initAlgorithm(self, configuration: Mapping[str, Any] = {}) -> None:
        super().initAlgorithm(configuration)
        patches = QgsProcessingParameterVectorDestination(PATCH_LAYER, tr("Patches by appearance"), POINTS, None, True)
        patches.setHelp(tr("GeoPackage of the compared patches, as patches.gpkg of the folder"))
        self.addParameter(patches)
        self.addOutput(QgsProcessingOutputHtml(REPORT, tr("Report")))

    def work(self, engine: EngineRun, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        patches = layer_destination(reading, PATCH_LAYER, TABLES)
        outputs = super().work(engine, given, reading)
        if not patches:
            return outputs
        deliver(outputs[PATCH_LAYER], patches)
        style_on_loading(reading.context, patches, Styling(style_patches))
        return {**outputs, PATCH_LAYER: patches}

    def outputs(self, values: Any, given: dict[str, Any], reading: Reading) -> dict[str, Any]:
        return {"OUTPUT": given["output"], REPORT: values["report"], PATCH_LAYER: values["patches"]}
