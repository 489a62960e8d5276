"""The discriminator of an adversarial loss: it separates predicted maps from labelled ones."""
from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional

CHANNELS = (64, 128, 256, 512, 1)
LEAK = 0.2


class Discriminator(nn.Sequential):
    """Five 4x4 convolutions of stride 2 (Zatsarynna et al. 2020, sections 3.4 and 4.1).

    Maps class probabilities (N, K, H, W) of any size to logits (N, 1, h, w), positive where a map looks labelled; with
    a padding of 2, h and w are at least 1.

    Args:
        classes: number of classes K.
    """

    def __init__(self, classes: int) -> None:
        channels = zip((classes, *CHANNELS), CHANNELS)
        convolutions = [nn.Conv2d(inputs, outputs, 4, stride=2, padding=2) for inputs, outputs in channels]
        super().__init__(*[layer for each in convolutions for layer in (each, nn.LeakyReLU(LEAK))][:-1])
        for layer in convolutions:
            # torch's own initialisation attenuates so much that five layers hardly pass a signal.
            nn.init.kaiming_normal_(layer.weight, a=LEAK)
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]  # there is one

    def own_loss(self, predicted: torch.Tensor, labelled: torch.Tensor) -> torch.Tensor:
        """The discriminator's loss, eq. 10 as a mean; the maps receive no gradient.

        Args:
            predicted: (N, K, H, W).
            labelled: (N, K, H, W).
        """
        on_labelled, on_predicted = self(torch.cat([labelled, predicted]).detach()).float().chunk(2)
        return functional.softplus(-on_labelled).mean() + functional.softplus(on_predicted).mean()

    def adversarial_loss(self, predicted: torch.Tensor) -> torch.Tensor:
        """The predictor's loss, eq. 2 as a mean, of maps (N, K, H, W); the discriminator receives no gradient."""
        frozen = {name: parameter.detach() for name, parameter in self.named_parameters()}
        return functional.softplus(-functional_call(self, frozen, (predicted,)).float()).mean()
