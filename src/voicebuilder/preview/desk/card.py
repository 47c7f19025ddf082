"""The card that networks draw of a page when somebody shares its address.

In: the page's HTML, as any theme makes it. Out: `Card`, read from the tags that networks read: Open Graph
(https://ogp.me), and where one is missing the page's own title and description.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from voicebuilder.text.html import one_line, shorten

# Characters; what the largest networks show of a description.
_DESCRIPTION = 200


@dataclass(frozen=True, slots=True)
class Card:
    """What a network knows of a page.

    Attributes:
        site: Its name; "" when the page does not tell.
        title: Of the page.
        description: Whole.
        image: Address of the picture; "" for none.
        image_alt: What that shows.
    """

    site: str
    title: str
    description: str
    image: str
    image_alt: str

    @property
    def shown(self) -> str:
        """The description as a card shows it: cut."""
        return shorten(self.description, _DESCRIPTION)

    @classmethod
    def of(cls, html: bytes) -> Card:
        """Read a page's tags; of two of one name the first counts."""
        reader = _Reader()
        reader.feed(html.decode("utf-8", errors="replace"))
        reader.close()
        found = reader.found
        return cls(
            site=found.get("og:site_name", ""),
            title=found.get("og:title", "") or one_line(reader.title),
            description=found.get("og:description", "") or found.get("description", ""),
            image=found.get("og:image", ""),
            image_alt=found.get("og:image:alt", ""),
        )


class _Reader(HTMLParser):
    """Collects `<meta>` and `<title>` of the head; what stands in the text is not the page's word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.title = ""
        self._in_title = self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what the head says, up to the body."""
        self._is_over = self._is_over or tag == "body"
        self._in_title = tag == "title" and not self._is_over and not self.title
        if tag == "meta" and not self._is_over:
            given = {name: value or "" for name, value in reversed(attrs)}
            name = given.get("property") or given.get("name", "")
            self.found.setdefault(name.strip().lower(), one_line(given.get("content", "")))

    def handle_endtag(self, tag: str) -> None:
        """The title ends."""
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        """The title's text."""
        if self._in_title:
            self.title += data
