"""Problems in words: code is code, and nothing else is markup."""

from __future__ import annotations

import pytest

from voicebuilder.preview.words import marked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("write `draft: true` here", "write <code>draft: true</code> here"),
        ("`a` or `b`", "<code>a</code> or <code>b</code>"),
        ("one ` alone", "one ` alone"),
        ("``", "``"),
        ('`<b>` & "x"', "<code>&lt;b&gt;</code> &amp; &quot;x&quot;"),
        ("<script>`", "&lt;script&gt;`"),
    ],
)
def test_backticks_mark_code(text: str, html: str) -> None:
    assert marked(text) == html
