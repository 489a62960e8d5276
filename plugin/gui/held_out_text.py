"""The accuracy on held-out strokes as people read it."""
from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Optional

from ...engine.schema.model_card import CROSS_FITTED, strokes_to_calibrate
from ..core.translation import tr


def in_percent(held_out: Mapping[str, Any]) -> tuple[str, str, str]:
    """Accuracy, and the lower and upper end of its interval, in whole percent."""
    accuracy, low, high = (f"{share * 100:.0f}" for share in (held_out["accuracy"], *held_out["interval"]))
    return accuracy, low, high


def what_was_judged(held_out: Mapping[str, Any]) -> str:
    """How many strokes an accuracy was measured on, and how."""
    if held_out.get("method") == CROSS_FITTED:
        sentence = tr("each of {} strokes judged by feature probes that were fitted without it")
    else:
        sentence = tr("measured on {} strokes that the model had not seen")
    return sentence.format(held_out["strokes"])


def accuracy_sentence(held_out: Mapping[str, Any]) -> str:
    """The accuracy over all classes."""
    sentence = tr("Held-out accuracy {} % (95 % interval {} to {} %), {}.")
    return sentence.format(*in_percent(held_out), what_was_judged(held_out))


def calibration_sentence(held_out: Optional[Mapping[str, Any]], is_calibrated: bool) -> str:
    """Whether confidences can be taken as probabilities, and if not what to do; None where no stroke was judged."""
    if is_calibrated:
        return tr("The confidence is calibrated.")
    missing = strokes_to_calibrate(held_out)
    sentence = tr("The confidence is uncalibrated: draw at least {} more strokes, some of each class, and train again.")
    return sentence.format(missing) if missing else tr("The confidence is uncalibrated: train again.")


def class_table(held_out: Mapping[str, Any]) -> str:
    """The accuracy of each class as a table in HTML; empty where the model is of a version that did not store it."""
    head = (tr("Class"), tr("Accuracy"), tr("95 % interval"), tr("Strokes"))
    rows = ["<tr>" + "".join(f"<th align='left'>{escape(text)}&nbsp;</th>" for text in head) + "</tr>"]
    for name, measured in held_out.get("per_class", {}).items():
        accuracy, low, high = in_percent(measured)
        cells = (name, f"{accuracy} %", tr("{} to {} %").format(low, high), str(measured["strokes"]))
        rows.append("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in cells) + "</tr>")
    return f"<table>{''.join(rows)}</table>" if len(rows) > 1 else ""
