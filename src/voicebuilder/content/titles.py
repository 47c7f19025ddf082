"""A text's own title: its first `# heading`, taken out so that it does not show twice.

In: a Markdown body. Out: the title and the body without it, as many lines as before.
"""

from __future__ import annotations

import re

from voicebuilder import markup

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z")
_SETEXT = re.compile(r" {0,3}=+[ \t]*\Z")
_PLAIN = re.compile(r"[\w ,.;:!?'’\"()-]*\Z")


def take_title(body: str) -> tuple[str | None, str]:
    """Find the first heading of level 1 outside of code.

    Returns:
        Its plain text, or None; and the body, in which the heading's lines are now empty.
    """
    if "#" not in body and "==" not in body:
        return None, body
    lines = body.split("\n")
    fence = ""
    for index, line in enumerate(lines):
        if match := _FENCE.match(line):
            mark = match.group(1)
            if not fence:
                fence = mark
            elif mark.startswith(fence):
                fence = ""
        elif not fence and (found := _heading(lines, index)):
            first, text = found
            title = text if _PLAIN.match(text) else markup.plain_text(text)
            if title:
                return title, "\n".join([*lines[:first], *[""] * (index + 1 - first), *lines[index + 1 :]])
    return None, body


def _heading(lines: list[str], index: int) -> tuple[int, str] | None:
    """The first line and the text of a heading that ends on this line."""
    line = lines[index]
    if (match := _ATX.match(line)) and match.group(1):
        return index, match.group(1).strip()
    if _SETEXT.match(line) and index and lines[index - 1].strip() and (index == 1 or not lines[index - 2].strip()):
        return index - 1, lines[index - 1].strip()
    return None
