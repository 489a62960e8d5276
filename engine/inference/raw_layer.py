"""A raster that is filled block by block in a plain file, and becomes a Cloud-Optimised GeoTIFF when it is complete.

A plain file, since GDAL writes late and does not tell when the last blocks no longer fit on the disk. Here the room is taken before
anything is computed, and every failed write is an OSError.
"""
from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import rasterio
import rasterio.shutil
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError
from rasterio.windows import Window

from ..data.raster import Grid
from ..data.window import PixelWindow
from .layers import LayerSpec

CHUNK_BYTES = 8 * 2**20
CONVERSION = {
    "GDAL_CACHEMAX": 32 * 2**20,  # every block is used once and at once: a larger cache only takes longer to fill
    "GDAL_PAM_ENABLED": "NO",  # no auxiliary file: all there is to say stands in the GeoTIFF itself
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
    """A layer being written; all of it is nodata at first.

    Args:
        folder: an existing folder for the temporary files.
        spec: what the layer holds.
        grid: its grid.

    Raises:
        OSError: the layer does not fit on the disk, or the folder is not writable.
    """

    def __init__(self, folder: Path, spec: LayerSpec, grid: Grid) -> None:
        self.spec = spec
        self._grid = grid
        self._path = folder / f"{spec.name}.raw"
        self._file = open(self._path, "w+b")  # noqa: SIM115 (open as long as the layer is)
        self._reserve()

    def _reserve(self) -> None:
        remaining = self._grid.height * self._grid.width * len(self.spec.bands)
        chunk = bytes([self.spec.nodata]) * CHUNK_BYTES
        while remaining > 0:
            remaining -= self._file.write(chunk[:remaining])
        self._file.flush()

    def write(self, window: PixelWindow, values: np.ndarray) -> None:
        """Writes uint8 (bands, height, width) at a window of the layer's grid; raises OSError."""
        for band, rows in enumerate(values):
            for row, pixels in enumerate(rows, window.row):
                self._file.seek((band * self._grid.height + row) * self._grid.width + window.col)
                self._file.write(pixels.tobytes())

    def to_cog(self, path: Path) -> None:
        """Writes the Cloud-Optimised GeoTIFF and removes the plain file; raises OSError where that fails or is not complete."""
        self._file.flush()
        description = self._path.with_suffix(".vrt")
        description.write_bytes(ElementTree.tostring(self._as_vrt()))
        try:
            with rasterio.Env(**CONVERSION):
                rasterio.shutil.copy(description, path, OVERVIEW_RESAMPLING=self.spec.overview_resampling, **COG_OPTIONS)
                is_complete = self._is_in(path)
        except (RasterioError, CPLE_BaseError, SystemError) as error:  # SystemError: GDAL failed and left no message
            raise OSError(f"GDAL: {error}") from error
        if not is_complete:
            raise OSError(f"GDAL: {path.name} was cut short")
        self.close()

    def close(self) -> None:
        """Removes the plain file."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _is_in(self, path: Path) -> bool:
        """Whether a raster holds these very values: GDAL keeps silent about some failed writes."""
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

    def _as_vrt(self) -> ElementTree.Element:
        """GDAL's description of the plain file."""
        grid = self._grid
        root = ElementTree.Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
        if grid.crs:
            ElementTree.SubElement(root, "SRS").text = grid.crs
        ElementTree.SubElement(root, "GeoTransform").text = ", ".join(map(repr, grid.transform.to_gdal()))
        metadata = ElementTree.SubElement(root, "Metadata")
        for key, value in self.spec.tags.items():
            ElementTree.SubElement(metadata, "MDI", key=key).text = value
        for band, description in enumerate(self.spec.bands):
            root.append(self._band_as_vrt(band, description))
        return root

    def _band_as_vrt(self, band: int, description: str) -> ElementTree.Element:
        spec, grid = self.spec, self._grid
        root = ElementTree.Element("VRTRasterBand", dataType="Byte", band=str(band + 1), subClass="VRTRawRasterBand")
        values = {"Description": description, "NoDataValue": spec.nodata, "Scale": spec.scale}
        values["ColorInterp"] = "Palette" if spec.color_table else "Gray" if band == 0 else "Undefined"
        places = {"ImageOffset": band * grid.height * grid.width, "PixelOffset": 1, "LineOffset": grid.width}
        for name, value in {**values, **places}.items():
            ElementTree.SubElement(root, name).text = str(value)
        ElementTree.SubElement(root, "SourceFilename", relativeToVRT="1").text = os.path.basename(self._path)
        if spec.color_table:
            table = ElementTree.SubElement(root, "ColorTable")
            for rgba in spec.color_table:
                ElementTree.SubElement(table, "Entry", {f"c{i}": str(value) for i, value in enumerate(rgba, 1)})
        return root
