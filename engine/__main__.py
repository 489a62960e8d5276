"""`python -m engine`: see engine.cli."""
from __future__ import annotations

import os
import sys

# Threads that wait for each other must sleep, not spin: QGIS draws on the same cores. Read when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from .cli import main

sys.exit(main())
