"""Whether a model's confidences agree with its accuracy, unit by unit (Castillo-Navarro 2022, section 4.3.2)."""
from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np
import torch

from ...data.class_map import UNCLASSIFIED, VALUES
from ...data.normalisation import Normalisation
from ...data.raster import Raster
from ...data.window import PixelWindow
from ...schema.config import SIDE_MULTIPLE_PX
from ...schema.errors import LabelError
from ..calibration import ReliabilityBins
from ..evaluation import check_same_grid
from ..truth import Truth
from .energy_model import EnergyModel

BLOCK_PX = 512
SMALLEST_PX = 64  # leaves a few pixels at the lowest resolution of the networks


def agreement(
    model: EnergyModel,
    raster: Raster,
    normalisation: Normalisation,
    truth: Truth,
    before_block: Callable[[int, int], None],
) -> dict[str, Any]:
    """Accuracy and calibration of the predicted classes of units, squares or pixels, whose class is known.

    The class of a square is that of most of its valid pixels with a known class. Confidence is the largest probability
    after the model's temperature and class prior.

    Args:
        model: that predicts.
        raster: the image.
        normalisation: the model's.
        truth: on the image's grid.
        before_block: called with (done, total) blocks of the image; may raise to give up.

    Returns:
        units, accuracy, ece, mean_confidence, brier, and bins: see ReliabilityBins.

    Raises:
        LabelError: no valid pixel has one of the model's classes.
        ImageError: the image is damaged, or the truth is a raster on another grid.
    """
    check_same_grid(raster, truth.path, truth.grid)
    bins, hits, units = ReliabilityBins(), 0, 0
    indices = _class_indices(model)
    blocks = list(raster.grid.window.blocks(BLOCK_PX))
    for done, block in enumerate(blocks):
        before_block(done, len(blocks))
        classes = indices[truth.class_ids(block)]
        if (classes < 0).all():
            continue
        window = PixelWindow(block.row, block.col, _padded(block.height), _padded(block.width))
        pixels, valid_mask = raster.read(window)
        known = np.full(window.shape, -1)
        known[: block.height, : block.width] = classes
        true = majority(np.where(valid_mask, known, -1), model.square_px, len(model.card.classes))
        confidence, predicted = _predicted(model, normalisation.apply(pixels, valid_mask))
        is_right = (predicted == true)[true >= 0]
        bins.add(confidence[true >= 0], is_right)
        hits, units = hits + int(is_right.sum()), units + is_right.size
    if not units:
        raise LabelError(f"{truth.path} has no pixel of a class of the model on {raster.path}", "choose other labels")
    return {
        "units": units,
        "accuracy": hits / units,
        "ece": bins.expected_calibration_error,
        "mean_confidence": bins.mean_confidence,
        "brier": bins.brier_score,
        "bins": bins.rows(),
    }


def majority(classes: np.ndarray, side: int, count: int) -> np.ndarray:
    """The most frequent class in each square of a side; the first of equally frequent ones.

    Args:
        classes: int (H, W), class indices, negative where not known.
        side: of a square, divides H and W.
        count: number of classes.

    Returns:
        int64 (H / side, W / side), -1 where no class in the square is known.
    """
    height, width = classes.shape
    squares = classes.reshape(height // side, side, width // side, side)
    counts = np.stack([(squares == index).sum(axis=(1, 3)) for index in range(count)])
    return np.where(counts.any(axis=0), counts.argmax(axis=0), -1)


def _predicted(model: EnergyModel, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Confidence float64 and class index of each unit of a block (C, H, W)."""
    record = model.card.postprocessing
    with torch.inference_mode():
        logits = model.logits(torch.from_numpy(pixels)[None])[0].cpu().double()
    if record.class_shift:
        logits = logits + torch.tensor(record.class_shift)[:, None, None]
    confidence, predicted = (logits / record.temperature).softmax(dim=0).max(dim=0)
    return confidence.numpy(), predicted.numpy()


def _class_indices(model: EnergyModel) -> np.ndarray:
    """The index of the model's class of each class id, -1 for others: int64 (VALUES,)."""
    indices = np.full(VALUES, -1)
    for index, entry in enumerate(model.card.classes):
        indices[entry.class_id] = index
    indices[UNCLASSIFIED] = -1
    return indices


def _padded(length_px: int) -> int:
    return max(SMALLEST_PX, math.ceil(length_px / SIDE_MULTIPLE_PX) * SIDE_MULTIPLE_PX)
