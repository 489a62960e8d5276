"""The class maps of a comparison as layers: one group per image, of which one layer at a time is visible."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsLayerTreeGroup, QgsProject, QgsRasterLayer

from ..results.layers import (
    IMAGE_PROPERTY,
    ROLE_PROPERTY,
    find_group,
    insert_group,
    layers_of,
    open_result_layer,
    unfold,
)
from ..translation import tr

GROUP_ROLE, LAYER_ROLE = "comparison", "compared"
CHOICE_PROPERTY = "berunda/choice"


def show_compared(project: QgsProject, image_layer: QgsRasterLayer, choice: str, title: str, path: str) -> None:
    """Shows the class map of a choice and hides those of the others; adds it where it is not in the project yet.

    Raises:
        ResultLayersError: there is no class map at path.
    """
    layer = compared_layer(project, image_layer.id(), choice) or _add(project, image_layer, choice, title, path)
    # The group hides the others.
    project.layerTreeRoot().findLayer(layer.id()).setItemVisibilityCheckedParentRecursive(True)


def shown_choice(project: QgsProject, image_id: str) -> str:
    """Key of the choice whose map is visible, or ""."""
    for layer in layers_of(project, image_id, (LAYER_ROLE,)):
        node = project.layerTreeRoot().findLayer(layer.id())
        if node is not None and node.isVisible():
            return layer.customProperty(CHOICE_PROPERTY)
    return ""


def hide_compared(project: QgsProject, image_id: str) -> None:
    """Hides the whole group, so that what lies below is visible."""
    group = find_group(project, image_id, GROUP_ROLE)
    if group is not None:
        group.setItemVisibilityChecked(False)


def release_compared(project: QgsProject, image_id: str, choice: str) -> None:
    """Removes a choice's map from the project and closes its file, so that it can be replaced."""
    layer = compared_layer(project, image_id, choice)
    if layer is not None:
        project.removeMapLayer(layer.id())


def compared_layer(project: QgsProject, image_id: str, choice: str) -> Optional[QgsRasterLayer]:
    """The map of a choice, or None where it is not in the project."""
    layers = layers_of(project, image_id, (LAYER_ROLE,))
    return next((layer for layer in layers if layer.customProperty(CHOICE_PROPERTY) == choice), None)


def _add(project: QgsProject, image_layer: QgsRasterLayer, choice: str, title: str, path: str) -> QgsRasterLayer:
    layer = open_result_layer(path, "classes")
    layer.setName(title)
    for name, value in ((ROLE_PROPERTY, LAYER_ROLE), (IMAGE_PROPERTY, image_layer.id()), (CHOICE_PROPERTY, choice)):
        layer.setCustomProperty(name, value)
    project.addMapLayer(layer, False)
    _group(project, image_layer).addLayer(layer).setExpanded(False)
    return layer


def _group(project: QgsProject, image_layer: QgsRasterLayer) -> QgsLayerTreeGroup:
    group = find_group(project, image_layer.id(), GROUP_ROLE)
    if group is None:
        group = insert_group(project, image_layer, GROUP_ROLE)
        group.setName(tr("Compare: {}").format(image_layer.name()))
        group.setIsMutuallyExclusive(True)
        unfold(group)
    return group
