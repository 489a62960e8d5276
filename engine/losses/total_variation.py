"""Total variation of the predicted probabilities: neighbouring pixels mostly share a class."""
from __future__ import annotations

import torch
from torch.nn import functional

from .auxiliary import SEGMENTATION_HEAD, AuxiliaryLoss, LossSpec, TrainingStep, masked_mean


class TotalVariation(AuxiliaryLoss):
    """Mean of |S_x p| + |S_y p| with Sobel operators divided by 8, over classes and the pixels whose 3x3 neighbours are all valid.

    Its minimum is one class everywhere; hence the ramp, which lets the labels speak first.
    """

    spec = LossSpec(
        name="total-variation",
        sentence="Prefers maps of smooth areas to salt and pepper; helps most when there are few labels.",
        source="Javanmardi et al. 2016, eq. 8 and 11",
        default_weight=0.3,
        head=SEGMENTATION_HEAD,
        ramp=(0.05, 0.25),
    )

    def forward(self, step: TrainingStep) -> torch.Tensor:
        probabilities = step.output.segmentation.float().softmax(dim=1)
        invalid = (~step.batch.valid_mask).float().unsqueeze(1)
        interior = functional.max_pool2d(invalid, 3, stride=1)[:, 0] == 0
        return masked_mean(sobel_magnitude(probabilities), interior)


def sobel_magnitude(values: torch.Tensor) -> torch.Tensor:
    """|S_x v| + |S_y v| of each channel, (N, C, H, W) to (N, C, H - 2, W - 2), with operators divided by 8.

    The operators are separable; sums of shifted views take a tenth of the time that a convolution of single channels takes.
    """
    along_x = values[..., 2:] - values[..., :-2]
    along_y = values[..., 2:, :] - values[..., :-2, :]
    smoothed_x = along_x[..., :-2, :] + 2 * along_x[..., 1:-1, :] + along_x[..., 2:, :]
    smoothed_y = along_y[..., :-2] + 2 * along_y[..., 1:-1] + along_y[..., 2:]
    return (smoothed_x.abs() + smoothed_y.abs()) / 8
