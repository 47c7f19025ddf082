"""What a caller gives to this room and gets back.

In: nothing. Out: frozen values without any type of the Markdown library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class MarkupSettings:
    """How a site writes Markdown; hashable and picklable.

    Attributes:
        raw_html: HTML in the text is kept (the author's own files); else it is shown as text.
        typographer: Straight quotes, `--`, `---` and `...` become typographic.
    """

    raw_html: bool = True
    typographer: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One text and where it stands.

    Attributes:
        text: Markdown.
        first_line: 1-based line in the file of the text's first line.
        prefix: Makes footnote ids unique among entries that share a page: the entry's slug.
        language: BCP 47 tag; chooses the quotation marks and the few words that we add.
    """

    text: str
    first_line: int = 1
    prefix: str = ""
    language: str = "en"


class Resolver(Protocol):
    """Says where a link leads; called once for each link and picture of the page, in reading order."""

    def __call__(self, href: str, line: int, *, image: bool) -> str | None:
        """Find what stands behind an address.

        Args:
            href: As the writer wrote it: entities and backslash escapes undone, percent signs kept.
            line: 1-based line in the file.
            image: It is shown or played in the page, not followed.

        Returns:
            The address to write, or None to keep the text (of a picture: its alt text) without the link.
        """


class Picture(NamedTuple):
    """How a page shows a picture.

    Attributes:
        src: The address to write.
        width: In pixels; 0 when it cannot be told, like the height.
        height: …
        srcset: Its own format in several widths, as HTML has it; or "".
        sources: Other formats, the best first: media type and srcset.
        tint: The colour that stands in its place until it comes, `#8fa3b2`; or "".
    """

    src: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    tint: str = ""


class Site(NamedTuple):
    """What a text must know of the site around it.

    Attributes:
        resolve: Says where links lead, and what raw HTML shows.
        show: How a picture is shown, by its address as written and its 1-based line; None to keep its alt text alone.
    """

    resolve: Resolver
    show: Callable[[str, int], Picture | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the text to put right.

    Attributes:
        line: 1-based line in the file.
        column: 1-based column in that line; 0 when unknown.
        message: What is wrong, a sentence without its full stop.
        hint: What to type, a full sentence.
        is_error: It must be put right before the page is published.
    """

    line: int
    column: int
    message: str
    hint: str
    is_error: bool = False


class Heading(NamedTuple):
    """A heading: level 1 to 6, the anchor that is unique on the page, and its plain text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What a text became.

    Attributes:
        html: The whole text.
        excerpt: HTML of what precedes `<!-- more -->`, else of the first paragraph; without ids and footnote marks.
        has_more: The text has more than the excerpt.
        was_cut: The writer set `<!-- more -->`.
        summary: Plain text of the excerpt, at most 160 characters, cut at a word.
        headings: In order.
        words: Number of words outside code blocks; in Chinese and Japanese, of characters.
        faults: By line and column.
    """

    html: str
    excerpt: str
    has_more: bool
    was_cut: bool
    summary: str
    headings: tuple[Heading, ...] = ()
    words: int = 0
    faults: tuple[Fault, ...] = ()
