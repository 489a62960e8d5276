"""What can be asked of the engine, validated when made. Standard library only: the plugin builds these too."""
from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Optional, TypeVar, Union

from .checks import check_bands, check_choice, check_given, check_model_path, check_number, check_range, check_side, parsed_number
from .errors import ConfigError
from .presets import PRESETS

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16")
NO_AUXILIARY = "none"
ADAMW, ADAM = "adamw", "adam"
COSINE, CONSTANT = "cosine", "constant"
ESTIMATED, BALANCED = "estimated", "balanced"
MAX_WEIGHT = 1000.0
MAX_TURNS = 4  # quarter turns there are
SIDE_MULTIPLE_PX = 32  # what the deepest network halves a side by


AUTO_WEIGHT = "auto"
START, END = "start", "end"  # how a term's times are written among its parameters


@dataclass(frozen=True)
class AuxiliaryTerm:
    """One auxiliary loss in the total.

    Attributes:
        weight: λ; None takes the loss's own default, AUTO_WEIGHT one that follows the gradients.
        parameters: of the loss, by name.
        start, end: shares of the training between which it takes part.
    """

    name: str
    weight: Union[float, str, None] = None
    parameters: dict[str, float] = field(default_factory=dict)
    start: float = 0.0
    end: float = 1.0

    def __post_init__(self) -> None:
        if self.weight is not None and self.weight != AUTO_WEIGHT:
            check_range(f"weight of auxiliary loss {self.name!r}", self.weight, 0, MAX_WEIGHT)
        for name, value in (*self.parameters.items(), (START, self.start), (END, self.end)):
            check_number(f"{name} of auxiliary loss {self.name!r}", value)
        if not 0 <= self.start < self.end <= 1:
            times = f"from {self.start:g} to {self.end:g} of the training"
            raise ConfigError(f"Auxiliary loss {self.name!r} runs {times}", "give shares with 0 ≤ start < end ≤ 1")

    @classmethod
    def parse(cls, text: str) -> AuxiliaryTerm:
        """The term in `NAME[=WEIGHT][:PARAMETER=VALUE,...]`."""
        head, _, tail = text.partition(":")
        name, _, weight = (part.strip() for part in head.partition("="))
        values = {}
        for pair in tail.split(",") if tail else ():
            key, _, value = (part.strip() for part in pair.partition("="))
            remedy = f"write for example {name}:{key or 'alpha'}=0.1"
            if key in values:
                raise ConfigError(f"{key} of auxiliary loss {name!r} is given twice", "give each once")
            values[key] = parsed_number(f"{key} {value!r} of auxiliary loss {name!r}", value, remedy)
        if weight and weight != AUTO_WEIGHT:
            weight = parsed_number(f"weight {weight!r} of auxiliary loss {name!r}", weight, "write for example l1=0.5, or l1=auto")
        times = {key: values.pop(key) for key in (START, END) if key in values}
        return cls(name, None if weight == "" else weight, values, **times)

    def __str__(self) -> str:
        """The term as parse reads it."""
        times = {name: value for name, value, usual in ((START, self.start, 0.0), (END, self.end, 1.0)) if value != usual}
        tail = ",".join(f"{name}={value:g}" for name, value in (self.parameters | times).items())
        weight = "" if self.weight is None else f"={self.weight}" if self.weight == AUTO_WEIGHT else f"={self.weight:g}"
        return f"{self.name}{weight}{':' if tail else ''}{tail}"


