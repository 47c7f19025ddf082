"""A page of the preview's own: which template, and what a browser may do with it.

In: a template's name and what it shows. Out: `Answer`. Everything is escaped by the template engine; no script or style
stands in a page, and its policy would forbid one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicebuilder.preview.dressing import DESK, Dressing, dress
from voicebuilder.preview.serving.answer import Answer
from voicebuilder.preview.words import marked
from voicebuilder.render.templates import Templates, safe
from voicebuilder.theme import Layer, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.preview.state import State

STYLE = "/_preview/desk.css"
HTML = "text/html; charset=utf-8"
# Pictures may come from elsewhere: the writer's pages, which stand in frames, show them too.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: https: http:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HERE = Path(__file__).parent
_FILTERS = {"marked": lambda text: safe(marked(text))}
_NAMES = {"desk": DESK, "style": STYLE}
_TEMPLATES = Templates(Theme("preview", (Layer("", _HERE / "pages", "preview/desk/pages"),)), _NAMES, _FILTERS)


def sheet(template: str, state: State, values: Mapping[str, Any], status: int = 200) -> Answer:
    """Make a page that keeps itself fresh.

    Args:
        template: Its file in `pages/`.
        state: For what stands on top of every page.
        values: What the template sees beside that.
        status: Of HTTP.
    """
    config = state.config
    site = config.settings.title if config else state.site.absolute().name
    home = config.base.href("/") if config and state.plan else ""
    html = _render(template, {"site": site, "home": home, **values})
    return Answer(dress(html, Dressing()), HTML, status, POLICY)


def still(template: str, values: Mapping[str, Any], policy: str) -> Answer:
    """Make a page without a script."""
    return Answer(_render(template, values), HTML, 200, policy)


def missing(state: State, words: str) -> Answer:
    """Say that there is no such page, and why."""
    return sheet("missing.html", state, {"words": words}, 404)


def style() -> Answer:
    """The style of every page here."""
    return Answer(_HERE / "desk.css", "text/css; charset=utf-8")


def _render(template: str, values: Mapping[str, Any]) -> bytes:
    # A file's name need not be Unicode.
    return _TEMPLATES.render(template, values, template).encode("utf-8", errors="replace")
