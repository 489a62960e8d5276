"""Inpainting: the auxiliary head reconstructs a hole in the image from its surroundings."""
from __future__ import annotations

import torch

from ..schema.loss_terms import AUXILIARY_HEAD, RECONSTRUCTION, LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean


class Inpainting(AuxiliaryLoss):
    """Mean squared error over the valid pixels of one square hole in each patch.

    The hole has the dataset's mean, 0 in normalised pixels. The network runs on it in a second pass; the supervised
    loss uses the intact patch.

    The paper divides the sum over the bands by all pixels of the patch, hidden or not: its value is bands · hole² times
    this one, 3/16 with three bands and its hole, and its λ of 5 is 0.94 here for pixels of the same scale. That scale
    it does not name: were its pixels in [0, 1] with a deviation of 0.2, it would be 0.04. The default of 0.5 lies
    between and did better than 5 (docs/accuracy.md).

    Args:
        bands: of the image.
        classes: number of classes K.
        hole: side of the hole, as a share of the patch's side; 0.25 is the paper's 80 px of 320.
    """

    spec = LossSpec(
        name="inpainting",
        sentence="Hides a square of each patch and reconstructs it from its surroundings; for scenes with continuing "
        "patterns such as streets, roofs or crop rows.",
        source="Castillo-Navarro et al. 2020, eq. 6",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
        shows=RECONSTRUCTION,
        parameters=(LossParameter("hole", 0.25, 0.05, 0.75, "Larger holes require more context."),),
    )

    def __init__(self, bands: int, classes: int, hole: float) -> None:
        super().__init__(bands, classes)
        self.hole = hole

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        pixels = step.batch.pixels
        side_px = max(1, round(self.hole * pixels.shape[-1]))
        hole_mask = square_holes(step.random(2, len(pixels)), side_px, pixels.shape[-1])
        filled = self.head_output(step.forward_altered(pixels * ~hole_mask.unsqueeze(1)))
        return masked_mean((filled - pixels).square(), hole_mask & step.batch.valid_mask)


def square_holes(places: torch.Tensor, side_px: int, patch_px: int) -> torch.Tensor:
    """One square in each patch, entirely inside.

    Args:
        places: (2, N) in [0, 1): where the square lies between the top (left) and the bottom (right) of the patch.
        side_px: of the square.
        patch_px: side of the patch.

    Returns:
        bool (N, patch_px, patch_px), true in the square.
    """
    starts = (places * (patch_px - side_px + 1)).long().unsqueeze(2)  # (2, N, 1)
    positions = torch.arange(patch_px, device=places.device)
    in_rows, in_cols = (positions >= starts) & (positions < starts + side_px)
    return in_rows.unsqueeze(2) & in_cols.unsqueeze(1)
