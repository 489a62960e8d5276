"""What the tests of the live map share: paint, wait, read what was asked for, kill the engine."""
from __future__ import annotations

import os
import signal

from berunda.plugin.core.live.live_map import LiveMap
from dock_helpers import LEFT
from fake_engine import wait_until
from qgis.core import QgsGeometry, QgsRectangle


def stroke(live: LiveMap, place: QgsRectangle = LEFT, class_id: int = 1) -> None:
    store = live.session.scene.store
    store.add_stroke(QgsGeometry.fromRect(place), store.layer.crs(), class_id)


def answered(live: LiveMap, count: int = 1) -> None:
    wait_until(lambda: len(live.journal.answers) >= count)


def asked(live: LiveMap, count: int) -> None:
    wait_until(lambda: len(live.journal.params()) >= count)


def generations(live: LiveMap) -> list[int]:
    return [params["generation"] for params in live.journal.params()]


def deaths(live: LiveMap) -> list[str]:
    return live.session.said.deaths


def kill(live: LiveMap) -> None:
    wait_until(lambda: live.session.client.is_ready)
    os.kill(live.session.client.process_id(), signal.SIGKILL)
