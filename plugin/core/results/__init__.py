"""The rasters of a prediction as layers of the project."""
