"""The optimiser and its learning rates."""
from __future__ import annotations

import torch
from torch import nn

from ..losses.weighted_sum import WeightedSum
from ..models.network import Network
from ..schema.config import ADAM, TrainConfig

BETAS = (0.9, 0.99)  # of AdamW; a longer memory for squared gradients outlives a training of a few hundred steps
WEIGHT_DECAY = 1e-2


def make_optimizer(
    config: TrainConfig, network: Network, objective: WeightedSum
) -> tuple[torch.optim.Optimizer, list[float]]:
    """The optimiser and the peak learning rate of each of its parameter groups.

    Pretrained weights learn at config.encoder_rate times the learning rate, a loss's own weights at the rate that it
    names.
    """
    pretrained = network.pretrained_parameters()
    rates = {id(p): config.learning_rate * config.encoder_rate for p in pretrained}
    for loss in objective.auxiliary.values():
        rates |= {id(p): loss.learning_rate or config.learning_rate for p in loss.parameters()}
    groups: dict[float, list[nn.Parameter]] = {}
    for parameter in (*network.parameters(), *objective.parameters()):
        if parameter.requires_grad:
            groups.setdefault(rates.get(id(parameter), config.learning_rate), []).append(parameter)
    parameters = [{"params": members, "lr": rate} for rate, members in groups.items()]
    if config.optimizer == ADAM:
        return torch.optim.Adam(parameters), list(groups)
    return torch.optim.AdamW(parameters, betas=BETAS, weight_decay=WEIGHT_DECAY), list(groups)
