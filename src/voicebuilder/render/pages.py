"""Render a page: its views, its template, its bytes.

In: `Page`s and redirects. Out: HTML as bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, Severity
from voicebuilder.render import prints, style
from voicebuilder.render.filters import FILTERS
from voicebuilder.render.templates import Html, Templates, safe
from voicebuilder.render.viewer import Viewer
from voicebuilder.theme.assets import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.memo import Recorder
    from voicebuilder.model.asset import Asset
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.page import Page
    from voicebuilder.render.facts import Facts
    from voicebuilder.theme import Theme


class PageRenderer:
    """Renders the pages of one build."""

    def __init__(
        self,
        facts: Facts,
        theme: Theme,
        assets: Mapping[str, Asset],
        recorder: Recorder,
        templates: Templates | None = None,
    ) -> None:
        """Make the theme's templates ready, if they are not."""
        self._made_of = (theme, assets, recorder)
        self._facts = facts
        self._assets = assets
        self._recorder = recorder
        self._sheet: Html | None = None
        self._viewer = Viewer(facts, theme.options, recorder)
        names = {"asset": self._asset, "link": facts.base.href, "style": self._style, "word": self._word}
        self._templates = templates or Templates(theme, names, FILTERS)

    def showing(self, facts: Facts) -> PageRenderer:
        """The same templates, to show other facts of the same site."""
        return PageRenderer(facts, *self._made_of, self._templates)

    def __reduce__(self) -> tuple[type[PageRenderer], tuple[object, ...]]:
        # Compiled templates cannot travel to another process; there it is made again.
        return PageRenderer, (self._facts, *self._made_of)

    def unknown_templates(self, entries: Iterable[Entry]) -> Iterator[Problem]:
        """A warning for each entry whose `template:` the theme does not have."""
        for entry in entries:
            name = entry.front_matter.template
            if name and not self._templates.has(name):
                yield Problem(
                    f"the theme has no template `{name}`, so the one for a {entry.kind.name} is used",
                    "Correct the name, or add the file to theme/.",
                    path=entry.path,
                    line=entry.front_matter.line("template"),
                    severity=Severity.WARNING,
                )

    def page(self, page: Page) -> bytes:
        """The HTML of a page.

        Raises:
            ContentError: A template is wrong; says where.
        """
        name = self._templates.first(page.templates)
        return self._templates.render(name, self._viewer.values(page), page.url).encode()

    def redirect(self, to: str) -> bytes:
        """A page that leads on to another site path at once, for browsers and search engines."""
        base = self._facts.base
        self._recorder.note(prints.SITE)
        values = {"site": self._viewer.site, "to": base.href(to), "canonical": base.absolute(to)}
        return self._templates.render("redirect.html", values, to).encode()

    def _word(self, key: str, language: str = "", **values: object) -> str:
        return self._facts.words.say(key, language or self._facts.settings.language, **values)

    def _style(self) -> Html:
        """The theme's style sheet, in the page while it is small, else as a file."""
        if self._sheet is None:
            asset = self._assets.get(STYLE)
            if asset is None:
                raise LookupError(f"the theme has no asset `{STYLE}`")
            is_inline = style.is_inline(asset, self._made_of[0].options.get("css", ""))
            link = f'<link rel="stylesheet" href="{self._facts.base.href(asset.url)}">'
            self._sheet = safe(f"<style>{style.text(asset)}</style>" if is_inline else link)
        return self._sheet

    def _asset(self, name: str) -> str:
        asset = self._assets.get(name)
        if asset is None:
            # For the template engine, which adds the template's line.
            raise LookupError(f"the theme has no asset `{name}`")
        return self._facts.base.href(asset.url)
