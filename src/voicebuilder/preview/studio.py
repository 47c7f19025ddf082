"""Has an answer for every address: the pages of the site as a build would make them, dressed for their writer.

In: requests for addresses, and word of files that changed. Out: `Answer`s (this is the `Answers` that the server asks).
An address is looked up in the plan's table of routes and nowhere else.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder import build, search
from voicebuilder.errors import ContentError, Problem
from voicebuilder.model.page import Page
from voicebuilder.model.signup import SignupForm
from voicebuilder.model.status import Status
from voicebuilder.preview import desk
from voicebuilder.preview.dressing import Dressing, dress, page
from voicebuilder.preview.excerpts import excerpt
from voicebuilder.preview.media_types import media_type
from voicebuilder.preview.renderings import Made, Renderings
from voicebuilder.preview.serving.answer import Answer
from voicebuilder.text.languages import long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from voicebuilder.build import Plan
    from voicebuilder.model.route import Route
    from voicebuilder.preview.excerpts import Excerpt
    from voicebuilder.preview.planner import Planner
    from voicebuilder.preview.state import State

_HTML = "text/html; charset=utf-8"
# Of pages that are the preview's own: nothing but its own files.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'"
# More of them at once help nobody.
_MOST_ERRORS = 20
_OWN = "/_preview/"
_ASSETS = ("live.js", "patch.js", "live.css")
_BADGED = (Status.DRAFT, Status.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Taste:
    """How the writer likes the preview.

    Attributes:
        editor: Pattern of links to the editor, with {path}, {line} and {column}; "" for plain file links.
        follow: Whether a list scrolls to the entry that changed.
    """

    editor: str = ""
    follow: bool = False


class Studio:
    """Answers requests, from any thread."""

    def __init__(self, planner: Planner, taste: Taste) -> None:
        """Take the planner, whose first plan is made."""
        self._planner, self._taste = planner, taste
        self._renderings = Renderings()
        self._making = threading.Lock()
        self._counter = 0
        self._wakes: dict[object, Callable[[], None]] = {}
        self._moved: dict[str, str] = {}
        self._assets = {f"{_OWN}{name}": (files(__package__) / "assets" / name).read_bytes() for name in _ASSETS}
        self._faults = _excerpts(planner.state, planner.state.errors)

    @property
    def counter(self) -> int:
        """How often something has changed."""
        return self._counter

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Ask to be called after each change."""
        key = object()
        self._wakes[key] = wake

        def leave() -> None:
            self._wakes.pop(key, None)

        return leave

    def renew(self, paths: Collection[str]) -> bool:
        """Take in that files may have changed, or that time has passed; whoever asks meanwhile gets the new page."""
        with self._making:
            old = self._planner.state
            if not self._planner.renew(paths):
                return False
            new = self._planner.state
            self._moved |= _moves(old.plan, new.plan)
            self._faults = _excerpts(new, new.errors)
            self._counter += 1
        for wake in tuple(self._wakes.values()):
            wake()
        return True

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """What lies at a decoded path."""
        state = self._planner.state
        if path in self._assets:
            return Answer(self._assets[path], media_type(path))
        if path.startswith(_OWN):
            return self._own(state, path, query)
        if state.plan is None:
            return self._nothing("There is no page to show yet", self._faults)
        base = state.plan.facts.base
        if path.startswith(f"{base.prefix}/"):
            return self._of_site(state.plan, path.removeprefix(base.prefix))
        if path in ("/", base.prefix):
            return _led(base.href("/"))
        return self._nothing(f"The site lives below {base.href('/')}", self._faults)

    def _of_site(self, plan: Plan, url: str) -> Answer:
        route = plan.table.route(url.removesuffix("index.html") if url.endswith("/index.html") else url)
        if route is not None:
            return self._said(plan, route, 200)
        if url.startswith(search.FOLDER) and (found := self._index().get(url)):
            return Answer(found.path.read_bytes(), media_type(url))
        there = f"{url}/" if plan.table.route(f"{url}/") else self._followed(plan, url)
        if there:
            return _led(plan.facts.base.href(there))
        missing = plan.table.route("/404.html")
        return self._said(plan, missing, 404) if missing else self._nothing("Nothing lies here", self._faults)

    def _index(self) -> Mapping[str, search.IndexFile]:
        """The search index, made when somebody searches."""
        state = self._planner.state
        if state.plan is None or state.config is None:
            return {}
        with self._making:
            return build.index_files(state.config, state.plan.facts.library, state.plan.contents)

    def _followed(self, plan: Plan, url: str) -> str:
        """Where the entry is now that was at an address; "" when it is gone, however it went to and fro."""
        seen = {url}
        while (url := self._moved.get(url, "")) and url not in seen:
            if plan.table.route(url):
                return url
            seen.add(url)
        return ""

    def _said(self, plan: Plan, route: Route, status: int) -> Answer:
        kept = self._renderings.kept(plan, route)
        made = Made(kept) if kept is not None else self._made(route)
        faults = self._faults
        if made.problems:
            faults = (*_excerpts(self._planner.state, made.problems), *faults)
        if made.content is None:
            return self._nothing("This page cannot be made yet", faults)
        if isinstance(made.content, Path) and not _lies_within(made.content, self._planner.state.site):
            return self._nothing("This file is a link that leads out of the site", faults)
        if route.renderer != "page" or not isinstance(made.content, bytes):
            return Answer(made.content, media_type(route.url), status)
        return Answer(dress(made.content, self._dressing(plan, route, faults)), _HTML, status)

    def _made(self, route: Route) -> Made:
        """Make a route of the newest plan; while that is being made, this waits."""
        with self._making:
            plan = self._planner.state.plan
            now = plan and plan.table.route(route.url)
            return self._renderings.make(plan, now) if plan and now else Made(None)

    def _dressing(self, plan: Plan, route: Route, faults: tuple[Excerpt, ...]) -> Dressing:
        form = plan.facts.signup
        action = form.action if isinstance(form, SignupForm) else ""
        label = _label(plan, route.subject) if isinstance(route.subject, Page) else ""
        return Dressing(faults, action, self._taste.follow, self._taste.editor, label)

    def _own(self, state: State, path: str, query: Mapping[str, str]) -> Answer:
        found = desk.answer(state, path, query, self._taste.editor, self._bytes)
        return found or self._nothing("Nothing lies here", self._faults)

    def _bytes(self, route: Route) -> bytes:
        """The bytes of a page, as a build makes them.

        Raises:
            ContentError: They cannot be made.
        """
        made = self._made(route)
        if not isinstance(made.content, bytes):
            raise ContentError(*made.problems)
        return made.content

    def _nothing(self, title: str, faults: tuple[Excerpt, ...]) -> Answer:
        return Answer(page(title, Dressing(faults, editor=self._taste.editor)), _HTML, 404, _POLICY)


