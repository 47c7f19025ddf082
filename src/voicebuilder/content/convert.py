"""Markdown to HTML, every link resolved; what the last build converted is used again when it still holds.

In: the library and what else has an address. Out: `Contents`; problems to the report.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from voicebuilder import markup
from voicebuilder.content.attachments import caption
from voicebuilder.content.links import Addresses, Resolver
from voicebuilder.content.memory import TextRecord
from voicebuilder.content.read import body
from voicebuilder.errors import ContentError, Problem, Severity
from voicebuilder.memo import decoder, encode, fingerprint
from voicebuilder.model.content import Content, Heading, SiteLink, Text
from voicebuilder.model.media import sort_of
from voicebuilder.text.urls import is_external, is_web_address
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from voicebuilder.config.schema import Settings
    from voicebuilder.content.memory import Memory
    from voicebuilder.content.read import Folder
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import Files, Sources
    from voicebuilder.report import Report
    from voicebuilder.text.urls import Base


@dataclass(frozen=True, slots=True)
class Job:
    """What the conversion of a site needs.

    Attributes:
        library: Entries to convert.
        sources: Files that links may name.
        files: Where other files are published, and how pictures are shown.
        base: Where the site lives.
        settings: How to write Markdown, and what a broken link is.
        folder: Where the texts lie.
    """

    library: Library
    sources: Sources
    files: Files
    base: Base
    settings: Settings
    folder: Folder


@dataclass(frozen=True, slots=True)
class _Found:
    """What an entry's links led to."""

    media: tuple[str, ...]
    pictures: tuple[str, ...]
    mentions: tuple[str, ...]
    site_links: tuple[SiteLink, ...]
    image: tuple[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    key: bytes
    name: bytes
    record: TextRecord
    found: _Found
    text: Text


_decode = decoder(_Made)


class Contents:
    """What every entry's text became."""

    def __init__(self, job: Job, memory: Memory) -> None:
        """Begin with nothing converted."""
        self._memory = memory
        self._converter = _Converter(job)
        self.by_path: dict[str, Content] = {}
        self.problems: dict[str, tuple[Problem, ...]] = {}

    def renewed(self, entries: Sequence[Entry], report: Report) -> Contents:
        """These contents with a few entries converted again; no address has changed."""
        other = copy(self)
        other.by_path, other.problems = dict(self.by_path), dict(self.problems)
        other.convert(entries, 1, report)
        return other

    def text(self, entry: Entry) -> Text:
        """The HTML of an entry.

        Raises:
            ContentError: The cache has lost it, and its file is another by now.
        """
        found = self._memory.html(self.by_path[entry.path].print)
        return found if found is not None else self._converter(entry).text

    def convert(self, entries: Sequence[Entry], jobs: int, report: Report) -> None:
        """Convert entries.

        Args:
            entries: All of the library.
            jobs: Processes to spread the work over; 0 for as many as pays. The result is the same with any number.
            report: Told of every problem, and of progress.
        """
        fresh = [entry for entry in entries if not self._again(entry)]
        with report.step("Converting", len(fresh)) as advance:
            work = spread(self._converter.encoded, fresh, jobs, attrgetter("path"))
            for entry, made in zip(fresh, map(_decode, work), strict=True):
                self._keep(entry, (made.key, made.name), made.record, made.found)
                self._memory.keep_html(made.name, made.text)
                advance()
        for entry in entries:
            report.extend(self.problems[entry.path])

    def _again(self, entry: Entry) -> bool:
        """Take what the last build made of the same text, if its links lead where they led."""
        key = self._converter.key(entry)
        found = self._memory.text(key)
        if found is None:
            return False
        record, name = found
        resolve = self._converter.resolver(entry)
        for href, line, image, answer in record.links:
            if resolve(href, line, image=image) != answer:
                return False
        for href, line, picture in record.pictures:
            if resolve.show(href, line) != picture:
                return False
        self._keep(entry, (key, name), record, _found(entry, record, resolve))
        return True

    def _keep(self, entry: Entry, prints: tuple[bytes, bytes], record: TextRecord, found: _Found) -> None:
        key, name = prints
        self._memory.keep_text(key, record, name)
        self.problems[entry.path] = found.problems
        self.by_path[entry.path] = Content(
            key=key,
            print=name,
            has_more=record.has_more,
            was_cut=record.was_cut,
            summary=record.summary,
            headings=record.headings,
            words=record.words,
            media=found.media,
            pictures=found.pictures,
            mentions=found.mentions,
            site_links=found.site_links,
            image=found.image[0],
            image_source=found.image[1],
        )


class _Converter:
    """Converts entries, in this process or in a worker."""

    def __init__(self, job: Job) -> None:
        self._addresses = Addresses(job.library, job.sources, job.files, job.base)
        self._on_disk, self._looks, self._folder = job.sources.on_disk, job.sources.looks, job.folder
        self._language = job.settings.language
        self._severity = Severity.ERROR if job.settings.broken_links == "error" else Severity.WARNING
        self._how = markup.MarkupSettings(job.settings.markdown.raw_html, job.settings.markdown.smart_punctuation)

    def key(self, entry: Entry) -> bytes:
        """Fingerprint of all that conversion reads, but for where links lead."""
        document = entry.document
        language = entry.front_matter.language or self._language
        return fingerprint(document.digest, entry.kind.name, entry.slug, language, self._how)

    def resolver(self, entry: Entry) -> Resolver:
        """Resolves the links of one entry."""
        return Resolver(entry.document, self._addresses, self._severity)

    def encoded(self, entry: Entry) -> bytes:
        """What an entry became, on its way from a worker."""
        return encode(self(entry))

    def __call__(self, entry: Entry) -> _Made:
        resolve = self.resolver(entry)
        source = markup.Source(
            text=self._body(entry),
            first_line=entry.document.body_line,
            prefix=entry.slug,
            language=entry.front_matter.language or self._language,
        )
        made = markup.convert(source, self._how, resolve, resolve.show)
        record = TextRecord(
            links=tuple(resolve.asked),
            pictures=tuple(resolve.asked_to_show),
            faults=made.faults,
            has_more=made.has_more,
            was_cut=made.was_cut,
            summary=made.summary,
            headings=tuple(Heading(*heading) for heading in made.headings),
            words=made.words,
        )
        key = self.key(entry)
        return _Made(key, record.print(key), record, _found(entry, record, resolve), Text(made.html, made.excerpt))

    def _body(self, entry: Entry) -> str:
        path = entry.path
        if sort_of(path):
            return caption(self._looks.get(path))
        text = body(self._folder, self._on_disk.get(path, path), entry.document)
        if text is None:
            raise ContentError(Problem("this file changed while the site was built", "Build once more.", path))
        return text


def _found(entry: Entry, record: TextRecord, resolve: Resolver) -> _Found:
    image = _image(entry, resolve)
    problems = (*resolve.problems, *(_problem(entry, fault) for fault in record.faults))
    for one in entry.document.media:
        resolve.attach(one)
    seen = (tuple(resolve.media), tuple(resolve.pictures), tuple(resolve.mentions))
    return _Found(*seen, tuple(resolve.site_links), image, problems)


def _image(entry: Entry, resolve: Resolver) -> tuple[str, str]:
    """The front matter's picture, else the first that the entry is: where it lies, and its source path."""
    written, line = entry.front_matter.image, entry.front_matter.line("image")
    if not written:
        return resolve.own_picture(entry.document.media)
    if is_external(written) and not (is_web_address(written) or written.startswith("//")):
        hint = "Write a web address (https://…), or the path of a file."
        resolve.problems.append(Problem(f"the picture {written[:40]} is no web address", hint, entry.path, line))
        return "", ""
    return resolve.card_picture(written, line)


def _problem(entry: Entry, fault: markup.Fault) -> Problem:
    severity = Severity.ERROR if fault.is_error else Severity.WARNING
    return Problem(fault.message, fault.hint, entry.path, fault.line, fault.column, severity)


def unserved(
    entries: Iterable[Entry], contents: Mapping[str, Content], serves: Callable[[str], bool]
) -> Iterator[Problem]:
    """A warning for each site-absolute link that nothing on the site answers."""
    for entry in entries:
        for link in contents[entry.path].site_links if entry.path in contents else ():
            if not serves(link.url):
                yield Problem(
                    f"nothing on this site answers at {link.url}",
                    "Correct the address, or put the file in static/.",
                    entry.path,
                    link.line,
                    severity=Severity.WARNING,
                )
