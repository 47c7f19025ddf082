"""Whether an entry is published, and where it may be listed.

In: front matter and the clock. Out: `Status`, asked by its questions.
"""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """The publication status of an entry (design 4)."""

    PUBLISHED = "published"
    UNLISTED = "unlisted"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"

    @property
    def is_public(self) -> bool:
        """Has a page in the built site."""
        return self in (Status.PUBLISHED, Status.UNLISTED)
