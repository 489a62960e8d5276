"""A network that tells predicted maps from drawn ones, and what its verdict costs either side."""
from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional

CHANNELS = (64, 128, 256, 512, 1)
LEAK = 0.2


class Discriminator(nn.Sequential):
    """Five 4x4 convolutions of stride 2 (Zatsarynna et al. 2020, sections 3.4 and 4.1).

    Maps (N, K, H, W) of class probabilities to logits (N, 1, h, w), positive where a map looks drawn. Maps of any size will do: padding
    by 2 keeps at least one logit.

    Args:
        classes: K.
    """

    def __init__(self, classes: int) -> None:
        layers: list[nn.Module] = []
        for inputs, outputs in zip((classes, *CHANNELS), CHANNELS):
            layers += [nn.Conv2d(inputs, outputs, 4, stride=2, padding=2), nn.LeakyReLU(LEAK)]
        super().__init__(*layers[:-1])
        for layer in self:
            if isinstance(layer, nn.Conv2d):  # torch's own start shrinks what passes so much that five layers are nearly blind
                nn.init.kaiming_normal_(layer.weight, a=LEAK)
                nn.init.zeros_(layer.bias)

    def own_loss(self, predicted: torch.Tensor, drawn: torch.Tensor) -> torch.Tensor:
        """Eq. 10, as a mean: what it pays for its mistakes; no gradient reaches the maps (N, K, H, W)."""
        on_drawn, on_predicted = self(torch.cat([drawn, predicted]).detach()).float().chunk(2)
        return functional.softplus(-on_drawn).mean() + functional.softplus(on_predicted).mean()

    def adversarial_loss(self, predicted: torch.Tensor) -> torch.Tensor:
        """Eq. 2, as a mean: what predicted maps (N, K, H, W) pay for being recognised; no gradient reaches these weights."""
        frozen = {name: parameter.detach() for name, parameter in self.named_parameters()}
        return functional.softplus(-functional_call(self, frozen, (predicted,)).float()).mean()
