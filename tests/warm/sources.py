"""What the writer of the stories types: a small site, and the pools that changes are drawn from.

In: nothing. Out: files as text or bytes, and `set_key`, which changes one line of YAML. To widen what the stories try,
add a line to a pool. The theme is small, so that a build is quick, and each of its templates shows other facts: a page
that shows everything is made anew at every change, and hides what was forgotten.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import fields
from datetime import UTC, datetime

from hypothesis import strategies as st

from voicebuilder.render import views

START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
MINUTES = (1, 11, 45, 90, 60 * 24, 60 * 24 * 20, 60 * 24 * 366, -30)


def png(width: int, shade: int) -> bytes:
    """A picture one pixel high (https://www.w3.org/TR/png-3/)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" + bytes([shade]) * width)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


THEME = {
    "plain/theme.yaml": "name: plain\noptions: {hue: 25, footer: none}\n",
    "plain/base.html": (
        '<html lang="{{ page.language }}"><title>{{ page.title }} - {{ site.title }}</title>\n'
        '{{ asset("style.css") }} {{ page.canonical }} {{ page.is_indexed }}\n'
        "{% for item in page.navigation %}{{ item.label }} {{ item.url }} {{ item.is_current }}\n{% endfor %}"
        '{% include "partials/extra.html" ignore missing %}{% block main %}{% endblock %}\n'
    ),
    "plain/entry.html": (
        '{% extends "base.html" %}{% block main %}<h1>{{ entry.name }}</h1>{{ entry.body }}\n'
        "{{ entry.date | date if entry.date }} {{ entry.date | iso if entry.date }} {{ entry.updated }} "
        "{{ entry.author }} {{ entry.series }} {{ entry.language }} {{ entry.image }} {{ entry.id }}\n"
        "{{ entry.status }} {% for term in entry.tags %}{{ term.name }} {{ term.url }}\n{% endfor %}"
        "{{ page.json_ld }}\n"
        "{% for key, value in entry.extra.items() %}{{ key }}={{ value }} {% endfor %}\n"
        '{% if newer %}<a rel="next" href="{{ newer.url }}">{{ newer.label }}</a>\n{% endif %}'
        '{% if older %}<a rel="prev" href="{{ older.url }}">{{ older.label }}</a>\n{% endif %}{% endblock %}'
    ),
    "plain/partials/card.html": "{{ entry.url }} {{ entry.name }} {{ entry.summary }} {{ entry.extra }}\n",
    "plain/listing.html": (
        '{% extends "base.html" %}{% block main %}{{ pager.number }} {{ pager.older }} {{ pager.newer }}\n'
        '{% for entry in pager.entries %}{% include "partials/card.html" %}{% endfor %}{% endblock %}'
    ),
    "plain/tag.html": (
        '{% extends "base.html" %}{% block main %}{{ term.name }}\n'
        "{% for entry in entries %}{{ entry.name }} {{ entry.has_more }}\n{% endfor %}{% endblock %}"
    ),
    "plain/note.html": (
        '{% extends "base.html" %}{% block main %}{{ entry.body }}\n'
        "{% for term in entry.tags %}{{ term.name }} {{ term.count }}\n{% endfor %}{% endblock %}"
    ),
    "plain/tags.html": (
        '{% extends "base.html" %}{% block main %}'
        "{% for term in terms %}{{ term.name }} {{ term.url }} {{ term.count }}\n{% endfor %}{% endblock %}"
    ),
    "plain/archive.html": (
        '{% extends "base.html" %}{% block main %}{% for year in years %}{{ year.year }} {{ year.count }}{% endfor %}'
        "{% for feed in site.feeds %}{{ feed.title }} {{ feed.url }}\n{% endfor %}{{ site.generator }}{% endblock %}"
    ),
    "plain/year.html": (
        '{% extends "base.html" %}{% block main %}{{ year.year }}'
        '{% for _, month in entries | groupby("date.month") %}{{ month[0].date | month }}'
        "{% for entry in month %} {{ entry.date | iso }} {{ entry.updated }} {{ entry.url }}\n{% endfor %}"
        "{% endfor %}{% endblock %}"
    ),
    "plain/subscribe.html": (
        '{% extends "base.html" %}{% block main %}{% for feeds in channels %}{{ feeds[0].title }}\n{% endfor %}'
        "{% if site.signup %}{{ site.signup.action }} {{ site.signup.privacy }}{% endif %}{% endblock %}"
    ),
    "plain/thanks.html": (
        '{% extends "base.html" %}{% block main %}'
        "{% for key, value in site.options.items() %}{{ key }}={{ value }} {% endfor %}{% endblock %}"
    ),
    "plain/404.html": (
        '{% extends "base.html" %}{% block main %}{% for section in site.sections %}{{ section.label }} {% endfor %}'
        "{{ site.author.name }} {{ site.author.photo }} {{ site.tags }} {{ site.description }}{% endblock %}"
    ),
    "plain/redirect.html": "{{ to }} {{ canonical }} {{ site.title }}\n",
    "plain/assets/style.css": "body { background: url(dot.png) }\n",
    "plain/assets/dot.png": png(1, 0),
    "other/theme.yaml": "name: other\nextends: plain\noptions: {tone: low}\n",
    "other/partials/card.html": "{{ entry.name }}: {{ entry.author }} {{ site.options.tone }}\n",
}

SITE = {
    "voicebuilder.yaml": "title: Harbour\nurl: https://example.org/\ntheme: plain\npaginate: 2\nbroken_links: warn\n",
    "posts/2026-01-10-quay.md": (
        '---\ntags: [sea]\n---\n# Quay\n\nThe "quay" -- [about](../pages/about.md) it...\n\n<b>raw</b>\n'
    ),
    "posts/2026-02-10-tide.md": "---\ntags: [sea, Tide]\n---\n# Tide\n\nSee [the quay](2026-01-10-quay.md).[^gone]\n",
    "posts/boat/index.md": "---\ndate: 2026-03-10\n---\n# Boat\n\n![A boat](pic.png)\n",
    "posts/boat/pic.png": png(2, 90),
    "posts/soon.md": "---\ndate: 2026-06-15 12:30\n---\n# Soon\n\nSoon.\n",
    "notes/2026-04-01-0801.md": "---\ntags: sea\nexpires: 2026-06-16\n---\nA short note.\n",
    "pages/about.md": "---\ntitle: About\n---\n## Where\n\nHere.\n",
    "static/hello.txt": "hello\n",
}

KINDS = ("posts", "notes", "pages")
NAMES = (
    "new.md", "2026-02-11-other.md", "2026-06-15-1230.md", "deep/down.md", "drafts/later.md", "bundle/index.md",
    "café.md", "cafe\u0301.md", "New.md", "rest.markdown", "_not.md",
)  # fmt: skip
ENTRY_PATHS = st.builds("{}/{}".format, st.sampled_from(KINDS), st.sampled_from(NAMES))
FOLDERS = ("bundle", "moved", "drafts", "boat")

FRAGMENTS = (
    "Words of the text.", "## Where\n\nAfter a heading.", "## Second heading", "![Picture](pic.png)", "![](/hello.txt)",
    "```python\nx = 1\n```", "A note.[^1]\n\n[^1]: The footnote.", "Lost.[^lost]", "<b>raw</b>",
    '"Quoted" -- and so on...', "<!--more-->", "- one\n- two", "https://example.com/auto", "[gone](gone.md)",
    "[tags](/tags/) [nowhere](/nowhere/)",
    "word " * 500,
)  # fmt: skip
BODIES = st.lists(st.sampled_from(FRAGMENTS), max_size=3).map(lambda parts: "\n\n".join([*parts, "End x"]) + "\n")
TITLES = st.sampled_from((None, "Quay", "Tide & <b>", "No", "'10'", "Ünï", "A rather longer title than the others"))

# Key -> values as YAML; None takes the key out. All are right on their own; some clash with a second entry.
DATES = {
    "date": (
        None, "2026-01-10", "2026-02-10 08:00", "2026-02-10T08:00:00+02:00", "2026-02-10T06:00:00Z", "2025-12-31 23:30",
        "2026-06-15 12:10", "2026-06-15 13:00", "2026-06-16", "2026-07-01", "2027-01-01",
    ),
    "updated": (None, "2026-05-01", "2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00"),
}  # fmt: skip
TERMS = {"tags": (None, "[sea]", "[Sea]", "[sea, tide]", "[tide, sea]", "[Ünï code, 3.10]", "[boat, boat]")}
STATUS = {
    "draft": (None, "true", "false"),
    "unlisted": (None, "true"),
    "expires": (None, "2026-06-15 12:30", "2026-06-16", "2026-01-01", "2030-01-01"),
}
ADDRESS = {
    "slug": (None, "one", "two", "Three", "ünï"),
    "permalink": (None, "/up/here/", "/plain.html"),
    "aliases": (None, "[/old/]", "[/old/1/, /old/2/]", "[/older/]"),
    "id": (None, "tag:example.org,2026:1", "urn:uuid:5f0c7a1e-8f0f-5d53-9d5a-6a3c1f2b7e91"),
    "template": (None, "wide.html", "none.html"),
}
WORDS = {
    "description": (None, "One.", "Two & two."),
    "series": (None, "Harbours", "Boats"),
    "author": (None, "A guest"),
    "language": (None, "de", "ar", "pt-BR"),
    "image": (None, "pic.png", "/hello.txt", "https://example.com/p.png"),
    "image_alt": (None, "What it shows"),
    "syndication": (None, "https://example.social/1"),
    "mood": (None, "calm", "{b: 1, a: 2}", "{a: 2, b: 1}", "[1, 2]"),
    "weather": (None, "rain"),
}
CONFIG = {
    "title": ("Harbour", "Harbor & Co"),
    "url": ("https://example.org/", "https://me.example.com/blog/"),
    "description": (None, "A site."),
    "language": (None, "de", "ar"),
    "timezone": (None, "Europe/Lisbon", "Asia/Tokyo", "America/Los_Angeles"),
    "author": (None, "{name: Wenna}", "{name: Wenna, email: w@example.org, photo: /hello.txt}"),
    "profiles": (None, "[https://example.social/@w]"),
    "navigation": (None, "[{label: Posts, url: /posts/}]", "[{label: About, url: /about/}, {label: Home, url: /}]"),
    "permalinks": (None, "{posts: '/{year}/{month}/{slug}/'}", "{notes: '/n/{slug}.html'}", "{pages: '/p/{slug}/'}"),
    "signup": (None, "{provider: buttondown, username: w}", "{provider: kit, form: 123456, privacy: /about/}"),
    "theme": ("plain", "plain", "other"),
    "theme_options": (None, "{hue: 200}", "{hue: [200]}", "{footer: Foot, hue: 200}", "{hue: 200, footer: Foot}"),
    "feeds": (None, "{items: 1}", "{items: 3}"),
    "paginate": ("1", "2", "3", "20"),
    "markdown": (None, "{raw_html: false}", "{smart_punctuation: false}"),
    "broken_links": ("warn", "warn", "error"),
}  # fmt: skip

# The site's own templates and assets, and the theme's. None takes the file away, or puts the theme's back.
LOOK = {
    "theme/post.html": (
        None,
        '{% extends "base.html" %}{% block main %}{{ entry.headings }} {{ entry.words }}{% endblock %}',
        '{% extends "entry.html" %}{% block main %}{{ super() }}{{ site.description }}{% endblock %}',
    ),
    "theme/note.html": (None, '{% extends "base.html" %}{% block main %}{{ entry.excerpt }}{% endblock %}'),
    "theme/wide.html": (None, '{% extends "entry.html" %}', "{{ entry.permalink }}"),
    "theme/home.html": (None, "{{ pager.entries | length }}", '{% include "partials/card.html" ignore missing %}'),
    "theme/posts.html": (None, "{% for entry in pager.entries %}{{ entry.body }}{% endfor %}"),
    "theme/base.html": (None, '{% extends "plain/base.html" %}{% block main %}{% endblock %}', "{{ page.url }}"),
    "theme/partials/card.html": (None, "{{ entry.excerpt }}", "{{ entry.url }} {{ entry.tags | length }}"),
    "theme/partials/extra.html": (None, "extra", "{{ site.author.bio }} {{ site.author.email }}"),
    "theme/assets/style.css": (None, "body { color: red }", "@import 'more.css'; a { background: url(dot.png) }"),
    "theme/assets/more.css": (None, "b { color: blue }", "b { color: green }"),
    "theme/assets/dot.png": (None, png(1, 9), png(2, 9)),
    "plain/partials/card.html": (None, "{{ entry.name }} {{ entry.author }} {{ entry.minutes }}"),
    "other/partials/card.html": (None, "{{ entry.words }}"),
    "other/post.html": (None, '{% extends "base.html" %}{% block main %}{{ entry.body }}{% endblock %}'),
    "plain/theme.yaml": (None, "name: plain\noptions: {footer: foot, hue: 30}\n"),
}


def _each_thing() -> list[tuple[str, str]]:
    """For each attribute of each view a template that shows it alone."""
    shown = (
        (views.EntryView, "post.html", "{{ entry.%s }}"),
        (views.EntryView, "home.html", "{%% for entry in pager.entries %%}{{ entry.%s }} {%% endfor %%}"),
        (views.EntryView, "tag.html", "{%% for entry in entries %%}{{ entry.%s }} {%% endfor %%}"),
        (views.PagerView, "posts.html", "{{ pager.%s }}"),
        (views.PageView, "note.html", "{{ page.%s }}"),
        (views.TermView, "tag.html", "{{ term.%s }}"),
        (views.TermView, "post.html", "{%% for term in entry.tags %%}{{ term.%s }} {%% endfor %%}"),
        (views.YearView, "archive.html", "{%% for year in years %%}{{ year.%s }} {%% endfor %%}"),
        (views.SiteView, "page.html", "{{ site.%s }}"),
    )
    found = [("theme/post.html", "{{ newer.label if newer }}"), ("theme/post.html", "{{ older.url if older }}")]
    for view, file, form in shown:
        properties = [name for name, what in vars(view).items() if isinstance(what, property)]
        names = [name for name in (*(field.name for field in fields(view)), *properties) if name[0] != "_"]
        # What holds views of its own has no text of its own.
        found += [(f"theme/{file}", form % name) for name in names if (view, name) not in _OF_VIEWS]
    return found


_OF_VIEWS = ((views.EntryView, "tags"), (views.PagerView, "entries"))
ONE_THING = _each_thing()

STATIC = {
    "static/hello.txt": (None, "hello\n", "other\n"),
    "static/robots.txt": (None, "User-agent: *\n"),
    "static/posts/quay/map.png": (None, png(3, 5)),
    "static/old": (None, "a file where an alias may want a folder\n"),
    "static/assets/x.css": (None, "i { }\n"),
}

HURT = ("flip", "flip", "flip", "cut", "empty", "one", "all")
MEDDLING = ("touch", "append", "retype", "empty", "chmod", "delete", "delete all")
BROKEN_ENTRIES = (
    b"---\ntitle: [\n---\nBad YAML x\n",
    b"---\ntitle: A\ntitle: B\n---\nx\n",
    b"---\ntitle: never closed\n",
    b"---\ndate: someday\n---\nx\n",
    b"---\ndraft: perhaps\n---\nx\n",
    b"\xff\xfe x\n",
)
BROKEN_LOOK = (
    ("plain/partials/card.html", "{% if %}"),
    ("plain/entry.html", "{{ entry.nothing }}"),
    ("plain/year.html", "{{ asset('gone.css') }}"),
    ("plain/tags.html", "{% include 'no' %}"),
    ("voicebuilder.yaml", "title: [\n"),
)


def set_key(yaml: str, key: str, value: str | None) -> str:
    """YAML of one line a key with this key at this value; None takes it out."""
    lines = [line for line in yaml.splitlines() if not line.startswith(f"{key}:")]
    return "".join(f"{line}\n" for line in [*lines, *([f"{key}: {value}"] if value is not None else [])])


def set_front_matter(text: str, key: str, value: str | None) -> str:
    head, body = _halves(text)
    return f"---\n{set_key(head, key, value)}---\n{body}"


def set_body(text: str, body: str) -> str:
    return f"---\n{_halves(text)[0]}---\n{body}"


def _halves(text: str) -> tuple[str, str]:
    """The lines of the front matter, and the body."""
    if not text.startswith("---\n") or "\n---\n" not in text:
        return "", text
    head, _, body = text.removeprefix("---\n").partition("---\n")
    return head, body


def one_of(pool: dict[str, tuple[str | bytes | None, ...]]) -> st.SearchStrategy[tuple[str, str | bytes | None]]:
    """A key of a pool with one of its values; no key comes more often for having more of them."""
    return st.sampled_from(sorted(pool)).flatmap(lambda key: st.tuples(st.just(key), st.sampled_from(pool[key])))


def disguised(data: bytes) -> bytes:
    """Other bytes of the same length: the last letter is another one."""
    for place in range(len(data) - 1, -1, -1):
        if data[place : place + 1].isalpha():
            return data[:place] + (b"y" if data[place : place + 1] == b"x" else b"x") + data[place + 1 :]
    return data[:-1] + bytes([data[-1] ^ 1]) if data else data
