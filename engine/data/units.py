"""Lengths of a coordinate reference system in metres."""
from __future__ import annotations

from typing import Optional

from rasterio.crs import CRS
from rasterio.errors import CRSError


def metres_per_unit(crs: str) -> Optional[float]:
    """Metres of a unit of a projected CRS, given as WKT; None where it is not one, or is empty."""
    if not crs:
        return None
    try:
        parsed = CRS.from_wkt(crs)
        return float(parsed.linear_units_factor[1]) if parsed.is_projected else None
    except CRSError:
        return None
