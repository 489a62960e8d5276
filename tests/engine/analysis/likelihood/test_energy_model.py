"""An energy-based model by hand: likelihoods, energies of classes, samples and units."""
from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engine.analysis.likelihood.agreement import majority
from engine.analysis.likelihood.energy_model import EnergyModel
from engine.analysis.likelihood.samples import GAP_PX, class_samples, sample_rows
from engine.data.normalisation import Normalisation
from engine.models.compute import Compute
from engine.models.registry import build_network
from engine.schema.errors import ModelFileError
from engine.schema.land_cover import LandCoverClass
from engine.schema.model_card import BandStatistics, ModelCard

CPU = Compute(torch.device("cpu"), None, torch.contiguous_format)
CLASSES = tuple(LandCoverClass(class_id, f"class {class_id}", "#123456") for class_id in (2, 5, 9))
STATISTICS = BandStatistics((0.0,) * 3, (200.0,) * 3, (100.0, 90.0, 80.0), (50.0, 40.0, 30.0))


def energy_model(backbone: str = "scenes", **changes: object) -> EnergyModel:
    """A small network with random weights, larger than usual in the head so that energies differ."""
    values = {
        "network": "berundanet-late", "backbone": backbone, "width": 4, "classes": CLASSES, "bands": (1, 2, 3),
        "normalisation": STATISTICS, "pixel_size": 0.5, "auxiliary": {"jem": 0.3},
        "recipe": {"auxiliary": [{"name": "jem", "parameters": {"side": 64, "step": 20.0, "noise": 0.02}}]},
    }  # fmt: skip
    torch.manual_seed(0)
    network = build_network("berundanet-late", backbone, 3, 4, len(CLASSES), {}).eval()
    with torch.no_grad():
        network.segmentation_head.weight.mul_(10)
    return EnergyModel("model.safetensors", network, ModelCard(**{**values, **changes}), CPU)


def no_progress(done: int) -> None:
    """Nothing stops the work."""


@pytest.mark.parametrize(("backbone", "square", "patch"), [("scenes", 32, 32), ("unet-smooth", 1, 64)])
def test_units_and_settings_are_those_of_the_training(backbone: str, square: int, patch: int) -> None:
    model = energy_model(backbone)
    assert (model.square_px, model.patch_px, model.step, model.noise) == (square, patch, 20.0, 0.02)


def test_a_training_without_jem_is_refused() -> None:
    with pytest.raises(ModelFileError, match=r"model.safetensors was trained without auxiliary loss 'jem'.*jem-scenes"):
        energy_model(auxiliary={"l1": 0.5}, recipe={"auxiliary": [{"name": "l1"}]})


@pytest.mark.parametrize("backbone", ["scenes", "unet-smooth"])
def test_log_likelihood_and_class_energies_by_hand(backbone: str) -> None:
    model, pixels = energy_model(backbone), torch.randn(2, 3, 64, 64)
    logits = model.logits(pixels).double()
    valid_masks = torch.ones(2, 64, 64, dtype=torch.bool)
    sums = logits.exp().sum(dim=1).log()
    assert model.log_likelihoods(pixels, valid_masks) == pytest.approx(sums.mean(dim=(1, 2)).numpy(), rel=1e-4)
    energies = model.class_energies(pixels, torch.tensor([2, 0]))
    by_hand = [-logits[0, 2].sum().item(), -logits[1, 0].sum().item()]
    assert energies.tolist() == pytest.approx(by_hand, rel=1e-4)


def test_units_count_by_their_valid_pixels() -> None:
    model, pixels = energy_model(), torch.randn(1, 3, 32, 64)
    valid_masks = torch.ones(1, 32, 64, dtype=torch.bool)
    valid_masks[0, :, 40:] = False  # a quarter of the second square is left
    first, second = model.logits(pixels).logsumexp(dim=1)[0, 0].tolist()
    assert model.log_likelihoods(pixels, valid_masks)[0] == pytest.approx((first + second / 4) / 1.25, rel=1e-5)


def test_logits_that_are_not_finite_are_refused() -> None:
    pixels = torch.full((1, 3, 32, 32), math.nan)
    with pytest.raises(ModelFileError, match="not finite"):
        energy_model().log_likelihoods(pixels, torch.ones(1, 32, 32, dtype=torch.bool))


@pytest.mark.parametrize("backbone", ["scenes", "unet-smooth"])
def test_samples_have_less_energy_than_the_noise_that_they_start_from(backbone: str) -> None:
    model = energy_model(backbone)
    model.step = 20.0 if backbone == "scenes" else 0.5  # of the sum of all pixels' energies
    noise, samples = (class_samples(model, 3, 2, iterations, 7, no_progress) for iterations in (0, 15))
    side = model.patch_px
    assert samples.shape == noise.shape == (3, 2, 3, side, side)
    assert samples.abs().max() <= 4
    classes = torch.arange(3).repeat_interleave(2)
    with torch.no_grad():
        before, after = (model.class_energies(each.flatten(0, 1), classes) for each in (noise, samples))
    assert (after < before).all()


def test_a_seed_gives_the_same_samples_and_another_one_others() -> None:
    first, again, other = (class_samples(energy_model(), 3, 1, 12, seed, no_progress) for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_pictures_have_the_colours_of_the_imagery() -> None:
    normalisation = Normalisation.of(STATISTICS)
    samples = torch.zeros(2, 4, 3, 32, 32)  # the mean of each band
    samples[1, 0] = 99  # beyond the range
    rows = sample_rows(samples, normalisation)
    assert [row.shape for row in rows] == [(3, 32 + 2 * GAP_PX, 4 * (32 + 2 * GAP_PX))] * 2
    assert rows[0][:, 10, 10].tolist() == [128, 115, 102]  # 255 · mean / 200, rounded
    assert rows[1][:, 10, 10].tolist() == [255, 255, 255]
    assert (rows[0][:, 0] == 255).all()


def test_a_square_has_the_class_of_most_of_its_known_pixels() -> None:
    classes = np.full((4, 6), -1)
    classes[0, :2] = (2, 1)  # equally frequent: the first class
    classes[:2, 2] = 1
    classes[3, 4:] = 2
    assert majority(classes, 2, 3).tolist() == [[1, 1, -1], [-1, -1, 2]]
    assert majority(classes, 1, 3).tolist() == classes.tolist()
