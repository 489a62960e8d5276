"""An image that is worked on live: its encoder, its features, and what was learned of its labels last."""
from __future__ import annotations

import os
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Optional, Union

from ..data.area import Area
from ..data.label_raster import LabelRaster, StrokePixels, SurveyedBlocks
from ..data.labels import VALIDATION, Labels, read_labels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.split import split_strokes
from ..data.unlabelled import UnlabelledImagery
from ..features.appearance import Appearance
from ..features.feature_blocks import FeatureBlocks
from ..features.feature_cache import FeatureCache
from ..inference.foreign_blocks import ForeignBlocks
from ..models.compute import choose_compute
from ..models.registry import build_network, load_pretrained
from ..schema.config import TrainConfig
from ..schema.land_cover import LandCoverClass
from ..schema.live_config import ExploreConfig, PreviewConfig
from ..schema.recipes import train_config
from ..training.instant import InstantLearning, LabelledStrokes

RECIPE = "instant"
MAX_SESSIONS = 2  # images whose sessions are kept
_SESSIONS: OrderedDict[tuple[object, ...], LiveSession] = OrderedDict()
_LOCK = threading.Lock()
_CACHE = FeatureCache.of_environment()


class LiveSession:
    """What previews of one image share.

    Args:
        config: the request that begins it.

    Attributes:
        image: the raster.
        blocks: its features.
        learning: of its labels, which is for one request at a time.
        appearance: what can be told apart without labels.
        foreign_blocks: distances that no stroke changes.

    Raises:
        ImageError: the image cannot be used.
        ConfigError: the device does not compute.
    """

    def __init__(self, config: Union[PreviewConfig, ExploreConfig]) -> None:
        recipe = _recipe(config)
        compute = choose_compute(config.device, config.precision)
        self.image = Raster(config.image, config.bands)
        normalisation = Normalisation.fit([self.image])
        bands = self.image.band_count
        network = build_network(recipe.network, recipe.backbone, bands, recipe.width, 2, {})
        load_pretrained(network, recipe.backbone)
        network = compute.place(network).requires_grad_(False).eval()
        network.probe_share = recipe.probe_share
        imagery = UnlabelledImagery([(self.image, Area(self.image.grid))], normalisation, recipe.seed)
        self.learning = InstantLearning(self.image, normalisation, imagery, network, recipe, compute)
        self.blocks = FeatureBlocks(
            self.image, normalisation, network, recipe.predict_tta_rotations, compute, _CACHE
        )
        self.foreign_blocks = ForeignBlocks()
        self.compute, self._seed = compute, recipe.seed
        self._surveyed: SurveyedBlocks = {}
        self._appearance: Optional[Appearance] = None
        self._lock = threading.Lock()

    @property
    def appearance(self) -> Appearance:
        """Fitted to a sample of the image when it is first asked for."""
        with self._lock:
            if self._appearance is None:
                self._appearance = Appearance.fit(self.learning.area_cells())
            return self._appearance

    def read_labels(self, path: str) -> tuple[tuple[LandCoverClass, ...], LabelledStrokes]:
        """The classes that have strokes on the image's data, and these strokes; none for an empty path.

        Raises:
            LabelError: the file cannot be used.
        """
        grid = self.image.grid
        labels = read_labels(path, grid, least_classes=0) if path else Labels("", (), (), "")
        label_raster = LabelRaster(labels, grid)
        if not labels.strokes:
            return (), LabelledStrokes((), (), label_raster, ())
        strokes, _, _ = label_raster.survey(self.image, 0, self._surveyed)
        training, validation = strokes, list[StrokePixels]()
        if has_validation(labels):
            split = split_strokes(label_raster, strokes, self._seed)
            training, validation = split.training, split.held_out
        present = sorted({stroke.class_index for stroke in training})
        classes = tuple(labels.classes[index] for index in present)
        training, validation = (
            [replace(stroke, class_index=present.index(stroke.class_index)) for stroke in part
             if stroke.class_index in present] for part in (training, validation)
        )  # fmt: skip
        names = [entry.name for entry in classes]
        return classes, LabelledStrokes(training, validation, label_raster, names)


def session_for(config: Union[PreviewConfig, ExploreConfig]) -> LiveSession:
    """The session of a request's image, begun where there is none, or where the file was replaced since."""
    with _LOCK:
        key = _key(config)
        if key not in _SESSIONS:
            _SESSIONS[key] = LiveSession(config)
            while len(_SESSIONS) > MAX_SESSIONS:
                _SESSIONS.popitem(last=False)
        _SESSIONS.move_to_end(key)
        return _SESSIONS[key]


def feature_cache() -> FeatureCache:
    """The cache that all sessions share."""
    return _CACHE


def has_validation(labels: Labels) -> bool:
    """Whether the analyst marked strokes to be measured on."""
    return any(stroke.split == VALIDATION for stroke in labels.strokes)


def _key(config: Union[PreviewConfig, ExploreConfig]) -> tuple[object, ...]:
    try:
        status = os.stat(config.image)
        version: tuple[object, ...] = (status.st_size, status.st_mtime_ns)
    except OSError:
        version = ()  # opening it says what is wrong
    return (config.image, *version, config.bands, config.device, config.precision)


def _recipe(config: Union[PreviewConfig, ExploreConfig]) -> TrainConfig:
    names = ("image", "bands", "device", "precision")
    request = {name: getattr(config, name) for name in names}
    return train_config({**request, "labels": "none", "model": "none.safetensors", "preset": RECIPE})
