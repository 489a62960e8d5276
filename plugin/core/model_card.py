"""What a model file says about itself, read from the head of the file: the weights behind it are the engine's business."""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Optional

MAX_HEAD_BYTES = 16 * 1024 * 1024  # a card has some kilobytes; a file that claims more is none of ours


@dataclass(frozen=True)
class ModelCard:
    """The part of a model's card that the analyst sees.

    Attributes:
        held_out: "accuracy" in 0..1, its 95 % "interval" (low, high), "strokes" it was measured on; None where none were held out.
        recipe: the training request, with "steps_taken" and "seconds".
        labels_digest: the same for the same labels.
    """

    held_out: Optional[dict[str, Any]]
    recipe: dict[str, Any]
    labels_digest: str = ""

    @property
    def steps(self) -> int:
        """Steps that the training took."""
        return int(self.recipe.get("steps_taken") or 0)

    @property
    def seconds(self) -> float:
        """Seconds that these steps took."""
        return float(self.recipe.get("seconds") or 0.0)


def read_model_card(path: str) -> Optional[ModelCard]:
    """The card in a .safetensors file; None where there is no file or it is no model of Berunda."""
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            head = json.loads(file.read(length)) if length <= MAX_HEAD_BYTES else {}
        metadata = head["__metadata__"]
        held_out, recipe = json.loads(metadata["held_out"]), json.loads(metadata["recipe"])
        digest = str(json.loads(metadata.get("labels_digest", '""')))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return ModelCard(held_out if isinstance(held_out, dict) else None, recipe if isinstance(recipe, dict) else {}, digest)


def in_percent(held_out: dict[str, Any]) -> tuple[str, str, str]:
    """Accuracy, and the lower and upper end of its interval, in whole percent."""
    accuracy, low, high = (f"{share * 100:.0f}" for share in (held_out["accuracy"], *held_out["interval"]))
    return accuracy, low, high
