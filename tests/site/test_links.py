"""Every address that the example's pages, feeds and sitemap name exists, at the root of a host and below a path."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import html5lib
import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Output

ROOT = "https://example.org/"
BELOW = "https://me.github.io/blog/"
ADDRESSES = ("href", "src", "poster", "action", "data", "cite")
# Where no link needs to lead: what a host shows by itself, what a sign-up leads to, what only an old link asks for.
BY_ITSELF = {"404.html", "subscribe/thanks/index.html", "posts/if-you-have-found-my-boat/index.html"}


@pytest.fixture(scope="module", params=[ROOT, BELOW], ids=["at the root", "below a path"])
def built(request: pytest.FixtureRequest) -> tuple[Output, str]:
    return request.getfixturevalue("example" if request.param == ROOT else "example_below_path"), request.param


def addresses(output: Output, page: str, base: str) -> Iterator[str]:
    """Absolute: all that a page names, of links, pictures, cards, redirects."""
    here = base + page.removesuffix("index.html")
    root = output.parsed(page)
    found = [value for name in ADDRESSES for value in root.xpath(f"//@{name}")]
    found += [part.split()[0] for value in root.xpath("//@srcset") for part in value.split(",")]
    found += root.xpath('//meta[starts-with(@property, "og:image")][not(contains(@property, "alt"))]/@content')
    found += root.xpath('//meta[@property="og:url"]/@content')
    found += [value.partition("url=")[2] for value in root.xpath('//meta[@http-equiv="refresh"]/@content')]
    found += root.xpath('//data[contains(@class, "u-")]/@value')
    for script in root.xpath('//script[@type="application/ld+json"]/text()'):
        found += re.findall(r'"(https?://[^"]*)"', script)
    yield from (urljoin(here, value) for value in found)


def test_every_address_of_every_page_exists(built: tuple[Output, str]) -> None:
    output, base = built
    assert len(output.pages) > 50
    ids = {page: set(output.parsed(page).xpath("//@id")) for page in output.pages}
    broken = []
    for page in output.pages:
        for address in set(addresses(output, page, base)):
            target = output.at(address, base)
            fragment = unquote(urlsplit(address).fragment)
            if target is not None and (
                target not in output.files or (fragment and fragment not in ids.get(target, set()))
            ):
                broken.append((page, address))
    assert broken == []


def test_links_stay_below_the_base(example_below_path: Output) -> None:
    """A path such as /posts/ would leave the site; `Output.at` refuses what is above the base."""
    for page in example_below_path.pages:
        for value in example_below_path.parsed(page).xpath("//@href | //@src"):
            assert not value.startswith("/") or value.startswith("/blog/"), (page, value)


def test_css_names_only_what_is_there(built: tuple[Output, str]) -> None:
    output, base = built
    sheets = [path for path in output.files if path.endswith(".css")]
    assert sheets
    for sheet in sheets:
        for address in re.findall(r"""url\(\s*["']?([^"')]+)""", output.text(sheet)):
            if not address.startswith("data:"):
                assert output.at(urljoin(base + sheet, address), base) in output.files


def test_no_third_party_is_asked(example: Output) -> None:
    for page in example.pages:
        root = example.parsed(page)
        loaded = root.xpath("//@src | //@poster | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href")
        assert [
            value for value in loaded if urljoin(ROOT, value).partition("://")[2].split("/")[0] != "example.org"
        ] == []
        assert root.xpath("//script[not(@type='application/ld+json')]") == []


def test_canonical_is_the_page_itself(built: tuple[Output, str]) -> None:
    output, base = built
    for page in set(output.pages) - set(output.redirects):
        canonical = output.parsed(page).xpath('//link[@rel="canonical"]/@href')
        assert [output.at(address, base) for address in canonical] == [page]


def test_sitemap_names_every_page_that_wants_to_be_found(built: tuple[Output, str]) -> None:
    output, base = built
    sitemap = etree.fromstring(output.files["sitemap.xml"])
    locations = [element.text for element in sitemap.findall("{*}url/{*}loc")]
    assert len(set(locations)) == len(locations)
    wanted = {page for page in output.pages if b'name="robots" content="noindex"' not in output.files[page]}
    assert {output.at(location, base) for location in locations} == wanted
    assert output.text("robots.txt").endswith(f"Sitemap: {base}sitemap.xml\n")


def test_feeds_name_only_what_is_there(built: tuple[Output, str]) -> None:
    output, base = built
    feeds = [path for path in output.files if path.endswith(("feed.xml", "atom.xml", "feed.json"))]
    assert len(feeds) >= 3 * 3
    for feed in feeds:
        for address in feed_addresses(output.text(feed), feed):
            assert urlsplit(address).scheme, f"{feed}: {address} is not absolute"
            target = output.at(address, base)
            assert target is None or target in output.files, f"{feed}: {address}"


def feed_addresses(text: str, name: str) -> Iterator[str]:
    if name.endswith(".json"):
        feed = json.loads(text)
        yield from (feed["home_page_url"], feed["feed_url"])
        for item in feed["items"]:
            yield item["url"]
            yield from (item[key] for key in ("image", "banner_image") if key in item)
            yield from html_addresses(item["content_html"])
        return
    parsed = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    yield from (link["href"] for link in parsed.feed.links)
    for item in parsed.entries:
        yield from (link["href"] for link in item.links)
        yield from html_addresses(item.content[0]["value"])


def html_addresses(html: str) -> Iterator[str]:
    root = html5lib.parseFragment(html, treebuilder="lxml", namespaceHTMLElements=False)
    for element in root:
        if not isinstance(element, str):
            yield from element.xpath("descendant-or-self::*/@href | descendant-or-self::*/@src")


def test_every_page_can_be_reached_from_home(built: tuple[Output, str]) -> None:
    output, base = built
    seen, coming = {"index.html"}, ["index.html"]
    while coming:
        page = coming.pop()
        for value in output.parsed(page).xpath("//a/@href"):
            target = output.at(urljoin(base + page.removesuffix("index.html"), value), base)
            if target in output.pages and target not in seen:
                seen.add(target)
                coming.append(target)
    assert set(output.pages) - seen == BY_ITSELF | set(output.redirects)
