"""The backbones that are built from their name alone: all but those that need a folder of the user."""
from __future__ import annotations

from engine.models.registry import BACKBONES

NAMED_BACKBONES = [name for name, entry in BACKBONES.items() if entry.read_description is None]
