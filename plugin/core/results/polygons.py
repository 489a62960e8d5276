"""A class map as polygons in the project, styled as the map is."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsProject,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..translation import tr
from .layers import ResultLayers
from .styles import ResultLayersError

TABLE, CLASS_FIELD = "classes", "class_id"  # of the engine's file
OUTLINE_MM, DARKER_PERCENT = "0.2", 150


def add_polygon_layer(results: ResultLayers, path: str, classes: Sequence[dict[str, Any]]) -> QgsVectorLayer:
    """Shows the polygons on top of the map's group, or of the layer tree where that is gone.

    The style is stored in the file as well, so that it looks the same in every other project.

    Args:
        results: the map that they were made of.
        path: of the GeoPackage.
        classes: "class_id", "name" and "color" of each class of the map.

    Raises:
        ResultLayersError: the file cannot be opened.
    """
    options = QgsVectorLayer.LayerOptions(loadDefaultStyle=False)
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", tr("Class polygons"), "ogr", options)
    if not layer.isValid() or layer.fields().indexOf(CLASS_FIELD) < 0:
        raise ResultLayersError(tr("The polygons in {} cannot be shown: export them again.").format(path))
    categories = [QgsRendererCategory(item["class_id"], _symbol(item["color"]), item["name"]) for item in classes]
    layer.setRenderer(QgsCategorizedSymbolRenderer(CLASS_FIELD, categories))
    layer.saveStyleToDatabase(TABLE, tr("As the class map"), True, "")
    results.project.addMapLayer(layer, False)
    (results.group() or results.project.layerTreeRoot()).insertLayer(0, layer)
    return layer


def release_polygon_layers(project: QgsProject, path: str) -> None:
    """Takes the layers of a file out of the project and closes it, so that it can be replaced."""
    shown = [key for key, layer in project.mapLayers().items() if layer.source().split("|")[0] == path]
    project.removeMapLayers(shown)


def _symbol(color: str) -> QgsFillSymbol:
    outline = QColor(color).darker(DARKER_PERCENT).name()
    return QgsFillSymbol.createSimple({"color": color, "outline_color": outline, "outline_width": OUTLINE_MM})
