"""Markdown to HTML, every link resolved.

In: the library and what else has an address. Out: source path -> `Content`; problems to the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from voicebuilder import markup
from voicebuilder.content.links import Addresses, Resolver
from voicebuilder.content.workers import spread
from voicebuilder.errors import Problem, Severity
from voicebuilder.model.content import Content, Heading
from voicebuilder.text.urls import is_external, is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from voicebuilder.config.schema import Settings
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import MediaFile, Sources
    from voicebuilder.report import Report
    from voicebuilder.text.urls import Base


@dataclass(frozen=True, slots=True)
class Job:
    """What the conversion of a site needs.

    Attributes:
        library: Entries to convert.
        sources: Files that links may name.
        media: Where files beside entries are published.
        base: Where the site lives.
        settings: How to write Markdown, and what a broken link is.
    """

    library: Library
    sources: Sources
    media: Mapping[str, MediaFile]
    base: Base
    settings: Settings


def convert(job: Job, jobs: int, report: Report) -> dict[str, Content]:
    """Convert every entry of the library.

    Args:
        job: What to convert, and with what.
        jobs: Processes to spread the work over; 0 for as many as pays. The result is the same with any number.
        report: Told of every problem.
    """
    entries = job.library.entries
    contents = {}
    with report.step("Converting", len(entries)) as advance:
        converter = partial(_Converter, Addresses(job.library, job.sources, job.media, job.base), job.settings)
        for entry, (content, problems) in zip(entries, spread(converter, entries, jobs), strict=True):
            contents[entry.path] = content
            report.extend(problems)
            advance()
    return contents


class _Converter:
    """Converts entries, in this process or in a worker."""

    def __init__(self, addresses: Addresses, settings: Settings) -> None:
        self._addresses, self._settings = addresses, settings

    def __call__(self, entry: Entry) -> tuple[Content, list[Problem]]:
        return _one(entry, self._addresses, self._settings)


def _one(entry: Entry, addresses: Addresses, settings: Settings) -> tuple[Content, list[Problem]]:
    document = entry.document
    severity = Severity.ERROR if settings.broken_links == "error" else Severity.WARNING
    resolve = Resolver(document, addresses, severity)
    source = markup.Source(
        text=document.body,
        first_line=document.body_line,
        prefix=entry.slug,
        language=entry.front_matter.language or settings.language,
    )
    how = markup.MarkupSettings(settings.markdown.raw_html, settings.markdown.smart_punctuation)
    made = markup.convert(source, how, resolve)
    image = _image(entry, resolve)
    problems = [*resolve.problems, *(_problem(entry, fault) for fault in made.faults)]
    content = Content(
        html=made.html,
        excerpt=made.excerpt,
        has_more=made.has_more,
        was_cut=made.was_cut,
        summary=made.summary,
        headings=tuple(Heading(*heading) for heading in made.headings),
        words=made.words,
        media=tuple(resolve.media),
        site_links=tuple(resolve.site_links),
        image=image,
    )
    return content, problems


def _image(entry: Entry, resolve: Resolver) -> str:
    """The front matter's picture, as a site path or an address elsewhere; "" when there is none to be had."""
    written, line = entry.front_matter.image, entry.front_matter.line("image")
    if not written:
        return ""
    if is_external(written) and not (is_web_address(written) or written.startswith("//")):
        hint = "Write a web address (https://…), or the path of a file."
        resolve.problems.append(Problem(f"the picture {written[:40]} is no web address", hint, entry.path, line))
        return ""
    return resolve.site_path(written, line, image=True) or ""


def _problem(entry: Entry, fault: markup.Fault) -> Problem:
    severity = Severity.ERROR if fault.is_error else Severity.WARNING
    return Problem(fault.message, fault.hint, entry.path, fault.line, fault.column, severity)


def unserved(library: Library, contents: Mapping[str, Content], serves: Callable[[str], bool]) -> Iterator[Problem]:
    """A warning for each site-absolute link that nothing on the site answers."""
    for entry in library.entries:
        for link in contents[entry.path].site_links if entry.path in contents else ():
            if not serves(link.url):
                yield Problem(
                    f"nothing on this site answers at {link.url}",
                    "Correct the address, or put the file in static/.",
                    entry.path,
                    link.line,
                    severity=Severity.WARNING,
                )
