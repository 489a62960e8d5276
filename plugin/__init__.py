"""The QGIS side of Berunda."""
