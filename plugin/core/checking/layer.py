"""The points of a check as a layer in the group of the map's results, found again after reopening the project."""
from __future__ import annotations

from typing import Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsMarkerSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsVectorLayer,
)

from ....engine.schema.check_points import POINTS, UNKNOWN
from ..results.layers import IMAGE_PROPERTY, ROLE_PROPERTY, find_group, insert_group, layers_of, unfold
from ..translation import tr
from .answers import MAPPED, REFERENCE, STATUS, CheckError

LAYER_ROLE, EARLIER_ROLE = "check-points", "earlier-check-points"
_RIGHT, _WRONG, _UNTOLD, _OPEN = "right", "wrong", "unknown", "open"
_STATE = (
    f"CASE WHEN \"{REFERENCE}\" = \"{MAPPED}\" THEN '{_RIGHT}' WHEN \"{REFERENCE}\" > 0 THEN '{_WRONG}' "
    f"WHEN \"{STATUS}\" = '{UNKNOWN}' THEN '{_UNTOLD}' ELSE '{_OPEN}' END"
)
# By shape as well as by colour: not everybody tells red from green.
_MARKS = {
    _RIGHT: ("circle", "#2f9e4f"), _WRONG: ("diamond", "#d0463b"), _UNTOLD: ("square", "#8a8a8a"),
    _OPEN: ("circle", "255,255,255,60"),
}  # fmt: skip
SIZE_MM = "2.8"


def add_points_layer(project: QgsProject, image_layer: QgsRasterLayer, path: str) -> QgsVectorLayer:
    """Shows a points file at the top of the image's results; raises CheckError where it cannot be opened.

    Points of before stay in the project, and are no longer the image's current ones.
    """
    layer = QgsVectorLayer(f"{path}|layername={POINTS}", tr("Check points"), "ogr")
    if not layer.isValid():
        raise CheckError(tr("QGIS cannot open the points {}: draw new ones.").format(path))
    earlier = find_points_layer(project, image_layer.id())
    if earlier is not None:
        earlier.setCustomProperty(ROLE_PROPERTY, EARLIER_ROLE)
        earlier.setName(tr("Check points (earlier)"))
        hide = project.layerTreeRoot().findLayer(earlier.id())
        if hide is not None:
            hide.setItemVisibilityChecked(False)
    style_points(layer)
    layer.setCustomProperty(ROLE_PROPERTY, LAYER_ROLE)
    layer.setCustomProperty(IMAGE_PROPERTY, image_layer.id())
    project.addMapLayer(layer, False)
    known_group = find_group(project, image_layer.id())
    group = known_group or insert_group(project, image_layer)
    group.insertLayer(0, layer).setExpanded(False)
    if known_group is None:
        unfold(group)
    return layer


def find_points_layer(project: QgsProject, image_id: str) -> Optional[QgsVectorLayer]:
    """The current points of an image, also in a project that was reopened; None where there are none that can be read.
    """
    return next((layer for layer in layers_of(project, image_id, (LAYER_ROLE,)) if layer.isValid()), None)


def file_of(layer: QgsVectorLayer) -> str:
    """The path of the points file."""
    return layer.source().partition("|")[0]


def style_points(layer: QgsVectorLayer) -> None:
    """By whether the map is right there, wrong, not known, or open."""
    names = {_RIGHT: tr("map right"), _WRONG: tr("map wrong"), _UNTOLD: tr("don't know"), _OPEN: tr("open")}
    categories = []
    for state, (shape, fill) in _MARKS.items():
        symbol = QgsMarkerSymbol.createSimple(
            {"name": shape, "color": fill, "outline_color": "#ffffff", "outline_width": "0.4", "size": SIZE_MM}
        )
        categories.append(QgsRendererCategory(state, symbol, names[state]))
    layer.setRenderer(QgsCategorizedSymbolRenderer(_STATE, categories))
