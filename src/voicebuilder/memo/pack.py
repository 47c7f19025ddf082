"""A pack: many values by key, on disk, read one by one and only when asked for.

In: bytes under a key made of what they were made from. Out: the same bytes, checked. Values are appended to one data
file; an index of keys, places and checksums is written when the run is over. What no run asks for any more is left
behind when it outweighs the rest.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from voicebuilder.memo import files
from voicebuilder.memo.prints import of_bytes

if TYPE_CHECKING:
    from pathlib import Path

_DATA = "data"
_INDEX = "index"


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a value lies in the data file, in bytes, and its checksum."""

    start: int
    length: int
    check: bytes


class Pack:
    """Values of the last runs and of this one."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open the pack in a folder; a missing or damaged one is empty, and `notice` may say why."""
        self._folder, self._version = folder, version
        payload, self.notice = files.read(folder / _INDEX, version)
        self._places: dict[bytes, _Place] = {}
        if payload is not None:
            try:
                self._places = msgspec.msgpack.decode(payload, type=dict[bytes, _Place])
            except msgspec.MsgspecError:
                self.notice = "the cache is of another shape"
        self._fresh: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._file: int | None = None

    def __contains__(self, key: bytes) -> bool:
        return key in self._fresh or key in self._places

    def get(self, key: bytes) -> bytes | None:
        """The value; None when there is none, or not the one that was put."""
        if key in self._fresh:
            return self._fresh[key]
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
        """Keep a value."""
        self._fresh[key] = value

    def use(self, key: bytes) -> None:
        """Say that this run stands on a value, so that it stays."""
        self._used.add(key)

    def save(self) -> None:
        """Write what is new, and forget what no key was used for."""
        kept = {key: place for key, place in self._places.items() if key in self._used and key not in self._fresh}
        if not self._fresh and len(kept) == len(self._places):
            return
        dead = sum(place.length for key, place in self._places.items() if key not in kept)
        if dead > sum(place.length for place in kept.values()):
            self._fresh |= {key: value for key in kept if (value := self.get(key)) is not None}
            kept = {}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            places = kept | self._append(truncate=not kept)
            files.write(self._folder / _INDEX, self._version, msgspec.msgpack.encode(places))

    def _append(self, *, truncate: bool) -> dict[bytes, _Place]:
        path = self._folder / _DATA
        if truncate:
            # A new file: a run beside this one may still read the old one.
            path.unlink(missing_ok=True)
        with path.open("ab") as file:
            start = file.seek(0, os.SEEK_END)
            places = {}
            for key, value in self._fresh.items():
                places[key] = _Place(start, len(value), of_bytes(value))
                file.write(value)
                start += len(value)
        return places

    def close(self) -> None:
        """Let go of the data file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
