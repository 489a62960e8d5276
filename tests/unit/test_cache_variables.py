"""The limit that the environment states for what the engine keeps."""
from __future__ import annotations

import pytest

from engine.schema.cache_variables import MEGABYTES_VARIABLE, cache_megabytes


@pytest.mark.parametrize(("stated", "megabytes"), [("500", 500), ("0", 0), ("much", 2000), ("", 2000), (None, 2000)])
def test_the_limit_or_the_default(monkeypatch: pytest.MonkeyPatch, stated: str | None, megabytes: int) -> None:
    monkeypatch.delenv(MEGABYTES_VARIABLE, raising=False)
    if stated is not None:
        monkeypatch.setenv(MEGABYTES_VARIABLE, stated)
    assert cache_megabytes() == megabytes
