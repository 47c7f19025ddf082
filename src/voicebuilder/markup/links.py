"""Links and pictures of a page, in reading order: refused, resolved, written.

In: tokens with addresses as the writer wrote them. Out: the same tokens with addresses to publish; faults.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.markup import raw_html
from voicebuilder.markup.engine import encode_url
from voicebuilder.markup.plain import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.contract import Picture, Site
    from voicebuilder.markup.engine import Token
    from voicebuilder.markup.faults import Faults

# WHATWG URL, section 4.4: browsers drop these before they read the scheme.
_IGNORED = re.compile(r"[\x00-\x20\x7f\ufffd]+")
_REFUSED = re.compile(r"(javascript|vbscript|file|data|blob):")
_ALLOWED_DATA = re.compile(r"data:image/(?:gif|png|jpeg|webp)[;,]")
# A picture's side.
_PIXELS = re.compile(r"[1-9][0-9]{0,4}\Z")
_NO_ALT = "this picture has no alt text, so who cannot see it learns nothing of it"
_PLAIN_URL = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]*\Z")


class Links:
    """The addresses of one page."""

    def __init__(self, site: Site, first_line: int, faults: Faults) -> None:
        self._resolve, self._show = site
        self._first_line = first_line
        self._faults = faults
        self._image_seen = False

    def link(self, children: Sequence[Token], index: int, line: int) -> None:
        """Resolve the link that starts at a token; without an address its text stays alone."""
        opening = children[index]
        written = str(opening.attrs["href"])
        if not self._refuse(written, line, "link"):
            href = self._resolve(written, self._first_line + line, image=False)
            if href is not None:
                opening.attrs["href"] = _encoded(href)
                return
        opening.hidden = True
        # Links do not nest, so the next end is this link's.
        end = next(place for place in range(index, len(children)) if children[place].type == "link_close")
        children[end].hidden = True

    def image(self, image: Token, line: int) -> None:
        """Resolve a picture; all but the page's first are loaded when they come into view."""
        written = str(image.attrs["src"])
        shown = None if self._refuse(written, line, "picture") else self._show(written, self._first_line + line)
        if shown is None:
            image.hidden = True
            return
        if "alt" not in image.meta and not text_of(image.children or (), alt=True).strip():
            hint = f'Write ![what it shows]({written}), or ![]({written}){{alt=""}} if it only decorates.'
            self._faults.add(line, _NO_ALT, hint, at=written)
        image.attrs["src"] = _encoded(shown.src)
        image.meta["shown"] = shown
        if shown.width:
            _keep_its_place(image, shown)
        if self._image_seen:
            image.attrs.setdefault("loading", "lazy")
        self._image_seen = True

    def html(self, html: str, line: int) -> str:
        """Resolve the addresses in raw HTML; one that is refused or unknown stays as it is."""

        def replace(written: str, offset: int, shown: bool) -> str | None:
            if _is_refused(written):
                return None
            return self._resolve(written, self._first_line + line + html.count("\n", 0, offset), image=shown)

        def bare(offset: int) -> None:
            hint = 'Write alt="what it shows", or alt="" if it only decorates.'
            self._faults.add(line + html.count("\n", 0, offset), _NO_ALT, hint, at="<img")

        return raw_html.rewrite(html, replace, bare)

    def _refuse(self, written: str, line: int, what: str) -> bool:
        if not _is_refused(written):
            return False
        scheme = _IGNORED.sub("", written).partition(":")[0].lower()
        message = f'the {what} uses "{scheme}:", which readers\' browsers must not follow'
        hint = "Link to a web address (https://…) or to a file."
        self._faults.add(line, message, hint, at=written, is_error=True)
        return True


def _keep_its_place(image: Token, shown: Picture) -> None:
    """Give a picture its width and height; where the writer gave one of them, the other."""
    if {"width", "height"} <= image.attrs.keys():
        return
    sides = {"width": shown.width, "height": shown.height}
    given = "height" if "height" in image.attrs else "width"
    other = "width" if given == "height" else "height"
    pixels = str(image.attrs.get(given, sides[given]))
    if _PIXELS.match(pixels):
        image.attrs[given] = pixels
        image.attrs[other] = str(max(1, round(sides[other] * int(pixels) / sides[given])))


def _encoded(href: str) -> str:
    return href if _PLAIN_URL.match(href) else encode_url(href)


def _is_refused(url: str) -> bool:
    # A letter, then anything up to a colon: only then is there a scheme to look at.
    if ":" not in url:
        return False
    start = _IGNORED.sub("", url[:4096]).lower()
    return bool(_REFUSED.match(start)) and not _ALLOWED_DATA.match(start)
