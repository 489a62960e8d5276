"""How well imagery and its labels represent other imagery: appearance, classes, distances, and the report."""
