"""What the preview says to a request, before anybody speaks HTTP.

In: nothing. Out: `Answer`, a frozen value, and `Answers`, the shape of whoever has one for every address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Attributes:
        body: The bytes; or a file of the site to be read from the disk as it is now.
        media_type: For the header: `text/html; charset=utf-8`.
        status: Of HTTP: 200, 301, 404.
        policy: Content-Security-Policy; "" for pages of the site, which may show what their writer likes.
        location: Where to, when the status is 301.
    """

    body: bytes | Path
    media_type: str
    status: int = 200
    policy: str = ""
    location: str = ""


class Answers(Protocol):
    """Has an answer for every address. All of it may be called from any thread."""

    @property
    def counter(self) -> int:
        """Grows with each change that somebody who looks at a page might see."""

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """Say what lies at a decoded path from the server's root: `/blog/posts/hello/`.

        It looks the path up in what a build would make and never joins it to a folder; it may take a while.
        """

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Ask to be called, in whatever thread, after each change of the counter; returns how to leave."""
