"""The fixtures of the installer's tests."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from installer_helpers import FakeIndex


@pytest.fixture
def index() -> Iterator[FakeIndex]:
    """A package index on this machine."""
    made = FakeIndex()
    yield made
    made.close()
