"""Patches on which a network in training is run again and again: a frozen encoder runs on them once."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Callable, Optional

import numpy as np
import torch

from ..models.compute import Compute
from ..models.network import Network
from ..models.rotations import RotationAverage


class EncodedPatches:
    """Batches of patches with the output of a network's encoder for them, kept where the encoder is frozen.

    The network sees them as it does when it predicts, averaged over rotations.

    Args:
        batches: float32 (N, C, H, W), normalised.
        rotations: quarter turns to average.
        compute: device and precision.
    """

    def __init__(self, batches: Sequence[torch.Tensor], rotations: int, compute: Compute) -> None:
        self._batches, self._rotations, self._compute = batches, rotations, compute
        self._encoded: Optional[list[list[torch.Tensor]]] = None

    def encoded(self, network: Network, before_batch: Callable[[], None] = lambda: None) -> list[list[torch.Tensor]]:
        """The output of a frozen encoder, the same for all networks that are given here, for each batch.

        Args:
            network: with the encoder.
            before_batch: called before a batch is encoded; may raise to give up.
        """
        if self._encoded is None:
            averaged, encoded = RotationAverage(network, self._rotations), []
            for batch in self._batches:
                before_batch()
                with torch.inference_mode(), self._compute.precision():
                    encoded.append(averaged.encode(self._compute.place_pixels(batch)))
            self._encoded = encoded  # all of them: where before_batch raised there is nothing to go on with
        return self._encoded

    def logits(self, network: Network) -> Iterator[np.ndarray]:
        """The network's logits for each batch: float32 (N, K, H, W)."""
        if network.frozen_encoder is None:
            averaged = RotationAverage(network, self._rotations)
            yield from (self._compute.forward(averaged, batch).numpy() for batch in self._batches)
            return
        for encoded in self.encoded(network):
            with torch.inference_mode(), self._compute.precision():
                yield network.vote(encoded).float().cpu().numpy()
