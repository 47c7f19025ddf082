"""Where the links of a text lead: to entries, to files beside the text, to pages of the site.

In: an address as written and the file it stands in. Out: the href to write; on the way, which files are used and which
site paths must exist.
"""

from __future__ import annotations

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.errors import Problem, Severity
from voicebuilder.media import size
from voicebuilder.model.content import SiteLink
from voicebuilder.model.sources import STATIC_FOLDER
from voicebuilder.text.spelling import closest
from voicebuilder.text.urls import decode_path, is_external, quote_path, split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from voicebuilder.model.document import Document
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import MediaFile, Sources
    from voicebuilder.text.urls import Base


_MOST_DIFFERENCE = 3
# Written for a generator that fills addresses in by itself.
_COMMAND = re.compile(r"\{\{|\{%")


class _Place(NamedTuple):
    """Where a link leads.

    Attributes:
        path: A decoded site path; elsewhere the whole address as it shall be written.
        suffix: `?query#fragment` of a site path.
        on_site: It is a site path.
    """

    path: str
    suffix: str = ""
    on_site: bool = True


class Addresses:
    """What each source path of the site is published as."""

    def __init__(
        self, library: Library, sources: Sources, media: Mapping[str, MediaFile], base: Base, site: Path
    ) -> None:
        """Know every file of the site."""
        self.base = base
        self._file = partial(sources.file, site)
        self._sizes: dict[str, tuple[int, int] | None] = {}
        self.entries = {entry.path: entry.url for entry in library.entries}
        self.withheld = {path: status.value for path, status in library.withheld.items()}
        # A bundle goes by its folder's name too.
        self.bundles = _by_folder(self.entries)
        self.withheld |= {folder: self.withheld[path] for folder, path in _by_folder(self.withheld).items()}
        self.unreadable = sources.unreadable | {document.path for document in sources.documents}
        self.media = {path: file.url for path, file in media.items()}
        self.private = frozenset(sources.media) - media.keys()
        self.static = {path: path.removeprefix(STATIC_FOLDER) for path in sources.static}
        self.pages = frozenset(self.entries.values())
        self._sources = {url: path for path, url in (self.media | self.static).items()}

    def size(self, url: str) -> tuple[int, int] | None:
        """Width and height of the picture at a site path, in pixels; None when it is none, or is not ours."""
        if url not in self._sizes:
            path = self._sources.get(url)
            self._sizes[url] = size(self._file(path)) if path else None
        return self._sizes[url]

    def alike(self, path: str) -> list[str]:
        """Files of about this name: comparing with every file of a large site would take longer than its build."""
        folder, _, name = path.lower().rpartition("/")
        return [
            other
            for other in (*self.entries, *self.media)
            if (lower := other.lower()).endswith(f"/{name}")
            or (lower.startswith(f"{folder}/{name[:1]}") and abs(len(other) - len(path)) <= _MOST_DIFFERENCE)
        ]


def _by_folder(paths: Iterable[str]) -> dict[str, str]:
    return {path.rpartition("/")[0]: path for path in paths if path.rpartition("/")[2].startswith("index.")}


class Resolver:
    """Resolves the links of one document, and notes what it saw."""

    def __init__(self, document: Document, addresses: Addresses, severity: Severity) -> None:
        """Begin a document; `severity` is that of a link to a file that is not there."""
        self._document, self._addresses, self._severity = document, addresses, severity
        self.media: dict[str, None] = {}
        self.site_links: list[SiteLink] = []
        self.problems: list[Problem] = []
        self._sizes: dict[str, tuple[int, int] | None] = {}
        self.asked: list[tuple[str, int, bool, str | None, tuple[int, int] | None]] = []

    def __call__(self, href: str, line: int, *, image: bool) -> str | None:
        """The href to write; None keeps the text without the link."""
        if is_external(href) or href[:1] in ("#", "?", ""):
            return href  # whatever the site is, so there is nothing to remember
        place = self._place(href, line, image=image)
        if place is None or not place.on_site:
            answer = place and place.path
        else:
            answer = self._addresses.base.href(place.path) + place.suffix
            if image:
                self._sizes[href] = self._addresses.size(posixpath.normpath(place.path))
        self.asked.append((href, line, image, answer, self.size(href)))
        return answer

    def size(self, href: str) -> tuple[int, int] | None:
        """Width and height, in pixels, of a picture that was resolved; None when they cannot be told."""
        return self._sizes.get(href)

    def site_path(self, href: str, line: int, *, image: bool) -> str | None:
        """As `__call__`, but a place on the site stays a decoded site path."""
        place = self._place(href, line, image=image)
        return place and place.path + place.suffix

    def _place(self, href: str, line: int, *, image: bool) -> _Place | None:
        if is_external(href) or href[:1] in ("#", "?", ""):
            return _Place(href, on_site=False)
        plain, suffix = split_suffix(href)
        decoded = decode_path(plain)
        if _COMMAND.search(decoded):
            message = f"this {'picture' if image else 'link'} has a command of another site generator in it: {href}"
            problem = Problem(
                message, "Write the address itself.", self._document.path, line, severity=Severity.WARNING
            )
            self.problems.append(problem)
            return _Place(href, on_site=False)
        if decoded.startswith("/"):
            folder = "/" if decoded.endswith("/") else ""
            normal = posixpath.normpath(decoded).strip("/")
            self.site_links.append(SiteLink(f"/{normal}{folder}" if normal else "/", line))
            # Two slashes would begin the name of another host.
            return _Place(f"/{decoded.lstrip('/')}", suffix)
        path = posixpath.normpath(posixpath.join(self._document.folder, decoded))
        found = self._file(path)
        if found is not None:
            return _Place(found, suffix)
        written = self._broken(href, path, line, image=image)
        return None if written is None else _Place(written, on_site=False)

    def _file(self, path: str) -> str | None:
        """The site path of a source path, if it has one."""
        known = self._addresses
        if path in known.media:
            self.media[path] = None
            return known.media[path]
        return known.entries.get(path) or known.static.get(path) or known.entries.get(known.bundles.get(path, ""))

    def _withheld(self, path: str) -> str:
        """Why a file that is there is not published; "" when it is, or is not there."""
        if path in self._addresses.private:
            return "belongs to an entry that has no page"
        status = self._addresses.withheld.get(path, "")
        return status and f"is {'an' if status[0] in 'aeiou' else 'a'} {status} entry and has no page"

    def _broken(self, href: str, path: str, line: int, *, image: bool) -> str | None:
        what = "picture" if image else "link"
        if reason := self._withheld(path):
            message = f"this {what} leads to {path}, which {reason}"
            hint = f"Take the {what} out until that entry is published."
            self.problems.append(Problem(message, hint, self._document.path, line, severity=self._severity))
            return None
        if path in self._addresses.unreadable:
            return href  # that file has an error of its own in this run
        self.problems.append(
            Problem(
                f"this {what} names a file that is not there: {href}",
                self._hint(href, path),
                self._document.path,
                line,
                severity=self._severity,
            )
        )
        plain, suffix = split_suffix(href)
        return href if image else quote_path(decode_path(plain)) + suffix

    def _hint(self, href: str, path: str) -> str:
        near = closest(path, self._addresses.alike(path))
        if near:
            return f"Did you mean `{posixpath.relpath(near, self._document.folder)}`?"
        page = f"/{decode_path(split_suffix(href)[0]).strip('/')}/"
        if page in self._addresses.pages:
            return f"For a page of the site write `{page}`."
        return "Correct the path (it is relative to this file), or write `broken_links: warn` in voicebuilder.yaml."
