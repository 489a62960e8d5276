"""A raster that is filled block by block in a plain file, and converted to a Cloud-Optimised GeoTIFF when complete.

A plain file, since GDAL writes late and does not report when the last blocks no longer fit on the disk. Here the space
is allocated before anything is computed, and every failed write is an OSError.
"""
from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..data.raster import Grid
from ..data.window import PixelWindow
from .layers import STEPS, LayerSpec

CHUNK_BYTES = 8 * 2**20
CONVERSION = {
    "GDAL_CACHEMAX": 32 * 2**20,  # every block is used once and at once: a larger cache only takes longer to fill
    "GDAL_PAM_ENABLED": "NO",  # no auxiliary file: the GeoTIFF contains all metadata
}
COG_OPTIONS = {
    "driver": "COG",
    "COMPRESS": "DEFLATE",
    "LEVEL": "1",  # a tenth larger than the default, in half the time
    "BLOCKSIZE": "512",
    "BIGTIFF": "IF_SAFER",
    "NUM_THREADS": "ALL_CPUS",
    "OVERVIEWS": "IGNORE_EXISTING",
    "STATISTICS": "NO",
}


class RawLayer:
    """A layer being written.

    Args:
        folder: an existing folder for the temporary files.
        spec: the layer's bands and metadata.
        grid: its grid.

    Raises:
        OSError: the folder is not writable.
    """

    def __init__(self, folder: Path, spec: LayerSpec, grid: Grid) -> None:
        self.spec = spec
        self._grid = grid
        self._path = folder / f"{spec.name}.raw"
        # Without a buffer, which every seek would empty.
        self._file = open(self._path, "w+b", buffering=0)  # noqa: SIM115 (closed by close)

    def allocate(self) -> None:
        """Fill the layer with nodata, so that its space on the disk is taken; raises OSError where it does not fit."""
        remaining = self._grid.height * self._grid.width * len(self.spec.bands)
        chunk = bytes([self.spec.nodata]) * CHUNK_BYTES
        while remaining > 0:
            self._put(chunk[:remaining])
            remaining -= len(chunk)

    def write(self, window: PixelWindow, values: np.ndarray) -> None:
        """Write uint8 (bands, height, width) at a window of the layer's grid; raises OSError."""
        for band, rows in enumerate(values):
            for row, pixels in enumerate(rows, window.row):
                self._file.seek((band * self._grid.height + row) * self._grid.width + window.col)
                self._put(pixels.tobytes())

    def to_cog(self, path: Path) -> None:
        """Write the Cloud-Optimised GeoTIFF and remove the plain file.

        Raises:
            OSError: GDAL fails, or the GeoTIFF is not complete.
        """
        description = self._path.with_suffix(".vrt")
        description.write_text(self._as_vrt(), encoding="utf-8")
        try:
            with rasterio.Env(**CONVERSION):
                rasterio.shutil.copy(
                    description, path, OVERVIEW_RESAMPLING=self.spec.overview_resampling, **COG_OPTIONS
                )
                is_complete = self._is_in(path)
        except (RasterioError, CPLE_BaseError, SystemError) as error:  # SystemError: GDAL failed without a message
            raise OSError(f"GDAL: {error}") from error
        if not is_complete:
            raise OSError(f"GDAL: {path.name} was cut short")
        self.close()

    def close(self) -> None:
        """Remove the plain file."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _put(self, values: bytes) -> None:
        """Write all of it: on a disk that is filling up a part may be written, and the next attempt is an OSError."""
        while values:
            values = values[self._file.write(values) :]

    def _is_in(self, path: Path) -> bool:
        """Whether a raster has the same values: GDAL does not report all failed writes."""
        with rasterio.open(path) as cog:
            rows_at_once = max(1, CHUNK_BYTES // self._grid.width)
            for band in range(len(self.spec.bands)):
                for row in range(0, self._grid.height, rows_at_once):
                    window = Window(0, row, self._grid.width, min(rows_at_once, self._grid.height - row))
                    if not np.array_equal(cog.read(band + 1, window=window), self._rows(band, row, window.height)):
                        return False
        return True

    def _rows(self, band: int, row: int, count: int) -> np.ndarray:
        self._file.seek((band * self._grid.height + row) * self._grid.width)
        return np.frombuffer(self._file.read(count * self._grid.width), np.uint8).reshape(count, self._grid.width)

    def _as_vrt(self) -> str:
        """GDAL's description of the plain file."""
        grid = self._grid
        reference = f"<SRS>{escape(grid.crs)}</SRS>" if grid.crs else ""
        tags = "".join(f'<MDI key="{escape(key)}">{escape(value)}</MDI>' for key, value in self.spec.tags.items())
        bands = "".join(self._band_as_vrt(band, description) for band, description in enumerate(self.spec.bands))
        return f"""<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}">
{reference}
<GeoTransform>{", ".join(map(repr, grid.transform.to_gdal()))}</GeoTransform>
<Metadata>{tags}</Metadata>
{bands}</VRTDataset>"""

    def _band_as_vrt(self, band: int, description: str) -> str:
        spec, grid = self.spec, self._grid
        kind = "Palette" if spec.color_table else "Gray" if band == 0 else "Undefined"
        low, high = spec.ranges[band] if spec.ranges else (0.0, 0.0)
        scale = (high - low) / STEPS if spec.ranges else spec.scale
        entries = "".join(f'<Entry c1="{r}" c2="{g}" c3="{b}" c4="{a}"/>' for r, g, b, a in spec.color_table)
        return f"""<VRTRasterBand dataType="Byte" band="{band + 1}" subClass="VRTRawRasterBand">
<Description>{escape(description)}</Description>
<NoDataValue>{spec.nodata}</NoDataValue>
<Offset>{low}</Offset>
<Scale>{scale}</Scale>
<ColorInterp>{kind}</ColorInterp>
<ImageOffset>{band * grid.height * grid.width}</ImageOffset>
<PixelOffset>1</PixelOffset>
<LineOffset>{grid.width}</LineOffset>
<SourceFilename relativeToVRT="1">{escape(self._path.name)}</SourceFilename>
{f"<ColorTable>{entries}</ColorTable>" if entries else ""}
</VRTRasterBand>
"""
