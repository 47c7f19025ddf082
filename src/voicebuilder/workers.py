"""The same work on many things, in one process or in several.

In: what makes a worker's function, and the things. Out: the results in the order of the things, whoever made them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, TypeVar

from voicebuilder.errors import ExitCode, MachineError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Thing = TypeVar("Thing")
Result = TypeVar("Result")

# Fewer things than this a process are done before a second process has begun.
_WORTH_A_PROCESS = 200
# Small enough that processes end together, large enough that passing results costs little.
_CHUNK = 32

_work: Callable[[Any], Any] | None = None


def spread(make: Callable[[], Callable[[Thing], Result]], things: Sequence[Thing], jobs: int) -> Iterator[Result]:
    """Apply a function to every thing.

    Args:
        make: Makes the function, once in each process. Under `fork` it reaches the workers without being copied;
            elsewhere it is pickled, as the things and results always are.
        things: In order.
        jobs: How many processes; 0 for as many as pays.

    Raises:
        MachineError: A worker died.
    """
    count = jobs or min(os.cpu_count() or 1, len(things) // _WORTH_A_PROCESS)
    if count <= 1 or len(things) <= 1:
        work = make()
        yield from map(work, things)
        return
    # fork starts in milliseconds and copies nothing, but is safe on Linux only.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        with ProcessPoolExecutor(count, context, initializer=_begin, initargs=(make,)) as pool:
            yield from pool.map(_do, things, chunksize=min(_CHUNK, -(-len(things) // count)))
    except BrokenProcessPool as error:
        hint = "Try --jobs 1, which needs less memory."
        raise MachineError(Problem("a worker process died; the machine may be out of memory", hint)) from error


def _begin(make: Callable[[], Callable[[Any], Any]]) -> None:
    # Ctrl+C reaches every process of a terminal; the one that started us decides, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _work  # noqa: PLW0603 -- a pool gives its workers no other place to keep what they made
    _work = make()


def _end_with_parent() -> None:
    """A worker of a killed build would wait for work for ever, and keep whoever reads its output waiting."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(ExitCode.MACHINE)


def _do(thing: Any) -> Any:
    if _work is None:
        raise RuntimeError("a worker was asked before it had begun")
    return _work(thing)
