"""Styles of a prediction's layers: the classes in their own colours, confidence and OOD on fixed ramps in percent."""
from __future__ import annotations

import json
from html import unescape
from typing import Any

from qgis.core import (
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ....engine.schema.land_cover import CLASSES_TAG
from ..translation import tr

UNCALIBRATED_ITEM = "BERUNDA_CALIBRATED=no"
# Light to dark, as ColorBrewer's YlGnBu: doubtful places are light on a map that is mostly sure.
CONFIDENCE_RAMP = ((0.0, "#ffffd9"), (0.25, "#c7e9b4"), (0.5, "#41b6c4"), (0.75, "#225ea8"), (1.0, "#081d58"))
# Clear to magenta, as ColorBrewer's RdPu: what resembles the training area leaves the layers below to be seen.
OOD_RAMP = ((0.0, "#00feebe2"), (0.25, "#50fbb4b9"), (0.5, "#a0f768a1"), (0.75, "#dcc51b8a"), (1.0, "#ff7a0177"))


class ResultLayersError(Exception):
    """A result cannot be shown; str() is the sentence for the analyst."""


def style_classes(layer: QgsRasterLayer) -> None:
    """Colours and names of the class scheme, as prediction stored them in the file."""
    entries = [
        QgsPalettedRasterRenderer.Class(int(item["class_id"]), QColor(item["color"]), item["name"])
        for item in stored_classes(layer)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))


def style_confidence(layer: QgsRasterLayer) -> None:
    """Probability of the shown class, 0 to 100 %."""
    _style_ramp(layer, CONFIDENCE_RAMP)


def is_uncalibrated(layer: QgsRasterLayer) -> bool:
    """Whether a confidence raster says that too few strokes support it; files of earlier versions say nothing."""
    return UNCALIBRATED_ITEM in layer.dataProvider().htmlMetadata()


def style_ood(layer: QgsRasterLayer) -> None:
    """Unlikeness to the training area, 0 to 100 %."""
    _style_ramp(layer, OOD_RAMP)


def _style_ramp(layer: QgsRasterLayer, ramp: tuple[tuple[float, str], ...]) -> None:
    """A continuous ramp over 0..1 in the band's physical units: QGIS applies the file's scale of 0.01 itself."""
    function = QgsColorRampShader(0.0, 1.0)  # interpolates linearly between the items
    function.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(color), f"{value * 100:.0f} %") for value, color in ramp]
    )
    function.setSourceColorRamp(function.createColorRamp())  # what the layer styling panel shows
    legend = QgsColorRampLegendNodeSettings()
    legend.setMinimumLabel("0 %")
    legend.setMaximumLabel("100 %")
    function.setLegendSettings(legend)
    shader = QgsRasterShader(0.0, 1.0)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
    renderer.setClassificationMin(0.0)
    renderer.setClassificationMax(1.0)
    layer.setRenderer(renderer)


def stored_classes(layer: QgsRasterLayer) -> list[dict[str, Any]]:
    """[{"class_id", "name", "color"}] as prediction stored it inside the file.

    QGIS's own colour table has the colours, but GDAL writes class names to a side file that is easily lost.
    PyQGIS has no other way to a raster's metadata than its description in HTML.

    Raises:
        ResultLayersError: the file has no class scheme.
    """
    _, found, rest = unescape(layer.dataProvider().htmlMetadata()).partition(CLASSES_TAG + "=")
    if not found:
        sentence = tr("{} has no class names, so it is not a class map of Berunda: predict again.")
        raise ResultLayersError(sentence.format(layer.source()))
    return json.JSONDecoder().raw_decode(rest)[0]
