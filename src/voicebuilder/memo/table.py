"""A table: one value of a known shape, loaded and saved whole.

In: a value that msgspec can write. Out: the same value in the next run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from voicebuilder.memo import files
from voicebuilder.memo.prints import encode

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


class Table(Generic[T]):
    """One cache file with one value in it."""

    def __init__(self, path: Path, version: str, shape: type[T]) -> None:
        """Name the file, the version that its content is good for, and the value's type."""
        self._path, self._version, self._shape = path, version, shape
        self.notice = ""

    def load(self) -> T | None:
        """The value of the last run; None when there is none to be trusted, and then `notice` may say why."""
        payload, self.notice = files.read(self._path, self._version)
        if payload is None:
            return None
        try:
            return msgspec.msgpack.decode(payload, type=self._shape)
        except msgspec.MsgspecError:
            self.notice = "the cache is of another shape"
            return None

    def save(self, value: T) -> None:
        """Keep the value for the next run."""
        files.write(self._path, self._version, encode(value))
