"""The stamp of a file: another one whenever its content may be another, for a small part of what reading it costs.

In: a path. Out: a fingerprint of what the file system says of the file, never of its name.
"""

from __future__ import annotations

from time import sleep, time_ns
from typing import TYPE_CHECKING

from voicebuilder.memo.prints import fingerprint

if TYPE_CHECKING:
    from pathlib import Path

# ns; the clocks of Linux's and macOS's own disks do not stand still for longer.
_INSTANT = 20_000_000


def stamp(file: Path) -> bytes:
    """The stamp of a file; always the same one of a file that cannot be looked at."""
    try:
        found = file.stat()
        # A file can change once more in the instant of its last change, and bear the same times.
        if 0 <= (age := time_ns() - found.st_ctime_ns) < _INSTANT:
            sleep((_INSTANT - age) / 1e9)
            found = file.stat()
    except OSError:
        return fingerprint(None)
    # The inode and ctime change with whatever replaces or rewrites a file, also where mtime is set back.
    return fingerprint(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
