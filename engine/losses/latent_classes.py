"""Latent classes: a few broad groups of classes, easy to learn from the labels, guide the segmentation where there are none."""
from __future__ import annotations

import torch

from ..data.label_raster import UNLABELLED
from ..errors import ConfigError
from .auxiliary import AUXILIARY_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep, masked_mean
from .discriminator import Discriminator

EPSILON = 1e-6  # keeps logarithms finite
UNSEEN = 1e-12  # a class with less in the memory says nothing about its latent classes
MEMORY_RATE = 0.1  # the paper takes the batch's share of the data set; strokes are few, and the head moves fast


class LatentClasses(AuxiliaryLoss):
    """Conditional entropy H(class | latent class) on labels, consistency on the rest, and an adversarial term.

    The paper's L_labelled + 0.1 L_unlabelled without its cross-entropy, made to fit scribbles: sums run over labelled pixels, the
    discriminator compares probabilities and labels under the same mask, and patches without labels, where there is no such mask, have
    no adversarial term. The discriminator's own loss is part of the value; its gradient reaches the discriminator only.

    Args:
        latent: latent classes, 0 for half the classes (at least 2).
        entropy, consistency, adversarial: weights of the three terms; 0 drops one.

    Attributes:
        memory: (K, L), a moving average of how often class and latent class meet.

    Raises:
        ConfigError: one latent class, or more than there are classes.
    """

    spec = LossSpec(
        name="latent-classes",
        sentence="Finds broad groups among the classes that a few strokes suffice to learn, and keeps the map in line with them elsewhere; "
        "choose it when there are many classes and some look alike, not for a handful of distinct ones, where it costs accuracy.",
        source="Zatsarynna et al. 2020, eq. 2-12",
        default_weight=1.0,
        head=AUXILIARY_HEAD,
        ramp=(0.0, 0.2),
        unlabelled_share=0.5,
        parameters=(
            Parameter("latent", 0, 0, 254, "More groups say more, but are harder to learn; 0 is half the classes.", is_integer=True),
            Parameter("entropy", 1.0, 0, 10, "Higher values force each group to hold fewer classes."),
            Parameter("consistency", 0.1, 0, 10, "Higher values tie the map closer to the groups where nobody labelled."),
            Parameter("adversarial", 0.01, 0, 1, "Higher values make predictions look more like strokes; 0 saves much time."),
        ),
    )
    learning_rate = 1e-4

    def __init__(
        self, bands: int, classes: int, latent: int = 0, entropy: float = 1.0, consistency: float = 0.1, adversarial: float = 0.01
    ) -> None:
        super().__init__(bands, classes)
        if latent == 1 or latent > classes:
            remedy = f"give 2 to {classes}, or 0 for half the classes"
            raise ConfigError(f"latent of auxiliary loss {self.spec.name!r} is {latent} with {classes} classes", remedy)
        self.latent = latent or max(2, (classes + 1) // 2)
        self.entropy, self.consistency, self.adversarial = entropy, consistency, adversarial
        self.discriminator = Discriminator(classes) if adversarial else None
        self.register_buffer("memory", torch.zeros(classes, self.latent))

    def head_channels(self) -> int:
        return self.latent

    def forward(self, step: TrainingStep) -> torch.Tensor:
        latent_logits, logits = step.output.auxiliary[self.spec.name].float(), step.output.segmentation.float()
        latent, valid_mask = latent_logits.softmax(dim=1), step.batch.valid_mask
        is_labelled = (step.batch.labels != UNLABELLED) & valid_mask
        drawn = one_hot(step.batch.labels, self.classes) * is_labelled.unsqueeze(1)
        joint = joint_probability(drawn, latent)
        with torch.no_grad():
            self.memory.lerp_(joint, MEMORY_RATE)
        total = self.entropy * conditional_entropy(joint)
        if self.consistency:
            total = total + self.consistency * consistency(logits, latent, self.memory, valid_mask & ~is_labelled)
        if self.discriminator is not None:
            with step.precision():
                total = total + self._adversarial_terms(logits, drawn, is_labelled)
        return total

    def _adversarial_terms(self, logits: torch.Tensor, drawn: torch.Tensor, is_labelled: torch.Tensor) -> torch.Tensor:
        has_labels = is_labelled.any(dim=(1, 2))
        if not has_labels.any():
            return logits.sum() * 0
        predicted = logits[has_labels].softmax(dim=1) * is_labelled[has_labels].unsqueeze(1)
        fooling = self.discriminator.adversarial_loss(predicted)
        return self.adversarial * fooling + self.discriminator.own_loss(predicted, drawn[has_labels])


def one_hot(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """Labels (N, H, W) as float32 (N, K, H, W); all 0 where UNLABELLED."""
    return (labels.unsqueeze(1) == torch.arange(classes, device=labels.device).view(-1, 1, 1)).float()


def joint_probability(drawn: torch.Tensor, latent: torch.Tensor) -> torch.Tensor:
    """P(c, l) over the labelled pixels (eq. 4), as (K, L); all 0 where there are none.

    Args:
        drawn: one-hot labels (N, K, H, W), all 0 in unlabelled pixels; latent: probabilities (N, L, H, W).
    """
    return torch.einsum("nchw,nlhw->cl", drawn, latent) / drawn.sum().clamp(min=1)


def conditional_entropy(joint: torch.Tensor) -> torch.Tensor:
    """H(c | l) in nats of P(c, l) (K, L), eq. 3 and 5."""
    marginal = joint.sum(dim=0)
    return -(joint * (joint.clamp(min=EPSILON).log() - marginal.clamp(min=EPSILON).log())).sum()


def latent_given_class(memory: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """P(l | c) (S, L) of the S classes seen so far (eq. 8), and which these are, bool (K,)."""
    weights = memory.sum(dim=1)
    is_seen = weights > UNSEEN
    return memory[is_seen] / weights[is_seen].unsqueeze(1), is_seen


def consistency(logits: torch.Tensor, latent: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """-Σ_l S_l log Σ_c P(l | c) S_c (eq. 6 and 9), a mean over the pixels in the mask; only the logits receive gradients.

    Classes that the memory has not seen are left out of S_c as well: they would be pushed to 0 otherwise.

    Args:
        logits: (N, K, H, W); latent: probabilities (N, L, H, W); memory: (K, L); mask: bool (N, H, W).
    """
    conditional, is_seen = latent_given_class(memory)
    if not is_seen.any():
        return logits.sum() * 0
    mapped = torch.einsum("cl,nchw->nlhw", conditional, logits[:, is_seen].softmax(dim=1))
    return masked_mean(-(latent.detach() * (mapped + EPSILON).log()).sum(dim=1, keepdim=True), mask)
