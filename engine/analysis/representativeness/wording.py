"""What the scores mean, in sentences for people who have not read the paper."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .analysis import Analysis

WELL, PARTLY = 0.85, 0.65  # of IoT; the paper calls 0.93 good, and 0.64 far from covering
CAUTION = (
    "These numbers compare how patches of the imagery look to a neural network. They do not tell how accurate a map "
    "will be, and differences of a few percent are chance."
)


def opening(analysis: Analysis, covered: Sequence[dict[str, Any]]) -> list[str]:
    """A sentence for each site, worst first, on how far the reference covers it.

    Args:
        analysis: the comparison.
        covered: what `scores.coverage` gives.
    """
    rows = sorted(covered, key=lambda row: float(row["share"]))
    return [_sentence(analysis, row) for row in rows]


def closing(analysis: Analysis, covered: Sequence[dict[str, Any]]) -> str:
    """What to do, in short."""
    weak = [row["site"] for row in covered if row["share"] < WELL]
    if not weak:
        return f"In short: {_reference(analysis)} represent{_s(analysis)} all sites well. {CAUTION}"
    places = ", ".join(weak)
    if analysis.labelled:
        advice = f"paint strokes at the places listed for {places}, and compare again"
    else:
        advice = f"do not trust a model of {_reference(analysis)} on {places} before you have checked its map there"
    return f"In short: {advice}. {CAUTION}"


def title(analysis: Analysis) -> str:
    """The question that the report answers."""
    if analysis.labelled:
        return "How well do your labels represent the imagery?"
    return f"How well does {analysis.names[0]} represent the other sites?"


def places_sentence(analysis: Analysis, row: dict[str, Any]) -> str:
    """What the list of places of a site shows."""
    count = len(row["least_covered"])
    verb = "label there" if analysis.labelled else "look there first"
    number = "This place shows" if count == 1 else f"These {count} places show"
    return f"{number} what {_reference(analysis)} cover{_s(analysis)} least in {row['site']}: {verb}."


def _sentence(analysis: Analysis, row: dict[str, Any]) -> str:
    runs = len(analysis.runs)
    low, high = percent(row["low"]), percent(row["high"])
    spread = "" if low == high else f" ({low} to {high} in {runs} runs)"
    reference = _reference(analysis)
    verdict = (
        f"{reference} represent{_s(analysis)} it well" if row["share"] >= WELL
        else f"{reference} represent{_s(analysis)} a part of it" if row["share"] >= PARTLY
        else f"{reference} hardly represent{_s(analysis)} it"
    )  # fmt: skip
    return f"{row['site']} is {percent(row['share'])} covered by {reference}{spread}: {verdict}."


def percent(share: float) -> str:
    """A share in percent, without decimals."""
    return f"{100 * share:.0f} %"


def _reference(analysis: Analysis) -> str:
    return "your labelled areas" if analysis.labelled else analysis.names[0]


def _s(analysis: Analysis) -> str:
    """The ending of a verb after the reference."""
    return "" if analysis.labelled else "s"
