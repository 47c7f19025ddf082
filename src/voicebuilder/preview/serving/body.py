"""What is sent: bytes, or a file as it is now; all of it or a part.

In: the body of an answer, and what the request says of the copy and the part that it wants. Out: `Body`, and spans.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes at hand, or an open file.

    Attributes:
        size: In bytes.
        etag: Strong: other bytes have another one (RFC 9110 section 8.8.3).
        data: The bytes, unless there is a file.
        file: Whoever has the body closes it.
    """

    size: int
    etag: str
    data: bytes = b""
    file: BinaryIO | None = None


def body(source: bytes | Path) -> Body:
    """Take bytes as they are, open a file.

    Raises:
        OSError: The file is gone, is no file, or cannot be read.
    """
    if isinstance(source, bytes):
        return Body(len(source), f'"{hashlib.blake2b(source, digest_size=16).hexdigest()}"', data=source)
    file, found = _opened(source)
    # The ctime changes also where an mtime is set back.
    etag = f'"{found.st_size:x}-{found.st_mtime_ns:x}-{found.st_ctime_ns:x}-{found.st_ino:x}"'
    return Body(found.st_size, etag, file=file)


def _opened(path: Path) -> tuple[BinaryIO, os.stat_result]:
    """The only place of the server that opens files."""
    # Opening a pipe would wait for somebody to write into it.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise FileNotFoundError(path)
    return os.fdopen(handle, "rb"), found


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether a browser has this already (RFC 9110 section 13.1.2)."""
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return etag in known or known == ["*"]


def span(wanted: str, size: int) -> range | None:
    """Find the part that a Range header asks for (RFC 9110 section 14.2); None for the whole.

    A header that is malformed or asks for several parts is one that a server may take for none.

    Raises:
        ValueError: There is no such part.
    """
    found = _RANGE.fullmatch(wanted)
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        part = range(max(size - int(last), 0), size)
    elif last and int(last) < int(first):
        return None
    else:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    if not part:
        raise ValueError(wanted)
    return part
