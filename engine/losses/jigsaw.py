"""Jigsaw: patches are cut into 3x3 pieces and shuffled; the network predicts the permutation."""
from __future__ import annotations

import functools
import itertools

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from ..models.network import Network
from ..schema.config import SIDE_MULTIPLE_PX
from ..schema.errors import ConfigError
from ..schema.loss_terms import AUXILIARY_HEAD, LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep

GRID = 3  # pieces a side
PIECES = GRID * GRID
CHANNELS, HIDDEN = 16, 128  # of the head, and of the classifier
MIN_PIECE_PX = 16  # smaller pieces show texture, but no arrangement
MIN_VALID_SHARE = 0.75  # of a patch; otherwise the shape of nodata gives the permutation away


class Jigsaw(AuxiliaryLoss):
    """Cross-entropy of a patch's permutation, predicted from the head's mean over each cell of the shuffled mosaic.

    Args:
        bands: of the image.
        classes: number of classes K; not used.
        permutations: number of permutations to distinguish, P of the paper.
        jitter: share of a cell's side by which its piece is smaller and moved at random: cut edges do not match.
    """

    spec = LossSpec(
        name="jigsaw",
        sentence="Shuffles nine pieces of each patch and predicts their order; for long trainings where the spatial "
        "arrangement separates classes, as it costs accuracy in short ones.",
        source="Castillo-Navarro et al. 2020, section 4.3; permutations after Noroozi and Favaro 2016",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
        parameters=(
            LossParameter("permutations", 100, 2, 1000, "More orders make the task harder.", is_integer=True),
            LossParameter("jitter", 0.1, 0, 0.5, "Higher values leave wider gaps, so that edges count less."),
        ),
    )
    permutations: torch.Tensor

    def __init__(self, bands: int, classes: int, permutations: int, jitter: float) -> None:
        super().__init__(bands, classes)
        self.jitter = jitter
        self.register_buffer("permutations", torch.tensor(distant_permutations(permutations)))
        self.classifier = nn.Sequential(
            nn.Linear(CHANNELS * PIECES, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, permutations)
        )

    def head_channels(self) -> int:
        return CHANNELS

    def check_compatible(self, network: Network, patch_px: int) -> None:
        piece_px = self._piece_px(patch_px)
        if piece_px < MIN_PIECE_PX:
            sides = itertools.count(patch_px, SIDE_MULTIPLE_PX)
            needed_px = next(side for side in sides if self._piece_px(side) >= MIN_PIECE_PX)
            raise ConfigError(
                f"Patches of {patch_px} px give jigsaw pieces of {piece_px} px, fewer than {MIN_PIECE_PX} px",
                f"choose patches of at least {needed_px} px, or leave jigsaw out",
            )

    def forward(self, step: TrainingStep) -> torch.Tensor:
        pixels = step.batch.pixels
        cell_px, piece_px = pixels.shape[-1] // GRID, self._piece_px(pixels.shape[-1])
        answers = (step.random(len(pixels)) * len(self.permutations)).long()
        shifts = (step.random(2, len(pixels), PIECES) * (cell_px - piece_px + 1)).long()
        mosaic = shuffle(pixels, self.permutations[answers], shifts, piece_px)
        logits = self._classify(self.head_output(step.forward_altered(mosaic)), cell_px)
        is_whole = (step.batch.valid_mask.float().mean(dim=(1, 2)) >= MIN_VALID_SHARE).float()
        errors = functional.cross_entropy(logits, answers, reduction="none")
        return (errors * is_whole).sum() / is_whole.sum().clamp(min=1)

    def _piece_px(self, patch_px: int) -> int:
        return int(patch_px // GRID * (1 - self.jitter))

    def _classify(self, output: torch.Tensor, cell_px: int) -> torch.Tensor:
        """Logits (N, P) from the head's output (N, CHANNELS, H, W)."""
        side_px = GRID * cell_px
        return self.classifier(functional.avg_pool2d(output[..., :side_px, :side_px], cell_px).flatten(1))


def shuffle(pixels: torch.Tensor, order: torch.Tensor, shifts: torch.Tensor, piece_px: int) -> torch.Tensor:
    """Mosaics of pieces in another order on a background of 0, as large as the patches.

    Args:
        pixels: (N, C, P, P), a grid of cells in reading order and up to two rows and columns left over.
        order: (N, PIECES): cell i of the mosaic shows a piece of cell order[:, i].
        shifts: (2, N, PIECES), row and column at which the piece for cell i of the mosaic starts in its source.
        piece_px: side of a piece.

    Returns:
        (N, C, P, P).
    """
    cell_px = pixels.shape[-1] // GRID
    span = torch.arange(piece_px, device=pixels.device)
    rows = (order // GRID * cell_px + shifts[0]).unsqueeze(2) + span  # (N, PIECES, piece_px)
    cols = (order % GRID * cell_px + shifts[1]).unsqueeze(2) + span
    patches = torch.arange(len(pixels), device=pixels.device).view(-1, 1, 1, 1)
    # (N, PIECES, piece_px, piece_px, C)
    pieces = pixels.permute(0, 2, 3, 1)[patches, rows.unsqueeze(3), cols.unsqueeze(2)]
    mosaic = torch.zeros_like(pixels)
    margin = (cell_px - piece_px) // 2
    for cell in range(PIECES):
        top, left = (index * cell_px + margin for index in divmod(cell, GRID))
        mosaic[..., top : top + piece_px, left : left + piece_px] = pieces[:, cell].permute(0, 3, 1, 2)
    return mosaic


@functools.cache
def distant_permutations(count: int) -> tuple[tuple[int, ...], ...]:
    """The identity and count - 1 further permutations of the pieces, each as far as possible from its predecessors.

    Distance is the number of places that differ (Hamming). The nearest counts, not the mean: two permutations that
    differ by one swap could hardly be distinguished.
    """
    candidates = _all_permutations(PIECES)  # (PIECES, 9!)
    nearest = np.full(candidates.shape[1], PIECES + 1, np.uint8)
    chosen = [0]
    while len(chosen) < count:
        distances = (candidates != candidates[:, chosen[-1:]]).sum(axis=0, dtype=np.uint8)
        np.minimum(nearest, distances, out=nearest)
        chosen.append(int(nearest.argmax()))
    return tuple(tuple(int(piece) for piece in candidates[:, index]) for index in chosen)


def _all_permutations(length: int) -> np.ndarray:
    """Every permutation of range(length), a column each, the identity first."""
    columns = np.zeros((1, 1), np.uint8)
    for item in range(1, length):
        columns = np.concatenate([np.insert(columns, place, item, axis=0) for place in range(item, -1, -1)], axis=1)
    return columns
