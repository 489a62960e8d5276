"""The demo: the plugin is used with mouse and keys inside the real QGIS desktop."""
