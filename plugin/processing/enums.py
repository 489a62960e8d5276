"""Enums of Processing that moved to Qgis in QGIS 3.36."""
from __future__ import annotations

from qgis.core import Qgis, QgsProcessing, QgsProcessingParameterDefinition, QgsProcessingParameterNumber

_HAVE_MOVED = hasattr(Qgis, "ProcessingParameterFlag")
ADVANCED = (
    Qgis.ProcessingParameterFlag.Advanced if _HAVE_MOVED else QgsProcessingParameterDefinition.Flag.FlagAdvanced
)
RASTER = Qgis.ProcessingSourceType.Raster if _HAVE_MOVED else QgsProcessing.SourceType.TypeRaster
VECTOR = (
    Qgis.ProcessingSourceType.VectorAnyGeometry if _HAVE_MOVED else QgsProcessing.SourceType.TypeVectorAnyGeometry
)
POINTS = Qgis.ProcessingSourceType.VectorPoint if _HAVE_MOVED else QgsProcessing.SourceType.TypeVectorPoint
POLYGONS = Qgis.ProcessingSourceType.VectorPolygon if _HAVE_MOVED else QgsProcessing.SourceType.TypeVectorPolygon
# Renamed as a whole, so that the earlier name still has the same members.
INTEGER, DOUBLE = QgsProcessingParameterNumber.Type.Integer, QgsProcessingParameterNumber.Type.Double
