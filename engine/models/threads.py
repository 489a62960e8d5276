"""How many threads compute: torch shares each operation among as many as there are processor cores."""
from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import torch


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Compute in this thread alone.

    For matrices of some hundred rows, whose decompositions gain little from threads: where other programs compute, the
    threads wait for each other at every step, and a decomposition took up to fifty times as long.
    """
    with _threads(1):
        yield


@contextlib.contextmanager
def second_thread() -> Iterator[ThreadPoolExecutor]:
    """Compute in another thread as well, for which functions are submitted; at the end it is waited for.

    Small operations gain little from being shared among threads: on two processors, two threads that compute different
    things take two thirds of the time.
    """
    with half_of_the_threads(), ThreadPoolExecutor(1) as pool:
        yield pool


@contextlib.contextmanager
def half_of_the_threads() -> Iterator[None]:
    """Share operations among half as many threads, in this thread and in those that start meanwhile."""
    with _threads(max(1, torch.get_num_threads() // 2)):
        yield


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    """Share operations among so many threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
