"""A plan brought up to date when only words changed: what entries say, not where they stand.

In: a plan, and content files that were saved. Out: the plan that reading the whole site anew would give, for the price
of the files that changed; or None, when an address, a list or an order may have changed too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicebuilder import content
from voicebuilder.build import subject
from voicebuilder.model.document import FrontMatter
from voicebuilder.render import prints
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.build import Plan
    from voicebuilder.content import Contents, Folder, Memory
    from voicebuilder.errors import Problem
    from voicebuilder.model.document import Document
    from voicebuilder.model.entry import Entry

# What front matter may say anew while its entry stays in its place; all the rest can move it, or another one.
_WORDS = {
    name: getattr(FrontMatter(), name)
    for name in (
        "title",
        "description",
        "image",
        "image_alt",
        "language",
        "author",
        "syndication",
        "in_reply_to",
        "like_of",
        "repost_of",
        "bookmark_of",
        "rsvp",
        "newsletter",
        "extra",
        "lines",
    )
}


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of a plan.

    Attributes:
        plan: The new one; the old one when there are errors.
        report: Every problem of the site.
    """

    plan: Plan
    report: Report


def revise(plan: Plan, old: Report, paths: Iterable[str], where: tuple[Folder, Memory]) -> Revised | None:
    """Bring a plan up to date.

    Args:
        plan: As it was; it stays as it is.
        old: The report of that plan.
        paths: Source paths of the content files that were saved.
        where: The site folder, and what is remembered of its texts.
    """
    documents = {document.path: document for document in plan.sources.documents}
    paths = tuple(paths)
    if not documents.keys() >= set(paths):
        return None
    folder, memory = where
    read = {path: content.reread(folder, plan.sources, memory, path) for path in paths}
    changed = {path: found for path, (found, _) in read.items() if found is not None}
    if any(_place(found) != _place(documents[path]) for path, found in changed.items()):
        return None
    faults = {path: its for path, (_, its) in read.items()}
    report = Report()
    for its in faults.values():
        report.extend(its)
    entries = [_entry(plan.facts.entries[path], found) for path, found in changed.items() if path in plan.facts.entries]
    contents = plan.contents.renewed(entries, report)
    if any(_told(plan, contents, one) != _told(plan, plan.contents, plan.facts.entries[one.path]) for one in entries):
        return None
    report.extend(content.unserved(entries, contents.by_path, plan.table.serves))
    others = _others(plan, old, {*faults})
    if others is None:
        return None
    report.extend(others)
    if report.errors:
        return Revised(plan, report)
    sources = replace(
        plan.sources,
        documents=tuple({**documents, **changed}.values()),
        problems={path: found for path, found in {**plan.sources.problems, **faults}.items() if found},
    )
    return Revised(_showing(replace(plan, sources=sources), contents, entries), report)


def _told(plan: Plan, contents: Contents, entry: Entry) -> object:
    """What others hear of a text: the files that it needs, the entries that it mentions, the things that it is on."""
    found = contents.by_path[entry.path]
    about = (subject(contents.by_path, entry), entry.front_matter.language) if plan.facts.settings.related else None
    return found.media, found.pictures, found.mentions, about


def _place(document: Document) -> Document:
    """The document without its words."""
    return replace(
        document,
        front_matter=replace(document.front_matter, **_WORDS),
        digest=b"",
        body_line=0,
        title_in_text=False,
    )


def _entry(entry: Entry, document: Document) -> Entry:
    title = document.front_matter.title if document.kind.titled else None
    return replace(entry, document=document, title=title)


def _others(plan: Plan, old: Report, paths: set[str]) -> list[Problem] | None:
    """The problems that these files do not have in their own words; None when they have further ones, with lines."""
    own = set(_of_words(plan, paths))
    others = [problem for problem in (*old.errors, *old.warnings) if problem not in own]
    return None if any(problem.path in paths for problem in others) else others


def _of_words(plan: Plan, paths: Iterable[str]) -> Iterator[Problem]:
    entries = [plan.facts.entries[path] for path in paths if path in plan.facts.entries]
    for path in paths:
        yield from plan.sources.problems.get(path, ())
    for entry in entries:
        yield from plan.contents.problems.get(entry.path, ())
    yield from content.unserved(entries, plan.contents.by_path, plan.table.serves)


def _showing(plan: Plan, contents: Contents, entries: Iterable[Entry]) -> Plan:
    now: Mapping[str, Entry] = {**plan.facts.entries, **{entry.path: entry for entry in entries}}
    facts = replace(plan.facts, entries=now, contents=contents.by_path, text=contents.text)
    terms = {term.slug: term.name for term in facts.library.terms}
    fingerprints = dict(plan.prints)
    for entry in entries:
        fingerprints |= prints.of_entry(facts, entry, terms)
    return replace(plan, contents=contents, facts=facts, prints=fingerprints, renderers=plan.renderers.showing(facts))
