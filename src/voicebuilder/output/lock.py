"""One build at a time for one output folder.

In: the work folder. Out: a `Lock` that is held until it is released or its process ends, however it ends.

flock(2) on a file in the work folder, which never takes part in an exchange. The kernel drops the lock of a dead
process, so there is no stale lock to judge; the process id in the file only serves the message.
"""

# A Path object for each of ten thousand files costs more than the system calls: this room works on strings.

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from contextlib import suppress

from voicebuilder.errors import MachineError, Problem

_ATTEMPTS = 1000  # each one lost means that another process is just taking or releasing the lock
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class Lock:
    """A held lock."""

    def __init__(self, work: str, handle: int) -> None:
        self._work = work
        self._handle = handle
        _ours.add(self)

    @property
    def held(self) -> bool:
        """Whether this process holds it: true until released, never in a forked child."""
        return self in _ours

    def release(self) -> None:
        """Give it up, and remove the work folder if it is empty."""
        _ours.remove(self)
        try:
            with suppress(OSError):
                os.unlink(f"{self._work}/lock")
                os.rmdir(self._work)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the file: in a forked child, the lock stays with its parent."""
        os.close(self._handle)


# What runs after a fork cannot be unregistered, and a preview takes a lock for each of thousands of builds: so one
# function is registered for all of them, and must find those that are held.
_ours: set[Lock] = set()


def _leave_to_parent() -> None:
    """A forked worker inherits the locks and would hold them on when we are killed."""
    while _ours:
        _ours.pop().close()


os.register_at_fork(after_in_child=_leave_to_parent)


def acquire(work: str, output: str) -> Lock:
    """Take the lock, or say who has it.

    Args:
        work: The work folder; it is made when missing.
        output: The output folder, for the message.

    Raises:
        MachineError: Another process holds it, or the file system cannot lock.
        OSError: The work folder cannot be made.
    """
    for _ in range(_ATTEMPTS):
        handle = _open(work)
        if handle is None:
            continue
        try:
            if _lock(handle, output) and _is_still_there(handle, work):
                os.ftruncate(handle, 0)
                os.pwrite(handle, b"%d\n" % os.getpid(), 0)
                return Lock(work, handle)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        time.sleep(0.001)
    raise _busy("", output)


def _open(work: str) -> int | None:
    with suppress(FileExistsError):
        os.mkdir(work, 0o700)
    try:
        if not stat.S_ISDIR(os.lstat(work).st_mode):
            problem = Problem(f'"{work}" is in the way: voicebuilder needs that name for its work', "Move it away.")
            raise MachineError(problem)
        return os.open(f"{work}/lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        return None  # the run before us removed the work folder just now


def _lock(handle: int, output: str) -> bool:
    """Lock the file; False when someone is about to say that it is theirs, or that it was."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if process := os.pread(handle, 20, 0).decode("ascii", "replace").strip():
            raise _busy(process, output) from None
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        problem = Problem(f'the disk of "{output}" cannot lock files', "Choose a folder on a local disk with --output.")
        raise MachineError(problem) from error
    return True


def _is_still_there(handle: int, work: str) -> bool:
    """Whether the file that we locked is the one that the next process will open, not one just removed."""
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(f"{work}/lock"))
    except FileNotFoundError:
        return False


def _busy(process: str, output: str) -> MachineError:
    who = f"another build (process {process})" if process else "another build"
    return MachineError(Problem(f"{who} is writing to {output}", "Wait for it or stop it."))
