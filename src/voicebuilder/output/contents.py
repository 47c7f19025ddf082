"""The bytes of one file: written, copied, compared. In pieces, so that a film takes no more memory than a page.

In: bytes or a source file, and a path in the output. Out: the file, or whether one holds the same already; and the
sign that the file is known by (see `record`), taken while it is open.
Nothing here follows a symlink in the output or waits for a pipe. There is no fsync: see `publication`.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from io import FileIO
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.output.faults import shown
from voicebuilder.output.record import FILE_MODE, Sign, sign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 1 << 20  # bytes
_MACHINE = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}  # not the fault of the file that was opened
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write(content: bytes, target: str) -> Sign:
    """Make a file.

    Returns:
        Its sign.

    Raises:
        OSError: The disk refuses.
    """
    with _created(target) as handle:
        _write_all(content, handle)
        return sign(os.fstat(handle))


def copy(source: Path, target: str) -> Sign:
    """Make a file with the bytes of another; not its mode or time.

    Returns:
        Its sign.

    Raises:
        ContentError: The source is gone, may not be read, or is no regular file.
        OSError: The disk refuses.
    """
    with _source(source) as reader, _created(target) as handle:
        while piece := reader.read(_PIECE):
            _write_all(piece, handle)
        return sign(os.fstat(handle))


def holds(file: str, content: bytes | Path) -> Sign | None:
    """Whether a published file has these bytes, and the mode we give.

    Args:
        file: A path in the output.
        content: Bytes, or a source file.

    Returns:
        Its sign before it was read; None when it has other bytes, or is not a regular file.

    Raises:
        ContentError: The source is gone, may not be read, or is no regular file.
    """
    try:
        handle = os.open(file, _READ | os.O_NOFOLLOW)
    except OSError:
        return None
    with FileIO(handle) as reader:
        info = os.fstat(handle)
        if info.st_mode != stat.S_IFREG | FILE_MODE:
            return None
        if isinstance(content, bytes):
            same = info.st_size == len(content) and reader.readall() == content
        else:
            with _source(content) as other:
                same = info.st_size == os.fstat(other.fileno()).st_size and _same_bytes(reader, other)
    return sign(info) if same else None


def equal(first: str, second: str) -> bool:
    """Whether two names in the output stand for the same: one file, equal bytes, or symlinks to one place."""
    one, two = os.lstat(first), os.lstat(second)
    if os.path.samestat(one, two):
        return True
    if stat.S_ISLNK(one.st_mode) and stat.S_ISLNK(two.st_mode):
        return os.readlink(first) == os.readlink(second)
    if not (stat.S_ISREG(one.st_mode) and stat.S_ISREG(two.st_mode)) or one.st_size != two.st_size:
        return False
    with (
        FileIO(os.open(first, _READ | os.O_NOFOLLOW)) as reader,
        FileIO(os.open(second, _READ | os.O_NOFOLLOW)) as other,
    ):
        return _same_bytes(reader, other)


def _same_bytes(first: FileIO, second: FileIO) -> bool:
    while True:
        piece, other = first.read(_PIECE), second.read(_PIECE)
        if piece != other:
            return False
        if not piece:
            return True


@contextmanager
def _source(path: Path) -> Iterator[FileIO]:
    try:
        reader = FileIO(os.open(path, _READ))
    except OSError as error:
        if error.errno in _MACHINE:
            raise
        problem = Problem(f'cannot read "{shown(str(path))}": {error.strerror}', "Put the file right or move it away.")
        raise ContentError(problem) from error
    with reader:
        if not stat.S_ISREG(os.fstat(reader.fileno()).st_mode):
            raise ContentError(Problem(f'"{shown(str(path))}" is not a regular file', "Move it away."))
        yield reader


@contextmanager
def _created(target: str) -> Iterator[int]:
    handle = os.open(target, _CREATE, FILE_MODE)
    try:
        os.fchmod(handle, FILE_MODE)  # open's mode is cut by the umask
        yield handle
    except OSError as error:
        error.filename = error.filename or target
        raise
    finally:
        os.close(handle)


def _write_all(content: bytes, handle: int) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
