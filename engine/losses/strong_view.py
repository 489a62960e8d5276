"""Strong views of a batch: changed light, band by band, and rectangles swapped between patches, in place."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable

import torch

Uniform = Callable[..., torch.Tensor]  # of a shape: numbers in [0, 1)

SIDES = (0.25, 0.75)  # of a rectangle, as shares of the patch's
NOISE = 0.5  # standard deviations at strength 1


def change_light(pixels: torch.Tensor, valid_mask: torch.Tensor, strength: float, uniform: Uniform) -> torch.Tensor:
    """Gamma, gain, bias and noise, drawn for each band of each patch; 0 where not valid.

    Gain and gamma lie in [e^-strength, e^strength], the bias in [-strength, strength] standard deviations. Gamma is
    applied between the darkest and the brightest valid pixel of the patch's band, which both stay: a power of z-scores
    is not defined below 0.

    Args:
        pixels: z-scores (N, C, H, W).
        valid_mask: bool (N, H, W).
        strength: 0 changes nothing.
        uniform: source of random numbers.

    Returns:
        (N, C, H, W).
    """
    gamma, gain, bias = (strength * (2 * uniform(3, *pixels.shape[:2], 1, 1) - 1)).unbind()
    is_valid = valid_mask.unsqueeze(1)
    darkest = pixels.masked_fill(~is_valid, math.inf).amin(dim=(2, 3), keepdim=True)
    brightest = pixels.masked_fill(~is_valid, -math.inf).amax(dim=(2, 3), keepdim=True)
    span = (brightest - darkest).clamp(min=torch.finfo(pixels.dtype).tiny)
    bent = darkest + span * ((pixels - darkest) / span).clamp(0, 1) ** gamma.exp()
    noise = NOISE * strength * uniform(len(pixels), 1, 1, 1) * (2 * uniform(*pixels.shape) - 1)
    return torch.where(is_valid, bent * gain.exp() + bias + noise, 0.0)


@dataclass(frozen=True)
class CutMix:
    """Which pixels of each patch come from which other patch (Yun et al. 2019; for segmentation, French et al. 2020).

    Attributes:
        donors: int64 (N,), never the patch itself where there are two.
        inside: bool (N, H, W), true in each patch's rectangle.
    """

    donors: torch.Tensor
    inside: torch.Tensor

    @classmethod
    def draw(cls, shape: Sequence[int], probability: float, uniform: Uniform) -> CutMix:
        """A rectangle for each patch, and donors along one random cycle through all patches.

        Args:
            shape: (N, H, W).
            probability: of a patch to get its rectangle.
            uniform: source of random numbers.
        """
        patches, height, width = shape
        order = uniform(patches).argsort(stable=True)
        donors = torch.empty_like(order).scatter_(0, order, order.roll(1))
        rows, cols = (_interval(patches, length, uniform) for length in (height, width))
        is_mixed = uniform(patches) < probability
        return cls(donors, rows[:, :, None] & cols[:, None, :] & is_mixed[:, None, None])

    def __call__(self, values: torch.Tensor) -> torch.Tensor:
        """Values (N, H, W) or (N, C, H, W) with the donors' in the rectangles."""
        inside = self.inside if values.ndim == 3 else self.inside.unsqueeze(1)
        return torch.where(inside, values[self.donors], values)


def _interval(patches: int, length: int, uniform: Uniform) -> torch.Tensor:
    """Bool (N, length), true in a random interval whose share lies in SIDES."""
    shortest, longest = SIDES
    side = (length * (shortest + (longest - shortest) * uniform(patches, 1))).round()
    start = (uniform(patches, 1) * (length - side + 1)).floor()
    position = torch.arange(length, device=side.device)
    return (position >= start) & (position < start + side)
