"""Tiled prediction and the rasters it writes."""
