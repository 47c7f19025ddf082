"""When a burst of events is over, so that one save is one change.

In: what was heard, one thing at a time. Out: which paths, and when to look at them.

A plain save is heard as truncated, written, closed; vim's as renamed, created, written, synced, closed, deleted.
Looking too early sees an empty file or none; looking late keeps the writer waiting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

# Seconds of quiet that end a burst,
_AFTER_A_SAVE = 0.003  # when all that was heard is one file written to its end or put in place,
_AFTER_A_FEW = 0.01  # when there is more to it,
_AFTER_MANY = 0.05  # and when it is a checkout or a copied folder, or a file is gone that may be back in an instant.
_MANY = 8  # paths
# A program may write without end, or keep a file open: seconds after which nothing new has been heard.
_NOTHING_NEW = 0.1


class Sign(Enum):
    """What an event says of a path."""

    OPEN = auto()  # was written to, and will be closed
    WHOLE = auto()  # was closed after it was written, or renamed to this
    GONE = auto()  # was deleted, or renamed from this
    OTHER = auto()  # was created, or its attributes changed
    FOLDER = auto()  # a folder came or went, with whatever it holds


@dataclass(frozen=True, slots=True)
class Heard:
    """One event.

    Attributes:
        path: Begins with a place as it was given.
        sign: What happened.
        at: When, in seconds of `time.monotonic`.
    """

    path: str
    sign: Sign
    at: float


@dataclass(slots=True)
class Burst:
    """Events that belong together.

    Attributes:
        paths: Files heard of.
        has_folder: Whether folders came or went: only a scan can tell what was in them.
    """

    paths: set[str] = field(default_factory=set)
    has_folder: bool = False
    _open: set[str] = field(default_factory=set)
    _gone: set[str] = field(default_factory=set)
    _is_plain: bool = True
    _last: float = 0.0
    _last_new: float = 0.0

    def add(self, heard: Heard) -> None:
        """Take one more event in."""
        path, self._last = heard.path, heard.at
        if path not in self.paths or heard.sign is Sign.FOLDER:
            self._last_new = heard.at
        if heard.sign is Sign.FOLDER:
            self.has_folder = True
            return
        self._open.discard(path)
        self._gone.discard(path)
        if heard.sign is Sign.OPEN:
            self._open.add(path)
        elif heard.sign is Sign.GONE and path not in self.paths:
            self._gone.add(path)
        self._is_plain = self._is_plain and heard.sign in (Sign.OPEN, Sign.WHOLE)
        self.paths.add(path)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was heard yet."""
        return not self.paths and not self.has_folder

    @property
    def ripe(self) -> float:
        """When to look, if nothing more is heard."""
        latest = self._last_new + _NOTHING_NEW
        return latest if self._open else min(self._last + self._quiet, latest)

    @property
    def _quiet(self) -> float:
        if self.has_folder or self._gone or len(self.paths) > _MANY:
            return _AFTER_MANY
        return _AFTER_A_SAVE if self._is_plain and len(self.paths) == 1 else _AFTER_A_FEW
