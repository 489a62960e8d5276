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
    """

    sentence: str
    source: str
    settings: dict[str, Any] = field(default_factory=dict)


PRESETS: dict[str, Preset] = {
    "quick": Preset(
        "Half the default budget: a first impression in half a minute.",
        "Berunda",
        {"steps": 175},
    ),
    "thorough": Preset(
        "Three decoders that learn apart and vote, at five times the default budget: for the map that you will deliver.",
        "Berunda",
        {"network": "berundanet-ensemble", "batch": 36, "steps": 600, "predict_overlap": 0.25},
    ),
    "castillo2020": Preset(
        "The protocol of the first BerundaNet paper to the letter: days on a processor, hours on a graphics card.",
        "Castillo-Navarro et al. 2020, section 5: 50 pseudo-epochs of 5000 labelled and 5000 unlabelled patches; the paper names no batch "
        "size, 10 and 10 are taken; auxiliary losses default to its best λ",
        {
            "network": "berundanet-late", "backbone": "unet", "width": 64, "crop_px": 320, "batch": 10, "unlabelled_batch": 10,
            "optimizer": "adam", "learning_rate": 1e-4, "schedule": "constant", "steps": 50 * 5000 // 10,
            "auxiliary": ("relaxed-kmeans=1",), "predict_overlap": 0.75, "predict_tile_px": 320,
        },
    ),
    "javanmardi2016": Preset(
        "For single labelled pixels: a network at full resolution, smoothed by total variation.",
        "Javanmardi et al. 2016, section 5; its pixel classifier is replaced by a U-Net, and the weight and budget, which it leaves open, "
        "are those of our measurements",
        {"network": "berundanet-late", "backbone": "unet", "auxiliary": ("total-variation=0.3",), "steps": 600},
    ),
    "fixmatch-then-jem": Preset(
        "Pseudo-labels first, then an energy model on top that knows what is likely; experimental and slow.",
        "Castillo-Navarro 2022, chapter 4: the two-stage recipe",
        {
            "backbone": "unet-smooth", "auxiliary": ("fixmatch=1:end=0.5", "jem:start=0.5"), "steps": 1000, "learning_rate": 1e-3,
        },
    ),
}  # fmt: skip
