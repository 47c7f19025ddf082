"""What sort of thing a folder holds: the contract that every file in `kinds/` fills in.

In: nothing. Out: `Kind`, a frozen value; routes and feeds ask it and never import `kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.media import Sort

Holds: TypeAlias = Literal["text", "texts", "number", "flag", "address", "anything"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry.

    Attributes:
        name: In the singular, the word of `voicebuilder new KIND`; also the template's name (`post.html`).
        folder: Where its files lie and its index is: `posts` -> `posts/…`, `/posts/`.
        label: Its name on pages and in feeds, in the plural.
        permalink: Default URL pattern (see `model.permalinks`).
        titled: May have a title (else it is a note: shown whole, no heading, slug from its date-time).
        named: Takes its file's name for a title where its writer gave none.
        made_of: What its entries are, beside their text: "picture", "sound", "film"; such a file is an entry by itself.
        keys: Keys of its own in front matter, in lower case with `_`, and what they hold; templates see them in
            `entry.extra`.
        needs: Those of its keys without which it is no entry of its kind.
        schema: What search engines call it: a type of https://schema.org/.
        dated: Belongs to the stream, the archive, feeds and an index of its own; else it is a page that stands alone.
    """

    name: str
    folder: str
    label: str
    permalink: str
    titled: bool = True
    dated: bool = True
    named: bool = True
    made_of: Sort = ""
    keys: Mapping[str, Holds] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    schema: str = "BlogPosting"
