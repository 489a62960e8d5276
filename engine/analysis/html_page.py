"""Reports as one HTML page without anything outside it: the parts that they share."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from ..schema.land_cover import PALETTE

SERIES_COLOURS = PALETTE[:2] + PALETTE[3:9]  # without its yellows, which are hard to see on a white page
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
.lead { font-size: 1.1rem; } .note { border-left: 4px solid #e0a100; padding-left: .8rem; }
.grid { display: flex; flex-wrap: wrap; margin: 0 -.5rem; }
.grid figure { flex: 1 1 15rem; max-width: 20rem; padding: 0 .5rem; }
figure { margin: 0 0 1rem; } figcaption { color: #555; font-size: .9rem; }
svg { width: 100%; height: auto; border: 1px solid #e3e6e8; border-radius: 4px; }
img { width: 100%; max-width: 15rem; image-rendering: pixelated; border-radius: 4px; }
.bars { max-width: 40rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; }
th, td { padding: .35rem .7rem; text-align: left; font-weight: normal; border: 1px solid #e3e6e8; }
.matrix td { text-align: center; } small { display: block; opacity: .85; }
.legend span { margin-right: 1.2rem; white-space: nowrap; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; }
"""


def document(title: str, sections: Sequence[str], style: str = STYLE) -> str:
    """The page with a title and sections of HTML, empty ones left out, in a style sheet."""
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style>"
    )
    body = "\n".join(filter(None, sections))
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def matrix(names: Sequence[str], cells: dict[str, Any], is_share: bool = True) -> str:
    """A table whose cells are the darker the higher their value; with low and high where there are."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = []
    for i, name in enumerate(names):
        row = [_cell(cells, i, j, is_share) for j in range(len(names))]
        rows.append(f"<tr><th>{escape(name)}</th>{''.join(row)}</tr>")
    return f'<div class="wide"><table class="matrix"><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'


def _cell(cells: dict[str, Any], row: int, column: int, is_share: bool) -> str:
    value = cells["mean"][row][column]
    if not is_share:
        return f"<td>{value:.2f}</td>"
    spread = ""
    if "low" in cells:
        low, high = (f"{100 * cells[bound][row][column]:.0f}" for bound in ("low", "high"))
        spread = f"<small>{low}–{high}</small>" if low != high else ""
    paint = f"background:rgba(29,84,138,{0.08 + 0.9 * value:.2f});color:{'#fff' if value > 0.55 else '#222'}"
    return f'<td style="{paint}">{100 * value:.0f} %{spread}</td>'


def legend(names: Sequence[str], colours: Sequence[str]) -> str:
    """Names beside squares of their colours."""
    pairs = zip(names, colours)
    entries = (f'<span><i style="background:{colour}"></i>{escape(name)}</span>' for name, colour in pairs)
    return f'<p class="legend">{"".join(entries)}</p>'


def figure(picture: str, caption: str) -> str:
    """A picture, as HTML, over its caption."""
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>"


def grid(figures: Sequence[str]) -> str:
    """Figures side by side, as many as the window has room for."""
    return f'<div class="grid">{"".join(figures)}</div>'
