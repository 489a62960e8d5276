"""What checked points say of a map: accuracies and areas with 95 % intervals, and what is still missing."""
from __future__ import annotations

from dataclasses import asdict
from typing import Any, Optional

import numpy as np

from ..data.check_points import CheckPoints
from ..data.labels import default_class
from ..schema.errors import LabelError
from ..schema.land_cover import LandCoverClass
from .area_estimates import Estimate, StratifiedSample

FEW_POINTS = 2  # of a class, below which its accuracies have hardly an interval


def map_accuracy(points: CheckPoints, mapped: np.ndarray) -> dict[str, Any]:
    """Estimate the accuracy of a map from the answered points.

    Args:
        points: with at least one answer.
        mapped: int64 (n,), what the map says at each point; another map than the one that was sampled is allowed.

    Returns:
        points, answered, unknown, open: counts.
        overall: overall accuracy, as `value`, `standard_error`, `low` and `high`.
        classes: for each class its id, name and color; `points`, those answered where the map has it; `map_share`, its
            share of the map's pixels, None where another map was sampled; `users`, `producers` accuracy, None where
            they cannot be estimated; `area`, its true share of the area; `area_units` and `area_hectares`: value, low
            and high, the latter None where the CRS is not metric.
        matrix: `class_ids`, `counts`, and `proportions` of the area; rows are the map, columns the truth.
        notes: sentences on what the figures leave out.

    Raises:
        LabelError: no point is answered.
    """
    answered = points.is_answered
    if not answered.any():
        raise LabelError(f"None of the {len(answered)} points in {points.path} is answered yet", "answer some first")
    mapped, reference, stratum = mapped[answered], points.reference[answered], points.stratum[answered]
    sample = StratifiedSample(stratum, mapped, reference, points.sizes)
    is_same_map = bool((mapped == stratum).all())
    names = {entry.class_id: entry for entry in points.classes}
    ids = sorted({*mapped.tolist(), *reference.tolist(), *(points.sizes if is_same_map else ())})
    classes = [names.get(class_id) or default_class(class_id) for class_id in ids]
    return {
        "points": len(answered),
        "answered": int(answered.sum()),
        "unknown": int(points.is_unknown.sum()),
        "open": int((~answered & ~points.is_unknown).sum()),
        "overall": asdict(sample.overall_accuracy),
        "classes": [_class_row(entry, sample, points, is_same_map) for entry in classes],
        "matrix": {
            "class_ids": ids,
            "counts": [[int(((mapped == row) & (reference == column)).sum()) for column in ids] for row in ids],
            "proportions": sample.proportions(ids).tolist(),
        },
        "notes": _notes(points, sample, is_same_map),
    }


def _class_row(
    entry: LandCoverClass, sample: StratifiedSample, points: CheckPoints, is_same_map: bool
) -> dict[str, Any]:
    total, area = sum(points.sizes.values()), sample.area_share(entry.class_id)
    users, producers = sample.users_accuracy(entry.class_id), sample.producers_accuracy(entry.class_id)
    pixels = total * sample.covered
    return {
        **asdict(entry),
        "points": int((sample.mapped == entry.class_id).sum()),
        "map_share": points.sizes.get(entry.class_id, 0) / total if is_same_map else None,
        "users": users and asdict(users),
        "producers": producers and asdict(producers),
        "area": asdict(area),
        "area_units": _scaled(area, pixels * points.pixel_area),
        "area_hectares": None if points.pixel_hectares is None else _scaled(area, pixels * points.pixel_hectares),
    }


def _scaled(share: Estimate, whole: float) -> dict[str, float]:
    return {"value": share.value * whole, "low": share.low * whole, "high": share.high * whole}


def _notes(points: CheckPoints, sample: StratifiedSample, is_same_map: bool) -> list[str]:
    notes, names = [], {entry.class_id: entry.name for entry in points.classes}
    count, unknown = len(points.stratum), int(points.is_unknown.sum())
    still_open = count - unknown - int(points.is_answered.sum())
    if still_open:
        notes.append(f"Still open: {still_open} of {count} points. These figures will change.")
    if unknown:
        notes.append(
            f"Don't know: {unknown} of {count} points. They are left out, which takes them to be like the others of "
            "their class."
        )
    stratum = points.stratum[points.is_answered]
    missing = [c for c in points.sizes if not (stratum == c).any()]
    if missing:
        notes.append(
            f"Not one point mapped as {_listed(missing, names)} is answered: the figures are of the other "
            f"{100 * sample.covered:.1f} % of the map."
        )
    few = [c for c in points.sizes if 0 < (stratum == c).sum() < FEW_POINTS]
    if few:
        notes.append(f"Of the points mapped as {_listed(few, names)} only one each is answered: intervals are guesses.")
    if not is_same_map:
        notes.append(
            "The points were drawn on an earlier map and judge this one as well, except where labels were painted at "
            "them since."
        )
    return notes


def _listed(class_ids: list[int], names: dict[int, str]) -> str:
    return ", ".join(names[class_id] for class_id in class_ids)


def as_percent(estimate: Optional[dict[str, Any]]) -> str:
    """An estimate as people read it: 83 % (74 to 90)."""
    if estimate is None:
        return "–"
    value, low, high = (round(100 * estimate[name]) for name in ("value", "low", "high"))
    return f"{value} % ({low} to {high})"
