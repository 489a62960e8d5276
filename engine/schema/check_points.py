"""The tables and words of a points file, which the engine writes and the plugin fills in. Standard library only."""
from __future__ import annotations

POINTS, CLASSES, SAMPLING = "check_points", "classes", "sampling"  # tables
OPEN, ANSWERED, UNKNOWN = "open", "answered", "unknown"  # status of a point
POINTS_FORMAT = 1  # the newest version of the file that can be read
