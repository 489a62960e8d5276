"""Regions that cross the edges of blocks, put together while a class map is read block by block."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely

from .block_regions import BOTTOM, LEFT, NO_REGION, RIGHT, TOP, BlockRegions

# Corners of the parts of one region, and of all regions that are not complete: beyond it a region is cut where the
# blocks read so far end. Some 50 MB.
MOST_CORNERS, MOST_OPEN_CORNERS = 200_000, 2_000_000


@dataclass
class Region:
    """Connected pixels of one class.

    Attributes:
        class_id: of the pixels.
        parts: polygons of single blocks, in (col, row) of the raster; those since it was cut last.
        pixels: in all.
        corners: of the parts.
        open_edges: edges of blocks, one for each part at it, beyond which the region may go on.
    """

    class_id: int
    parts: list[shapely.Polygon]
    pixels: int
    corners: int
    open_edges: int

    @property
    def length_px(self) -> float:
        """The longer side of the parts' bounding box."""
        left, top, right, bottom = shapely.total_bounds(np.array(self.parts, object))
        return float(max(right - left, bottom - top))

    def polygons(self) -> list[shapely.Polygon]:
        """The parts without the edges between them: one polygon, or several where it was cut."""
        if len(self.parts) == 1:
            return self.parts
        return list(shapely.get_parts(shapely.union_all(np.array(self.parts, object))))


@dataclass
class RegionMerger:
    """Takes blocks row by row, gives regions as they are complete; memory grows with the width of the raster alone.

    Two parts are one region where pixels of the same class lie on both sides of the edge between their blocks.

    Args:
        blocks_across: blocks in a row.
        blocks_down: rows of blocks.
    """

    blocks_across: int
    blocks_down: int
    _regions: dict[int, Region] = field(default_factory=dict)
    _joined: dict[int, int] = field(default_factory=dict)  # from a part to another one of its region
    _right: tuple[np.ndarray, np.ndarray] = (np.zeros(0), np.zeros(0))  # part and class along the last block's edge
    _bottoms: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)  # by column of the block above
    _parts, _blocks, _open_corners = 0, 0, 0

    def add(self, block: BlockRegions) -> Iterator[Region]:
        """Yield the regions that are complete once this block is known, and what had to be cut off others."""
        down, across = divmod(self._blocks, self.blocks_across)
        self._blocks += 1
        goes_on = (across > 0, down > 0, across < self.blocks_across - 1, down < self.blocks_down - 1)
        named = self._start(block, goes_on)
        yield from self._inner(block, named)
        closed = []
        if goes_on[LEFT]:
            closed.append(self._join(self._right, _edge(block, named, LEFT)))
        if goes_on[TOP]:
            closed.append(self._join(self._bottoms.pop(across), _edge(block, named, TOP)))
        self._right = _edge(block, named, RIGHT)
        if goes_on[BOTTOM]:
            self._bottoms[across] = _edge(block, named, BOTTOM)
        touched = np.concatenate([*closed, named[named != NO_REGION]]) if closed else named[named != NO_REGION]
        yield from self._complete({self._find(part) for part in touched.tolist()})
        yield from self._cut()
        if across == self.blocks_across - 1:
            self._forget_joins()

    def _start(self, block: BlockRegions, goes_on: tuple[bool, ...]) -> np.ndarray:
        """Open a region for each of a block that reaches a neighbour; their numbers, int64 (n,), else NO_REGION."""
        named = np.full(len(block.class_ids), NO_REGION, np.int64)
        open_edges = np.zeros(len(named), np.int64)
        for edge in (LEFT, TOP, RIGHT, BOTTOM):
            if goes_on[edge]:
                found = np.unique(block.edges[edge])
                found = found[found != NO_REGION]
                named[found] = 0
                open_edges[found] += edge in (RIGHT, BOTTOM)
        crossing = np.flatnonzero(named != NO_REGION)
        named[crossing] = self._parts + np.arange(len(crossing))
        self._parts += len(crossing)
        corners = shapely.get_num_coordinates(block.polygons[crossing])
        for index, count in zip(crossing.tolist(), corners.tolist()):
            self._regions[int(named[index])] = Region(
                int(block.class_ids[index]), [block.polygons[index]], int(block.pixels[index]), count,
                int(open_edges[index]),
            )  # fmt: skip
        self._open_corners += int(corners.sum())
        return named

    def _inner(self, block: BlockRegions, named: np.ndarray) -> Iterator[Region]:
        for index in np.flatnonzero(named == NO_REGION).tolist():
            yield Region(int(block.class_ids[index]), [block.polygons[index]], int(block.pixels[index]), 0, 0)

    def _join(self, theirs: tuple[np.ndarray, np.ndarray], ours: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """Join what is of one class on both sides of an edge, and close it; the parts on the earlier side."""
        is_shared = (theirs[1] == ours[1]) & (theirs[0] != NO_REGION)
        for pair in np.unique(np.stack([theirs[0], ours[0]])[:, is_shared], axis=1).T.tolist():
            self._unite(*pair)
        closed = np.unique(theirs[0][theirs[0] != NO_REGION])
        for part in closed.tolist():
            self._regions[self._find(part)].open_edges -= 1
        return closed

    def _unite(self, first: int, second: int) -> None:
        first, second = self._find(first), self._find(second)
        if first == second:
            return
        gone, kept = self._regions.pop(second), self._regions[first]
        self._joined[second] = first
        kept.parts += gone.parts
        kept.pixels += gone.pixels
        kept.corners += gone.corners
        kept.open_edges += gone.open_edges

    def _find(self, part: int) -> int:
        """The part under which a region is listed."""
        root = part
        while root in self._joined:
            root = self._joined[root]
        while part != root:
            self._joined[part], part = root, self._joined[part]
        return root

    def _complete(self, roots: set[int]) -> Iterator[Region]:
        for root in sorted(roots):
            if self._regions[root].open_edges == 0:
                region = self._regions.pop(root)
                self._open_corners -= region.corners
                if region.parts:
                    yield region

    def _cut(self) -> Iterator[Region]:
        """Yield what is known of regions with too many corners; the rest of them follows."""
        while self._regions:
            region = max(self._regions.values(), key=lambda region: region.corners)
            if region.corners <= MOST_CORNERS and self._open_corners <= MOST_OPEN_CORNERS:
                return
            self._open_corners -= region.corners
            yield Region(region.class_id, region.parts, region.pixels, region.corners, 0)
            region.parts, region.corners = [], 0

    def _forget_joins(self) -> None:
        """At the end of a row of blocks: only parts along its bottom are asked for again."""
        for parts, _ in self._bottoms.values():
            found, inverse = np.unique(parts, return_inverse=True)
            roots = np.array([part if part == NO_REGION else self._find(part) for part in found.tolist()], np.int64)
            parts[:] = roots[inverse]
            for root, count in zip(*(values.tolist() for values in np.unique(roots, return_counts=True))):
                if root != NO_REGION:
                    self._regions[root].open_edges -= count - 1  # parts under one number close this edge once
        self._joined.clear()


def _edge(block: BlockRegions, named: np.ndarray, edge: int) -> tuple[np.ndarray, np.ndarray]:
    """Part and class at every pixel along an edge of a block, int64; NO_REGION where there is none."""
    indices = block.edges[edge]
    if not len(named):
        return np.full(len(indices), NO_REGION, np.int64), np.full(len(indices), NO_REGION, np.int64)
    is_region = indices != NO_REGION
    return np.where(is_region, named[indices], NO_REGION), np.where(is_region, block.class_ids[indices], NO_REGION)
