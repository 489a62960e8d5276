"""A network with all that surrounds it in a prediction, as one function of a tile: what other programs can run."""
from __future__ import annotations

import torch
from torch import nn

from ..models.network import Network
from ..models.rotations import RotationAverage
from ..schema.model_card import ModelCard

INPUT_SCALE = 255.0  # Deepness divides the values of every raster by this, whatever their type


class ExportedNetwork(nn.Module):
    """From scaled pixel values to the probabilities of the classes.

    It contains the normalisation, the average over rotations, the vote of decoder and probe, the class prior and the
    temperature. Nodata is unknown to it, and a correction of the confidence by check points is not included.

    Args:
        network: in evaluation mode, on the CPU; its OOD head is not used and is taken off.
        card: its model card.
        rotations: quarter turns that are averaged.
    """

    low: torch.Tensor
    high: torch.Tensor
    mean: torch.Tensor
    std: torch.Tensor
    shift: torch.Tensor

    def __init__(self, network: Network, card: ModelCard, rotations: int) -> None:
        super().__init__()
        network.ood_head = None
        self.average = RotationAverage(network, rotations)
        statistics, shift = card.normalisation, card.postprocessing.class_shift or (0.0,) * len(card.classes)
        parts = {"low": statistics.low, "high": statistics.high, "mean": statistics.mean, "std": statistics.std}
        for name, values in {**parts, "shift": shift}.items():
            self.register_buffer(name, torch.tensor(values, dtype=torch.float32).view(1, -1, 1, 1))
        self.temperature = card.postprocessing.temperature

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """The model's bands divided by INPUT_SCALE, float32 (N, bands, H, W), to probabilities (N, K, H, W)."""
        clipped = torch.minimum(torch.maximum(values * INPUT_SCALE, self.low), self.high)
        logits = self.average((clipped - self.mean) / self.std) + self.shift
        return torch.softmax(logits / self.temperature, dim=1)
