"""The vector layer behind a label file, opened once however often it is asked for."""
from __future__ import annotations

import os
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorDataProvider,
    QgsVectorLayer,
)

from ..translation import tr
from .class_scheme import LabelStoreError
from .file import LABELS


def open_label_layer(path: str, has_crs: bool) -> QgsVectorLayer:
    """The labels of a file as a layer that can be written; the project's own layer of that file where it has one.

    Raises:
        LabelStoreError: QGIS cannot open or not write it.
    """
    layer = _layer_in_project(path) or QgsVectorLayer(f"{path}|layername={LABELS}", tr("Labels"), "ogr")
    if not layer.isValid():
        raise LabelStoreError(
            tr("QGIS cannot open the label file {} ({}): choose another one.").format(path, layer.error().summary())
        )
    if not layer.dataProvider().capabilities() & QgsVectorDataProvider.Capability.AddFeatures:
        raise LabelStoreError(tr("The label file {} is read-only: make it writable, or copy it.").format(path))
    if not has_crs:
        layer.setCrs(QgsCoordinateReferenceSystem())
    return layer


def _layer_in_project(path: str) -> Optional[QgsVectorLayer]:
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.providerType() == "ogr" and layer.isValid():
            source = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
            is_same_file = os.path.realpath(source["path"]) == os.path.realpath(path)
            if is_same_file and source.get("layerName") in (LABELS, None, ""):
                return layer
    return None
