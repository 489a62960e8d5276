"""The head of the out-of-distribution layer: how unlike the training area a place is, by a frozen encoder's output."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from torch.nn import functional

from .probe import CELL_PX, CellMaps, project_cells
from .unet import upsample

BLOCK_CELLS = 4  # side of the blocks at which windows are centred, 16 px
BLOCK_PX = BLOCK_CELLS * CELL_PX
SAMPLED = 2  # of the cells of a window every second one in both directions counts: 100 describe it as 400 do
WINDOW_BLOCKS = 5  # side of a window, 80 px: odd, so that it has a block in its middle
NODATA_REACH = 9  # cells; a cell whose neighbourhood of this side holds nodata is not counted: features see that far
LEAST_SHARE = 0.75  # of a window that must be data: parts of windows vary more than whole ones
LEAST_DEVIATION = 0.1  # added to deviations before the logarithm, for axes of unit variance


class NovelDistance(nn.Module):
    """Relative Mahalanobis distance (Ren et al. 2021): to the nearest labelled class, less that to unlabelled cells.

    With a precision matrix P that the classes share, and Q and u of the unlabelled cells,

        min_k (x - m_k)' P (x - m_k) - (x - u)' Q (x - u) = Σ_r s_r (d_r'x + o_r)² + min_k (w_k'x + b_k)

    where s_r d_r are the scaled eigenvectors of P - Q.

    Args:
        directions: d, (R, F).
        offsets: o, (R,).
        signs: s, (R,), of 1 and -1.
        weight: w, (K, F).
        bias: b, (K,).
    """

    directions: torch.Tensor
    offsets: torch.Tensor
    signs: torch.Tensor
    weight: torch.Tensor
    bias: torch.Tensor

    def __init__(
        self,
        directions: torch.Tensor,
        offsets: torch.Tensor,
        signs: torch.Tensor,
        weight: torch.Tensor,
        bias: torch.Tensor,
    ) -> None:
        super().__init__()
        _register(self, directions=directions, offsets=offsets, signs=signs, weight=weight, bias=bias)

    def forward(self, maps: CellMaps) -> torch.Tensor:
        """To distances (N, 1, H / CELL_PX, W / CELL_PX); negative where known."""
        sizes = [len(self.directions), len(self.weight)]
        squares, linear = project_cells(maps.levels, torch.cat([self.directions, self.weight])).split(sizes, dim=1)
        squares = (squares + self.offsets[:, None, None]).square()
        nearest = (linear + self.bias[:, None, None]).amin(dim=1, keepdim=True)
        return torch.einsum("r,nrhw->nhw", self.signs, squares)[:, None] + nearest


class ForeignDistance(nn.Module):
    """Mahalanobis distance of a window's mean and deviation along axes of the features to those of the training area.

    Args:
        axes: whitening axes of the area's cells, (A, F).
        offsets: added along them, (A,).
        mean: of the area's windows, (2 A,).
        root: (2 A, 2 A) that whitens their deviation from it.
    """

    axes: torch.Tensor
    offsets: torch.Tensor
    mean: torch.Tensor
    root: torch.Tensor

    def __init__(self, axes: torch.Tensor, offsets: torch.Tensor, mean: torch.Tensor, root: torch.Tensor) -> None:
        super().__init__()
        _register(self, axes=axes, offsets=offsets, mean=mean, root=root)

    def forward(self, maps: CellMaps) -> torch.Tensor:
        """To distances (N, 1, H / BLOCK_PX, W / BLOCK_PX)."""
        windows, share = window_statistics(maps, self.axes, self.offsets)
        return at_blocks(self.distance(windows), share, maps.has_nodata.shape[2:])

    def distance(self, windows: torch.Tensor) -> torch.Tensor:
        """Statistics of windows (N, 2 A, h, w) to distances (N, 1, h, w)."""
        kernels = self.root[:, :, None, None]
        return functional.conv2d(windows - self.mean[:, None, None], kernels).square().sum(1, keepdim=True).sqrt()


class OodHead(nn.Module):
    """Both distances for every pixel.

    Args:
        novel: from the labelled classes, relative to the image.
        foreign: of the neighbourhood from the training area.
    """

    CHANNELS = 2

    def __init__(self, novel: NovelDistance, foreign: ForeignDistance) -> None:
        super().__init__()
        self.novel, self.foreign = novel, foreign

    @classmethod
    def from_tensors(cls, tensors: Mapping[str, torch.Tensor]) -> OodHead:
        """The head of these buffers, by the names of its state_dict; raises KeyError where one is missing."""
        novel = (tensors[f"novel.{name}"] for name in ("directions", "offsets", "signs", "weight", "bias"))
        foreign = (tensors[f"foreign.{name}"] for name in ("axes", "offsets", "mean", "root"))
        return cls(NovelDistance(*novel), ForeignDistance(*foreign))

    def forward(self, maps: CellMaps) -> torch.Tensor:
        """To float32 (N, 2, H, W): novel, foreign."""
        with torch.autocast(maps.has_nodata.device.type, enabled=False):  # bfloat16 is too coarse for squares
            return torch.cat([upsample(self.novel(maps), CELL_PX), upsample(self.foreign(maps), BLOCK_PX)], 1)


def window_statistics(
    maps: CellMaps, axes: torch.Tensor, offsets: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and logarithm of the deviation along axes, over sampled cells, in every window of blocks.

    Args:
        maps: of tiles.
        axes: (A, F).
        offsets: (A,).

    Returns:
        windows: float32 (N, 2 A, h, w), where h and w are those in blocks less WINDOW_BLOCKS - 1, or 1.
        share: float32 (N, 1, h, w), of each window that is data.
    """
    along = project_cells(_every_second(maps.levels), axes) + offsets[:, None, None]
    is_data = _cells_of_data(maps.has_nodata)[..., ::SAMPLED, ::SAMPLED]
    share = _window_means(is_data)
    counted = share.clamp(min=torch.finfo(torch.float32).eps)
    mean = _window_means(along * is_data) / counted
    variance = _window_means(along.square() * is_data) / counted - mean.square()
    return torch.cat([mean, (variance.clamp(min=0).sqrt() + LEAST_DEVIATION).log()], 1), share


