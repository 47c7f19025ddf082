"""What a writer pastes elsewhere to tell of an entry, and whether it fits there.

In: an entry's title or text, and its address. Out: `Share`: the words, and their length as networks count it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from voicebuilder.text.html import plain

_PARAGRAPH_END = re.compile(r"</(?:p|h[1-6]|pre|blockquote|ul|ol|table|figure)>")
_LINE_END = re.compile(r"<br\s*/?>|</(?:li|tr)>")
_ADDRESS = re.compile(r"https?://\S+")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Network:
    """Where it may be pasted.

    Attributes:
        name: For people.
        limit: Characters, as a reader sees them.
        address: Characters that any address counts as; 0 when it counts as long as it is.
    """

    name: str
    limit: int
    address: int = 0


# Bluesky: the lexicon app.bsky.feed.post, `maxGraphemes`. Mastodon: its documentation, "Posting toots".
NETWORKS = (Network("Bluesky", 300), Network("Mastodon", 500, 23))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text fits a network.

    Attributes:
        network: Which.
        length: Of the text, as it counts there.
    """

    network: Network
    length: int

    @property
    def over(self) -> int:
        """Characters too many; 0 when it fits."""
        return max(self.length - self.network.limit, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """The words to paste.

    Attributes:
        text: With the address at the end.
    """

    text: str

    @classmethod
    def of(cls, words: str, address: str) -> Share:
        """Put words and an address together."""
        return cls(f"{words}\n\n{address}" if "\n" in words else f"{words} {address}".strip())

    @property
    def fits(self) -> tuple[Fit, ...]:
        """How it fits each network."""
        return tuple(Fit(network, _length(self.text, network)) for network in NETWORKS)


def paragraphs(html: str) -> str:
    """The text of HTML that we made, its paragraphs and lines kept."""
    parts = ("\n".join(filter(None, map(plain, _LINE_END.split(part)))).strip() for part in _PARAGRAPH_END.split(html))
    return "\n\n".join(filter(None, parts))


def _length(text: str, network: Network) -> int:
    if not network.address:
        return _characters(text)
    rest, addresses = _ADDRESS.subn("", text)
    return _characters(rest) + addresses * network.address


def _characters(text: str) -> int:
    """Characters as a reader sees them, near enough to the grapheme clusters of Unicode (UAX 29).

    Marks belong to the letter before them, and whatever a joiner joins is one, as is a flag.
    """
    number, before, in_flag = 0, "", False
    for char in unicodedata.normalize("NFC", text):
        is_half = "\U0001f1e6" <= char <= "\U0001f1ff"
        ends_flag = is_half and in_flag
        number += not (ends_flag or _JOINER in (before, char) or _is_mark(char))
        in_flag, before = is_half and not ends_flag, char
    return number


def _is_mark(char: str) -> bool:
    """Changes the letter before it: an accent, a vowel sign, a skin's tone."""
    return unicodedata.category(char) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= char <= "\U0001f3ff"
