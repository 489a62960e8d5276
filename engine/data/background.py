"""Work in a background thread: reading ahead of the computation, and writing behind it."""
from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_background(
    work: Callable[[Item], Result], items: Iterable[Item], depth: int = 4
) -> Generator[tuple[Item, Result], None, None]:
    """Yield each item with what a function returns for it, in order.

    A thread and not a process: GDAL releases the interpreter's lock, and forking an embedded interpreter is not safe.

    Args:
        work: called in a background thread, for one item at a time; what it raises is raised here.
        items: made in this thread.
        depth: how many items wait for the background thread, or their results for the caller, at most.
    """
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="background") as thread:
        try:
            for item in items:
                waiting.append((item, thread.submit(work, item)))
                if len(waiting) > depth:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()
