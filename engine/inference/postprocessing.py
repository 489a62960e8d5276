"""From blended logits to the values of a map's layers, by the record that is stored in the model."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..schema.errors import ModelFileError
from ..schema.land_cover import LandCoverClass
from ..schema.model_card import PostProcessing
from .confidence import max_probability, probabilities
from .confidence_correction import ConfidenceCorrection
from .layers import CLASSES, CONFIDENCE, NO_CLASS, NO_SHARE, OOD, PROBABILITIES, SHARE_SCALE
from .ood.bands import OodBands
from .ood.score import Pixels
from .softmax import most_likely


class LayerValues:
    """Turns logits into classes, confidence, OOD scores and, where asked for, probabilities.

    Args:
        classes: in the order of the logits.
        record: the model's post-processing.
        with_probabilities: whether the layer of that name is wanted.
        ood: the bands of the OOD layer.
    """

    def __init__(
        self, classes: Sequence[LandCoverClass], record: PostProcessing, with_probabilities: bool, ood: OodBands
    ) -> None:
        self._class_ids = np.array([entry.class_id for entry in classes], np.uint8)
        self._shift = np.array(record.class_shift, np.float32)[:, None, None]
        self._temperature, self._ood = record.temperature, ood
        self._with_probabilities = with_probabilities
        self._corrected = ConfidenceCorrection(*record.confidence_correction).table(ConfidenceCorrection())

    def __call__(self, outputs: np.ndarray, mapped: np.ndarray) -> dict[str, np.ndarray]:
        """The values of every layer, by its name.

        Args:
            outputs: float32 (K + channels of the OOD bands, height, width): logits, then distances.
            mapped: bool (height, width); other pixels become nodata and their logits may hold anything.

        Returns:
            uint8 (bands, height, width) by layer.

        Raises:
            ModelFileError: logits are not finite, or the statistics of the OOD bands are not complete.
        """
        classes = len(self._class_ids)
        logits, distances = outputs[:classes], outputs[classes:]
        if not np.isfinite(logits.sum(axis=0)[mapped]).all():
            raise ModelFileError("The model's logits are not finite", "train it again, with a smaller learning rate")
        if self._shift.size:
            logits = logits + self._shift
        predicted = most_likely(logits)
        bands = self._ood(Pixels(logits, predicted, distances if len(distances) else None))
        layers = {
            CLASSES: np.where(mapped, self._class_ids[predicted], np.uint8(NO_CLASS))[None],
            CONFIDENCE: self._corrected[as_share(max_probability(logits, self._temperature), mapped)][None],
            OOD: np.stack([as_share(band, mapped) for band in bands]),
        }
        if self._with_probabilities:
            layers[PROBABILITIES] = as_share(probabilities(logits, self._temperature), mapped)
        return layers


def as_share(values: np.ndarray, mapped: np.ndarray) -> np.ndarray:
    """Values in [0, 1] as stored, rounded; NO_SHARE where not mapped, whatever the value there."""
    return np.where(mapped, np.rint(np.where(mapped, values, 0) / SHARE_SCALE).astype(np.uint8), np.uint8(NO_SHARE))
