"""The job `preview`: a window of an image as the recipe `instant` maps it with the present labels, block by block."""
from __future__ import annotations

import math
import time
from functools import partial
from typing import Any, Callable, Optional

import numpy as np
import rasterio
import torch

from ..analysis.suggestion_file import reason_sentence
from ..analysis.view_suggestions import suggest_in_view
from ..data.raster import GDAL_CACHE_BYTES
from ..data.window import PixelWindow
from ..features.feature_blocks import CellLogits, FeatureBlock, from_the_middle
from ..inference.answer_grid import AnswerGrid, AnswerPart
from ..inference.confidence_correction import confidence_tags
from ..inference.layers import CLASSES, CONFIDENCE, NO_CLASS, NO_SHARE, OOD, SHARE_SCALE, LayerSpec, layer_specs
from ..inference.ood.bands import OodBands
from ..inference.postprocessing import LayerValues, as_share
from ..inference.preview_files import PreviewFiles
from ..inference.probe_map import ProbeMap
from ..inference.softmax import most_likely
from ..models.probe import CELL_PX, REACH_PX, CellMaps
from ..models.threads import second_thread
from ..schema.errors import ConfigError
from ..schema.land_cover import LandCoverClass
from ..schema.live_config import GROUPS, SIMILARITY, PreviewConfig
from ..schema.model_card import PostProcessing
from ..schema.ood_scores import FUSION
from ..schema.reporter import Reporter
from ..training.instant import Finished, LabelledStrokes
from ..training.measurement import Measurement
from .live_session import LiveSession, session_for

MAX_ANSWERED = 4096**2  # pixels of an answer
MAX_HELD_BLOCKS = 48  # of a view whose classes are answered before confidence and OOD: they stay in memory meanwhile
MAX_PLACES = 3
PROTOTYPE_PX = 12  # side of the square around a place that others are compared with
Compute = Callable[[FeatureBlock, AnswerPart], dict[str, np.ndarray]]


def run(config: PreviewConfig, reporter: Reporter) -> dict[str, Any]:
    """Answer for a window, from the middle outwards.

    Without strokes the answer shows groups, and with strokes of one class the similarity to these.

    Returns:
        "shows": CLASSES, GROUPS or SIMILARITY; the path of each layer; "window" as answered, "resolution_px",
        "generation" and "seconds"; for classes also "held_out" as in the model card, "calibrated", and of small
        windows "places" to label next: "row", "col" and "reason" of each.

    Raises:
        ConfigError: the window does not touch the image, or asks for too many pixels.
        ImageError, LabelError: image or labels cannot be used.
        OutputError: the folder cannot be written.
        Cancelled: the reporter was told to stop.
    """
    started = time.monotonic()
    reporter.state("reading")
    with rasterio.Env(GDAL_CACHEMAX=GDAL_CACHE_BYTES):
        session = session_for(config)
        answer = AnswerGrid(_on_image(config, session), config.resolution_px)
        files = PreviewFiles(config.output, config.generation, session.image.grid, answer)
        found = _Preview(config, session, answer, files, reporter).answered()
    window = answer.window
    return {
        **found,
        "window": [window.row, window.col, window.height, window.width],
        "resolution_px": config.resolution_px,
        "generation": config.generation,
        "seconds": round(time.monotonic() - started, 3),
    }


def _on_image(config: PreviewConfig, session: LiveSession) -> PixelWindow:
    grid = session.image.grid
    window = PixelWindow(*config.window).intersection(grid.window)
    if window is None:
        size = f"{grid.height} x {grid.width} px"
        raise ConfigError(f"window {list(config.window)} does not touch {config.image} ({size})", "give another one")
    least = config.resolution_px
    while math.prod(AnswerGrid(window, least).shape) > MAX_ANSWERED:
        least += 1
    if least > config.resolution_px:
        answered = math.prod(AnswerGrid(window, config.resolution_px).shape)
        raise ConfigError(f"The window has {answered} pixels to answer", f"raise resolution_px to {least}")
    return window


