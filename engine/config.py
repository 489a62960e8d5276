"""What can be asked of the engine, validated when made. Standard library only: the plugin builds these too."""
from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, Optional, TypeVar

from .errors import ConfigError

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16")
NO_AUXILIARY = "none"
MAX_WEIGHT = 1000.0
SIDE_MULTIPLE_PX = 32  # what the deepest network halves a side by


@dataclass(frozen=True)
class AuxiliaryTerm:
    """One auxiliary loss and its weight λ in the total; a weight of None takes the loss's own default."""

    name: str
    weight: Optional[float] = None

    def __post_init__(self) -> None:
        if self.weight is not None:
            _check_range(f"weight of auxiliary loss {self.name!r}", self.weight, 0, MAX_WEIGHT)

    @classmethod
    def parse(cls, text: str) -> AuxiliaryTerm:
        """The term in `NAME` or `NAME=WEIGHT`."""
        name, _, weight = text.partition("=")
        if not weight:
            return cls(name.strip())
        try:
            return cls(name.strip(), float(weight))
        except ValueError as error:
            if isinstance(error, ConfigError):
                raise
            raise ConfigError(f"The weight {weight!r} of auxiliary loss {name!r} is not a number", "write for example l1=0.5") from error


# The default recipe: see docs/recipe.md for the measurements behind it.
DEFAULT_STEPS = 350


@dataclass(frozen=True)
class TrainConfig:
    """One training run.

    Attributes:
        image: path of the raster that the labels lie on.
        labels: path of the label file (GeoPackage of the contract, any vector file with class_id, or a label raster).
        model: path of the .safetensors file to write.
        unlabelled: further rasters to learn from without labels; same bands as image.
        bands: 1-based bands to use, in order; empty takes all but alpha.
        area: WKT polygon in the image's CRS that limits where unlabelled crops are drawn; empty means the whole image.
        auxiliary: auxiliary losses with weights; None is the default recipe, an empty tuple is purely supervised.
        steps, minutes: the budget, at most one of the two; neither is DEFAULT_STEPS.
        crop_px: side of a training patch, a multiple of SIDE_MULTIPLE_PX. Many small patches show many strokes in each step.
        batch: labelled patches a step; an eighth as many are drawn anywhere where an auxiliary loss learns from them.
        resume: path of a checkpoint to go on from, or empty.
    """

    image: str
    labels: str
    model: str
    unlabelled: tuple[str, ...] = ()
    bands: tuple[int, ...] = ()
    area: str = ""
    network: str = "berundanet-late"
    backbone: str = "efficientnet-lite0"
    width: int = 16
    auxiliary: Optional[tuple[AuxiliaryTerm, ...]] = None
    steps: Optional[int] = None
    minutes: Optional[float] = None
    crop_px: int = 96
    batch: int = 12
    learning_rate: float = 5e-3
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"
    resume: str = ""

    def __post_init__(self) -> None:
        _check_given("image", self.image, "name the raster to learn from")
        _check_given("labels", self.labels, "name the file with the strokes")
        _check_model_path(self.model)
        _check_bands(self.bands)
        if self.steps is not None and self.minutes is not None:
            raise ConfigError(f"Both steps={self.steps} and minutes={self.minutes} are given", "choose one budget")
        if self.steps is not None:
            _check_range("steps", self.steps, 1, 10_000_000)
        if self.minutes is not None:
            _check_range("minutes", self.minutes, 0.01, 10_000)
        _check_range("crop", self.crop_px, 32, 4096)
        _check_side("crop", self.crop_px)
        _check_range("batch", self.batch, 1, 1024)
        _check_range("width", self.width, 4, 512)
        _check_range("learning rate", self.learning_rate, 1e-7, 1)
        _check_range("seed", self.seed, 0, 2**31 - 1)
        _check_choice("device", self.device, DEVICES)
        _check_choice("precision", self.precision, PRECISIONS)
        names = [term.name for term in self.auxiliary or ()]
        if len(set(names)) < len(names):
            raise ConfigError(f"An auxiliary loss is given twice in {', '.join(names)}", "name each once")

    @property
    def step_budget(self) -> Optional[int]:
        """Steps to take, or None where the budget is a time."""
        return None if self.minutes is not None else self.steps or DEFAULT_STEPS


