"""A class map as polygons, block by block."""
