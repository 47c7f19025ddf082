"""A feed that exists, as pages announce it.

In: nothing. Out: `FeedLink`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed file.

    Attributes:
        folder: Site folder it lies in: `/`, `/posts/`.
        title: `Harbour notes: Posts`.
        format: `RSS`.
        path: Site path.
        media_type: For autodiscovery.
    """

    folder: str
    title: str
    format: str
    path: str
    media_type: str
