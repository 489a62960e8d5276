"""Places that the engine suggests to label next, as a layer of the project."""
