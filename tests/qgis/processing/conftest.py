"""The fixtures of the tests of the Processing provider."""
from __future__ import annotations

from processing_helpers import labels as labels
from processing_helpers import provider as provider
from processing_helpers import use_engine as use_engine
