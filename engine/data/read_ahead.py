"""Data prepared ahead of whoever computes with it, in a thread of its own."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, TypeVar

Item = TypeVar("Item")
Read = TypeVar("Read")


def read_ahead(read: Callable[[Item], Read], items: Iterable[Item], depth: int = 4) -> Iterator[tuple[Item, Read]]:
    """Each item with what `read` returns for it, in order, up to `depth` of them read in advance by one background thread.

    A thread and not a process: GDAL releases the interpreter's lock, and forking an embedded interpreter is not safe.
    """
    waiting: deque[tuple[Item, Future[Read]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="reader") as reader:
        try:
            for item in items:
                waiting.append((item, reader.submit(read, item)))
                if len(waiting) > depth:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