class _Preview:
    """One request on the way to its answer."""

    def __init__(
        self, config: PreviewConfig, session: LiveSession, answer: AnswerGrid, files: PreviewFiles, reporter: Reporter
    ) -> None:
        self._config, self._session, self._answer = config, session, answer
        self._files, self._reporter = files, reporter
        self._of_cells = config.resolution_px >= CELL_PX
        self._logits: dict[PixelWindow, CellLogits] = {}  # of parts, where they will be needed again

    def answered(self) -> dict[str, Any]:
        if self._config.show == SIMILARITY:
            return self._similarity(self._place_components())
        if self._config.show == GROUPS:
            return self._groups()
        self._reporter.state("learning")
        classes, strokes = self._session.read_labels(self._config.labels)
        if not strokes.training:
            return self._groups()
        if len(classes) == 1:
            return self._similarity(self._stroke_components(strokes))
        return self._classes(classes, strokes)

    def _classes(self, classes: tuple[LandCoverClass, ...], strokes: LabelledStrokes) -> dict[str, Any]:
        self._session.learning.fit(strokes, self._reporter.raise_if_stopped)
        self._reporter.state("predicting")
        is_small = len(self._parts()) <= MAX_HELD_BLOCKS
        measurement, places = (self._small_view if is_small else self._large_view)(classes, strokes)
        return {
            "shows": CLASSES,
            **self._files.finish(),
            "held_out": measurement.held_out,
            "calibrated": measurement.is_calibrated,
            "places": places,
        }

    def _small_view(
        self, classes: tuple[LandCoverClass, ...], strokes: LabelledStrokes
    ) -> tuple[Measurement, list[dict[str, Any]]]:
        """The classes come first: they need neither temperature nor OOD statistics."""
        blocks, show_classes = self._session.blocks, partial(self._show_classes, classes)
        if all(blocks.is_cached(place) for place in blocks.covering(self._answer.window)):
            finished = self._finished(strokes, show_classes)
        else:
            show_classes()  # encoding gains from all threads
            finished = self._finished(strokes)
        measurement = finished.measurement
        with second_thread() as beside:
            places = beside.submit(self._places, classes, strokes, measurement.temperature)
            self._show_all(classes, finished.postprocessing, (CONFIDENCE, OOD))
            return measurement, places.result()

    def _large_view(
        self, classes: tuple[LandCoverClass, ...], strokes: LabelledStrokes
    ) -> tuple[Measurement, list[dict[str, Any]]]:
        """All layers at once, block by block, and no places."""
        finished = self._finished(strokes)
        self._show_all(classes, finished.postprocessing, (CLASSES, CONFIDENCE, OOD))
        return finished.measurement, []

    def _finished(self, strokes: LabelledStrokes, meanwhile: Callable[[], None] = lambda: None) -> Finished:
        """What the layers need; the network gets its OOD head."""
        learning = self._session.learning
        finished = learning.finish(strokes, self._reporter.raise_if_stopped, meanwhile)
        learning.network.ood_head = self._session.compute.place(finished.ood_head)
        return finished

    def _places(
        self, classes: tuple[LandCoverClass, ...], strokes: LabelledStrokes, temperature: float
    ) -> list[dict[str, Any]]:
        """Where in the window a stroke would help most."""
        learning = self._session.learning
        found = suggest_in_view(
            self._session.blocks, self._logits, learning.class_shift, temperature,
            learning.labelled_cells(strokes.training), strokes.label_raster, MAX_PLACES,
        )  # fmt: skip
        return [{"row": each.row, "col": each.col, "reason": reason_sentence(each, classes)} for each in found]

    def _show_classes(self, classes: tuple[LandCoverClass, ...]) -> None:
        probe_map = self._probe_map()
        class_ids = np.array([entry.class_id for entry in classes], np.uint8)
        shift = self._session.learning.class_shift[:, None, None]

        def values(block: FeatureBlock, part: AnswerPart) -> dict[str, np.ndarray]:
            cells = self._logits[part.pixels] = probe_map.cell_logits(block, part.pixels)
            predicted = most_likely(probe_map.logits_at(cells, part, self._of_cells) + shift)
            return {CLASSES: np.where(_mask(block, part), class_ids[predicted], np.uint8(NO_CLASS))[None]}

        self._begin(_spec(CLASSES, NO_CLASS, 1.0))
        self._show(values)

    def _show_all(
        self, classes: tuple[LandCoverClass, ...], record: PostProcessing, layers: tuple[str, ...]
    ) -> None:
        ood = OodBands(record.ood, FUSION)
        layer_values = LayerValues(classes, record, False, ood)
        probe_map = self._probe_map()

        def values(block: FeatureBlock, part: AnswerPart) -> dict[str, np.ndarray]:
            cells = self._logits.get(part.pixels) or probe_map.cell_logits(block, part.pixels)
            return layer_values(probe_map.outputs_at(block, cells, part, self._of_cells), _mask(block, part))

        self._begin(*layer_specs(classes, False, confidence_tags(record), ood.descriptions))
        self._show(values, layers)

    def _probe_map(self) -> ProbeMap:
        """Of what is learned by now."""
        return ProbeMap(self._session.learning.network, self._session.compute, self._session.foreign_blocks)

    def _groups(self) -> dict[str, Any]:
        appearance = self._session.appearance
        centres = appearance.groups(self._config.groups, seed=0)

        def values(block: FeatureBlock, part: AnswerPart) -> dict[str, np.ndarray]:
            index = self._cells(block, part, lambda maps: appearance.nearest(appearance.of_maps(maps), centres))
            return {GROUPS: np.where(_mask(block, part), index + np.uint8(1), np.uint8(NO_CLASS))[None]}

        self._begin(_spec(GROUPS, NO_CLASS, 1.0))
        self._show(values)
        return {"shows": GROUPS, "groups_found": len(centres), **self._files.finish()}

    def _similarity(self, prototypes: torch.Tensor) -> dict[str, Any]:
        appearance = self._session.appearance

        def values(block: FeatureBlock, part: AnswerPart) -> dict[str, np.ndarray]:
            found = self._cells(block, part, lambda maps: appearance.similarity(appearance.of_maps(maps), prototypes))
            return {SIMILARITY: as_share(found, _mask(block, part))[None]}

        self._begin(_spec(SIMILARITY, NO_SHARE, SHARE_SCALE))
        self._show(values)
        return {"shows": SIMILARITY, **self._files.finish()}

    def _place_components(self) -> torch.Tensor:
        """The cells around the place that the request names."""
        row, col = self._config.place
        half, image = PROTOTYPE_PX // 2, self._session.image.grid.window
        place = PixelWindow(row, col, 1, 1)
        if place.intersection(image) is None:
            raise ConfigError(f"place {list(self._config.place)} is not in {self._config.image}", "choose another one")
        around = PixelWindow(row - half, col - half, PROTOTYPE_PX, PROTOTYPE_PX).clip(image)
        block = self._session.blocks.read(self._session.blocks.covering(place)[0])
        outer, maps = block.around(around, REACH_PX)
        top, left = ((first - start) // CELL_PX for first, start in ((around.row, outer.row), (around.col, outer.col)))
        side = PROTOTYPE_PX // CELL_PX
        return self._session.appearance.of_maps(maps)[:, top : top + side, left : left + side].flatten(1).T

    def _stroke_components(self, strokes: LabelledStrokes) -> torch.Tensor:
        features = self._session.learning.labelled_cells(strokes.training)
        return self._session.appearance.of_features(features)

    def _cells(
        self, block: FeatureBlock, part: AnswerPart, compute: Callable[[CellMaps], np.ndarray]
    ) -> np.ndarray:
        """Values of the cells that answered pixels lie in, (height, width)."""
        outer, maps = block.around(part.pixels, REACH_PX)
        values = compute(maps)
        rows, cols = (part.rows - outer.row) // CELL_PX, (part.cols - outer.col) // CELL_PX
        return values[rows[:, None], cols]

    def _begin(self, *specs: LayerSpec) -> None:
        for spec in specs:
            self._files.begin(spec)

    def _show(self, compute: Compute, layers: Optional[tuple[str, ...]] = None) -> None:
        """Compute every block, write it and say so; of these layers, or of all."""
        blocks = self._session.blocks
        for part in self._parts():
            self._reporter.raise_if_stopped()
            block = blocks.read(blocks.covering(part.pixels)[0])
            for layer, values in compute(block, part).items():
                if layers is None or layer in layers:
                    path, window = self._files.add(layer, part, values), part.window
                    place = (window.row, window.col, window.height, window.width)
                    self._reporter.block(layer, path, place, self._answer.resolution_px, self._config.generation)

    def _parts(self) -> list[AnswerPart]:
        """The answered pixels by block, from the middle outwards."""
        blocks = self._session.blocks
        places = blocks.covering(self._answer.window)
        found = {part.window: part for part in map(self._answer.part, map(blocks.window, places)) if part is not None}
        return [found[window] for window in from_the_middle(found, self._answer.window)]


def _mask(block: FeatureBlock, part: AnswerPart) -> np.ndarray:
    """Whether answered pixels are data: bool (height, width)."""
    return block.valid_mask[(part.rows - block.window.row)[:, None], part.cols - block.window.col]


def _spec(name: str, nodata: int, scale: float) -> LayerSpec:
    return LayerSpec(name, (name.capitalize(),), nodata, scale, "NEAREST")
