"""Recipes by name: ours for several budgets, and the papers' protocols. Each fixes every setting of a training."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .config import BALANCED, DEFAULT_RECIPE, TrainConfig
from .errors import ConfigError
from .loss_terms import AuxiliaryTerm
from .setting import from_params, settings_of


@dataclass(frozen=True)
class Preset:
    """A recipe: settings of a training that belong together. Any of them may still be given another value.

    Attributes:
        sentence: for the analyst.
        source: where the protocol comes from, and what had to be filled in.
        settings: a value for every setting that recipes fix.
        weights: λ of auxiliary losses that are chosen without one, where the protocol has others than our defaults.
    """

    sentence: str
    source: str
    settings: dict[str, Any]
    weights: dict[str, float] = field(default_factory=dict)


_DEFAULTS = {name: declared.default for name, declared in settings_of(TrainConfig).items() if declared.in_recipe}
# What the papers' protocols have none of: a feature probe, an estimated class prior, rotations at prediction time.
_PLAIN = {"probe_share": 0.0, "class_prior": BALANCED, "predict_tta_rotations": 1}


def _recipe(**changes: Any) -> dict[str, Any]:
    """Every setting of a recipe, from those that differ from the default one."""
    unknown = set(changes) - set(_DEFAULTS)
    if unknown:
        raise KeyError(f"no recipe fixes {sorted(unknown)}")
    return {**_DEFAULTS, **changes}


PRESETS: dict[str, Preset] = {
    DEFAULT_RECIPE: Preset("What did best in our measurements: a map in about a minute.", "Berunda", _recipe()),
    "instant": Preset(
        "The feature probe alone, without training steps: a map in seconds.", "Berunda",
        _recipe(probe_share=1.0, steps=0, auxiliary=(), predict_tta_rotations=2),
    ),
    "labels-only": Preset(
        "The default without anything that uses unlabelled pixels: the yardstick for what they add.", "Berunda",
        _recipe(auxiliary=(), class_prior=BALANCED, probe_unlabelled=0.0, probe_smoothing_px=0),
    ),
    "quick": Preset("Half the default budget: a first impression in half a minute.", "Berunda", _recipe(steps=125)),
    "thorough": Preset(
        "Three decoders trained on different patches and averaged, at seven times the default budget: for the map to "
        "deliver.", "Berunda",
        _recipe(network="berundanet-ensemble", batch=36, steps=600, predict_overlap=0.25),
    ),
    "castillo2020": Preset(
        "The protocol of the first BerundaNet paper: days on a processor, hours on a graphics card.",
        "Castillo-Navarro et al. 2020, section 5: 50 pseudo-epochs of 5000 labelled and 5000 unlabelled patches; the "
        "paper names no batch size, 10 and 10 are taken. λ is that of its Table 1, converted to our means where the "
        "paper sums over bands (L1 0.5 and L2 5, with three bands) or divides by the whole patch (inpainting 5); it "
        "does not name the scale of its pixels, ours are z-scores. Ours remain: patches drawn class by class around "
        "strokes, symmetries and mild changes of light, the averaged weights for the map, and losses that are means "
        "over valid pixels",
        _recipe(
            **_PLAIN, backbone="unet", width=64, crop_px=320, batch=10, unlabelled_batch=10, optimizer="adam",
            learning_rate=1e-4, schedule="constant", steps=50 * 5000 // 10, predict_overlap=0.75, predict_tile_px=320,
            auxiliary=(AuxiliaryTerm("relaxed-kmeans", 1.0),),
        ),
        {"l1": 1.5, "l2": 15, "relaxed-kmeans": 1, "mumford-shah": 1, "inpainting": 0.94, "jigsaw": 0.5},
    ),
    "javanmardi2016": Preset(
        "For single labelled pixels: a network at full resolution, smoothed by total variation.",
        "Javanmardi et al. 2016, section 5; its pixel classifier is replaced by a U-Net, and the weight and the budget "
        "are ours",
        _recipe(**_PLAIN, backbone="unet", auxiliary=(AuxiliaryTerm("total-variation", 0.05),), steps=600),
    ),
    "fixmatch": Preset(
        "Trains on its own confident predictions under changed colours: slow, for large images.",
        "Castillo-Navarro 2022, section 3.3, which needs batch normalisation to converge; the pretrained network and "
        "the budget are ours",
        _recipe(**_PLAIN, auxiliary=(AuxiliaryTerm("fixmatch", 1.0),), steps=500),
    ),
    "fixmatch-then-jem": Preset(
        "A first training with FixMatch labels all pixels, a second one learns them with an energy model of likely "
        "imagery; experimental and slow.",
        "Castillo-Navarro 2022, section 4.3.5: FixMatch on a network with batch normalisation, its map written down "
        "once as pseudo-labels, and JEM trained on them on a new network without; the networks, the weights and the "
        "budget, half of it for each training, are ours",
        _recipe(
            **_PLAIN, pseudo_labels="fixmatch", backbone="unet-smooth", steps=1000, learning_rate=1e-3,
            auxiliary=(AuxiliaryTerm("jem", 0.3),),
        ),
    ),
    "jem-scenes": Preset(
        "Classifies squares of 32 pixels as wholes and learns which are likely: for likelihoods of whole images, "
        "coarse maps and generated samples; experimental.",
        "Castillo-Navarro 2022, sections 4.2 and 4.3.4: patches with labels train both terms of eq. 4.11, as many "
        "drawn anywhere log p(x) alone; squares of 32 pixels as for So2Sat. The small network with group "
        "normalisation in place of Wide-ResNet-28-10, the penalty on energies, the step of SGLD, the weight and the "
        "budget are ours",
        _recipe(
            **_PLAIN, backbone="scenes", crop_px=32, batch=32, steps=600, learning_rate=1e-3, predict_overlap=0.0,
            auxiliary=(AuxiliaryTerm("jem", 0.3, {"side": 32, "samples": 16, "iterations": 10, "step": 10}),),
        ),
    ),
}  # fmt: skip


def preset(name: str) -> Preset:
    """The recipe of a name, the default one for none; raises ConfigError where there is none."""
    if (name or DEFAULT_RECIPE) not in PRESETS:
        raise ConfigError(f"preset is {name!r}", f"choose one of {', '.join(PRESETS)}")
    return PRESETS[name or DEFAULT_RECIPE]


def train_config(params: Mapping[str, Any]) -> TrainConfig:
    """The training in a request's parameters: the recipe that they name, with what is given besides.

    Raises:
        ConfigError: a setting or recipe is unknown, or a value is not valid.
    """
    name = params.get("preset") or DEFAULT_RECIPE
    base = preset(name).settings if isinstance(name, str) else {}
    return from_params(TrainConfig, {**params, "preset": name}, base)
