"""The pages that all themes share, whatever is in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import jinja2
import mf2py
import pytest
from markupsafe import Markup

from voicebuilder.model.signup import SignupForm, SignupLink
from voicebuilder.render.filters import FILTERS
from voicebuilder.render.media_views import PictureView
from voicebuilder.render.parts import TextPart
from voicebuilder.render.views import (
    AuthorView,
    EntryView,
    FeedView,
    LinkView,
    PagerView,
    PageView,
    SiteView,
    TermView,
    YearView,
)
from voicebuilder.theme.find import BUILT_IN, find
from voicebuilder.theme.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

THEME = BUILT_IN / "base"
LETTER = find("letter", BUILT_IN)
WORDS = Words(LETTER.layers)
TEMPLATES = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html"))
NASTY = "\"'><script>alert(1)</script>&amp;"
ORIGIN = "https://example.org"

# --- the templates, with views of every kind -------------------------------------------------------------------------


def _site(**changes: Any) -> SiteView:
    values: dict[str, Any] = {
        "title": "Harbour notes",
        "description": "Essays from the edge of the land.",
        "url": f"{ORIGIN}/blog/",
        "home": "/blog/",
        "language": "en",
        "direction": "ltr",
        "author": AuthorView(
            "Marian Oakes",
            "m@example.org",
            "/blog/",
            "/blog/me.png",
            "Chart maker.",
            ("https://social.example/@marian",),
            None,
        ),
        "feeds": (FeedView("Harbour notes", "RSS", "/blog/feed.xml", "application/rss+xml"),),
        "sections": (LinkView("Posts", "/blog/posts/"),),
        "signup": SignupForm(
            "Somebody",
            "https://list.example/in",
            hidden=(("embed", "1"),),
            source_field="src",
            honeypot="hp",
            attributes=(("accept-charset", "utf-8"),),
            new_tab=True,
            privacy="/blog/privacy/",
            consent="Once a month.",
        ),
        "subscribe": "/blog/subscribe/",
        "archive": "/blog/archive/",
        "search": "/blog/search/",
        "tags": "/blog/tags/",
        "icon": "/blog/favicon.svg",
        "options": MappingProxyType(dict(LETTER.options)),
        "generator": "voicebuilder 0.1.0",
    }
    return SiteView(**values | changes)


def _page(site: SiteView, **changes: Any) -> PageView:
    values: dict[str, Any] = {
        "title": "",
        "url": "/blog/",
        "canonical": f"{ORIGIN}/blog/",
        "description": site.description,
        "image": "",
        "image_alt": "",
        "language": site.language,
        "direction": site.direction,
        "is_home": True,
        "is_article": False,
        "is_indexed": True,
        "feeds": site.feeds,
        "navigation": (),
        "json_ld": "",
    }
    return PageView(**values | changes)


def _entry(**changes: Any) -> EntryView:
    values: dict[str, Any] = {
        "kind": "post",
        "label": "Post",
        "title": "The walk",
        "name": "The walk",
        "url": "/blog/posts/walk/",
        "permalink": f"{ORIGIN}/blog/posts/walk/",
        "id": "1",
        "date": datetime(2026, 6, 14, 15, 30, tzinfo=UTC),
        "has_time": True,
        "updated": datetime(2026, 6, 20, tzinfo=UTC),
        "tags": (TermView("maps", "/blog/tags/maps/", lambda: 3),),
        "body": Markup("<p>Eleven coasts.</p><p>And a map.</p>"),
        "excerpt": Markup("<p>Eleven coasts.</p>"),
        "has_more": True,
        "summary": "Along a line that moves.",
        "headings": (),
        "words": 1500,
        "minutes": 6,
        "author": "Marian Oakes",
        "language": "en",
        "direction": "ltr",
        "image": "/blog/map.png",
        "image_alt": "A map",
        "picture": PictureView("/blog/map.png", 900, 600, alt="A map"),
        "photos": (),
        "audio": (),
        "video": (),
        "link": "",
        "in_reply_to": (),
        "like_of": (),
        "repost_of": (),
        "bookmark_of": (),
        "rsvp": "",
        "series": "Edges",
        "syndication": ("https://social.example/@marian/1",),
        "status": "published",
        "extra": MappingProxyType({}),
    }
    values |= changes
    text = TextPart(**{name: values.pop(name) for name in ("body", "excerpt", "headings", "words", "minutes")})
    return EntryView(**values, _text=lambda: text)


def _note(**changes: Any) -> EntryView:
    text = Markup("<p>Fog until eleven.</p>")
    values: dict[str, Any] = {
        "kind": "note",
        "label": "Note",
        "title": None,
        "name": "Fog until eleven.",
        "url": "/blog/notes/fog/",
        "permalink": f"{ORIGIN}/blog/notes/fog/",
        "id": "2",
        "body": text,
        "excerpt": text,
        "has_more": False,
        "summary": "Fog until eleven.",
        "updated": None,
        "image": "",
        "picture": None,
        "series": "",
        "syndication": (),
    }
    return _entry(**values | changes)


NASTY_ENTRY = _entry(
    id="3",
    title=NASTY,
    name=NASTY,
    summary=NASTY,
    author=NASTY,
    image_alt=NASTY,
    picture=PictureView("/blog/map.png", alt=NASTY),
    series=NASTY,
    tags=(TermView(NASTY, "/t/", lambda: 1),),
    status="draft",
)
ARABIC = _entry(
    id="4",
    title="رسالة",
    name="رسالة",
    language="ar",
    direction="rtl",
    date=None,
    updated=None,
    image="",
    picture=None,
)
BARE_NOTE = _note(id="5", date=None, tags=(), author="", status="scheduled")
ENTRIES = (_note(), _entry(), NASTY_ENTRY, ARABIC, BARE_NOTE)
BARE_SITE = _site(
    title=NASTY,
    description="",
    author=AuthorView("", "", "/blog/", "", "", (), None),
    feeds=(),
    sections=(),
    signup=None,
    tags="",
    options=MappingProxyType(
        LETTER.options
        | {"scheme": "dark", "favicon": "/icon.svg", "footer": NASTY, "hero": NASTY, "avatar": True, "pictures": True}
        | {"share": ("email", "mastodon", "bluesky", "linkedin", "reddit", "hackernews"), "lengths": True},
    ),
)


def _render(template: str, site: SiteView, **values: Any) -> str:
    """One page, under the rules by which voicebuilder renders."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        asset=lambda name: f"/blog/assets/{name}",
        link=lambda path: f"/blog{path}",
        style=lambda: Markup('<link rel="stylesheet" href="/blog/assets/style.css">'),
        word=lambda key, language="", **values: WORDS.say(key, language or site.language, **values),
    )
    bare = {"part": None, "related": (), "mentions": (), "on_this_day": ()}
    return environment.get_template(template).render({"site": site, "page": _page(site), **bare, **values})


