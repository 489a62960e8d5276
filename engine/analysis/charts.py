"""Charts as SVG text, drawn without a library: they go into a report as they are."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

SIDE, LEFT, TOP, RIGHT, BOTTOM = 300, 56, 12, 28, 44  # of the drawing area and around it, in CSS pixels
INK, GRID, BAR, LINE = "#333333", "#dddddd", "#225ea8", "#d55e00"
CELL, NAME_WIDTH, CHARACTER = 44, 110, 7  # of the confusion matrix: side of a cell; room for names; width of a letter
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)  # of both axes
DARK_FROM = 0.5  # share from which a cell is so dark that its number is white


def reliability_diagram(bins: Sequence[Mapping[str, Any]]) -> str:
    """Accuracy over confidence, bin by bin, beside the diagonal on which the two agree (Guo et al. 2017, figure 1).

    The width of a bar is that of its bin, its opacity grows with the share of the pixels.

    Args:
        bins: as ReliabilityBins.rows gives them.
    """
    largest = max((row["pixels"] for row in bins), default=1)
    parts = [_line(_x(0), _y(share), _x(1), _y(share), GRID) for share in TICKS]
    for row in bins:
        opacity = 0.25 + 0.75 * row["pixels"] / largest
        place = f"x='{_x(row['low']) + 1:.1f}' y='{_y(row['accuracy']):.1f}'"
        size = f"width='{(row['high'] - row['low']) * SIDE - 2:.1f}' height='{row['accuracy'] * SIDE:.1f}'"
        said = f"confidence {row['confidence']:.0%}, accuracy {row['accuracy']:.0%}, {row['pixels']} pixels"
        parts.append(f"<rect {place} {size} fill='{BAR}' fill-opacity='{opacity:.2f}'><title>{said}</title></rect>")
        parts.append(f"<circle cx='{_x(row['confidence']):.1f}' cy='{_y(row['accuracy']):.1f}' r='3' fill='{INK}'/>")
    parts.append(_line(_x(0), _y(0), _x(1), _y(1), LINE, "stroke-dasharray='5 4'"))
    for share in TICKS:
        parts.append(_text(_x(share), _y(0) + 16, f"{share:.0%}"))
        parts.append(_text(_x(0) - 6, _y(share) + 4, f"{share:.0%}", "end"))
    parts.append(_text(_x(0.5), _y(0) + 36, "confidence"))
    parts.append(_text(14, _y(0.5), "accuracy", turned=True))
    return _svg(LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, parts, "Reliability diagram")


def confusion_chart(matrix: Sequence[Sequence[int]], names: Sequence[str]) -> str:
    """A confusion matrix in which each row is coloured by its shares.

    Args:
        matrix: pixels, rows are the truth and columns the map.
        names: of the classes, in the order of both.
    """
    parts = []
    for row, (counts, name) in enumerate(zip(matrix, names)):
        top, total = NAME_WIDTH + row * CELL, sum(counts)
        parts.append(_text(NAME_WIDTH - 6, top + CELL / 2 + 4, _short(name), "end"))
        parts.append(_text(NAME_WIDTH + (row + 0.5) * CELL + 4, NAME_WIDTH - 6, _short(name), "start", turned=True))
        for column, count in enumerate(counts):
            share = count / total if total else 0.0
            place = f"x='{NAME_WIDTH + column * CELL}' y='{top}' width='{CELL}' height='{CELL}'"
            said = f"{escape(name)} in the truth, {escape(names[column])} in the map: {count} pixels, {share:.1%}"
            color = f"fill='{BAR}' fill-opacity='{share:.3f}' stroke='{GRID}'"
            parts.append(f"<rect {place} {color}><title>{said}</title></rect>")
            ink = "#ffffff" if share >= DARK_FROM else INK
            if total:
                at = NAME_WIDTH + (column + 0.5) * CELL
                parts.append(_text(at, top + CELL / 2 + 4, f"{share * 100:.0f}", color=ink))
    side = NAME_WIDTH + CELL * len(names) + 1
    return _svg(side, side, parts, "Confusion matrix in percent of the truth")


def _x(share: float) -> float:
    """Where a share lies on the horizontal axis of a square chart, in CSS pixels."""
    return LEFT + share * SIDE


def _y(share: float) -> float:
    """Where a share lies on the vertical axis of a square chart, in CSS pixels."""
    return TOP + (1 - share) * SIDE


def _svg(width: float, height: float, parts: Sequence[str], label: str) -> str:
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    style = "font-family='sans-serif' font-size='12'"
    body = "\n".join(parts)
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{label}' {style}>\n{body}\n</svg>"


def _line(x1: float, y1: float, x2: float, y2: float, color: str, more: str = "") -> str:
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{color}' {more}/>"


def _text(
    left: float, base: float, text: str, anchor: str = "middle", color: str = INK, *, turned: bool = False
) -> str:
    turn = f" transform='rotate(-90 {left:.1f} {base:.1f})'" if turned else ""
    return f"<text x='{left:.1f}' y='{base:.1f}' text-anchor='{anchor}' fill='{color}'{turn}>{escape(text)}</text>"


def _short(name: str) -> str:
    """A name that fits the room for names."""
    length = NAME_WIDTH // CHARACTER
    return name if len(name) <= length else f"{name[: length - 1]}…"
