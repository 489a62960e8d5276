"""The patches as a point layer: where on the ground each dot of the appearance map lies."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.warp import transform

from ...schema.errors import ImageError
from .analysis import Analysis
from .colours import appearance_colours
from .patches import PatchSet

LAYER = "patches"


def write_patch_layer(path: Path, analysis: Analysis) -> None:
    """Write a GeoPackage of points, the middles of the patches, in the CRS of the first image.

    Columns: site; kind (drawn or labelled); class_id (0 where not labelled); map_x and map_y, the place on the
    appearance map of the first run, and color, #rrggbb, by that place; covered, whether the reference covers the patch
    (the labelled areas, or else the first site); suggestion, 1 to 3 in the order of the report for the places to look
    at, 0 for others.

    Raises:
        DataSourceError: the file cannot be written.
        ImageError: a site cannot be brought to the CRS of the first image.
    """
    crs = analysis.sites[0].site.raster.grid.crs
    sets = analysis.patches
    points = np.concatenate([_centres(patches, crs) for patches in sets])
    place = analysis.runs[0].points
    sizes = [len(patches.windows) for patches in sets]
    columns = {
        "site": np.repeat(np.array([patches.site.name for patches in sets], object), sizes),
        "kind": np.repeat(np.array(["labelled" if patches.class_ids else "drawn" for patches in sets], object), sizes),
        "class_id": np.concatenate([np.array(p.class_ids or (0,) * n, np.int32) for p, n in zip(sets, sizes)]),
        "map_x": place[:, 0],
        "map_y": place[:, 1],
        "color": np.array(appearance_colours(place), object),
        "covered": analysis.is_covered,
        "suggestion": _suggestions(analysis),
    }
    pyogrio.raw.write(
        path, shapely.to_wkb(shapely.points(points)), list(columns.values()), list(columns), layer=LAYER,
        driver="GPKG", geometry_type="Point", crs=crs or None,
    )  # fmt: skip


def _centres(patches: PatchSet, crs: str) -> np.ndarray:
    """In a CRS, (n, 2); as they are where the image or the layer has none."""
    own = patches.site.raster.grid.crs
    if not own or not crs or own == crs:
        return patches.centres
    try:
        return np.column_stack(transform(CRS.from_wkt(own), CRS.from_wkt(crs), *patches.centres.T))
    except CPLE_BaseError as error:
        raise ImageError(
            f"The places of {patches.site.name} cannot be brought to the CRS of the first image ({error})",
            "check the CRS of both",
        ) from error


def _suggestions(analysis: Analysis) -> np.ndarray:
    numbers = np.zeros(len(analysis.is_covered), np.int32)
    for index, kinds in enumerate(analysis.least):
        for number, kind in enumerate(kinds, 1):
            numbers[analysis.of_site(index).start + kind.patch] = number
    return numbers
