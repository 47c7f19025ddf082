"""What there is to list: drafts, scheduled entries, the newest, and any that is looked for.

In: the preview's state. Out: `Row`s for the desk. What has no page, because it is a draft in a preview without drafts
or has expired, is a row too: a writer looks for it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from voicebuilder.model.status import Status
from voicebuilder.preview.desk.sources import to_source
from voicebuilder.preview.desk.when import ahead, moment_in
from voicebuilder.render.prints import name_of
from voicebuilder.text.languages import direction, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from voicebuilder.build import Plan
    from voicebuilder.config import Config
    from voicebuilder.model.document import Document
    from voicebuilder.model.entry import Entry
    from voicebuilder.preview.state import State

ENTRY = "/_preview/entry"


@dataclass(frozen=True, slots=True)
class Row:
    """One text in a list.

    Attributes:
        name: The title, or a note's first words.
        path: Source path.
        kind: `post`.
        status: `draft`, `published`.
        language: BCP 47 tag of the name.
        direction: "ltr" or "rtl".
        when: Its time in words; "" without a date.
        iso: The same for machines.
        ahead: `in 3 days`; "" unless it is scheduled.
        entry: href of its page on the desk; "" when it has none.
        page: href of its page on the site; "" when it has none.
        source: href that opens it in the editor.
    """

    name: str
    path: str
    kind: str
    status: str
    language: str
    direction: str
    when: str
    iso: str
    ahead: str
    entry: str
    page: str
    source: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that may be cut.

    Attributes:
        shown: The first ones.
        total: How many there are.
    """

    shown: tuple[Row, ...]
    total: int


def address(path: str) -> str:
    """The page of an entry on the desk."""
    return f"{ENTRY}?path={quote(path, errors='replace')}"


class Shelf:
    """The texts of a site at one moment."""

    def __init__(self, state: State, plan: Plan, config: Config, editor: str) -> None:
        """Take the state with its plan and config, and the pattern of links to the editor."""
        self._state, self._facts, self._editor = state, plan.facts, editor
        self._zone, self._language = config.zone, config.settings.language
        withheld = plan.facts.library.withheld
        self._withheld = [
            (document, withheld[document.path]) for document in plan.sources.documents if document.path in withheld
        ]

    @property
    def is_empty(self) -> bool:
        """Nothing but pages that stand alone was ever written here."""
        return not self._withheld and not any(entry.kind.dated for entry in self._facts.library.entries)

    def with_status(self, status: Status, most: int) -> Rows:
        """All of one status, the newest first; what is scheduled, the next to come first."""
        found = [*self._entries(lambda entry: entry.status is status), *self._without_page(status)]
        if status is Status.SCHEDULED:
            found.sort(key=lambda one: one[0].timestamp() if one[0] else 0.0)
        return Rows(tuple(make() for _, make in found[:most]), len(found))

    def newest(self, most: int) -> tuple[Row, ...]:
        """What is public, the newest first."""
        found = self._entries(lambda entry: entry.status.is_public)
        return tuple(make() for _, make in islice(found, most))

    def found(self, words: str, most: int) -> Rows:
        """What has all of these words in its name or path, whatever its status; letter case aside."""
        wanted = _folded(words).split()

        def fits(name: str, path: str) -> bool:
            text = _folded(f"{name}\n{path}")
            return all(word in text for word in wanted)

        found: list[Callable[[], Row]] = [
            *(make for _, make in self._entries(lambda entry: fits(self._name(entry), entry.path))),
            *(partial(self._of_document, *one) for one in self._withheld if fits(_title(one[0]), one[0].path)),
        ]
        return Rows(tuple(make() for make in found[:most]), len(found))

    def _entries(self, fits: Callable[[Entry], bool]) -> Iterator[tuple[datetime | None, Callable[[], Row]]]:
        """The entries that fit; their rows are made only when they are shown."""
        for listed in self._facts.library.entries:
            entry = self._facts.entries[listed.path]
            if fits(entry):
                yield entry.date, partial(self._of_entry, entry)

    def _without_page(self, status: Status) -> Iterator[tuple[datetime | None, Callable[[], Row]]]:
        for document, its_status in self._withheld:
            if its_status is status:
                date = document.front_matter.date
                yield date.at if date else None, partial(self._of_document, document, status)

    def _name(self, entry: Entry) -> str:
        return name_of(self._facts, entry)

    def _of_entry(self, entry: Entry) -> Row:
        places = address(entry.path), self._facts.base.href(entry.url)
        return self._row(entry.document, entry.status, self._name(entry), places)

    def _of_document(self, document: Document, status: Status) -> Row:
        return self._row(document, status, _title(document), ("", ""))

    def _row(self, document: Document, status: Status, name: str, places: tuple[str, str]) -> Row:
        matter, is_scheduled = document.front_matter, status is Status.SCHEDULED
        language = matter.language or self._language
        at = matter.date.at if matter.date else None
        when = "" if at is None else moment_in(self._zone, at) if is_scheduled else long_date(at)
        return Row(
            name=name,
            path=document.path,
            kind=document.kind.name,
            status=status.value,
            language=language,
            direction=direction(language),
            when=when,
            iso=at.isoformat() if at else "",
            ahead=ahead(at, self._state.at, self._zone) if at and is_scheduled else "",
            entry=places[0],
            page=places[1],
            source=to_source(self._state, document.path, self._editor),
        )


def counts(plan: Plan) -> list[tuple[str, int]]:
    """The kinds that have entries with a page, by their names in the plural, and how many."""
    found: dict[str, int] = {}
    for entry in plan.facts.library.entries:
        found[entry.kind.label] = found.get(entry.kind.label, 0) + 1
    return sorted(found.items(), key=lambda one: -one[1])


def _title(document: Document) -> str:
    """What a text without a page is called."""
    return document.front_matter.title or document.stem or document.path


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
