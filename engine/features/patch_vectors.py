"""What a frozen encoder sees of whole patches: one vector for each."""
from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from ..models.compute import Compute
from ..models.efficientnet_unet import efficientnet_unet
from ..models.encoder_weights import load_imagenet_weights
from ..models.probe import CELL_PX, cell_features

DECODER_WIDTH = 4  # the decoder of the backbone is not used


class PatchEncoder:
    """The pretrained EfficientNet-Lite0, pooled over patches.

    Args:
        bands: of the imagery.
        compute: device and precision.

    Raises:
        ConfigError: the package with the weights is not installed.
        ModelFileError: its file is damaged.
    """

    def __init__(self, bands: int, compute: Compute) -> None:
        backbone = efficientnet_unet(bands, DECODER_WIDTH)
        load_imagenet_weights(backbone)
        self._encoder = compute.place(backbone.encoder).eval()
        self._compute = compute

    def vectors(self, pixels: np.ndarray, valid_masks: np.ndarray) -> np.ndarray:
        """Mean and standard deviation, over the valid cells of a patch, of the features of the feature probe.

        Args:
            pixels: float32 (N, C, P, P), normalised, 0 where not valid; P is a multiple of the encoder's stride.
            valid_masks: bool (N, P, P); every patch has a cell (CELL_PX x CELL_PX) with a valid pixel.

        Returns:
            float64 (N, 2 F), all F means before the F deviations.
        """
        with torch.inference_mode(), self._compute.precision():
            encoded = self._encoder(self._compute.place_pixels(torch.from_numpy(pixels)))
        features = cell_features([maps.float().cpu() for maps in encoded]).double().flatten(2)
        weights = functional.avg_pool2d(torch.from_numpy(valid_masks).double()[:, None], CELL_PX).flatten(2)
        weights = weights / weights.sum(dim=2, keepdim=True)
        mean = (features * weights).sum(dim=2)
        variance = ((features - mean[:, :, None]).square() * weights).sum(dim=2)
        return torch.cat([mean, variance.sqrt()], 1).numpy()
