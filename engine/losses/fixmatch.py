"""FixMatch: where the averaged network is sure, the network must say the same of a strongly altered patch."""
from __future__ import annotations

import torch
from torch.nn import functional

from .auxiliary import SEGMENTATION_HEAD, AuxiliaryLoss, LossSpec, Parameter, TrainingStep
from .strong_view import CutMix, change_light


class FixMatch(AuxiliaryLoss):
    """Σ 1[confidence >= τ] CE(pseudo-label, strong view), over all patches of the batch, divided by all valid pixels.

    The batch is the weak view, and the teacher labels it. Labelled patches take part: most of their pixels nobody labelled. Pixels
    below the threshold count in the divisor, so that the loss weighs little while the teacher knows little.

    Args:
        threshold: τ; strength: of the change of light; cutmix: probability of a rectangle from another patch.
    """

    spec = LossSpec(
        name="fixmatch",
        sentence="Where the map is already sure, it has to stay the same when colours change and patches are mixed; "
        "choose it for long trainings on large images: it takes three times as long, and a short training gains nothing.",
        source="Castillo-Navarro 2022, eq. 3.25 (FixMatch, Sohn et al. 2020)",
        default_weight=1.0,
        head=SEGMENTATION_HEAD,
        ramp=(0.1, 0.3),
        unlabelled_share=1.0,
        parameters=(
            Parameter("threshold", 0.9, 0, 1, "Higher values learn only from pixels that the network is very sure of."),
            Parameter("strength", 0.3, 0, 1, "Higher values change the colours more, so that the map depends on them less."),
            Parameter("cutmix", 1.0, 0, 1, "Higher values mix more of the patches with others, so that single objects count for more."),
        ),
    )

    def __init__(self, bands: int, classes: int, threshold: float = 0.9, strength: float = 0.3, cutmix: float = 1.0) -> None:
        super().__init__(bands, classes)
        self.threshold, self.strength, self.cutmix = threshold, strength, cutmix

    def forward(self, step: TrainingStep) -> torch.Tensor:
        pixels, valid_mask = step.batch.pixels, step.batch.valid_mask
        confidence, pseudo_labels = step.ask_teacher(pixels).softmax(dim=1).max(dim=1)
        mix = CutMix.draw(*valid_mask.shape, self.cutmix, step.random)
        strong = mix(change_light(pixels, valid_mask, self.strength, step.random))
        logits = step.look_again(strong).segmentation.float()
        cross_entropy = functional.cross_entropy(logits, mix(pseudo_labels), reduction="none")
        mixed_valid = mix(valid_mask)
        is_trusted = (mix(confidence) >= self.threshold) & mixed_valid
        return (cross_entropy * is_trusted).sum() / mixed_valid.sum().clamp(min=1)
