"""Total variation of the predicted probabilities: neighbouring pixels mostly have the same class."""
from __future__ import annotations

import torch
from torch.nn import functional

from ..schema.loss_terms import LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean


class TotalVariation(AuxiliaryLoss):
    """Σ_k |S_x p_k| + |S_y p_k| over classes, a mean over the pixels whose 3x3 neighbours are all valid.

    S are Sobel operators divided by 8. A border between two areas costs the same whatever the number of classes. The
    minimum is one class everywhere; hence the ramp, before which the labels have separated the classes.

    Args:
        bands: of the image.
        classes: number of classes K.
        contrast: σ in standard deviations of the pixels. Where it is not 0, a pixel's term is multiplied by
            exp(-|∇I| / σ), |∇I| = |S_x I| + |S_y I| as a mean over bands, so that borders along edges of the image cost
            less (as in the pairwise term of Rother et al. 2004, GrabCut).
    """

    spec = LossSpec(
        name="total-variation",
        sentence="Prefers smooth areas to scattered single pixels; helps most when there are few labels.",
        source="Javanmardi et al. 2016, eq. 8 and 11",
        default_weight=0.17,
        ramp=(0.05, 0.25),
        parameters=(
            LossParameter("contrast", 0, 0, 10, "Lower values spare more edges of the image; 0 smooths all alike."),
        ),
    )

    def __init__(self, bands: int, classes: int, contrast: float) -> None:
        super().__init__(bands, classes)
        self.contrast = contrast

    def forward(self, step: TrainingStep) -> torch.Tensor:
        probabilities = step.output.segmentation.float().softmax(dim=1)
        invalid = (~step.batch.valid_mask).float().unsqueeze(1)
        interior = functional.max_pool2d(invalid, 3, stride=1)[:, 0] == 0
        variation = sobel_magnitude(probabilities).sum(dim=1, keepdim=True)
        if self.contrast:
            edges = sobel_magnitude(step.batch.pixels).mean(dim=1, keepdim=True)
            variation = variation * (-edges / self.contrast).exp()
        return masked_mean(variation, interior)


def sobel_magnitude(values: torch.Tensor) -> torch.Tensor:
    """|S_x v| + |S_y v| of each channel, (N, C, H, W) to (N, C, H - 2, W - 2), with operators divided by 8.

    The operators are separable; sums of shifted views take a tenth of the time of a depthwise convolution.
    """
    along_x = values[..., 2:] - values[..., :-2]
    along_y = values[..., 2:, :] - values[..., :-2, :]
    smoothed_x = along_x[..., :-2, :] + 2 * along_x[..., 1:-1, :] + along_x[..., 2:, :]
    smoothed_y = along_y[..., :-2] + 2 * along_y[..., 1:-1] + along_y[..., 2:]
    return (smoothed_x.abs() + smoothed_y.abs()) / 8
