"""The label tools on a shown canvas."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from berunda.plugin.core.labels.store import LabelStore
from berunda.plugin.core.labels.tool_state import LabelToolState
from berunda.plugin.maptools.label_tools import LabelTools
from qgis.gui import QgsMapCanvas


@pytest.fixture
def tools(canvas: QgsMapCanvas, label_state: LabelToolState, store: LabelStore) -> Iterator[LabelTools]:
    """The tools for the module's own `store`, with the brush active."""
    made = LabelTools(canvas, label_state)
    made.set_store(store)
    made.activate("brush")
    yield made
    made.close()
