"""What a preview costs: how long until it answers, until a save is served, and its memory.

In: a command that serves a folder, and addresses to ask. Out: seconds and bytes; `RunError` with what the server said.

The server is asked as a reader would, over HTTP and with a connection for each question, every 2 ms.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

from benchmarks.meter import RunError, last_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ASK_EVERY = 0.002
# Seconds: a server that takes longer has missed the save, or hangs.
_LONGEST_WAIT = 120.0
_LONGEST_END = 10.0
# A proxy that the environment names is for other machines' addresses.
_OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Server:
    """A preview that runs.

    Attributes:
        command: That started it.
        root: `http://127.0.0.1:PORT`.
        process: Of the server.
        said: All that it has told.
    """

    command: Sequence[str]
    root: str
    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def wait(self, address: str, mark: str = "") -> None:
        """Ask for an address until it is there, with that mark in it.

        Args:
            address: Begins with a slash.
            mark: Lower case; what is served is compared in lower case, since a title may be shown in capitals.

        Raises:
            RunError: The server ended, or did not show it in time.
        """
        began = time.perf_counter()
        while not self._shows(address, mark):
            if self.process.poll() is not None:
                raise RunError(self._failure(f"ended with {self.process.returncode}"))
            if time.perf_counter() - began > _LONGEST_WAIT:
                raise RunError(self._failure(f"did not show {mark or 'anything'} at {address} in {_LONGEST_WAIT:g} s"))
            time.sleep(_ASK_EVERY)

    def peak(self) -> int:
        """The greatest memory so far of the server's own process, in bytes; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text("utf-8").splitlines() if status.exists() else []
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)

    def _shows(self, address: str, mark: str) -> bool:
        """Whether the page is there and has the mark; what an error's page says does not count."""
        try:
            with _OPENER.open(self.root + address, timeout=_LONGEST_WAIT) as answer:
                return mark in answer.read().decode("utf-8", "replace").lower()
        except (OSError, HTTPException):
            return False

    def _failure(self, what: str) -> str:
        return f"`{' '.join(self.command)}` {what}:\n{last_words(self.said)}"


@contextmanager
def serving(command: Sequence[str], folder: Path) -> Iterator[Server]:
    """Run a server at a port that is free, and end it.

    Args:
        command: The port is added to it.
        folder: To run it in.
    """
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        whole = (*command, str(port))
        process = subprocess.Popen(whole, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)  # noqa: S603
        try:
            yield Server(whole, f"http://127.0.0.1:{port}", process, said)
        finally:
            process.terminate()
            try:
                process.wait(_LONGEST_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
