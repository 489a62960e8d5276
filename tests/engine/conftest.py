"""Fixtures of the engine's tests."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from compute_device import CHOSEN, PRETENDED
from pretended_device import pretended_card
from scenes import RecordingReporter, Scene

from engine.features import feature_blocks

# Tiny tensors gain nothing from a second thread, and on a busy machine waiting for it costs a hundred times the work.
torch.set_num_threads(1)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


@pytest.fixture
def reporter() -> RecordingReporter:
    return RecordingReporter()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A scene in blocks of 64 px whose features are kept from test to test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feature_blocks, "BLOCK_PX", 64)
        yield Scene(tmp_path_factory.mktemp("live"))


@pytest.fixture(autouse=True, scope="session")
def card() -> Iterator[None]:
    """The pretended graphics card, where the tests are to run on it."""
    with pretended_card() if CHOSEN == PRETENDED else contextlib.nullcontext():
        yield
