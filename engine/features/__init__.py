"""What a frozen encoder sees of a raster, and classifiers on it."""
