"""The door to feedgen, and to the lxml it builds on: the XML of RSS and Atom.

In: a channel or an item, and what the format decided. Out: bytes that fit together: a frame's head, items, its tail.
A frame is written per channel, an item once for all channels that share it.

What feedgen 1.0 gets wrong, and what stands here against it:

- it stamps the time of the build: `updated` is always set, on the frame and on entries;
- it writes RSS dates through the process's locale, and years before 1000 in three digits: they are rewritten;
- the channel's `<link>` is whichever link came last: the home page comes last;
- `content` alone lands in RSS's `<description>`, and as CDATA fails on "]]>": it is written here, escaped;
- links of Atom entries lose their `rel` and `type`, so that an enclosure is one more page: they are written here;
- Atom content is "CDATA" if asked so: always `type="html"`;
- RSS gets the last enclosure: only the first is given;
- it has no `xml:lang` on entries, no hub in RSS, no author without an email address in RSS: they are added here;
- one naive date, illegal character or missing id ends it without a name: `FeedItem` refuses or removes those before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from voicebuilder.feeds.times import rfc822
from voicebuilder.text.dates import whole

if TYPE_CHECKING:
    from voicebuilder.feeds.channel import Channel, FeedItem

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RSS_NAMESPACES = {"atom": _ATOM, "content": _CONTENT, "dc": _DC}


def rss_frame(channel: Channel, self_url: str, media_type: str) -> tuple[bytes, bytes]:
    """All of an RSS file but its items.

    Args:
        channel: Its items are not looked at, but for the time of the last change.
        self_url: Where the file will be, absolute.
        media_type: Its own.

    Returns:
        What stands before the items, and after them.
    """
    feed = _generator(channel, self_url, media_type)
    feed.description(channel.description or channel.title)
    if channel.author.email:
        feed.managingEditor(f"{channel.author.email} ({channel.author_name})")
    if channel.icon:
        feed.image(url=channel.icon, title=channel.title, link=channel.home)
    feed.register_extension("channel", lambda: _RssChannel(channel))
    return _frame(feed.rss_str(pretty=True), b"  </channel>")


def atom_frame(channel: Channel, self_url: str, media_type: str) -> tuple[bytes, bytes]:
    """All of an Atom file but its entries; as `rss_frame`."""
    feed = _generator(channel, self_url, media_type)
    feed.id(channel.id)
    feed.subtitle(channel.description)
    feed.icon(channel.icon)
    feed.author({"name": channel.author_name, "email": channel.author.email, "uri": channel.author.url})
    return _frame(feed.atom_str(pretty=True), b"</feed>")


def rss_item(item: FeedItem, description: str) -> bytes:
    """One `<item>`.

    Args:
        item: Its title may be None, if there is a description.
        description: HTML; "" for none, if there is a title.
    """
    entry = FeedEntry()
    entry.title(item.title)
    # Whoever follows the headline of a link goes where it points; its own page is named in the text.
    entry.link(href=item.link or item.url, rel="alternate")
    entry.guid(item.id, permalink=False)
    entry.category([{"term": tag} for tag in item.tags])
    entry.description(description)
    for enclosure in item.enclosures[:1]:
        entry.enclosure(enclosure.url, enclosure.length, enclosure.type)
    rss = etree.Element("rss", nsmap=_RSS_NAMESPACES)
    node = etree.SubElement(rss, "channel")
    node.append(entry.rss_entry())
    _child(node[0], "pubDate", rfc822(item.published))
    _child(node[0], f"{{{_DC}}}creator", item.author)
    _child(node[0], f"{{{_CONTENT}}}encoded", item.html)
    return _inner(rss, b"    <item>", b"  </channel>")


def atom_entry(item: FeedItem, title: str, language: str) -> bytes:
    """One `<entry>`.

    Args:
        item: The item.
        title: Not empty.
        language: BCP 47 tag; "" when it is the channel's.
    """
    entry = FeedEntry()
    entry.id(item.id)
    entry.title(title)
    entry.published(whole(item.published))
    entry.updated(whole(item.updated))
    entry.author({"name": item.author})
    entry.category([{"term": tag} for tag in item.tags])
    entry.summary(item.summary or None)
    entry.content(item.html, type="html")
    node = entry.atom_entry()
    etree.SubElement(node, "link", href=item.url, rel="alternate", type="text/html")
    if item.link:
        etree.SubElement(node, "link", href=item.link, rel="related")
    for enclosure in item.enclosures:
        length = {"length": str(enclosure.length)} if enclosure.length else {}
        etree.SubElement(node, "link", href=enclosure.url, rel="enclosure", type=enclosure.type, **length)
    if language:
        node.set(_XML_LANG, language)
    feed = etree.Element("feed")
    feed.append(node)
    return _inner(feed, b"  <entry", b"</feed>")


class _RssChannel:
    """An extension of feedgen: what RSS channels lack."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def extend_ns(self) -> dict[str, str]:
        """Declared once at the top, so that no item has to."""
        return {"dc": _DC}

    def extend_rss(self, rss: Any) -> Any:
        """Complete the channel, which feedgen has written but for its items."""
        node = rss[0]
        node.find("lastBuildDate").text = rfc822(self._channel.updated)
        for hub in self._channel.hubs:
            etree.SubElement(node, f"{{{_ATOM}}}link", href=hub, rel="hub")
        return rss

    def extend_atom(self, feed: Any) -> Any:
        """Nothing: only RSS is extended."""
        return feed


def _generator(channel: Channel, self_url: str, media_type: str) -> Any:
    feed = FeedGenerator()
    feed.title(channel.title)
    feed.language(channel.language or None)
    feed.generator(channel.generator)
    feed.updated(whole(channel.updated))
    for hub in channel.hubs:
        feed.link(href=hub, rel="hub")
    feed.link(href=self_url, rel="self", type=media_type)
    feed.link(href=channel.home, rel="alternate", type="text/html")
    return feed


def _child(parent: Any, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, name).text = text


def _frame(document: bytes, end: bytes) -> tuple[bytes, bytes]:
    """Split where the items go: before the last closing tag."""
    head, end, rest = document.rpartition(end)
    return head, end + rest


def _inner(tree: Any, begin: bytes, end: bytes) -> bytes:
    """An item as written inside its frame, so that it is indented and uses the prefixes declared there."""
    document: bytes = etree.tostring(tree, encoding="UTF-8", pretty_print=True)
    return document[document.index(begin) : document.rindex(end)]
