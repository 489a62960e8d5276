"""Reading ahead of the computation, in a background thread."""
from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, TypeVar

Item = TypeVar("Item")
Read = TypeVar("Read")


def read_ahead(
    read: Callable[[Item], Read], items: Iterable[Item], depth: int = 4
) -> Generator[tuple[Item, Read], None, None]:
    """Yield each item with what `read` returns for it, in order.

    A thread and not a process: GDAL releases the interpreter's lock, and forking an embedded interpreter is not safe.

    Args:
        read: called in a background thread, for one item at a time; what it raises is raised here.
        items: what to read.
        depth: how many items are read in advance at most.
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
