"""The door to watchdog: what the system tells of changes, at once but not always.

In: folders. Out: `Heard`, handed to a function in a thread of watchdog's.

Events only wake whoever looks. Past the system's limit watchdog hears nothing from further folders, without a word; nor
does it from network disks, and when a watched folder was deleted and made anew it listens to the old one. So `tend` is
called again and again, and nobody relies on having heard everything.
"""

# Paths are strings here, as events bring them.
# ruff: noqa: PTH116, PTH119, PTH206

from __future__ import annotations

import errno
import logging
import os
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

from voicebuilder.preview.watching.burst import Heard, Sign
from voicebuilder.preview.watching.leavings import is_leaving
from voicebuilder.preview.watching.snapshot import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from watchdog.observers.api import BaseObserver, ObservedWatch

    from voicebuilder.preview.watching.snapshot import Places

# A folder that really is there, and by which paths it is seen with everything below; by none when only a few names
# in it are of interest.
_Key: TypeAlias = tuple[str, tuple[str, ...]]

# Asked of the system: opening and reading a file is no event, or a build would be woken by itself.
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
# Only Linux tells that a file which was written to is closed.
_WRITTEN = Sign.OPEN if sys.platform == "linux" else Sign.OTHER
_SIGNS = {"modified": _WRITTEN, "closed": Sign.WHOLE, "deleted": Sign.GONE}
_LIMITS = {errno.ENOSPC: "max_user_watches=524288", errno.EMFILE: "max_user_instances=512"}

# The halves of a rename come together. watchdog waits half a second for the second one, and keeps all that it heard
# meanwhile to itself; a file that is moved out of the folder has none.
InotifyMoveEventGrouper.delay = 0.002
# It would write to the writer's terminal what is of no use there.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Watch:
    """What is listened to: a folder that really is there, and which one it was."""

    handle: ObservedWatch
    identity: tuple[int, int]


class Ears:
    """Listens to places."""

    def __init__(self, places: Places, hear: Callable[[Heard], None]) -> None:
        """Take where to listen, and whom to tell."""
        self._hear = hear
        self._single: dict[str, dict[str, tuple[str, bool]]] = {}
        for paths, is_folder in ((places.folders, True), (places.files, False)):
            for path in map(str, paths):
                folder, name = os.path.split(path)
                self._single.setdefault(os.path.realpath(folder), {})[name] = (path, is_folder)
        self._observer: BaseObserver | None = None
        self._watches: dict[_Key, _Watch] = {}

    def open(self) -> str:
        """Begin to listen.

        Returns:
            Why that cannot be, and what to type; "" when it can. Then nothing is heard, ever.
        """
        # A folder moved out and back is registered twice, which is what it should be.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        try:
            observer = Observer()
            observer.start()
        except OSError as error:
            return _advice(error)
        self._observer = observer
        return ""

    def tend(self, roots: Mapping[str, str]) -> str:
        """Listen to the folders that are there now, and no more to those that are gone.

        Args:
            roots: Folder as it was given, or link to a folder below it -> where it really is.

        Returns:
            Why one of them cannot be listened to, and what to type; "" when all can.
        """
        if self._observer is None:
            return ""
        seen: dict[str, list[str]] = {}
        for path, real in roots.items():
            seen.setdefault(real, []).append(path)
        handlers: dict[_Key, FileSystemEventHandler] = {
            **{(real, tuple(paths)): _Below(real, tuple(paths), self._hear) for real, paths in seen.items()},
            **{(folder, ()): _Single(names, self._hear) for folder, names in self._single.items()},
        }
        self._drop(handlers)
        advice = ""
        for key, handler in handlers.items():
            if key not in self._watches:
                advice = self._add(key, handler) or advice
        return advice

    def close(self) -> None:
        """Stop listening; no thread stays."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None
            self._watches.clear()

    def _drop(self, wanted: Mapping[_Key, FileSystemEventHandler]) -> None:
        if self._observer is None:
            return
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        for key, watch in tuple(self._watches.items()):
            if key not in wanted or watch.handle not in alive or _identity(key[0]) != watch.identity:
                del self._watches[key]
                # What it had registered may be gone already.
                with suppress(KeyError, OSError):
                    self._observer.unschedule(watch.handle)

    def _add(self, key: _Key, handler: FileSystemEventHandler) -> str:
        folder, seen = key
        identity = _identity(folder)
        if identity is None or self._observer is None:
            return ""
        try:
            handle = self._observer.schedule(handler, folder, recursive=bool(seen), event_filter=_EVENTS)
        except OSError as error:
            return _advice(error)
        self._watches[key] = _Watch(handle, identity)
        return ""


@dataclass(slots=True, eq=False)
class _Below(FileSystemEventHandler):
    """Hears of everything below a folder, and tells it by each path under which the folder is seen."""

    real: str
    seen: tuple[str, ...]
    hear: Callable[[Heard], None] = field(repr=False)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell it on."""
        for path, sign in _said(event):
            if not is_within(path, self.real):
                continue
            below = path[len(self.real) :]
            *folders, name = below.split(os.sep)[1:] or [""]
            if any(is_leaving(folder, is_folder=True) for folder in folders):
                continue
            if name and is_leaving(name, is_folder=event.is_directory):
                continue
            at = monotonic()
            for root in self.seen:
                self.hear(Heard(root + below, sign, at))


@dataclass(slots=True, eq=False)
class _Single(FileSystemEventHandler):
    """Hears of a few names in a folder: single files, and whether watched folders come or go."""

    names: Mapping[str, tuple[str, bool]]
    hear: Callable[[Heard], None] = field(repr=False)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell it on."""
        for path, sign in _said(event):
            if (found := self.names.get(os.path.basename(path))) is not None:
                given, is_folder = found
                self.hear(Heard(given, Sign.FOLDER if is_folder else sign, monotonic()))


def _said(event: FileSystemEvent) -> list[tuple[str, Sign]]:
    """The paths that an event names, and what it says of them."""
    paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
    if event.is_directory:
        return [(path, Sign.FOLDER) for path in paths]
    if event.event_type == "moved" and len(paths) == 2:
        return [(paths[0], Sign.GONE), (paths[1], Sign.WHOLE)]
    return [(path, _SIGNS.get(event.event_type, Sign.OTHER)) for path in paths]


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def deaf_to(folder: str) -> str:
    """What a writer should know when changes in a folder are not heard of."""
    told = f"the system does not tell of changes in {folder}/: they show up a second after they are saved."
    if sys.platform != "linux":
        return told
    return f"{told} If the folder is on this machine's own disk, a limit is reached; {_raise(errno.ENOSPC)}"


def _advice(error: OSError) -> str:
    """What a writer should know of an error; nothing of a folder that has just gone."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
        return ""
    told = "the system does not tell of changes in so many folders: some show up a second after they are saved"
    if sys.platform == "linux" and error.errno in _LIMITS:
        return f"{told}; {_raise(error.errno)}"
    return f"{told} ({error.strerror})"


def _raise(limit: int) -> str:
    return f"to raise the limit, type: sudo sysctl fs.inotify.{_LIMITS[limit]}"
