"""What can be asked of the engine: every setting of a training, a map and the evaluations, declared once."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Optional, Union

from .errors import ConfigError
from .loss_terms import AuxiliaryTerm, decode_terms
from .ood_scores import FUSION, OOD_SCORES
from .setting import ADVANCED, FRONT, Config, setting

DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("auto", "fp32", "bf16")
ADAMW, ADAM = "adamw", "adam"
COSINE, CONSTANT = "cosine", "constant"
ESTIMATED, BALANCED = "estimated", "balanced"
AUTO = "auto"
MAX_ROTATIONS = 4
MAX_SMOOTHING_PX = 64
SIDE_MULTIPLE_PX = 32  # what the deepest network divides a side by
DEFAULT_RECIPE = "default"

# Settings that several configurations have.
OVERLAP: dict[str, Any] = {"low": 0, "high": 0.9, "sentence": "share of a tile that the next one covers again"}
TILE: dict[str, Any] = {
    "low": 64, "high": 8192, "multiple": SIDE_MULTIPLE_PX, "unit": "px", "metavar": "PX", "sentence": "side of a tile"
}  # fmt: skip
ROTATIONS: dict[str, Any] = {
    "low": 1,
    "high": MAX_ROTATIONS,
    "title": "Test-time rotations",
    "sentence": "test-time augmentation: quarter-turn rotations of each tile that are averaged",
}
DEVICE: dict[str, Any] = {
    "choices": DEVICES, "listed_in": "devices", "title": "Device", "sentence": "device to compute on"
}  # fmt: skip
PRECISION: dict[str, Any] = {"choices": PRECISIONS, "sentence": "precision in which networks run"}
_FIXED: dict[str, Any] = {"in_recipe": True, "is_fixed": True}


@dataclass(frozen=True)
class TrainConfig(Config):
    """A training. The defaults are the recipe `default`."""

    ALTERNATIVES = (("steps", "minutes"),)

    image: str = setting(sentence="raster that the labels lie on", is_path=True)
    labels: str = setting(
        sentence="label file: a GeoPackage, another vector file with class_id, or a label raster", is_path=True
    )
    model: str = setting(sentence=".safetensors file to write", is_path=True)
    unlabelled: tuple[str, ...] = setting(
        (), title="Further imagery", repeats=True, metavar="IMG", is_path=True,
        sentence="further raster of the same bands to learn from without labels",
    )  # fmt: skip
    preset: str = setting(DEFAULT_RECIPE, title="Recipe", metavar="NAME", sentence="recipe, see `presets`")
    bands: tuple[int, ...] = setting(
        (), metavar="N", is_fixed=True, sentence="bands to use, counted from 1; empty takes all but alpha"
    )
    area: str = setting(
        "", metavar="WKT", is_fixed=True,
        sentence="polygon in the image's CRS where unlabelled patches are drawn; empty for all",
    )  # fmt: skip
    network: str = setting(
        "berundanet-late", title="Network", shown=ADVANCED, listed_in="networks", **_FIXED,
        sentence="network; see `models`",
    )  # fmt: skip
    backbone: str = setting(
        "efficientnet-lite0", title="Backbone", shown=ADVANCED, listed_in="backbones", **_FIXED,
        sentence="encoder and decoder of the network; see `models`",
    )  # fmt: skip
    width: int = setting(
        16, low=4, high=512, title="Width", shown=ADVANCED, **_FIXED,
        sentence="channels of the decoder's last level: with more, finer differences are learned, in more time",
    )  # fmt: skip
    weights: str = setting(
        "", title="Start from", shown=ADVANCED, metavar="FILE", is_path=True, pattern="*.safetensors *.pt *.pth",
        sentence="Berunda model or encoder weights to start from, for backbone transformers a folder; empty for the "
        "backbone's own",
    )  # fmt: skip
    probe_share: float = setting(
        0.95, low=0, high=1, title="Feature probe", shown=FRONT, metavar="SHARE", **_FIXED,
        sentence="share in the vote on the map of a classifier of the pretrained encoder's features; 0 for none, 1 for "
        "that classifier alone",
    )  # fmt: skip
    probe_unlabelled: float = setting(
        0.6, low=0, high=1, title="Unlabelled share of the probe", metavar="SHARE", **_FIXED,
        sentence="share of the feature probe's covariances that comes from unlabelled imagery; 0 for none",
    )  # fmt: skip
    probe_smoothing_px: int = setting(
        8, low=0, high=MAX_SMOOTHING_PX, multiple=4, unit="px", option="probe-smoothing", metavar="PX", **_FIXED,
        sentence="radius of the windows over which the feature probe's probabilities are smoothed, along the edges of "
        "the image; 0 for none",
    )  # fmt: skip
    auxiliary: tuple[AuxiliaryTerm, ...] = setting(
        (AuxiliaryTerm("mumford-shah", 1.0),), title="Auxiliary losses", shown=FRONT,
        decode=decode_terms, repeats=True, metavar="NAME[=WEIGHT][:PARAMETER=VALUE,...]", **_FIXED,
        sentence="auxiliary loss, see `losses`; WEIGHT may be auto, start and end are shares of the training; "
        "none for purely supervised training",
    )  # fmt: skip
    pseudo_labels: str = setting(
        "", metavar="RECIPE", **_FIXED,
        sentence="recipe of a first training, on half of the budget, whose map labels all pixels without strokes for "
        "this one; empty for none",
    )  # fmt: skip
    class_prior: str = setting(
        ESTIMATED, choices=(ESTIMATED, BALANCED), title="Class prior", shown=FRONT, **_FIXED,
        sentence="class prior on the map: balanced as drawn, or estimated on unlabelled pixels",
    )  # fmt: skip
    steps: Optional[int] = setting(
        250, low=0, high=10_000_000, sentence="training steps", title="Budget", shown=ADVANCED, in_recipe=True
    )
    minutes: Optional[float] = setting(
        None, low=0.01, high=10_000, unit="min", title="Budget", shown=ADVANCED, in_recipe=True,
        sentence="training time, in place of steps",
    )  # fmt: skip
    crop_px: int = setting(
        96, low=32, high=4096, multiple=SIDE_MULTIPLE_PX, unit="px", option="crop", metavar="PX", **_FIXED,
        sentence="side of a training patch",
    )  # fmt: skip
    batch: int = setting(12, low=1, high=1024, sentence="labelled patches a step", **_FIXED)
    unlabelled_batch: Union[int, str] = setting(
        AUTO, low=0, high=1024, choices=(AUTO,), **_FIXED,
        sentence="patches a step drawn anywhere; auto for as many as the auxiliary losses ask for",
    )  # fmt: skip
    learning_rate: float = setting(5e-3, low=1e-7, high=1, sentence="peak learning rate", in_recipe=True)
    encoder_rate: float = setting(
        0.0, low=0, high=1, sentence="share of the learning rate for pretrained weights; 0 freezes them", **_FIXED
    )
    optimizer: str = setting(ADAMW, choices=(ADAMW, ADAM), sentence="optimiser", **_FIXED)
    schedule: str = setting(COSINE, choices=(COSINE, CONSTANT), sentence="schedule of the learning rate", **_FIXED)
    warm_up: float = setting(
        0.0, low=0, high=0.9, metavar="SHARE", sentence="share of the training with auxiliary losses alone", **_FIXED
    )
    predict_overlap: float = setting(0.125, in_recipe=True, **OVERLAP)
    predict_tile_px: int = setting(512, option="predict-tile", in_recipe=True, **TILE)
    predict_tta_rotations: int = setting(4, in_recipe=True, **ROTATIONS)
    seed: int = setting(
        0, low=0, high=2**31 - 1, title="Seed", shown=ADVANCED, is_fixed=True, sentence="seed of everything random"
    )
    device: str = setting(AUTO, shown=ADVANCED, **DEVICE)
    precision: str = setting(AUTO, **PRECISION)
    resume: str = setting(
        "", metavar="CHECKPOINT", is_path=True,
        sentence=".checkpoint.safetensors file of a stopped training to go on from",
    )  # fmt: skip

    def check(self) -> None:
        """Raises ConfigError where settings contradict each other."""
        if not self.model.endswith(".safetensors"):
            raise ConfigError(f"The model file {self.model!r} does not end in .safetensors", "rename it")
        check_bands(self.bands)
        if self.steps is not None and self.minutes is not None:
            raise ConfigError(f"Both steps={self.steps} and minutes={self.minutes} are given", "choose one budget")
        if self.steps is None and self.minutes is None:
            raise ConfigError("Neither steps nor minutes is given", "choose one budget")
        if self.steps == 0 and self.probe_share < 1:
            raise ConfigError(
                f"steps is 0 with probe_share {self.probe_share:g}: the decoder would vote untrained",
                "give steps, or probe_share 1",
            )


@dataclass(frozen=True)
class PredictConfig(Config):
    """A map. Overlap, tile and rotations that are not given are the model's."""

    image: str = setting(sentence="raster to map", is_path=True)
    model: str = setting(sentence="model file that training wrote", is_path=True)
    output: str = setting(sentence="folder for classes.tif, confidence.tif and ood.tif", metavar="DIR", is_path=True)
    area: str = setting("", metavar="WKT", sentence="polygon in the image's CRS to map; empty for all")
    extent: tuple[float, ...] = setting(
        (), sentence="part to map, in the image's CRS: XMIN YMIN XMAX YMAX", metavar="COORDINATE"
    )
    overlap: float = setting(0.125, **OVERLAP)
    tile_px: int = setting(512, option="tile", **TILE)
    tta_rotations: int = setting(4, **ROTATIONS)
    probabilities: bool = setting(False, sentence="also write probabilities.tif")
    head: str = setting(
        "", option="auxiliary", metavar="NAME",
        sentence="in place of the map, write the output of this auxiliary loss's head as auxiliary.tif",
    )  # fmt: skip
    ood_score: str = setting(
        FUSION, title="OOD score", choices=OOD_SCORES, metavar="NAME",
        sentence="out-of-distribution score in the first band of ood.tif: the fusion of novel-here and foreign, which "
        "are the further bands, or another one to compare",
    )  # fmt: skip
    device: str = setting(AUTO, **DEVICE)
    precision: str = setting(AUTO, **PRECISION)

    def check(self) -> None:
        """Raises ConfigError where the extent is not a rectangle, or is given beside an area."""
        if not self.extent:
            return
        if self.area:
            raise ConfigError("Both area and extent are given", "choose one")
        if len(self.extent) != 4 or not (self.extent[0] < self.extent[2] and self.extent[1] < self.extent[3]):
            remedy = "give XMIN YMIN XMAX YMAX with XMIN < XMAX and YMIN < YMAX"
            raise ConfigError(f"extent is {list(self.extent)}", remedy)

    @property
    def region(self) -> str:
        """What to map as WKT: the area, the extent's rectangle, or empty for all."""
        if not self.extent:
            return self.area
        left, bottom, right, top = self.extent
        corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
        return f"POLYGON(({', '.join(f'{x!r} {y!r}' for x, y in corners)}))"


