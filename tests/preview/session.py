"""A preview as its writer starts it: a process of its own, on a real site, spoken to over HTTP.

In: a site. Out: `Session`: its address, what it said, and the pages that it serves.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Site

# Seconds; what takes longer on however busy a machine is stuck.
LIMIT = 20.0


def until(holds: Callable[[], object], what: str, limit: float = LIMIT) -> None:
    """Wait for a condition."""
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.005)


class Session:
    """A running preview."""

    def __init__(self, site: Site, process: subprocess.Popen[bytes], said: Path) -> None:
        self.site, self.process, self._said = site, process, said
        until(lambda: "http://" in self.said() or process.poll() is not None, "the address")
        assert process.poll() is None, self.said()
        self.address = self.said().split()[0].rstrip("/")

    def said(self) -> str:
        """What it wrote to the terminal."""
        return self._said.read_text("utf-8")

    def get(self, path: str = "/") -> str:
        try:
            with urlopen(self.address + path, timeout=LIMIT) as answer:  # noqa: S310 -- our own address
                return str(answer.read().decode())
        except HTTPError as error:
            return str(error.read().decode())

    def save(self, path: str, text: str) -> None:
        self.site.write({path: text})

    def shows(self, path: str, *words: str, without: str = "\0") -> None:
        """Wait until a page has these words."""

        def has() -> bool:
            page = self.get(path)
            return all(word in page for word in words) and without not in page

        until(has, f"{words} at {path}")

    def end(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(LIMIT)


@contextmanager
def session(site: Site, *options: str, environment: dict[str, str] | None = None) -> Iterator[Session]:
    said = site.folder.parent / f"said-{len([*site.folder.parent.iterdir()])}.txt"
    words = [sys.executable, "-m", "voicebuilder", "preview", str(site.folder), "--port", "0", *options]
    with (
        said.open("wb") as stderr,
        subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=stderr, env=os.environ | (environment or {})
        ) as process,
    ):
        try:
            yield Session(site, process, said)
        finally:
            process.kill()
