"""Routes of series: all of them on one page, and a page for each.

In: the series. Out: routes rendered by `page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import Page
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import Route
from voicebuilder.routes.listings import last_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.model.relations import Series


def series(found: tuple[Series, ...]) -> Iterator[Route]:
    """Nothing when no entry is part of one."""
    if not found:
        return
    page = Page("/series/", ("all-series.html",), Phrase("all_series"), values={"all_series": found})
    yield Route(page.url, "page", page, "the list of series", in_sitemap=True)
    for one in found:
        values = {"series": one, "entries": one.entries}
        page = Page(one.url, ("series.html",), one.name, values=values)
        asker = f"the series `{one.name}`"
        yield Route(page.url, "page", page, asker, modified=last_change(one.entries), in_sitemap=True)
