"""Latent classes: a few broad groups of classes, learned from the labels, guide the segmentation elsewhere."""
from __future__ import annotations

import torch

from ..data.label_raster import UNLABELLED
from ..schema.errors import ConfigError
from ..schema.loss_terms import AUXILIARY_HEAD, LATENT_CLASS, LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep, masked_mean
from .discriminator import Discriminator

EPSILON = 1e-6  # keeps logarithms finite
UNSEEN = 1e-12  # a class with less in the memory has not been seen
MEMORY_RATE = 0.1  # the paper takes the batch's share of the data set; here labels are few, and the head changes fast


class LatentClasses(AuxiliaryLoss):
    """Conditional entropy H(class | latent class) on labels, consistency on the rest, and an adversarial term.

    The paper's L_labelled + 0.1 L_unlabelled without its cross-entropy, adapted to sparse labels: sums run over
    labelled pixels, the discriminator compares probabilities and labels under the same mask, and patches without
    labels, which have no such mask, have no adversarial term. The discriminator's own loss is part of the value; its
    gradient reaches only the discriminator.

    Args:
        bands: of the image.
        classes: number of classes K.
        latent: number of latent classes L; 0 for as many as classes, the paper's choice (its Table 4).
        entropy: weight of the conditional entropy; 0 leaves it out.
        consistency: weight of the consistency; 0 leaves it out.
        adversarial: weight of the adversarial term; 0 leaves it out.

    Attributes:
        memory: (K, L), a moving average of the joint probability of class and latent class.

    Raises:
        ConfigError: one latent class, or more than there are classes.
    """

    spec = LossSpec(
        name="latent-classes",
        sentence="Groups similar classes and keeps the map consistent with the groups where there are no labels; "
        "for many classes that look alike, not for a few distinct ones, where it costs accuracy.",
        source="Zatsarynna et al. 2020, eq. 2-12",
        head=AUXILIARY_HEAD,
        shows=LATENT_CLASS,
        ramp=(0.0, 0.2),
        unlabelled_share=0.5,
        parameters=(
            LossParameter("latent", 0, 0, 254, "Fewer make broader groups; 0 is as many as classes.", is_integer=True),
            LossParameter("entropy", 1.0, 0, 10, "Higher values make each group contain fewer classes."),
            LossParameter("consistency", 0.1, 0, 10, "Higher values bind unlabelled pixels closer to the groups."),
            LossParameter("adversarial", 0.01, 0, 1, "Higher values make maps look more like labels; 0 saves time."),
        ),
    )  # fmt: skip
    learning_rate = 1e-4
    memory: torch.Tensor

    def __init__(
        self, bands: int, classes: int, latent: int, entropy: float, consistency: float, adversarial: float
    ) -> None:
        super().__init__(bands, classes)
        if latent == 1 or latent > classes:
            remedy = f"give 2 to {classes}, or 0 for as many as classes"
            raise ConfigError(f"latent of auxiliary loss {self.spec.name!r} is {latent} with {classes} classes", remedy)
        self.latent = latent or classes
        self.entropy, self.consistency, self.adversarial = entropy, consistency, adversarial
        self.discriminator = Discriminator(classes) if adversarial else None
        self.register_buffer("memory", torch.zeros(classes, self.latent))

    def head_channels(self) -> int:
        return self.latent

    def forward(self, step: TrainingStep) -> torch.Tensor:
        latent, logits = self.head_output(step.output).softmax(dim=1), step.output.segmentation.float()
        valid_mask = step.batch.valid_mask
        is_labelled = (step.batch.labels != UNLABELLED) & valid_mask
        labelled = one_hot(step.batch.labels, self.classes) * is_labelled.unsqueeze(1)
        joint = joint_probability(labelled, latent)
        with torch.no_grad():
            self.memory.lerp_(joint, MEMORY_RATE)
        total = self.entropy * conditional_entropy(joint)
        if self.consistency:
            total = total + self.consistency * consistency(logits, latent, self.memory, valid_mask & ~is_labelled)
        if self.discriminator is not None:
            with step.precision():
                total = total + self._adversarial_terms(self.discriminator, logits, labelled, is_labelled)
        return total

    def _adversarial_terms(
        self, discriminator: Discriminator, logits: torch.Tensor, labelled: torch.Tensor, is_labelled: torch.Tensor
    ) -> torch.Tensor:
        has_labels = is_labelled.any(dim=(1, 2))
        if not has_labels.any():
            return logits.sum() * 0
        predicted = logits[has_labels].softmax(dim=1) * is_labelled[has_labels].unsqueeze(1)
        adversarial = discriminator.adversarial_loss(predicted)
        return self.adversarial * adversarial + discriminator.own_loss(predicted, labelled[has_labels])


def one_hot(labels: torch.Tensor, classes: int) -> torch.Tensor:
    """Labels (N, H, W) as float32 (N, K, H, W); all 0 where UNLABELLED."""
    return (labels.unsqueeze(1) == torch.arange(classes, device=labels.device).view(-1, 1, 1)).float()


def joint_probability(labelled: torch.Tensor, latent: torch.Tensor) -> torch.Tensor:
    """P(c, l) over the labelled pixels (eq. 4), as (K, L); all 0 where there are none.

    Args:
        labelled: one-hot labels (N, K, H, W), all 0 in unlabelled pixels.
        latent: probabilities (N, L, H, W).
    """
    return torch.einsum("nchw,nlhw->cl", labelled, latent) / labelled.sum().clamp(min=1)


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
    """-Σ_l S_l log Σ_c P(l | c) S_c (eq. 6 and 9), a mean over the pixels in a mask; only the logits receive gradients.

    Classes that are not in the memory yet are left out of S_c as well: they would be pushed to 0 otherwise.

    Args:
        logits: (N, K, H, W).
        latent: probabilities (N, L, H, W).
        memory: (K, L).
        mask: bool (N, H, W).
    """
    conditional, is_seen = latent_given_class(memory)
    if not is_seen.any():
        return logits.sum() * 0
    mapped = torch.einsum("cl,nchw->nlhw", conditional, logits[:, is_seen].softmax(dim=1))
    return masked_mean(-(latent.detach() * (mapped + EPSILON).log()).sum(dim=1, keepdim=True), mask)
