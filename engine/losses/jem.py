"""JEM and SegJEM: the class logits are also an energy, low on real imagery and high on samples of the model."""
from __future__ import annotations

import torch

from ..models.network import Network
from ..schema.config import SIDE_MULTIPLE_PX
from ..schema.errors import ConfigError
from ..schema.loss_terms import LossParameter, LossSpec
from .auxiliary import BATCH_NORMS, AuxiliaryLoss, TrainingStep, masked_mean
from .sgld import ReplayBuffer, sgld


class SegJEM(AuxiliaryLoss):
    """Maximum likelihood of the imagery under p(X) ∝ exp(-E(X)), E(X) = -Σ_pixels logsumexp_k f(X)[k].

    L = mean of E over the real pixels - mean of E over the pixels of samples + penalty · (the same two means of E²), E
    per pixel. The supervised cross-entropy, which does not depend on logsumexp, trains p(Y|X). Samples come from SGLD
    with the gradient of the sum over pixels; its chains are stored in a replay buffer of the checkpoint.

    Where a backbone classifies whole squares (`scenes`), a square takes the place of a pixel in all of this: that is
    JEM (eq. 4.10). A patch without labels adds the energy alone, in which its label is marginalised (section 4.2.2).

    Cost: with as many pixels in samples, labelled and unlabelled patches, a step takes about (9 + 2 iterations) / 3
    times as long as a supervised one: three forward and backward passes, and one to the input alone for each iteration.

    Stability: contrastive energies often diverge. The penalty bounds L below by -1 / (2 penalty) and drives energies to
    ±1 / (2 penalty); gradients and samples are clamped, and the buffer stays finite for any output of the network. The
    trainer clips the gradients' norm; where they are no longer finite, or |L| exceeds 1e8, it raises DivergedError and
    leaves the last checkpoint as it was: resume from it with a smaller weight or learning rate. On synthetic imagery a
    weight of 1 did not affect the classification, and one of 3 outweighed the labels.

    Args:
        bands: of the image.
        classes: number of classes K.
        iterations: of SGLD in a step.
        samples: chains that are continued in a step.
        buffer: chains that are stored.
        side: of a sample in pixels, a multiple of SIDE_MULTIPLE_PX.
        step: step size of SGLD.
        noise: of SGLD, in standard deviations of the pixels.
        penalty: weight of the squared energies.
    """

    spec = LossSpec(
        name="jem",
        sentence="Models how likely a piece of imagery is, which improves out-of-distribution warnings; slow and "
        "experimental: for when these matter more than speed.",
        source="Castillo-Navarro 2022, chapter 4, eq. 4.7, 4.12 and 4.19",
        default_weight=0.3,
        ramp=(0.05, 0.15),
        unlabelled_share=1.0,
        parameters=(
            LossParameter("iterations", 5, 1, 40, "More make better samples and slower steps.", is_integer=True),
            LossParameter("samples", 8, 1, 32, "More make a steadier loss and slower steps.", is_integer=True),
            LossParameter("buffer", 64, 32, 512, "More vary more, but each is updated less often.", is_integer=True),
            LossParameter("side", 64, 32, 96, "Larger ones have more context.", is_integer=True, step=SIDE_MULTIPLE_PX),
            LossParameter("step", 1.0, 0.01, 1000, "Longer steps reach likely imagery sooner, or overshoot it."),
            LossParameter("noise", 0.01, 0, 1, "More noise makes samples differ more from each other."),
            LossParameter("penalty", 0.02, 0.001, 1, "Higher values make training stabler and energies less distinct."),
        ),
        is_experimental=True,
    )  # fmt: skip

    def __init__(
        self, bands: int, classes: int, iterations: int, samples: int, buffer: int, side: int,
        step: float, noise: float, penalty: float,
    ) -> None:  # fmt: skip
        super().__init__(bands, classes)
        self.iterations, self.samples, self.side = iterations, samples, side
        self.step_size, self.noise, self.penalty = step, noise, penalty
        self.replay = ReplayBuffer(buffer, bands, side)

    def check_compatible(self, network: Network, patch_px: int) -> None:
        if any(isinstance(module, BATCH_NORMS) for module in network.modules()):
            raise ConfigError(
                "Auxiliary loss 'jem' needs a network without batch normalisation, which mixes images",
                "choose backbone unet-smooth or scenes",
            )
        if network.smallest_batch > 1:
            raise ConfigError("Auxiliary loss 'jem' needs a network with one decoder", "choose network berundanet-late")
        if patch_px < self.side:
            raise ConfigError(
                f"Patches of {patch_px} px are smaller than the {self.side} px samples of auxiliary loss 'jem'",
                f"choose patches of at least {self.side} px, or a smaller side for 'jem'",
            )

    def forward(self, step: TrainingStep) -> torch.Tensor:
        energies, mask = pixel_energies(step.output.segmentation), step.batch.valid_mask
        real = masked_mean(energies + self.penalty * energies.square(), mask)
        if not mask.any():
            return real  # 0; samples without real imagery to contrast with would only raise the energies
        sampled = self._sampled_energies(step)
        return real + (self.penalty * sampled.square() - sampled).mean()

    def _sampled_energies(self, step: TrainingStep) -> torch.Tensor:
        """Energies of the pixels, or squares, of patches that are likely under the present network."""

        def energies(pixels: torch.Tensor) -> torch.Tensor:
            with step.precision():
                logits = step.network(pixels)
            return pixel_energies(once_a_square(logits, step.network))

        slots, patches = self.replay.draw(self.samples, step.generator)
        patches = sgld(energies, patches, self.iterations, self.step_size, self.noise, step.generator)
        self.replay.store(slots, patches)
        return energies(patches)


def pixel_energies(logits: torch.Tensor) -> torch.Tensor:
    """-logsumexp over classes, (N, K, H, W) to float32 (N, 1, H, W); an image's energy is their sum (eq. 4.19)."""
    return -logits.float().logsumexp(dim=1, keepdim=True)


def once_a_square(logits: torch.Tensor, network: Network) -> torch.Tensor:
    """Logits (N, K, H, W) to (N, K, h, w), one of each square of pixels that have the same; all of a pixel-wise map."""
    return logits[..., :: network.square_px, :: network.square_px]
