"""What a program costs: wall time, processor time, memory.

In: a command and a folder. Out: a `Run`, or the peak of memory; `RunError` with what the program said.

Processor time is that of the process and of all the children it waited for. Memory is that of the whole tree of
processes: on Linux the greatest sum of their proportional set sizes, in which what several share counts once, looked at
twenty times a second. Looking costs time, so a run is either timed or weighed, never both. Where the system does not
tell proportional sizes, it is the resident size of the greatest process alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LOOK_EVERY = 0.05
_LAST_WORDS = 2000
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
_PROC = Path("/proc")


class RunError(Exception):
    """A program ended with an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """One timed run.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system.
    """

    wall: float
    cpu: float


def timed(command: Sequence[str], folder: Path) -> Run:
    """Run a program and time it.

    Raises:
        RunError: It ended with an error.
    """
    # What the runs before have written would reach the disk during this one.
    os.sync()
    began = time.perf_counter()
    with _started(command, folder) as process:
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, used.ru_utime + used.ru_stime)


def weighed(command: Sequence[str], folder: Path) -> int:
    """Run a program and return the peak of its memory, in bytes.

    Raises:
        RunError: It ended with an error.
    """
    peak = 0
    with _started(command, folder) as process:
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            peak = max(peak, _weight(process.pid))
            time.sleep(_LOOK_EVERY)
        process.returncode = os.waitstatus_to_exitcode(status)
    # The system's own figure counts what the process was a fork of, so it is for where nothing else is told.
    return peak or used.ru_maxrss * _MAXRSS_UNIT


@contextmanager
def _started(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)  # noqa: S603
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
        if process.returncode:
            raise RunError(f"`{' '.join(command)}` ended with {process.returncode}:\n{last_words(said)}")


def last_words(said: IO[bytes]) -> str:
    """The end of what a program told."""
    said.seek(0)
    return said.read()[-_LAST_WORDS:].decode("utf-8", "replace")


def _weight(process: int) -> int:
    """Proportional set size of a process and all below it, in bytes; 0 where the system does not tell."""
    total = 0
    # A process may end while it is looked at.
    with suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        for thread in (_PROC / str(process) / "task").iterdir():
            with suppress(OSError):
                total += sum(_weight(int(child)) for child in (thread / "children").read_text("ascii").split())
    return total
