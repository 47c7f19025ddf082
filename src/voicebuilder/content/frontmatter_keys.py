"""The keys of front matter: ours, what other generators call the same, and what they use for themselves.

In: nothing. Out: tables. A key is looked up in lower case and with `_` for `-`.
"""

from __future__ import annotations

from typing import Final

# Field -> its names, the one that wins first.
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title",),
    "date": ("date", "publishdate", "publish_date", "pubdate", "pub_date"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at"),
    "slug": ("slug",),
    "tags": ("tags", "tag", "categories", "category"),
    "description": ("description", "summary", "excerpt"),
    "draft": ("draft",),
    "unlisted": ("unlisted",),
    "image": ("image",),
    "image_alt": ("image_alt",),
    "aliases": ("aliases", "alias", "redirect_from"),
    "id": ("id",),
    "permalink": ("permalink", "url", "path"),
    "template": ("template",),
    "language": ("language", "lang"),
    "series": ("series",),
    "author": ("author", "authors"),
    "syndication": ("syndication",),
    "in_reply_to": ("in_reply_to", "reply_to"),
    "like_of": ("like_of",),
    "repost_of": ("repost_of",),
    "bookmark_of": ("bookmark_of",),
    "rsvp": ("rsvp",),
    "newsletter": ("newsletter",),
    "expires": ("expires", "expirydate", "expiry_date"),
}

# Name -> (field, rank): of two names for one field, the lower rank wins.
FIELDS: Final[dict[str, tuple[str, int]]] = {
    name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names)
}

# Fields that take the values of all their names together.
JOINED: Final = frozenset(("tags", "aliases"))

# What a misspelt key is held against.
KNOWN: Final[tuple[str, ...]] = (*_NAMES, "categories", "redirect_from", "authors", "summary", "published")

# Keys of other generators and themes that look like a misspelling of one of ours but are none.
OTHERS: Final = frozenset(
    (
        "authored", "data", "dates", "descriptions", "drafts", "expired", "guid", "ids", "images", "image_caption",
        "image_url", "imagealt", "iscjklanguage", "langs", "languages", "newsletters", "paths", "permalinks",
        "redirect_to", "redirectto", "serie", "slugs", "subtitle", "syndicated", "tagline", "templates", "titles",
        "uid", "update", "updates", "urls",
    ),
)  # fmt: skip
