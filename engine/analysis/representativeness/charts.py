"""The report's charts as SVG text: no package for figures is needed, and every browser draws them at any size."""
from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from rasterio.features import shapes
from shapely.geometry import shape

from .appearance import GRID_SIDE, Appearance

GREY = "#c9ced3"
MAP_SIDE, DOT = 400, 3.2
WIDTH, BAR, GAP, LEFT = 640, 22, 10, 150
PLOT_HEIGHT, PLOT_WIDTH, FOOT = 150, 400, 34
SMOOTHING = 0.8  # of an outline, in cells


def scatter(run: Appearance, colours: Sequence[str], areas: Sequence[tuple[int, str]] = (), title: str = "") -> str:
    """Patches as dots over the areas of some sets.

    Args:
        run: a t-SNE run.
        colours: of the n patches; those in GREY lie below the others.
        areas: set and colour of each area to draw.
        title: for readers who cannot see the picture.
    """
    drawn = [_area(run.areas[index], colour) for index, colour in areas]
    places = (run.points - run.low) / (run.high - run.low) * MAP_SIDE
    places[:, 1] = MAP_SIDE - places[:, 1]
    order = sorted(range(len(colours)), key=lambda i: colours[i] != GREY)
    dots = [f'<circle cx="{places[i, 0]:.1f}" cy="{places[i, 1]:.1f}" r="{DOT}" fill="{colours[i]}"/>' for i in order]
    return _svg(MAP_SIDE, MAP_SIDE, [*drawn, '<g fill-opacity="0.85">', *dots, "</g>"], title)


def stacked_bars(
    names: Sequence[str], shares: Sequence[Sequence[float]], colours: Sequence[str], title: str = ""
) -> str:
    """A bar for each name, divided by shares (of sum 1, or all 0) in the order of the colours."""
    parts = []
    for row, (name, own) in enumerate(zip(names, shares)):
        top, left = row * (BAR + GAP), float(LEFT)
        parts.append(_text(LEFT - 8, top + BAR * 0.7, name, "end"))
        for share, colour in zip(own, colours):
            width = share * (WIDTH - LEFT)
            parts.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>')
            if share >= 0.08:
                parts.append(_text(left + width / 2, top + BAR * 0.7, f"{100 * share:.0f} %", "middle", _ink(colour)))
            left += width
    return _svg(WIDTH, len(names) * (BAR + GAP), parts, title)


def histograms(
    edges: np.ndarray,
    counts: np.ndarray,
    colours: Sequence[str],
    title: str = "",
    *,
    axis: str = "distance (logarithmic)",
    is_logarithmic: bool = True,
) -> str:
    """Histograms over one axis, each as high as its largest share; one colour each.

    Args:
        edges: float64 (B + 1,), of the bins.
        counts: (S, B).
        colours: of the S histograms.
        title: for readers who cannot see the picture.
        axis: what is on the axis.
        is_logarithmic: whether the axis is; edges are positive then.
    """
    places = np.log(edges) if is_logarithmic else edges
    columns = (places - places[0]) / (places[-1] - places[0]) * PLOT_WIDTH
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    parts = []
    for own, colour in zip(shares / shares.max(), colours):
        tops = PLOT_HEIGHT * (1 - 0.95 * own)
        steps = " ".join(f"{a:.1f},{y:.1f} {b:.1f},{y:.1f}" for a, b, y in zip(columns, columns[1:], tops))
        outline = f"0,{PLOT_HEIGHT} {steps} {PLOT_WIDTH},{PLOT_HEIGHT}"
        parts.append(f'<polygon points="{outline}" {_paint(colour, 0.25)}/>')
    parts.append(f'<line x1="0" x2="{PLOT_WIDTH}" y1="{PLOT_HEIGHT}" y2="{PLOT_HEIGHT}" stroke="#555"/>')
    parts += _ticks(edges, columns, axis)
    return _svg(PLOT_WIDTH, PLOT_HEIGHT + FOOT, parts, title)


def _ticks(edges: np.ndarray, columns: np.ndarray, axis: str) -> list[str]:
    """Five values under the axis, and what it is."""
    ticks = []
    for index in np.linspace(0, len(edges) - 1, 5).astype(int).tolist():
        anchor = "start" if index == 0 else "end" if index == len(edges) - 1 else "middle"
        ticks.append(_text(float(columns[index]), PLOT_HEIGHT + 16, f"{edges[index]:.2g}", anchor))
    return [*ticks, _text(PLOT_WIDTH / 2, PLOT_HEIGHT + 31, axis, "middle", "#666")]


def _area(mask: np.ndarray, colour: str) -> str:
    """The outline of the cells of a mask, whose row 0 is at the bottom of the map."""
    found = shapes(mask[::-1].astype(np.uint8), mask=mask[::-1])
    rings = []
    for geometry, _ in found:
        polygon = shape(geometry).simplify(SMOOTHING)
        rings += [ring.coords for ring in (polygon.exterior, *polygon.interiors)]
    scale = MAP_SIDE / GRID_SIDE
    path = " ".join("M" + "L".join(f"{x * scale:.1f} {y * scale:.1f}" for x, y in ring) + "Z" for ring in rings)
    return f'<path d="{path}" {_paint(colour, 0.15)} fill-rule="evenodd"/>'


def _paint(colour: str, opacity: float) -> str:
    """A line of a colour around a lighter filling."""
    return f'fill="{colour}" fill-opacity="{opacity:g}" stroke="{colour}" stroke-width="1.5"'


def _ink(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour #rrggbb."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#222" if 0.3 * red + 0.59 * green + 0.11 * blue > 140 else "#fff"


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#222") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="13" fill="{colour}">{html.escape(text)}</text>'


def _svg(width: float, height: float, parts: Sequence[str], title: str) -> str:
    size = f'viewBox="0 0 {width:g} {height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" role="img">'
    return "\n".join([head, f"<title>{html.escape(title)}</title>", *parts, "</svg>"])
