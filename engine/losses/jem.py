"""SegJEM: the class logits double as an energy that is low on real imagery and high on what the network imagines."""
from __future__ import annotations

import torch

from ..config import SIDE_MULTIPLE_PX
from ..errors import ConfigError
from ..models.network import Network
from .auxiliary import BATCH_NORMS, SEGMENTATION_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep, masked_mean
from .sgld import ReplayBuffer, sgld


class SegJEM(AuxiliaryLoss):
    """Maximum likelihood of the imagery under p(X) ∝ exp(-E(X)), E(X) = -Σ_pixels logsumexp_k f(X)[k].

    L = mean of E over the real pixels - mean of E over the pixels of samples + penalty · (the same two means of E²), E per pixel.
    Cross-entropy, which does not change with logsumexp, takes care of p(Y|X). Samples come from SGLD, whose gradient is that of the
    sum over pixels, and whose chains live on in a replay buffer of the checkpoint.

    Cost: with as many pixels in samples, labelled and unlabelled patches, a step costs about (9 + 2 iterations) / 3 supervised
    ones: three forward and backward passes, and one to the input alone for each iteration.

    Stability: contrastive energies are known to run away. The penalty bounds L below by -1 / (2 penalty) and draws energies to
    ±1 / (2 penalty); gradients and samples are clamped, and the buffer stays finite whatever the network says. The trainer clips
    the gradients' norm; where they are no longer finite, or |L| exceeds 1e8, it raises DivergedError and leaves the last checkpoint
    as it was: resume from it with a smaller weight or learning rate. On made-up imagery a weight of 1 did no harm to the classes, and one
    of 3 drowned the labels.

    Args:
        iterations, step, noise: of SGLD.
        samples: chains that move on in a step; buffer: chains there are, of side x side pixels, a multiple of SIDE_MULTIPLE_PX.
        penalty: on squared energies.
    """

    spec = LossSpec(
        name="jem",
        sentence=(
            "Teaches the network how likely a piece of imagery is, which helps to tell the unknown from the known; "
            "slow and experimental, so use it when such warnings matter more than speed."
        ),
        source="Castillo-Navarro 2022, chapter 4, eq. 4.7, 4.12 and 4.19",
        default_weight=0.3,
        head=SEGMENTATION_HEAD,
        ramp=(0.05, 0.15),
        unlabelled_share=1.0,
        parameters=(
            Parameter("iterations", 5, 1, 40, "More make better samples and every step slower.", is_integer=True),
            Parameter("samples", 8, 1, 32, "More samples a step make a steadier loss, and every step slower.", is_integer=True),
            Parameter("buffer", 64, 32, 512, "More samples in memory are more diverse, but each moves on more rarely.", is_integer=True),
            Parameter("side", 64, 32, 96, "Larger samples show more of the surroundings.", is_integer=True, step=SIDE_MULTIPLE_PX),
            Parameter("step", 1.0, 0.01, 10, "Longer steps find likely imagery sooner, or jump past it."),
            Parameter("noise", 0.01, 0, 1, "More noise makes samples differ more from each other."),
            Parameter("penalty", 0.02, 0.001, 1, "Higher values keep the training steadier and real and imagined imagery less far apart."),
        ),
        is_experimental=True,
    )

    def __init__(
        self,
        bands: int,
        classes: int,
        iterations: int = 5,
        samples: int = 8,
        buffer: int = 64,
        side: int = 64,
        step: float = 1.0,
        noise: float = 0.01,
        penalty: float = 0.02,
    ) -> None:
        super().__init__(bands, classes)
        self.iterations, self.samples, self.side = iterations, samples, side
        self.step_size, self.noise, self.penalty = step, noise, penalty
        self.replay = ReplayBuffer(buffer, bands, side)

    def check_host(self, network: Network, patch_px: int) -> None:
        if any(isinstance(module, BATCH_NORMS) for module in network.modules()):
            raise ConfigError(
                "Auxiliary loss 'jem' needs a network without batch normalisation: the energy of one image must not depend on others",
                "choose backbone unet-smooth",
            )
        if network.smallest_batch > 1:
            raise ConfigError("Auxiliary loss 'jem' needs a network whose energy is that of a single one", "choose network berundanet-late")
        if patch_px < self.side:
            raise ConfigError(
                f"Patches of {patch_px} px are smaller than the {self.side} px samples of auxiliary loss 'jem'",
                f"choose patches of at least {self.side} px, or a smaller side for 'jem'",
            )

    def forward(self, step: TrainingStep) -> torch.Tensor:
        energies, mask = pixel_energies(step.output.segmentation), step.batch.valid_mask
        real = masked_mean(energies + self.penalty * energies.square(), mask)
        if not mask.any():
            return real  # 0; samples without real imagery to contrast with would only push energies up
        imagined = self._sampled_energies(step)
        return real + (self.penalty * imagined.square() - imagined).mean()

    def _sampled_energies(self, step: TrainingStep) -> torch.Tensor:
        """Energies (samples, 1, side, side) of patches that the present network holds likely."""

        def energies(pixels: torch.Tensor) -> torch.Tensor:
            with step.precision():
                logits = step.network(pixels)
            return pixel_energies(logits)

        slots, patches = self.replay.draw(self.samples, step.generator)
        patches = sgld(energies, patches, self.iterations, self.step_size, self.noise, step.generator)
        self.replay.store(slots, patches)
        return energies(patches)


def pixel_energies(logits: torch.Tensor) -> torch.Tensor:
    """-logsumexp over classes, (N, K, H, W) to float32 (N, 1, H, W); an image's energy is their sum (eq. 4.19)."""
    return -logits.float().logsumexp(dim=1, keepdim=True)
