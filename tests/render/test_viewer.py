"""What templates see, told by templates that show it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.conftest import Output, Site

    Make = Callable[..., Site]

CONFIG = "title: Harbour notes\nurl: https://me.github.io/blog/\nlanguage: en\nauthor: {name: Wenna}\n"


def built(make_site: Make, files: Mapping[str, str], config: str = CONFIG) -> Output:
    return make_site({"voicebuilder.yaml": config, **files}).build()


def entry_pages(template: str) -> dict[str, str]:
    """A theme whose pages about one entry are this template."""
    return {f"theme/{kind}.html": template for kind in ("post", "note", "page")}


def shown(make_site: Make, template: str, files: Mapping[str, str], url: str, config: str = CONFIG) -> str:
    """What a template says at an address, where it is the page about an entry; without entries, home."""
    mine = entry_pages(template) if files else {"theme/home.html": template}
    return built(make_site, {**mine, **files}, config).page(url)


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("/about/", "/blog/about/"),
        ("/", "/blog/"),
        ("/about/#me", "/blog/about/#me"),
        ("/search/?q=a b".replace(" ", "+"), "/blog/search/?q=a+b"),
        ("/caf%C3%A9/", "/blog/caf%C3%A9/"),
        ("/café/", "/blog/caf%C3%A9/"),
        ("https://example.com/é?x#y", "https://example.com/é?x#y"),
        ("mailto:a@example.com", "mailto:a@example.com"),
    ],
)
def test_addresses_of_the_config(make_site: Make, url: str, href: str) -> None:
    keys = {"author": {"url": url, "photo": url}, "navigation": [{"label": "X", "url": url}]}
    config = json.dumps({"title": "T", "url": "https://me.github.io/blog/", **keys})
    template = "{{ page.navigation[0].url }} {{ site.author.url }} {{ site.author.photo }}"
    assert shown(make_site, template, {}, "/", config) == f"{href} {href} {href}"


@pytest.mark.parametrize(
    ("at", "current"),
    [
        ("/", ["/"]),
        ("/posts/a/", ["/posts/"]),
        ("/about/", ["/about/"]),
        ("/404.html", []),
        ("/cafe/", []),
        ("/café/", ["/caf%C3%A9/"]),
    ],
)
def test_the_link_to_here_is_marked(make_site: Make, at: str, current: list[str]) -> None:
    urls = ["/", "/posts/", "/about/", "/caf%C3%A9/", "https://me.github.io/blog/about/"]
    config = f"{CONFIG}navigation: {json.dumps([{'label': 'X', 'url': url} for url in urls])}\n"
    template = "{% for item in page.navigation if item.is_current %}{{ item.url }} {% endfor %}"
    files = {"posts/a.md": "", "pages/about.md": "", "pages/café.md": "", "pages/cafe.md": ""}
    frames = {"theme/home.html": template, "theme/404.html": template}
    assert shown(make_site, template, {**files, **frames}, at, config).split() == [f"/blog{url}" for url in current]


def test_neighbours_are_of_the_same_kind(make_site: Make) -> None:
    template = "{{ older.label if older }}|{{ newer.label if newer }}|{{ newer.url if newer }}"
    files = {
        "posts/2026-01-01-a.md": "",
        "posts/2026-01-03-c.md": "",
        "posts/2026-01-02-b.md": "",
        "posts/2026-01-04-quiet.md": "---\nunlisted: true\n---\n",
        "notes/2026-01-02-1200.md": "note",
        "pages/about.md": "",
    }
    output = built(make_site, {**files, **entry_pages(template)})
    assert output.page("/posts/a/") == "|B|/blog/posts/b/"
    assert output.page("/posts/b/") == "A|C|/blog/posts/c/"
    assert output.page("/posts/c/") == "B||"
    for alone in ("/notes/2026-01-02-1200/", "/posts/quiet/", "/about/"):
        assert output.page(alone) == "||"


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("Saw an otter.", "Saw an otter."),
        ("word " * 30, "word " * 11 + "word…"),
        ("![](x.png)", "Note, January 2, 2026"),
        ("<!-- nothing -->", "Note, January 2, 2026"),
    ],
)
def test_what_a_link_to_a_note_says(make_site: Make, note: str, name: str) -> None:
    files = {"notes/2026-01-02-1200.md": note, "notes/x.png": png()}
    assert shown(make_site, "{{ entry.name }}", files, "/notes/2026-01-02-1200/") == name


@pytest.mark.parametrize(
    ("front", "template", "text"),
    [
        ("date: 2026-06-04 09:05", "{{ entry.date | date }}, {{ entry.date | time }}", "June 4, 2026, 9:05\u202fAM"),
        ("date: 2026-06-04", "{{ entry.date | month }} {{ entry.has_time }}", "June 2026 False"),
        (
            "date: 2026-06-04 09:05 +0900",
            "{{ entry.date | iso }} {{ entry.has_time }}",
            "2026-06-04T09:05:00+09:00 True",
        ),
        ("date: 2026-06-04\nupdated: 2026-06-04", "{{ entry.updated }}", "None"),
        ("date: 2026-06-04\nupdated: 2026-06-05", "{{ entry.updated | date }}", "June 5, 2026"),
        (
            "tags: [b, a, B]",
            "{% for t in entry.tags %}{{ t.name }}={{ t.url }} {% endfor %}",
            "b=/blog/tags/b/ a=/blog/tags/a/ ",
        ),
        (
            "lang: ar",
            "{{ entry.language }} {{ entry.direction }} {{ page.direction }} {{ site.direction }}",
            "ar rtl rtl ltr",
        ),
        ("author: Guest", "{{ entry.author }}", "Guest"),
        ("title: A", "{{ entry.author }} {{ entry.status }}", "Wenna published"),
        ("colour: [red, {deep: blue}]", "{{ entry.extra.colour[1].deep }}", "blue"),
        ("image: https://example.com/x.png", "{{ entry.image }} {{ page.image }}", "https://example.com/x.png " * 2),
        (
            "image: cat.png",
            "{{ entry.image }} {{ page.image }}",
            "/blog/posts/cat.png https://me.github.io/blog/posts/cat.png",
        ),
        ("description: D", "{{ page.description }} {{ entry.summary }}", "D D"),
        ("title: A", "{{ entry.permalink }} {{ page.canonical }}", "https://me.github.io/blog/posts/a/ " * 2),
        ("title: A", "{{ '1234567' | int | words }}", "1,234,567"),
        ("title: A", "{{ link('/a b/') }}", "/blog/a%20b/"),
    ],
)
def test_an_entry(make_site: Make, front: str, template: str, text: str) -> None:
    files = {"posts/a.md": f"---\n{front}\n---\ntext", "posts/cat.png": png()}
    assert shown(make_site, template, files, "/posts/a/").strip() == text.strip()


def test_json_ld(make_site: Make) -> None:
    files = {
        "posts/a.md": "---\ntitle: A & B</script>\ndate: 2026-01-02\ntags: [x]\ndescription: D\n---\n",
        "notes/2026-01-02-1200.md": "note",
        "pages/about.md": "",
    }
    output = built(make_site, {**files, **entry_pages("{{ page.json_ld }}")})
    text = output.page("/posts/a/")
    assert "<" not in text
    assert json.loads(text) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "mainEntityOfPage": "https://me.github.io/blog/posts/a/",
        "url": "https://me.github.io/blog/posts/a/",
        "headline": "A & B</script>",
        "description": "D",
        "datePublished": "2026-01-02T00:00:00+00:00",
        "dateModified": "2026-01-02T00:00:00+00:00",
        "inLanguage": "en",
        "keywords": ["x"],
        "author": {"@type": "Person", "name": "Wenna", "url": "https://me.github.io/blog/"},
        "isPartOf": {"@type": "Blog", "name": "Harbour notes", "url": "https://me.github.io/blog/"},
    }
    # Search engines ask for a headline; without one there is nothing to tell them.
    assert output.page("/notes/2026-01-02-1200/") == output.page("/about/") == ""


def test_views_cannot_be_changed_by_a_template(make_site: Make) -> None:
    from voicebuilder.errors import ContentError

    with pytest.raises(ContentError, match=r"theme/post.html:1"):
        built(make_site, {"posts/a.md": "", "theme/post.html": "{% set entry.title = 'x' %}"})
