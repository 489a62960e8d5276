"""Auxiliary heads share what makes the map: without it they know nothing of the image."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from loss_cases import make_loss
from named_backbones import NAMED_BACKBONES
from torch import nn

from engine.data.normalisation import Normalisation
from engine.data.raster import Raster
from engine.data.window import PixelWindow
from engine.losses.registry import AUXILIARY_LOSSES
from engine.models.berundanet import BerundaNetEarly, BerundaNetEnsemble
from engine.models.network import Network
from engine.models.registry import MODELS, build_network, load_pretrained
from engine.models.wnet import WNet

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample" / "orthophoto.tif"
CLASSES, BANDS, SIDE_PX, STEPS = 5, 3, 64, 20
CHANNELS = {name: make_loss(name, bands=BANDS, classes=CLASSES).head_channels() for name in AUXILIARY_LOSSES}
HEADS = {name: channels for name, channels in CHANNELS.items() if channels is not None}

# Twenty steps are too few for scenes, which has 16 numbers for a square to reconstruct it from.
TRAINED = [
    *(("berundanet-late", name) for name in NAMED_BACKBONES if name not in ("efficientnet-lite0", "scenes")),
    *((network, "efficientnet-lite0") for network in MODELS),
]


class Blanked:
    """Replaces what segmentation and auxiliary heads share by its mean over patches and pixels, once it is switched on.

    Args:
        network: any.
    """

    def __init__(self, network: Network) -> None:
        self.is_on = False
        if isinstance(network, WNet):  # its second network sees the class map alone
            network.segmentation_head.register_forward_hook(lambda _, __, logits: self._mean(logits))
        elif isinstance(network, BerundaNetEarly):
            network.backbone.encoder.register_forward_hook(self._blank_encoder)
        else:
            is_ensemble = isinstance(network, BerundaNetEnsemble)
            for decoder in network.decoders if is_ensemble else [network.backbone.decoder]:
                decoder.shared = lambda encoded, shared=decoder.shared: self._mean(shared(encoded))

    def _blank_encoder(
        self, _: nn.Module, inputs: tuple[torch.Tensor], encoded: list[torch.Tensor]
    ) -> list[torch.Tensor]:
        return [each if each is inputs[0] else self._mean(each) for each in encoded]

    def _mean(self, features: torch.Tensor) -> torch.Tensor:
        if not self.is_on:
            return features
        if not features.is_floating_point():  # SegNet's positions of maxima
            return features[:1].expand_as(features)
        return features.mean(dim=(0, 2, 3), keepdim=True).expand_as(features)


def photograph() -> torch.Tensor:
    """Six patches of the sample orthophoto, normalised: (6, 3, 64, 64)."""
    raster = Raster(str(SAMPLE), (1, 2, 3))
    pixels, valid_mask = raster.read(PixelWindow(200, 300, 2 * SIDE_PX, 3 * SIDE_PX))
    assert valid_mask.all()
    pixels = torch.from_numpy(Normalisation.fit([raster]).apply(pixels, valid_mask))
    patches = pixels.unfold(1, SIDE_PX, SIDE_PX).unfold(2, SIDE_PX, SIDE_PX).permute(1, 2, 0, 3, 4)
    return patches.reshape(6, BANDS, SIDE_PX, SIDE_PX).contiguous()


def small_network(network: str, backbone: str, heads: dict[str, int]) -> Network:
    """With the backbone's pretrained weights, frozen where the network has a decoder to share."""
    torch.manual_seed(0)
    model = build_network(network, backbone, BANDS, 8, CLASSES, heads)
    load_pretrained(model, backbone)
    for parameter in model.pretrained_parameters():
        parameter.requires_grad_(network == "berundanet-early")
    return model


@pytest.mark.parametrize("backbone", NAMED_BACKBONES)
@pytest.mark.parametrize("network", MODELS)
def test_without_the_shared_features_no_head_depends_on_the_image(network: str, backbone: str) -> None:
    """Exact, for every loss with a head; patches of one member of an ensemble are compared."""
    model = small_network(network, backbone, HEADS).train()
    blanked, pixels = Blanked(model), photograph()
    with torch.no_grad():
        complete = model.forward_all(pixels).auxiliary
        blanked.is_on = True
        outputs = model.forward_all(pixels).auxiliary
    assert set(outputs) == set(HEADS)
    for name, output in outputs.items():
        assert output.shape == (6, HEADS[name], SIDE_PX, SIDE_PX)
        assert (complete[name][:3] - complete[name][3:]).abs().max() > 1e-3
        torch.testing.assert_close(output[:3], output[3:], rtol=0, atol=1e-5)


@pytest.mark.parametrize(("network", "backbone"), TRAINED)
def test_a_trained_head_reconstructs_from_the_shared_features_alone(network: str, backbone: str) -> None:
    model, pixels = small_network(network, backbone, {"l2": BANDS}).train(), photograph()
    blanked = Blanked(model)
    mean_image = (pixels - pixels.mean(dim=(0, 2, 3), keepdim=True)).square().mean().item()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=0.01)
    for _ in range(STEPS):
        error = (model.forward_all(pixels).auxiliary["l2"] - pixels).square().mean()
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
    with torch.no_grad():
        complete = (model.forward_all(pixels).auxiliary["l2"] - pixels).square().mean().item()
        blanked.is_on = True
        blank = (model.forward_all(pixels).auxiliary["l2"] - pixels).square().mean().item()
    assert complete < 0.7 * mean_image
    assert blank > 0.9 * mean_image
