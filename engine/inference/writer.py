"""The rasters of a prediction, written beside each other and put in place together when all are complete."""
from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Callable, Optional

import numpy as np

from ..data.raster import Grid
from ..data.window import PixelWindow
from ..errors import OutputError
from .layers import LayerSpec
from .raw_layer import RawLayer

# EFBIG: the file system or a quota allows no file that large.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class MapWriter:
    """Writes layers on one grid into a folder; used as a context, which leaves nothing temporary behind however it ends.

    What lay in the folder before stays as it is until `finish` replaces it.

    Args:
        folder: made where it is missing.
        grid: the grid of all layers.
        specs: the layers.

    Raises:
        OutputError: on entering, the folder is not writable or too full for the layers.
    """

    def __init__(self, folder: str, grid: Grid, specs: tuple[LayerSpec, ...]) -> None:
        self._folder = Path(folder)
        self._grid, self._specs = grid, specs
        self._workplace: Optional[Path] = None
        self._layers: list[RawLayer] = []

    def __enter__(self) -> MapWriter:
        with ExitStack() as on_failure, self._as_output_error():
            on_failure.callback(self._clear)
            self._folder.mkdir(parents=True, exist_ok=True)
            # In the folder itself, for only within a file system are files moved in one go.
            self._workplace = Path(tempfile.mkdtemp(prefix=".berunda-", dir=self._folder))
            for spec in self._specs:
                self._layers.append(RawLayer(self._workplace, spec, self._grid))
            on_failure.pop_all()
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self._clear()

    def write(self, window: PixelWindow, values: Mapping[str, np.ndarray]) -> None:
        """Writes a block of every layer.

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
        """Turns the layers into GeoTIFFs and puts all of them in place.

        Args:
            before_layer: called before the work on each layer; may raise to give up.

        Returns:
            Path by the layer's name.

        Raises:
            OutputError: the disk is full or fails, or a file to replace is held by another program.
        """
        complete: dict[Path, Path] = {}
        for layer in self._layers:
            before_layer()
            name = f"{layer.spec.name}.tif"
            with self._as_output_error():
                layer.to_cog(self._workplace / name)
            complete[self._folder / name] = self._workplace / name
        with self._as_output_error():
            for final, temporary in complete.items():
                os.replace(temporary, final)
                # Statistics that a viewer has kept of the replaced raster would be wrong for this one.
                final.with_name(f"{final.name}.aux.xml").unlink(missing_ok=True)
        return {final.stem: str(final) for final in complete}

    def _clear(self) -> None:
        for layer in self._layers:
            layer.close()
        if self._workplace is not None:
            shutil.rmtree(self._workplace, ignore_errors=True)

    @contextmanager
    def _as_output_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            room_mb = sum(len(spec.bands) for spec in self._specs) * self._grid.height * self._grid.width * 2 / 1e6
            if error.errno in NO_ROOM:
                raise OutputError(f"{self._folder} has no room for the map", f"free {room_mb:.0f} MB or choose another folder") from error
            if error.errno is None:  # from GDAL, which does not tell why
                remedy = f"make sure that {room_mb:.0f} MB are free, or choose another folder"
                raise OutputError(f"The map cannot be written to {self._folder} ({error})", remedy) from error
            reason = f"{error.strerror[0].lower()}{error.strerror[1:]}" if error.strerror else str(error)
            raise OutputError(f"{self._folder} cannot be written: {reason}", "choose a folder that you may write to") from error
