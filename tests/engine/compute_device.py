"""The device that the engine's tests compute on: that of BERUNDA_TEST_DEVICE, or the processor."""
from __future__ import annotations

import os

import pytest

PRETENDED = "pretended"  # a graphics card on the processor, see pretended_device.py
CHOSEN = os.environ.get("BERUNDA_TEST_DEVICE", "cpu")
DEVICE = "cuda" if CHOSEN == PRETENDED else CHOSEN
ON_DEVICE = {"device": DEVICE, "precision": "fp32"}  # of requests

# For results that are compared bit by bit.
exact = pytest.mark.skipif(
    CHOSEN not in ("cpu", PRETENDED), reason="a graphics card adds in any order: results differ by rounding"
)
