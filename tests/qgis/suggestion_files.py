"""A file of suggested places as the engine writes it, for the tests inside QGIS and the fake worker."""
from __future__ import annotations

from osgeo import ogr, osr

EPSG = 32640
PLACES = ((325_030.0, 2_779_930.0), (325_090.0, 2_779_960.0), (325_140.0, 2_779_910.0))  # on the tests' orthophoto
REASONS = (
    "Unlike anything labelled; the map says Grass (52%).",
    "The map is unsure between Grass and Sand.",
    "Little like it is labelled; the map says Sand (88%).",
)


def write_suggestions(path: str) -> str:
    """Three places that nobody has answered; returns the path."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer("suggestions", reference, ogr.wkbPoint)
    for name, kind in (("rank", ogr.OFTInteger), ("reason", ogr.OFTString), ("answered", ogr.OFTInteger)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    for rank in (3, 1, 2):  # the order of a file says nothing
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["rank"], feature["reason"], feature["answered"] = rank, REASONS[rank - 1], 0
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(*PLACES[rank - 1])
        feature.SetGeometry(point)
        layer.CreateFeature(feature)
    del layer, source  # closes and flushes
    return path