def _pages(site: SiteView) -> Iterator[tuple[str, str]]:
    """Every page of a site, by a name for messages."""
    neighbour = LinkView("The bolt", "/blog/posts/bolt/")
    front = PagerView(ENTRIES, 3, is_front=True, older="/blog/page/2/", newer="")
    second = PagerView(ENTRIES, 2, is_front=False, older="/blog/page/1/", newer="/blog/")
    for entry in ENTRIES:
        page = _page(site, title=entry.name, url=entry.url, is_article=True, json_ld=Markup("{}"), is_home=False)
        yield entry.id, _render("entry.html", site, page=page, entry=entry, newer=neighbour, older=None)
    about = _entry(
        kind="page", title="About", name="About", date=None, updated=None, tags=(), series="", syndication=()
    )
    page = _page(site, title="About", is_home=False, is_indexed=False)
    yield "about", _render("entry.html", site, page=page, entry=about, newer=None, older=None)
    for name, pager in (("front", front), ("second", second), ("empty", PagerView((), 1, True, "", ""))):
        yield f"home, {name}", _render("home.html", site, pager=pager)
        yield f"listing, {name}", _render("listing.html", site, pager=pager, section=LinkView("Posts", "/blog/posts/"))
    terms = (TermView("maps", "/blog/tags/maps/", lambda: 3), TermView(NASTY, "/blog/tags/x/", lambda: 1))
    yield "tags", _render("tags.html", site, terms=terms)
    yield "tag", _render("tag.html", site, term=terms[1], entries=ENTRIES)
    years = (YearView(2026, "/blog/archive/2026/", 1234), YearView(2025, "/blog/archive/2025/", 1))
    yield "archive", _render("archive.html", site, years=years)
    yield "empty archive", _render("archive.html", site, years=())
    dated = tuple(entry for entry in ENTRIES if entry.date)
    yield "year", _render("year.html", site, year=years[0], entries=dated)
    yield (
        "subscribe",
        _render(
            "subscribe.html", site, channels=(site.feeds,) if site.feeds else (), latest=ENTRIES[:3], pace="Weekly."
        ),
    )
    yield "thanks", _render("thanks.html", site)
    yield "404", _render("404.html", site)


SITES = {
    "full": _site(),
    "bare": BARE_SITE,
    "link": _site(signup=SignupLink("Somebody", "https://list.example/", "/privacy/", NASTY)),
    "rtl": _site(language="ar", direction="rtl"),
}


@pytest.fixture(params=sorted(SITES), scope="module")
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(_pages(SITES[request.param]))


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_brings_a_script(template: str) -> None:
    text = (THEME / template).read_text("utf-8").replace('<script type="application/ld+json">', "")
    if template == "search.html":
        # The one page that cannot do without: a file of ours, nothing inline.
        assert re.findall(r"<script\b[^>]*>", text) == ['<script type="module" src="{{ asset("search.js") }}">']
    else:
        assert "<script" not in text
    assert "javascript:" not in text
    assert re.findall(r"\son\w+=", text) == []
    assert "|safe" not in text.replace(" ", "")


