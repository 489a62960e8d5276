"""What a model file says about itself, versioned: what one release wrote, the next reads."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Optional

from .decode import EXTRA, decode, decode_record
from .errors import ConfigError, ModelFileError
from .land_cover import MAX_CLASS_ID, MIN_CLASS_ID, LandCoverClass, is_color
from .ood_scores import ENERGY
from .version import VERSION

MAJOR = 3
FORMAT = "berunda-model-"  # and the major version, under the key "format" of a file's metadata
MAX_HEADER_BYTES = 16 * 1024 * 1024  # a card has some kilobytes; a file that claims more is not ours
CALIBRATED_FROM = 20  # strokes that were judged; with fewer the confidence is called uncalibrated
# How strokes were judged: by the network, which had not seen them, or by feature probes fitted to the others.
HELD_OUT, CROSS_FITTED = "held-out", "cross-fitted"
_RENAMED_SETTINGS = {"predict_turns": "predict_tta_rotations"}


@dataclass(frozen=True)
class BandStatistics:
    """Per band: the range that values are clipped to, and mean and standard deviation of the clipped values."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class PostProcessing:
    """All that turns logits into the layers of a map.

    Attributes:
        probe_share: share of the feature probe's logits in the vote; the decoder has the rest.
        probe_smoothing_px: radius of the windows over which the probe's probabilities are smoothed; 0 for none.
        class_shift: what is added to the logits for the class prior, (K,); empty for nothing.
        temperature: what the shifted logits are divided by before they are called probabilities; it was fitted to
            logits without the shift.
        is_calibrated: whether enough strokes that were judged support the temperature, or enough check points the
            correction.
        ood: statistics of each out-of-distribution score on the training area, by its name.
        confidence_correction: slope and intercept on the log-odds of the confidence, fitted to check points; empty for
            none.
        extra: what a newer version added.
    """

    probe_share: float = 0.0
    probe_smoothing_px: int = 0
    class_shift: tuple[float, ...] = ()
    temperature: float = 1.0
    is_calibrated: bool = False
    ood: dict[str, Any] = field(default_factory=dict)
    confidence_correction: tuple[float, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelCard:
    """A model's description of itself.

    Attributes:
        network, backbone, width: what it is built as.
        backbone_description: what else its backbone is built from, such as an encoder's configuration; mostly empty.
        auxiliary_channels: by auxiliary loss with a head of its own, the channels of that head.
        classes: in the order of the network's outputs.
        bands: 1-based bands of the training image, in order.
        normalisation: how its bands are brought to a common scale.
        pixel_size: side of a training pixel in units of crs.
        crs: WKT of the training image's CRS, or empty.
        auxiliary: λ of each auxiliary loss.
        recipe: every setting of the training, with `steps_taken` and `seconds`.
        held_out: accuracy on strokes that were not trained on when they were judged, or None where there were none:
            "accuracy" in 0..1, its 95 % "interval" and the number of "strokes", over all and, in "per_class", by the
            name of each class; "method", HELD_OUT or CROSS_FITTED. Earlier versions had neither of the last two.
        postprocessing: what turns its logits into layers.
        labels_digest: SHA-256 of the labels.
        engine_version: of the engine that wrote it.
        extra: what a newer version added.
    """

    network: str
    backbone: str
    width: int
    classes: tuple[LandCoverClass, ...]
    bands: tuple[int, ...]
    normalisation: BandStatistics
    pixel_size: float
    crs: str = ""
    backbone_description: dict[str, Any] = field(default_factory=dict)
    auxiliary_channels: dict[str, int] = field(default_factory=dict)
    auxiliary: dict[str, float] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)
    held_out: Optional[dict[str, Any]] = None
    postprocessing: PostProcessing = field(default_factory=PostProcessing)
    labels_digest: str = ""
    engine_version: str = VERSION
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """Steps that the training took."""
        return int(self.recipe.get("steps_taken") or 0)

    @property
    def seconds(self) -> float:
        """Seconds that these steps took."""
        return float(self.recipe.get("seconds") or 0.0)

    def check(self) -> None:
        """Raises ConfigError where values are impossible or do not fit together."""
        statistics, postprocessing = asdict(self.normalisation), self.postprocessing
        for is_valid, wrong in (
            (all(MIN_CLASS_ID <= each.class_id <= MAX_CLASS_ID for each in self.classes), "class ids"),
            (all(is_color(each.color) for each in self.classes), "colours"),
            (all(len(values) == len(self.bands) for values in statistics.values()), "normalisation"),
            (self.pixel_size > 0, "pixel_size"),
            (postprocessing.temperature > 0, "temperature"),
            (_is_correction(postprocessing.confidence_correction), "confidence_correction"),
            (0 <= postprocessing.probe_share <= 1, "probe_share"),
            (postprocessing.probe_smoothing_px >= 0, "probe_smoothing_px"),
            (len(postprocessing.class_shift) in (0, len(self.classes)), "class_shift"),
        ):
            if not is_valid:
                raise ConfigError(f"its {wrong} cannot be right", "train it again")

    def to_metadata(self) -> dict[str, str]:
        """A JSON text for every entry, as safetensors stores it; entries of a newer version included."""
        return {"format": f"{FORMAT}{MAJOR}", **{name: json.dumps(value) for name, value in _plain(self).items()}}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], path: str) -> ModelCard:
        """The card in a file's metadata.

        Args:
            metadata: of a .safetensors file.
            path: of the file, for errors.

        Raises:
            ModelFileError: not a Berunda model, damaged, or written by a newer major version.
        """
        major = major_version(metadata, path)
        try:
            entries = {name: json.loads(text) for name, text in metadata.items() if name != "format"}
            if major == 1:
                entries = _with_postprocessing(entries)
            if major < MAJOR:
                entries = _with_ood_by_score(entries)
            card = decode_record(cls, entries, "the model card")
            card.check()
            return card
        except (ConfigError, ValueError, KeyError, TypeError, AttributeError) as error:
            reason = error.message if isinstance(error, ConfigError) else str(error).split("\n")[0]
            raise ModelFileError(f"{path} is damaged ({reason})", "train it again") from error


