"""The style sheet in the page, or as a file; and what a Content-Security-Policy needs to know of it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from voicebuilder.model.asset import Asset
from voicebuilder.render import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

CONFIG = "title: T\nurl: https://example.org/blog/\n"
POST = {"posts/a.md": "---\ntitle: A\n---\nText.\n"}


def sheet(data: bytes) -> Asset:
    return Asset("style.css", "/assets/style.0.css", data, "themes/x/assets/style.css")


def test_it_stands_in_the_page(make_site: Callable[..., Site]) -> None:
    output = make_site({**POST, "voicebuilder.yaml": CONFIG}).build()
    page = output.page("/posts/a/")
    (css,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert css == next(data.decode() for path, data in output.files.items() if path.startswith("assets/style."))
    assert 'rel="stylesheet"' not in page


def test_as_a_file_when_the_writer_says_so(make_site: Callable[..., Site]) -> None:
    site = make_site({**POST, "voicebuilder.yaml": CONFIG + "theme_options: {css: file}\n"})
    page = site.build().page("/posts/a/")
    assert "<style>" not in page
    assert re.search(r'<link rel="stylesheet" href="/blog/assets/style\.[0-9a-f]{10}\.css">', page)


def test_a_large_sheet_is_a_file_all_the_same(make_site: Callable[..., Site]) -> None:
    own = '@import "letter/style.css";\n' + "\n".join(f".a{n}{{color:red}}" for n in range(500))
    page = make_site({**POST, "theme/assets/style.css": own, "voicebuilder.yaml": CONFIG}).build().page("/posts/a/")
    assert "<style>" not in page


def test_p7_a_theme_without_a_sheet_says_so(make_site: Callable[..., Site]) -> None:
    files = {
        "mine/theme.yaml": "name: mine\n",
        "mine/entry.html": "\n{{ style() }}",
        "voicebuilder.yaml": CONFIG + "theme: mine\n",
    }
    site = make_site({**POST, **files})
    with pytest.raises(Exception, match=r"mine/entry\.html:2: error: the theme has no asset `style\.css`"):
        site.build()


def test_the_limit() -> None:
    assert style.is_inline(sheet(b"x" * style.MOST_INLINE), "inline")
    assert not style.is_inline(sheet(b"x" * (style.MOST_INLINE + 1)), "inline")
    assert not style.is_inline(sheet(b"x"), "file")


def test_nothing_in_it_ends_the_element() -> None:
    asset = sheet(b'a{content:"</style><script>alert(1)</script>"}')
    assert "</" not in style.text(asset)


def test_the_hash_is_that_of_the_text_in_the_page() -> None:
    asset = sheet('a{content:"→</b>"}'.encode())
    digest = base64.b64encode(hashlib.sha256(style.text(asset).encode()).digest()).decode()
    assert style.source(asset) == f"'sha256-{digest}'"
