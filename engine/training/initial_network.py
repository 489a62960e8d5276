"""The network that training starts from."""
from __future__ import annotations

from ..features.discriminant import SQUARES
from ..losses.weighted_sum import WeightedSum
from ..models.network import Network
from ..models.registry import build_network, load_pretrained
from ..models.warm_start import Architecture, read_description, start_from
from ..schema.config import TrainConfig
from ..schema.errors import ConfigError
from ..schema.reporter import Reporter
from .preparation import TrainingData


def initial_network(config: TrainConfig, data: TrainingData, objective: WeightedSum, reporter: Reporter) -> Network:
    """The network with the weights that its backbone or the user brings, and a probe where the recipe has one.

    Args:
        config: the training.
        data: what it reads.
        objective: decides which auxiliary heads there are.
        reporter: gets notices about the weights and the probe.

    Raises:
        ConfigError: the losses, patches or batch do not fit the network.
        ModelFileError: the weights cannot be loaded.
    """
    bands, classes = data.image.bands, data.labels.classes
    network = build_network(
        config.network, config.backbone, len(bands), config.width, len(classes), objective.head_channels(),
        read_description(config.backbone, config.weights),
    )  # fmt: skip
    if config.weights:
        like = Architecture(config.network, config.backbone, config.width, bands, classes)
        reporter.notice("weights", f"{config.weights}: {start_from(config.weights, network, like)}.")
    else:
        load_pretrained(network, config.backbone)
    for parameter in network.pretrained_parameters():
        parameter.requires_grad_(config.encoder_rate > 0)
    if config.probe_share and network.frozen_encoder is not None:
        network.add_probe(config.probe_share, len(classes), SQUARES, config.probe_smoothing_px)
    elif config.probe_share == 1:
        raise ConfigError(
            f"probe_share is 1, but the encoder of backbone {config.backbone!r} has no frozen pretrained weights",
            "choose backbone efficientnet-lite0 and encoder rate 0",
        )
    elif config.probe_share:
        reason = f"the encoder of backbone {config.backbone} has no pretrained weights that it keeps"
        reporter.notice("probe", f"There is no feature probe in the vote: {reason}.")
    _check(config, data, objective, network)
    return network


def _check(config: TrainConfig, data: TrainingData, objective: WeightedSum, network: Network) -> None:
    objective.check_compatible(network, config.crop_px)
    patches = data.sampler.labelled_count + data.sampler.unlabelled_count
    if not network.has_statistics(patches, config.crop_px):
        sizes = f"Patches of {config.crop_px} px and a batch of {config.batch}"
        raise ConfigError(
            f"{sizes} leave one pixel at the network's deepest level",
            f"take patches of {2 * config.crop_px} px, or a batch of {2 * network.smallest_batch}",
        )
