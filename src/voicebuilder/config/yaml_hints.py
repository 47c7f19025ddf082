"""What a broken line of YAML should have been.

In: a parser's complaint and the text it read. Out: a `Fault` on the line that the writer must change, which is often
not the line where the parser gave up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_PAIR = re.compile(r"\s*(?:- +)?([^\s:#'\"\[{&*!|>%@`-][^:]*?) *: +(\S.*?) *\Z")
_ITEM = re.compile(r"\s*(- +)(\S.*?) *\Z")
_NO_SPACE = re.compile(r"\s*([\w-]+):(?!//)(\S.*)\Z")
_LONE_QUOTE = re.compile(r"""\s*(?:- +)?[^:#]+: +(?:"(?:[^"\\]|\\.)*|'[^']*)\Z""")
_NEEDS_QUOTES = re.compile(r"""[\[\]{}&*!|>%@`"',?]|- |.*: |.*:\Z|.* #""")
_SHOWN = 300
_INDENTED_TAB = re.compile(r" *\t")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, and where.

    Attributes:
        line: 1-based line in the file.
        column: 1-based column.
        message: What is wrong, a sentence without its full stop.
        hint: What to type, a full sentence.
    """

    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A parser's words; lines and columns are 0-based in `lines`."""

    lines: list[str]
    problem: str
    row: int
    column: int
    context: str
    context_row: int
    context_column: int

    def line(self, row: int) -> str:
        """The line, as far as a hint can show it; which also bounds the time that the patterns here take."""
        return self.lines[row][:_SHOWN] if 0 <= row < len(self.lines) else ""


def syntax_fault(error: Any, text: str, first_line: int) -> Fault:
    """Say what a YAML parser could not read.

    Args:
        error: PyYAML's; its marks are read when it has them.
        text: What was parsed.
        first_line: The line of the file on which the text begins.
    """
    lines = text.split("\n")
    complaint = _complaint(error, text, lines)
    row, column, message, hint = _explain(complaint)
    row = min(max(row, 0), len(lines) - 1)
    return Fault(first_line + row, column + 1, message, hint)


def _complaint(error: Any, text: str, lines: list[str]) -> _Complaint:
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that YAML refuses anywhere
        before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        row = before.count("\n")
        reason = str(getattr(error, "reason", error))
        return _Complaint(lines, reason, row, len(before) - before.rfind("\n") - 1, "", row, 0)
    context_mark = error.context_mark or mark
    row, column = mark.line, mark.column
    if row >= len(lines) or (row == len(lines) - 1 and not lines[row] and row > 0):  # the end of the text
        row = max((i for i, line in enumerate(lines) if line.strip()), default=0)
        column = len(lines[row])
    return _Complaint(
        lines,
        error.problem or "",
        row,
        column,
        error.context or "",
        context_mark.line,
        context_mark.column,
    )


_Explanation = tuple[int, int, str, str]


def _explain(complaint: _Complaint) -> _Explanation:
    for explain in (_tab, _control, _deep, _quote, _flow, _key_without_colon, _unquoted, _indentation):
        found = explain(complaint)
        if found is not None:
            return found
    message = f"this line is not valid YAML ({complaint.problem})"
    return complaint.row, complaint.column, message, "Write one `key: value` on each line."


def _tab(complaint: _Complaint) -> _Explanation | None:
    for row in (complaint.row, complaint.row + 1):
        if _INDENTED_TAB.match(complaint.line(row)) and (row == complaint.row or "tab" in complaint.problem):
            return row, complaint.line(row).index("\t"), "a tab stands at the start of the line", "Use spaces."
    return None


def _control(complaint: _Complaint) -> _Explanation | None:
    if "control characters" not in complaint.problem:
        return None
    return complaint.row, complaint.column, "this character cannot stand in YAML", "Remove it."


def _deep(complaint: _Complaint) -> _Explanation | None:
    if "nesting depth" not in complaint.problem:
        return None
    return complaint.row, complaint.column, "lists and keys are nested too deep", "Make it flatter."


def _quote(complaint: _Complaint) -> _Explanation | None:
    if "quoted scalar" in complaint.context:
        if "escape" in complaint.problem or "hexdecimal" in complaint.problem:
            hint = "Write the backslash twice, or put the value in single quotes."
            return complaint.row, complaint.column, "a backslash in double quotes begins an unknown escape", hint
        return _unclosed_quote(complaint.context_row, complaint.context_column)
    for row in range(complaint.row):  # an unclosed quote ends where a later line's quote begins
        line = complaint.line(row)
        if _LONE_QUOTE.match(line) and re.search(r"[\"']", complaint.line(complaint.row)):
            return _unclosed_quote(row, line.index(":") + 2)
    return None


def _unclosed_quote(row: int, column: int) -> _Explanation:
    return row, column, "the quote that opens here is never closed", "Close it with the same quote."


def _flow(complaint: _Complaint) -> _Explanation | None:
    if "flow sequence" not in complaint.context and "flow mapping" not in complaint.context:
        return None
    end = "]" if "sequence" in complaint.context else "}"
    name = "list" if end == "]" else "mapping"
    if complaint.row == complaint.context_row and complaint.line(complaint.row).rstrip().endswith(end):
        hint = "Put a comma between the parts, and quotes around each that holds any of : , [ ] { } #."
        return complaint.row, complaint.column, f"this {name} cannot be read", hint
    hint = f"Close it with {end}, or put quotes around the value if it is text."
    return complaint.context_row, complaint.context_column, f"the {name} that opens here is never closed", hint


def _key_without_colon(complaint: _Complaint) -> _Explanation | None:
    if "could not find expected ':'" in complaint.problem:
        rows = [complaint.context_row]
    elif "mapping values" in complaint.problem and complaint.line(complaint.row).count(": ") < 2:
        rows = [complaint.row - 1, complaint.row - 2]
    else:
        return None
    for row in rows:
        line = complaint.line(row)
        if not line.strip():
            continue
        if match := _NO_SPACE.match(line):
            hint = f"Put a space after the colon: `{match[1]}: {match[2].strip()}`."
            return row, match.end(1), "there is no space after the colon", hint
        if ":" not in line and not line.lstrip().startswith(("- ", "#")):
            hint = "Write `key: value`; if the line goes on from the one above, begin it with two spaces."
            return row, len(line) - len(line.lstrip()), "there is no colon in this line", hint
        return None
    return None


def _unquoted(complaint: _Complaint) -> _Explanation | None:
    line = complaint.line(complaint.row)
    match = _PAIR.match(line) or _ITEM.match(line)
    if match is None or not _NEEDS_QUOTES.match(match[2]):
        return None
    value, key = match[2], match[1] if match.re is _ITEM else f"{match[1]}: "
    column = max(complaint.column, match.start(2)) if ": " in value else match.start(2)
    if value.startswith("- "):
        hint = f"Begin the list on the next line, or write `{key}[{value[2:].strip()}]`."
        return complaint.row, match.start(2), "a list begins in the line of its key", hint
    if value[0] in "\"'" and value[-1] == value[0] and len(value) > 1:
        value = value[1:-1]
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    whole = len(complaint.lines[complaint.row]) <= _SHOWN
    hint = f'Put quotes around the value: `{key}"{quoted}"`.' if whole else "Put quotes around the value."
    return complaint.row, column, "YAML reads this value as more than text", hint


def _indentation(complaint: _Complaint) -> _Explanation | None:
    line = complaint.line(complaint.row)
    if complaint.row == 0 or not (_PAIR.match(line) or line.lstrip().startswith("- ")):
        return None
    message = "this line does not begin where the lines it belongs to begin"
    hint = "Begin every key at the start of its line, and indent what belongs to a key by two spaces."
    return complaint.row, len(line) - len(line.lstrip()), message, hint
