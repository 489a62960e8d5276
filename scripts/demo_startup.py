"""QGIS runs this (PYQGIS_STARTUP) before it loads any plugin: an error from here on ends the demo instead of waiting in a dialog."""
from demo import guard

guard.install()
