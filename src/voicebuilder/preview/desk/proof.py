"""One entry in all the forms in which others will meet it: page, feed item, social card, words to share.

In: the preview's state, an entry's source path. Out: `Answer`s: the page that shows them side by side, and the feed
item alone, for a frame in which nothing of it can run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from voicebuilder.errors import VoicebuilderError
from voicebuilder.feeds import routes
from voicebuilder.feeds.rss import RSS
from voicebuilder.memo import Recorder, fingerprint
from voicebuilder.model.route import Route
from voicebuilder.preview.desk.card import Card
from voicebuilder.preview.desk.share import Share, paragraphs
from voicebuilder.preview.desk.sheet import missing, sheet, still
from voicebuilder.preview.desk.sources import faults, to_source
from voicebuilder.preview.desk.when import ahead, counted, moment_in
from voicebuilder.render import prints
from voicebuilder.render.viewer import Viewer
from voicebuilder.renewal import origin
from voicebuilder.text.languages import long_date
from voicebuilder.text.urls import decode_path, split_suffix

if TYPE_CHECKING:
    from voicebuilder.build import Plan
    from voicebuilder.config import Config
    from voicebuilder.model.entry import Entry
    from voicebuilder.preview.serving.answer import Answer
    from voicebuilder.preview.state import State
    from voicebuilder.render.views import EntryView

Render: TypeAlias = Callable[[Route], bytes]

ITEM = "/_preview/item"
# A feed reader runs nothing of an item, nor does this; its links open in a tab, as they do there.
_ITEM_POLICY = (
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'self'; "
    "img-src 'self' data: https: http:; media-src 'self' https: http:; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'self'"
)


def entry(state: State, path: str, editor: str, render: Render) -> Answer:
    """Show an entry; 404 with words when there is none at this source path."""
    found = _found(state, path)
    if found is None or state.plan is None or state.config is None:
        return missing(state, _why_missing(state, path))
    plan, config = state.plan, state.config
    view = _view(plan, found)
    route = plan.table.route(found.url)
    own = [problem for problem in (*state.errors, *state.warnings) if problem.path == found.path]
    values = {
        "entry": view,
        "path": found.path,
        "source": to_source(state, found.path, editor),
        "dates": _dates(state, config, found),
        "length": f"{counted(view.words, 'word')}, {counted(view.minutes, 'minute')} to read",
        "faults": faults(state, own, editor),
        **_feed(plan, found),
        **_card(plan, found, _made(route, render)),
        "share": Share.of(view.title or paragraphs(view.body), view.permalink),
        "host": plan.facts.base.host(),
    }
    return sheet("entry.html", state, values)


def item(state: State, path: str) -> Answer:
    """Show an entry as a feed reader does."""
    found = _found(state, path)
    if found is None or state.plan is None or _outside(state.plan, found):
        return missing(state, _why_missing(state, path) if found is None else "This entry is in no feed.")
    view = _view(state.plan, found)
    values = {"entry": view, "date": view.date and long_date(view.date), "site": state.plan.facts.settings.title}
    return still("item.html", values, _ITEM_POLICY)


def _found(state: State, path: str) -> Entry | None:
    return state.plan.facts.entries.get(path) if state.plan else None


def _why_missing(state: State, path: str) -> str:
    status = state.plan.facts.library.withheld.get(path) if state.plan else None
    if status is not None:
        return f"{path} is {status.value}, so it has no page in this preview."
    if not path:
        return "The address names no entry."
    name = path if len(path) <= 200 else f"{path[:199]}…"
    return f"There is no entry at {name}. It may have another name by now."


def _view(plan: Plan, entry: Entry) -> EntryView:
    return Viewer(plan.facts, plan.look.options, Recorder()).entry(entry)


def _made(route: Route | None, render: Render) -> bytes | str:
    """The entry's page; or why there is none, in words."""
    if route is None or route.renderer != "page":
        return "Another file has taken this entry's address."
    try:
        return render(route)
    except VoicebuilderError as error:
        return str(error)


