"""The three rasters of a prediction as layers of the project: one group per image, styled, and found again after
reopening.

Every style comes from the file's header or from fixed ranges. QGIS itself takes a bounded sample of the overviews when
it opens a raster, so that a call takes milliseconds, whatever the raster's size.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Callable, Optional

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject, QgsRasterLayer

from ..translation import tr
from .styles import ResultLayersError, is_uncalibrated, style_classes, style_confidence, style_ood

ROLE_PROPERTY = "berunda/role"
IMAGE_PROPERTY = "berunda/image"
CREATED_PROPERTY = "berunda/created"
GROUP_ROLE = "results"
EARLIER_ROLE = "earlier"
ROLES = ("classes", "confidence", "ood")
AUXILIARY_ROLE = "auxiliary"  # of a further layer in the group: it comes and goes with the map
_TOP_TO_BOTTOM = ("ood", "confidence", "classes")  # OOD is transparent where all is well: an overlay of the classes
_STYLES = {"classes": style_classes, "confidence": style_confidence, "ood": style_ood}


@dataclass(frozen=True)
class ResultFiles:
    """Paths of what one prediction wrote, and of the model behind it."""

    classes: str
    confidence: str
    ood: str
    model: str


@dataclass(frozen=True)
class ResultLayers:
    """The shown results of one image. Holds ids, not layers: the analyst may delete any of them at any time.

    Attributes:
        project: where the layers live.
        image_id: id of the image's layer.
        layer_ids: layer id for each role in ROLES; a role is absent where its layer was gone when this was made.
    """

    project: QgsProject
    image_id: str
    layer_ids: Mapping[str, str]

    def layer(self, role: str) -> Optional[QgsRasterLayer]:
        """The layer of a role, or None where it is no longer in the project."""
        return self.project.mapLayer(self.layer_ids.get(role, ""))

    def group(self) -> Optional[QgsLayerTreeGroup]:
        """The group in the layer tree, or None where it was removed."""
        return find_group(self.project, self.image_id)


def add_result_layers(
    project: QgsProject, image_layer: QgsRasterLayer, files: ResultFiles, keep_previous: bool
) -> ResultLayers:
    """Shows a prediction in the image's group, directly above the image.

    Args:
        project: gets the layers.
        image_layer: the image that was predicted; its name becomes the group's.
        files: the rasters to show.
        keep_previous: rename the group of the last run and leave it, instead of replacing its layers. The new files
            must then lie elsewhere than the old ones.

    Raises:
        ResultLayersError: a raster cannot be opened or is not a result of Berunda; the project is unchanged then.
    """
    layers = {role: open_result_layer(getattr(files, role), role) for role in ROLES}
    if keep_previous:
        _archive_group(project, image_layer.id())
    else:
        release_result_layers(project, image_layer)
    known_group = find_group(project, image_layer.id())
    group = known_group or insert_group(project, image_layer)
    group.setName(image_layer.name())
    group.setCustomProperty(CREATED_PROPERTY, datetime.now().strftime("%Y-%m-%d %H:%M:%S"))
    for role in _TOP_TO_BOTTOM:
        layer = layers[role]
        layer.setCustomProperty(ROLE_PROPERTY, role)
        layer.setCustomProperty(IMAGE_PROPERTY, image_layer.id())
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setItemVisibilityChecked(role == "classes")
        node.setExpanded(role == "classes")  # its legend is short and needed first
    if known_group is None:
        unfold(group)
    return ResultLayers(project, image_layer.id(), {role: layer.id() for role, layer in layers.items()})


def find_result_layers(project: QgsProject, image_layer: QgsRasterLayer) -> Optional[ResultLayers]:
    """The shown results of an image, also in a project that was saved and reopened; None where there are none."""
    layers = {layer.customProperty(ROLE_PROPERTY): layer for layer in layers_of(project, image_layer.id())}
    if not layers:
        return None
    return ResultLayers(project, image_layer.id(), {role: layers[role].id() for role in ROLES if role in layers})


def release_result_layers(project: QgsProject, image_layer: QgsRasterLayer) -> None:
    """Removes the image's current results from the project and closes their files, so that they can be replaced.

    The group stays for the next results. To be called before a prediction overwrites the files: Windows refuses to
    replace a file that is open.
    """
    layers = layers_of(project, image_layer.id(), (*ROLES, AUXILIARY_ROLE))
    project.removeMapLayers([layer.id() for layer in layers])


def replace_result_layer(project: QgsProject, layer: QgsRasterLayer, replace_file: Callable[[], str]) -> None:
    """Shows another file in place of a result, as visible and as opaque as it was.

    Args:
        project: has the layer.
        layer: a result that is shown; removed before the file is replaced, since Windows replaces no open file.
        replace_file: puts the new file in place and returns its path.

    Raises:
        ResultLayersError: the new file is not a result; then the layer is gone.
    """
    node = project.layerTreeRoot().findLayer(layer.id())
    parent, index = node.parent(), node.parent().children().index(node)
    is_visible, is_expanded, opacity = node.itemVisibilityChecked(), node.isExpanded(), layer.opacity()
    properties = {name: layer.customProperty(name) for name in (ROLE_PROPERTY, IMAGE_PROPERTY)}
    project.removeMapLayer(layer.id())
    new = open_result_layer(replace_file(), properties[ROLE_PROPERTY])
    for name, value in properties.items():
        new.setCustomProperty(name, value)
    new.setOpacity(opacity)
    project.addMapLayer(new, False)
    node = parent.insertLayer(index, new)
    node.setItemVisibilityChecked(is_visible)
    node.setExpanded(is_expanded)


def place_labels_on_top(project: QgsProject, labels_layer: QgsMapLayer) -> None:
    """Adds the labels to the project if need be, as the first layer of the tree: above every result."""
    root = project.layerTreeRoot()
    if project.mapLayer(labels_layer.id()) is None:
        project.addMapLayer(labels_layer, False)
    node = root.findLayer(labels_layer.id())
    if node is None:
        root.insertLayer(0, labels_layer)
    elif root.children()[0] is not node:
        root.insertChildNode(0, node.clone())
        node.parent().removeChildNode(node)


def role_name(role: str) -> str:
    """What a role in ROLES is called in the layer tree and the dock."""
    names = {"classes": tr("Classes"), "confidence": tr("Confidence"), "ood": tr("Out of distribution (OOD)")}
    return names[role]


def open_result_layer(path: str, role: str) -> QgsRasterLayer:
    """A raster of a prediction, styled by its role in ROLES; raises ResultLayersError."""
    options = QgsRasterLayer.LayerOptions(loadDefaultStyle=False)  # no .qml of another run that lies beside the file
    layer = QgsRasterLayer(path, role_name(role), "gdal", options)
    if not layer.isValid():
        sentence = tr("The layer {} cannot be shown: {} is missing or not a raster; predict again.")
        raise ResultLayersError(sentence.format(role_name(role), path))
    style_result_layer(layer, role)
    return layer


def style_result_layer(layer: QgsRasterLayer, role: str) -> None:
    """Styles a raster of a prediction by its role in ROLES; raises ResultLayersError where it is not one."""
    _STYLES[role](layer)
    if role == "confidence" and is_uncalibrated(layer):
        layer.setName(tr("Confidence (uncalibrated)"))


def layers_of(project: QgsProject, image_id: str, roles: Collection[str] = ROLES) -> list[QgsMapLayer]:
    """The layers of an image that have one of these roles, by default its current results."""
    return [
        layer
        for layer in project.mapLayers().values()
        if layer.customProperty(IMAGE_PROPERTY) == image_id and layer.customProperty(ROLE_PROPERTY) in roles
    ]


def find_group(project: QgsProject, image_id: str, role: str = GROUP_ROLE) -> Optional[QgsLayerTreeGroup]:
    """An image's group for a purpose, by default for its current results; None where there is none."""
    for group in project.layerTreeRoot().findGroups(True):
        if group.customProperty(ROLE_PROPERTY) == role and group.customProperty(IMAGE_PROPERTY) == image_id:
            return group
    return None