@dataclass(frozen=True)
class EvaluateConfig(Config):
    """A class map to score against a truth."""

    classes: str = setting(sentence="class map to score", is_path=True)
    truth: str = setting(
        sentence="truth: a raster on the same grid, where 0 and 255 do not count, or features with class_id",
        is_path=True,
    )
    confidence: str = setting(
        "", sentence="confidence layer of the map: adds calibration error, Brier score and reliability", is_path=True
    )
    exclude: str = setting(
        "", sentence="label file: pixels under these labels do not count", metavar="LABELS", is_path=True
    )
    report: str = setting("", sentence="page (HTML) to write with tables and diagrams", metavar="FILE", is_path=True)


@dataclass(frozen=True)
class AnalyseConfig(Config):
    """Imagery to compare: the first image, or the labelled areas, represents the others well or badly."""

    image: tuple[str, ...] = setting(
        metavar="IMG", is_path=True, sentence="rasters to compare, one site each, that of the training first"
    )
    output: str = setting(
        sentence="folder for report.html, report.json and patches.gpkg", metavar="DIR", is_path=True
    )
    labels: tuple[str, ...] = setting(
        (), repeats=True, metavar="LABELS", is_path=True,
        sentence="label file of the first image, then of the second and so on; an empty text for an image without",
    )  # fmt: skip
    area: tuple[str, ...] = setting(
        (), repeats=True, metavar="WKT", sentence="polygon in the CRS of a single image: its areas are the sites then"
    )
    bands: tuple[int, ...] = setting(
        (), metavar="N", sentence="bands to use, counted from 1; empty takes those that all images have, but alpha"
    )
    patch_px: int = setting(
        64, low=32, high=1024, multiple=16, unit="px", option="patch", metavar="PX", sentence="side of a patch"
    )
    patches: int = setting(
        400, low=20, high=5000, sentence="patches of a site at most; fewer where they would cover it more than once"
    )
    runs: int = setting(
        3, low=1, high=20, title="t-SNE runs", sentence="t-SNE runs, which give the scores their spread"
    )
    nu: float = setting(
        0.05, low=0.01, high=0.5, title="Share left out",
        sentence="share of a site's patches that its area of the appearance map may leave out",
    )  # fmt: skip
    seed: int = setting(0, low=0, high=2**31 - 1, sentence="seed of everything random")
    device: str = setting(AUTO, **DEVICE)

    def check(self) -> None:
        """Raises ConfigError where there is nothing to compare, or labels and areas do not fit the images."""
        check_bands(self.bands)
        images, labels = len(self.image), [path for path in self.labels if path]
        if len(self.labels) > images:
            raise ConfigError(f"There are {len(self.labels)} label files for {images} images", "give one for each")
        if self.area and images > 1:
            raise ConfigError(f"There are areas beside {images} images", "give areas of one image, or images alone")
        if images == 1 and len(self.area) < 2 and not labels:
            raise ConfigError(
                f"{self.image[0]} alone has nothing to be compared with",
                "give a second image, labels, or two areas of this one",
            )


