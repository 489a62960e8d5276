"""What a frozen encoder sees of a raster, and linear classifiers on it."""
