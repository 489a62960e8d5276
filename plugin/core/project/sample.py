"""The sample that comes with the plugin: an orthophoto with strokes, to try everything on."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

from qgis.core import QgsRasterLayer

from ..engine.environment import plugin_folder
from ..translation import tr
from .imagery import ImageryError
from .scene import Scene

IMAGE_NAME, LABELS_NAME = "orthophoto.tif", "labels.gpkg"


def load_sample(scene: Scene, folder: Path) -> None:
    """Puts the sample into the project and makes it what is worked on.

    Its files are copied first, so that strokes and maps are not in the plugin's folder, which an update replaces. What
    was painted on it before is kept.

    Args:
        scene: of the project.
        folder: where the copy is, or will be.

    Raises:
        ImageryError: the files cannot be copied or read.
    """
    original = plugin_folder() / "resources" / "sample"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (IMAGE_NAME, LABELS_NAME):
            if not (folder / name).exists():
                unfinished = folder / f"{name}.part"
                shutil.copyfile(original / name, unfinished)
                os.replace(unfinished, folder / name)
    except OSError as error:
        sentence = tr("The sample cannot be copied to {} ({}): check the folder, or add an image of your own.")
        raise ImageryError(sentence.format(folder, error.strerror)) from error
    image = str(folder / IMAGE_NAME)
    scene.choose_image(_layer_of(scene, image))
    scene.open_labels(str(folder / LABELS_NAME))


def _layer_of(scene: Scene, image: str) -> QgsRasterLayer:
    """The project's layer of a raster file, added where there is none."""
    for layer in scene.project.mapLayers().values():
        if isinstance(layer, QgsRasterLayer) and layer.source() == image:
            return layer
    layer = QgsRasterLayer(image, tr("Berunda sample"))
    scene.project.addMapLayer(layer)
    return layer
