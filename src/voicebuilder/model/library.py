"""All that was written, with every address known.

In: documents, the permalink patterns and the clock. Out: `Library`; nothing of a draft or a future entry is in it
unless asked for, so no later room can leak one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.model.entry import Entry, Term, Year
from voicebuilder.model.permalinks import PermalinkError, UndatedError, checked, expand
from voicebuilder.model.spellings import Spellings
from voicebuilder.model.status import Status
from voicebuilder.text.slugs import slugify
from voicebuilder.text.urls import decode_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from voicebuilder.model.document import Document, FrontMatter
    from voicebuilder.model.kind import Kind
    from voicebuilder.report import Report


@dataclass(frozen=True, slots=True)
class Rules:
    """How documents take their place.

    Attributes:
        now: The clock of this run, aware.
        with_drafts: Drafts and scheduled entries take part too.
        permalinks: Kind's folder -> pattern, where it differs from the kind's own.
    """

    now: datetime
    with_drafts: bool = False
    permalinks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Library:
    """The entries of one build.

    Attributes:
        entries: All that have a page, newest first; without a date last, by path.
        listed: Those that appear in lists, in the same order.
        withheld: Source path -> status, of what has none.
        terms: Tags of listed entries, by name.
        kinds: Those of listed entries, the one of the newest first.
    """

    entries: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    withheld: Mapping[str, Status]
    terms: tuple[Term, ...]
    kinds: tuple[Kind, ...]

    @classmethod
    def of(cls, documents: Iterable[Document], rules: Rules, report: Report) -> Library:
        """Decide status, address and id of every document; problems go to the report, their documents drop out."""
        public: list[tuple[Document, Status]] = []
        withheld: dict[str, Status] = {}
        for document in sorted(documents, key=_newest_first):
            status = _status(document, rules.now)
            if status.is_public or (rules.with_drafts and status in (Status.DRAFT, Status.SCHEDULED)):
                public.append((document, status))
            else:
                withheld[document.path] = status
        taken: Counter[tuple[str, str]] = Counter()
        entries = []
        # Oldest first: the first note of a minute keeps the short slug when a second one comes.
        for document, status in reversed(public):
            entry = _entry(document, status, rules, taken, report)
            if entry is not None:
                entries.append(entry)
        entries.reverse()
        report.extend(_same_ids(entries))
        listed = tuple(entry for entry in entries if entry.is_listed)
        kinds = {entry.kind.folder: entry.kind for entry in listed}
        return cls(tuple(entries), listed, withheld, _terms(listed, report), tuple(kinds.values()))

    def of_kind(self, folder: str) -> tuple[Entry, ...]:
        """Listed entries of one kind's folder, newest first."""
        return tuple(entry for entry in self.listed if entry.kind.folder == folder)

    def neighbours(self) -> dict[str, tuple[Entry | None, Entry | None]]:
        """Source path -> (newer, older) listed entry of the same kind."""
        found: dict[str, tuple[Entry | None, Entry | None]] = {}
        for folder in dict.fromkeys(entry.kind.folder for entry in self.entries):
            line: list[Entry | None] = [None, *self.of_kind(folder), None]
            for newer, entry, older in zip(line, line[1:], line[2:], strict=False):
                if entry is not None:
                    found[entry.path] = (newer, older)
        return found

    def years(self) -> tuple[Year, ...]:
        """Listed, dated entries by the year as written, newest first."""
        years: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in self.listed:
            if entry.date is not None:
                years[entry.date.year].append(entry)
        return tuple(Year(year, tuple(years[year])) for year in sorted(years, reverse=True))


def _newest_first(document: Document) -> tuple[int, float, str]:
    moment = document.front_matter.date
    return (1, 0.0, document.path) if moment is None else (0, -moment.at.timestamp(), document.path)


def _status(document: Document, now: datetime) -> Status:
    matter = document.front_matter
    if document.is_draft:
        return Status.DRAFT
    if matter.expires is not None and matter.expires.at <= now:
        return Status.EXPIRED
    if matter.date is not None and matter.date.at > now:
        return Status.SCHEDULED
    return Status.UNLISTED if matter.unlisted else Status.PUBLISHED


def _entry(
    document: Document, status: Status, rules: Rules, taken: Counter[tuple[str, str]], report: Report
) -> Entry | None:
    matter = document.front_matter
    slug = _slug(document, taken)
    try:
        url = _url(document, slug, rules)
    except PermalinkError as error:
        report.problem(_no_address(document, error))
        return None
    title = matter.title if document.kind.titled else None
    tags = tuple(dict.fromkeys(filter(None, map(slugify, matter.tags))))
    report.extend(_tags_without_slug(document))
    aliases = tuple(dict.fromkeys(_aliases(document, url, report)))
    return Entry(document, slug, url, title, status, *_dates(matter), tags, aliases)


