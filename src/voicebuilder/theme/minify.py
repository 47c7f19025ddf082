"""The door to rcssmin: a style sheet without comments and needless space.

In: CSS. Out: CSS that means the same.
"""

from __future__ import annotations

import rcssmin


def minified(css: bytes) -> bytes:
    """The style sheet, smaller. Comments that begin with `/*!` stay, for licences."""
    return bytes(rcssmin.cssmin(css, keep_bang_comments=True))