# The default recipe: see docs/recipe.md for the measurements behind it.
DEFAULT_AUXILIARY: tuple[AuxiliaryTerm, ...] = (AuxiliaryTerm("l1"), AuxiliaryTerm("total-variation", 1.0))
DEFAULT_STEPS = 350
# What comes with the losses where it is not chosen: with the default ones, and with any others, which then stand for themselves.
COMPANIONS = {"class_prior": (ESTIMATED, BALANCED), "probe": (True, False), "predict_turns": (2, 1)}


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
        batch: labelled patches a step. unlabelled_batch: patches drawn anywhere; None leaves it to the auxiliary losses, without
            which there are none.
        learning_rate: at its peak. encoder_rate: share of it at which pretrained weights learn; 0 keeps them as they are.
        schedule: cosine after a warm-up, or constant.
        warm_up: share of the training in which only the auxiliary losses teach, before the labels do.
        class_prior: how frequent the classes are on the map: "balanced" takes that from the labels as they are drawn, class by class;
            "estimated" goes half-way to what the unlabelled pixels say, once there are strokes enough to hold some out. None: estimated
            with the default losses, balanced with any others.
        probe: whether a linear probe of the encoder's features, fitted to the strokes at once, votes on the map, where the encoder keeps
            pretrained weights. None: with the default losses, not with any others.
        weights: path of a Berunda model or of an encoder's weights to start from, or empty.
        preset: name of the preset that the other settings started from, or empty.
        predict_overlap, predict_tile_px, predict_turns: what predicting with the model uses where nothing else is asked for; None turns:
            2 with the default losses, 1 with any others.
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
    unlabelled_batch: Optional[int] = None
    learning_rate: float = 5e-3
    encoder_rate: float = 0.0
    optimizer: str = ADAMW
    schedule: str = COSINE
    warm_up: float = 0.0
    class_prior: Optional[str] = None
    probe: Optional[bool] = None
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"
    weights: str = ""
    preset: str = ""
    predict_overlap: float = 0.125
    predict_tile_px: int = 512
    predict_turns: Optional[int] = None
    resume: str = ""

    def __post_init__(self) -> None:
        for name, (with_default_losses, with_others) in COMPANIONS.items():
            if getattr(self, name) is None:  # decided once, here
                object.__setattr__(self, name, with_default_losses if self.auxiliary is None else with_others)
        check_given("image", self.image, "name the raster to learn from")
        check_given("labels", self.labels, "name the file with the strokes")
        check_model_path(self.model)
        check_bands(self.bands)
        if self.steps is not None and self.minutes is not None:
            raise ConfigError(f"Both steps={self.steps} and minutes={self.minutes} are given", "choose one budget")
        if self.steps is not None:
            check_range("steps", self.steps, 1, 10_000_000)
        if self.minutes is not None:
            check_range("minutes", self.minutes, 0.01, 10_000)
        check_range("crop", self.crop_px, 32, 4096)
        check_side("crop", self.crop_px, SIDE_MULTIPLE_PX)
        check_range("batch", self.batch, 1, 1024)
        if self.unlabelled_batch is not None:
            check_range("unlabelled batch", self.unlabelled_batch, 0, 1024)
        check_range("width", self.width, 4, 512)
        check_range("learning rate", self.learning_rate, 1e-7, 1)
        check_range("encoder rate", self.encoder_rate, 0, 1)
        check_range("warm-up", self.warm_up, 0, 0.9)
        check_choice("optimizer", self.optimizer, (ADAMW, ADAM))
        _check_tiles(self.predict_overlap, self.predict_tile_px, self.predict_turns)
        check_choice("schedule", self.schedule, (COSINE, CONSTANT))
        check_choice("class prior", self.class_prior, (ESTIMATED, BALANCED))
        check_range("seed", self.seed, 0, 2**31 - 1)
        check_choice("device", self.device, DEVICES)
        check_choice("precision", self.precision, PRECISIONS)
        names = [term.name for term in self.auxiliary or ()]
        if len(set(names)) < len(names):
            raise ConfigError(f"An auxiliary loss is given twice in {', '.join(names)}", "name each once")

    @property
    def terms(self) -> tuple[AuxiliaryTerm, ...]:
        """The auxiliary losses that train."""
        return DEFAULT_AUXILIARY if self.auxiliary is None else self.auxiliary

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
        overlap: share of a tile that the next one covers again, in [0, 0.9]; tile_px: its side; turns: in how many orientations, a
            quarter turn apart, each is shown. None leaves them to the model.
        probabilities: also write probabilities.tif.
    """

    image: str
    model: str
    output: str
    area: str = ""
    overlap: Optional[float] = None
    tile_px: Optional[int] = None
    turns: Optional[int] = None
    device: str = "auto"
    precision: str = "auto"
    probabilities: bool = False

    def __post_init__(self) -> None:
        check_given("image", self.image, "name the raster to map")
        check_given("model", self.model, "name the model file that training wrote")
        check_given("output", self.output, "name the folder for the three layers")
        _check_tiles(self.overlap, self.tile_px, self.turns)
        check_choice("device", self.device, DEVICES)
        check_choice("precision", self.precision, PRECISIONS)


@dataclass(frozen=True)
class EvaluateConfig:
    """Score a class map against a truth raster on the same grid; pixels under the labels in `exclude` do not count."""

    classes: str
    truth: str
    confidence: str = ""
    exclude: str = ""

    def __post_init__(self) -> None:
        check_given("classes", self.classes, "name the class map")
        check_given("truth", self.truth, "name the truth raster")


def _check_tiles(overlap: Optional[float], tile_px: Optional[int], turns: Optional[int]) -> None:
    if overlap is not None:
        check_range("overlap", overlap, 0, 0.9)
    if tile_px is not None:
        check_range("tile", tile_px, 64, 8192)
        check_side("tile", tile_px, SIDE_MULTIPLE_PX)
    if turns is not None:
        check_range("turns", turns, 1, MAX_TURNS)


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
    if params.get("preset"):
        check_choice("preset", params["preset"], tuple(PRESETS))
        given = {name: value for name, value in params.items() if value is not None}
        params = {**_preset_settings(params["preset"], given), **given}
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
    if values.get("auxiliary") is not None:
        weights = PRESETS[params["preset"]].weights if params.get("preset") else {}
        values["auxiliary"] = tuple(_term(term, weights) for term in values["auxiliary"])
    try:
        return kind(**values)
    except TypeError as error:
        raise ConfigError(f"The request is not complete: {error}") from error


def _preset_settings(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """A preset's settings; a budget that is given in one unit takes the place of one in the other."""
    settings = PRESETS[name].settings
    return {key: value for key, value in settings.items() if not (key == "steps" and "minutes" in given)}


def _term(term: Any, weights: dict[str, float]) -> AuxiliaryTerm:
    """An auxiliary term as it comes in a request: a dictionary, a text, or one already.

    Args:
        weights: λ by name, where the term has none.
    """
    if isinstance(term, dict):
        term = AuxiliaryTerm(**term)
    elif isinstance(term, str):
        term = AuxiliaryTerm.parse(term)
    return replace(term, weight=weights[term.name]) if term.weight is None and term.name in weights else term
