"""The live map: what can be asked of it, declared once."""
from __future__ import annotations

from dataclasses import dataclass

from .config import DEVICE, PRECISION, check_bands
from .errors import ConfigError
from .setting import Config, setting

CLASSES, GROUPS, SIMILARITY = "classes", "groups", "similarity"  # what a live map shows
SHOWN = (CLASSES, GROUPS, SIMILARITY)


@dataclass(frozen=True)
class PreviewConfig(Config):
    """A window of an image as the recipe `instant` would map it with the present labels."""

    image: str = setting(sentence="raster to map", is_path=True)
    window: tuple[int, ...] = setting(
        metavar="PX", sentence="part of the image, in its pixels: ROW COL HEIGHT WIDTH"
    )
    output: str = setting(sentence="folder to write the window's rasters to", metavar="DIR", is_path=True)
    labels: str = setting("", sentence="label file; empty where there are none yet", is_path=True)
    bands: tuple[int, ...] = setting(
        (), metavar="N", sentence="bands to use, counted from 1; empty takes all but alpha"
    )
    resolution_px: int = setting(
        1, low=1, high=4096, unit="px", option="resolution", metavar="PX", sentence="side of an answered pixel"
    )
    show: str = setting(
        CLASSES, choices=SHOWN,
        sentence="classes with confidence and OOD, groups of similar pixels, or the similarity to a place",
    )  # fmt: skip
    groups: int = setting(8, low=2, high=20, sentence="number of groups")
    place: tuple[int, ...] = setting((), metavar="PX", sentence="pixel that the others are compared with: ROW COL")
    generation: int = setting(0, low=0, high=2**31 - 1, sentence="number that the result repeats")
    device: str = setting("auto", **DEVICE)
    precision: str = setting("auto", **PRECISION)

    def check(self) -> None:
        """Raises ConfigError where the window or the place is not one."""
        check_bands(self.bands)
        if len(self.window) != 4 or min(self.window[2:]) < 1:
            raise ConfigError(f"window is {list(self.window)}", "give ROW COL HEIGHT WIDTH with a positive size")
        if len(self.place) not in (0, 2):
            raise ConfigError(f"place is {list(self.place)}", "give ROW COL")
        if self.show == SIMILARITY and not self.place:
            raise ConfigError("There is no place to compare with", "give place")


@dataclass(frozen=True)
class ExploreConfig(Config):
    """Features of an image that are computed ahead, so that a live map need not wait for them."""

    image: str = setting(sentence="raster to encode", is_path=True)
    bands: tuple[int, ...] = setting(
        (), metavar="N", sentence="bands to use, counted from 1; empty takes all but alpha"
    )
    window: tuple[int, ...] = setting(
        (), metavar="PX", sentence="part of the image to begin with, in its pixels: ROW COL HEIGHT WIDTH"
    )
    device: str = setting("auto", **DEVICE)
    precision: str = setting("auto", **PRECISION)

    def check(self) -> None:
        """Raises ConfigError where the window is not one."""
        check_bands(self.bands)
        if self.window and (len(self.window) != 4 or min(self.window[2:]) < 1):
            raise ConfigError(f"window is {list(self.window)}", "give ROW COL HEIGHT WIDTH with a positive size")


@dataclass(frozen=True)
class CacheConfig(Config):
    """The features of images that are kept."""

    clear: bool = setting(False, sentence="remove them all")
