"""`python -m engine`: see engine.cli."""
from __future__ import annotations

import gc
import os
import sys

# Threads that wait for each other should soon sleep: QGIS draws on the same cores. Sleeping at once makes a training
# step of many small operations half as long again, spinning for milliseconds (GNU's default) starves whoever else
# computes. Read when torch is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "20000")

from .allocator import keep_freed_memory
from .cli import main

keep_freed_memory()
status = main()
gc.freeze()  # else the interpreter's last collection looks through all of torch, for a quarter of a second
sys.exit(status)
