"""Mouse and keys on the map canvas, turned into label edits."""
