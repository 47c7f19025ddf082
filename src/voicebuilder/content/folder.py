"""What lies in a site folder: content files, files beside them, static files.

In: the folder on disk. Out: paths by what they are; problems for what cannot be followed. Nothing outside the folder is
ever opened: a link that leads out, a pipe or a device is an error, not a surprise.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem, Severity
from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.sources import STATIC_FOLDER
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voicebuilder.report import Report

CONTENT_SUFFIXES = (".md", ".markdown", ".mdown")
_MAX_DEPTH = 50
_FILE, _FOLDER = "file", "folder"
_NOT_KINDS = frozenset({STATIC_FOLDER, "theme", "themes"})


@dataclass(slots=True)
class Found:
    """What a walk finds; paths are relative to the site folder, "/"-separated, NFC.

    Attributes:
        content: Markdown in the folders of kinds.
        media: Other files there.
        static: Files in `static/`.
        on_disk: Path -> the name as the disk spells it, where that is not NFC.
    """

    content: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    static: list[str] = field(default_factory=list)
    on_disk: dict[str, str] = field(default_factory=dict)


def walk(site: Path, report: Report) -> Found:
    """List the files of a site.

    Raises:
        MachineError: The site folder cannot be listed.
    """
    found = Found()
    walker = _Walker(os.path.realpath(site), found, report)
    try:
        names = sorted(path.name for path in site.iterdir())
    except OSError as error:
        raise MachineError(Problem(f"cannot list {site}: {error.strerror}")) from error
    for name in names:
        if name == STATIC_FOLDER:
            found.static = list(walker.files(name, is_content=False))
        elif name in BY_FOLDER:
            for path in walker.files(name, is_content=True):
                (found.content if path.lower().endswith(CONTENT_SUFFIXES) else found.media).append(path)
        else:
            report.extend(_stray(site, name))
    return found


def _stray(site: Path, name: str) -> Iterator[Problem]:
    """A folder of Markdown that is no kind's: its files would be left out without a word."""
    folder = site / name
    if name.startswith((".", "_")) or name in _NOT_KINDS or not folder.is_dir():
        return
    try:
        has_markdown = any(file.suffix.lower() in CONTENT_SUFFIXES for file in folder.iterdir())
    except OSError:
        return
    if has_markdown:
        near = closest(name, tuple(BY_FOLDER)) or "posts"
        yield Problem(
            f"the folder `{name}/` holds Markdown, but is the folder of no kind, so it is left out",
            f"Name it `{near}/`, or begin its name with `_` to say that it is no content.",
            path=name,
            severity=Severity.WARNING,
        )


def is_skipped(name: str) -> bool:
    """Begins with `.` or `_` (design 2.1), or is what an editor leaves behind."""
    return name[0] in "._" or name[-1] == "~" or (name[0] == "#" and name[-1] == "#")


class _Walker:
    def __init__(self, root: str, found: Found, report: Report) -> None:
        self._root, self._found, self._report = root, found, report
        self._composed: set[str] = set()

    def files(self, folder: str, *, is_content: bool) -> Iterator[str]:
        """Paths of regular files, in order; in `static/` nothing but editors' leavings is skipped."""
        place = os.path.join(self._root, folder)
        if os.path.islink(place) and not self._leads_inside(place, folder, (self._root,)):
            return
        yield from self._folder(place, folder, is_content, (self._root, os.path.realpath(place)))

    def _folder(self, place: str, path: str, is_content: bool, above: tuple[str, ...]) -> Iterator[str]:
        """Files below a folder; `above` is where it and the folders that hold it really are."""
        try:
            with os.scandir(place) as scan:
                items = sorted(scan, key=lambda item: item.name)
        except OSError as error:
            self._refuse(path, f"this folder cannot be read: {error.strerror}", "Give yourself the right to read it.")
            return
        for item in items:
            name = item.name
            if is_skipped(name) if is_content else name[-1] == "~":
                continue
            below = self._below(path, name)
            if below is None or (item.is_symlink() and not self._leads_inside(item.path, below, above)):
                continue
            what = self._what(item, below)
            if what == _FILE:
                yield below
            elif what == _FOLDER and len(above) > _MAX_DEPTH:
                self._refuse(below, "folders are nested too deep here", "Move it further up.")
            elif what == _FOLDER:
                real = os.path.realpath(item.path) if item.is_symlink() else os.path.join(above[-1], name)
                yield from self._folder(item.path, below, is_content, (*above, real))

    def _below(self, folder: str, name: str) -> str | None:
        """The path of a name in a folder, its accents composed; None when it can have none."""
        if name.isascii():
            path = f"{folder}/{name}"
            if folder in self._found.on_disk:
                self._found.on_disk[path] = f"{self._found.on_disk[folder]}/{name}"
            return path
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = name.encode(errors="surrogateescape").decode("latin-1")
            self._refuse(folder, f"the name of the file `{shown}` is not UTF-8", "Rename it.")
            return None
        path = f"{folder}/{unicodedata.normalize('NFC', name)}"
        if path in self._composed:
            self._refuse(path, "two files have this name, with its accents encoded in two ways", "Rename one.")
            return None
        self._composed.add(path)
        on_disk = f"{self._found.on_disk.get(folder, folder)}/{name}"
        if on_disk != path:
            self._found.on_disk[path] = on_disk
        return path

    def _leads_inside(self, link: str, path: str, above: tuple[str, ...]) -> bool:
        real = os.path.realpath(link)
        if real in above:
            self._refuse(path, "this link leads back to a folder that holds it", "Remove it.")
        elif not real.startswith(self._root + os.sep):
            self._refuse(path, "this link leads out of the site folder", "Copy the file here instead.")
        else:
            return True
        return False

    def _what(self, item: os.DirEntry[str], path: str) -> str:
        """`_FILE`, `_FOLDER`, or "" for anything else, which is refused."""
        try:
            if item.is_dir():
                return _FOLDER
            if item.is_file():
                return _FILE
            mode = item.stat().st_mode
        except PermissionError as error:
            self._refuse(path, f"this link cannot be followed: {error.strerror}", "Give yourself the right to read it.")
        except OSError:
            self._refuse(path, "this link leads nowhere", "Remove it, or restore the file.")
        else:
            what = "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
            self._refuse(path, f"this is {what}, not a file", "Remove it.")
        return ""

    def _refuse(self, path: str, message: str, hint: str) -> None:
        self._report.problem(Problem(message, hint, path=path))
