"""What must be made anew: routes whose facts changed are rendered, the others stay as they are published.

In: the table of routes, the facts of this build, the traces of the last. Out: which files stay, the rest made.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from voicebuilder.errors import ContentError, Problem
from voicebuilder.feeds import FORMATS
from voicebuilder.feeds.routes import ChannelWriter, Origin
from voicebuilder.memo import fingerprint
from voicebuilder.model.page import Page
from voicebuilder.render import prints
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from voicebuilder.feeds.channel import Channel
    from voicebuilder.feeds.routes import SiteChannel
    from voicebuilder.media import Workshop
    from voicebuilder.memo import Recorder, Traces
    from voicebuilder.model.route import Route, RouteTable
    from voicebuilder.output import Laid, Layer
    from voicebuilder.render import Facts, PageRenderer
    from voicebuilder.report import Report


@dataclass(frozen=True, slots=True)
class Made:
    """A route, rendered.

    Attributes:
        laid: Its file, made; None when it failed.
        facts: What was read.
        problems: Why it failed.
    """

    laid: Laid | None
    facts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def origin(facts: Facts) -> Origin:
    """Where the feeds of a site come from."""
    permalink = partial(facts.words.say, "permalink")
    return Origin(facts.settings, facts.base, facts.generator, facts.files, permalink)


class Renderers:
    """The table of renderers: a route's name for one -> bytes."""

    def __init__(self, facts: Facts, pages: PageRenderer, workshop: Workshop, recorder: Recorder) -> None:
        """Take what pages and feeds say, what makes pages, and what makes the files beside them."""
        self._pages, self.workshop, self._recorder = pages, workshop, recorder
        self._channel = ChannelWriter(origin(facts), facts.entries, facts.library.terms, facts.contents, facts.text)
        self._table: Mapping[str, Callable[[Any], bytes | Path]] = {
            "page": pages.page,
            "redirect": pages.redirect,
            "bytes": bytes,
            "copy": workshop.original,
            "variant": workshop.variant,
            "card": workshop.card,
            "index": attrgetter("path"),
            **{format_.name: partial(self._feed, format_.serialize) for format_ in FORMATS},
        }

    def _feed(self, serialize: Callable[[Channel], bytes], subject: SiteChannel) -> bytes:
        self._recorder.note(prints.SITE)
        for entry in subject.entries:
            self._recorder.note(prints.card(entry))
            self._recorder.note(prints.text(entry))
        return serialize(self._channel(subject))

    def showing(self, facts: Facts) -> Renderers:
        """The same, to show other facts of the same site."""
        return Renderers(facts, self._pages.showing(facts), self.workshop, self._recorder)

    def make(self, route: Route) -> tuple[bytes | Path, tuple[str, ...]]:
        """The bytes of one route, or the file that it copies; and the facts that were read.

        Raises:
            ContentError: Something of the writer's or the theme's is wrong.
        """
        self._recorder.begin()
        return self._table[route.renderer](route.subject), self._recorder.end()

    def __call__(self, route: Route, lay: Layer) -> Made:
        """Make the file of one route; a failure is part of the answer, for others go on."""
        try:
            content, facts = self.make(route)
            return Made(lay(route.output_path, content), facts)
        except ContentError as error:
            return Made(None, problems=error.problems)

    def own_print(self, route: Route) -> bytes:
        """Fingerprint of what the route itself says, whatever it leads to."""
        if route.renderer == "copy":
            return self.workshop.stamp(route.subject)
        if route.renderer == "index":
            return fingerprint(route.subject.print)
        if route.renderer == "variant":
            return fingerprint(route.subject.name)
        if isinstance(route.subject, Page):
            return _page_print(route.subject)
        if route.renderer in ("bytes", "card", "redirect"):
            return fingerprint(route.subject)
        return fingerprint(route.subject.title, [entry.path for entry in route.subject.entries])


def _page_print(page: Page) -> bytes:
    members = [_member(value) for value in page.values.items()]
    entry = page.entry.path if page.entry else None
    return fingerprint(
        page.url, page.templates, page.title, page.description, entry, page.feed, page.is_indexed, members
    )


def _member(value: object) -> object:
    """What a page's value is, by the names of what it holds: their own facts tell the rest."""
    if isinstance(value, tuple | list):
        return [_member(one) for one in value]
    if isinstance(value, str | int):
        return value
    if hasattr(value, "path"):
        return value.path
    if hasattr(value, "entry"):
        return [value.entry.path, getattr(value, "years", 0)]
    if hasattr(value, "entries"):
        head = [getattr(value, name, "") for name in ("url", "older", "newer", "name", "year")]
        return [head, getattr(value, "number", 0), [entry.path for entry in value.entries]]
    return str(value)


class Renewal:
    """Brings a published site up to date."""

    def __init__(self, table: RouteTable, renderers: Renderers, traces: Traces, facts: Mapping[str, bytes]) -> None:
        """Tell the traces what is true now."""
        self._renderers, self._traces = renderers, traces
        self._routes = tuple(table)
        self._own = {_own(route): renderers.own_print(route) for route in self._routes}
        self._made: dict[str, tuple[str, ...]] = {}
        self._todo: list[Route] = []
        traces.face({**facts, **self._own})

    def holding(self, signature: Callable[[str], bytes | None]) -> set[str]:
        """Output paths of the files that stay: all they were made of is as it was, and they are as they were made."""
        same = set()
        for route in self._routes:
            path = route.output_path
            result = self._traces.result(path)
            if result is not None and result == signature(path):
                self._traces.keep(path)
                same.add(path)
            else:
                self._todo.append(route)
        return same

    def wanted(self, renderer: str) -> Iterator[Any]:
        """The subjects of the files that one renderer has to make."""
        return (route.subject for route in self._todo if route.renderer == renderer)

    def render(self, lay: Layer, jobs: int, report: Report) -> Iterator[tuple[str, Laid]]:
        """Make the files that do not stay.

        Args:
            lay: Puts a file on the disk, to be published.
            jobs: Processes to spread the work over; 0 for as many as pays.
            report: Told of every problem, and of progress.

        Raises:
            ContentError: At the end, with every error of the run; nothing must be published then.
        """
        told: dict[tuple[str, int, str], Problem] = {}
        if report.errors:
            # Nothing will be published; pages may have errors of their own to tell, pictures take long and have none.
            self._todo = [route for route in self._todo if route.renderer != "variant"]
        with report.step("Rendering", len(self._todo)) as advance:
            work = spread(partial(self._renderers, lay=lay), self._todo, jobs, _name)
            for route, made in zip(self._todo, work, strict=True):
                # Each process tells a template's fault once, of the first page it meets; of those the first is told.
                report.extend(
                    told.setdefault((fault.path, fault.line, fault.message), fault) for fault in made.problems
                )
                # After an error nothing will be published; the rest is rendered for its own errors' sake.
                if made.laid is not None and not report.errors:
                    # Ten thousand pages read the same facts; their names are kept once.
                    self._made[route.output_path] = (_own(route), *map(sys.intern, made.facts))
                    yield route.output_path, made.laid
                advance()
        report.stop_on_errors()

    def save(self, signature: Callable[[str], bytes | None]) -> None:
        """Remember what this build's files were made of."""
        if not self._todo and self._traces.is_complete:
            return
        for path, facts in self._made.items():
            result = signature(path)
            if result is not None:
                self._traces.record(path, facts, result)
        self._traces.save()


def _own(route: Route) -> str:
    return f"route:{route.output_path}"


def _name(route: Route) -> str:
    entry = getattr(route.subject, "entry", None)
    return entry.path if entry else route.output_path
