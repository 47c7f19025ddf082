"""Links and pictures of a page, in reading order: refused, resolved, written.

In: tokens with addresses as the writer wrote them. Out: the same tokens with addresses to publish; faults.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.markup import raw_html
from voicebuilder.markup.engine import encode_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.contract import Site
    from voicebuilder.markup.engine import Token
    from voicebuilder.markup.faults import Faults

# WHATWG URL, section 4.4: browsers drop these before they read the scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f\ufffd]+")
_REFUSED = re.compile(r"(javascript|vbscript|file|data|blob):")
_ALLOWED_DATA = re.compile(r"data:image/(?:gif|png|jpeg|webp)[;,]")
# A picture's side.
_PIXELS = re.compile(r"[1-9][0-9]{0,4}\Z")
_PLAIN_URL = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]*\Z")


class Links:
    """The addresses of one page."""

    def __init__(self, site: Site, first_line: int, faults: Faults) -> None:
        self._resolve, self._measure = site
        self._first_line = first_line
        self._faults = faults
        self._image_seen = False

    def link(self, children: Sequence[Token], index: int, line: int) -> None:
        """Resolve the link that starts at a token; without an address its text stays alone."""
        opening = children[index]
        href = self._address(str(opening.attrs["href"]), line, image=False)
        if href is not None:
            opening.attrs["href"] = href
            return
        opening.hidden = True
        # Links do not nest, so the next end is this link's.
        end = next(place for place in range(index, len(children)) if children[place].type == "link_close")
        children[end].hidden = True

    def image(self, image: Token, line: int) -> None:
        """Resolve a picture; all but the page's first are loaded when they come into view."""
        written = str(image.attrs["src"])
        src = self._address(written, line, image=True)
        if src is None:
            image.hidden = True
            return
        image.attrs["src"] = src
        self._keep_its_place(image, written)
        if self._image_seen:
            image.attrs.setdefault("loading", "lazy")
        self._image_seen = True

    def _keep_its_place(self, image: Token, written: str) -> None:
        """Give a picture its width and height; where the writer gave one of them, the other."""
        size = self._measure(written)
        if size is None or {"width", "height"} <= image.attrs.keys():
            return
        sides = dict(zip(("width", "height"), size, strict=True))
        given = "height" if "height" in image.attrs else "width"
        other = "width" if given == "height" else "height"
        shown = str(image.attrs.get(given, sides[given]))
        if _PIXELS.match(shown):
            image.attrs[given] = shown
            image.attrs[other] = str(max(1, round(sides[other] * int(shown) / sides[given])))

    def html(self, html: str, line: int) -> str:
        """Resolve the addresses in raw HTML; one that is refused or unknown stays as it is."""

        def replace(written: str, offset: int, shown: bool) -> str | None:
            if _is_refused(written):
                return None
            return self._resolve(written, self._first_line + line + html.count("\n", 0, offset), image=shown)

        return raw_html.rewrite(html, replace)

    def _address(self, written: str, line: int, *, image: bool) -> str | None:
        if _is_refused(written):
            scheme = _IGNORED.sub("", written).partition(":")[0].lower()
            message = f'the {"picture" if image else "link"} uses "{scheme}:", which readers\' browsers must not follow'
            self._faults.add(
                line, message, "Link to a web address (https://…) or to a file.", at=written, is_error=True
            )
            return None
        href = self._resolve(written, self._first_line + line, image=image)
        if href is None or _PLAIN_URL.match(href):
            return href
        return encode_url(href)


def _is_refused(url: str) -> bool:
    # A letter, then anything up to a colon: only then is there a scheme to look at.
    if ":" not in url:
        return False
    start = _IGNORED.sub("", url[:4096]).lower()
    return bool(_REFUSED.match(start)) and not _ALLOWED_DATA.match(start)
