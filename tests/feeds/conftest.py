"""Items and channels to write, with everything that feeds are known to break on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from voicebuilder.feeds.channel import Channel, Enclosure, FeedItem, Person

CET = timezone(timedelta(hours=1))

POST = FeedItem(
    id="urn:uuid:11111111-1111-4111-8111-111111111111",
    url="https://me.example/posts/hello/",
    title='Tom & Jerry <3 "quotes"',
    html='<p>A&nbsp;<b>bold</b> start, <a href="https://me.example/x?a=1&amp;b=2">a link</a> &lt;tag&gt; ]]></p>\n',
    summary="A bold start, a link <tag> & more.",
    published=datetime(2026, 11, 20, 9, 30, tzinfo=CET),
    updated=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    tags=("R&D", "日本"),
    author="Ana Müller",
    language="en",
    image="https://me.example/posts/hello/cat.jpg",
)
NOTE = FeedItem(
    id="urn:uuid:22222222-2222-4222-8222-222222222222",
    url="https://me.example/notes/2026-11-22-1530/",
    title=None,
    html="<p>שלום עולם 👩‍👩‍👧 漢字 — a short note, yet long enough that its beginning must be cut at a word.</p>",
    summary="שלום עולם 👩‍👩‍👧 漢字 — a short note, yet long enough that its beginning must be cut at a word.",
    published=datetime(2026, 11, 22, 15, 30, tzinfo=CET),
    updated=datetime(2026, 11, 22, 15, 30, tzinfo=CET),
    author="Ana Müller",
    language="he",
)
PICTURE = FeedItem(
    id="urn:uuid:33333333-3333-4333-8333-333333333333",
    url="https://me.example/notes/2026-11-21-0800/",
    title=None,
    html='<p><img src="https://me.example/a.jpg" alt=""></p>',
    summary="",
    published=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
    updated=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
)
EPISODE = FeedItem(
    id="urn:uuid:44444444-4444-4444-8444-444444444444",
    url="https://me.example/audio/one/",
    title="One",
    html="",
    summary="",
    published=datetime(2026, 11, 1, tzinfo=UTC),
    updated=datetime(2026, 11, 1, tzinfo=UTC),
    author="Guest",
    enclosures=(
        Enclosure("https://me.example/one.mp3", "audio/mpeg", 1234),
        Enclosure("https://me.example/one.ogg", "audio/ogg"),
    ),
)
CHANNEL = Channel(
    id="https://me.example/",
    title="Ana's <house> & garden",
    description="Notes & posts",
    home="https://me.example/",
    folder="https://me.example/",
    language="en",
    author=Person("Ana Müller", "ana@me.example", "https://me.example/about/"),
    items=(NOTE, PICTURE, POST, EPISODE),
    icon="https://me.example/icon.png",
    hubs=("https://hub.example/",),
    generator="voicebuilder 1.2",
)


@dataclass(frozen=True)
class Make:
    """Variations on the sample."""

    post: FeedItem = POST
    note: FeedItem = NOTE
    picture: FeedItem = PICTURE
    episode: FeedItem = EPISODE

    def item(self, **changes: Any) -> FeedItem:
        return replace(POST, **changes)

    def channel(self, *items: FeedItem, **changes: Any) -> Channel:
        return replace(CHANNEL, items=items or CHANNEL.items, **changes)

    def empty(self, **changes: Any) -> Channel:
        return replace(CHANNEL, items=(), **changes)

    def many(self, count: int) -> tuple[FeedItem, ...]:
        body = '<p>Some <em>text</em> of a post, with "quotes" &amp; such. 漢字</p>\n' * 60
        return tuple(
            replace(
                POST,
                id=f"urn:uuid:{n}",
                url=f"https://me.example/posts/{n}/",
                html=f"{body}{n}",
                published=POST.published + timedelta(hours=n),
            )
            for n in range(count)
        )


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
