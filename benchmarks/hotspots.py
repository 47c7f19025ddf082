"""Where the time of a cold build goes, by room.

In: a site of ours. Out: each room's share of the time, in its own code and in the libraries that it calls. Time in a
library, in the standard library and in the interpreter belongs to the room that called it, through as many hands as
that went. One process, under cProfile, which makes small Python functions look dearer than they are.
"""

from __future__ import annotations

import pstats
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import voicebuilder
from benchmarks import layouts
from benchmarks.layouts import OURS
from benchmarks.meter import timed

# A function as the profiler names it: file, line, name.
Function = tuple[str, int, str]
# Its calls (two counts), the seconds in it, those in it and below, and the same four for each function that called it.
Times = tuple[int, int, float, float, Mapping[Function, tuple[int, int, float, float]]]

START = "start and imports"
THEME = "templates of the theme"
_PACKAGE = Path(voicebuilder.__file__).parent
# Far more than there are functions between a room and what does its work in a library.
_HANDS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """A room's part of the whole time, in fractions of one.

    Attributes:
        room: Its name in the table of floors, or one of the two above.
        own: In its own code.
        called: In what it calls outside of all rooms.
    """

    room: str
    own: float
    called: float

    @property
    def whole(self) -> float:
        """Both."""
        return self.own + self.called


def profiled(site: Path) -> list[Share]:
    """Build a site cold in one process and say where the time went, the dearest room first.

    Raises:
        RunError: The build ended with an error.
    """
    layouts.wipe(OURS, site)
    profile = str(site.with_suffix(".profile"))
    timed((sys.executable, "-m", "cProfile", "-o", profile, "-m", "voicebuilder", "build", "--jobs", "1"), site)
    return shares(vars(pstats.Stats(profile))["stats"])


def shares(functions: Mapping[Function, Times]) -> list[Share]:
    """Sum up a profile by room."""
    owners = _owners(functions)
    own, called = defaultdict[str, float](float), defaultdict[str, float](float)
    for function, (_, _, seconds, _, callers) in functions.items():
        if room := _room(function):
            own[room] += seconds
        for caller, (_, _, below, _) in {} if room else callers.items():
            for owner, part in owners[caller].items():
                called[owner] += below * part
    whole = sum(times[2] for times in functions.values())
    # What nobody called is how the interpreter begins.
    called[START] += whole - sum(own.values()) - sum(called.values())
    found = [Share(room, own[room] / whole, called[room] / whole) for room in {**own, **called}]
    return sorted(found, key=lambda share: (-share.whole, share.room))


def _room(function: Function) -> str | None:
    """The room that a function is in; None in libraries and in the interpreter."""
    path = Path(function[0])
    if function[0].startswith("<frozen importlib"):
        return START
    if path.suffix == ".html":
        return THEME
    return path.relative_to(_PACKAGE).parts[0] if path.is_relative_to(_PACKAGE) else None


def _owners(functions: Mapping[Function, Times]) -> Mapping[Function, Mapping[str, float]]:
    """For each function the rooms for which it works, with their parts of it.

    A function outside of all rooms belongs to its callers by the time that it took for each, and these in turn to
    theirs: a library that calls itself is handed on until a room is met.
    """
    owners: dict[Function, dict[str, float]] = {}
    for function in functions:
        room = _room(function)
        owners[function] = {room: 1.0} if room else {}
    outside = [function for function in functions if not owners[function]]
    for _ in range(_HANDS):
        for function in outside:
            callers = functions[function][4]
            whole = sum(times[3] for times in callers.values())
            parts = defaultdict[str, float](float)
            for caller, times in callers.items() if whole else ():
                for room, part in owners[caller].items():
                    parts[room] += part * times[3] / whole
            owners[function] = parts
    return owners
