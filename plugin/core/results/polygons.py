"""A class map as polygons in the project."""
from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer

from ....engine.schema.polygon_style import CLASS_FIELD
from ..translation import tr
from .layers import ResultLayers
from .styles import ResultLayersError

TABLE = "classes"  # of the engine's file


def add_polygon_layer(results: ResultLayers, path: str) -> QgsVectorLayer:
    """Shows the polygons on top of the map's group, or of the layer tree where that is gone.

    Their style is in the file.

    Args:
        results: the map that they were made of.
        path: of the GeoPackage.

    Raises:
        ResultLayersError: the file cannot be opened.
    """
    layer = QgsVectorLayer(f"{path}|layername={TABLE}", tr("Class polygons"), "ogr")
    if not layer.isValid() or layer.fields().indexOf(CLASS_FIELD) < 0:
        raise ResultLayersError(tr("The polygons in {} cannot be shown: export them again.").format(path))
    results.project.addMapLayer(layer, False)
    (results.group() or results.project.layerTreeRoot()).insertLayer(0, layer)
    return layer


def release_polygon_layers(project: QgsProject, path: str) -> None:
    """Takes the layers of a file out of the project and closes it, so that it can be replaced."""
    shown = [key for key, layer in project.mapLayers().items() if layer.source().split("|")[0] == path]
    project.removeMapLayers(shown)
