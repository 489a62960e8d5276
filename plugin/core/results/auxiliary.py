"""The output of an auxiliary head as a layer in the group of the shown results."""
from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer

from ..translation import tr
from .layers import AUXILIARY_ROLE, IMAGE_PROPERTY, ROLE_PROPERTY, ResultLayers, layers_of
from .styles import ResultLayersError, style_classes

RECONSTRUCTION = "reconstruction"  # as the engine calls what a head shows; everything else is groups of pixels


def add_auxiliary_layer(results: ResultLayers, path: str, loss: str, shows: str) -> QgsRasterLayer:
    """Shows a head's output at the top of the group, in place of one before.

    Args:
        results: the shown results.
        path: of the raster.
        loss: name of the auxiliary loss.
        shows: what the engine says that it is.

    Raises:
        ResultLayersError: the raster cannot be opened, or the group is gone.
    """
    release_auxiliary_layer(results.project, results.image_id)
    options = QgsRasterLayer.LayerOptions(loadDefaultStyle=shows == RECONSTRUCTION)
    layer = QgsRasterLayer(path, tr("Auxiliary output: {}").format(loss), "gdal", options)
    group = results.group()
    if not layer.isValid() or group is None:
        raise ResultLayersError(tr("The auxiliary output {} cannot be shown: predict again.").format(path))
    if shows != RECONSTRUCTION:
        style_classes(layer)
    layer.setCustomProperty(ROLE_PROPERTY, AUXILIARY_ROLE)
    layer.setCustomProperty(IMAGE_PROPERTY, results.image_id)
    results.project.addMapLayer(layer, False)
    group.insertLayer(0, layer).setExpanded(False)
    return layer


def release_auxiliary_layer(project: QgsProject, image_id: str) -> None:
    """Removes the image's auxiliary output from the project and closes its file, so that it can be replaced."""
    project.removeMapLayers([layer.id() for layer in layers_of(project, image_id, (AUXILIARY_ROLE,))])
