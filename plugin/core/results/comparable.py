"""The layers of an image that can be compared side by side: shown and earlier results, comparisons, and the image."""
from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsLayerTreeLayer, QgsRasterLayer

from ..translation import tr
from .layers import IMAGE_PROPERTY, ROLE_PROPERTY, ROLES, ResultLayers


@dataclass(frozen=True)
class Comparable:
    """A layer and the name to choose it by."""

    layer_id: str
    name: str


def comparable_layers(results: ResultLayers) -> list[Comparable]:
    """Every raster of Berunda about the image: the shown ones first, then as in the layer tree, the image last."""
    project = results.project
    nodes = [node for node in project.layerTreeRoot().findLayers() if _is_of(node, results.image_id)]
    nodes.sort(key=lambda node: _rank(node.layer()))
    found = [Comparable(node.layerId(), _name(node)) for node in nodes]
    image = project.mapLayer(results.image_id)
    return found if image is None else [*found, Comparable(image.id(), tr("Image"))]


def _is_of(node: QgsLayerTreeLayer, image_id: str) -> bool:
    layer = node.layer()
    return (
        isinstance(layer, QgsRasterLayer)
        and layer.customProperty(IMAGE_PROPERTY) == image_id
        and bool(layer.customProperty(ROLE_PROPERTY))
    )


def _rank(layer: QgsRasterLayer) -> int:
    role = layer.customProperty(ROLE_PROPERTY)
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _name(node: QgsLayerTreeLayer) -> str:
    """The layer's name, and its group's where it is not of the shown results."""
    is_shown = node.layer().customProperty(ROLE_PROPERTY) in ROLES
    return node.name() if is_shown else f"{node.name()} · {node.parent().name()}"
