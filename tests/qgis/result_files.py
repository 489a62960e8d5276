"""Rasters as a prediction writes them, for the tests of what QGIS shows; written with QGIS's own GDAL."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from berunda.plugin.core.results.layers import ResultFiles
from osgeo import gdal

SCHEME = (
    {"class_id": 1, "name": "Grass & moss <wet>", "color": "#3f9b46"},
    {"class_id": 2, "name": "Wüste", "color": "#d9b98c"},
    {"class_id": 7, "name": "Water", "color": "#2f7fd1"},
)
CLASS_ROW = (1, 2, 7, 0)  # the map's columns, a quarter of the width each; 0 is nodata
CONFIDENCE_ROW = (100, 60, 25, 255)  # hundredths; 255 is nodata
OOD_ROW = (0, 5, 95, 255)


def write_results(folder: Path, image: str) -> ResultFiles:
    """classes.tif, confidence.tif and ood.tif on the grid of image, in columns of one value each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {role: str(folder / f"{role}.tif") for role in ("classes", "confidence", "ood")}
    classes = _write(paths["classes"], image, CLASS_ROW, nodata=0)
    table = gdal.ColorTable()
    for item in SCHEME:
        red, green, blue = bytes.fromhex(item["color"][1:])
        table.SetColorEntry(item["class_id"], (red, green, blue, 255))
    classes.GetRasterBand(1).SetColorTable(table)
    classes.SetMetadataItem("BERUNDA_CLASSES", json.dumps(SCHEME))
    for role, row in (("confidence", CONFIDENCE_ROW), ("ood", OOD_ROW)):
        dataset = _write(paths[role], image, row, nodata=255)
        dataset.GetRasterBand(1).SetScale(0.01)
    return ResultFiles(model=str(folder / "model.safetensors"), **paths)


def write_bands(path: str, image: str, rows: Sequence[tuple[int, ...]]) -> None:
    """A raster of shares with several bands, in columns of one value each, such as probabilities or OOD scores."""
    first = _write(path, image, rows[0], nodata=255, bands=len(rows))
    width, height = first.RasterXSize, first.RasterYSize
    for number, row in enumerate(rows, 1):
        band = first.GetRasterBand(number)
        band.WriteRaster(0, 0, width, height, _line(row, width) * height)
        band.SetNoDataValue(255)
        band.SetScale(0.01)


def _line(row: tuple[int, ...], width: int) -> bytes:
    return b"".join(bytes([value]) * (width // len(row)) for value in row)


def _write(path: str, image: str, row: tuple[int, ...], nodata: int, bands: int = 1) -> gdal.Dataset:
    grid = gdal.Open(image)
    width, height = grid.RasterXSize, grid.RasterYSize
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, bands, gdal.GDT_Byte, ["TILED=YES"])
    dataset.SetGeoTransform(grid.GetGeoTransform())
    dataset.SetProjection(grid.GetProjection())
    band = dataset.GetRasterBand(1)
    band.SetNoDataValue(nodata)
    band.WriteRaster(0, 0, width, height, _line(row, width) * height)
    return dataset
