"""λ without tuning: the weighted auxiliary gradient has a fixed share of the norm of the supervised one."""
from __future__ import annotations

import torch
from torch import nn

SHARE = 0.3  # of the norm of the supervised loss's gradient
EVERY = 10  # calls of observe between measurements: each costs a backward pass through the heads
DECAY = 0.8
RANGE = (1e-2, 10.0)  # a loss near its minimum, or with a tiny gradient, would otherwise get any weight


class AutomaticWeight(nn.Module):
    """Weight λ = SHARE · |∇ L_supervised| / |∇ L_auxiliary|, with gradients at the last weights that both share.

    Gradients are compared, not losses: the value of a loss does not show how much it changes the weights (GradNorm,
    Chen et al. 2018, compares the same two norms). λ starts at 1; its logarithm is averaged over measurements, so that
    a single outlier has little effect.
    """

    log_weight: torch.Tensor
    observed: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("log_weight", torch.zeros(()))
        self.register_buffer("observed", torch.zeros((), dtype=torch.long))

    @property
    def weight(self) -> float:
        """The present λ."""
        return float(self.log_weight.exp())

    def observe(self, supervised: torch.Tensor, auxiliary: torch.Tensor, shared: list[nn.Parameter]) -> None:
        """Update λ from the losses of a step; only every EVERY-th call measures them.

        Args:
            supervised: scalar with a graph.
            auxiliary: scalar, with a graph or without.
            shared: parameters that both losses may depend on.
        """
        is_due = int(self.observed) % EVERY == 0
        self.observed += 1
        if not is_due:
            return
        norms = [_gradient_norm(loss, shared) for loss in (supervised, auxiliary)]
        if min(norms) <= 0:
            return
        log_weight = torch.tensor(SHARE * norms[0] / norms[1]).clamp(*RANGE).log().to(self.log_weight.device)
        self.log_weight.lerp_(log_weight, 1 - DECAY)


def _gradient_norm(loss: torch.Tensor, parameters: list[nn.Parameter]) -> float:
    """Norm of the gradient of a scalar; 0 where it has none."""
    if not loss.requires_grad:
        return 0.0
    gradients = torch.autograd.grad(loss, parameters, retain_graph=True, allow_unused=True)
    return float(sum(g.float().square().sum() for g in gradients if g is not None)) ** 0.5
