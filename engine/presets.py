"""Whole recipes by name: the papers' protocols and our own for other budgets. Data only; the standard library and nothing else."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preset:
    """Settings of a training that belong together; any of them may still be given another value.

    Attributes:
        sentence: for the analyst. source: where the protocol comes from, and what had to be filled in.
        settings: fields of TrainConfig; auxiliary losses as on the command line.
        weights: λ of auxiliary losses that are chosen without one, where the protocol has others than our defaults.
    """

    sentence: str
    source: str
    settings: dict[str, Any] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    "quick": Preset(
        "Half the default budget: a first impression in half a minute.",
        "Berunda",
        {"steps": 175},
    ),
    "thorough": Preset(
        "Three decoders that learn apart and vote, at five times the default budget: for the map that you will deliver.",
        "Berunda",
        {"network": "berundanet-ensemble", "batch": 36, "steps": 600, "predict_overlap": 0.25, "predict_turns": 4},
    ),
    "castillo2020": Preset(
        "The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.",
        "Castillo-Navarro et al. 2020, section 5: 50 pseudo-epochs of 5000 labelled and 5000 unlabelled patches, λ of its Table 1; the "
        "paper names no batch size, 10 and 10 are taken. Ours remain: patches drawn class by class around strokes, symmetries and mild "
        "changes of light, the averaged weights for the map, and losses that are means over valid pixels",
        {
            "network": "berundanet-late", "backbone": "unet", "width": 64, "crop_px": 320, "batch": 10, "unlabelled_batch": 10,
            "optimizer": "adam", "learning_rate": 1e-4, "schedule": "constant", "steps": 50 * 5000 // 10,
            "auxiliary": ("relaxed-kmeans=1",), "predict_overlap": 0.75, "predict_tile_px": 320,
        },
        {"l1": 0.5, "l2": 5, "relaxed-kmeans": 1, "mumford-shah": 1, "inpainting": 5, "jigsaw": 0.5},
    ),
    "javanmardi2016": Preset(
        "For single labelled pixels: a network at full resolution, smoothed by total variation.",
        "Javanmardi et al. 2016, section 5; its pixel classifier is replaced by a U-Net, and the weight and the budget are ours",
        {"network": "berundanet-late", "backbone": "unet", "auxiliary": ("total-variation=0.3",), "steps": 600},
    ),
    "fixmatch-then-jem": Preset(
        "Pseudo-labels first, then an energy model on top that knows what is likely; experimental and slow.",
        "Castillo-Navarro 2022, section 4.3.5: the two-stage recipe; in the second half the pseudo-labels keep coming from the averaged "
        "network instead of being written down once",
        {
            "backbone": "unet-smooth", "auxiliary": ("fixmatch=1", "jem:start=0.5"), "steps": 1000, "learning_rate": 1e-3,
        },
    ),
}  # fmt: skip
