"""The distance *foreign* of encoded blocks, which no stroke changes: live maps compute it once for each block."""
from __future__ import annotations

from collections import OrderedDict
from typing import Optional

import torch

from ..data.window import PixelWindow
from ..features.feature_blocks import FeatureBlock
from ..models.ood_head import ForeignDistance

MOST_BLOCKS = 4096  # of one image, those asked for last: 6 KB each


class ForeignBlocks:
    """Computes the distance for whole blocks, and keeps it for the next call."""

    def __init__(self) -> None:
        self._foreign: Optional[ForeignDistance] = None
        self._kept: OrderedDict[PixelWindow, torch.Tensor] = OrderedDict()

    def distances(self, foreign: ForeignDistance, block: FeatureBlock) -> torch.Tensor:
        """Of the outer window of a block, float32 (1, 1, height / BLOCK_PX, width / BLOCK_PX).

        Args:
            foreign: the distance; where it is another one than before, nothing of that is kept.
            block: of the image that all calls are about.
        """
        if foreign is not self._foreign:
            self._foreign = foreign
            self._kept.clear()
        if block.outer not in self._kept:
            with torch.inference_mode():
                self._kept[block.outer] = foreign(block.maps.to(foreign.mean.device, torch.float32))
            while len(self._kept) > MOST_BLOCKS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(block.outer)
        return self._kept[block.outer]
