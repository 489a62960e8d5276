"""What a trained model computes for the cells of a window: features and the vote, on whatever network it has."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.window import PixelWindow
from ..models.compute import Compute
from ..models.encoder import Encoder
from ..models.network import Network
from ..models.probe import CELL_PX, cell_features, colours
from ..models.rotations import RotationAverage
from ..schema.model_card import PostProcessing

# Quarter turns that are averaged: of a single one, features differ by the direction of a road or a shadow.
ROTATIONS = 4


@dataclass(frozen=True)
class CellValues:
    """The cells of a window, of CELL_PX pixels a side.

    Attributes:
        features: float32 (F, rows, columns).
        probabilities: float32 (K, rows, columns), as the map's confidence has them.
        valid_mask: bool (rows, columns), of the cells' middles.
    """

    features: np.ndarray
    probabilities: np.ndarray
    valid_mask: np.ndarray


class CellReader:
    """Reads windows of an image as a model sees them, averaged over rotations.

    Features are those of the feature probe where the network has an encoder for one. Of other networks they are the
    probabilities, and mean and deviation of the colours in each cell.

    Args:
        image: the raster, with the model's bands.
        network: in evaluation mode, on the compute's device.
        normalisation: of the bands.
        postprocessing: what turns logits into probabilities.
        compute: device and precision.
    """

    def __init__(
        self,
        image: Raster,
        network: Network,
        normalisation: Normalisation,
        postprocessing: PostProcessing,
        compute: Compute,
    ) -> None:
        self.image = image
        self._normalisation, self._compute = normalisation, compute
        self._averaged = RotationAverage(network, ROTATIONS)
        self._shift = torch.tensor(postprocessing.class_shift or (0.0,))[:, None, None]
        self._temperature = postprocessing.temperature

    def read(self, window: PixelWindow, margin_px: int = 0) -> CellValues:
        """The cells of a window.

        Args:
            window: with sides that are multiples of SIDE_MULTIPLE_PX; may reach beyond the image.
            margin_px: along the window's sides, a multiple of CELL_PX: it is context and its cells are left out.

        Raises:
            ImageError: the image is damaged.
        """
        raw, valid_mask = self.image.read(window)
        pixels = torch.from_numpy(self._normalisation.apply(raw, valid_mask))[None]
        with torch.inference_mode(), self._compute.precision():
            features, logits = self._forward(self._compute.place_pixels(pixels))
        cell_logits = functional.avg_pool2d(logits.float(), CELL_PX)[0].cpu()
        probabilities = ((cell_logits + self._shift) / self._temperature).softmax(dim=0)
        if features is None:
            features = torch.cat([colours(pixels, CELL_PX), probabilities[None]], 1)
        middles = valid_mask[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
        rows, cols = (slice(margin_px // CELL_PX, (side - margin_px) // CELL_PX) for side in window.shape)
        inner = features[0, :, rows, cols].float().cpu().numpy()
        return CellValues(inner, probabilities[:, rows, cols].numpy(), middles[rows, cols])

    def _forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor]:
        """Features of cells, None without an encoder for them, and logits of pixels."""
        network = self._averaged.network
        if not isinstance(network.backbone.encoder, Encoder):
            return None, self._averaged(pixels)
        encoded = self._averaged.encode(pixels)
        return cell_features(encoded), network.vote(encoded)
