"""Rasters as a prediction writes them, for the tests of what QGIS shows; written with QGIS's own GDAL."""
from __future__ import annotations

import json
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
OOD_BANDS = {"Out-of-distribution score": OOD_ROW, "Novel here": (0, 5, 9, 255), "Foreign": (70, 0, 95, 255)}


def write_results(folder: Path, image: str) -> ResultFiles:
    """classes.tif, confidence.tif and ood.tif on the grid of image, in columns of one value each."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {role: str(folder / f"{role}.tif") for role in ("classes", "confidence", "ood")}
    classes = _write(paths["classes"], image, {"Class": CLASS_ROW}, nodata=0)
    table = gdal.ColorTable()
    for item in SCHEME:
        red, green, blue = bytes.fromhex(item["color"][1:])
        table.SetColorEntry(item["class_id"], (red, green, blue, 255))
    classes.GetRasterBand(1).SetColorTable(table)
    classes.SetMetadataItem("BERUNDA_CLASSES", json.dumps(SCHEME))
    for role, bands in (("confidence", {"Confidence": CONFIDENCE_ROW}), ("ood", OOD_BANDS)):
        dataset = _write(paths[role], image, bands, nodata=255)
        for index in range(len(bands)):
            dataset.GetRasterBand(index + 1).SetScale(0.01)
    return ResultFiles(model=str(folder / "model.safetensors"), **paths)


def _write(path: str, image: str, bands: dict[str, tuple[int, ...]], nodata: int) -> gdal.Dataset:
    grid = gdal.Open(image)
    width, height = grid.RasterXSize, grid.RasterYSize
    dataset = gdal.GetDriverByName("GTiff").Create(path, width, height, len(bands), gdal.GDT_Byte, ["TILED=YES"])
    dataset.SetGeoTransform(grid.GetGeoTransform())
    dataset.SetProjection(grid.GetProjection())
    for index, (name, row) in enumerate(bands.items()):
        band = dataset.GetRasterBand(index + 1)
        band.SetDescription(name)
        band.SetNoDataValue(nodata)
        line = b"".join(bytes([value]) * (width // len(row)) for value in row)
        band.WriteRaster(0, 0, width, height, line * height)
    return dataset
