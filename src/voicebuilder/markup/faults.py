"""Faults of one text, gathered with their place in the file.

In: lines of the text, counted from 0, and what was seen there. Out: `Fault` values, sorted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.markup.contract import Fault

if TYPE_CHECKING:
    from voicebuilder.markup.contract import Source

# XML 1.0, section 2.2: what no feed may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Faults:
    """Gathers the faults of one text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._faults: dict[Fault, None] = {}
        self._lines: list[str] = []

    def add(self, line: int, message: str, hint: str, *, at: str = "", is_error: bool = False) -> None:
        """Note a fault.

        Args:
            line: In the text, from 0.
            message: What is wrong.
            hint: What to type.
            at: Source text whose place in the line is the column.
            is_error: It stops publication.
        """
        column = 0
        if at:
            self._lines = self._lines or _line_ends(self._source.text).split("\n")
            column = self._lines[line].find(at) + 1 if line < len(self._lines) else 0
        self._faults.setdefault(Fault(self._source.first_line + line, column, message, hint, is_error))

    def sorted(self) -> tuple[Fault, ...]:
        """All faults by place, each once."""
        return tuple(sorted(self._faults, key=lambda fault: (fault.line, fault.column, fault.message)))


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean(text: str, faults: Faults) -> str:
    """Replace characters that neither HTML nor a feed may hold, end the last line, and say where they stood."""
    text = _line_ends(text)
    if _FORBIDDEN.search(text):
        for number, line in enumerate(text.split("\n")):
            if match := _FORBIDDEN.search(line):
                message = f"there is an invisible control character here (U+{ord(match[0]):04X})"
                faults.add(number, message, "Delete it; retyping the line is easiest.", at=match[0])
        text = _FORBIDDEN.sub("\ufffd", text)
    # So that the last line counts like the others.
    return text if text.endswith("\n") else text + "\n"
