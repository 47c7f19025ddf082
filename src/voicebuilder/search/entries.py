"""What can be found of a library: every entry but those that are in no list on purpose.

In: a library; it holds no draft and nothing that waits, so neither can be found. Out: records, and the key of them all,
for which no text is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.memo import fingerprint
from voicebuilder.search.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library


def findable(library: Library) -> tuple[Entry, ...]:
    """The entries that a search may find, pages too."""
    return tuple(entry for entry in library.entries if not entry.front_matter.unlisted)


def records(entries: Iterable[Entry], html: Callable[[Entry], str], language: str) -> Iterator[Record]:
    """A record of each entry.

    Args:
        entries: What may be found.
        html: An entry's text, with whatever else is to be found of it.
        language: The site's.
    """
    for entry in entries:
        yield Record(entry.url, html(entry), *_head(entry, language))


def key(entries: Iterable[Entry], print_: Callable[[Entry], bytes], language: str) -> bytes:
    """Fingerprint of all records.

    Args:
        entries: What may be found.
        print_: Fingerprint of what `html` gives for an entry.
        language: The site's.
    """
    return fingerprint([(entry.url, print_(entry), *_head(entry, language)) for entry in entries])


def _head(entry: Entry, language: str) -> tuple[str, str, str, tuple[str, ...]]:
    date = entry.date.date().isoformat() if entry.date else ""
    written = entry.front_matter
    return entry.title or "", date, written.language or language, written.tags
