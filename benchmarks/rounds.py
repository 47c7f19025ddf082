"""What is run, and in which order: each generator in turn, A B C A B C, so that a slow minute of the machine hits all.

In: a `Plan`. Out: a `Record`; a line on each run as it ends.

For each size, every generator builds its site once ahead: this run is weighed and not timed, its pages are counted, and
after it the sources are in the system's file cache for all. Then come the rounds of timed cold builds: the output and
all caches are removed first. Each of our cold builds is followed by warm ones.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import corpus, layouts
from benchmarks.layouts import OURS
from benchmarks.meter import RunError, timed, weighed
from benchmarks.record import STARTS, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.programs import Program

NO_CHANGE = "no change"
VERSION = "`voicebuilder --version`"
BARE_PYTHON = "Python alone"
_STARTS = 20


def _longer(text: str) -> str:
    return f"{text}\nOne more sentence.\n"


def _renamed(text: str) -> str:
    return text.replace('title: "', 'title: "Not ', 1)


# Our warm builds, in order, and what is done to one post before each. The first edit after a cold build is not like
# those that follow: only then are there two generations of the output to take turns.
EDITS: dict[str, Callable[[str], str]] = {
    "one text edited": _longer,
    "one text edited again": _longer,
    "one title edited": _renamed,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    Attributes:
        programs: Side by side; ours among them.
        folder: For the sites.
        sizes: How many entries, ascending.
        alone: Sizes at which only we are run.
        rounds: Timed runs of each.
    """

    programs: Sequence[Program]
    folder: Path
    sizes: Sequence[int]
    alone: Sequence[int]
    rounds: int


def measure(plan: Plan) -> Record:
    """Run all of a plan.

    Raises:
        RunError: A build ended with an error, or left out an entry.
    """
    record = Record()
    us = [program for program in plan.programs if program.name == OURS]
    for size in plan.sizes:
        _side_by_side(plan, size, plan.programs, record)
    for size in plan.alone:
        _side_by_side(plan, size, us, record)
    _start_up(plan, us[0], record)
    return record


def site_of(folder: Path, name: str, size: int) -> Path:
    """The folder of a generator's site."""
    return folder / f"{name}-{size}"


def _side_by_side(plan: Plan, size: int, programs: Sequence[Program], record: Record) -> None:
    entries = list(corpus.entries(size))
    post = next((entry for entry in entries[size // 2 :] if entry.title), None)
    for program in programs:
        site = site_of(plan.folder, program.name, size)
        layouts.lay_out(program.name, site, entries)
        record.peaks[size, program.name] = weighed(program.command, site)
        record.files[size, program.name], pages = layouts.built(program.name, site)
        if pages != size:
            raise RunError(f"{program.name} made the pages of {pages} entries of {size}")
        say(f"{size:,} entries, {program.name}: {record.peaks[size, program.name] / 1e6:,.0f} MB")
    for _ in range(plan.rounds):
        for program in programs:
            site = site_of(plan.folder, program.name, size)
            layouts.wipe(program.name, site)
            _run(record, size, program.name, program.command, site)
            if program.name == OURS and post:
                _warm(record, size, program, layouts.source(OURS, site, post))


def _warm(record: Record, size: int, program: Program, post: Path) -> None:
    site, text = post.parent.parent, post.read_text("utf-8")
    _run(record, size, NO_CHANGE, program.command, site)
    try:
        for what, edit in EDITS.items():
            post.write_text(edit(post.read_text("utf-8")), "utf-8")
            _run(record, size, what, program.command, site)
    finally:
        post.write_text(text, "utf-8")


def _start_up(plan: Plan, us: Program, record: Record) -> None:
    for _ in range(_STARTS):
        record.runs[STARTS, VERSION].append(timed((us.command[0], "--version"), plan.folder))
        record.runs[STARTS, BARE_PYTHON].append(timed((sys.executable, "-c", "pass"), plan.folder))
    say(f"{VERSION}: {record.wall((STARTS, VERSION)):.3f} s; {BARE_PYTHON}: {record.wall((STARTS, BARE_PYTHON)):.3f} s")


def _run(record: Record, size: int, what: str, command: Sequence[str], site: Path) -> None:
    run = timed(command, site)
    record.runs[size, what].append(run)
    say(f"{size:>9,} entries  {what:22} {run.wall:8.2f} s  processors {run.cpu:8.2f} s")


def say(line: str) -> None:
    """Tell whoever waits."""
    print(line, flush=True)  # noqa: T201 -- a command speaks
