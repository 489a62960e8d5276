"""The suggested places of an image as a point layer: styled, above the map, found again after reopening."""
from __future__ import annotations

import os
from typing import Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..results.layers import IMAGE_PROPERTY, ROLE_PROPERTY, layers_of
from ..translation import tr

TABLE = "suggestions"
FILE_NAME = f"{TABLE}.gpkg"
RANK, REASON, ANSWERED = "rank", "reason", "answered"  # columns of the engine's file
RING_MM, LINE_MM, TEXT_PT = "7", "0.8", 9
OPEN_COLOR, ANSWERED_COLOR = "#ffd400", "#9a9a9a"


class SuggestionLayerError(Exception):
    """Suggestions cannot be shown; str() is the sentence for the analyst."""


def add_suggestion_layer(project: QgsProject, image_layer: QgsRasterLayer, path: str) -> QgsVectorLayer:
    """Shows a file of suggestions on top of the layer tree; raises SuggestionLayerError where it cannot be opened."""
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", tr("Label here next"), "ogr", options)
    if not layer.isValid() or layer.fields().indexOf(ANSWERED) < 0:
        sentence = tr("The suggested places in {} cannot be shown: ask for them again.")
        raise SuggestionLayerError(sentence.format(path))
    _style(layer)
    layer.setCustomProperty(ROLE_PROPERTY, TABLE)
    layer.setCustomProperty(IMAGE_PROPERTY, image_layer.id())
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    return layer


def find_suggestion_layer(project: QgsProject, image_id: str) -> Optional[QgsVectorLayer]:
    """An image's suggestions, also in a project that was saved and reopened; None where there are none."""
    return next((layer for layer in layers_of(project, image_id, (TABLE,)) if layer.isValid()), None)


def release_suggestion_layer(project: QgsProject, image_id: str) -> None:
    """Takes an image's suggestions out of the project and closes their file, so that it can be replaced."""
    project.removeMapLayers([layer.id() for layer in layers_of(project, image_id, (TABLE,))])


def replace_file(written: str, target: str) -> str:
    """Puts a complete file in place of the earlier one; returns where it is.

    That is where it was written when the earlier one cannot be replaced (another program holds it open).
    """
    try:
        os.replace(written, target)
    except OSError:
        return written
    return target


def _style(layer: QgsVectorLayer) -> None:
    """Numbered rings: bright where a stroke is wanted, grey where one was drawn."""
    categories = [
        QgsRendererCategory(value, _ring(color), label)
        for value, color, label in (
            (0, OPEN_COLOR, tr("to be labelled")),
            (1, ANSWERED_COLOR, tr("labelled")),
        )
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(ANSWERED, categories))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setColor(QColor("black"))
    text = QgsTextFormat()
    text.setSize(TEXT_PT)
    text.setColor(QColor("white"))
    text.setBuffer(halo)
    numbers = QgsPalLayerSettings()
    numbers.fieldName = RANK
    numbers.placement = QgsPalLayerSettings.Placement.OverPoint
    numbers.displayAll = True
    numbers.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(numbers))
    layer.setLabelsEnabled(True)
    layer.setMapTipTemplate(f'[% "{REASON}" %]')


def _ring(color: str) -> QgsMarkerSymbol:
    """A ring with a dark line around it, which shows on any ground."""
    symbol = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "0,0,0,0", "outline_color": "black", "outline_width": "1.4", "size": RING_MM}
    )
    inner = {"name": "circle", "color": "0,0,0,0", "outline_color": color, "outline_width": LINE_MM, "size": RING_MM}
    symbol.appendSymbolLayer(QgsMarkerSymbol.createSimple(inner).takeSymbolLayer(0))
    return symbol
