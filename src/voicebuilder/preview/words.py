"""The words of problems, for eyes: what a writer may type stands between backticks, and is shown as code.

In: plain text. Out: HTML.
"""

from __future__ import annotations

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")


def marked(text: str) -> str:
    """`` write `draft: true` `` -> `write <code>draft: true</code>`; all else is escaped."""
    return _CODE.sub(r"<code>\1</code>", escape(text))
