"""A small site of our own in the writer's theme: every kind of page, under several settings.

In: a site's config. Out: pages, rendered; every problem that came up. The texts lie in `fixture/`. They and the site's
theme are copied into a folder for the time that it takes, for a build looks for both in one place; nothing is written
into the site.
"""

from __future__ import annotations

import json
import posixpath
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder import build, config, content
from voicebuilder.config import yaml
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import ContentError, Problem, UsageError
from voicebuilder.model.page import Page
from voicebuilder.report import Report
from voicebuilder.theme.find import OVERRIDES
from voicebuilder.theming.files import ORIGIN, is_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from voicebuilder.config import Config
    from voicebuilder.model.route import Route
    from voicebuilder.theme import Theme
    from voicebuilder.theme.options import Option

FIXTURE = Path(__file__).parent / "fixture"
# Some of the texts lie after it, and wait.
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
REDIRECT = "redirect.html"
_AUTHOR = """
profiles: [https://example.social/@ines]
author:
  name: Ines Duarte
  email: ines@example.org
  photo: /images/portrait.png
  bio: I mend clocks, and write down what they say.
"""
_PAGE_OF_AUTHOR = "  url: /about/\n"
# Between them they have everything that a form can have; a button is the third way.
_FORM = "signup: {provider: netlify, privacy: /about/, consent: Once a month.}\n"
_FORM_IN_A_TAB = "signup: {provider: mailerlite, account: 1, form: 2}\n"
_BUTTON = "signup: {provider: beehiiv, url: https://clocks.beehiiv.com}\n"
_NAVIGATION = "navigation: [{label: Posts, url: /posts/}, {label: About, url: /about/}]\n"


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to show the fixture.

    Attributes:
        texts: The folder of `fixture/`, or "" for a site without any.
        url: Where the site lives.
        keys: Further lines of the config.
        language: "" for the site's own.
        choose: An option -> its value; None leaves the site's.
        with_drafts: Drafts take part.
    """

    texts: str
    url: str = "https://example.org/"
    keys: str = ""
    language: str = ""
    choose: Callable[[Option], object] | None = None
    with_drafts: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page.

    Attributes:
        page: What was asked for; None for a redirect.
        templates: The names of its template, the first that there is counts.
        url: Its site path.
        html: Its bytes.
        origin: `https://example.org`: what lies elsewhere is another host's.
    """

    page: Page | None
    templates: tuple[str, ...]
    url: str
    html: bytes
    origin: str


def _most(option: Option) -> object:
    """The value at which a template shows most of what it has."""
    most = {
        "flag": True,
        "choices": option.choices,
        "choice": option.choices[-1] if option.choices else option.default,
        "path": "/more/",
        "text": "/more/",
        "number": option.default if option.most is None else option.most,
    }
    return most.get(option.type, option.default)


def _least(option: Option) -> object:
    """The value at which a template shows least."""
    least = {
        "flag": False,
        "choices": (),
        "choice": option.choices[0] if option.choices else option.default,
        "path": "",
        "text": "",
        "number": option.default if option.least is None else option.least,
    }
    return least.get(option.type, option.default)


SETTINGS = (
    Setting("full", keys=_AUTHOR + _FORM),
    Setting(
        "full",
        "https://example.org/blog/",
        _AUTHOR + _PAGE_OF_AUTHOR + _BUTTON + _NAVIGATION,
        "ar",
        _most,
        with_drafts=True,
    ),
    Setting("small", choose=_least),
    Setting("", keys=_FORM_IN_A_TAB),
)


def rendered(asked: Config, theme: Theme, named: Collection[str], report: Report) -> Iterator[Rendered]:
    """Every page of the fixture, under every setting; those that fail are problems.

    Args:
        asked: The site's config, for its theme and options.
        theme: Its theme.
        named: Templates that entries of the site ask for by name.
        report: Told of every problem, each once.
    """
    told = _Once(report)
    with tempfile.TemporaryDirectory() as folder, report.step("Rendering", len(SETTINGS)) as advance:
        for number, setting in enumerate(SETTINGS):
            site = Path(folder).resolve() / str(number)
            _set_up(site, setting, asked, theme)
            yield from _pages(_asked(site, setting, asked, theme), setting, named, told)
            advance()


class _Once:
    """Many pages share a fault: the first of them tells it. The fixture's own faults are nobody's business."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._told: set[tuple[str, int, str]] = set()

    def tell(self, problems: Collection[Problem]) -> None:
        for problem in problems:
            key = (problem.path, problem.line, problem.message)
            if key not in self._told and not (FIXTURE / "full" / problem.path).is_file():
                self._told.add(key)
                self._report.problem(problem)


def _set_up(site: Path, setting: Setting, asked: Config, theme: Theme) -> None:
    if setting.texts:
        shutil.copytree(FIXTURE / setting.texts, site)
    site.mkdir(exist_ok=True)
    wanted = [asked.settings.theme, *(manifest.extends for manifest in theme.manifests)]
    own = [layer for layer in theme.layers if layer.label != OVERRIDES or layer.name]
    places = {posixpath.normpath(name): layer for name, layer in zip(wanted, own, strict=False) if is_sites(layer)}
    if theme.layers[0] not in own:
        places[OVERRIDES] = theme.layers[0]
    for place, layer in places.items():
        shutil.copytree(
            layer.folder, site / place, symlinks=True, ignore=shutil.ignore_patterns(ORIGIN), dirs_exist_ok=True
        )


def _asked(site: Path, setting: Setting, asked: Config, theme: Theme) -> Config:
    language = setting.language or asked.settings.language
    lines = [
        "title: Clocks and tides",
        f"url: {setting.url}",
        "description: What a mender of clocks hears." if setting.keys else "",
        f"language: {json.dumps(language)}",
        f"theme: {json.dumps(asked.settings.theme)}",
        "paginate: 3",
        "search: true",
        "related: 3",
        setting.keys,
    ]
    (site / CONFIG_NAME).write_text("\n".join(lines), "utf-8")
    options = asked.theme_options
    if setting.choose:
        chosen = {name: setting.choose(option) for name, option in theme.declared.items()}
        options, _ = yaml.parse(json.dumps(chosen))
    return replace(config.load(site), theme_options=options, places=asked.places)


def _pages(asked: Config, setting: Setting, named: Collection[str], told: _Once) -> Iterator[Rendered]:
    report = Report()
    memory = content.Memory(asked.folder / build.CACHE_FOLDER, build.GENERATOR, asked.settings.timezone)
    try:
        plan = build.plan(asked, build.Options(NOW, setting.with_drafts, jobs=1, is_whole=False), memory, report)
    except (ContentError, UsageError) as error:
        told.tell(error.problems)
        return
    told.tell(report.errors + report.warnings)
    for route in _with_named(plan.table, named):
        try:
            html, _ = plan.renderers.make(route)
        except ContentError as error:
            told.tell(error.problems)
            continue
        page = route.subject if isinstance(route.subject, Page) else None
        if isinstance(html, bytes):
            templates = page.templates if page else (REDIRECT,)
            yield Rendered(page, templates, route.url, html, asked.base.origin)


def _with_named(routes: Iterable[Route], named: Collection[str]) -> Iterator[Route]:
    """The routes of pages and redirects; and an entry of each kind in each template that an entry may name."""
    seen: set[tuple[str, ...]] = set()
    for route in routes:
        if route.renderer not in ("page", "redirect"):
            continue
        yield route
        page = route.subject
        if isinstance(page, Page) and page.entry and page.templates not in seen:
            seen.add(page.templates)
            for name in sorted(named):
                yield replace(route, subject=replace(page, templates=(name, *page.templates)))
