"""A text's own title: its first `# heading`, taken out so that it does not show twice.

In: a Markdown body. Out: the title and the body without it, as many lines as before.
"""

from __future__ import annotations

import re

from voicebuilder import markup

# CommonMark 4.5: an info string after backticks has none of them.
_FENCE = re.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)\Z")
# CommonMark 4.6, start conditions 1 and 2: what may hold a line like a heading that is none.
_HTML = re.compile(r" {0,3}<(?:(!--)|(?:pre|script|style|textarea)(?=[\s>]|\Z))", re.IGNORECASE)
_HTML_END = re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE)
_COMMENT_END = re.compile(r"-->")
_ATX = re.compile(r" {0,3}#(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*\Z")
_SETEXT = re.compile(r" {0,3}=+[ \t]*\Z")
# A line that begins a paragraph: no list, quotation, table, HTML, heading or indented code.
_PARAGRAPH = re.compile(r" {0,3}(?![-+*](?:\s|\Z)|[0-9]{1,9}[.)](?:\s|\Z)|[>#|<])\S")
_PLAIN = re.compile(r"[\w ,.;:!?'’\"()-]*\Z")


def take_title(body: str) -> tuple[str | None, str]:
    """Find the first heading of level 1 outside of code and comments.

    Returns:
        Its plain text, or None; and the body, in which the heading's lines are now empty.
    """
    if "#" not in body and "=" not in body:
        return None, body
    lines = body.split("\n")
    end: re.Pattern[str] | None = None
    for index, line in enumerate(lines):
        if end is not None:
            if end.search(line):
                end = None
        elif found := _heading(lines, index):
            first, text = found
            title = text if _PLAIN.match(text) else markup.plain_text(text)
            if title:
                return title, "\n".join([*lines[:first], *[""] * (index + 1 - first), *lines[index + 1 :]])
        else:
            end = _opened(line)
    return None, body


def _opened(line: str) -> re.Pattern[str] | None:
    """What ends the code or the comment that begins on this line; None when none begins, or it ends here too."""
    if match := _FENCE.match(line):
        mark = match.group(1) or match.group(2)
        return re.compile(rf"\A {{0,3}}{mark}{mark[0]}*[ \t]*\Z")
    if match := _HTML.match(line):
        end = _COMMENT_END if match.group(1) else _HTML_END
        return None if end.search(line, match.end()) else end
    return None


def _heading(lines: list[str], index: int) -> tuple[int, str] | None:
    """The first line and the text of a heading that ends on this line."""
    line = lines[index]
    if (match := _ATX.match(line)) and match.group(1):
        return index, match.group(1).strip()
    is_second = index == 1 or (index and not lines[index - 2].strip())
    if is_second and _SETEXT.match(line) and _PARAGRAPH.match(lines[index - 1]):
        return index - 1, lines[index - 1].strip()
    return None
