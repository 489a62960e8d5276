"""Batches prepared ahead in threads. Threads, not processes: forking from an embedded interpreter restarts QGIS on some systems."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Callable, TypeVar

Item = TypeVar("Item")
AHEAD, THREADS = 3, 2


def prefetch(make: Callable[[int], Item], start: int) -> Iterator[Item]:
    """make(start), make(start + 1), … without end, a few of them computed ahead; an error surfaces at its own turn."""
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="batches")
    try:
        pending = deque(pool.submit(make, start + i) for i in range(AHEAD))
        step = start + AHEAD
        while True:
            yield pending.popleft().result()
            pending.append(pool.submit(make, step))
            step += 1
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
