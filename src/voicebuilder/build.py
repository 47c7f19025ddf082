"""The story of a build: read, know every address, convert, plan every file, render, publish.

In: a config, the options of this run, a report. Out: a published folder, or errors and an untouched one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voicebuilder import __version__, content, kinds, output, routes, signup, theme
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import ContentError, together
from voicebuilder.feeds import FORMATS
from voicebuilder.feeds import routes as feeds
from voicebuilder.model.library import Library, Rules
from voicebuilder.model.route import RouteTable
from voicebuilder.model.sources import STATIC_FOLDER, media_files
from voicebuilder.render import Facts, PageRenderer
from voicebuilder.theme.find import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from voicebuilder.config import Config
    from voicebuilder.report import Report

GENERATOR = f"voicebuilder {__version__}"


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
        table: Every file of the site.
        pages: Renders HTML.
        file: The file on disk of a source path.
    """

    table: RouteTable
    pages: PageRenderer
    file: Callable[[str], Path]


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
    made_from = [config.folder / name for name in (*kinds.BY_FOLDER, STATIC_FOLDER, OVERRIDES)]
    target = output.guard(config.output, config.folder, made_from)
    with output.claim(target, config.settings.keep, report) as folder:
        site = plan(config, options, report)
        files = list(render(site, report))
        report.stop_on_errors()
        published = folder.publish(files)
    pages = sum(route.renderer == "page" for route in site.table)
    return Outcome(pages, published.written, published.unchanged, published.removed)


def plan(config: Config, options: Options, report: Report) -> Plan:
    """Decide every file of the site; what is wrong goes to the report."""
    settings, base = config.settings, config.base
    look, form, permalinks = together(
        lambda: theme.find(settings.theme, config.folder, settings.theme_options, config.places),
        lambda: signup.read(config.signup, CONFIG_NAME, base),
        lambda: kinds.checked_permalinks(settings.permalinks, config.places),
    )

    sources = content.read(config.folder, config.zone, report, with_drafts=options.with_drafts)
    library = Library.of(sources.documents, Rules(options.now, options.with_drafts, permalinks), report)
    media = media_files(sources, library, with_drafts=options.with_drafts)
    contents = content.convert(content.Job(library, sources, media, base, settings), options.jobs, report)

    assets = theme.assets(look, report)
    channels = feeds.channels(feeds.Origin(settings, base, GENERATOR), library, contents)
    wanted = [
        *routes.entries(library),
        *routes.stream(library, settings.paginate),
        *routes.kinds(library, settings.paginate),
        *routes.terms(library),
        *routes.archive(library),
        *routes.extras(library),
        *routes.media(library, contents, media),
        *routes.static(sources),
        *routes.aliases(library),
        *routes.assets(assets.values()),
        *feeds.routes(channels),
    ]
    table = RouteTable([*wanted, *routes.sitemap(wanted, base)], report)
    report.extend(content.unserved(library, contents, table.serves))
    facts = Facts(settings, base, library, contents, feeds.links(channels), form, GENERATOR)
    pages = PageRenderer(facts, look, assets)
    report.extend(pages.unknown_templates(library.entries))
    return Plan(table, pages, lambda path: sources.file(config.folder, path))


def render(site: Plan, report: Report) -> Iterator[tuple[str, bytes | Path]]:
    """Render every route; a page that fails goes to the report, and the others go on."""
    renderers: Mapping[str, Callable[[Any], bytes | Path]] = {
        "page": site.pages.page,
        "redirect": site.pages.redirect,
        "bytes": bytes,
        "copy": site.file,
        **{format_.name: format_.serialize for format_ in FORMATS},
    }
    with report.step("Rendering", len(site.table)) as advance:
        for route in site.table:
            try:
                yield route.output_path, renderers[route.renderer](route.subject)
            except ContentError as error:
                report.extend(error.problems)
            advance()
