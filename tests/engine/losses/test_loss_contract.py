"""Every auxiliary loss on every network: it is finite, it trains, and its random numbers are the step's."""
from __future__ import annotations

import copy
from typing import Optional

import pytest
import torch
from loss_cases import BANDS, CLASSES, make_batch, make_loss, step_of
from named_backbones import NAMED_BACKBONES

from engine.data.sampler import Batch
from engine.losses.registry import AUXILIARY_LOSSES
from engine.losses.weighted_sum import TOTAL, WeightedSum
from engine.models.network import Network
from engine.models.registry import MODELS, build_network
from engine.schema.errors import ConfigError
from engine.schema.loss_terms import NO_AUXILIARY, AuxiliaryTerm

SIZE_PX, PATCHES = 96, 4
# With a head, with a second pass, on the segmentation, with samples of its own.
KINDS = ("l1", "inpainting", "total-variation", "jem")
CASES = [
    *((loss, network, "unet-smooth") for loss in AUXILIARY_LOSSES for network in MODELS),
    *((loss, "berundanet-late", name) for loss in KINDS for name in NAMED_BACKBONES if name != "unet-smooth"),
]


def objective_and_network(loss: str, network: str, backbone: str) -> tuple[WeightedSum, Network]:
    """Both with the same random weights each time; skips incompatible pairs, which another test covers."""
    torch.manual_seed(1)
    objective = WeightedSum((AuxiliaryTerm(loss),), BANDS, CLASSES)
    built = build_network(network, backbone, BANDS, 4, CLASSES, objective.head_channels()).train()
    try:
        objective.check_compatible(built, SIZE_PX)
    except ConfigError as refusal:
        pytest.skip(str(refusal))
    return objective, built


def terms_of(objective: WeightedSum, network: Network, batch: Batch, seed: int = 0) -> dict[str, torch.Tensor]:
    teacher = copy.deepcopy(network).requires_grad_(False)
    return objective(step_of(network, teacher, batch, seed), progress=1.0)


@pytest.mark.parametrize(("loss", "network", "backbone"), CASES)
def test_it_is_finite_and_trains_the_shared_weights(loss: str, network: str, backbone: str) -> None:
    objective, built = objective_and_network(loss, network, backbone)
    terms_of(objective, built, make_batch(size=SIZE_PX, patches=PATCHES))[loss].backward()
    gradients = [p.grad for p in built.parameters() if p.grad is not None]
    assert gradients
    assert all(torch.isfinite(gradient).all() for gradient in gradients)
    has_no_labels = loss == "fixmatch"  # an untrained teacher has no confident predictions
    assert has_no_labels or any(p.grad is not None and p.grad.abs().sum() > 0 for p in built.shared_weights)


@pytest.mark.parametrize("loss", AUXILIARY_LOSSES)
@pytest.mark.parametrize("missing", ["data", "labels", None])
def test_without_data_or_labels_it_is_finite(loss: str, missing: Optional[str]) -> None:
    objective, network = objective_and_network(loss, "berundanet-late", "unet-smooth")
    batch = make_batch(size=SIZE_PX, patches=PATCHES, valid=missing != "data", labelled=missing is None)
    total = terms_of(objective, network, batch)[TOTAL]
    total.backward()
    assert total.shape == ()
    assert total.dtype == torch.float32
    assert torch.isfinite(total)
    assert all(torch.isfinite(p.grad).all() for p in network.parameters() if p.grad is not None)


@pytest.mark.parametrize("loss", AUXILIARY_LOSSES)
def test_random_numbers_come_from_the_step_alone(loss: str) -> None:
    values = []
    for global_seed in (7, 8):
        objective, network = objective_and_network(loss, "berundanet-late", "unet-smooth")
        torch.manual_seed(global_seed)
        values.append(terms_of(objective, network, make_batch(size=SIZE_PX, patches=PATCHES), seed=3)[TOTAL].item())
    assert values[0] == values[1]


@pytest.mark.parametrize("loss", AUXILIARY_LOSSES)
def test_the_spec_of_a_loss_is_complete(loss: str) -> None:
    spec = AUXILIARY_LOSSES[loss].spec
    assert spec.name == loss != NO_AUXILIARY
    assert spec.sentence.endswith(".")
    assert spec.source
    assert spec.default_weight > 0
    assert 0 <= spec.ramp[0] <= spec.ramp[1] <= 1
    assert (make_loss(loss).head_channels() is not None) == (spec.head == "auxiliary")
    for parameter in spec.parameters:
        assert parameter.low <= parameter.default <= parameter.high
        assert parameter.sentence.endswith(".")


def test_a_frozen_encoder_shares_nothing_with_an_early_split() -> None:
    objective = WeightedSum((AuxiliaryTerm("l1"),), BANDS, CLASSES)
    network = build_network("berundanet-early", "efficientnet-lite0", BANDS, 4, CLASSES, objective.head_channels())
    network.backbone.encoder.requires_grad_(False)
    with pytest.raises(ConfigError, match=r"shares only a frozen encoder with auxiliary loss 'l1'.*encoder rate"):
        objective.check_compatible(network, SIZE_PX)


def test_energies_need_a_network_without_batch_statistics() -> None:
    objective = WeightedSum((AuxiliaryTerm("jem"),), BANDS, CLASSES)
    with pytest.raises(ConfigError, match="unet-smooth"):
        objective.check_compatible(build_network("berundanet-late", "unet", BANDS, 4, CLASSES, {}), SIZE_PX)
