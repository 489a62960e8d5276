"""Parts of a live map in memory: read from their files, bounded in number, and stale once the labels have changed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from osgeo import gdal
from qgis.PyQt.QtGui import QImage

from ....engine.schema import protocol
from .grid import Window

MAX_BLOCKS = 400  # of 512 x 512 bytes: 100 MiB


@dataclass(frozen=True)
class LiveBlock:
    """A part of one layer of a live map.

    Attributes:
        layer: classes, confidence, ood, groups or similarity.
        window: in pixels of the image.
        resolution_px: side of a pixel of the picture, in pixels of the image.
        generation: of the request that it answers.
        picture: Format_Indexed8; the values of the layer are its indices.
    """

    layer: str
    window: Window
    resolution_px: int
    generation: int
    picture: QImage

    @property
    def covered(self) -> Window:
        """What the picture covers: its last row and column may reach beyond the window."""
        row, col, _, _ = self.window
        side = self.resolution_px
        return row, col, self.picture.height() * side, self.picture.width() * side


def read_block(event: protocol.Block) -> Optional[LiveBlock]:
    """The block that an event announces; None where its file cannot be read."""
    try:
        dataset = gdal.Open(event.path)
    except RuntimeError:  # where another plugin has switched GDAL's exceptions on
        dataset = None
    if dataset is None:
        return None
    width, height = dataset.RasterXSize, dataset.RasterYSize
    values = dataset.GetRasterBand(1).ReadRaster(0, 0, width, height, buf_type=gdal.GDT_Byte)
    if values is None:
        return None
    picture = QImage(bytes(values), width, height, width, QImage.Format.Format_Indexed8).copy()  # with its own memory
    return LiveBlock(event.layer, tuple(event.window), event.resolution_px, event.generation, picture)


class BlockStore:
    """The blocks of one image, the newest for every place of a layer.

    Attributes:
        fresh_from: blocks of earlier generations are stale: the labels have changed since.
    """

    def __init__(self, limit: int = MAX_BLOCKS) -> None:
        self._limit = limit
        self._blocks: dict[tuple[str, Window, int], LiveBlock] = {}
        self._valid_from = 0
        self.fresh_from = 0

    def __len__(self) -> int:
        return len(self._blocks)

    def restart(self, generation: int) -> None:
        """Forgets all blocks; those of requests before this generation do not count any more."""
        self._blocks.clear()
        self._valid_from = self.fresh_from = generation

    def accepts(self, generation: int) -> bool:
        """Whether blocks of a generation are of the present image."""
        return generation >= self._valid_from

    def add(self, block: LiveBlock, view: Window) -> None:
        """Takes a block, unless a newer one is there, and drops those that it covers.

        Beyond the limit the farthest from the view is dropped.
        """
        key = (block.layer, block.window, block.resolution_px)
        present = self._blocks.get(key)
        if not self.accepts(block.generation) or (present is not None and present.generation > block.generation):
            return
        self.drop_covered(block.window, block.generation, block.layer)
        self._blocks[key] = block
        if len(self._blocks) > self._limit:
            farthest = max(self._blocks, key=lambda key: (_distance(key[1], view), -self._blocks[key].generation))
            del self._blocks[farthest]

    def drop_covered(self, window: Window, generation: int, layer: str = "") -> None:
        """Drops what a block, or a complete answer, has replaced: older blocks inside its window, of a layer or all."""
        self._blocks = {
            key: block
            for key, block in self._blocks.items()
            if block.generation >= generation or layer not in ("", block.layer) or not _contains(window, block.window)
        }

    def drop_layer(self, layer: str) -> None:
        """Forgets the blocks of a layer."""
        self._blocks = {key: block for key, block in self._blocks.items() if block.layer != layer}

    def is_stale(self, block: LiveBlock) -> bool:
        """Whether the labels have changed since a block was asked for."""
        return block.generation < self.fresh_from

    def of(self, layer: str) -> list[LiveBlock]:
        """The blocks of a layer in the order of drawing: older ones and coarser ones lie below."""
        found = [block for block in self._blocks.values() if block.layer == layer]
        return sorted(found, key=lambda block: (block.generation, -block.resolution_px))


def _distance(window: Window, view: Window) -> float:
    """Between the centres, in pixels, the larger of both directions."""
    return max(abs(window[i] + window[i + 2] / 2 - view[i] - view[i + 2] / 2) for i in (0, 1))


def _contains(outer: Window, inner: Window) -> bool:
    return all(outer[i] <= inner[i] and inner[i] + inner[i + 2] <= outer[i] + outer[i + 2] for i in (0, 1))
