"""Links that open a file in the writer's editor.

In: an excerpt, which knows its file, and the pattern of links. Out: an address, or "" when there is none.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from voicebuilder.preview.excerpts import Excerpt

_FILE_LINK = "file://{path}"
_PROGRAM = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)


def editor_link(excerpt: Excerpt, editor: str) -> str:
    """The address that opens the file in the writer's editor; "" when there is none."""
    if not excerpt.path:
        return ""
    pattern = editor if editor and not _PROGRAM.match(editor) else _FILE_LINK
    line, column = max(excerpt.problem.line, 1), max(excerpt.problem.column, 1)
    # A name's own braces are quoted: what was put in is not taken for a place to fill.
    path = quote(os.fsencode(excerpt.path))
    return pattern.replace("{path}", path).replace("{line}", str(line)).replace("{column}", str(column))
