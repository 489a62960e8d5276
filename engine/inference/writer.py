"""The rasters of a map, written to temporary files and moved into place together when all are complete."""
from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Callable

import numpy as np

from ..data.raster import Grid
from ..data.window import PixelWindow
from ..schema.errors import OutputError
from .layers import LayerSpec
from .raw_layer import RawLayer

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # EFBIG: the file system or a quota allows no file that large


class MapWriter:
    """Writes layers on one grid into a folder; a context manager that removes its temporary files.

    Earlier files in the folder stay as they are until `finish` replaces them.

    Args:
        folder: created if missing.
        grid: the grid of all layers.
        specs: the layers.

    Raises:
        OutputError: on entering, the folder is not writable or has no space for the layers.
    """

    def __init__(self, folder: str, grid: Grid, specs: tuple[LayerSpec, ...]) -> None:
        self._folder = Path(folder)
        self._grid, self._specs = grid, specs
        self._layers: list[RawLayer] = []

    def __enter__(self) -> MapWriter:
        with ExitStack() as cleanup, self._as_output_error():
            self._folder.mkdir(parents=True, exist_ok=True)
            # In the folder itself, since files are moved atomically only within a file system.
            self._temporary = Path(tempfile.mkdtemp(prefix=".berunda-", dir=self._folder))
            cleanup.callback(shutil.rmtree, self._temporary, ignore_errors=True)
            for spec in self._specs:
                layer = RawLayer(self._temporary, spec, self._grid)
                cleanup.callback(layer.close)
                layer.allocate()
                self._layers.append(layer)
            self._cleanup = cleanup.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._cleanup.close()

    def write(self, window: PixelWindow, values: Mapping[str, np.ndarray]) -> None:
        """Write a block of every layer.

        Args:
            window: its place on the layers' grid.
            values: by the layer's name, uint8 (bands, height, width).

        Raises:
            OutputError: the disk is full or fails.
        """
        with self._as_output_error():
            for layer in self._layers:
                layer.write(window, values[layer.spec.name])

    def finish(self, before_layer: Callable[[], None] = lambda: None) -> dict[str, str]:
        """Convert the layers to GeoTIFFs and move all of them into place.

        Args:
            before_layer: called before each layer is converted; may raise to stop.

        Returns:
            Path by the layer's name.

        Raises:
            OutputError: the disk is full or fails, or another program has a file to replace open.
        """
        complete: dict[Path, Path] = {}
        for layer in self._layers:
            before_layer()
            name = f"{layer.spec.name}.tif"
            with self._as_output_error():
                layer.to_cog(self._temporary / name)
            complete[self._folder / name] = self._temporary / name
        with self._as_output_error():
            for final, temporary in complete.items():
                os.replace(temporary, final)
                # Statistics that a viewer has saved of the replaced raster would be wrong for this one.
                final.with_name(f"{final.name}.aux.xml").unlink(missing_ok=True)
        return {final.stem: str(final) for final in complete}

    @contextmanager
    def _as_output_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            needed_mb = sum(len(spec.bands) for spec in self._specs) * self._grid.height * self._grid.width * 2 / 1e6
            if error.errno in NO_SPACE:
                raise OutputError(
                    f"{self._folder} has no space for the map", f"free {needed_mb:.0f} MB or choose another folder"
                ) from error
            if error.errno is None:  # from GDAL, which does not report why
                remedy = f"make sure that {needed_mb:.0f} MB are free, or choose another folder"
                raise OutputError(f"The map cannot be written to {self._folder} ({error})", remedy) from error
            reason = f"{error.strerror[0].lower()}{error.strerror[1:]}" if error.strerror else str(error)
            raise OutputError(
                f"{self._folder} cannot be written: {reason}", "choose a folder that you may write to"
            ) from error
