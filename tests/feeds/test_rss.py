"""RSS 2.0: the specification's rules, and how readers take it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from voicebuilder.feeds.rss import RSS

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
REQUIRED = ("title", "link", "description")
# RFC 822, with the year in four digits.
DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
                  r" \d\d:\d\d:\d\d [+-]\d{4}\Z")  # fmt: skip


def channel_of(channel: Channel) -> Any:
    return etree.fromstring(RSS.serialize(channel)).find("channel")


def faults(data: bytes) -> list[str]:
    """What the specification forbids."""
    root = etree.fromstring(data)
    (channel,) = root
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    dates = [element.text for element in channel.iter("pubDate", "lastBuildDate")]
    checks = {
        "root": root.tag == "rss" and root.get("version") == "2.0",
        "channel": all(len(channel.findall(name)) == 1 and channel.findtext(name) for name in REQUIRED),
        "title or description": all(item.findtext("title") or item.findtext("description") for item in items),
        "empty elements": all(element.text or element.attrib or len(element) for element in channel.iter()),
        "guid": len(set(guids)) == len(guids) and None not in guids,
        "dates": len(dates) == len(items) + 1 and all(DATE.match(date or "") for date in dates),
        "one of each": all(
            len(item.findall(name)) <= 1
            for item in items
            for name in ("title", "link", "description", "guid", "pubDate", "enclosure", CONTENT, CREATOR)
        ),
        "author is an address": channel.find(".//author") is None,
        "enclosure": all(
            set(enclosure.attrib) == {"url", "length", "type"} and enclosure.get("length").isdigit()
            for enclosure in channel.iter("enclosure")
        ),
    }  # fmt: skip
    return [name for name, passed in checks.items() if not passed]


def test_the_rules_of_the_specification_hold(make) -> None:
    assert faults(RSS.serialize(make.channel())) == []
    assert faults(RSS.serialize(make.empty(description="", author=make.channel().author))) == []


def test_the_channel_links_to_its_home_and_to_itself(make) -> None:
    channel = channel_of(make.channel(home="https://me.example/tags/x/", folder="https://me.example/tags/x/"))
    assert [link.text for link in channel.findall("link")] == ["https://me.example/tags/x/"]
    links = [(link.get("rel"), link.get("href"), link.get("type")) for link in channel.findall(ATOM + "link")]
    assert links == [
        ("self", "https://me.example/tags/x/feed.xml", "application/rss+xml"),
        ("hub", "https://hub.example/", None),
    ]


def test_the_channel_says_who_and_in_what_language(make) -> None:
    channel = channel_of(make.channel())
    assert channel.findtext("language") == "en"
    assert channel.findtext("managingEditor") == "ana@me.example (Ana Müller)"
    image = channel.find("image")
    assert [child.text for child in image] == [
        "https://me.example/icon.png",
        "Ana's <house> & garden",
        "https://me.example/",
    ]
    assert channel_of(make.channel(icon="")).find("image") is None


def test_full_text_and_short_description_are_both_there(make) -> None:
    item = channel_of(make.channel(make.post)).find("item")
    assert item.findtext(CONTENT) == make.post.html
    assert item.findtext("description") == "A bold start, a link &lt;tag&gt; &amp; more."
    assert item.findtext(CREATOR) == "Ana Müller"
    assert [category.text for category in item.findall("category")] == ["R&D", "日本"]


def test_the_guid_is_the_permanent_id_and_no_link(make) -> None:
    moved = channel_of(make.channel(make.item(url="https://new.example/other/"))).find("item/guid")
    assert (moved.text, moved.get("isPermaLink")) == (make.post.id, "false")


def test_a_note_has_no_title_but_a_description(make) -> None:
    item = channel_of(make.channel(make.note)).find("item")
    assert item.find("title") is None
    assert item.findtext("description") == make.note.summary


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"title": None, "summary": " "}, "<p>A"),
        ({"title": None, "summary": "", "html": ""}, "Fri, 20 Nov 2026"),
        ({"summary": ""}, "<p>A"),
        ({"summary": "", "html": ""}, None),
    ],
)
def test_without_a_summary_the_rest_stands_in(make, changes: dict[str, Any], description: str | None) -> None:
    channel = make.channel(make.item(**changes))
    found = channel_of(channel).find("item").findtext("description")
    assert found is None if description is None else found.startswith(description)
    assert faults(RSS.serialize(channel)) == []


def test_only_the_first_enclosure(make) -> None:
    (enclosure,) = channel_of(make.channel(make.episode)).iter("enclosure")
    assert dict(enclosure.attrib) == {"url": "https://me.example/one.mp3", "length": "1234", "type": "audio/mpeg"}


def test_items_use_the_prefixes_that_every_reader_knows(make) -> None:
    text = RSS.serialize(make.channel()).decode()
    assert text.count("xmlns:") == 3
    assert "<content:encoded>" in text
    assert "<dc:creator>" in text


def test_pubdate_stays_when_the_item_is_changed(make) -> None:
    item = channel_of(make.channel(make.post)).find("item")
    assert item.findtext("pubDate") == "Fri, 20 Nov 2026 09:30:00 +0100"


def test_years_before_1000_have_four_digits_too(make) -> None:
    ancient = datetime(99, 1, 1, tzinfo=UTC)
    data = RSS.serialize(make.channel(make.item(published=ancient, updated=ancient)))
    assert faults(data) == []
    assert data.count(b"Thu, 01 Jan 0099 00:00:00 +0000") == 2
