"""The job `check-points`: draws the places of a map at which a person is asked for the true class."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np
import rasterio
import shapely
from rasterio.crs import CRS

from ..analysis.stratified_sample import ClassReservoirs, allocate
from ..data.check_points import CheckPoints, write_check_points
from ..data.class_map import UNCLASSIFIED, ClassMap, shares_at
from ..data.raster import GDAL_CACHE_BYTES, Grid, Raster
from ..inference.confidence_correction import ConfidenceCorrection
from ..schema.check_config import CheckPointsConfig
from ..schema.errors import ConfigError, ImageError
from ..schema.reporter import Reporter

BLOCK_PX = 1024
SQUARE_METRES_OF_HECTARE = 10_000


def run(config: CheckPointsConfig, reporter: Reporter) -> dict[str, Any]:
    """Draw stratified random points by mapped class and write the points file.

    Returns:
        "points", the path; "count"; "by_class": points by class id.

    Raises:
        ImageError: a raster cannot be read, or the map has no class anywhere.
        ConfigError: fewer points than classes are asked for.
        OutputError: the points file exists already, or cannot be written.
        Cancelled: the reporter was told to stop.
    """
    reporter.state("reading")
    class_map, rng = ClassMap(config.classes), np.random.default_rng(config.seed)
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        reservoirs = _sampled(class_map, ClassReservoirs(config.count, rng), reporter)
        by_class = _allocated(reservoirs, config)
        cells = np.concatenate([reservoirs.places(c)[:count] for c, count in by_class.items()])
        order = rng.permutation(len(cells))  # classes in blocks would tell what the map says
        stratum = np.repeat(list(by_class), list(by_class.values()))[order]
        grid = class_map.raster.grid
        centres = shapely.points(cells[order][:, ::-1] + 0.5)
        places = shapely.get_coordinates(grid.to_map(centres))
        points = CheckPoints(
            path=config.output,
            places=places,
            stratum=stratum,
            reference=np.zeros(len(places), np.int64),
            is_unknown=np.zeros(len(places), bool),
            confidence=confidence_at(config.confidence, places),
            classes=tuple(class_map.class_of(class_id) for class_id in by_class),
            sizes={class_id: int(reservoirs.pixels[class_id]) for class_id in by_class},
            pixel_area=grid.pixel_size**2,
            pixel_hectares=_pixel_hectares(grid),
        )
    settings = {"count": config.count, "allocation": config.allocation, "minimum": config.minimum, "seed": config.seed}
    write_check_points(points, grid, {"map": config.classes, **settings})
    return {"points": config.output, "count": len(places), "by_class": by_class}


def confidence_at(path: str, places: np.ndarray) -> np.ndarray:
    """What a confidence layer says at places (n, 2) without its correction: float64 (n,), NaN where it says nothing."""
    if not path:
        return np.full(len(places), np.nan)
    raster = Raster(path, (1,))
    return ConfidenceCorrection.of_tags(raster.tags).undo(shares_at(raster, places))


def _sampled(class_map: ClassMap, reservoirs: ClassReservoirs, reporter: Reporter) -> ClassReservoirs:
    blocks = list(class_map.raster.grid.window.blocks(BLOCK_PX))
    for done, block in enumerate(blocks):
        reporter.raise_if_stopped()
        reporter.progress(done, len(blocks))
        reservoirs.add(class_map.read(block), block)
    return reservoirs


def _allocated(reservoirs: ClassReservoirs, config: CheckPointsConfig) -> dict[int, int]:
    """Points by class id, for every class of the map."""
    pixels = {c: int(reservoirs.pixels[c]) for c in np.flatnonzero(reservoirs.pixels).tolist() if c != UNCLASSIFIED}
    if not pixels:
        raise ImageError(f"{config.classes} has no class anywhere", "choose the classes.tif of a map")
    if config.count < len(pixels):
        raise ConfigError(
            f"count is {config.count}, and the map has {len(pixels)} classes", "give at least a few points a class"
        )
    return allocate(pixels, config.count, config.allocation, config.minimum)


def _pixel_hectares(grid: Grid) -> Optional[float]:
    """Area of a pixel where the CRS measures lengths; None for degrees and without a CRS."""
    crs = CRS.from_wkt(grid.crs) if grid.crs else None
    if crs is None or not crs.is_projected:
        return None
    metres = float(crs.linear_units_factor[1])
    return grid.pixel_size**2 * metres**2 / SQUARE_METRES_OF_HECTARE
