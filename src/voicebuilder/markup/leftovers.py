"""Text that was meant for a program and would stand on the page as it is.

In: text outside of code. Out: warnings for commands of other generators, footnote marks without a footnote, refused
attributes, and code blocks that never end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.markup.engine import Token
    from voicebuilder.markup.faults import Faults

# Bounded, so that a line of openings alone is not read again for each of them.
_COMMAND = re.compile(r"\{%.{0,500}?%\}|\{\{.{0,500}?\}\}")
_FOOTNOTE_MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?![(:\[])")


def without_code(inline: Token) -> str:
    """A paragraph's source with its code spans blanked, lines kept."""
    text = inline.content
    for child in inline.children or ():
        if child.type == "code_inline" and "span" in child.meta:
            start, end = child.meta["span"]
            blank = "".join("\n" if char == "\n" else " " for char in text[start:end])
            text = text[:start] + blank + text[end:]
    return text


def find_commands(text: str, line: int, faults: Faults) -> None:
    """Liquid (`{% … %}`, `{{ … }}`) and Hugo (`{{< … >}}`): one warning a line."""
    for offset, part in enumerate(text.split("\n")):
        if match := _COMMAND.search(part):
            hint = "Replace it by Markdown or HTML; if it is meant to be read, put it between backticks."
            faults.add(line + offset, f'"{_short(match[0])}" is a command of another site generator', hint, at=match[0])


def find_footnote_marks(text: str, line: int, defined: set[str], faults: Faults) -> None:
    """`[^x]` without `[^x]: …`."""
    for match in _FOOTNOTE_MARK.finditer(text):
        label = match[1]
        if label not in defined:
            message = f'the footnote "[^{label}]" is not defined'
            hint = f'Add a line "[^{label}]: its text", or write "\\[^{label}]" to show the brackets.'
            faults.add(line + text.count("\n", 0, match.start()), message, hint, at=match[0])


def report_lost_note(line: int, label: str, is_double: bool, faults: Faults) -> None:
    """A definition whose text is not on the page."""
    if is_double:
        message, hint = f'the footnote "[^{label}]" is defined twice; this one is not shown', "Give it another name."
    else:
        message = f'the footnote "[^{label}]" is never referred to, so it is not shown'
        hint = f'Write "[^{label}]" where it belongs, or delete it.'
    faults.add(line, message, hint, at=f"[^{label}]")


def check_fence(fence: Token, faults: Faults) -> None:
    """A code block that is closed has two lines more than its code, an open one has one."""
    start, end = fence.map or (0, 0)
    if fence.content.count("\n") == end - start - 1:
        hint = f"Add a line with {fence.markup} after the code."
        faults.add(start, "the code block opened here is never closed", hint, at=fence.markup)


def report_refused(name: str, line: int, faults: Faults) -> None:
    """An attribute group that stayed text."""
    message = f'the attribute "{name}" is not allowed here, so the braces are shown as text'
    faults.add(
        line, message, "Use .class, #id, title, lang or dir; pictures also take credit, width and height.", at="{"
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
