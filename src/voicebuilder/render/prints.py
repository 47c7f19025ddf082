"""Facts that pages are made of, by name, and their fingerprints in this build.

In: `Facts` and the theme's. Out: fact -> fingerprint. A page holds as long as every fact that it read has the
fingerprint that it had. What changes often is a fact of its own, so that it wakes only the pages that show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.memo import fingerprint
from voicebuilder.text.html import shorten
from voicebuilder.theme.locales import date_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.entry import Entry, Term
    from voicebuilder.model.relations import Part, Series
    from voicebuilder.render.facts import Facts

SITE = "site"
_NAME_LENGTH = 60


def card(entry: Entry) -> str:
    """All of an entry but its text."""
    return f"card:{entry.path}"


def text(entry: Entry) -> str:
    """An entry's HTML, headings and length."""
    return f"text:{entry.path}"


def name(entry: Entry) -> str:
    """What a link to an entry says, and where it goes."""
    return f"name:{entry.path}"


def neighbours(entry: Entry) -> str:
    """Which entries come before and after; that there is none is a fact too."""
    return f"neighbours:{entry.path}"


def part(entry: Entry) -> str:
    """An entry's place in its series; that it is in none is a fact too."""
    return f"part:{entry.path}"


def related(entry: Entry) -> str:
    """Which entries are on the same things, and which mention it."""
    return f"related:{entry.path}"


def series(series: Series) -> str:
    """A series' name, address, number of parts and newest part."""
    return f"series:{series.slug}"


def term(term: Term) -> str:
    """A tag's name and address."""
    return f"term:{term.slug}"


def count(term: Term) -> str:
    """How many entries carry a tag."""
    return f"count:{term.slug}"


def label_of(facts: Facts, entry: Entry) -> str:
    """What the entry is, in its own language: `Note`."""
    return facts.words.get(entry.kind.name, language_of(facts, entry)) or entry.kind.name.capitalize()


def language_of(facts: Facts, entry: Entry) -> str:
    """The entry's language, or the site's."""
    return entry.front_matter.language or facts.settings.language


def name_of(facts: Facts, entry: Entry) -> str:
    """The title, or a note's first words: what a link to the entry says."""
    if entry.title:
        return entry.title
    words = shorten(facts.contents[entry.path].summary, _NAME_LENGTH)
    if words or entry.date is None:
        return words or entry.slug
    language = language_of(facts, entry)
    parts = {"first": label_of(facts, entry), "second": date_words(entry.date, language)}
    return facts.words.say("pair", language, **parts)


def of(facts: Facts, theme: bytes) -> dict[str, bytes]:
    """The fingerprint of every fact.

    Args:
        facts: Of this build.
        theme: Fingerprint of the theme's files and options.
    """
    kinds = sorted(kind.folder for kind in facts.library.kinds)
    portrait = facts.files.picture(facts.settings.author.photo)
    around = (facts.signup, portrait, facts.icon, facts.generator, kinds, bool(facts.library.terms))
    found = {SITE: fingerprint(theme, facts.settings, facts.base, facts.feeds, around)}
    names = {one.slug: one.name for one in facts.library.terms}
    for one in facts.library.terms:
        found[term(one)] = fingerprint(one.name, one.slug)
        found[count(one)] = fingerprint(len(one.entries))
    for a_series in facts.relations.series:
        newest = a_series.newest and a_series.newest.isoformat()
        found[series(a_series)] = fingerprint(a_series.name, a_series.slug, len(a_series.entries), newest)
    for entry in facts.entries.values():
        found |= of_entry(facts, entry, names)
    return found


def of_entry(facts: Facts, entry: Entry, terms: Mapping[str, str]) -> dict[str, bytes]:
    """The fingerprints of the facts of one entry; `terms` are the names of tags by slug."""
    content = facts.contents[entry.path]
    tags = [terms.get(slug) for slug in entry.tags]
    about = (entry.kind.name, entry.url, entry.slug, entry.title, entry.status.value, entry.path, tags)
    shown = (content.summary, content.has_more, content.was_cut, content.image, facts.cards.get(entry.path))
    newer, older = facts.neighbours.get(entry.path, (None, None))
    date = entry.date and entry.date.isoformat()
    return {
        card(entry): fingerprint(about, entry.front_matter, shown, _files(facts, entry)),
        text(entry): content.print,
        neighbours(entry): fingerprint(newer and newer.path, older and older.path),
        name(entry): fingerprint(name_of(facts, entry), entry.url, date, language_of(facts, entry)),
        part(entry): _part(facts.relations.parts.get(entry.path)),
        related(entry): fingerprint(
            [one.path for one in facts.relations.related.get(entry.path, ())],
            facts.relations.mentions.get(entry.path, ()),
        ),
    }


def _part(part: Part | None) -> bytes:
    if part is None:
        return fingerprint(None)
    beside = [one and one.path for one in (part.previous, part.next)]
    return fingerprint(part.series.slug, part.number, beside)


def _files(facts: Facts, entry: Entry) -> list[object]:
    """The pictures, sounds and films of an entry, as they are shown."""
    files, source = facts.files, facts.contents[entry.path].image_source
    found: list[object] = [files.shown.get(source)] if source else []
    for one in entry.document.media:
        looks = [(files.urls.get(path), files.shown.get(path), files.looks.get(path)) for path in one.paths]
        found.append((one.alt, one.captions, [(url, shown, look and look.digest) for url, shown, look in looks]))
    return found
