"""Code in colour."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder.markup.highlight import MAX_LENGTH, highlight, language_of


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("python", "python"),
        ("rust,ignore", "rust"),
        ("{.python #a .b}", "python"),
        ("{python}", "python"),
        ('js title="x"', "js"),
        ("go{1,3}", "go"),
        ("python:main.py", "python"),
        ("c++", "c++"),
        ("c#", "c#"),
        ("html+jinja", "html+jinja"),
        (" \tsh ", "sh"),
        ("", ""),
        ('"><script>', ""),
    ],
)
def test_the_language_of_an_info_string(info: str, language: str) -> None:
    assert language_of(info) == language


@pytest.mark.parametrize(
    "language", ["python", "html", "css", "bash", "diff", "pycon", "c++", "json", "yaml", "sql", "nosuch", ""]
)
@given(st.text(max_size=80))
@settings(max_examples=20, deadline=None)
def test_no_character_is_changed(language: str, code: str) -> None:
    html = highlight(code, language)
    tags = set(re.findall(r"<[^>]*>", html))
    assert tags <= {"</span>", *(f'<span class="{name}">' for name in "cksn")}
    assert unescape(re.sub(r"<[^>]*>", "", html)) == unescape(escape(code, quote=False))


def test_four_classes() -> None:
    assert highlight('# a\nif 1: "b"', "Python") == (
        '<span class="c"># a</span>\n<span class="k">if</span> <span class="n">1</span>: <span class="s">"b"</span>'
    )


def test_large_code_is_left_plain() -> None:
    assert "<span" not in highlight("x = 1\n" * (MAX_LENGTH // 6 + 1), "python")
