"""What the fake worker answers when map and model are exported: one polygon, and files of a word."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from osgeo import gdal, ogr, osr

from engine.schema.land_cover import LandCoverClass
from engine.schema.polygon_style import store_polygon_style


def export_vectors(params: dict[str, Any]) -> dict[str, Any]:
    raster = gdal.Open(params["classes"])
    left, width, _, top, _, height = raster.GetGeoTransform()
    right, bottom = left + raster.RasterXSize * width, top + raster.RasterYSize * height
    reference = osr.SpatialReference(raster.GetProjection())
    Path(params["output"]).unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(params["output"])
    layer = source.CreateLayer("classes", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("class_id", ogr.OFTInteger))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["class_id"] = 1
    corners = f"{left} {top}, {right} {top}, {right} {bottom}, {left} {bottom}, {left} {top}"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))"))
    layer.CreateFeature(feature)
    del feature, layer, source
    store_polygon_style(params["output"], "classes", "geom", (LandCoverClass(1, "Grass & Moss", "#3f9b46"),))
    return {"polygons": params["output"], "count": 1, "left_out": 3 if params.get("minimum_area_m2") else 0}


def export_model(params: dict[str, Any]) -> dict[str, Any]:
    Path(params["output"]).write_text("onnx")
    return {"model": params["output"], "tile_px": 512, "classes": ["Grass", "Sand"]}


def stac_item(params: dict[str, Any]) -> dict[str, Any]:
    Path(params["output"]).write_text(params.get("onnx", "no onnx"))
    return {"item": params["output"]}


EXPORTS = {"export-vectors": export_vectors, "export-model": export_model, "stac-item": stac_item}
