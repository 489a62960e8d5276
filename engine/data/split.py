"""Which strokes are held out: whole strokes in spatial blocks, since neighbouring pixels are too alike to test on."""
from __future__ import annotations

from collections import Counter

import numpy as np

from .label_raster import StrokePixels
from .labels import TRAIN, VALIDATION, Labels

HELD_OUT_SHARE = 0.25
MIN_STROKES = 3  # of a class with fewer none is held out
BLOCKS_PER_SIDE = 5


def held_out_strokes(labels: Labels, strokes: list[StrokePixels], seed: int) -> frozenset[int]:
    """Choose the strokes that are not trained on, by their positions in labels.strokes.

    Where the analyst marked strokes for validation in the `split` column, these are held out and no others. Else, of
    the strokes that are not marked for training, whole blocks of a grid over the labelled area are held out in random
    order while no class loses more than HELD_OUT_SHARE of them; of a class with MIN_STROKES or more that has none in
    these blocks, the stroke farthest from the others is held out.

    Args:
        labels: all labels.
        strokes: the strokes that have pixels inside the image.
        seed: of the order of the blocks.
    """
    fixed = frozenset(s.stroke for s in strokes if labels.strokes[s.stroke].split == VALIDATION)
    free = [s for s in strokes if labels.strokes[s.stroke].split not in (TRAIN, VALIDATION)]
    if fixed or not free:
        return fixed
    counts = Counter(s.class_index for s in free)
    quota = {
        index: int(HELD_OUT_SHARE * n) if n > MIN_STROKES else int(n == MIN_STROKES) for index, n in counts.items()
    }
    held_out = _whole_blocks(free, quota, np.random.default_rng(seed))
    for index, allowed in quota.items():
        members = [s for s in free if s.class_index == index]
        if allowed and not any(s.stroke in held_out for s in members):
            held_out.add(_most_isolated(members))
    return frozenset(held_out)


def _whole_blocks(strokes: list[StrokePixels], quota: dict[int, int], rng: np.random.Generator) -> set[int]:
    centres = np.array([s.pixels.mean(axis=0) for s in strokes])
    low, high = centres.min(axis=0), centres.max(axis=0)
    cells = np.minimum((centres - low) / np.maximum(high - low, 1) * BLOCKS_PER_SIDE, BLOCKS_PER_SIDE - 1).astype(int)
    blocks: dict[tuple[int, int], list[StrokePixels]] = {}
    for stroke, cell in zip(strokes, cells):
        blocks.setdefault((int(cell[0]), int(cell[1])), []).append(stroke)
    held_out: set[int] = set()
    left = dict(quota)
    for key in rng.permutation(sorted(blocks)).tolist():
        members = blocks[tuple(key)]
        needed = Counter(s.class_index for s in members)
        if all(left[index] >= n for index, n in needed.items()):
            held_out |= {s.stroke for s in members}
            left = {index: n - needed[index] for index, n in left.items()}
    return held_out


def _most_isolated(members: list[StrokePixels]) -> int:
    centres = np.array([s.pixels.mean(axis=0) for s in members])
    distances = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return members[int(distances.min(axis=1).argmax())].stroke
