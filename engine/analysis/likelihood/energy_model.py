"""A trained network as an energy-based model of patches (Castillo-Navarro 2022, eq. 4.8 to 4.10 and 4.19)."""
from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from ...losses.jem import SegJEM, once_a_square
from ...losses.registry import complete_terms
from ...models.compute import Compute
from ...models.network import Network
from ...schema.errors import ModelFileError
from ...schema.loss_terms import decode_terms
from ...schema.model_card import ModelCard

JEM = SegJEM.spec.name


class EnergyModel:
    """A network that was trained with auxiliary loss jem; its units are squares of `square_px`, pixels for SegJEM.

    Args:
        path: of the model file, for errors.
        network: in evaluation mode; it is placed on the device, and its weights collect no gradients any more.
        card: of the model.
        compute: device and precision.

    Attributes:
        card: of the model.
        square_px: side of a unit.
        patch_px: side of a patch: one square, or what SegJEM was trained on samples of.
        step, noise: of SGLD in the training.

    Raises:
        ModelFileError: the model was trained without jem.
    """

    def __init__(self, path: str, network: Network, card: ModelCard, compute: Compute) -> None:
        self.card, self._compute = card, compute
        self._network = compute.place(network).requires_grad_(False)
        parameters = _jem_parameters(path, card)
        self.square_px = network.square_px
        self.patch_px = self.square_px if self.square_px > 1 else int(parameters["side"])
        self.step, self.noise = parameters["step"], parameters["noise"]

    def logits(self, pixels: torch.Tensor) -> torch.Tensor:
        """Logits of the units of patches (N, C, P, P): float32 (N, K, P / square_px, P / square_px), on the device."""
        with self._compute.precision():
            logits = self._network(self._compute.place_pixels(pixels))
        return once_a_square(logits, self._network).float()

    def log_likelihoods(self, pixels: torch.Tensor, valid_masks: torch.Tensor) -> np.ndarray:
        """log p(x) of patches, up to a constant: the mean of logsumexp over units, weighted by their valid pixels.

        A mean, so that SegJEM's patches, whose energy is a sum over pixels, compare whatever is missing of them.

        Args:
            pixels: float32 (N, C, P, P), normalised.
            valid_masks: bool (N, P, P), with valid pixels in each patch.

        Returns:
            float64 (N,), in nats.

        Raises:
            ModelFileError: the network's logits are not finite.
        """
        with torch.inference_mode():
            values = self.logits(pixels).logsumexp(dim=1).cpu()
        shares = functional.avg_pool2d(valid_masks.float(), self.square_px)
        means = ((values * shares).sum(dim=(1, 2)) / shares.sum(dim=(1, 2))).double()
        if not means.isfinite().all():
            raise ModelFileError("The model's logits are not finite", "train it again, with a smaller learning rate")
        return means.numpy()

    def class_energies(self, pixels: torch.Tensor, class_indices: torch.Tensor) -> torch.Tensor:
        """E(x, y) = -f(x)[y], summed over units: (N,), for patches (N, C, P, P) and a class index (N,) of each."""
        logits = self.logits(pixels)
        return -logits[torch.arange(len(logits)), class_indices].sum(dim=(1, 2))


def _jem_parameters(path: str, card: ModelCard) -> dict[str, float]:
    """The parameters of jem in a model's training; raises ModelFileError where it was trained without."""
    if JEM not in card.auxiliary:
        raise ModelFileError(
            f"{path} was trained without auxiliary loss {JEM!r}: its energies are not likelihoods",
            "train with recipe jem-scenes",
        )
    terms = decode_terms(card.recipe.get("auxiliary") or [JEM], "auxiliary")
    return complete_terms(term for term in terms if term.name == JEM)[0].parameters