def test_every_text_is_escaped(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        assert "<script>alert" not in html, name
        assert "alert(1)</script>" not in html, name


def test_one_h1_a_page_and_no_empty_link(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        assert len(re.findall(r"<h1[ >]", html)) == 1, name
        # A picture's link repeats its headline's, and is hidden from those who would hear both.
        links = re.findall(r'<a\s(?![^>]*aria-hidden="true")[^>]*>(.*?)</a>', html, flags=re.DOTALL)
        assert links, name
        assert all(re.sub(r"<[^>]*>", "", text).strip() for text in links), name


def test_landmarks_and_skip_link(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        assert html.index('<a class="skip" href="#main">') < html.index('<header class="masthead">'), name
        assert html.count('<main id="main">') == 1, name
        assert html.count('<footer class="colophon">') == 1, name


def test_no_style_but_the_sheet(pages: dict[str, str]) -> None:
    """A Content-Security-Policy knows the sheet's hash, and no attribute's."""
    assert [name for name, html in pages.items() if " style=" in html] == []


def test_form_posts_without_scripts() -> None:
    html = _render(
        "subscribe.html", _site(), page=_page(_site(), url="/blog/subscribe/"), channels=(), latest=(), pace=""
    )
    assert '<form method="post" action="https://list.example/in" target="_blank" rel="noopener" accept-charset=' in html
    assert '<label for="signup-email">Your email</label>' in html
    assert '<input id="signup-email" type="email" name="email" autocomplete="email" required>' in html
    assert '<input type="hidden" name="embed" value="1">' in html
    assert '<input type="hidden" name="src" value="/blog/subscribe/">' in html
    assert '<input type="text" name="hp" tabindex="-1" autocomplete="off">' in html
    assert '<a href="/blog/privacy/">' in html


def test_feed_addresses_are_whole() -> None:
    site = _site()
    html = _render("subscribe.html", site, channels=(site.feeds,), latest=(), pace="")
    assert f"{ORIGIN}/blog/feed.xml</bdi>" in html


def test_redirect_leads_on() -> None:
    html = _render("redirect.html", _site(), to="/blog/posts/a%20b/", canonical=f"{ORIGIN}/blog/posts/a%20b/")
    assert '<meta http-equiv="refresh" content="0; url=/blog/posts/a%20b/">' in html
    assert f'<link rel="canonical" href="{ORIGIN}/blog/posts/a%20b/">' in html
    assert '<a href="/blog/posts/a%20b/">' in html


# --- microformats2 ---------------------------------------------------------------------------------------------------


def _items(html: str, url: str) -> dict[str, dict[str, Any]]:
    parsed = mf2py.parse(doc=html, url=url)
    return {item["type"][0]: item for item in parsed["items"]}


def test_a_post_is_an_entry_with_everything() -> None:
    entry = _entry()
    page = _page(_site(), is_home=False, is_article=True)
    html = _render("entry.html", _site(), page=page, entry=entry, newer=None, older=None)
    found = _items(html, entry.permalink)["h-entry"]["properties"]
    assert found["name"] == ["The walk"]
    assert found["url"] == found["uid"] == [entry.permalink]
    assert found["summary"] == ["Along a line that moves."]
    assert found["category"] == ["maps"]
    assert found["syndication"] == list(entry.syndication)
    assert found["published"][0].startswith("2026-06-14T15:30:00")
    assert found["updated"][0].startswith("2026-06-20T00:00:00")
    assert found["featured"][0] == {"value": f"{ORIGIN}/blog/map.png", "alt": "A map"}
    assert found["content"][0]["html"].startswith("<p>Eleven coasts.</p>")
    author = found["author"][0]["properties"]
    assert (author["name"], author["url"]) == (["Marian Oakes"], [f"{ORIGIN}/blog/"])


@pytest.mark.parametrize("entry", [_note(), BARE_NOTE], ids=["dated", "undated"])
def test_a_note_has_no_name(entry: EntryView) -> None:
    page = _page(_site(), is_home=False, is_article=True)
    html = _render("entry.html", _site(), page=page, entry=entry, newer=None, older=None)
    found = _items(html, entry.permalink)["h-entry"]["properties"]
    assert "name" not in found
    assert found["content"][0]["value"] == "Fog until eleven."
    assert found["url"] == [entry.permalink]
    assert found["author"][0]["properties"]["name"] == ["Marian Oakes"]


def test_home_is_a_feed_with_a_representative_card() -> None:
    pager = PagerView(ENTRIES, 1, is_front=True, older="", newer="")
    items = _items(_render("home.html", _site(), pager=pager), f"{ORIGIN}/blog/")
    assert items["h-feed"]["properties"]["name"] == ["Harbour notes"]
    children = items["h-feed"]["children"]
    assert len(children) == len(ENTRIES)
    assert [child["properties"].get("name") for child in children[:2]] == [["The walk"], None]
    assert all(child["properties"]["url"] and child["properties"]["author"] for child in children)
    card = items["h-card"]["properties"]
    assert card["uid"] == [f"{ORIGIN}/blog/"]
    assert card["url"] == [f"{ORIGIN}/blog/", "https://social.example/@marian"]
    assert card["name"] == ["Marian Oakes"]
    assert card["note"] == ["Chart maker."]
    assert card["photo"][0]["value"] == f"{ORIGIN}/blog/me.png"
