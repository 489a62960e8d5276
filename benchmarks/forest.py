"""The baseline: a random forest on multi-scale filter responses, trained on the same labels.

usage: python benchmarks/forest.py IMAGE.tif LABELS.gpkg CLASSES.tif [--jobs 2]

Needs scikit-image and scikit-learn: .venv/bin/python -m pip install -r requirements/benchmarks.txt

What interactive pixel classification usually offers: 100 trees with balanced class weights, on the intensity, edges and
texture of each band after Gaussian filters of 0.7 to 10 px. LABELS.gpkg has polygons with class_id in the image's CRS;
where polygons overlap the later one counts. Writes class ids on the image's grid, 0 where the image has no data, and
prints the seconds of training and prediction as JSON. Memory is bounded for any size of the image: filters run on
blocks with a halo that is wider than their reach.
"""
from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.enums import ColorInterp
from rasterio.features import rasterize
from rasterio.windows import Window, transform
from skimage.feature import multiscale_basic_features
from sklearn.ensemble import RandomForestClassifier

TREES = 100
SIGMA_PX = (0.7, 10.0)
HALO_PX = 48  # four of the widest sigma for the Gaussian, and three pixels for the derivatives
BLOCK_PX = (512, 2048)
SCALE_SAMPLE_PX = 1024  # side of the overview that the scale of values is taken from
Strokes = list[tuple[shapely.Geometry, int]]


class FilterResponses:
    """The features of an image's pixels, block by block.

    Args:
        source: the open image; all its bands but alpha are used.
    """

    def __init__(self, source: rasterio.DatasetReader) -> None:
        self._source = source
        alpha = ColorInterp.alpha
        self._bands = [band for band, meaning in enumerate(source.colorinterp, 1) if meaning != alpha]
        self._scale = self._largest_value()

    def of(self, block: Window) -> np.ndarray:
        """The features of a block: float32 (height, width, features)."""
        top, left = max(block.row_off - HALO_PX, 0), max(block.col_off - HALO_PX, 0)
        bottom = min(block.row_off + block.height + HALO_PX, self._source.height)
        right = min(block.col_off + block.width + HALO_PX, self._source.width)
        window = Window(left, top, right - left, bottom - top)
        pixels = self._source.read(self._bands, window=window, masked=True).filled(0)
        pixels = np.nan_to_num((pixels / self._scale).astype(np.float32))
        responses = multiscale_basic_features(pixels, channel_axis=0, sigma_min=SIGMA_PX[0], sigma_max=SIGMA_PX[1])
        row, col = block.row_off - top, block.col_off - left
        return responses[row : row + block.height, col : col + block.width].astype(np.float32)

    def blocks(self) -> Iterator[Window]:
        """Blocks that cover the image, row by row."""
        for top in range(0, self._source.height, BLOCK_PX[0]):
            for left in range(0, self._source.width, BLOCK_PX[1]):
                height, width = min(BLOCK_PX[0], self._source.height - top), min(BLOCK_PX[1], self._source.width - left)
                yield Window(left, top, width, height)

    def _largest_value(self) -> float:
        """What values are divided by: 255 for bytes, else close to the largest value in an overview of the image."""
        if all(self._source.dtypes[band - 1] == "uint8" for band in self._bands):
            return 255.0
        shape = tuple(min(side, SCALE_SAMPLE_PX) for side in self._source.shape)
        sample = self._source.read(self._bands, out_shape=(len(self._bands), *shape), masked=True)
        return float(np.nanpercentile(sample.filled(0).astype(np.float64), 99.5)) or 1.0


def read_strokes(labels: Path) -> Strokes:
    """The polygons of a label file with their class ids."""
    _, _, wkb, (class_ids,) = pyogrio.raw.read(labels, layer="labels", columns=["class_id"])
    return list(zip(shapely.from_wkb(wkb), class_ids.tolist()))


def train(source: rasterio.DatasetReader, strokes: Strokes, jobs: int) -> RandomForestClassifier:
    """A forest trained on the labelled pixels of an image.

    Args:
        source: the open image.
        strokes: polygons in the image's CRS with their class ids.
        jobs: processor cores.

    Raises:
        ValueError: no label lies on the image.
    """
    responses, parts = FilterResponses(source), []
    for block in responses.blocks():
        place = transform(block, source.transform)
        labels = rasterize(strokes, (block.height, block.width), transform=place, dtype=np.uint8)
        rows, cols = np.nonzero(labels)
        if len(rows):
            number = (rows + block.row_off) * source.width + cols + block.col_off
            parts.append((number, responses.of(block)[rows, cols], labels[rows, cols]))
    if not parts:
        raise ValueError(f"no label lies on {source.name}")
    number, features, class_ids = (np.concatenate(columns) for columns in zip(*parts))
    order = np.argsort(number)  # the bootstrap draws by position: row by row, whatever the blocks
    forest = RandomForestClassifier(TREES, n_jobs=jobs, class_weight="balanced", random_state=0)
    return forest.fit(features[order], class_ids[order])


def predict(source: rasterio.DatasetReader, forest: RandomForestClassifier, classes: Path) -> None:
    """Writes the class map of an image.

    Args:
        source: the open image.
        forest: trained on the same bands.
        classes: GeoTIFF to write.
    """
    responses = FilterResponses(source)
    profile = {"driver": "GTiff", "dtype": "uint8", "count": 1, "nodata": 0, "compress": "deflate"}
    place = {"height": source.height, "width": source.width, "crs": source.crs, "transform": source.transform}
    with rasterio.open(classes, "w", **profile, **place) as sink:
        for block in responses.blocks():
            features = responses.of(block)
            class_ids = forest.predict(features.reshape(-1, features.shape[-1])).reshape(features.shape[:2])
            sink.write(np.where(source.dataset_mask(window=block), class_ids, 0).astype(np.uint8), 1, window=block)


def map_with_forest(image: Path, labels: Path, classes: Path, jobs: int = 2) -> dict[str, float]:
    """Trains on an image's labels and maps it.

    Args:
        image: raster of any number of bands.
        labels: label file in the image's CRS.
        classes: GeoTIFF to write, uint8 class ids.
        jobs: processor cores for the trees.

    Returns:
        train_s and predict_s, seconds.

    Raises:
        ValueError: no label lies on the image.
    """
    started = time.perf_counter()
    with rasterio.open(image) as source:
        forest = train(source, read_strokes(labels), jobs)
        trained = time.perf_counter()
        predict(source, forest, classes)
    ended = time.perf_counter()
    return {"train_s": round(trained - started, 1), "predict_s": round(ended - trained, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("image", type=Path, metavar="IMAGE.tif")
    parser.add_argument("labels", type=Path, metavar="LABELS.gpkg")
    parser.add_argument("classes", type=Path, metavar="CLASSES.tif")
    parser.add_argument("--jobs", type=int, default=2, help="processor cores for the trees (default %(default)s)")
    options = parser.parse_args()
    try:
        print(json.dumps(map_with_forest(options.image, options.labels, options.classes, options.jobs)))
    except (ValueError, rasterio.RasterioIOError, pyogrio.errors.DataSourceError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
