"""Code in colour."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder.markup import stylesheet
from voicebuilder.markup.highlight import CLASSES, MAX_LENGTH, highlight, language_of


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
    assert tags <= {"</span>", *(f'<span class="{name}">' for name in CLASSES)}
    assert unescape(re.sub(r"<[^>]*>", "", html)) == unescape(escape(code, quote=False))


def test_four_classes() -> None:
    assert highlight('# a\nif 1: "b"', "Python") == (
        '<span class="c"># a</span>\n<span class="k">if</span> <span class="n">1</span>: <span class="s">"b"</span>'
    )


def test_large_code_is_left_plain() -> None:
    assert "<span" not in highlight("x = 1\n" * (MAX_LENGTH // 6 + 1), "python")


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", CLASSES)
def test_colours_are_readable_in_both_schemes(name: str) -> None:
    light, dark = CLASSES[name]
    assert contrast(light, "#f4f4f4") >= 7
    assert contrast(dark, "#14161a") >= 7
    assert stylesheet().count(f".code .{name} {{ color") == 2
