from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.hotspots import START, THEME, Function, Times, shares

import voicebuilder

SRC = Path(voicebuilder.__file__).parent


def function(path: str) -> Function:
    return path, 1, "f"


MARKUP = function(str(SRC / "markup" / "page.py"))
OUTPUT = function(str(SRC / "output" / "stage.py"))
PAGE = function("themes/default/post.html")
LIBRARY, DEEPER = function("site-packages/lib/a.py"), function("site-packages/lib/b.py")
BUILTIN, ROOT = ("~", 0, "<built-in len>"), ("~", 0, "<built-in exec>")


def times(own: float, **callers: float) -> Times:
    """`own` seconds in a function; `callers` names who caused how many of them."""
    named = {"markup": MARKUP, "output": OUTPUT, "page": PAGE, "library": LIBRARY, "deeper": DEEPER}
    return 1, 1, own, own, {named[name]: (1, 1, seconds, seconds) for name, seconds in callers.items()}


def test_time_outside_of_the_rooms_belongs_to_the_room_that_called() -> None:
    profile = {
        MARKUP: times(1.0),
        OUTPUT: times(1.0),
        PAGE: times(1.0),
        LIBRARY: times(2.0, markup=1.5, deeper=0.5),
        DEEPER: times(1.0, library=1.0),
        BUILTIN: times(3.0, output=2.0, page=1.0),
        ROOT: times(1.0),
    }
    found = {share.room: (round(10 * share.own, 3), round(10 * share.called, 3)) for share in shares(profile)}
    assert found == {"markup": (1, 3), "output": (1, 2), THEME: (1, 1), START: (0, 1)}


def test_the_shares_are_of_the_whole_and_the_dearest_is_first() -> None:
    found = shares({MARKUP: times(1.0), OUTPUT: times(3.0), BUILTIN: times(4.0, markup=4.0)})
    assert sum(share.own + share.called for share in found) == pytest.approx(1)
    assert [share.room for share in found] == ["markup", "output", START]
