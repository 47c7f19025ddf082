"""Which way each character of a paragraph runs: the bidirectional algorithm, for one paragraph of plain text.

In: characters and the paragraph's direction. Out: a level for each, even for left to right, odd for right to left; and
the order in which runs of levels stand on a line. Source: UAX #9 (Unicode 17), rules W1 to N2, I1, I2 and L2.
Characters that embed, override or isolate are not known: `wording.clean` takes them out. HarfBuzz mirrors brackets.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_PAIRS = dict(zip("([{⟨⟦⟪〈《「『【〔〖〘〚", ")]}⟩⟧⟫〉》」』】〕〗〙〛", strict=True))
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
# A bracket that opens deeper than this pairs with nothing (BD16).
_DEPTH = 63
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "BN"))


def levels(text: str, *, is_rtl: bool) -> list[int]:
    """The level of each character of a paragraph, whose own is 1 when it runs from right to left, else 0."""
    base = "R" if is_rtl else "L"
    classes = [unicodedata.bidirectional(character) or "L" for character in text]
    marks = [kind == "NSM" for kind in classes]
    _weak(classes, base)
    _brackets(text, classes, base, marks)
    _neutral(classes, base)
    return [_level(kind, is_rtl=is_rtl) for kind in classes]


def visual(runs: Sequence[T], level: Callable[[T], int]) -> list[T]:
    """Runs as they stand on the line from left to right; each has one level (L2)."""
    order = list(runs)
    for deep in range(max(map(level, order), default=0), 0, -1):
        turned: list[T] = []
        for is_deep, group in groupby(order, lambda run, deep=deep: level(run) >= deep):  # type: ignore[misc]
            together = list(group)
            turned += together[::-1] if is_deep else together
        order = turned
    return order


def _level(kind: str, *, is_rtl: bool) -> int:
    """I1 and I2."""
    if is_rtl:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(classes: list[str], base: str) -> None:
    """W1 to W7, in place: numbers and what belongs to them."""
    strong = before = base
    for place, kind in enumerate(classes):
        now = before if kind == "NSM" else kind
        if now in ("L", "R", "AL"):
            strong = now
        elif now == "EN" and strong == "AL":
            now = "AN"
        classes[place] = before = now
    classes[:] = ["R" if kind == "AL" else kind for kind in classes]
    for place in range(1, len(classes) - 1):
        left, kind, right = classes[place - 1 : place + 2]
        if left == right and ((kind in ("ES", "CS") and left == "EN") or (kind == "CS" and left == "AN")):
            classes[place] = left
    _terminators(classes)
    strong = base
    for place, kind in enumerate(classes):
        if kind in ("L", "R"):
            strong = kind
        elif kind in ("ES", "CS", "ET"):
            classes[place] = "ON"
        elif kind == "EN" and strong == "L":
            classes[place] = "L"


def _terminators(classes: list[str]) -> None:
    """W5, in place: signs of currency and percent beside a number are part of it."""
    place = 0
    for kind, group in groupby(list(classes)):
        length = len(list(group))
        around = classes[max(place - 1, 0) : place] + classes[place + length : place + length + 1]
        if kind == "ET" and "EN" in around:
            classes[place : place + length] = ["EN"] * length
        place += length


def _strong(kind: str) -> str:
    """As N0 to N2 take it: numbers count as right to left; "" for what has no direction of its own."""
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _brackets(text: str, classes: list[str], base: str, marks: list[bool]) -> None:
    """N0, in place: a pair of brackets runs the way of what is in it, or before it."""
    for opened, closed in _pairs(text, classes):
        inside = {_strong(kind) for kind in classes[opened + 1 : closed]} - {""}
        if not inside:
            continue
        kind = base
        if base not in inside:
            before = next((way for way in map(_strong, reversed(classes[:opened])) if way), base)
            kind = before if before in inside else base
        for place in (opened, closed):
            classes[place] = kind
            while place + 1 < len(classes) and marks[place + 1]:
                place += 1  # noqa: PLW2901 -- on over the marks that sit on it
                classes[place] = kind


def _pairs(text: str, classes: list[str]) -> list[tuple[int, int]]:
    """Places of brackets that belong together, in order of the opening ones (BD16)."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for place, character in enumerate(text):
        if classes[place] != "ON":
            continue
        if character in _PAIRS:
            if len(opened) == _DEPTH:
                break
            opened.append((character, place))
        elif character in _CLOSING:
            at = next((i for i in reversed(range(len(opened))) if opened[i][0] == _CLOSING[character]), None)
            if at is not None:
                pairs.append((opened[at][1], place))
                del opened[at:]
    return sorted(pairs)


def _neutral(classes: list[str], base: str) -> None:
    """N1 and N2, in place: between two of one direction they are like these, else like the paragraph."""
    place = 0
    for is_neutral, group in groupby(list(classes), lambda kind: kind in _NEUTRAL):
        length = len(list(group))
        if is_neutral:
            before = _strong(classes[place - 1]) if place else base
            after = _strong(classes[place + length]) if place + length < len(classes) else base
            classes[place : place + length] = [before if before == after else base] * length
        place += length
