"""A folder of Jekyll, Hugo or Zola posts builds when it is dropped into `posts/`, keys, names and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

JEKYLL = {
    "posts/2014-12-12-first-post.md": """---
layout: post
title:  "First post: a story"
date:   2014-12-12 10:11:12 -0500
categories: jekyll update
tags:
- one
- Two Words
excerpt: What it is about.
redirect_from:
  - /old/first/
author: jane
comments: true
published: true
---
Text.
""",
    "posts/2015-01-02-with-permalink.markdown": "---\npermalink: /blog/2015/own/\nlast_modified_at: 2016-01-01\n---\n",
    "posts/2015-01-03-hidden.md": "---\npublished: false\n---\nSecret.\n",
}
HUGO = {
    "posts/hugo-toml.md": """+++
title = "In TOML"
date = 2020-03-04T05:06:07+01:00
lastmod = 2020-04-05
draft = false
tags = ["hugo", "toml"]
categories = ["Tools"]
aliases = ["/was/", "/was-too/"]
summary = "Short."
weight = 10
[params]
  thing = "kept"
+++
Text.
""",
    "posts/bundle/index.md": "---\ntitle: A bundle\ndate: 2020-05-06\nurl: /custom/path/\n---\n![pic](pic.png)\n",
    "posts/bundle/pic.png": png(),
    "posts/gone.md": "---\ntitle: Gone\ndate: 2020-01-01\nexpiryDate: 2021-01-01\n---\nOld.\n",
    "posts/_index.md": "---\ntitle: Section\n---\n",
}
ZOLA = {
    "posts/zola.md": """+++
title = "From Zola"
description = "Described."
date = 2021-06-07
updated = 2021-07-08
path = "2021/06/zola"
[taxonomies]
tags = ["rust", "C++"]
[extra]
comment = true
+++
Text.
""",
    "posts/rust-blog.md": '+++\npath = "2014/12/12/1.0-Timeline"\ntitle = "T"\nauthors = ["Nick", "Aaron"]\n+++\n',
}


@pytest.fixture(scope="module")
def output(make_site: Callable[..., Site]) -> Output:
    site = make_site(JEKYLL | HUGO | ZOLA)
    made = site.build()
    assert site.report.errors == []
    return made


@pytest.mark.parametrize(
    "path",
    [
        "posts/first-post/index.html", "old/first/index.html", "tags/two-words/index.html", "blog/2015/own/index.html",
        "posts/hugo-toml/index.html", "was/index.html", "was-too/index.html", "tags/tools/index.html",
        "custom/path/index.html", "custom/path/pic.png", "2021/06/zola/index.html", "tags/c-plus-plus/index.html",
        "2014/12/12/1.0-Timeline/index.html", "archive/2014/index.html",
    ],
)  # fmt: skip
def test_addresses_are_as_they_were(path: str, output: Output) -> None:
    assert path in output.files


@pytest.mark.parametrize("path", ["posts/hidden/index.html", "posts/gone/index.html", "posts/index/index.html"])
def test_what_was_held_back_stays_so(path: str, output: Output) -> None:
    assert path not in output.files


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("posts/first-post", "First post: a story"),
        ("posts/first-post", '<meta name="description" content="What it is about.">'),
        ("posts/first-post", 'datetime="2014-12-12T10:11:12-05:00"'),
        ("posts/first-post", "jane"),
        ("blog/2015/own", "2016-01-01"),
        ("posts/hugo-toml", 'datetime="2020-03-04T05:06:07+01:00"'),
        ("posts/hugo-toml", '<meta name="description" content="Short.">'),
        ("2021/06/zola", '<meta name="description" content="Described.">'),
        ("2021/06/zola", "2021-07-08"),
        ("2014/12/12/1.0-Timeline", "2014-12-12"),
        ("2014/12/12/1.0-Timeline", "Nick, Aaron"),
    ],
)
def test_their_keys_are_understood(page: str, says: str, output: Output) -> None:
    assert says in output.text(f"{page}/index.html")


def test_leftover_commands_are_reported_with_their_lines(make_site: Callable[..., Site]) -> None:
    files = {"posts/2020-01-01-a.md": '# A\n\n{% include x.html %}\n\n{{< figure src="a.png" >}}\n'}
    site = make_site(files)
    site.build()
    assert {(problem.path, problem.line) for problem in site.report.warnings} == {
        ("posts/2020-01-01-a.md", 3),
        ("posts/2020-01-01-a.md", 5),
    }
