"""The same work on many things, in one process or in several.

In: a function, and the things. Out: the results in the order of the things, whoever made them.
"""

from __future__ import annotations

import gc
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
    from collections.abc import Callable, Iterator, MutableSequence, Sequence
    from multiprocessing.sharedctypes import Synchronized

Thing = TypeVar("Thing")
Result = TypeVar("Result")

# Fewer things than this a process are done before a second process has begun.
_WORTH_A_PROCESS = 200
# Small enough that processes end together, large enough that passing results costs little.
_CHUNK = 32
# Objects that may be made before a worker looks for cycles among them.
_RARELY = 100_000
# fork starts in milliseconds and copies nothing, but is safe on Linux only.
_METHOD = "fork" if sys.platform == "linux" else "spawn"

_task: tuple[Callable[[Any], Any], Sequence[Any], MutableSequence[int], int] | None = None


def spread(
    work: Callable[[Thing], Result], things: Sequence[Thing], jobs: int, name: Callable[[Thing], str] = str
) -> Iterator[Result]:
    """Apply a function to every thing.

    Args:
        work: The function. Like the things it reaches forked processes without being copied; elsewhere both are
            pickled, once for each process. Results always are.
        things: In order.
        jobs: How many processes; 0 for as many as pays.
        name: What a message calls a thing.

    Raises:
        MachineError: A worker died; says at what.
    """
    count = jobs or min(os.cpu_count() or 1, len(things) // _WORTH_A_PROCESS)
    if count <= 1 or len(things) <= 1:
        yield from map(work, things)
        return
    context = multiprocessing.get_context(_METHOD)
    places: MutableSequence[int] = context.RawArray("q", count)
    size = min(_CHUNK, -(-len(things) // count))
    chunks = [range(start, min(start + size, len(things))) for start in range(0, len(things), size)]
    try:
        start = (work, things, places, context.Value("q", 0))
        with ProcessPoolExecutor(count, context, initializer=_begin, initargs=start) as pool:
            for results in pool.map(_do, chunks):
                yield from results
    except BrokenProcessPool as error:
        found = " or ".join(name(things[place - 1]) for place in places if place)
        where = f" at {found}" if found else ""
        hint = "If the machine ran out of memory, try --jobs 1, which needs less."
        raise MachineError(Problem(f"a worker process died{where}", hint)) from error


def _begin(
    work: Callable[[Any], Any], things: Sequence[Any], places: MutableSequence[int], begun: Synchronized[int]
) -> None:
    # Ctrl+C reaches every process of a terminal; the one that started us decides, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What came with the fork stays, and what a worker makes is gone with the thing it was made for: looking through
    # both for cycles again and again would take a tenth of its time, and copy memory that processes share.
    gc.freeze()
    gc.set_threshold(_RARELY)
    with begun.get_lock():
        own = begun.value
        begun.value += 1
    global _task  # noqa: PLW0603 -- a pool gives its workers no other place to keep what they need
    _task = (work, things, places, own)


def _end_with_parent() -> None:
    """A worker of a killed build would wait for work for ever, and keep whoever reads its output waiting."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(ExitCode.MACHINE)


def _do(chunk: range) -> list[Any]:
    if _task is None:
        raise RuntimeError("a worker was asked before it had begun")
    work, things, places, own = _task
    results = []
    for number in chunk:
        places[own] = number + 1
        results.append(work(things[number]))
    places[own] = 0
    return results
