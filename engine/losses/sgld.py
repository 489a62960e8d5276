"""Stochastic gradient Langevin dynamics (SGLD): samples patches of low energy in chains that span steps."""
from __future__ import annotations

from typing import Callable

import torch
from torch import nn

Energy = Callable[[torch.Tensor], torch.Tensor]  # patches (N, C, H, W) to energies, of any shape; they are summed

PIXEL_LIMIT = 4.0  # normalised pixels have mean 0 and deviation 1, and their tails are clipped: few lie beyond
GRADIENT_LIMIT = 1.0  # of an element; a steep energy must not move a sample across the whole range in one step
START = 3.0**0.5  # half the width of the uniform noise that chains start from: of deviation 1, like the pixels
RESTART_SHARE = 0.05  # of the drawn chains


def sgld(
    energy: Energy, patches: torch.Tensor, iterations: int, step_size: float, noise: float, generator: torch.Generator
) -> torch.Tensor:
    """Iterate x ← x - step_size · ∂ΣE(x)/∂x + noise · N(0, 1), with gradient and result clamped.

    Eq. 4.12 of Castillo-Navarro 2022 ties the noise to the step (step α/2, variance α); here they are independent,
    because noise of that size dominates the gradient over a few iterations. Only the patches collect gradients.

    Args:
        energy: of patches.
        patches: float32 (N, C, H, W); not changed.
        iterations: number of updates.
        step_size: factor of the gradient.
        noise: standard deviation of what is added in an update.
        generator: source of the noise, on the CPU.

    Returns:
        float32 (N, C, H, W).
    """
    for _ in range(iterations):
        patches = patches.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(energy(patches).sum(), patches)
        gradient = gradient.nan_to_num().clamp(-GRADIENT_LIMIT, GRADIENT_LIMIT)
        gaussian = torch.randn(patches.shape, generator=generator).to(patches.device)
        patches = (patches.detach() - step_size * gradient + noise * gaussian).clamp(-PIXEL_LIMIT, PIXEL_LIMIT)
    return patches.detach()


class ReplayBuffer(nn.Module):
    """The states of chains between steps, so that a few iterations a step add up; saved in the checkpoint.

    Args:
        size: number of chains.
        bands: of their patches.
        side: of their patches in pixels.
    """

    patches: torch.Tensor
    is_started: torch.Tensor

    def __init__(self, size: int, bands: int, side: int) -> None:
        super().__init__()
        self.register_buffer("patches", torch.zeros(size, bands, side, side))
        self.register_buffer("is_started", torch.zeros(size, dtype=torch.bool))

    def draw(self, count: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Random, distinct chains; new ones and RESTART_SHARE of the others start from uniform noise.

        Args:
            count: number of chains.
            generator: on the CPU.

        Returns:
            Slots, int64 (count,), and patches, float32 (count, bands, side, side).
        """
        size, *shape = self.patches.shape
        slots = torch.randperm(size, generator=generator)[:count]
        restarts = torch.rand(count, generator=generator) < RESTART_SHARE
        uniform = START * (2 * torch.rand(count, *shape, generator=generator) - 1)
        slots, restarts, uniform = (part.to(self.patches.device) for part in (slots, restarts, uniform))
        is_fresh = restarts | ~self.is_started[slots]
        return slots, torch.where(is_fresh[:, None, None, None], uniform, self.patches[slots])

    def store(self, slots: torch.Tensor, patches: torch.Tensor) -> None:
        """Save patches (count, bands, side, side) as the states of the chains in slots (count,)."""
        self.patches[slots] = patches
        self.is_started[slots] = True
