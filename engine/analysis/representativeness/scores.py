"""The scores of a comparison as values for JSON; the same comparison gives the same text, byte for byte."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...schema.config import AnalyseConfig
from ...schema.setting import to_params
from .analysis import Analysis
from .labelled import classes_of

FORMAT = 1
DIGITS = 4  # beyond which scores say nothing


def scores(analysis: Analysis, config: AnalyseConfig) -> dict[str, Any]:
    """All that the report shows as numbers.

    Returns:
        format: of these values.
        settings: that they depend on.
        sites: name, image, number of patches, pixel size in metres or None, ratio to the compared pixel, and share of
            clipped values by band.
        labels: by labelled image its name and the labelled pixels by class id.
        classes: id, name and colour of the labels' classes.
        sets: names of rows and columns of the matrices: the sites, then the labelled areas.
        iot, iou: mean, low and high over the runs, each a matrix [row][column]; rows cover columns.
        without_map: matrix of the shares of patches, see `coverage_without_map`.
        coverage: by site but the reference: see `coverage`.
        distances: by reference site the edges and counts of the histograms, and the divergences.
        notices: sentences.
    """
    params = {name: value for name, value in to_params(config).items() if name not in ("output", "device")}
    return {
        "format": FORMAT,
        "settings": params,
        "sites": _sites(analysis),
        "labels": [
            {"image": image.site.name, "pixels": {str(k): n for k, n in sorted(image.counts.items())}}
            for image in analysis.labelled_images
        ],
        "classes": [vars(entry) for entry in classes_of(analysis.labelled_images)],
        "sets": analysis.names,
        "iot": _over_runs(analysis.iot),
        "iou": _over_runs(analysis.iou),
        "without_map": _rounded(analysis.without_map),
        "reference": analysis.names[analysis.reference],
        "coverage": coverage(analysis),
        "distances": [
            {
                "reference": patches.site.name,
                "edges": _rounded(histogram.edges),
                "counts": histogram.counts.tolist(),
                "divergences": _rounded(histogram.divergences),
            }
            for patches, histogram in zip(analysis.sites, analysis.distances)
        ],
        "notices": analysis.notices,
    }


def coverage(analysis: Analysis) -> list[dict[str, Any]]:
    """How far the reference covers each other site.

    Returns:
        For each: site, its name; share, IoT as a mean over the runs, with low and high; patches, the share of its
        patches that lie in the reference's area; least_covered, kinds of ground by size: share of the site's patches, x
        and y of a place in the image's CRS.
    """
    rows = []
    for index, patches in enumerate(analysis.sites):
        if index == analysis.reference:
            continue
        own = analysis.iot[:, analysis.reference, index]
        centres = patches.centres
        places = [(centres[kind.patch], kind.share) for kind in analysis.least[index]]
        rows.append({
            "site": patches.site.name,
            "share": round(float(own.mean()), DIGITS),
            "low": round(float(own.min()), DIGITS),
            "high": round(float(own.max()), DIGITS),
            "patches": round(float(analysis.is_covered[analysis.of_site(index)].mean()), DIGITS),
            "least_covered": [
                {"x": round(float(x), 6), "y": round(float(y), 6), "share": round(share, DIGITS)}
                for (x, y), share in places
            ],
        })  # fmt: skip
    return rows


def _sites(analysis: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "name": patches.site.name,
            "image": patches.site.raster.path,
            "patches": len(patches.windows),
            "pixel_m": None if patches.site.pixel_m is None else round(patches.site.pixel_m, DIGITS),
            "ratio": round(patches.site.ratio, DIGITS),
            "clipped": _rounded(np.array(patches.clipped)),
        }
        for patches in analysis.sites
    ]


def _over_runs(values: np.ndarray) -> dict[str, Any]:
    return {"mean": _rounded(values.mean(0)), "low": _rounded(values.min(0)), "high": _rounded(values.max(0))}


def _rounded(values: np.ndarray) -> Any:
    return np.round(values, DIGITS).tolist()
