"""Rasters and labels: windows, rasterisation, normalisation, samplers, spatial split, augmentation."""
