"""What becomes of memory that was freed."""
from __future__ import annotations

import ctypes

# Of mallopt(3) in the GNU C library.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 2**30


def keep_freed_memory() -> None:
    """Let the C library give freed memory to the next array, instead of giving it back to the system.

    Every layer of a network needs arrays of some megabytes for a moment. By default each of them is mapped, filled with
    zeros page by page, and unmapped: an encoder on a CPU takes up to twice as long. Other C libraries are left as they
    are.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # not found; no library; Windows, where there is no name None
        return
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES)
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
