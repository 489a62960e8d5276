"""`python -m engine`: see engine.cli."""
from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
