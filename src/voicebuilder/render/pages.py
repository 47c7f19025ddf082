"""Render a page: its views, its template, its bytes.

In: `Page`s and redirects. Out: HTML as bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.render.filters import FILTERS
from voicebuilder.render.templates import Templates
from voicebuilder.render.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.page import Page
    from voicebuilder.render.facts import Facts
    from voicebuilder.theme import Asset, Theme


class PageRenderer:
    """Renders the pages of one build."""

    def __init__(self, facts: Facts, theme: Theme, assets: Mapping[str, Asset]) -> None:
        """Make the theme's templates ready."""
        self._facts = facts
        self._assets = assets
        self._viewer = Viewer(facts, theme.options)
        names = {"asset": self._asset, "link": facts.base.href}
        self._templates = Templates(theme, names, FILTERS)

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
        values = {"site": self._viewer.site, "to": base.href(to), "canonical": base.absolute(to)}
        return self._templates.render("redirect.html", values, to).encode()

    def _asset(self, name: str) -> str:
        asset = self._assets.get(name)
        if asset is None:
            raise ContentError(Problem(f"the theme has no asset `{name}`", "Correct the name, or add the file."))
        return self._facts.base.href(asset.url)
