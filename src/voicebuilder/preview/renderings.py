"""Pages that were asked for, kept as long as all that they were made of is as it was.

In: a plan and a route. Out: the bytes of the route; rendered only when nobody has asked before, or when a fact that it
read has changed: the verifying traces of a build (`memo.traces`), held in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError
from voicebuilder.memo import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from voicebuilder.build import Plan
    from voicebuilder.errors import Problem
    from voicebuilder.model.route import Route

_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A route, rendered.

    Attributes:
        content: Its bytes, or the file that it copies; None when it cannot be made and never was.
        problems: Why the bytes, if there are any, are those of an earlier time.
    """

    content: bytes | Path | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    own: bytes
    facts: tuple[str, ...]
    joint: bytes

    def holds(self, plan: Plan, route: Route) -> bool:
        """Whether all that it was made of is as it was."""
        return self.own == plan.renderers.own_print(route) and self.joint == _joint(plan, self.facts)


class Renderings:
    """Keeps what was made, the latest asked for longest. `kept` may be called from any thread, `make` from one."""

    def __init__(self) -> None:
        """Begin with nothing made."""
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._weight = 0

    def kept(self, plan: Plan, route: Route) -> bytes | None:
        """The bytes of a route, if they were made before and still hold."""
        found = self._kept.get(route.url)
        return found.content if found is not None and found.holds(plan, route) else None

    def make(self, plan: Plan, route: Route) -> Made:
        """The bytes of a route; where they cannot be made, the last that could."""
        if (content := self.kept(plan, route)) is not None:
            self._kept.move_to_end(route.url)
            return Made(content)
        try:
            made, facts = plan.renderers.make(route)
        except ContentError as error:
            found = self._kept.get(route.url)
            return Made(found.content if found else None, error.problems)
        if isinstance(made, bytes):
            self._keep(route.url, _Kept(made, plan.renderers.own_print(route), facts, _joint(plan, facts)))
        return Made(made)

    def _keep(self, url: str, kept: _Kept) -> None:
        old = self._kept.pop(url, None)
        self._weight += len(kept.content) - (len(old.content) if old else 0)
        self._kept[url] = kept
        while self._weight > _MOST_BYTES and len(self._kept) > 1:
            self._weight -= len(self._kept.popitem(last=False)[1].content)


def _joint(plan: Plan, facts: tuple[str, ...]) -> bytes:
    return fingerprint([plan.prints.get(fact) for fact in facts])
