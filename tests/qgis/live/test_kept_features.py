"""What the engine keeps: asked for and removed while it is up, and chosen anew with its next start."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest
from berunda.engine.schema.live_config import CacheConfig
from berunda.engine.schema.setting import from_params
from berunda.plugin.core.live.kept_features import KeptFeatures
from berunda.plugin.core.project.session import Session
from fake_engine import wait_until
from fake_live import KEPT_BYTES
from qgis.PyQt.QtTest import QTest
from session_helpers import paint

pytestmark = pytest.mark.usefixtures("no_cache_choice")
StartKept = Callable[..., KeptFeatures]


@pytest.fixture
def start_kept(start_session, raster_layer) -> Iterator[StartKept]:
    """Makes what is tested, with the engine up."""
    made = []

    def start(mode: str = "normal") -> KeptFeatures:
        session = start_session(mode)
        session.scene.choose_image(raster_layer)
        session.start_engine()
        wait_until(lambda: session.client.is_ready)
        kept = KeptFeatures(session)
        kept.session, kept.notices, kept.failures = session, [], []
        kept.notice.connect(kept.notices.append)
        kept.failed.connect(kept.failures.append)
        made.append(kept)
        return kept

    yield start
    for kept in made:
        kept.close()


def restarted(session: Session, process_id: int) -> None:
    wait_until(lambda: session.client.is_ready and session.client.process_id() != process_id)


def test_how_much_is_kept_and_its_removal(start_kept: StartKept) -> None:
    kept = start_kept()
    kept.ask()
    wait_until(lambda: kept.usage)
    assert kept.usage == {"folder": "/cache", "bytes": KEPT_BYTES, "limit_bytes": 2 * 10**9, "problem": ""}
    kept.clear()
    wait_until(lambda: kept.usage["bytes"] == 0)


def test_the_request_is_one_that_the_engine_reads(start_kept: StartKept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = start_kept()
    client, asked = kept.session.client, []
    submit = client.submit
    monkeypatch.setattr(client, "submit", lambda *request: asked.append(request) or submit(*request))
    kept.ask()
    kept.clear()
    assert [command for command, _ in asked] == ["cache", "cache"]
    assert [from_params(CacheConfig, params).clear for _, params in asked] == [False, True]


def test_it_starts_no_engine(start_kept: StartKept) -> None:
    kept = start_kept()
    kept.ask()
    wait_until(lambda: kept.usage)
    kept.session.client.kill()
    wait_until(lambda: kept.usage is None)
    kept.ask()
    kept.choose_limit(5)
    QTest.qWait(1200)
    assert not kept.session.client.is_running
    assert kept.notices == []


def test_choices_start_an_idle_engine_anew_once(start_kept: StartKept, tmp_path: Path) -> None:
    kept = start_kept()
    kept.ask()
    wait_until(lambda: kept.usage)
    first, states = kept.session.client.process_id(), kept.session.said.states
    states.clear()
    for limit_gb in (2.5, 3, 3.5):
        kept.choose_limit(limit_gb)
    kept.choose_folder(str(tmp_path))
    restarted(kept.session, first)
    assert kept.usage is None  # of the process before
    kept.ask()
    wait_until(lambda: kept.usage)
    assert (kept.usage["folder"], kept.usage["limit_bytes"]) == (str(tmp_path), 3_500_000_000)
    assert states.count("starting") == 1
    assert kept.notices == []


def test_nothing_on_disk(start_kept: StartKept) -> None:
    kept = start_kept()
    first = kept.session.client.process_id()
    kept.choose_limit(0)
    restarted(kept.session, first)
    kept.ask()
    wait_until(lambda: kept.usage)
    assert (kept.usage["folder"], kept.usage["limit_bytes"]) == ("", 0)


def test_an_engine_at_work_is_left_alone(start_kept: StartKept) -> None:
    kept = start_kept("slow")
    paint(kept.session)
    assert kept.session.train()
    first = kept.session.client.process_id()
    kept.choose_limit(3)
    wait_until(lambda: kept.notices)
    assert kept.notices == ["The engine is at work: the choice takes effect when it is started the next time."]
    assert (kept.session.client.process_id(), kept.session.is_busy) == (first, True)


def test_a_failure_is_said(start_kept: StartKept) -> None:
    kept = start_kept("failing")
    kept.clear()
    wait_until(lambda: kept.failures)
    assert kept.failures == ["The labels do not touch the image: check their CRS"]
    assert kept.usage is None
