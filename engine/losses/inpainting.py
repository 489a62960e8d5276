"""Inpainting: the auxiliary head fills a hole in the image from what surrounds it."""
from __future__ import annotations

import torch

from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep, masked_mean


class Inpainting(AuxiliaryLoss):
    """Mean squared error over the valid pixels of one square hole in each patch.

    The hole is filled with the dataset's mean, 0 in normalised pixels. The network sees it in a pass of its own; labels teach on the
    intact image.

    Args:
        hole: side of the hole, as a share of the patch's side; the paper's 80 px of 320.
    """

    spec = LossSpec(
        name="inpainting",
        sentence="Hides a square of each patch and learns to fill it in from its surroundings; choose it where patterns such as "
        "streets, roofs or crop rows continue.",
        source="Castillo-Navarro et al. 2020, eq. 6",
        default_weight=0.5,
        head=AUXILIARY_HEAD,
        parameters=(Parameter("hole", 0.25, 0.05, 0.75, "Larger holes ask for more knowledge of the surroundings."),),
    )

    def __init__(self, bands: int, classes: int, hole: float = 0.25) -> None:
        super().__init__(bands, classes)
        self.hole = hole

    def head_channels(self) -> int:
        return self.bands

    def forward(self, step: TrainingStep) -> torch.Tensor:
        pixels = step.batch.pixels
        side_px = max(1, round(self.hole * pixels.shape[-1]))
        hole_mask = square_holes(step.random(2, len(pixels)), side_px, pixels.shape[-1])
        filled = step.look_again(pixels * ~hole_mask.unsqueeze(1)).auxiliary[self.spec.name].float()
        return masked_mean((filled - pixels).square(), hole_mask & step.batch.valid_mask)


def square_holes(places: torch.Tensor, side_px: int, patch_px: int) -> torch.Tensor:
    """One square in each patch, wholly inside.

    Args:
        places: (2, N) in [0, 1): where the square lies between the top (left) and the bottom (right) of the patch.

    Returns:
        bool (N, patch_px, patch_px), true in the square.
    """
    starts = (places * (patch_px - side_px + 1)).long().unsqueeze(2)  # (2, N, 1)
    positions = torch.arange(patch_px, device=places.device)
    in_rows, in_cols = (positions >= starts) & (positions < starts + side_px)
    return in_rows.unsqueeze(2) & in_cols.unsqueeze(1)
