"""Cross-fitting of the feature probe: every stroke is judged by a fit that has not seen it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import torch

from ..data.label_raster import LabelRaster, StrokePixels
from ..data.split import stroke_folds
from ..data.stroke_windows import subsample
from .probe_fit import ProbeFit, fit_probe, row_weights, subsample_by_class

FOLDS = 5
# What keeps the fits fast, beside float32. Without these limits logits differed by 3 % of their spread, temperatures by
# up to 2.3 %.
MAX_CELLS = 600  # labelled ones, of all strokes together
MAX_UNLABELLED = 1024
ITERATIONS = 15


@dataclass(frozen=True)
class StrokeLogits:
    """Logits of labelled pixels or cells.

    Attributes:
        logits: float32 (n, K).
        targets: int64 (n,), class indices.
        strokes: int64 (n,), the stroke of each.
    """

    logits: np.ndarray
    targets: np.ndarray
    strokes: np.ndarray


def cross_fit(
    fit: ProbeFit,
    strokes: Sequence[StrokePixels],
    labels: LabelRaster,
    rotations: int,
    seed: int,
    before_reading: Callable[[], None] = lambda: None,
) -> Optional[StrokeLogits]:
    """The logits of strokes' cells by probes that were fitted to the strokes of other folds.

    Strokes near each other are in one fold (data/split.py). A class that is found in one fold alone is not judged, and
    trains for the others in that fold.

    Args:
        fit: reads the features, or has them already.
        strokes: to judge.
        labels: all strokes on the image.
        rotations: quarter turns to average, as for the map.
        seed: of the folds.
        before_reading: called before features are read and before each fold; may raise to give up.

    Returns:
        None where no stroke can be judged.
    """
    chosen = subsample_by_class(strokes)
    of_stroke = [(stroke, cells) for stroke in chosen for cells in fit.cells(stroke, before_reading)]
    fold_of = dict(zip((s.stroke for s in chosen), stroke_folds(labels, chosen, FOLDS, seed).tolist()))
    count = max(1, MAX_CELLS // max(len(of_stroke), 1))
    features = [subsample(cells.features.transpose(0, 1), count) for _, cells in of_stroke]
    sizes = torch.tensor([len(each) for each in features])
    stroke_ids = torch.tensor([stroke.stroke for stroke, _ in of_stroke]).repeat_interleave(sizes)
    targets = torch.tensor([stroke.class_index for stroke, _ in of_stroke]).repeat_interleave(sizes)
    folds = torch.tensor([fold_of[stroke.stroke] for stroke, _ in of_stroke]).repeat_interleave(sizes)
    unlabelled = fit.unlabelled(before_reading)
    return judge_by_folds(
        torch.cat(features), targets, stroke_ids, folds, rotations, before_reading,
        None if unlabelled is None else subsample(unlabelled, MAX_UNLABELLED), fit.unlabelled_share,
    )  # fmt: skip


def judge_by_folds(
    features: torch.Tensor,
    targets: torch.Tensor,
    strokes: torch.Tensor,
    folds: torch.Tensor,
    rotations: int,
    before_fold: Callable[[], None] = lambda: None,
    unlabelled: Optional[torch.Tensor] = None,
    unlabelled_share: float = 0.0,
) -> Optional[StrokeLogits]:
    """The logits of the cells of each fold by a probe that was fitted to the other folds.

    Args:
        features: float32 (n, R, F), of cells in R rotations.
        targets: int64 (n,), class indices; every class has some.
        strokes: int64 (n,), the stroke of each cell.
        folds: int64 (n,), the fold of each cell.
        rotations: how many rotations are averaged for the cells that are judged; all of them are fitted to.
        before_fold: called before each fold; may raise to give up.
        unlabelled, unlabelled_share: see fit_probe.

    Returns:
        Of the cells whose class is found in several folds; None where there are none, or one class only.
    """
    classes = int(targets.max()) + 1
    logits = torch.full((len(features), classes), float("nan"))
    for fold in folds.unique() if classes > 1 else ():
        before_fold()
        judged = folds == fold
        judged &= torch.isin(targets, targets[~judged])
        if judged.any():
            rows, own = features[~judged], targets[~judged]
            own, of = (values.repeat_interleave(rows.shape[1]) for values in (own, strokes[~judged]))
            weights = row_weights(of, own)
            fitted = fit_probe(rows.flatten(0, 1), own, weights, unlabelled, unlabelled_share, ITERATIONS)
            logits[judged] = fitted(features[judged, :rotations].mean(dim=1))
    is_judged = ~logits[:, 0].isnan()
    if not is_judged.any():
        return None
    return StrokeLogits(*(values[is_judged].numpy() for values in (logits, targets, strokes)))
