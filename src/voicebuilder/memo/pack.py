"""A pack: many values by key, on disk, read one by one and only when asked for.

In: bytes under a key made of what they were made from. Out: the same bytes, checked. Values are appended to one data
file, now and then, so that few are in memory; an index of keys, places and checksums is written when the run is over.
What no run asks for any more is left behind when it outweighs the rest. A run that is killed leaves the pack as it was,
or none.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from voicebuilder.memo import files
from voicebuilder.memo.prints import of_bytes

if TYPE_CHECKING:
    from pathlib import Path

_DATA = "data"
_NEW_DATA = "data.tmp"
_INDEX = "index"
_MOST_IN_MEMORY = 8 << 20  # bytes of values


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a value lies in the data file, in bytes, and its checksum."""

    start: int
    length: int
    check: bytes


class _Index(msgspec.Struct, frozen=True, array_like=True):
    """Where the values lie, and how long the data file was when they all were in it, in bytes."""

    length: int
    places: dict[bytes, _Place]


class Pack:
    """Values of the last runs and of this one."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open the pack in a folder; a missing or damaged one is empty, and `notice` may say why."""
        self._folder, self._version = folder, version
        index, self.notice = _read(folder, version)
        self._length, self._places = index.length, index.places
        self._fresh: dict[bytes, bytes] = {}
        self._weight = 0
        self._has_grown = False
        self._used: set[bytes] = set()
        self._file: int | None = None

    def __contains__(self, key: bytes) -> bool:
        return key in self._fresh or key in self._places

    def get(self, key: bytes) -> bytes | None:
        """The value; None when there is none, or not the one that was put."""
        # Asked once, not twice: another thread may be moving the values to the disk, and they have a place by then.
        value = self._fresh.get(key)
        if value is not None:
            return value
        place = self._places.get(key)
        if place is None:
            return None
        try:
            if self._file is None:
                self._file = os.open(self._folder / _DATA, os.O_RDONLY)
            value = os.pread(self._file, place.length, place.start)
        except OSError:
            return None
        return value if of_bytes(value) == place.check else None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; this run stands on it."""
        self._used.add(key)
        self._fresh[key] = value
        self._weight += len(value)
        if self._weight > _MOST_IN_MEMORY:
            self._weight = 0
            with suppress(OSError):  # then all stay in memory
                if not self._places:
                    self._begin_anew()
                self._append()

    def use(self, key: bytes) -> None:
        """Say that this run stands on a value of the last, so that it stays."""
        self._used.add(key)

    def save(self) -> None:
        """Write what is new, and forget what no key was used for."""
        kept = {key: place for key, place in self._places.items() if key in self._used and key not in self._fresh}
        if not self.notice and not self._fresh and not self._has_grown and len(kept) == len(self._places):
            return
        standing = sum(place.length for place in kept.values())
        with suppress(OSError):
            if not kept:
                self._begin_anew()
            elif self._length - standing > standing:
                self._compact(kept)
            else:
                self._places = kept
            self._append()
            index = _Index(self._length, self._places)
            files.write(self._folder / _INDEX, self._version, msgspec.msgpack.encode(index))

    def _begin_anew(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / _NEW_DATA).unlink(missing_ok=True)  # of a run that was killed
        self._replace_data(None)
        self._length, self._places = 0, {}

    def _compact(self, kept: dict[bytes, _Place]) -> None:
        """Leave behind what does not stay.

        Values that are lost stay in the index: the next run would make them again otherwise, and may not need them.
        """
        draft = self._folder / _NEW_DATA
        with draft.open("wb") as file:
            places = {
                key: _write(value, file) if (value := self.get(key)) is not None else place
                for key, place in kept.items()
            }
            self._length = file.tell()
        self._replace_data(draft)
        self._places = places

    def _replace_data(self, draft: Path | None) -> None:
        # First the index: without it there is no pack, but without the data it would promise values that are not there.
        (self._folder / _INDEX).unlink(missing_ok=True)
        # A new file: a run beside this one may still read the old one.
        (self._folder / _DATA).unlink(missing_ok=True)
        if draft is not None:
            draft.rename(self._folder / _DATA)
        self.close()

    def _append(self) -> None:
        """Move what is in memory to the data file."""
        with (self._folder / _DATA).open("ab") as file:
            file.seek(0, os.SEEK_END)
            places = {key: _write(value, file) for key, value in self._fresh.items()}
            self._length = file.tell()
        self._places |= places
        self._fresh.clear()
        self._has_grown = True

    def close(self) -> None:
        """Let go of the data file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _write(value: bytes, file: BinaryIO) -> _Place:
    place = _Place(file.tell(), len(value), of_bytes(value))
    file.write(value)
    return place


def _read(folder: Path, version: str) -> tuple[_Index, str]:
    """The index of a pack that is whole; or an empty one, and why."""
    payload, notice = files.read(folder / _INDEX, version)
    if payload is None:
        return _Index(0, {}), notice
    try:
        index = msgspec.msgpack.decode(payload, type=_Index)
    except msgspec.MsgspecError:
        return _Index(0, {}), "the cache is of another shape"
    try:
        size = (folder / _DATA).stat().st_size
    except OSError:
        size = -1
    if size < index.length:
        return _Index(0, {}), "the cache is damaged"
    return index, ""
