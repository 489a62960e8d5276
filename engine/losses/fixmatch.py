"""FixMatch: confident predictions of the averaged network are labels for a strongly altered view of the patch."""
from __future__ import annotations

import torch
from torch.nn import functional

from ..schema.loss_terms import LossParameter, LossSpec
from .auxiliary import AuxiliaryLoss, TrainingStep
from .strong_view import CutMix, change_light


class FixMatch(AuxiliaryLoss):
    """Σ 1[confidence >= τ] CE(pseudo-label, strong view) over all patches of the batch, divided by all valid pixels.

    The batch is the weak view, and the teacher predicts its pseudo-labels. Labelled patches take part, since most of
    their pixels are unlabelled. Pixels below the threshold count in the divisor, so that the loss is small while few
    predictions are confident.

    Args:
        bands: of the image.
        classes: number of classes K.
        threshold: τ, in [0, 1].
        strength: of the change of light, in [0, 1].
        cutmix: probability that a patch gets a rectangle of another one.
    """

    spec = LossSpec(
        name="fixmatch",
        sentence="Trains on the map's own confident predictions under changed colours and mixed patches; for long "
        "trainings on large images, as it takes three times as long and short trainings gain nothing.",
        source="Castillo-Navarro 2022, eq. 3.25 (FixMatch, Sohn et al. 2020)",
        ramp=(0.1, 0.3),
        unlabelled_share=1.0,
        parameters=(
            LossParameter("threshold", 0.9, 0, 1, "Higher values use only the most confident predictions."),
            LossParameter("strength", 0.3, 0, 1, "Higher values make the map depend less on colours."),
            LossParameter("cutmix", 1.0, 0, 1, "Higher values make the map depend less on the surroundings."),
        ),
    )  # fmt: skip

    def __init__(self, bands: int, classes: int, threshold: float, strength: float, cutmix: float) -> None:
        super().__init__(bands, classes)
        self.threshold, self.strength, self.cutmix = threshold, strength, cutmix

    def forward(self, step: TrainingStep) -> torch.Tensor:
        pixels, valid_mask = step.batch.pixels, step.batch.valid_mask
        confidence, pseudo_labels = step.teacher_logits(pixels).softmax(dim=1).max(dim=1)
        mix = CutMix.draw(valid_mask.shape, self.cutmix, step.random)
        strong = mix(change_light(pixels, valid_mask, self.strength, step.random))
        logits = step.forward_altered(strong).segmentation.float()
        cross_entropy = functional.cross_entropy(logits, mix(pseudo_labels), reduction="none")
        mixed_valid = mix(valid_mask)
        is_confident = (mix(confidence) >= self.threshold) & mixed_valid
        return (cross_entropy * is_confident).sum() / mixed_valid.sum().clamp(min=1)
