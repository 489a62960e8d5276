"""Fixtures of the engine's tests."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from scenes import RecordingReporter, Scene

# Tiny tensors gain nothing from a second thread, and on a busy machine waiting for it costs a hundred times the work.
torch.set_num_threads(1)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def reporter() -> RecordingReporter:
    return RecordingReporter()
