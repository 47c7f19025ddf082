"""A file of the theme that is published.

In: nothing. Out: `Asset`, made by `theme.assets`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        name: Below the theme's `assets/`: `style.css`.
        url: Site path: `/assets/style.3f2a9c01b7.css`.
        data: Its bytes.
        source: The file, for messages.
    """

    name: str
    url: str
    data: bytes
    source: str