def _lies_within(file: Path, site: Path) -> bool:
    """Whether a file is in the site still: since it was planned, a link may have taken its place."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(site))


def _led(href: str) -> Answer:
    return Answer(b"", _HTML, 301, location=href)


def _excerpts(state: State, problems: Collection[Problem]) -> tuple[Excerpt, ...]:
    shown = [excerpt(state.site, problem) for problem in [*problems][:_MOST_ERRORS]]
    if len(problems) > len(shown):
        text = f"there are {len(problems) - len(shown)} more"
        shown.append(excerpt(state.site, Problem(text, "All of them: voicebuilder build")))
    return tuple(shown)


def _label(plan: Plan, page: Page) -> str:
    """What the badge says of a page about an entry that a build would leave out."""
    entry = plan.facts.entries.get(page.entry.path) if page.entry else None
    if entry is None or entry.status not in _BADGED:
        return ""
    if entry.status is Status.SCHEDULED and entry.date is not None:
        return f"Scheduled for {long_date(entry.date)}, {entry.date:%H:%M}"
    return "Draft"


def _moves(old: Plan | None, new: Plan | None) -> dict[str, str]:
    """Where entries went whose address has changed: somebody may be looking at the old one."""
    if old is None or new is None or old.table is new.table:
        return {}
    before = old.facts.entries
    pairs = ((before[path].url, entry.url) for path, entry in new.facts.entries.items() if path in before)
    return {was: is_now for was, is_now in pairs if was != is_now}
