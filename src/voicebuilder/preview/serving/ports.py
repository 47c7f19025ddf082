"""A place to listen at.

In: the host and the port that were asked for. Out: a listening socket at that port, or at the next that is free.
"""

from __future__ import annotations

import errno
import socket
from typing import Any

from voicebuilder.errors import MachineError, Problem, UsageError

# Further ports that are tried.
_FURTHER = 50
# Connections that may wait while the server starts.
_WAITING = 512
# Seconds; who listens on this machine answers at once.
_PATIENCE = 0.2


def bind(host: str, port: int) -> socket.socket:
    """Listen at a port, or at the next one that nobody has.

    Args:
        host: A name or an address of this machine; `0.0.0.0` or `::` for every address that it has.
        port: The first to try; 0 for any.

    Raises:
        UsageError: The host is none of this machine's, or no port has that number.
        MachineError: No port is free, or the system allows none.
    """
    if not 0 <= port <= 65535:
        raise UsageError(Problem(f"there is no port {port}", "Choose one from 1024 to 65535: --port 8000"))
    family, address = _resolved(host, port)
    last = min(port + _FURTHER, 65535) if port else 0
    for number in range(port, last + 1):
        here = (address[0], number, *address[2:])
        if number and _is_taken(family, here):
            continue
        try:
            return _listener(family, here)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _refused(host, number, error) from error
    ports = f"port {port} is" if port == last else f"all ports from {port} to {last} are"
    raise MachineError(Problem(f"{ports} in use", "Stop another preview, or choose a port: --port 9000"))


def _resolved(host: str, port: int) -> tuple[int, tuple[Any, ...]]:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, ValueError) as error:
        raise UsageError(Problem(f'the host "{host}" is not known', "Try --host 127.0.0.1")) from error
    return family, address


def _is_taken(family: int, address: tuple[Any, ...]) -> bool:
    """Whether somebody answers there. Some systems let one listen beside another who listens at every address."""
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PATIENCE)
        return probe.connect_ex(address) == 0


def _listener(family: int, address: tuple[Any, ...]) -> socket.socket:
    both = address[0] == "::" and socket.has_dualstack_ipv6()
    # Allows a port whose last connections have just ended (SO_REUSEADDR), and no port that is listened at.
    listener = socket.create_server(address, family=family, backlog=_WAITING, dualstack_ipv6=both)
    # Connections inherit it. Else the body of an answer waits 40 ms until its head is acknowledged: the event loop
    # sees to that only where a socket's protocol is given by number.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _refused(host: str, port: int, error: OSError) -> UsageError | MachineError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return MachineError(Problem(f"this system does not let you listen at port {port}", "Choose one: --port 8000"))
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(Problem(f'the host "{host}" is not this machine', "Try --host 127.0.0.1"))
    return MachineError(Problem(f'cannot listen at "{host}", port {port}: {error.strerror}', "Try --host 127.0.0.1"))
