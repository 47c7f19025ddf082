"""The story of a build: read, know every address, convert, plan every file, render what changed, publish.

In: a config, the options of this run, a report. Out: a published folder, or errors and an untouched one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from voicebuilder import __version__, content, kinds, media, output, routes, search, signup, theme
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import together
from voicebuilder.feeds import routes as feeds
from voicebuilder.memo import Recorder, Traces, code_version, fingerprint
from voicebuilder.model import relations
from voicebuilder.model.entry import Term
from voicebuilder.model.library import Library, Rules
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.relations import Relations
from voicebuilder.model.route import RouteTable
from voicebuilder.model.sources import STATIC_FOLDER, Files, media_files, static_files
from voicebuilder.render import Facts, PageRenderer, prints, social
from voicebuilder.renewal import Renderers, Renewal
from voicebuilder.theme.find import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from voicebuilder.config import Config, Settings
    from voicebuilder.errors import Problem
    from voicebuilder.model.content import Content
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.feed import FeedLink
    from voicebuilder.model.kind import Kind
    from voicebuilder.model.route import Route
    from voicebuilder.model.signup import SignupForm, SignupLink
    from voicebuilder.model.sources import Sources
    from voicebuilder.report import Report
    from voicebuilder.theme import Theme

    # On every page: feeds, the sign-up form, the theme's words.
    Around: TypeAlias = tuple[tuple[FeedLink, ...], SignupForm | SignupLink | None, theme.Words]

GENERATOR = f"voicebuilder {__version__}"
CACHE_FOLDER = ".voicebuilder/cache"
# All that has a part in a page's bytes.
LIBRARIES = (
    "babel",
    "coloraide",
    "feedgen",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
    "jinja2",
    "linkify-it-py",
    "lxml",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "mdurl",
    "msgspec",
    "mutagen",
    "pagefind-bin",
    "pillow",
    "pillow-heif",
    "pygments",
    "python-dateutil",
    "pyyaml",
    "rcssmin",
    "tzdata",
    "uc-micro-py",
    "uharfbuzz",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What this run asks for beyond the config.

    Attributes:
        now: The clock, aware.
        with_drafts: Drafts and scheduled entries take part.
        jobs: Processes to spread the work over; 0 for as many as pays.
        is_whole: What only a published site needs is made too: the search index, cards for other sites.
    """

    now: datetime
    with_drafts: bool = False
    jobs: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """All that will exist, before anything is rendered.

    Attributes:
        sources: What lies in the site folder.
        contents: What every text became.
        table: Every file of the site.
        facts: What pages can show.
        prints: Fact -> fingerprint.
        renderers: Make a route's bytes, and tell what they were made of.
        look: The theme.
    """

    sources: Sources
    contents: content.Contents
    table: RouteTable
    facts: Facts
    prints: Mapping[str, bytes]
    renderers: Renderers
    look: Theme


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did, counted in files.

    Attributes:
        pages: HTML pages of the site.
        written: Files that are new or changed.
        unchanged: Files that stayed as they were.
        removed: Files that are no longer part of the site.
    """

    pages: int
    written: int
    unchanged: int
    removed: int


def build(config: Config, options: Options, report: Report) -> Outcome:
    """Build the site and publish it as a whole.

    Raises:
        ContentError: Something in the site must be put right; the published folder is untouched.
        UsageError: The config or the output folder cannot be.
        MachineError: The machine refused.
    """
    cache, version = config.folder / CACHE_FOLDER, code_version(Path(__file__).parent, LIBRARIES)
    made_from = [config.folder / name for name in (*kinds.BY_FOLDER, STATIC_FOLDER, OVERRIDES)]
    target = output.guard(config.output, config.folder, made_from)
    with output.claim(target, config.settings.keep, report) as folder:
        memory = content.Memory(cache, version, config.settings.timezone)
        traces = Traces(cache / "pages", version)
        if notice := memory.notice or traces.notice:
            report.notice(f"{notice[0].upper()}{notice[1:]}; everything is built anew.")
        site = plan(config, options, memory, report)
        memory.save()
        renewal = Renewal(site.table, site.renderers, traces, site.prints)
        same = renewal.holding(folder.signature)
        if not report.errors:
            site.renderers.workshop.make(renewal.wanted("variant"), options.jobs, report)
            site.renderers.workshop.draw(site.table.rendered_by("card"), options.jobs, report)
        published = folder.publish(renewal.render(folder.lay, options.jobs, report), same)
        renewal.save(folder.signature)
    pages = sum(route.renderer == "page" for route in site.table)
    return Outcome(pages, published.written, published.unchanged, published.removed)


def plan(config: Config, options: Options, memory: content.Memory, report: Report) -> Plan:
    """Decide every file of the site; what is wrong goes to the report."""
    look, form, permalinks = together(
        lambda: theme.find(config.settings.theme, config.folder, config.theme_options, config.places),
        lambda: signup.read(config.signup, CONFIG_NAME, config.base),
        lambda: kinds.checked_permalinks(config.settings.permalinks, config.places),
    )
    rules = Rules(options.now, options.with_drafts, permalinks)
    written = _written(config, rules, options.jobs, memory, report)
    related = _relations(config, written, options.now, report)
    words, assets = theme.Words.of(look), theme.assets(look, config.base.href, report)
    if not config.settings.search:
        # A theme publishes all its assets; without a search page nobody asks for this one.
        assets.pop(routes.SEARCH_SCRIPT, None)
    channels = feeds.channels(config.settings, written.library, partial(_feed_title, config.settings, words))
    facts = _facts(config, written, related, (feeds.links(channels), form, words))
    cards = tuple(social.cards(facts, look)) if config.settings.social_cards.draw and options.is_whole else ()
    facts = replace(facts, cards={path: url for path, url, _ in cards})
    wanted = [
        *_entry_routes(written, config.settings),
        *_list_routes(written.library, related, config.settings.paginate, look),
        *routes.static(written.sources),
        *routes.assets(assets.values()),
        *routes.cards(cards),
        *feeds.routes(channels),
        *_search_routes(config, written, with_index=options.is_whole and not report.errors),
    ]
    table = RouteTable([*wanted, *routes.sitemap(wanted, config.base)], report)

    pages = PageRenderer(facts, look, assets, recorder := Recorder())
    workshop = _workshop(config, written.sources)
    report.extend(_found_out(written, table, look, pages, workshop))
    renderers = Renderers(facts, pages, workshop, recorder)
    fingerprints = prints.of(facts, fingerprint(theme.files(look), look.options))
    return Plan(written.sources, written.contents, table, facts, fingerprints, renderers, look)


def index_files(config: Config, library: Library, contents: content.Contents) -> Mapping[str, search.IndexFile]:
    """The files of the search index, by site path; none where the config does not ask for it.

    Raises:
        MachineError: The program that makes it is not there, or fails.
    """
    if not config.settings.search:
        return {}
    language, entries = config.settings.language, search.findable(library)
    key = search.key(entries, lambda entry: contents.by_path[entry.path].print, language)
    records = partial(search.records, entries, lambda entry: contents.text(entry).html, language)
    return search.index(records, key, language, config.folder / CACHE_FOLDER / "search")


def _search_routes(config: Config, written: Written, *, with_index: bool) -> Iterator[Route]:
    if config.settings.search and search.findable(written.library):
        yield from routes.search()
        if with_index:
            yield from routes.index(index_files(config, written.library, written.contents))


@dataclass(frozen=True, slots=True)
class Written:
    """What the writer made of the site.

    Attributes:
        sources: What lies in the site folder.
        library: Every entry, its address known.
        files: Pictures, sounds and films, and where they are published.
        contents: What every text became.
    """

    sources: Sources
    library: Library
    files: Files
    contents: content.Contents


def _written(config: Config, rules: Rules, jobs: int, memory: content.Memory, report: Report) -> Written:
    folder = content.Folder(config.folder, config.zone, rules.with_drafts)
    sources = content.read(folder, memory, jobs, report)
    library = Library.of(sources.documents, rules, report)
    files = _files(sources, library, config.settings, with_drafts=rules.with_drafts)
    job = content.Job(library, sources, files, config.base, config.settings, folder)
    contents = content.Contents(job, memory)
    contents.convert(library.entries, jobs, report)
    return Written(sources, library, files, contents)


def _files(sources: Sources, library: Library, settings: Settings, *, with_drafts: bool) -> Files:
    beside = media_files(sources, library, with_drafts=with_drafts)
    urls = {path: file.url for path, file in beside.items()} | static_files(sources)
    return Files(beside, urls, sources.looks, media.shown(sources.looks, urls, settings.pictures))


def _facts(config: Config, written: Written, related: Relations, around: Around) -> Facts:
    library, contents = written.library, written.contents
    entries = {entry.path: entry for entry in library.entries}
    known = (config.settings, config.base, library, entries, library.neighbours())
    icon = routes.icon(frozenset(written.files.urls.values()).__contains__)
    return Facts(*known, contents.by_path, contents.text, written.files, related, {}, *around, icon, GENERATOR)


def _found_out(
    written: Written, table: RouteTable, look: Theme, pages: PageRenderer, workshop: media.Workshop
) -> Iterator[Problem]:
    """What only shows when every address is known."""
    entries = written.library.entries
    yield from content.unserved(entries, written.contents.by_path, table.serves)
    yield from look.warnings
    yield from pages.unknown_templates(entries)
    yield from workshop.refused(route.subject for route in table if route.renderer == "copy")


def _relations(config: Config, written: Written, now: datetime, report: Report) -> Relations:
    listed, contents = written.library.listed, written.contents.by_path
    found = relations.series(listed, report)
    parts = relations.parts(found)
    words, count = partial(subject, contents), config.settings.related
    return Relations(
        series=found,
        parts=parts,
        related=relations.related(listed, words, count, config.settings.language, parts) if count else {},
        mentions=relations.backlinks(listed, {path: found.mentions for path, found in contents.items()}),
        anniversaries=relations.on_this_day(listed, now.astimezone(config.zone).date()),
    )


def subject(contents: Mapping[str, Content], entry: Entry) -> frozenset[str]:
    """What an entry is about, as far as it can be told without its text."""
    content = contents[entry.path]
    summary = entry.front_matter.description or content.summary
    return relations.words_of(entry.title or "", summary, *(heading.text for heading in content.headings))


def _workshop(config: Config, sources: Sources) -> media.Workshop:
    file, cache = partial(sources.file, config.folder), config.folder / CACHE_FOLDER
    cards = media.Cards(config.folder, config.settings.social_cards, cache / "cards")
    return media.Workshop(file, sources.looks, config.settings.pictures, cache / "pictures", cards)


def _feed_title(settings: Settings, words: theme.Words, of: Kind | Term) -> str:
    section = of.name if isinstance(of, Term) else Phrase(of.folder, instead=of.label)
    return words.phrase(Phrase("feed_of", (("title", settings.title), ("section", section))), settings.language)


def _entry_routes(written: Written, settings: Settings) -> Iterator[Route]:
    library, contents, files = written.library, written.contents.by_path, written.files
    yield from routes.entries(library)
    yield from routes.media(library, contents, files, originals=settings.pictures.originals)
    portrait = files.picture(settings.author.photo)
    pictures = (path for found in contents.values() for path in found.pictures)
    yield from routes.variants((*pictures, *((portrait.path,) if portrait else ())), files.shown)
    yield from routes.aliases(library)


def _list_routes(library: Library, related: Relations, size: int, look: Theme) -> Iterator[Route]:
    days = related.anniversaries if look.options.get("on_this_day") else ()
    yield from routes.stream(library, size, days, with_notes=look.options.get("notes_on_home", True))
    yield from routes.series(related.series)
    yield from routes.kinds(library, size)
    yield from routes.terms(library)
    yield from routes.archive(library)
    yield from routes.extras(library)
