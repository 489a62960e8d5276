"""What the recipe `instant` learns, without training steps: a feature probe, and what turns its logits into a map."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import torch

from ..data.label_raster import LabelRaster, StrokePixels
from ..data.normalisation import Normalisation
from ..data.raster import Raster
from ..data.unlabelled import UnlabelledImagery
from ..features.area_sample import AreaSample, ProbeLogits
from ..features.class_prior import estimated_shift
from ..features.cross_fit import cross_fit
from ..features.discriminant import SQUARES
from ..features.ood_fit import OodFit
from ..features.probe_fit import ProbeFit
from ..inference.ood.registry import fit_scores
from ..models.compute import Compute
from ..models.network import Network
from ..models.ood_head import OodHead
from ..models.threads import second_thread
from ..schema.config import ESTIMATED, TrainConfig
from ..schema.model_card import PostProcessing
from .measurement import TYPICAL_TEMPERATURE, HeldOutWindows, Measurement, as_sure, measure, measure_probe

AREA_STRIDE = 8  # class prior and temperature are estimated on every n-th pixel of the area's sample


@dataclass(frozen=True)
class LabelledStrokes:
    """What there is to learn from.

    Attributes:
        training: strokes to fit to.
        validation: strokes that the analyst marked to be measured on; where there are none, all are cross-fitted.
        label_raster: all strokes on the image.
        class_names: in the order of the logits.
    """

    training: Sequence[StrokePixels]
    validation: Sequence[StrokePixels]
    label_raster: LabelRaster
    class_names: Sequence[str]


@dataclass(frozen=True)
class Finished:
    """What a map needs beside the probe.

    Attributes:
        measurement: accuracy and temperature.
        ood_head: on the CPU.
        postprocessing: what turns the network's output into layers.
    """

    measurement: Measurement
    ood_head: OodHead
    postprocessing: PostProcessing


class InstantLearning:
    """Fits a network's probe to strokes as often as they change; what was read is kept for the next fit.

    Args:
        image: that the strokes lie on.
        normalisation: of its bands.
        imagery: that covariances, class prior and OOD statistics are estimated on.
        network: with a frozen encoder, on the compute's device; gets the probe.
        config: the recipe.
        compute: device and precision.
    """

    def __init__(
        self,
        image: Raster,
        normalisation: Normalisation,
        imagery: UnlabelledImagery,
        network: Network,
        config: TrainConfig,
        compute: Compute,
    ) -> None:
        self.network, self._config, self._compute = network, config, compute
        self._image, self._normalisation = image, normalisation
        rotations = config.predict_tta_rotations
        self._area = AreaSample(imagery, rotations, compute)
        self._probe_fit = ProbeFit(image, normalisation, network, compute, self._area, config.probe_unlabelled)
        self._ood_fit = OodFit(self._probe_fit, self._area, rotations)
        self._area_logits: ProbeLogits  # since the last fit
        self._held_out: Optional[tuple[list[tuple[int, bytes]], HeldOutWindows]] = None  # of which strokes
        self.class_shift = np.empty(0, np.float32)

    def fit(self, strokes: LabelledStrokes, before_reading: Callable[[], None] = lambda: None) -> None:
        """Fit the probe, and estimate the class prior.

        Args:
            strokes: with every class among the training ones.
            before_reading: called before features are read; may raise to give up.
        """
        network, classes = self.network, len(strokes.class_names)
        if network.probe is None or len(network.probe.bias) != classes:
            network.add_probe(1.0, classes, SQUARES, self._config.probe_smoothing_px)
            self._compute.place(network)
        probe = network.present_probe
        self._probe_fit(probe, strokes.training, before_reading)
        self._area_logits = self._area.probe_logits(network)
        self.class_shift = np.zeros(classes, np.float32)
        if self._config.class_prior == ESTIMATED:
            self.class_shift = estimated_shift(torch.from_numpy(self._area_logits.of_cells[::AREA_STRIDE])).numpy()
        probe.class_shift.copy_(torch.from_numpy(self.class_shift))

    def read(self, strokes: LabelledStrokes, before_reading: Callable[[], None] = lambda: None) -> None:
        """Read what a fit needs of the strokes; before_reading as in fit."""
        self._probe_fit.read(strokes.training, before_reading)

    def prepare(self, before_reading: Callable[[], None] = lambda: None) -> None:
        """Read what does not depend on strokes; before_reading as in fit."""
        self._probe_fit.unlabelled(before_reading)
        self._ood_fit.prepare(self.network)

    def labelled_cells(self, strokes: Sequence[StrokePixels]) -> torch.Tensor:
        """Features of the cells of strokes, float32 (n, F)."""
        return self._probe_fit.labelled(strokes, self._config.predict_tta_rotations)[0]

    def area_cells(self) -> torch.Tensor:
        """Features of cells of the imagery, float32 (m, F)."""
        return self._area.cell_features(self.network)

    def finish(
        self,
        strokes: LabelledStrokes,
        before_fold: Callable[[], None] = lambda: None,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Finished:
        """What a map needs beside the probe; in two threads, since the strokes can be judged beside all else.

        Args:
            strokes: that the probe was fitted to.
            before_fold: called now and then in the second thread; may raise to give up.
            meanwhile: called first, while the strokes are judged.
        """
        with second_thread() as beside:
            judged = beside.submit(self._judge, strokes, before_fold)
            meanwhile()
            ood_head, distances = self._ood_fit(self.network, strokes.training)
            measurement = judged.result()
        return Finished(measurement, ood_head, self._postprocessing(measurement, distances))

    def _judge(self, strokes: LabelledStrokes, before_fold: Callable[[], None]) -> Measurement:
        """Accuracy and temperature of the probe, on strokes that each fit has not seen."""
        config, names = self._config, strokes.class_names
        of_cells, smoothed = self._area_logits.of_cells[::AREA_STRIDE], self._area_logits.smoothed[::AREA_STRIDE]
        if strokes.validation:
            windows = self._held_out_windows(strokes.validation)
            typical = as_sure(smoothed, of_cells, TYPICAL_TEMPERATURE)
            return measure(windows.logits(self.network), self.class_shift, names, 0, typical)
        rotations = config.predict_tta_rotations
        judged = cross_fit(
            self._probe_fit, strokes.training, strokes.label_raster, rotations, config.seed, before_fold
        )
        return measure_probe(judged, self.class_shift, names, 0, of_cells, smoothed, smoothed)

    def _postprocessing(self, measurement: Measurement, distances: np.ndarray) -> PostProcessing:
        """What turns the probe's logits, and the distances of the OOD head, into layers."""
        is_estimated = self._config.class_prior == ESTIMATED
        return PostProcessing(
            probe_share=1.0,
            probe_smoothing_px=self._config.probe_smoothing_px,
            class_shift=tuple(self.class_shift.tolist()) if is_estimated else (),
            temperature=measurement.temperature,
            is_calibrated=measurement.is_calibrated,
            ood=fit_scores(self._area_logits.smoothed + self.class_shift, distances, ()),
        )

    def _held_out_windows(self, strokes: Sequence[StrokePixels]) -> HeldOutWindows:
        """The windows of strokes for validation, which are encoded again only where these strokes changed."""
        labels = [stroke.label for stroke in strokes]
        if self._held_out is None or self._held_out[0] != labels:
            rotations = self._config.predict_tta_rotations
            windows = HeldOutWindows(strokes, self._image, self._normalisation, rotations, self._compute)
            self._held_out = labels, windows
        return self._held_out[1]
