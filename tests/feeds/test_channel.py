"""What a feed says, before any format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from voicebuilder.feeds.channel import NEVER, Enclosure, Person, scrub


def test_scrub_takes_only_what_xml_forbids() -> None:
    assert scrub("a\x00\x07\x0b\x1f\ud800b\ufffe\uffff") == "ab"
    legal = "tab\t line\n return\r \x7f \x85 \ud7ff \ue000 \ufffd \U0001f600 ]]> <&>"
    assert scrub(legal) == legal


@given(st.text(st.characters(exclude_categories=[])))
def test_scrubbed_text_is_taken_by_an_xml_library(text: str) -> None:
    element = etree.Element("a")
    element.text = scrub(text)
    assert (etree.fromstring(etree.tostring(element, encoding="UTF-8")).text or "") == scrub(text)


def test_every_text_of_an_item_is_scrubbed(make) -> None:
    bad = "a\x00\ud800b"
    item = make.item(
        id=bad, url=bad, title=bad, html=bad, summary=bad, tags=(bad, "\x07"), author=bad, language=bad, image=bad
    )
    assert {item.id, item.url, item.title, item.html, item.summary, item.author, item.language, item.image} == {"ab"}
    assert item.tags == ("ab",)
    assert Person(bad, bad, bad) == Person("ab", "ab", "ab")
    assert Enclosure(bad, bad) == Enclosure("ab", "ab")


def test_every_text_of_a_channel_is_scrubbed(make) -> None:
    bad = "a\x00\ud800b/"
    names = ("id", "title", "description", "home", "folder", "language", "icon", "generator")
    channel = make.channel(**dict.fromkeys(names, bad), hubs=(bad,))
    assert {getattr(channel, name) for name in names} == {"ab/"}
    assert channel.hubs == ("ab/",)


@pytest.mark.parametrize("field", ["published", "updated"])
def test_a_date_without_zone_is_refused_by_name(make, field: str) -> None:
    with pytest.raises(ValueError, match=r"time zone: https://me\.example/posts/hello/"):
        make.item(**{field: datetime(2026, 1, 1)})  # noqa: DTZ001


@pytest.mark.parametrize("field", ["id", "url"])
def test_an_item_without_id_or_url_is_refused(make, field: str) -> None:
    with pytest.raises(ValueError, match="needs an id and a URL"):
        make.item(**{field: "\x00"})


@pytest.mark.parametrize("change", [{"id": ""}, {"title": " "}, {"home": ""}, {"folder": "https://me.example"}])
def test_a_channel_that_no_format_could_write_is_refused(make, change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="a feed needs"):
        make.channel(**change)


@pytest.mark.parametrize("title", [None, "", " \n", "\x00"])
def test_a_blank_title_is_none(make, title: str | None) -> None:
    assert make.item(title=title).title is None


def test_items_are_newest_first_and_keep_their_order_within_a_moment(make) -> None:
    moment = make.post.published
    a, b = make.item(id="a"), make.item(id="b", published=moment.astimezone(UTC))
    newer = make.item(id="newer", published=moment + timedelta(seconds=1))
    assert [item.id for item in make.channel(a, newer, b).items] == ["newer", "a", "b"]


def test_updated_is_the_last_change_and_never_the_clock(make) -> None:
    assert make.channel().updated == make.post.updated
    assert make.empty().updated == NEVER