def _dates(matter: FrontMatter) -> tuple[datetime | None, datetime | None]:
    """When it was published, and last changed."""
    date = matter.date.at if matter.date else None
    updated = matter.updated.at if matter.updated else date
    return date, date if updated and date and updated < date else updated


def _url(document: Document, slug: str, rules: Rules) -> str:
    matter = document.front_matter
    if matter.permalink is not None:
        return checked(matter.permalink)
    if not slug:
        raise PermalinkError("nothing in its name can stand in a URL")
    pattern = rules.permalinks.get(document.kind.folder, document.kind.permalink)
    return expand(pattern, slug, matter.date.at if matter.date else None)


def _no_address(document: Document, fault: PermalinkError) -> Problem:
    matter = document.front_matter
    key, example = ("permalink", "/notes/my-note/") if matter.permalink is not None else ("slug", "my-note")
    if isinstance(fault, UndatedError):
        key, example = "date", "2026-11-22"
    return Problem(
        f"this entry can have no address from `{matter.permalink or matter.slug or document.stem}`: {fault}",
        f"Write a `{key}:` in its front matter, such as `{key}: {example}`.",
        path=document.path,
        line=matter.line(key) or 1,
    )


def _slug(document: Document, taken: Counter[tuple[str, str]]) -> str:
    matter = document.front_matter
    if matter.slug is not None:
        # As written, but for what no URL should have: spaces.
        return decode_path("-".join(matter.slug.split()))
    if document.kind.titled or matter.date is None:
        return slugify(document.stem, keep_dots=True)
    for form in ("%Y-%m-%d-%H%M", "%Y-%m-%d-%H%M-%S"):
        slug = matter.date.at.strftime(form)
        taken[document.kind.folder, slug] += 1
        if taken[document.kind.folder, slug] == 1:
            return slug
    # A third note of one second: from a loop, or from an archive without seconds.
    return f"{slug}-{taken[document.kind.folder, slug]}"


def _aliases(document: Document, url: str, report: Report) -> Iterable[str]:
    seen = {url.casefold(): url}
    for alias in document.front_matter.aliases:
        try:
            path = checked(alias)
        except PermalinkError as error:
            report.problem(
                Problem(
                    f"the alias `{alias}` may not exist: {error}",
                    "Write the old address from the site's first slash on, such as `/old/post/`.",
                    path=document.path,
                    line=document.front_matter.line("aliases"),
                )
            )
            continue
        key = path.casefold()
        if key not in seen:
            seen[key] = path
            yield path
        elif path != seen[key]:
            report.problem(_differs_in_case(document, path, seen[key]))


def _differs_in_case(document: Document, alias: str, other: str) -> Problem:
    return Problem(
        f"the alias {alias} differs from this entry's {other} in letter case only, which many systems take for the "
        "same file; it is left out",
        "Keep the spelling that is linked to most.",
        path=document.path,
        line=document.front_matter.line("aliases"),
        severity=Severity.WARNING,
    )


def _tags_without_slug(document: Document) -> Iterable[Problem]:
    for tag in document.front_matter.tags:
        if not slugify(tag):
            yield Problem(
                f"nothing in the tag `{tag}` can stand in a URL",
                "Use letters or digits of any script in it.",
                path=document.path,
                line=document.front_matter.line("tags"),
            )


def _same_ids(entries: Sequence[Entry]) -> Iterable[Problem]:
    first: dict[str, Entry] = {}
    if not any(entry.front_matter.id for entry in entries):
        return  # the ids of paths differ as the paths do
    for entry in entries:
        other = first.setdefault(entry.feed_id, entry)
        if other is not entry:
            yield Problem(
                f"the id is the same as that of {other.path}, so readers of the feed would see only one of the two",
                "Remove the `id:` of the copy.",
                path=entry.path,
                line=entry.front_matter.line("id"),
            )


def _terms(listed: Sequence[Entry], report: Report) -> tuple[Term, ...]:
    spellings = Spellings("tags", "tag", "both share one page")
    members: defaultdict[str, list[Entry]] = defaultdict(list)
    # From the oldest on, so that a new entry never changes how a tag is spelled.
    for entry in reversed(listed):
        for tag in entry.front_matter.tags:
            spellings.slug(tag, entry)
        for slug in entry.tags:
            members[slug].append(entry)
    report.extend(spellings.problems)
    terms = (Term(spellings.name(slug), slug, tuple(reversed(members[slug]))) for slug in members)
    return tuple(sorted(terms, key=lambda term: (term.name.casefold(), term.slug)))
