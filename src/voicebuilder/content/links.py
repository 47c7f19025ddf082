"""Where the links of a text lead: to entries, to files beside the text, to pages of the site.

In: an address as written and the file it stands in. Out: the href to write; on the way, which files are used and which
site paths must exist.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from voicebuilder.content.folder import CONTENT_SUFFIXES
from voicebuilder.errors import Problem, Severity
from voicebuilder.model.content import SiteLink
from voicebuilder.model.sources import STATIC_FOLDER
from voicebuilder.text.spelling import closest
from voicebuilder.text.urls import decode_path, is_external, quote_path, split_suffix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.document import Document
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import MediaFile, Sources
    from voicebuilder.text.urls import Base


_MOST_DIFFERENCE = 3
# Written for a generator that fills addresses in by itself.
_COMMAND = re.compile(r"\{\{|\{%")


class Addresses:
    """What each source path of the site is published as."""

    def __init__(self, library: Library, sources: Sources, media: Mapping[str, MediaFile], base: Base) -> None:
        """Know every file of the site."""
        self.base = base
        self.entries = {entry.path: entry.url for entry in library.entries}
        self.withheld = {path: status.value for path, status in library.withheld.items()}
        self.unreadable = sources.unreadable | {document.path for document in sources.documents}
        self.media = {path: file.url for path, file in media.items()}
        self.static = {path: path.removeprefix(STATIC_FOLDER) for path in sources.static}
        self.bundles = {path.rpartition("/")[0]: path for path in self.entries if "/index." in path}
        self.pages = frozenset(self.entries.values())

    def alike(self, path: str) -> list[str]:
        """Files of about this name: comparing with every file of a large site would take longer than its build."""
        folder, _, name = path.rpartition("/")
        return [
            other
            for other in (*self.entries, *self.media)
            if other.endswith(f"/{name}")
            or (other.startswith(f"{folder}/{name[:1]}") and abs(len(other) - len(path)) <= _MOST_DIFFERENCE)
        ]


class Resolver:
    """Resolves the links of one document, and notes what it saw."""

    def __init__(self, document: Document, addresses: Addresses, severity: Severity) -> None:
        """Begin a document; `severity` is that of a link to a file that is not there."""
        self._document, self._addresses, self._severity = document, addresses, severity
        self.media: dict[str, None] = {}
        self.site_links: list[SiteLink] = []
        self.problems: list[Problem] = []

    def __call__(self, href: str, line: int, *, image: bool) -> str | None:
        """The href to write; None keeps the text without the link."""
        path = self.site_path(href, line, image=image)
        if path is None:
            return None
        if is_external(path) or path.startswith(("#", "?")) or not path.startswith("/"):
            return path
        plain, suffix = split_suffix(path)
        return self._addresses.base.href(plain) + suffix

    def site_path(self, href: str, line: int, *, image: bool) -> str | None:
        """As `__call__`, but a place on the site stays a decoded site path."""
        if is_external(href) or href[:1] in ("#", "?", ""):
            return href
        plain, suffix = split_suffix(href)
        decoded = decode_path(plain)
        if decoded.startswith("/"):
            self.site_links.append(SiteLink(posixpath.normpath(decoded) + "/" * decoded.endswith("/"), line))
            return decoded + suffix
        found = self._file(posixpath.normpath(posixpath.join(self._document.folder, decoded)))
        if found is not None:
            return found + suffix
        return self._broken(href, decoded, line, image=image)

    def _file(self, path: str) -> str | None:
        """The site path of a source path, if it has one."""
        known = self._addresses
        if path in known.media:
            self.media[path] = None
            return known.media[path]
        return known.entries.get(path) or known.static.get(path) or known.entries.get(known.bundles.get(path, ""))

    def _broken(self, href: str, decoded: str, line: int, *, image: bool) -> str | None:
        path = posixpath.normpath(posixpath.join(self._document.folder, decoded))
        what = "picture" if image else "link"
        if _COMMAND.search(decoded):
            message = f"this {what} has a command of another site generator in it: {href}"
            self.problems.append(
                Problem(message, "Write the address itself.", self._document.path, line, severity=Severity.WARNING)
            )
            return href
        status = self._addresses.withheld.get(path)
        if status is not None:
            article = "an" if status[0] in "aeiou" else "a"
            message = f"this {what} leads to {path}, which is {article} {status} entry and has no page"
            hint = "Take the link out until that entry is published."
            self.problems.append(Problem(message, hint, self._document.path, line, severity=self._severity))
            return None
        if path in self._addresses.unreadable:
            return href  # that file has an error of its own in this run
        self.problems.append(
            Problem(
                f"this {what} names a file that is not there: {href}",
                self._hint(path, decoded),
                self._document.path,
                line,
                severity=self._severity,
            )
        )
        return quote_path(decoded) + href[len(split_suffix(href)[0]) :] if not image else href

    def _hint(self, path: str, decoded: str) -> str:
        near = closest(path, self._addresses.alike(path))
        if near:
            return f"Did you mean `{posixpath.relpath(near, self._document.folder)}`?"
        page = f"/{decoded.strip('/')}/"
        if not decoded.endswith(CONTENT_SUFFIXES) and page in self._addresses.pages:
            return f"For a page of the site write `{page}`."
        return "Correct the path (it is relative to this file), or write `broken_links: warn` in voicebuilder.yaml."
