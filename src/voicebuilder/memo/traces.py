"""Traces: what was read while a result was made; if all of it is as it was, the result still holds.

This is the verifying trace of build systems (Mokhov, Mitchell, Peyton Jones, "Build systems à la carte", 2018, 4.2.2):
nothing is promised beforehand, everything read is noted. Facts are named by text; each has a fingerprint in each run.

In: facts and their fingerprints, what was read. Out: whether a result of the last run still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from voicebuilder.memo.prints import fingerprint
from voicebuilder.memo.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class _Saved(msgspec.Struct, array_like=True):
    """Facts by number, and for each result its own print, the numbers of what it read, and their joint print."""

    facts: list[str]
    traces: dict[str, tuple[list[int], bytes, bytes]]


class Recorder:
    """Notes what is read between `begin` and `end`."""

    def __init__(self) -> None:
        """Note nothing yet."""
        self._reading: dict[str, None] = {}

    def begin(self) -> None:
        """Forget what was read before."""
        self._reading = {}

    def note(self, fact: str) -> None:
        """A fact is being read."""
        self._reading[fact] = None

    def end(self) -> tuple[str, ...]:
        """What was read, each once, in order."""
        return tuple(self._reading)


class Traces:
    """The traces of the last run, held against the facts of this one, and the traces of this run."""

    def __init__(self, path: Path, version: str) -> None:
        """Load the last run's traces; without them nothing holds, and `notice` may say why."""
        self._table = Table(path, version, _Saved)
        saved = self._table.load()
        self.notice = self._table.notice
        self._facts = saved.facts if saved else []
        self._old = saved.traces if saved else {}
        self._prints: Mapping[str, bytes] = {}
        self._numbered: list[bytes | None] = []
        self._new: dict[str, tuple[tuple[str, ...], bytes, bytes]] = {}
        self._held: list[str] = []

    def face(self, prints: Mapping[str, bytes]) -> None:
        """Tell the facts of this run: fact -> fingerprint."""
        self._prints = prints
        # A fact that is no more has None, which is no fact's print.
        self._numbered = [prints.get(fact) for fact in self._facts]

    def result(self, name: str) -> bytes | None:
        """The fingerprint of the result that the last run made under this name, if all that it read is as it was."""
        trace = self._old.get(name)
        if trace is None:
            return None
        numbers, joint, result = trace
        return result if joint == fingerprint([self._numbered[number] for number in numbers]) else None

    @property
    def is_complete(self) -> bool:
        """This run stands on every trace of the last, and on no other: there is nothing to write."""
        # A file that is not to be used must make room, or each run would say so again.
        return not self.notice and not self._new and len(self._held) == len(self._old)

    def keep(self, name: str) -> None:
        """This run stands on the last run's result of this name."""
        self._held.append(name)

    def record(self, name: str, facts: tuple[str, ...], result: bytes) -> None:
        """A result was made anew, from these facts.

        Raises:
            KeyError: A fact that `face` was not told of: it could never be checked.
        """
        self._new[name] = (facts, fingerprint([self._prints[fact] for fact in facts]), result)

    def save(self) -> None:
        """Write the traces of this run for the next."""
        numbers: dict[str, int] = {}
        traces: dict[str, tuple[list[int], bytes, bytes]] = {}
        for name in self._held:
            old, joint, result = self._old[name]
            traces[name] = ([numbers.setdefault(self._facts[n], len(numbers)) for n in old], joint, result)
        for name, (facts, joint, result) in self._new.items():
            traces[name] = ([numbers.setdefault(fact, len(numbers)) for fact in facts], joint, result)
        self._table.save(_Saved(list(numbers), traces))
