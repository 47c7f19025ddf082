"""Swap two folders in one step that no crash can split.

In: two paths on one file system. Out: whether they changed places. The door to the C library, through ctypes.
Linux: renameat2(2), RENAME_EXCHANGE. macOS: renamex_np(2), RENAME_SWAP.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
# musl has had no wrapper for renameat2 for long; these are the system call's numbers on 64-bit Linux.
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276}
# EPERM is what some container sandboxes answer to a call they do not know.
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


def exchange(first: str, second: str) -> bool:
    """Swap two existing folders.

    Args:
        first: A folder.
        second: Another, on the same file system.

    Returns:
        False when the system or the file system has no such call; then nothing changed.

    Raises:
        OSError: The system refused for another reason.
    """
    call = _system_call()
    if call is None:
        return False
    if call(os.fsencode(first), os.fsencode(second)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), second)


def _system_call() -> Callable[[bytes, bytes], int] | None:
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda first, second: swap(first, second, _RENAME_SWAP))
    if not sys.platform.startswith("linux"):
        return None
    if (wrapper := getattr(library, "renameat2", None)) is not None:
        return lambda first, second: wrapper(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    number = _RENAMEAT2.get(platform.machine()) if sys.maxsize > 2**32 else None
    if number is None:
        return None
    return lambda first, second: library.syscall(number, _AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
