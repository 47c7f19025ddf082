"""Where the front matter ends and the text begins.

In: the decoded text of a content file. Out: `Parts`. A file that looks as if it had front matter but cannot be split is
an error, never "no front matter": a lost `draft: true` would publish a draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from voicebuilder.errors import Problem

Style = Literal["yaml", "toml"]

_BLANK = re.compile(r"(?:[ \t]*\n)+")
# After a fence: any space, and what nobody sees.
_REST = r"[^\S\n]*[\u200b\ufeff]*"
_OPEN = re.compile(rf"(---|\+\+\+){_REST}(?:\n|\Z)")
_CLOSE = {
    "---": re.compile(rf"^(?:---|\.\.\.){_REST}$", re.MULTILINE),
    "+++": re.compile(rf"^\+\+\+{_REST}$", re.MULTILINE),
}
_ALMOST_CLOSE = re.compile(r"^[ \t]*(?:[-–—]{2,}|\+{2,}|[–—])[ \t]*$", re.MULTILINE)

# How other generators open front matter that is not read here; some of them would run it as a program.
_FOREIGN = (
    (re.compile(r"---[ \t]*(?:js|javascript|coffee|json|cson|toml|ya?ml)[ \t]*\n", re.IGNORECASE), "a language's name"),
    (re.compile(r"---[ \t]+#.*\n"), "a comment"),
    (re.compile(r"<!--.*?-->\s*(?:---|\+\+\+)[ \t]*\n[ \t]*[\w-]+[ \t]*[:=]", re.DOTALL), "a comment"),
    (
        re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+(?:---|\+\+\+)[ \t]*\n[ \t]*[\w-]+[ \t]*[:=]"),
        "a space or an invisible character",
    ),
    (re.compile(r";;;[ \t]*\n"), "JSON between `;;;` lines"),
    (re.compile(r"""\{\s*"[^"\n]+"\s*:"""), "JSON"),
    (re.compile(r"(?=.{0,2}[–—])[-–—]{1,3}[ \t]*\n[ \t]*[\w-]+[ \t]*:"), "a long dash that an editor made of `---`"),
)
_KEY_LINE = re.compile(r"([A-Za-z][\w-]*)[ \t]*[:=](?:[ \t]|\Z)")
_GOES_ON = re.compile(r"[ \t]+\S|- ")
# Keys that hardly anybody begins the lines of a text with.
_TELLING = frozenset(
    ("title", "date", "tags", "draft", "slug", "layout", "categories", "category", "status", "published", "permalink"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A content file in its parts.

    Attributes:
        style: What the block is written in; None when there is no front matter.
        block: Between the lines `---` or `+++`.
        block_line: 1-based line of the file on which the block begins.
        body: Below them; the whole text when there is no front matter.
        body_line: 1-based line of the file on which the body begins.
        problems: Why it could not be split; block and body are then empty.
    """

    style: Style | None
    block: str
    block_line: int
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split(text: str, path: str = "") -> Parts:
    """Take front matter and body apart.

    Args:
        text: As `decode` gives it.
        path: For the problems.
    """
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    line = text.count("\n", 0, start) + 1
    opening = _OPEN.match(text, start)
    if opening is None:
        problem = _foreign(text, start, line, path) or _never_opened(text, start, line, path)
        return Parts(None, "", line, "", line, (problem,)) if problem else Parts(None, "", 1, text, 1)
    fence = opening[1]
    closing = _CLOSE[fence].search(text, opening.end())
    style: Style = "yaml" if fence == "---" else "toml"
    if closing is None:
        return Parts(style, "", line + 1, "", line + 1, (_never_closed(text, opening, line, path),))
    block = text[opening.end() : closing.start()]
    body_line = line + 2 + block.count("\n")
    return Parts(style, block, line + 1, text[closing.end() + 1 :], body_line)


def _never_closed(text: str, opening: re.Match[str], line: int, path: str) -> Problem:
    fence = opening[1]
    hint = f"Add a line `{fence}` below it."
    if almost := _ALMOST_CLOSE.search(text, opening.end()):
        number = text.count("\n", 0, almost.start()) + 1
        hint = f"Write `{fence}`, without more or less, in line {number}: it has `{almost.group()}`."
    elif fence == "---" and not re.search(r"^[\w-]+[ \t]*:", text[opening.end() :], re.MULTILINE):
        hint += " If the line is meant as a rule across the page, write `***`."
    return Problem(f"the front matter opened on line {line} is never closed", hint, path, line, 1)


def _foreign(text: str, start: int, line: int, path: str) -> Problem | None:
    for pattern, name in _FOREIGN:
        if pattern.match(text, start):
            hint = "Write it as YAML, `key: value`, between two lines `---`."
            return Problem(f"the front matter begins with {name}, which is not read here", hint, path, line, 1)
    return None


def _never_opened(text: str, start: int, line: int, path: str) -> Problem | None:
    """Keys at the top without a fence above: a forgotten `---`, or the style of Pelican and MultiMarkdown."""
    if not _KEY_LINE.match(text, start):
        return None
    keys, end = [], ""
    for row in text[start : start + 4000].split("\n"):
        if match := _KEY_LINE.match(row):
            keys.append(match[1].lower())
        elif not _GOES_ON.match(row):
            end = row.rstrip()
            break
    telling = sum(key in _TELLING for key in keys)
    fenced = end in ("---", "...", "+++")
    if keys[0] not in _TELLING or (telling < 2 and not fenced) or (end and not fenced):
        return None
    fence = "+++" if end == "+++" else "---"
    hint = f"Add a line `{fence}` above it" + ("." if fenced else f" and one below its last key ({keys[-1]}).")
    hint += " If it is text, begin the file with two lines `---`."
    return Problem(f"the front matter beginning on line {line} is never opened", hint, path, line, 1)
