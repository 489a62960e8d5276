"""Berunda, a QGIS plugin: land-cover maps from a few scribbles."""


def classFactory(iface):
    """The plugin object that QGIS loads; imported late, so that listing plugins costs nothing."""
    from .plugin.plugin import BerundaPlugin

    return BerundaPlugin(iface)
