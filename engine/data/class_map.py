"""A raster of class ids, with the names and colours that prediction stores in it."""
from __future__ import annotations

import json

import numpy as np
import shapely

from ..schema.decode import decode
from ..schema.errors import ConfigError, ImageError
from ..schema.land_cover import CLASSES_TAG, LandCoverClass
from .labels import default_class
from .raster import Raster
from .window import PixelWindow

VALUES = 256
UNCLASSIFIED = 0
ALSO_UNCLASSIFIED = 255  # many truth rasters have it where the class is not known; in a map it is not a class either


class ClassMap:
    """A class map.

    Args:
        path: a raster of class ids.

    Attributes:
        raster: its first band.

    Raises:
        ImageError: the file is missing, or does not hold class ids.
    """

    def __init__(self, path: str) -> None:
        self.raster = Raster(path, (1,))
        check_is_class_raster(self.raster)
        try:
            stored = json.loads(self.raster.tags.get(CLASSES_TAG, "[]"))
            self._classes = {entry.class_id: entry for entry in decode(tuple[LandCoverClass, ...], stored, CLASSES_TAG)}
        except (ConfigError, ValueError):
            self._classes = {}  # another program's tag

    def class_of(self, class_id: int) -> LandCoverClass:
        """Name and colour of a class, the usual ones where the file does not say."""
        return self._classes.get(class_id) or default_class(class_id)

    @property
    def classes(self) -> tuple[LandCoverClass, ...]:
        """The classes that the file names, empty where it does not."""
        return tuple(self._classes.values())

    def read(self, window: PixelWindow) -> np.ndarray:
        """Class ids of a window, int64 (height, width); UNCLASSIFIED where there is none."""
        return read_class_ids(self.raster, window)

    def at(self, places: np.ndarray) -> np.ndarray:
        """Class ids at places in map coordinates (n, 2), int64 (n,); UNCLASSIFIED where there is none."""
        ids = [self.read(window)[0, 0] for window in pixels_at(self.raster, places)]
        return np.array(ids, np.int64)


def read_class_ids(raster: Raster, window: PixelWindow) -> np.ndarray:
    """Class ids of a window, int64 (height, width); UNCLASSIFIED where there is none."""
    ids: np.ndarray = raster.read(window)[0][0].astype(np.int64)
    if ids.min() < 0 or ids.max() >= VALUES:
        wrong = ids.min() if ids.min() < 0 else ids.max()
        raise ImageError(
            f"{raster.path} holds the value {wrong}, which is not a class id",
            "give a raster of class ids from 0 to 255",
        )
    ids[ids == ALSO_UNCLASSIFIED] = UNCLASSIFIED
    return ids


def check_is_class_raster(raster: Raster) -> None:
    """Raises ImageError where a raster holds real numbers."""
    if raster.dtype.kind not in "ui":
        raise ImageError(
            f"{raster.path} holds {raster.dtype} values", "give a raster of class ids, whole numbers from 0 to 255"
        )


def pixels_at(raster: Raster, places: np.ndarray) -> list[PixelWindow]:
    """The pixel under each place, given in map coordinates (n, 2); those beyond the raster lie outside its window."""
    cells = np.floor(shapely.get_coordinates(raster.grid.to_pixels(shapely.points(places)))).astype(np.int64)
    return [PixelWindow(int(row), int(col), 1, 1) for col, row in cells]


def shares_at(raster: Raster, places: np.ndarray) -> np.ndarray:
    """What a layer of shares says at places in map coordinates (n, 2): float64 (n,), NaN where it has no value."""
    read = [raster.read(window) for window in pixels_at(raster, places)]
    stored = [float(pixels[0, 0, 0]) if valid_mask[0, 0] else np.nan for pixels, valid_mask in read]
    return np.array(stored, np.float64) * raster.scale
