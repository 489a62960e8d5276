"""Hides the maps and labels of an image while its points are answered: the answer must come from the imagery alone."""
from __future__ import annotations

from typing import Optional

from qgis.core import QgsLayerTreeNode, QgsProject

from ..results.layers import IMAGE_PROPERTY, ROLE_PROPERTY


class Cover:
    """Takes layers off the canvas and puts them back; the classes can be looked at in between.

    Attributes:
        is_on: whether they are hidden.
        shows_classes: whether the class map is shown nevertheless.
    """

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._checked: list[tuple[str, bool]] = []  # layers, and whether each was ticked
        self._classes = ""
        self.is_on = self.shows_classes = False

    def put_on(self, image_id: str, labels_id: str, classes_id: str) -> None:
        """Hides everything that Berunda shows of an image.

        Args:
            image_id: of the image's layer, which stays.
            labels_id: of the label layer, or "".
            classes_id: of the class map, or "".
        """
        self._checked, self._classes = [], classes_id
        for layer in self._project.mapLayers().values():
            is_made = layer.customProperty(ROLE_PROPERTY) and layer.customProperty(IMAGE_PROPERTY) == image_id
            node = self._node(layer.id()) if is_made or layer.id() == labels_id else None
            if node is not None:
                self._checked.append((layer.id(), node.itemVisibilityChecked()))
                node.setItemVisibilityChecked(False)
        self.is_on, self.shows_classes = True, False

    def take_off(self) -> None:
        """Everything as it was before."""
        for layer_id, was_checked in self._checked:
            node = self._node(layer_id)
            if node is not None:
                node.setItemVisibilityChecked(was_checked)
        self._checked = []
        self.is_on = self.shows_classes = False

    def show_classes(self, shown: bool) -> None:
        """Shows or hides the class map; does nothing while nothing is hidden."""
        node = self._node(self._classes) if self.is_on else None
        if node is None:
            return
        if shown:
            node.setItemVisibilityCheckedParentRecursive(True)
        else:
            node.setItemVisibilityChecked(False)
        self.shows_classes = shown

    def _node(self, layer_id: str) -> Optional[QgsLayerTreeNode]:
        return self._project.layerTreeRoot().findLayer(layer_id) if layer_id else None