def _is_correction(values: tuple[float, ...]) -> bool:
    return not values or (len(values) == 2 and values[0] > 0)


def major_version(metadata: Mapping[str, str], path: str) -> int:
    """The major version of a model file's card; raises ModelFileError where there is none or it is a newer one."""
    text = metadata.get("format", "")
    if not text.startswith(FORMAT) or not text[len(FORMAT) :].isdecimal():
        raise ModelFileError(f"{path} is not a Berunda model (format {text!r})", "choose a file that training wrote")
    major = int(text[len(FORMAT) :])
    if major > MAJOR:
        raise ModelFileError(
            f"{path} was written by a newer Berunda (model format {major}, this one reads up to {MAJOR})",
            "update Berunda",
        )
    return major


def read_model_card(path: str) -> Optional[ModelCard]:
    """The card in the header of a model file; None where there is no file or its card cannot be read."""
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length)) if length <= MAX_HEADER_BYTES else {}
        return ModelCard.from_metadata(header.get("__metadata__", {}), path)
    except (OSError, ValueError, AttributeError):
        return None


def strokes_to_calibrate(held_out: Optional[Mapping[str, Any]]) -> int:
    """How many strokes are missing in a card's `held_out` for the confidence to be called calibrated."""
    return max(0, CALIBRATED_FROM - (held_out["strokes"] if held_out is not None else 0))


def _plain(record: Any) -> dict[str, Any]:
    """A record as JSON has it, with what a newer version added in its place."""
    values = {f.name: getattr(record, f.name) for f in fields(record) if f.name != EXTRA}
    for name, value in values.items():
        if isinstance(value, PostProcessing):
            values[name] = _plain(value)
        elif isinstance(value, BandStatistics):
            values[name] = asdict(value)
        elif name == "classes":
            values[name] = [asdict(entry) for entry in value]
    return {**values, **record.extra}


def _with_ood_by_score(entries: dict[str, Any]) -> dict[str, Any]:
    """The entries of a card up to major version 2, whose OOD statistics were those of the energy."""
    postprocessing = decode(dict[str, Any], entries.get("postprocessing", {}), "postprocessing")
    if not postprocessing.get("ood"):
        return entries
    return {**entries, "postprocessing": {**postprocessing, "ood": {ENERGY: postprocessing["ood"]}}}


def _with_postprocessing(entries: dict[str, Any]) -> dict[str, Any]:
    """The entries of a card of major version 1: its post-processing lay open, and other names were in its recipe."""
    moved = ("temperature", "is_calibrated", "ood", "class_shift")
    recipe = {
        _RENAMED_SETTINGS.get(name, name): value
        for name, value in decode(dict[str, Any], entries["recipe"], "recipe").items()
    }
    recipe.setdefault("predict_tta_rotations", 1)
    shares = {True: 0.75, False: 0.0, None: 0.75 if recipe.get("auxiliary") is None else 0.0}
    recipe["probe_share"] = shares[recipe.pop("probe", None)]
    postprocessing = {name: entries[name] for name in moved if name in entries}
    postprocessing["probe_share"] = recipe["probe_share"]
    rest = {name: value for name, value in entries.items() if name not in moved}
    return {**rest, "recipe": recipe, "postprocessing": postprocessing}
