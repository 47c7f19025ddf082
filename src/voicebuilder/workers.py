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
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.context import BaseContext

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

_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(
    work: Callable[[Thing], Result],
    things: Sequence[Thing],
    jobs: int,
    name: Callable[[Thing], str] = str,
    worth: int = _WORTH_A_PROCESS,
) -> Iterator[Result]:
    """Apply a function to every thing.

    Args:
        work: The function. Like the things it reaches forked processes without being copied; elsewhere both are
            pickled, once for each process. Results always are.
        things: In order.
        jobs: How many processes; 0 for as many as pays.
        name: What a message calls a thing.
        worth: Of how many things the work is worth a further process; fewer, the more each costs.

    Raises:
        MachineError: A worker died; says at what.
    """
    count = jobs or min(os.cpu_count() or 1, len(things) // worth)
    if count <= 1 or len(things) <= 1:
        yield from map(work, things)
        return
    context = multiprocessing.get_context(_METHOD)
    size = min(_CHUNK, worth, -(-len(things) // count))
    chunks = [range(start, min(start + size, len(things))) for start in range(0, len(things), size)]
    done = 0
    try:
        with ProcessPoolExecutor(count, context, initializer=_begin, initargs=(work, things)) as pool:
            for results in pool.map(_do, chunks):
                yield from results
                done += 1
    except BrokenProcessPool as error:
        doubtful = [number for chunk in chunks[done : done + 2 * count] for number in chunk]
        found = _deadly(context, (work, things), doubtful)
        where = "" if found is None else f" at {name(things[found])}"
        hint = "If the machine ran out of memory, try --jobs 1, which needs less."
        raise MachineError(Problem(f"a worker process died{where}", hint)) from error


def _deadly(
    context: BaseContext, task: tuple[Callable[[Any], Any], Sequence[Any]], numbers: Sequence[int]
) -> int | None:
    """Which of some things a worker dies of, tried one by one; None when it was chance, or memory ran short."""
    with ProcessPoolExecutor(1, context, initializer=_begin, initargs=task) as pool:
        attempts = [(number, pool.submit(_do, range(number, number + 1))) for number in numbers]
        for number, attempt in attempts:
            if isinstance(attempt.exception(), BrokenProcessPool):
                return number
    return None


def _begin(work: Callable[[Any], Any], things: Sequence[Any]) -> None:
    # Ctrl+C reaches every process of a terminal; the one that started us decides, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What came with the fork stays, and what a worker makes is gone with the thing it was made for: looking through
    # both for cycles again and again would take a tenth of its time, and copy memory that processes share.
    gc.freeze()
    gc.set_threshold(_RARELY)
    global _task  # noqa: PLW0603 -- a pool gives its workers no other place to keep what they need
    _task = (work, things)


def _end_with_parent() -> None:
    """A worker of a killed build would wait for work for ever, and keep whoever reads its output waiting."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(ExitCode.MACHINE)


def _do(chunk: range) -> list[Any]:
    if _task is None:
        raise RuntimeError("a worker was asked before it had begun")
    work, things = _task
    return [work(things[number]) for number in chunk]
