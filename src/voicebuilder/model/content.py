"""What Markdown became: the result of converting one document.

In: nothing. Out: `Content`, frozen, made by `content.convert`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text, for a table of contents.

    Attributes:
        level: 1 to 6.
        id: The anchor, unique on the page.
        text: Plain text.
    """

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A site-absolute link in the text, to be held against the route table.

    Attributes:
        url: Decoded path below the base, without query and fragment: `/about/`.
        line: 1-based line in the file.
    """

    url: str
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """The HTML of one entry; large, so nobody holds on to many.

    Attributes:
        html: The body.
        excerpt: For lists: up to `<!-- more -->`, else the first paragraph; without ids and footnote marks.
    """

    html: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of an entry's text, but for the text itself.

    Attributes:
        key: Fingerprint of what the text was made from, but for where its links lead.
        print: Fingerprint of the HTML, by which it is found: the key, and where its links lead.
        has_more: The body has more than the excerpt.
        was_cut: The writer set `<!-- more -->`.
        summary: Plain text of the excerpt, at most 160 characters, cut at a word.
        headings: In order.
        words: Number of words (for CJK, characters).
        media: Source paths of files beside the text that it links to, or shows as they are, in order, each once.
        pictures: Source paths of pictures that it shows in sizes and formats of ours, in order, each once.
        mentions: Source paths of the entries that it links to, each once.
        site_links: Site-absolute links and pictures.
        image: The entry's picture for cards: a site path or an absolute URL; "" when it names none.
        image_source: Source path of that picture, when it is one of the site's files; else "".
    """

    key: bytes
    print: bytes
    has_more: bool
    was_cut: bool
    summary: str
    headings: tuple[Heading, ...] = ()
    words: int = 0
    media: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    site_links: tuple[SiteLink, ...] = ()
    image: str = ""
    image_source: str = ""
