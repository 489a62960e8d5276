"""Which of the OOD layer's scores is drawn: the fused one, or one of its parts."""
from __future__ import annotations

from qgis.core import QgsRasterLayer

from ..translation import tr


def band_names() -> tuple[str, ...]:
    """What the bands of an OOD layer are called, in their order; rasters of earlier versions have the first alone."""
    return tr("Fused score"), tr("Novel here"), tr("Foreign")


def shown_band(layer: QgsRasterLayer) -> int:
    """The 1-based band that is drawn."""
    return layer.renderer().usesBands()[0]


def show_band(layer: QgsRasterLayer, band: int) -> None:
    """Draws another band in the same style; the project keeps the choice."""
    if band == shown_band(layer):
        return
    renderer = layer.renderer()
    set_band = getattr(renderer, "setInputBand", None) or renderer.setBand  # renamed in QGIS 3.38
    set_band(band)
    layer.emitStyleChanged()
    layer.triggerRepaint()
