"""Where the links of a text lead: to entries, to files beside the text, to pages of the site.

In: an address as written and the file it stands in. Out: the href to write, or how a picture is shown; on the way,
which files are used and which site paths must exist.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from voicebuilder.errors import Problem, Severity
from voicebuilder.markup import Picture
from voicebuilder.model.content import SiteLink
from voicebuilder.model.media import Unreadable, srcset
from voicebuilder.model.sources import static_files
from voicebuilder.text.spelling import closest
from voicebuilder.text.urls import decode_path, is_external, quote_path, split_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voicebuilder.model.document import Document
    from voicebuilder.model.library import Library
    from voicebuilder.model.media import Attachment, Shown
    from voicebuilder.model.sources import Files, Sources
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
        source: Source path of what lies there: a file, an entry, its folder; "" when it is none of these.
    """

    path: str
    suffix: str = ""
    on_site: bool = True
    source: str = ""


class Addresses:
    """What each source path of the site is published as."""

    def __init__(self, library: Library, sources: Sources, files: Files, base: Base) -> None:
        """Know every file of the site."""
        self.base = base
        self.looks, self.shown = files.looks, files.shown
        self.entries = {entry.path: entry.url for entry in library.entries}
        self.withheld = {path: status.value for path, status in library.withheld.items()}
        # A bundle goes by its folder's name too.
        self.bundles = _by_folder(self.entries)
        self.withheld |= {folder: self.withheld[path] for folder, path in _by_folder(self.withheld).items()}
        self.unreadable = sources.unreadable | {document.path for document in sources.documents}
        self.media = {path: file.url for path, file in files.beside.items()}
        self.private = frozenset(sources.media) - self.media.keys()
        self.static = static_files(sources)
        self.pages = {url: path for path, url in self.entries.items()}
        self.sources = {url: path for path, url in files.urls.items()}

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
        self.pictures: dict[str, None] = {}
        self.mentions: dict[str, None] = {}
        self.site_links: list[SiteLink] = []
        self.problems: list[Problem] = []
        self.asked: list[tuple[str, int, bool, str | None]] = []
        self.asked_to_show: list[tuple[str, int, Picture | None]] = []

    def __call__(self, href: str, line: int, *, image: bool) -> str | None:
        """The href to write; None keeps the text without the link."""
        if is_external(href) or href[:1] in ("#", "?", ""):
            return href  # whatever the site is, so there is nothing to remember
        place = self._place(href, line, image=image)
        answer = place and self._href(place)
        self.asked.append((href, line, image, answer))
        return answer

    def show(self, href: str, line: int) -> Picture | None:
        """How a picture is shown; None keeps its alt text without it."""
        if is_external(href) or href[:1] in ("#", "?", ""):
            return Picture(href)
        place = self._place(href, line, image=True)
        answer = place and self._picture(place, line)
        self.asked_to_show.append((href, line, answer))
        return answer

    def card_picture(self, href: str, line: int) -> tuple[str, str]:
        """Where a picture for cards lies: a decoded site path or an address elsewhere, "" when nowhere; its source."""
        place = self._place(href, line, image=True)
        if place is None:
            return "", ""
        shown = self.shown(place.source)
        if shown is not None:
            return shown.shared, place.source
        self._use(place)
        return place.path + place.suffix, ""

    def shown(self, source: str) -> Shown | None:
        """How a picture of the site is shown, which is used by that; None when it is none."""
        shown = self._addresses.shown.get(source)
        if shown is not None:
            self.pictures[source] = None
        return shown

    def attach(self, attachment: Attachment) -> None:
        """An entry is a file: that is used, and what belongs to it."""
        for path in attachment.paths:
            if self.shown(path) is None and path in self._addresses.media:
                self.media[path] = None

    def own_picture(self, attachments: Iterable[Attachment]) -> tuple[str, str]:
        """As `card_picture`, of the first picture that an entry is, or of the poster of its film."""
        for one in attachments:
            path = one.poster or one.path
            if (shown := self.shown(path)) is not None:
                return shown.shared, path
        return "", ""

    def _href(self, place: _Place) -> str:
        self._use(place)
        return self._addresses.base.href(place.path) + place.suffix if place.on_site else place.path

    def _use(self, place: _Place) -> None:
        known = self._addresses
        if place.source in known.media:
            self.media[place.source] = None
        elif (entry := known.bundles.get(place.source, place.source)) in known.entries:
            self.mentions[entry] = None

    def _picture(self, place: _Place, line: int) -> Picture:
        medium = self._addresses.looks.get(place.source)
        if isinstance(medium, Unreadable):
            name = place.source
            self.problems.append(Problem(f"the picture {name} {medium.reason}", medium.hint, self._document.path, line))
        shown = self.shown(place.source)
        if shown is None or not shown.width:
            return Picture(self._href(place))
        href = self._addresses.base.href
        suffix = place.suffix if shown.src == place.path else ""
        return Picture(
            src=href(shown.src) + suffix,
            width=shown.width,
            height=shown.height,
            srcset=srcset(shown.own, href),
            sources=tuple((source.type, srcset(source.candidates, href)) for source in shown.others),
            tint=shown.tint,
        )

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
            known = self._addresses
            source = known.sources.get(f"/{normal}") or known.pages.get(f"/{normal}{folder}" if normal else "/", "")
            return _Place(f"/{decoded.lstrip('/')}", suffix, source=source)
        path = posixpath.normpath(posixpath.join(self._document.folder, decoded))
        found = self._file(path)
        if found is not None:
            return _Place(found, suffix, source=path)
        written = self._broken(href, path, line, image=image)
        return None if written is None else _Place(written, on_site=False)

    def _file(self, path: str) -> str | None:
        """The site path of a source path, if it has one."""
        known = self._addresses
        if path in known.withheld:
            return None
        if path in known.media:
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
