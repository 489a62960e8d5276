"""Fixtures of the engine's tests."""
from __future__ import annotations

from pathlib import Path

import pytest
from scenes import RecordingReporter, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def reporter() -> RecordingReporter:
    return RecordingReporter()
