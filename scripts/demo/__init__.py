"""The demo: an analyst's hands and eyes inside the real QGIS desktop."""
