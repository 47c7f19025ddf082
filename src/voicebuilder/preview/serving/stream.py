"""The reload stream: tells every open page that something changed, and nothing more.

In: the counter of changes, and a wake from any thread. Out: the lines of an event stream (WHATWG HTML section 9.2).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

PATH = "/_preview/live"
MEDIA_TYPE = "text/event-stream"

# Seconds. A page that has left without a word is noticed when it is written to.
BEAT = 15.0
# ms; after a restart of the preview a page is soon there again.
_RETURN = b"retry: 1000\n"


class Streams:
    """All of one server: they sleep on one event and cost no thread."""

    def __init__(self, counter: Callable[[], int]) -> None:
        """Take what reads the counter."""
        self._counter = counter
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let every stream look at the counter; in the event loop's own thread."""
        self._woken.set()
        self._woken = asyncio.Event()

    async def beat(self) -> None:
        """Wake them every now and then, for ever."""
        while True:
            await asyncio.sleep(BEAT)
            self.wake()

    async def lines(self) -> AsyncIterator[bytes]:
        """One page's stream: the counter at once and when it changed, a comment when it did not.

        Changes that come faster than they can be told become one: only the newest counter counts.
        """
        yield _RETURN
        told = None
        while True:
            woken = self._woken  # before the counter is read: a change after that sets it
            counter = self._counter()
            yield b":\n\n" if counter == told else b"data: %d\n\n" % counter
            told = counter
            await woken.wait()