def insert_group(project: QgsProject, image_layer: QgsRasterLayer, role: str = GROUP_ROLE) -> QgsLayerTreeGroup:
    """A new group directly above the image and its earlier runs; other purposes lie above the current results."""
    root = project.layerTreeRoot()
    node = find_group(project, image_layer.id()) or root.findLayer(image_layer.id())
    parent = node.parent() if node else root
    siblings = parent.children()
    index = siblings.index(node) if node else 0
    while index and siblings[index - 1].customProperty(ROLE_PROPERTY) == EARLIER_ROLE:
        index -= 1
    group = parent.insertGroup(index, image_layer.name())
    group.setCustomProperty(ROLE_PROPERTY, role)
    group.setCustomProperty(IMAGE_PROPERTY, image_layer.id())
    return group


def unfold(group: QgsLayerTreeGroup) -> None:
    """Opens a new group: the Layers panel showed it empty and so collapsed, and it listens to changes only."""
    group.setExpanded(False)
    group.setExpanded(True)


def _archive_group(project: QgsProject, image_id: str) -> None:
    """Renames the current group with its time and hides it; its layers are no longer found as the image's results."""
    for layer in layers_of(project, image_id, (*ROLES, AUXILIARY_ROLE)):
        layer.setCustomProperty(ROLE_PROPERTY, EARLIER_ROLE)
    group = find_group(project, image_id)
    if group is None:
        return
    group.setName(f"{group.name()} ({group.customProperty(CREATED_PROPERTY)})")
    group.setCustomProperty(ROLE_PROPERTY, EARLIER_ROLE)
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)
