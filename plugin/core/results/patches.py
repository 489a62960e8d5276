"""The patches of a comparison of sites as a point layer, in the colours of their appearance."""
from __future__ import annotations

from qgis.core import (
    QgsMarkerSymbol,
    QgsProject,
    QgsProperty,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from ..translation import tr

SIZES_MM = "if(\"suggestion\" > 0, 5, 2)"
OUTLINES = "if(\"covered\", '#ffffff', '#000000')"  # of patches that nothing covers black
OUTLINE_WIDTHS_MM = "if(\"suggestion\" > 0, 0.8, 0.2)"


class PatchLayerError(Exception):
    """The patches cannot be shown; str() is the sentence for the analyst."""


def add_patch_layer(project: QgsProject, path: str) -> QgsVectorLayer:
    """Adds the patches on top of the layer tree.

    Args:
        project: gets the layer.
        path: of patches.gpkg.

    Raises:
        PatchLayerError: the file cannot be opened.
    """
    layer = QgsVectorLayer(path, tr("Patches by appearance"), "ogr")
    if not layer.isValid():
        raise PatchLayerError(tr("The patches in {} cannot be opened: compare again.").format(path))
    style_patches(layer)
    project.addMapLayer(layer, False)
    project.layerTreeRoot().insertLayer(0, layer)
    return layer


def style_patches(layer: QgsVectorLayer) -> None:
    """Fill by the column color, a black outline where the patch is not covered, and large where it is worth a look."""
    symbol = QgsMarkerSymbol.createSimple({"name": "circle"})
    marker = symbol.symbolLayer(0)
    for kind, source in (
        (QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromField("color")),
        (QgsSymbolLayer.Property.PropertyStrokeColor, QgsProperty.fromExpression(OUTLINES)),
        (QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(SIZES_MM)),
        (QgsSymbolLayer.Property.PropertyStrokeWidth, QgsProperty.fromExpression(OUTLINE_WIDTHS_MM)),
    ):
        marker.setDataDefinedProperty(kind, source)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
