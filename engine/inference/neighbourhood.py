"""Class priors of neighbourhoods: among pixels that are mostly water, a doubtful pixel is water more often than not."""
from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from ..features.class_prior import SMOOTHING, TEMPERATURE
from ..models.probe import CELL_PX

SIDES_CELLS = (3, 33)  # of the neighbourhoods: 12 and 132 px; one of 36 px between them changed nothing
WEIGHT = 0.4  # of each one's prior, on a log scale
# What temperatures fitted to logits without these priors are multiplied by: the priors make all logits surer. On t1 and
# t3 the probe was best calibrated at 0.53 without and at 0.75 with them.
TEMPERATURE_FACTOR = 1.4


class NeighbourhoodPrior:
    """Adds to logits how frequent the classes are in the squares around each cell of CELL_PX.

    The frequencies are means of the posterior probabilities that follow from logits and the image's prior.
    It is one step of mean-field inference, where Krähenbühl and Koltun (2011) take several with other weights.

    Args:
        class_shift: what the class prior adds to logits, (K,).
    """

    def __init__(self, class_shift: np.ndarray) -> None:
        self._shift = torch.as_tensor(class_shift, dtype=torch.float32)[:, None, None]

    def __call__(self, outputs: np.ndarray, valid_masks: np.ndarray) -> np.ndarray:
        """The outputs with the neighbourhoods' log priors added to the logits.

        Args:
            outputs: float32 (N, C, H, W), H and W multiples of CELL_PX: logits without the class prior in the first K
                channels, which are changed in place, and anything in further ones.
            valid_masks: bool (N, H, W); other pixels count in no neighbourhood.

        Returns:
            outputs.
        """
        classes = len(self._shift)
        logits = torch.from_numpy(outputs)[:, :classes]
        cells = functional.avg_pool2d(logits, CELL_PX)
        counts = functional.avg_pool2d(torch.from_numpy(valid_masks).float().unsqueeze(1), CELL_PX)
        posteriors = ((cells + self._shift) / TEMPERATURE).softmax(dim=1) * counts
        added = torch.zeros_like(cells)
        for side in SIDES_CELLS:
            shares = _box_sum(posteriors, side) / _box_sum(counts, side).clamp(min=1e-6)
            added += ((1 - SMOOTHING) * classes * shares + SMOOTHING).log()
        added *= WEIGHT * TEMPERATURE
        logits += functional.interpolate(added, scale_factor=CELL_PX, mode="bilinear", align_corners=False)
        return outputs


def _box_sum(values: torch.Tensor, side: int) -> torch.Tensor:
    """Sums over squares around each cell of (N, C, h, w); beyond the border there is nothing."""
    rows = functional.avg_pool2d(values, (side, 1), 1, (side // 2, 0))
    return functional.avg_pool2d(rows, (1, side), 1, (0, side // 2)) * side**2