def _dates(state: State, config: Config, entry: Entry) -> list[tuple[str, str, str]]:
    """What there is to say of its dates, as (word, time in words, ISO 8601)."""
    found = []
    if entry.date is not None and entry.date > state.at:
        when = f"{moment_in(config.zone, entry.date)} ({config.zone.key}), {ahead(entry.date, state.at, config.zone)}"
        found.append(("Due", when, entry.date.isoformat()))
    elif entry.date is not None:
        found.append(("", long_date(entry.date), entry.date.isoformat()))
    if entry.updated is not None and entry.updated != entry.date:
        found.append(("Updated", long_date(entry.updated), entry.updated.isoformat()))
    return found


# ---- The feed item


def _outside(plan: Plan, entry: Entry) -> str:
    """Why an entry is in no feed; "" when it is in one."""
    if not entry.kind.dated:
        return f"A {entry.kind.name} stands alone and is in no feed."
    if entry.front_matter.unlisted:
        return "It is unlisted, so it is in no feed."
    if entry.date is None:
        return "It has no date, so it is in no feed. Add a date: line to its front matter."
    if not _feeds(plan, entry):
        newest = counted(plan.facts.settings.feeds.items, "entry").replace("entrys", "entries")
        return f"It is older than the newest {newest} that a feed carries."
    return ""


def _feeds(plan: Plan, entry: Entry) -> list[str]:
    """The titles of the feeds that carry it."""
    folders = ["/", f"/{entry.kind.folder}/", *(f"/tags/{slug}/" for slug in entry.tags)]
    found = (plan.table.route(folder + RSS.filename) for folder in folders)
    channels = [route.subject for route in found if route is not None and route.renderer == RSS.name]
    return [channel.title for channel in channels if any(one.path == entry.path for one in channel.entries)]


def _feed(plan: Plan, entry: Entry) -> dict[str, Any]:
    why_not = _outside(plan, entry)
    if why_not:
        return {"why_not": why_not, "feeds": [], "item": "", "rss": ""}
    # A frame is loaded anew when its address is another.
    mark = fingerprint(*(plan.prints.get(fact, b"") for fact in (prints.card(entry), prints.text(entry))))
    address = f"{ITEM}?path={quote(entry.path, errors='replace')}&v={mark.hex()[:12]}"
    return {"why_not": "", "feeds": _feeds(plan, entry), "item": address, "rss": _rss(plan, entry)}


def _rss(plan: Plan, entry: Entry) -> str:
    """The item as it stands in the file."""
    facts = plan.facts
    write = routes.ChannelWriter(origin(facts), facts.entries, facts.library.terms, facts.contents, facts.text)
    text = RSS.serialize(write(routes.SiteChannel("/", facts.settings.title, (entry,)))).decode()
    return text[text.index("<item>") : text.rindex("</item>") + len("</item>")]


# ---- The card


def _card(plan: Plan, entry: Entry, html: bytes | str) -> dict[str, Any]:
    if isinstance(html, str):
        return {"card": None, "picture": "", "advice": [html]}
    card = Card.of(html)
    picture, is_there = _picture(plan, card.image)
    return {"card": card, "picture": picture if is_there else "", "advice": _advice(entry, card, is_there)}


def _picture(plan: Plan, address: str) -> tuple[str, bool]:
    """The address at which the preview has the picture, and whether there is one."""
    base = plan.facts.base
    here = base.absolute("/")
    if not address.startswith(here):
        return address, address.startswith(("https://", "http://"))
    path = address.removeprefix(base.origin)
    place = decode_path(split_suffix(path)[0]).removeprefix(base.prefix)
    return path, plan.table.route(place) is not None


def _advice(entry: Entry, card: Card, has_picture: bool) -> list[str]:
    """What the card lacks, and what to type."""
    found = []
    if not card.title:
        found.append("No title: the theme's head names none.")
    if not card.image:
        found.append("No picture: add an image: line to the front matter.")
    elif not has_picture:
        found.append(f"The picture's address leads to nothing: {card.image}")
    elif not card.image_alt:
        found.append("The picture has no words for those who cannot see it: add an image_alt: line.")
    if not card.description:
        found.append("No description: add a description: line.")
    elif entry.front_matter.description is None:
        found.append("The description is the beginning of the text: add a description: line to choose your own.")
    if card.shown != card.description:
        found.append(f"The description has {counted(len(card.description), 'character')}: networks cut it here.")
    return found
