"""The system calls with which a process changes the disk, each one judged by another process before it happens.

In: some work, and a judge. Out: how the work ended. The judge hears of one call after the other, and lets it be, makes
it fail, or kills the process there, with a real SIGKILL.

This is Linux's seccomp user notification (seccomp_unotify(2), Linux 5.5 or newer). It sees what the C library and
extension modules do too, needs no right and no installed program, and only calls that change the disk cost time: strace
can do the same, but stops a process at every call, and three times as long a build is too much for thousands of them.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import traceback
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

KILL: Final = -1
GO_ON: Final = 0
# Call -> its number on x86_64 and on aarch64, which has no older forms (syscalls(2)).
_NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "open": (2, None), "openat": (257, 56), "creat": (85, None), "write": (1, 64), "pwrite64": (18, 68),
    "writev": (20, 66), "pwritev": (296, 70), "pwritev2": (328, 287), "sendfile": (40, 71), "splice": (275, 76),
    "copy_file_range": (326, 285), "fallocate": (285, 47), "truncate": (76, 45), "ftruncate": (77, 46),
    "mkdir": (83, None), "mkdirat": (258, 34), "mknod": (133, None), "mknodat": (259, 33), "symlink": (88, None),
    "symlinkat": (266, 36), "link": (86, None), "linkat": (265, 37), "unlink": (87, None), "unlinkat": (263, 35),
    "rmdir": (84, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "chmod": (90, None),
    "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55),
    "lchown": (94, None), "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88), "fsync": (74, 82),
    "fdatasync": (75, 83), "sync_file_range": (277, 84), "flock": (73, 32),
}  # fmt: skip
_MACHINES = {"x86_64": 0, "aarch64": 1}
_SECCOMP = (317, 277)  # its own number
_SET_MODE_FILTER, _NEW_LISTENER, _NO_NEW_PRIVS = 1, 8, 38
_RECEIVE, _SEND = 0xC0502100, 0xC0182101  # ioctl: SECCOMP_IOCTL_NOTIF_RECV and _SEND
_CONTINUE = 1
# struct seccomp_notif: id, pid, flags, and struct seccomp_data: nr, arch, instruction pointer, six arguments.
_NOTICE = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")  # struct seccomp_notif_resp: id, value, error, flags
_ARGUMENTS = 16  # where the arguments begin in seccomp_data, in bytes
# Classic BPF: load a word; jump if equal, greater, any bit set; return.
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
# Of these calls only some change the disk: number of the argument that says so, test, value.
_MAKES = (_ANY_BIT, os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
_ONLY = {"open": (1, *_MAKES), "openat": (2, *_MAKES), "write": (0, _GREATER, 2)}  # not to stdout and stderr


def forked(work: Callable[[], int]) -> int:
    """Do work in a fork of this process; its exit code, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(_fork(work), 0)[1])


def judged(work: Callable[[], int], judge: Callable[[str], int]) -> int:
    """Do work in a fork of this process, as `forked`.

    Args:
        work: Gives an exit code.
        judge: Is given the name of each call; answers `GO_ON`, `KILL`, or the `errno` that the call fails with.

    Raises:
        OSError: The system has no such notification.
    """
    ours, theirs = socket.socketpair()

    def watched() -> int:
        _be_watched(theirs)
        return work()

    child = _fork(watched)
    theirs.close()
    try:
        _watch(child, _listener(ours), judge)
    finally:
        ours.close()
        status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _fork(work: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = work()
        except Exception:  # noqa: BLE001 -- nothing of the child may reach the code above
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def _be_watched(to: socket.socket) -> None:
    """Install the filter in this process, and hand its listener over; the number of an error, if there is one."""
    program = _program()
    steps = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("HP", len(program) // 8, ctypes.addressof(steps)))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    listener = library.syscall(_SECCOMP[_machine()], _SET_MODE_FILTER, _NEW_LISTENER, head)
    if listener < 0:
        to.send(bytes([ctypes.get_errno()]))
        os._exit(71)
    socket.send_fds(to, [b"\0"], [listener])
    os.close(listener)


def _listener(source: socket.socket) -> int:
    said, handles, _, _ = socket.recv_fds(source, 1, 1)
    if not handles:
        number = said[0] if said else errno.ENOSYS
        hint = "It takes Linux 5.5 or newer; in a container, start that with --security-opt seccomp=unconfined."
        raise OSError(number, f"No seccomp user notification here ({os.strerror(number)}). {hint}")
    return handles[0]


def _watch(child: int, listener: int, judge: Callable[[str], int]) -> None:
    names = {numbers[_machine()]: name for name, numbers in _NUMBERS.items()}
    process = os.pidfd_open(child)  # older systems do not tell a listener that nobody is watched any more
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(process, select.POLLIN)
    try:
        while dict(poll.poll()).get(listener, 0) & select.POLLIN:
            notice = bytearray(_NOTICE.size)
            fcntl.ioctl(listener, _RECEIVE, notice)
            number, _, _, call, *_ = _NOTICE.unpack(notice)
            verdict = judge(names[call])
            if verdict == KILL:
                os.kill(child, signal.SIGKILL)
                return
            answer = _ANSWER.pack(number, 0, -verdict, 0 if verdict else _CONTINUE)
            fcntl.ioctl(listener, _SEND, answer)
    finally:
        os.close(process)
        os.close(listener)


def _machine() -> int:
    """The column of the table; a `KeyError` names a machine that still needs one."""
    return _MACHINES[platform.machine()]


def _program() -> bytes:
    """The filter: what it is asked of a call, in the order of the table."""
    steps = [(_LOAD, 0, 0, 0)]
    for name, numbers in _NUMBERS.items():
        number = numbers[_machine()]
        if number is None:
            continue
        if name in _ONLY:
            argument, test, value = _ONLY[name]
            # Only the lower half of an argument is a number here, and both machines keep it first.
            load = (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)
            steps += [(_EQUAL, 0, 4, number), load, (test, 0, 1, value), (_RETURN, 0, 0, _NOTIFY)]
            steps += [(_RETURN, 0, 0, _ALLOW)]
        else:
            steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NOTIFY)]
    steps += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
