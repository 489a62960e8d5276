"""What the benchmarks compare: settings of strokes, and methods as arguments of `python -m engine train`.

The arguments of a method name every setting in which it differs from the default recipe, so that its results stay valid
when the default changes. The papers' methods have no feature probe, no estimated class prior and no rotations at
prediction time: that is PLAIN.
"""
from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Optional

from scene_files import ROOT
from scribbles import StrokeSetting

sys.path.insert(0, str(ROOT))

from engine.losses.registry import AUXILIARY_LOSSES

Arguments = Optional[tuple[str, ...]]
STROKES = {
    "2 strokes": StrokeSetting(2),
    "8 strokes": StrokeSetting(8),
    "32 strokes": StrokeSetting(32),
    "2 pixels": StrokeSetting(2, length_px=0, width_px=1),
    "10 pixels": StrokeSetting(10, length_px=0, width_px=1),
}
STEPS = 250
NO_LOSS = "default with none"  # what the default recipe is with an auxiliary loss is compared with it
FOREST = None  # in place of arguments: the random forest of forest.py
WITHOUT_STEPS = ("instant",)  # methods that take no training steps
PLAIN = {"probe_share": 0, "class_prior": "balanced", "predict_tta_rotations": 1}
SMOOTH = {"backbone": "unet-smooth"}  # the only backbone that hosts jem
# Weights that were tried to choose default weights.
WEIGHTS_TRIED = ("l2=0.5", "l2=5", "inpainting=0.5", "inpainting=5", "jigsaw=0.05", "jigsaw=0.5")


def plain(*auxiliary: str, **settings: object) -> tuple[str, ...]:
    """The network with auxiliary losses and nothing else that the papers' methods lack.

    Args:
        auxiliary: NAME or NAME=WEIGHT of each loss, or `none`.
        settings: further settings of a training by name, in addition to those of PLAIN or in their place.
    """
    options = [("--auxiliary", term) for term in auxiliary]
    options += [(f"--{name.replace('_', '-')}", str(value)) for name, value in {**PLAIN, **settings}.items()]
    return tuple(part for option in options for part in option)


def with_steps(methods: dict[str, Arguments]) -> dict[str, Arguments]:
    """The methods with the common number of training steps, those excepted that take none."""
    return {
        name: arguments if arguments is FOREST or name in WITHOUT_STEPS else (*arguments, "--steps", str(STEPS))
        for name, arguments in methods.items()
    }


def encoder_methods(folders: Iterable[Path]) -> dict[str, Arguments]:
    """Recipe instant on other encoders: folders with models of the package transformers, each named after its own."""
    recipe = ("--preset", "instant", "--backbone", "transformers", "--weights")
    return {f"instant {folder.resolve().name}": (*recipe, str(folder.resolve())) for folder in folders}


METHODS = with_steps({
    "forest": FOREST,
    "instant": ("--preset", "instant"),
    "labels-only": ("--preset", "labels-only"),
    "default": (),
    "default, balanced": ("--class-prior", "balanced"),
    "default, no probe": ("--probe-share", "0"),
    NO_LOSS: ("--auxiliary", "none"),
    **{f"default with {name}": ("--auxiliary", name) for name in AUXILIARY_LOSSES if name != "jem"},
    "supervised": plain("none"),
    **{name: plain(name) for name in AUXILIARY_LOSSES if name != "jem"},
    **{f"{name} auto": plain(f"{name}=auto") for name in ("l1", "relaxed-kmeans")},
    "supervised, class prior": plain("none", class_prior="estimated"),
    "supervised, probe": plain("none", probe_share=0.75),
    "supervised, probe and class prior": plain("none", probe_share=0.75, class_prior="estimated"),
    "supervised unet-half": plain("none", backbone="unet-half", learning_rate=0.01),
    "supervised unet-smooth": plain("none", **SMOOTH),
    "jem unet-smooth": plain("jem", **SMOOTH),
    "thorough": ("--preset", "thorough"),
    "fixmatch then jem": ("--preset", "fixmatch-then-jem"),
    "javanmardi2016": ("--preset", "javanmardi2016"),
    "l1 warm-up": plain("l1", warm_up=0.2),
    **{term: plain(term) for term in WEIGHTS_TRIED},
})  # fmt: skip