@dataclass(frozen=True)
class MaskedMapConfig(Config):
    """A class map, and what of it is hidden."""

    classes: str = setting(sentence="class map", is_path=True)
    confidence: str = setting("", sentence="confidence layer on the same grid", is_path=True)
    ood: str = setting("", sentence="OOD layer on the same grid; its first band counts", is_path=True)
    minimum_confidence: float = setting(0.0, low=0, high=1, sentence="pixels of a lower confidence are hidden")
    maximum_ood: float = setting(1.0, low=0, high=1, sentence="pixels of a higher OOD score are hidden")

    def check(self) -> None:
        """Raises ConfigError where a threshold has no layer."""
        for name, layer, is_on in (
            ("minimum_confidence", self.confidence, self.minimum_confidence > 0),
            ("maximum_ood", self.ood, self.maximum_ood < 1),
        ):
            if is_on and not layer:
                wanted = name.split("_")[1]
                raise ConfigError(f"{name} is {getattr(self, name):g} without a layer to apply it to", f"name {wanted}")


@dataclass(frozen=True)
class ClassAreasConfig(MaskedMapConfig):
    """A class map whose areas are counted, and what of it is hidden."""

    output: str = setting("", metavar="FILE", is_path=True, sentence=".tif file for the class map without these pixels")

    def check(self) -> None:
        """Raises ConfigError where a threshold has no layer, or the file to write is not a GeoTIFF or is an input."""
        super().check()
        if not self.output:
            return
        if not self.output.endswith(".tif"):
            raise ConfigError(f"The file {self.output!r} does not end in .tif", "rename it")
        if os.path.abspath(self.output) in map(os.path.abspath, (self.classes, self.confidence, self.ood)):
            raise ConfigError(f"{self.output} is one of the layers that are read", "choose another file")


