"""The contract of every format in the table. A new one needs a reader here, and passes all of this."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from voicebuilder.feeds import FORMATS
from voicebuilder.feeds.channel import scrub

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel, FeedItem
    from voicebuilder.feeds.format import Format

A = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

Read = tuple[str, str, str | None, str, str, datetime, tuple[str, ...]]


def read_rss(data: bytes) -> list[Read]:
    return [
        (
            item.findtext("guid"),
            item.findtext("link"),
            item.findtext("title"),
            item.findtext(CONTENT) or "",
            unescape(item.findtext("description") or ""),
            parsedate_to_datetime(item.findtext("pubDate")),
            tuple(category.text for category in item.findall("category")),
        )
        for item in etree.fromstring(data).iter("item")
    ]


def read_atom(data: bytes) -> list[Read]:
    return [
        (
            entry.findtext(A + "id"),
            entry.find(A + "link[@rel='alternate']").get("href"),
            entry.findtext(A + "title"),
            entry.findtext(A + "content") or "",
            entry.findtext(A + "summary") or "",
            datetime.fromisoformat(entry.findtext(A + "published")),
            tuple(category.get("term") for category in entry.findall(A + "category")),
        )
        for entry in etree.fromstring(data).iter(A + "entry")
    ]


def read_json(data: bytes) -> list[Read]:
    return [
        (
            item["id"],
            item["url"],
            item.get("title"),
            item["content_html"],
            item.get("summary", ""),
            datetime.fromisoformat(item["date_published"]),
            tuple(item.get("tags", ())),
        )
        for item in json.loads(data)["items"]
    ]


READERS = {"rss": read_rss, "atom": read_atom, "json": read_json}
every_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
xml_formats = pytest.mark.parametrize("format_", [f for f in FORMATS if f.name != "json"], ids=lambda f: f.name)


def read(format_: Format, channel: Channel) -> list[Read]:
    return READERS[format_.name](format_.serialize(channel))


def as_given(item: FeedItem) -> Read:
    return (item.id, item.url, item.title, item.html, item.summary, item.published, item.tags)


def parsed(data: bytes) -> Any:
    """As a feed reader sees it, but for its cleaning of HTML."""
    found = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def test_the_table_names_each_thing_once() -> None:
    for name in ("name", "filename", "media_type", "label"):
        values = [getattr(format_, name) for format_ in FORMATS]
        assert len(set(values)) == len(values)
        assert all(values)
    # Published addresses, which never change.
    assert {format_.filename for format_ in FORMATS} >= {"feed.xml", "atom.xml", "feed.json"}
    assert set(READERS) == {format_.name for format_ in FORMATS}


@every_format
def test_items_come_back_as_given_newest_first(format_: Format, make) -> None:
    channel = make.channel(make.episode, make.post)
    found = read(format_, channel)
    assert [item[0] for item in found] == [make.post.id, make.episode.id]
    assert found == [as_given(make.post), as_given(make.episode)]


@every_format
def test_it_names_itself_its_home_its_hub_and_its_program(format_: Format, make) -> None:
    channel = make.channel(folder="https://me.example/notes/", home="https://me.example/notes/")
    data = format_.serialize(channel)
    assert format_.url(channel) == f"https://me.example/notes/{format_.filename}"
    if format_.name == "json":
        feed = json.loads(data)
        assert (feed["feed_url"], feed["home_page_url"]) == (format_.url(channel), channel.home)
        assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        return
    feed = parsed(data).feed
    links = {link.rel: (link.href, link.get("type")) for link in feed.links}
    assert links["self"] == (format_.url(channel), format_.media_type)
    assert links["hub"][0] == "https://hub.example/"
    assert (feed.link, feed.title, feed.subtitle) == (channel.home, "Ana's <house> & garden", "Notes & posts")
    assert (feed.language, feed.generator) == ("en", "voicebuilder 1.2")


@xml_formats
def test_a_feed_reader_finds_nothing_to_complain_of(format_: Format, make) -> None:
    channel = make.channel()
    found = parsed(format_.serialize(channel))
    assert found.version == {"rss": "rss20", "atom": "atom10"}[format_.name]
    assert len(found.entries) == len(channel.items)
    for entry, item in zip(found.entries, channel.items, strict=True):
        assert (entry.id, entry.link) == (item.id, item.url)
        assert entry.published_parsed[:6] == item.published.astimezone(UTC).timetuple()[:6]
        if item.html:
            assert entry.content[-1].value == item.html.strip()
            assert entry.content[-1].type == "text/html"
        if item.title:
            assert entry.title == item.title
        if item.author:
            assert entry.author == item.author
        assert tuple(tag.term for tag in entry.get("tags", ())) == item.tags


@every_format
def test_it_is_readable_utf_8(format_: Format, make) -> None:
    text = format_.serialize(make.channel()).decode()
    for piece in ("שלום עולם", "👩‍👩‍👧", "漢字", "Müller", "日本"):
        assert piece in text
    assert text.endswith("\n")
    assert "xml-stylesheet" not in text
    assert "CDATA" not in text


@every_format
def test_one_bad_character_does_not_cost_the_feed(format_: Format, make) -> None:
    bad = "a\x00\x07\ud800\ufffeb ]]> c"
    item = make.item(title=bad, html=f"<p>{bad}&nbsp;</p>", summary=bad, tags=(bad,), author=bad)
    (found,) = read(format_, make.channel(item, title=bad, description=bad))
    assert found[2:5] == ("ab ]]> c", "<p>ab ]]> c&nbsp;</p>", "ab ]]> c")
    assert found[6] == ("ab ]]> c",)


@every_format
def test_a_channel_without_items_has_a_fixed_time(format_: Format, make) -> None:
    data = format_.serialize(make.empty())
    assert READERS[format_.name](data) == []
    if format_.name != "json":
        assert parsed(data).feed.updated_parsed[:6] == (1970, 1, 1, 0, 0, 0)


@xml_formats
def test_the_feed_was_updated_when_its_last_item_was(format_: Format, make) -> None:
    # Not the first item's time: an old post may be changed after the newest was published.
    assert parsed(format_.serialize(make.channel())).feed.updated_parsed[:6] == (2026, 11, 23, 8, 0, 0)


@every_format
def test_p3_the_same_channel_makes_the_same_bytes_on_any_machine(format_: Format, make) -> None:
    """Promise P3: hash seed, zone, locale and what was written before make no difference."""
    script = (
        "import runpy, sys; from voicebuilder.feeds import FORMATS; "
        "sample = runpy.run_path(sys.argv[1])['CHANNEL']; "
        "sys.stdout.buffer.write(next(f for f in FORMATS if f.name == sys.argv[2]).serialize(sample))"
    )
    sample = str(Path(__file__).with_name("conftest.py"))
    expected = format_.serialize(make.channel())
    assert format_.serialize(make.channel()) == expected
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Los_Angeles")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        run = subprocess.run(
            [sys.executable, "-c", script, sample, format_.name], env=env, capture_output=True, check=True
        )
        assert run.stdout == expected


@every_format
def test_an_item_is_the_same_in_every_channel_that_speaks_its_language(format_: Format, make) -> None:
    english = format_.serialize(make.channel(make.post))
    format_.serialize(make.channel(make.post, language="de"))
    format_.serialize(make.channel(make.item(html="<p>other</p>")))
    assert format_.serialize(make.channel(make.post)) == english


@every_format
def test_one_moment_in_two_zones_is_written_in_each(format_: Format, make) -> None:
    here = format_.serialize(make.channel(make.post))
    there = make.item(published=make.post.published.astimezone(UTC))
    assert there.published == make.post.published
    assert format_.serialize(make.channel(there)) != here
    assert format_.serialize(make.channel(make.post)) == here


ANY = st.characters(exclude_categories=[])
NASTY = st.text(
    ANY | st.sampled_from("<>&\"']\x00\x07\r\n\t\u2028\x85\xa0\ufffe\ud800"), max_size=40
) | st.sampled_from(
    ["]]>", "<![CDATA[", "&nbsp;", "&#0;", "<!--", "<?xml?>", "&lt;b&gt;", "</item>", "\n  </channel>", "</feed>"]
)


@every_format
@settings(deadline=None)
@given(texts=st.fixed_dictionaries(dict.fromkeys(("title", "html", "summary", "author", "tag"), NASTY)))
def test_any_text_is_well_formed_and_comes_back(format_: Format, make, texts: dict[str, str]) -> None:
    tag = texts.pop("tag")
    item = make.item(**texts, tags=(tag,))
    channel = make.channel(item, title=f"T{tag}", description=texts["summary"], generator=texts["author"] or "g")
    ((id_, url, title, html, summary, _published, tags),) = read(format_, channel)
    assert (id_, url) == (item.id, item.url)
    assert html == scrub(texts["html"])
    assert tags == ((scrub(tag),) if scrub(tag).strip() else ())
    if item.title:
        assert title == scrub(texts["title"])
    if item.summary.strip():
        assert summary == scrub(texts["summary"])
    if format_.name != "json":
        assert not feedparser.parse(BytesIO(format_.serialize(channel))).bozo


@given(published=st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
@settings(deadline=None, max_examples=50)
@every_format
def test_any_date_comes_back(format_: Format, make, published: datetime) -> None:
    offset = published.utcoffset() or timedelta()
    ((*_, found, _tags),) = read(format_, make.channel(make.item(published=published, updated=published)))
    assert found.replace(tzinfo=None) == published.replace(tzinfo=None, microsecond=0)
    assert abs((found.utcoffset() or timedelta()) - offset) < timedelta(minutes=1)


def test_importing_the_room_does_not_import_feedgen() -> None:
    code = "import sys, voicebuilder.feeds; print([m for m in sys.modules if m.split('.')[0] in ('feedgen', 'lxml')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


@every_format
def test_items_are_written_once_for_all_channels(format_: Format, make) -> None:
    channel = make.channel(*make.many(50))
    begin = time.process_time()
    format_.serialize(channel)
    cold = time.process_time() - begin
    # An equal item is enough, it need not be the same object.
    again = [replace(channel, items=make.many(50)) for _ in range(5)]
    warm = []
    for other in again:
        begin = time.process_time()
        format_.serialize(other)
        warm.append(time.process_time() - begin)
    # Measured: 0.15 ms warm, 4 to 7 ms cold for 50 items; the bounds leave room for a busy machine.
    assert min(warm) < 0.002
    assert cold / 50 < 0.005


def test_no_address_in_a_feed_is_relative(make) -> None:
    for format_ in FORMATS:
        text = format_.serialize(make.channel()).decode()
        assert not re.search(r'(?:href|src|url)\\?="/', text)
