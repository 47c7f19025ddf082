"""Which paths may be written, whoever made them, and which foreign files stay.

In: output paths and `keep` patterns. Out: `check_path`, the last judge before the disk; `Roll`, the paths of one
publication, each once; `Keep`, compiled globs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.output.faults import shown
from voicebuilder.output.manifest import MANIFEST
from voicebuilder.output.record import folders_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
_LONGEST = 255  # bytes in one segment: the limit of every common file system
_WIDEST = 4  # bytes that one character can take in UTF-8

# Finder drops this file into every folder that is looked at; stopping each build for it would help nobody.
_ALWAYS_KEPT = ("**/.DS_Store",)


def check_path(path: str) -> None:
    """Refuse a path that could leave the output folder or not be written on some machine.

    Raises:
        ContentError: With the path and the reason.
    """
    reason = _fault(path)
    if reason:
        problem = Problem(
            f'the output path "{shown(path)}" {reason}', "Change the slug, permalink or file name it is made from."
        )
        raise ContentError(problem)


def _fault(path: str) -> str:
    if _UNSAFE.search(path):
        return "has a backslash, a control character or a broken character"
    segments = path.split("/")
    for segment in segments:
        if segment in {"", ".", ".."}:
            return 'is not a plain relative path: no "." or "..", no "//", no "/" at either end'
        if len(segment) * _WIDEST > _LONGEST and len(segment.encode()) > _LONGEST:
            return f"has a part that is longer than {_LONGEST} bytes"
    if segments[0].casefold() == MANIFEST:
        return "is a name that voicebuilder needs itself"
    if not unicodedata.is_normalized("NFC", path):
        return "is not in Unicode's composed form (NFC)"
    return ""


class Roll:
    """The paths of one publication, each once, no file where a folder must be."""

    def __init__(self, published: Collection[str]) -> None:
        """Begin with paths that are published as they are, and so were judged before."""
        self.files = set(published)

    @cached_property
    def folders(self) -> set[str]:
        """All folders of the files, the root too."""
        return folders_of(self.files)

    def add(self, path: str) -> None:
        """Enter a path.

        Raises:
            ContentError: It is unsafe, is there already, or is a folder of another.
        """
        check_path(path)
        if path in self.files:
            raise ContentError(
                Problem(f'two pages want the output path "{shown(path)}"', "Give one of them another slug.")
            )
        folders = self.folders
        self.files.add(path)
        parent = path.rpartition("/")[0]
        while parent not in folders:
            folders.add(parent)
            self._no_file_and_folder(parent)
            parent = parent.rpartition("/")[0]
        self._no_file_and_folder(path)

    def _no_file_and_folder(self, path: str) -> None:
        if path in self.files and path in self.folders:
            problem = Problem(
                f'the output path "{shown(path)}" is both a file and a folder', "Give one of them another slug."
            )
            raise ContentError(problem)

    def clashes(self, kept: str) -> bool:
        """Whether a kept file, symlink or empty folder (ends in "/") stands where we write."""
        if kept.rstrip("/") in self.files or kept in self.folders:
            return True
        parent = kept.rstrip("/").rpartition("/")[0]
        while parent:
            if parent in self.files:
                return True
            parent = parent.rpartition("/")[0]
        return False


class Keep:
    """The `keep` globs of the config: foreign files that a publication carries along.

    `*` and `?` stop at "/", `**` does not; a pattern that matches a folder keeps all that is in it. Matching is by
    case and in Unicode's composed form, so a pattern fits the names that macOS decomposes.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        parts = [_expression(pattern) for pattern in (*_ALWAYS_KEPT, *patterns)]
        self._match = re.compile(f"(?:{'|'.join(parts)})(?:/.*)?", re.DOTALL).fullmatch

    def __contains__(self, path: str) -> bool:
        return self._match(unicodedata.normalize("NFC", path)) is not None


def _expression(pattern: str) -> str:
    text = unicodedata.normalize("NFC", pattern).removeprefix("./").strip("/")
    out = ""
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", text):
        out += {"**/": "(?:[^/]+/)*", "**": ".+", "*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
    return out
