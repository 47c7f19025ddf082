"""What sort of thing a folder holds: the contract that every file in `kinds/` fills in.

In: nothing. Out: `Kind`, a frozen value; routes and feeds ask it and never import `kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry.

    Attributes:
        name: In the singular, the word of `voicebuilder new KIND`; also the template's name (`post.html`).
        folder: Where its files lie and its index is: `posts` -> `posts/…`, `/posts/`.
        label: Its name on pages and in feeds, in the plural.
        permalink: Default URL pattern (see `model.permalinks`).
        titled: Has a title (else it is a note: shown whole, no heading, slug from its date-time).
        dated: Belongs to the stream, the archive, feeds and an index of its own; else it is a page that stands alone.
    """

    name: str
    folder: str
    label: str
    permalink: str
    titled: bool = True
    dated: bool = True
