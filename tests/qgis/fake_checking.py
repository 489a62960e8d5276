"""What the fake worker answers about a check: four points, one in each quarter of the map, in real files.

The map says class 1 everywhere; so a point is right where its answer is 1.
"""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

QUARTERS = ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))


def draw(params: dict[str, Any]) -> dict[str, Any]:
    raster = gdal.Open(params["classes"])
    left, width, _, top, _, height = raster.GetGeoTransform()
    reference = osr.SpatialReference(raster.GetProjection())
    database = ogr.GetDriverByName("GPKG").CreateDataSource(params["output"])
    numbers, texts = ogr.OFTInteger, ogr.OFTString
    points = database.CreateLayer("check_points", reference, ogr.wkbPoint)
    fields = {"id": numbers, "mapped_class": numbers, "confidence": ogr.OFTReal, "reference_class": numbers}
    _add_fields(points, {**fields, "status": texts})
    for number, (across, down) in enumerate(QUARTERS[: params["count"]], 1):
        x, y = left + across * raster.RasterXSize * width, top + down * raster.RasterYSize * height
        values = {"id": number, "mapped_class": 1, "confidence": 0.6, "status": "open"}
        _add_row(points, values, ogr.CreateGeometryFromWkt(f"POINT({x} {y})"))
    classes = database.CreateLayer("classes", None, ogr.wkbNone)
    _add_fields(classes, {"class_id": numbers, "name": texts, "color": texts, "pixels": ogr.OFTInteger64})
    _add_row(classes, {"class_id": 1, "name": "Grass", "color": "#3f9b46", "pixels": 60_000})
    return {"points": params["output"], "count": len(QUARTERS), "by_class": {"1": len(QUARTERS)}}


def estimate(params: dict[str, Any]) -> dict[str, Any]:
    database = ogr.Open(params["points"])
    answers = [row["reference_class"] for row in database.GetLayerByName("check_points")]
    given = [answer for answer in answers if answer]
    share = given.count(1) / len(given)
    overall = {"value": share, "standard_error": 0.05, "low": max(0, share - 0.1), "high": min(1, share + 0.1)}
    area = {"value": 1.5, "low": 1.0, "high": 2.0}
    row = {"class_id": 1, "name": "Grass", "color": "#3f9b46", "points": len(given), "map_share": 1.0, "users": overall,
           "producers": None, "area": overall, "area_units": area, "area_hectares": area}
    found = {"points": len(answers), "answered": len(given), "unknown": 0, "open": 0, "overall": overall,
             "classes": [row], "notes": [f"judged {Path(params.get('classes', '')).name or 'as drawn'}"]}
    if params.get("output"):
        page = Path(params["output"]) / "accuracy.html"
        page.write_text("<html>")
        found["html"] = str(page)
    return found


def recalibrate(params: dict[str, Any]) -> dict[str, Any]:
    folder = Path(params["output"])
    folder.mkdir(exist_ok=True)
    corrected = shutil.copy(params["confidence"], folder)
    raster = gdal.Open(corrected, gdal.GA_Update)
    raster.GetRasterBand(1).Fill(88)
    del raster
    return {"model": params["model"], "confidence": corrected, "slope": 1.5, "intercept": 0.2, "answered": 4,
            "mean_confidence": 0.6, "mean_corrected": 0.88, "accuracy": 0.9}


def _add_fields(layer: ogr.Layer, fields: dict[str, int]) -> None:
    for name, kind in fields.items():
        layer.CreateField(ogr.FieldDefn(name, kind))


def _add_row(layer: ogr.Layer, values: dict[str, Any], place: ogr.Geometry = None) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        feature[name] = value
    feature.SetGeometry(place)
    layer.CreateFeature(feature)


CHECKING = {"check-points": draw, "check-accuracy": estimate, "recalibrate": recalibrate}
