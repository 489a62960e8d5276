"""Make scenes of other sensors and land cover than Dubai's, from openly downloadable originals.

usage: python benchmarks/further_scenes.py SCENE ORIGINALS OUTPUT

ORIGINALS is a folder with the files of SCENE that are named below; OUTPUT gets SCENE_rgb.tif (all bands) and
SCENE_truth.tif, a pair as benchmarks/accuracy.py takes it. A class without room for a stroke is unknown (0).

raleigh: Landsat 7 ETM+ of 2002, 7 bands, 28.5 m, Raleigh, USA, and the state's land cover map of 1996 (classified from
    Landsat TM by EarthSat): 1 developed, 3 herbaceous, 4 shrubland, 5 forest, 6 water. GRASS GIS North Carolina sample
    data, CC BY-SA 3.0: https://grass.osgeo.org/download/data/
    Files: lsat7_2002.tif and landclass96.tif as in data/ of https://github.com/Open-EO/openeo-udf
gewata: Landsat 7 ETM+ surface reflectance, 6 bands, 30 m, Gewata, Ethiopia, and a land cover map of 2011 (classified
    from SPOT 5 and ASTER): 1 cropland, 2 bamboo, 4 coffee plantation, 5 forest, 6 wetland. Wageningen University,
    CC BY-SA 4.0: https://github.com/GeoScripting-WUR/AdvancedRasterAnalysis
    Files: GewataB1.tif to GewataB5.tif, GewataB7.tif and lulcGewata.tif (data/*.rda there, saved as GeoTIFF; 0 nodata)
baker_lake: aerial RGB, 0.5 m, Baker Lake, New Brunswick, Canada, and reference polygons of 2017: 1 forest, 2 water,
    3 road, 4 building; open ground and single trees are unknown. Natural Resources Canada, MIT
    Files: those of tests/data/new_brunswick_aerial.zip of https://github.com/valhassan/geo-deep-learning
west_virginia: NAIP aerial RGB and near infrared, 1 m, USA, 16 separate patches of 256 px side by side, and land cover
    by the Chesapeake Conservancy: 1 tree canopy, 2 low vegetation, 3 impervious. Chesapeake Land Cover, free of charge
    (NAIP is in the public domain): https://lila.science/datasets/chesapeakelandcover
    Files: the test patches tests/mock_data/*/wv_1m_2014*.npz of https://github.com/calebrob6/land-cover
"""
from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.features import rasterize
from rasterio.merge import merge
from rasterio.transform import from_origin
from scene_files import IMAGE_SUFFIX, TRUTH_SUFFIX

# An image (bands, height, width), its class ids (height, width), and what else a raster file is written with.
Scene = tuple[np.ndarray, np.ndarray, dict[str, Any]]


def rasters(folder: Path, images: list[str], truth: str, classes: tuple[int, ...]) -> Scene:
    """A scene from rasters on one grid.

    Args:
        folder: that holds them.
        images: names of the rasters whose bands become the image's.
        truth: name of the raster of class ids.
        classes: those that are kept.
    """
    bands = []
    for name in images:
        with rasterio.open(folder / name) as source:
            bands.append(source.read())
            grid = {"crs": source.crs, "transform": source.transform}
    with rasterio.open(folder / truth) as source:
        class_ids = source.read(1)
    return np.concatenate(bands), np.where(np.isin(class_ids, classes), class_ids, 0), grid


def raleigh(folder: Path) -> Scene:
    """See the module's docstring; agriculture (2) and sediment (7) are in narrow patches only."""
    return rasters(folder, ["lsat7_2002.tif"], "landclass96.tif", (1, 3, 4, 5, 6))


def gewata(folder: Path) -> Scene:
    """See the module's docstring; bare soil (3) is in narrow patches only."""
    return rasters(folder, [f"GewataB{band}.tif" for band in (1, 2, 3, 4, 5, 7)], "lulcGewata.tif", (1, 2, 4, 5, 6))


def baker_lake(folder: Path) -> Scene:
    """See the module's docstring; two photographs on one grid, 0 is their nodata value."""
    image, transform = merge(sorted(folder.glob("23322E759967N_clipped_1m_?of2.tif")), nodata=0)
    layer, _, polygons, fields = pyogrio.raw.read(folder / "BakerLake_2017_clipped.gpkg", columns=["Quatreclasses"])
    shapes = [pair for pair in zip(shapely.from_wkb(polygons), map(int, fields[0])) if pair[1] != 255]
    class_ids = rasterize(shapes, image.shape[1:], transform=transform, dtype="uint8")
    return image, np.where(image.any(axis=0), class_ids, 0), {"crs": layer["crs"], "transform": transform, "nodata": 0}


def west_virginia(folder: Path) -> Scene:
    """See the module's docstring; bands 0 to 3 of a patch are imagery, band 8 is land cover; the place is nominal."""
    patches = [np.load(path)["arr_0"][0] for path in sorted(folder.glob("wv_1m_2014*.npz"))]
    mosaic = np.concatenate([np.concatenate(patches[row : row + 4], axis=2) for row in range(0, 16, 4)], axis=1)
    class_ids = np.array([0, 0, 1, 2, 0, 3, 3], np.uint8)[mosaic[8].astype(int)]
    return mosaic[:4].astype(np.uint8), class_ids, {"crs": "EPSG:26917", "transform": from_origin(0, 1024, 1, 1)}


SCENES: dict[str, Callable[[Path], Scene]] = {
    "raleigh": raleigh, "gewata": gewata, "baker_lake": baker_lake, "west_virginia": west_virginia,
}  # fmt: skip


def write(path: Path, bands: np.ndarray, options: dict[str, Any]) -> None:
    """Writes bands (bands, height, width) as a tiled GeoTIFF."""
    count, height, width = bands.shape
    shape = {"count": count, "height": height, "width": width, "dtype": bands.dtype}
    with rasterio.open(path, "w", driver="GTiff", tiled=True, compress="deflate", **shape, **options) as sink:
        sink.write(bands)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("scene", choices=SCENES, metavar="SCENE", help=", ".join(SCENES))
    add("originals", type=Path, metavar="ORIGINALS", help="folder of the files that the docstring names")
    add("output", type=Path, metavar="OUTPUT", help="folder for the pair of files")
    options = parser.parse_args()
    image, class_ids, grid = SCENES[options.scene](options.originals)
    write(options.output / f"{options.scene}{IMAGE_SUFFIX}.tif", image, grid)
    grid["nodata"] = 0
    write(options.output / f"{options.scene}{TRUTH_SUFFIX}.tif", class_ids[None].astype(np.uint8), grid)
    counts = dict(zip(*(values.tolist() for values in np.unique(class_ids, return_counts=True))))
    print(f"{image.shape[0]} bands of {image.dtype}, {image.shape[1]} x {image.shape[2]} px; pixels by class: {counts}")


if __name__ == "__main__":
    main()
