"""The job `train`: one training, or two where the first one makes pseudo-labels for the second."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from rasterio.features import shapes

from ..data.label_raster import LabelRaster
from ..data.labels import CLASS_TABLE, LABEL_TABLE, TRAIN, Labels, Stroke, read_labels
from ..data.raster import Raster
from ..schema.config import TrainConfig
from ..schema.recipes import train_config
from ..schema.reporter import Reporter
from . import predict, train

BLOCK_PX = 256  # side of the blocks of the map; in each, the pseudo-labels of a class are one stroke
_SHARED = ("image", "labels", "unlabelled", "bands", "area", "seed", "device", "precision")  # of both trainings

decode = train_config  # a request names a recipe, whose settings are the defaults


def run(config: TrainConfig, reporter: Reporter) -> dict[str, Any]:
    """Train a model, with pseudo-labels where they are asked for (Castillo-Navarro 2022, section 4.3.5).

    The first training, its map and the pseudo-labels stay beside the model. A training that is resumed is the second.

    Returns:
        What `train --json` prints of the only or the second training.

    Raises:
        Cancelled: after the model reached so far, of whichever training, was saved; its path is in `kept`.
        EngineError: see train.run and predict.run.
    """
    if not config.pseudo_labels:
        return train.run(config, reporter)
    first, second = _halves(config)
    folder = f"{first.model.removesuffix('.safetensors')}.map"
    second = replace(second, labels=str(Path(folder) / "pseudo_labels.gpkg"))
    if not config.resume:
        train.run(first, reporter)
        request = {name: getattr(first, name) for name in ("image", "model", "area", "device", "precision")}
        layers = predict.run(predict.decode({**request, "output": folder}), reporter)
        write_pseudo_labels(layers["classes"], first.labels, second.labels)
    reporter.notice(
        "pseudo-labels",
        "The first training has learned from the strokes that are held out now: the held-out accuracy is too high.",
    )
    return train.run(second, reporter)


def _halves(config: TrainConfig) -> tuple[TrainConfig, TrainConfig]:
    """The first and the second training, with half of the budget each."""
    shared = {name: getattr(config, name) for name in _SHARED}
    model = f"{config.model.removesuffix('.safetensors')}.{config.pseudo_labels}.safetensors"
    request = {**shared, "model": model, "preset": config.pseudo_labels}
    if config.minutes is not None:
        half = config.minutes / 2
        return train_config({**request, "minutes": half}), replace(config, minutes=half)
    steps = config.steps or 0
    return train_config({**request, "steps": steps // 2}), replace(config, steps=steps - steps // 2)


def write_pseudo_labels(classes: str, labels: str, path: str) -> None:
    """Write a label file with the strokes, and the classes of a map wherever there is no stroke.

    Pseudo-labels are marked for training: strokes alone are held out.

    Args:
        classes: the map, classes.tif.
        labels: file with the strokes.
        path: of the GeoPackage to write.
    """
    raster = Raster(classes)
    drawn = read_labels(labels, raster.grid)
    strokes = [*drawn.strokes, *_pseudo_strokes(raster, drawn)]
    Path(path).unlink(missing_ok=True)
    geometries = shapely.to_wkb(np.array([stroke.geometry for stroke in strokes], object))
    columns = [
        np.array([stroke.class_id for stroke in strokes], np.int32),
        np.array([stroke.split or None for stroke in strokes], object),
    ]
    place = {"driver": "GPKG", "geometry_type": "Unknown", "crs": raster.grid.crs or None}
    pyogrio.raw.write(path, geometries, columns, ["class_id", "split"], layer=LABEL_TABLE, **place)
    texts = [np.array([getattr(entry, name) for entry in drawn.classes], object) for name in ("name", "color")]
    scheme = [np.array(drawn.class_ids, np.int32), *texts]
    place = {"driver": "GPKG", "geometry_type": None, "crs": None}
    pyogrio.raw.write(path, None, scheme, ["class_id", "name", "color"], layer=CLASS_TABLE, **place)


def _pseudo_strokes(raster: Raster, drawn: Labels) -> Iterator[Stroke]:
    """A stroke for each class in each block of the map, without the pixels of strokes that were drawn."""
    strokes = LabelRaster(drawn, raster.grid)
    for block in raster.grid.window.blocks(BLOCK_PX):
        values = raster.read(block)[0][0].astype(np.uint8)
        values[strokes.covers(block)] = 0
        regions: dict[int, list[shapely.Geometry]] = {}
        for region, class_id in shapes(values, mask=values != 0, transform=raster.grid.transform * block.transform):
            regions.setdefault(int(class_id), []).append(shapely.geometry.shape(region))
        for class_id, polygons in regions.items():
            yield Stroke(shapely.MultiPolygon(polygons), class_id, TRAIN)
