"""The classifier of squares: one answer for a square, from its own pixels alone."""
from __future__ import annotations

import torch

from engine.losses.jem import once_a_square
from engine.models.registry import build_network
from engine.models.scenes import SQUARE_PX


def logits_of(pixels: torch.Tensor) -> torch.Tensor:
    torch.manual_seed(0)
    with torch.no_grad():
        return build_network("berundanet-late", "scenes", 3, 4, 5, {}).eval()(pixels)


def test_all_pixels_of_a_square_have_the_same_logits_and_squares_differ() -> None:
    logits = logits_of(torch.randn(2, 3, 64, 96))
    squares = logits.reshape(2, 5, 2, SQUARE_PX, 3, SQUARE_PX)
    assert (squares == squares[:, :, :, :1, :, :1]).all()
    values = squares[:, :, :, 0, :, 0].permute(0, 2, 3, 1).reshape(12, 5)
    assert torch.pdist(values).min() > 1e-4


def test_a_square_s_logits_depend_on_its_own_pixels_alone() -> None:
    pixels = torch.randn(2, 3, 64, 96)
    alone = logits_of(pixels[1:, :, 32:, 64:])
    torch.testing.assert_close(logits_of(pixels)[1:, :, 32:, 64:], alone)


def test_every_square_counts_once_in_an_energy() -> None:
    network = build_network("berundanet-late", "scenes", 3, 4, 5, {})
    logits = network(torch.randn(1, 3, 64, 96))
    assert network.square_px == SQUARE_PX
    assert once_a_square(logits, network).shape == (1, 5, 2, 3)
    assert torch.equal(once_a_square(logits, network)[0, :, 1, 2], logits[0, :, -1, -1])
    pixelwise = build_network("berundanet-late", "unet-smooth", 3, 4, 5, {})
    assert once_a_square(logits, pixelwise).shape == logits.shape
