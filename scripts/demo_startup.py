"""QGIS runs this (PYQGIS_STARTUP) before it loads any plugin: from here on an error ends the demo."""
from demo import guard

guard.install()