@dataclass(frozen=True)
class SuggestConfig(Config):
    """Places to label next."""

    image: str = setting(sentence="raster to label further", is_path=True)
    model: str = setting(sentence="model file that training wrote", is_path=True)
    output: str = setting(sentence="GeoPackage to write the places to", metavar="PLACES.gpkg", is_path=True)
    labels: str = setting("", sentence="label file; empty for the one that the model was trained on", is_path=True)
    count: int = setting(5, low=1, high=20, sentence="places to suggest")
    area: str = setting("", metavar="WKT", sentence="polygon in the image's CRS that they lie in; empty for all")
    seed: int = setting(0, low=0, high=2**31 - 1, sentence="seed of the sample that they are chosen from")
    device: str = setting(AUTO, **DEVICE)
    precision: str = setting(AUTO, **PRECISION)

    def check(self) -> None:
        """Raises ConfigError where the output is not a GeoPackage."""
        if not self.output.endswith(".gpkg"):
            raise ConfigError(f"The output {self.output!r} does not end in .gpkg", "rename it")


@dataclass(frozen=True)
class LikelihoodConfig(Config):
    """Imagery to judge by a model that was trained with auxiliary loss jem."""

    model: str = setting(sentence="model file that a training with auxiliary loss jem wrote", is_path=True)
    image: tuple[str, ...] = setting(
        metavar="IMG", is_path=True, sentence="rasters to judge, that of the training first"
    )
    output: str = setting(
        sentence="folder for likelihood.html, likelihood.json and samples.png", metavar="DIR", is_path=True
    )
    truth: str = setting(
        "", is_path=True,
        sentence="truth of the first image, for the calibration curve: a raster on its grid, where 0 and 255 do not "
        "count, or features with class_id",
    )  # fmt: skip
    patches: int = setting(
        500, low=20, high=20_000, sentence="patches of an image at most; fewer where they would cover it more than once"
    )
    samples: int = setting(6, low=1, high=50, sentence="generated samples of a class")
    iterations: int = setting(100, low=0, high=10_000, sentence="iterations of SGLD that generate a sample from noise")
    seed: int = setting(0, low=0, high=2**31 - 1, sentence="seed of everything random")
    device: str = setting(AUTO, **DEVICE)


@dataclass(frozen=True)
class ListConfig(Config):
    """A listing has no settings."""


def check_bands(bands: tuple[int, ...]) -> None:
    """Raises ConfigError where a band is not one, or named twice."""
    if any(band < 1 for band in bands) or len(set(bands)) < len(bands):
        raise ConfigError(f"bands is {list(bands)}", "name each band once, counted from 1")