def at_blocks(distances: torch.Tensor, share: torch.Tensor, cells: Sequence[int]) -> torch.Tensor:
    """The distance of each block: of the window around it, or of those nearby where that is cut by an edge or nodata.

    Args:
        distances: of windows, (N, 1, h, w).
        share: of each window that is data, (N, 1, h, w).
        cells: height and width of the tiles in cells.

    Returns:
        (N, 1, H / BLOCK_PX, W / BLOCK_PX); 0 where no window nearby has enough data.
    """
    is_whole = (share >= LEAST_SHARE).float()
    missing = [side // BLOCK_CELLS - held for side, held in zip(cells, share.shape[2:])]
    around = [edge for blocks in reversed(missing) for edge in (blocks // 2, blocks - blocks // 2)]
    whole, found = (functional.pad(x, around, mode="replicate") for x in (is_whole, distances * is_whole))
    nearby, count = (functional.avg_pool2d(x, WINDOW_BLOCKS, 1, WINDOW_BLOCKS // 2) for x in (found, whole))
    return torch.where(whole > 0, found, nearby / count.clamp(min=torch.finfo(torch.float32).eps))


def _every_second(levels: list[torch.Tensor]) -> list[torch.Tensor]:
    """The levels with every second cell of the finest one, beside the next level where that has as many."""
    finest, following, *deeper = levels
    sampled = finest[..., ::SAMPLED, ::SAMPLED]
    if following.shape[2:] != sampled.shape[2:]:
        return [sampled, following, *deeper]
    return [torch.cat([sampled, following], 1), *deeper]


def _cells_of_data(has_nodata: torch.Tensor) -> torch.Tensor:
    """1 for cells far enough from nodata; float32 (N, 1, h, w)."""
    return 1 - functional.max_pool2d(has_nodata.float(), NODATA_REACH, stride=1, padding=NODATA_REACH // 2)


def _window_means(values: torch.Tensor) -> torch.Tensor:
    """Means over all windows of blocks of sampled cells, (N, C, h, w); a side shorter than a window has one."""
    blocks = functional.avg_pool2d(values, BLOCK_CELLS // SAMPLED)
    return functional.avg_pool2d(blocks, [min(WINDOW_BLOCKS, side) for side in blocks.shape[2:]], stride=1)


def _register(module: nn.Module, **tensors: torch.Tensor) -> None:
    for name, tensor in tensors.items():
        module.register_buffer(name, tensor.float())