@dataclass(frozen=True)
class PredictConfig:
    """One prediction run.

    Attributes:
        output: folder that gets classes.tif, confidence.tif and ood.tif.
        area: WKT polygon in the image's CRS to predict; empty means the whole image. The rasters cover its bounding box.
        overlap: share of a tile that the next one covers again, in [0, 0.9].
        probabilities: also write probabilities.tif.
    """

    image: str
    model: str
    output: str
    area: str = ""
    overlap: float = 0.125
    tile_px: int = 512
    device: str = "auto"
    precision: str = "auto"
    probabilities: bool = False

    def __post_init__(self) -> None:
        _check_given("image", self.image, "name the raster to map")
        _check_given("model", self.model, "name the model file that training wrote")
        _check_given("output", self.output, "name the folder for the three layers")
        _check_range("overlap", self.overlap, 0, 0.9)
        _check_range("tile", self.tile_px, 64, 8192)
        _check_side("tile", self.tile_px)
        _check_choice("device", self.device, DEVICES)
        _check_choice("precision", self.precision, PRECISIONS)


@dataclass(frozen=True)
class EvaluateConfig:
    """Score a class map against a truth raster on the same grid; pixels under the labels in `exclude` do not count."""

    classes: str
    truth: str
    confidence: str = ""
    exclude: str = ""

    def __post_init__(self) -> None:
        _check_given("classes", self.classes, "name the class map")
        _check_given("truth", self.truth, "name the truth raster")


Config = TypeVar("Config", TrainConfig, PredictConfig, EvaluateConfig)


def to_params(config: Config) -> dict[str, Any]:
    """The configuration as JSON-ready request parameters."""
    return asdict(config)


def from_params(kind: type[Config], params: dict[str, Any]) -> Config:
    """The configuration in a request's parameters; raises ConfigError for unknown, missing or invalid ones."""
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(params) - known)
    if unknown:
        raise ConfigError(f"Unknown setting {unknown[0]!r}", f"known are {', '.join(sorted(known))}")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
    if values.get("auxiliary") is not None:
        values["auxiliary"] = tuple(AuxiliaryTerm(**term) if isinstance(term, dict) else term for term in values["auxiliary"])
    try:
        return kind(**values)
    except TypeError as error:
        raise ConfigError(f"The request is not complete: {error}") from error


def _check_given(name: str, value: str, remedy: str) -> None:
    if not value:
        raise ConfigError(f"No {name} is given", remedy)


def _check_model_path(path: str) -> None:
    _check_given("model file", path, "name a .safetensors file to write")
    if not path.endswith(".safetensors"):
        raise ConfigError(f"The model file {path!r} does not end in .safetensors", "rename it")


def _check_bands(bands: tuple[int, ...]) -> None:
    if any(not isinstance(band, int) or band < 1 for band in bands):
        raise ConfigError(f"Bands {list(bands)} are not all 1 or more", "bands count from 1")
    if len(set(bands)) < len(bands):
        raise ConfigError(f"Bands {list(bands)} name one twice", "name each band once")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or not low <= value <= high:
        raise ConfigError(f"{name[0].upper()}{name[1:]} is {value!r}", f"give a number from {low:g} to {high:g}")


def _check_side(name: str, side_px: int) -> None:
    if side_px % SIDE_MULTIPLE_PX:
        nearest = max(1, round(side_px / SIDE_MULTIPLE_PX)) * SIDE_MULTIPLE_PX
        raise ConfigError(f"A {name} of {side_px} px is not a multiple of {SIDE_MULTIPLE_PX}", f"take {nearest}")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ConfigError(f"Unknown {name} {value!r}", f"choose one of {', '.join(choices)}")


DEFAULT_AUXILIARY: tuple[AuxiliaryTerm, ...] = (AuxiliaryTerm("total-variation", 1.0),)  # of the default recipe, see above
