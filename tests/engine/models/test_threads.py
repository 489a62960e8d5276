"""Threads are limited for a while, in this thread and in others, and restored whatever happens."""
from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from engine.models.threads import half_of_the_threads, one_thread, second_thread


def test_one_thread_computes_until_the_end_also_of_a_failure() -> None:
    @one_thread()
    def fails() -> None:
        raise ValueError(f"in {torch.get_num_threads()}")

    torch.set_num_threads(2)
    try:
        with pytest.raises(ValueError, match="in 1"):
            fails()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


@pytest.mark.parametrize(("threads", "each"), [(1, 1), (2, 1), (5, 2), (8, 4)])
def test_two_threads_share_what_one_had(threads: int, each: int) -> None:
    torch.set_num_threads(threads)
    try:
        with second_thread() as beside:
            assert beside.submit(torch.get_num_threads).result() == torch.get_num_threads() == each
            assert beside.submit(threading.get_ident).result() != threading.get_ident()
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(1)


def test_what_is_submitted_ends_before_the_block_does_and_a_failure_restores_the_threads() -> None:
    done: list[int] = []

    def work() -> None:
        time.sleep(0.1)
        done.append(1)

    def gives_up() -> None:
        with second_thread() as beside:
            beside.submit(work)
            raise ValueError("gives up")

    torch.set_num_threads(4)
    try:
        with pytest.raises(ValueError, match="gives up"):
            gives_up()
        assert done == [1]
        assert torch.get_num_threads() == 4
    finally:
        torch.set_num_threads(1)


def test_a_thread_that_starts_meanwhile_has_half_of_the_threads() -> None:
    torch.set_num_threads(4)
    try:
        with half_of_the_threads(), ThreadPoolExecutor(1) as pool:
            assert pool.submit(torch.get_num_threads).result() == torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)
