"""A page's style sheet: in the page while it is small, else as a file of its own.

In: the theme's style sheet. Out: a `<style>` or `<link>` element, and the source that a Content-Security-Policy needs.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.model.asset import Asset

# Bytes; some 4 kB compressed. With a page of ten kilobytes, compressed, that is what a server sends in its first round
# trip (RFC 6928: ten segments); more is better kept by the browser. Counted uncompressed: how small compressing makes
# it differs between versions of the library, and the same site must become the same bytes everywhere.
MOST_INLINE = 12_288


def is_inline(asset: Asset, wanted: str) -> bool:
    """Whether the sheet stands in each page.

    Args:
        asset: The sheet.
        wanted: The theme's option `css`.
    """
    return wanted == "inline" and len(asset.data) <= MOST_INLINE


def text(asset: Asset) -> str:
    """The sheet as it stands in a page: nothing in it ends the element (HTML, 13.1.2.6)."""
    return asset.data.decode(errors="replace").replace("</", "<\\/")


def source(asset: Asset) -> str:
    """What allows the sheet under a Content-Security-Policy: `'sha256-…'` (CSP Level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text(asset).encode()).digest()).decode()}'"
