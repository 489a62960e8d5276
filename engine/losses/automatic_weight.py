"""λ without tuning: an auxiliary loss pulls at the shared weights as hard as the labels do, times a fixed share."""
from __future__ import annotations

import torch
from torch import nn

SHARE = 0.3  # of the labels' pull
EVERY = 10  # observations between measurements: each costs a backward pass through the heads
DECAY = 0.8
RANGE = (1e-2, 10.0)  # a loss that is nearly satisfied, or that hardly says anything yet, would otherwise get any weight


class AutomaticWeight(nn.Module):
    """Weight λ = SHARE · |∇ L_labels| / |∇ L_auxiliary|, gradients taken at the last weights that both share.

    Gradients, not losses, are compared: a loss's value says nothing about how strongly it steers (GradNorm, Chen et al. 2018, compares
    the same two norms). λ starts at 1 and is averaged over measurements, in logarithms: a single odd one does no harm.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("log_weight", torch.zeros(()))
        self.register_buffer("observed", torch.zeros((), dtype=torch.long))

    @property
    def weight(self) -> float:
        """The present λ."""
        return float(self.log_weight.exp())

    def observe(self, supervised: torch.Tensor, auxiliary: torch.Tensor, shared: list[nn.Parameter]) -> None:
        """Takes two losses of a step into account, now and then.

        Args:
            shared: parameters that both losses may depend on.
        """
        is_due = int(self.observed) % EVERY == 0
        self.observed += 1
        if not is_due:
            return
        pulls = [_pull(loss, shared) for loss in (supervised, auxiliary)]
        if min(pulls) <= 0:
            return
        log_weight = torch.tensor(SHARE * pulls[0] / pulls[1]).clamp(*RANGE).log().to(self.log_weight.device)
        self.log_weight.lerp_(log_weight, 1 - DECAY)


def _pull(loss: torch.Tensor, shared: list[nn.Parameter]) -> float:
    """Norm of a loss's gradient at the shared parameters."""
    if not loss.requires_grad:
        return 0.0
    gradients = torch.autograd.grad(loss, shared, retain_graph=True, allow_unused=True)
    return float(sum(g.float().square().sum() for g in gradients if g is not None)) ** 0.5
