"""The story of a build: read, know every address, convert, plan every file, render what changed, publish.

In: a config, the options of this run, a report. Out: a published folder, or errors and an untouched one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder import __version__, content, kinds, output, routes, signup, theme
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import together
from voicebuilder.feeds import routes as feeds
from voicebuilder.memo import Recorder, Traces, code_version, fingerprint
from voicebuilder.model.entry import Term
from voicebuilder.model.library import Library, Rules
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import RouteTable
from voicebuilder.model.sources import STATIC_FOLDER, media_files
from voicebuilder.render import Facts, PageRenderer, prints
from voicebuilder.renewal import Renderers, Renewal
from voicebuilder.theme.find import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from voicebuilder.config import Config, Settings
    from voicebuilder.model.kind import Kind
    from voicebuilder.model.route import Route
    from voicebuilder.model.sources import MediaFile, Sources
    from voicebuilder.report import Report
    from voicebuilder.theme import Theme

GENERATOR = f"voicebuilder {__version__}"
CACHE_FOLDER = ".voicebuilder/cache"
# All that has a part in a page's bytes.
LIBRARIES = (
    "babel",
    "coloraide",
    "feedgen",
    "imagesize",
    "jinja2",
    "linkify-it-py",
    "lxml",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "mdurl",
    "msgspec",
    "pygments",
    "python-dateutil",
    "pyyaml",
    "rcssmin",
    "tzdata",
    "uc-micro-py",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What this run asks for beyond the config.

    Attributes:
        now: The clock, aware.
        with_drafts: Drafts and scheduled entries take part.
        jobs: Processes to spread the work over; 0 for as many as pays.
    """

    now: datetime
    with_drafts: bool = False
    jobs: int = 0


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
        published = folder.publish(renewal.render(folder.lay, options.jobs, report), same)
        renewal.save(folder.signature)
    pages = sum(route.renderer == "page" for route in site.table)
    return Outcome(pages, published.written, published.unchanged, published.removed)


def plan(config: Config, options: Options, memory: content.Memory, report: Report) -> Plan:
    """Decide every file of the site; what is wrong goes to the report."""
    settings, base = config.settings, config.base
    look, form, permalinks = together(
        lambda: theme.find(settings.theme, config.folder, config.theme_options, config.places),
        lambda: signup.read(config.signup, CONFIG_NAME, base),
        lambda: kinds.checked_permalinks(settings.permalinks, config.places),
    )

    folder = content.Folder(config.folder, config.zone, options.with_drafts)
    sources = content.read(folder, memory, options.jobs, report)
    library = Library.of(sources.documents, Rules(options.now, options.with_drafts, permalinks), report)
    media = media_files(sources, library, with_drafts=options.with_drafts)
    contents = content.Contents(content.Job(library, sources, media, base, settings, folder), memory)
    contents.convert(library.entries, options.jobs, report)

    words = theme.Words.of(look)
    assets = theme.assets(look, base.href, report)
    channels = feeds.channels(settings, library, partial(_feed_title, settings, words))
    wanted = [
        *_entry_routes(library, contents, media),
        *_list_routes(library, settings.paginate, look),
        *routes.static(sources),
        *routes.assets(assets.values()),
        *feeds.routes(channels),
    ]
    table = RouteTable([*wanted, *routes.sitemap(wanted, base)], report)
    report.extend(content.unserved(library.entries, contents.by_path, table.serves))

    known = (library, {entry.path: entry for entry in library.entries}, library.neighbours())
    read = (settings, base, *known, contents.by_path, contents.text)
    facts = Facts(*read, feeds.links(channels), form, words, routes.icon(table.serves), GENERATOR)
    recorder = Recorder()
    pages = PageRenderer(facts, look, assets, recorder)
    report.extend((*look.warnings, *pages.unknown_templates(library.entries)))
    renderers = Renderers(facts, pages, partial(sources.file, config.folder), recorder)
    fingerprints = prints.of(facts, fingerprint(theme.files(look), look.options))
    return Plan(sources, contents, table, facts, fingerprints, renderers, look)


def _feed_title(settings: Settings, words: theme.Words, of: Kind | Term) -> str:
    section = of.name if isinstance(of, Term) else Phrase(of.folder, instead=of.label)
    return words.phrase(Phrase("feed_of", (("title", settings.title), ("section", section))), settings.language)


def _entry_routes(library: Library, contents: content.Contents, media: Mapping[str, MediaFile]) -> Iterator[Route]:
    yield from routes.entries(library)
    yield from routes.media(library, contents.by_path, media)
    yield from routes.aliases(library)


def _list_routes(library: Library, size: int, look: Theme) -> Iterator[Route]:
    yield from routes.stream(library, size, with_notes=look.options.get("notes_on_home", True))
    yield from routes.kinds(library, size)
    yield from routes.terms(library)
    yield from routes.archive(library)
    yield from routes.extras(library)
