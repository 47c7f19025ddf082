"""Whatever a writer types is text: through every template of the default theme it appears escaped, or not at all."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import ContentError
from voicebuilder.theme.find import available

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Output, Site

# Closes an attribute in either quote, a tag, a script, a comment, a style.
HOSTILE = """"'><script>alert(1)</script></style></title>--><b onmouseover=x>"""
RAW = ("<script>alert", "<b onmouse", "</style></title>", "\"'>", "--><b")


def quoted(mark: str) -> str:
    """A YAML string that ends like a break-out, told apart by a mark."""
    return json.dumps(mark + HOSTILE)


def config(theme: str) -> str:
    return f"""
title: {quoted("site title")}
url: https://example.org/
description: {quoted("site description")}
theme: {theme}
author:
  name: {quoted("author name")}
  email: {quoted("mail@example.org")}
  bio: {quoted("author bio")}
  url: {json.dumps("https://example.com/" + HOSTILE.replace(" ", ""))}
  photo: {json.dumps("/me.jpg?" + HOSTILE.replace(" ", ""))}
profiles: [{json.dumps("https://example.com/@me" + HOSTILE.replace(" ", ""))}]
navigation:
  - label: {quoted("navigation label")}
    url: {json.dumps("/nav/?" + HOSTILE.replace(" ", ""))}
  - label: {quoted("navigation other")}
    url: {json.dumps("https://example.com/" + HOSTILE.replace(" ", ""))}
signup:
  provider: buttondown
  username: me
markdown:
  raw_html: false
paginate: 1
"""


def front(kind: str) -> str:
    return f"""---
title: {quoted(kind + " title")}
date: 2026-01-0{len(kind) % 9 + 1} 10:00
description: {quoted(kind + " description")}
tags: [{quoted(kind + " tag")}]
author: {quoted(kind + " author")}
series: {quoted(kind + " series")}
image: https://example.com/x.jpg
image_alt: {quoted(kind + " alt")}
syndication: [{json.dumps("https://example.com/" + HOSTILE.replace(" ", ""))}]
aliases: [/old-{kind}/]
---
"""


TEXT = f"""# {HOSTILE}

{HOSTILE} *text* [{HOSTILE}](https://example.com "{HOSTILE.replace('"', "")}")

![{HOSTILE.replace("[", "").replace("]", "")}](https://example.com/x.jpg '{HOSTILE.replace("'", "")}')

```x{HOSTILE}
{HOSTILE}
```

<!-- more -->

> {HOSTILE}

| {HOSTILE} |
|---|
| {HOSTILE} |

text[^1]

[^1]: {HOSTILE}
"""


@pytest.fixture(scope="module", params=available())
def built(request: pytest.FixtureRequest, make_site: Callable[..., Site]) -> Output:
    files = {"voicebuilder.yaml": config(request.param)}
    for kind in ("post", "note", "page"):
        files[f"{kind}s/{kind}.md"] = front(kind) + TEXT
        files[f"{kind}s/second-{kind}.md"] = front(kind + "2") + TEXT
    files["posts/third.md"] = front("post3").replace("title:", "draft: no\ntitle:")
    return make_site(files).build(strict=False)


def test_every_template_is_used(built: Output) -> None:
    assert {"index.html", "404.html", "tags/index.html", "archive/index.html", "archive/2026/index.html"} <= set(
        built.files
    )
    assert {"subscribe/index.html", "subscribe/thanks/index.html", "posts/index.html", "page/1/index.html"} <= set(
        built.files
    )
    assert len(built.redirects) == 7


def test_what_writers_type_appears_as_text_only(built: Output) -> None:
    for path in built.pages:
        text = built.text(path)
        for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert json.loads(script)["isPartOf"]["name"] == f"site title{HOSTILE}"
        text = re.sub(r'(<script type="application/ld\+json">).*?(</script>)', r"\1\2", text, flags=re.DOTALL)
        for raw in RAW:
            assert raw not in text, f"{path}: {text[max(0, text.find(raw) - 200) : text.find(raw) + 80]}"


def test_a_browser_finds_no_script_and_no_handler(built: Output) -> None:
    for path in built.pages:
        page = built.parsed(path)
        assert [e.get("type") for e in page.iter("script") if e.get("type") != "application/ld+json"] == []
        for element in page.iter():
            if isinstance(element.tag, str):
                assert not [name for name in element.attrib if name.startswith("on")], f"{path}: {element.attrib}"
                assert element.tag != "b"


@pytest.mark.parametrize(
    ("mark", "path"),
    [
        ("site title", "index.html"),
        ("site description", "index.html"),
        ("author name", "index.html"),
        ("author bio", "index.html"),
        ("mail@example.org", "index.html"),
        ("navigation label", "404.html"),
        ("post title", "posts/post/index.html"),
        ("post description", "posts/post/index.html"),
        ("post tag", "posts/post/index.html"),
        ("post tag", "tags/index.html"),
        ("post author", "posts/post/index.html"),
        ("post series", "posts/post/index.html"),
        ("post alt", "posts/post/index.html"),
        ("page title", "page/index.html"),
        ("post title", "archive/2026/index.html"),
        ("site title", "old-post/index.html"),
        ("site title", "subscribe/index.html"),
    ],
)
def test_it_does_appear(built: Output, mark: str, path: str) -> None:
    page = built.parsed(path)
    values = [value for element in page.iter() if isinstance(element.tag, str) for value in element.attrib.values()]
    shown = ["".join(page.itertext()), *values]
    assert any(mark + HOSTILE in text for text in shown)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x"])
def test_p7_no_link_runs_a_script(make_site: Callable[..., Site], address: str) -> None:
    files = {
        "posts/a.md": f"---\nimage: '{address}'\n---\n[x]({address})\n",
        "notes/b.md": f"---\nsyndication: ['{address}']\n---\n![x]({address})",
    }
    with pytest.raises(ContentError) as caught:
        make_site(files).build()
    assert [f"{problem.path}:{problem.line}" for problem in caught.value.problems] == [
        "notes/b.md:2", "posts/a.md:2", "posts/a.md:4"
    ]  # fmt: skip
