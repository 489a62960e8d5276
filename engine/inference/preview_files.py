"""The files of a live map: a small raster for each block as it is computed, and one for each layer in the end."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from ..data.raster import Grid
from ..data.window import PixelWindow
from ..schema.errors import OutputError
from .answer_grid import AnswerGrid, AnswerPart
from .layers import LayerSpec

FOLDER = "preview-{}"  # of a generation, in the folder that the request names


class PreviewFiles:
    """Takes a live map block by block.

    Args:
        folder: that the request names, which is created.
        generation: of the request; an earlier answer of the same number is replaced.
        grid: of the image.
        answer: the answered pixels.

    Raises:
        OutputError: the folder cannot be written.
    """

    def __init__(self, folder: str, generation: int, grid: Grid, answer: AnswerGrid) -> None:
        self.folder = Path(folder) / FOLDER.format(generation)
        self._answer = answer
        self._grid = grid.crop(answer.window)
        self._values: dict[str, np.ndarray] = {}
        self._specs: dict[str, LayerSpec] = {}
        self._try(shutil.rmtree, self.folder, ignore_errors=True)
        self._try(self.folder.mkdir, parents=True)

    def begin(self, spec: LayerSpec) -> None:
        """Add a layer, all nodata; one that there is already gets another description and keeps its values."""
        self._specs[spec.name] = spec
        if spec.name not in self._values:
            self._values[spec.name] = np.full((len(spec.bands), *self._answer.shape), spec.nodata, np.uint8)

    def add(self, layer: str, part: AnswerPart, values: np.ndarray) -> str:
        """Take a block of a layer, uint8 (bands, height, width); returns the path of a file with its first band."""
        rows, cols = part.place.slices
        self._values[layer][:, rows, cols] = values
        path = self.folder / f"{layer}_{part.window.row}_{part.window.col}.tif"
        self._write(path, values[:1], part.place)
        return str(path)

    def finish(self) -> dict[str, str]:
        """Write every layer as a whole; returns path by layer."""
        paths = {}
        for name, spec in self._specs.items():
            height, width = self._answer.shape
            window = self._grid.window
            scale = Affine.scale(window.width / width, window.height / height)
            whole = PixelWindow(0, 0, height, width)
            tags = {"transform": self._grid.transform * scale, "crs": self._grid.crs or None, "nodata": spec.nodata}
            path = self.folder / f"{name}.tif"
            self._write(path, self._values[name], whole, spec, **tags)
            paths[name] = str(path)
        return paths

    def _write(
        self, path: Path, values: np.ndarray, place: PixelWindow, spec: LayerSpec | None = None, **profile: Any
    ) -> None:
        shape = {"count": len(values), "height": place.height, "width": place.width, "dtype": "uint8"}
        try:
            with rasterio.open(path, "w", driver="GTiff", **shape, **profile) as sink:
                sink.write(values)
                if spec is not None:
                    _describe(sink, spec)
        except (OSError, rasterio.errors.RasterioError) as error:
            raise _unwritable(self.folder, error) from error

    def _try(self, act: Any, *arguments: Any, **options: Any) -> None:
        try:
            act(*arguments, **options)
        except OSError as error:
            raise _unwritable(self.folder, error) from error


def _describe(sink: rasterio.io.DatasetWriter, spec: LayerSpec) -> None:
    sink.update_tags(**spec.tags)
    sink.scales = (spec.scale,) * len(spec.bands)
    for band, description in enumerate(spec.bands, 1):
        sink.set_band_description(band, description)
    if spec.color_table:
        sink.write_colormap(1, dict(enumerate(spec.color_table)))


def _unwritable(folder: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(f"The folder {folder} cannot be written ({reason})", "choose a folder that you may write to")
