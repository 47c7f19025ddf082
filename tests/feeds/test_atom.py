"""Atom 1.0: the rules of RFC 4287."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from voicebuilder.feeds.atom import ATOM
from voicebuilder.feeds.channel import Person

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel

A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
REQUIRED = ("id", "title", "updated")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)\Z")


def feed_of(channel: Channel) -> Any:
    return etree.fromstring(ATOM.serialize(channel))


def faults(data: bytes) -> list[str]:
    """What RFC 4287 forbids, by section."""
    feed = etree.fromstring(data)
    entries = feed.findall(A + "entry")
    nodes = [feed, *entries]
    ids = [node.findtext(A + "id") for node in nodes]
    dates = [element.text for element in feed.iter(A + "updated", A + "published")]
    alternates = [[link for link in node.findall(A + "link") if link.get("rel") == "alternate"] for node in nodes]
    checks = {
        "2: all in the namespace": feed.tag == A + "feed" and all(element.tag.startswith(A) for element in feed.iter()),
        "4.1.1: required, once": all(len(node.findall(A + name)) == 1 for node in nodes for name in REQUIRED),
        "4.1.1: an author": feed.find(A + "author") is not None,
        "4.1.1: not empty": all(node.findtext(A + name) for node in nodes for name in REQUIRED),
        "4.1.2: one content, summary, published": all(
            len(entry.findall(A + name)) <= 1 for entry in entries for name in ("content", "summary", "published")
        ),
        "4.1.2: one alternate": all(len(links) == 1 for links in alternates),
        "3.2: persons have a name": all(author.findtext(A + "name") for author in feed.iter(A + "author")),
        "3.3: dates": all(DATE.match(date or "") for date in dates),
        "4.2.6: ids are IRIs, once each": len(set(ids)) == len(ids) and all(":" in (id_ or "") for id_ in ids),
        "4.2.7: links": all(link.get("href") and link.get("rel") for link in feed.iter(A + "link")),
        "4.2.7.2: self": [link.get("href") for link in feed.findall(A + "link[@rel='self']")] != [],
        "4.1.3: content type": all(content.get("type") == "html" for content in feed.iter(A + "content")),
        "4.1.3.3: html is escaped": all(len(content) == 0 for content in feed.iter(A + "content")),
        "4.2.2: category term": all(category.get("term") for category in feed.iter(A + "category")),
    }  # fmt: skip
    return [name for name, passed in checks.items() if not passed]


def test_the_rules_of_the_rfc_hold(make) -> None:
    assert faults(ATOM.serialize(make.channel())) == []
    assert faults(ATOM.serialize(make.empty(description="", icon="", language="", author=Person()))) == []


def test_entry_links_keep_what_they_are(make) -> None:
    links = [dict(link.attrib) for link in feed_of(make.channel(make.episode)).find(A + "entry").findall(A + "link")]
    assert links == [
        {"href": "https://me.example/audio/one/", "rel": "alternate", "type": "text/html"},
        {"href": "https://me.example/one.mp3", "rel": "enclosure", "type": "audio/mpeg", "length": "1234"},
        {"href": "https://me.example/one.ogg", "rel": "enclosure", "type": "audio/ogg"},
    ]


def test_content_is_html_whatever_it_holds(make) -> None:
    content = feed_of(make.channel(make.post)).find(f"{A}entry/{A}content")
    assert (content.get("type"), content.text) == ("html", make.post.html)
    assert feed_of(make.channel(make.post)).findtext(f"{A}entry/{A}summary") == make.post.summary


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"summary": "Just\n a  line"}, "Just a line"),
        ({"summary": "word " * 20}, "word word word word word word word word word word word word…"),
        ({"summary": "漢" * 80}, "漢" * 59 + "…"),
        ({"summary": "", "html": "<p>From the <b>text</b> &amp; all</p>"}, "From the text & all"),
        ({"summary": " ", "html": '<p><img src="https://me.example/a.jpg"></p>'}, "2026-11-20"),
    ],
)
def test_a_note_is_given_a_title(make, changes: dict[str, str], title: str) -> None:
    channel = make.channel(make.item(title=None, **changes))
    assert feed_of(channel).findtext(f"{A}entry/{A}title") == title
    assert len(title) <= 60
    assert faults(ATOM.serialize(channel)) == []


def test_both_dates_are_there(make) -> None:
    entry = feed_of(make.channel(make.post)).find(A + "entry")
    assert entry.findtext(A + "published") == "2026-11-20T09:30:00+01:00"
    assert entry.findtext(A + "updated") == "2026-11-23T08:00:00+00:00"


def test_an_entry_names_its_language_only_where_it_differs(make) -> None:
    english = feed_of(make.channel(make.note, make.post))
    assert english.get(LANG) == "en"
    assert [entry.get(LANG) for entry in english.findall(A + "entry")] == ["he", None]
    assert feed_of(make.channel(make.post, language="he")).find(A + "entry").get(LANG) == "en"


def test_the_author_of_the_feed_stands_in(make) -> None:
    feed = feed_of(make.channel(make.picture))
    assert [child.text for child in feed.find(A + "author")] == [
        "Ana Müller", "ana@me.example", "https://me.example/about/"
    ]  # fmt: skip
    assert feed.find(f"{A}entry/{A}author") is None
    nameless = feed_of(make.channel(make.picture, author=Person()))
    assert nameless.findtext(f"{A}author/{A}name") == "Ana's <house> & garden"


def test_icon_and_categories(make) -> None:
    feed = feed_of(make.channel(make.post))
    assert feed.findtext(A + "icon") == "https://me.example/icon.png"
    assert [category.get("term") for category in feed.iter(A + "category")] == ["R&D", "日本"]
