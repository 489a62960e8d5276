"""Small regions of a class map that become part of their neighbours."""
from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from affine import Affine
from rasterio.features import rasterize

from ...data.class_map import UNCLASSIFIED
from .block_regions import outlines


@dataclass(frozen=True)
class Neighbourhood:
    """Regions and which of them share an edge of a pixel.

    Attributes:
        class_ids: by label, uint8 (n,).
        neighbours: by label, those of classified regions.
    """

    class_ids: np.ndarray
    neighbours: dict[int, set[int]]

    @classmethod
    def of(cls, labels: np.ndarray, class_ids: np.ndarray) -> Neighbourhood:
        """From what `labelled` returned."""
        sides = ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:]))
        first, second = (np.concatenate([pair[side].ravel() for pair in sides]).astype(np.int64) for side in (0, 1))
        is_border = (first != second) & (class_ids[first] != UNCLASSIFIED) & (class_ids[second] != UNCLASSIFIED)
        pairs = np.unique(first[is_border] * len(class_ids) + second[is_border])
        neighbours: dict[int, set[int]] = {}
        for one, other in zip((pairs // len(class_ids)).tolist(), (pairs % len(class_ids)).tolist()):
            neighbours.setdefault(one, set()).add(other)
            neighbours.setdefault(other, set()).add(one)
        return cls(class_ids, neighbours)


def labelled(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The regions of a class map; pixels that share a corner only are not connected.

    Args:
        ids: class ids, uint8 (height, width).

    Returns:
        labels: of the pixels' regions, int32 (height, width), from 0.
        class_ids: by label, uint8 (n,).
    """
    polygons, class_ids = outlines(ids, Affine.identity())
    labels = np.asarray(rasterize(zip(polygons, range(len(polygons))), ids.shape, dtype=np.int32))
    return labels, class_ids.astype(np.uint8)


def absorbed_classes(
    neighbourhood: Neighbourhood, sizes: np.ndarray, is_small: np.ndarray, minimum_px: int
) -> np.ndarray:
    """The classes once small regions, the smallest first, have become part of their largest neighbours.

    Args:
        neighbourhood: the regions.
        sizes: pixels by label, float64 (n,); infinite where not known.
        is_small: by label, whether it is to be absorbed, bool (n,); one without neighbours stays.
        minimum_px: size at which a region that grew by others is small no longer.

    Returns:
        Class ids by label, uint8 (n,).
    """
    classes, neighbours = neighbourhood.class_ids, neighbourhood.neighbours
    sizes, is_small, joined = sizes.copy(), is_small.copy(), np.arange(len(classes))

    def find(label: int) -> int:
        while joined[label] != label:
            joined[label] = joined[joined[label]]
            label = int(joined[label])
        return label

    waiting = [(float(sizes[label]), int(label)) for label in np.flatnonzero(is_small)]
    heapq.heapify(waiting)
    while waiting:
        size, label = heapq.heappop(waiting)
        if joined[label] != label or size != sizes[label]:
            continue  # it became part of another one, or grew
        around = {find(other) for other in neighbours.get(label, ())} - {label}
        if not around:
            continue
        largest = max(around, key=lambda other: (sizes[other], -other))
        # Those of the largest one's class that the small region lay between are one region with it from now on.
        for other in (label, *(other for other in around if other != largest and classes[other] == classes[largest])):
            joined[other] = largest
            sizes[largest] += sizes[other]
            is_small[largest] |= is_small[other]
            neighbours.setdefault(largest, set()).update(neighbours.pop(other, ()))
        if is_small[largest] and sizes[largest] < minimum_px:
            heapq.heappush(waiting, (float(sizes[largest]), largest))
    return np.asarray(classes[[find(label) for label in range(len(classes))]])
