"""The memory that a process of the engine keeps."""
from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Minor page faults of arrays of 16 and 32 MB that are made and freed again and again.
SCRIPT = """
import resource, sys
import numpy as np
from engine.allocator import keep_freed_memory
if sys.argv[1] == "kept":
    keep_freed_memory()
for run in range(21):
    if run == 1:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    both = np.ones(2**22, np.float32), np.ones(2**23, np.float32)
    del both
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the setting is of the GNU C library")
def test_freed_memory_serves_the_next_array() -> None:
    assert faults("kept") < faults("default") / 4
