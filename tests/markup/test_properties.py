"""What holds for any text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder.markup import Markup, MarkupSettings, Source, convert, plain_text

SYNTAX = [
    "# ", "## ", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "```", "~~~", "`", "*", "**", "_", "~~", "[", "]",
    "(", ")",
    "](",
    "![", "<", ">", "<!-- more -->", "<b>", "</b>", "<a href=", '"', "'", "|", "|---|", ":", ": ", "[^1]", "[^1]: ",
    "{", "}",
    "{.a}", "{#b}", "{{ x }}", "{% y %}", "> [!NOTE]\n", "- [ ] ", "\\", "&amp;", "&#0;", "---", "...", "=", "https://a.b/c",
    "www.a.b", "a@b.co", "javascript:", "\x00", "\u202e", "é", "漢字", "😀", "word", "two words", " ",
]  # fmt: skip

DEFAULT = MarkupSettings()

soup = st.lists(st.sampled_from(SYNTAX) | st.text(max_size=4), max_size=40).map("".join)


def keep(href: str, line: int, *, image: bool) -> str:
    return href


def run(text: str, chosen: MarkupSettings = DEFAULT, language: str = "en") -> Markup:
    return convert(Source(text, 1, "p", language), chosen, keep)


@given(soup, st.booleans(), st.sampled_from(["en", "fr", "ja"]))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_every_answer_is_the_same(text: str, raw_html: bool, language: str) -> None:
    chosen = MarkupSettings(raw_html=raw_html)
    first = run(text, chosen, language)
    assert run(text, chosen, language) == first
    lines = len(re.split(r"\r\n|\r|\n", text))
    assert all(1 <= fault.line <= lines for fault in first.faults)
    assert len(first.summary) <= 160
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", first.html + first.summary)
    plain_text(text)


ALLOWED_TAG = re.compile(
    r"</?(?:a|aside|blockquote|br|code|dd|div|dl|dt|em|figcaption|figure|h[1-6]|hr|img|input|li|ol|p|pre|s|section|span|strong|sup"
    r'|table|tbody|td|th|thead|tr|ul)(?: [a-z-]+(?:="[^"<>]*")?)*>'
)


@given(soup)
@settings(max_examples=300, deadline=None)
def test_without_raw_html_only_our_own_tags_are_written(text: str) -> None:
    html = run(text, MarkupSettings(raw_html=False)).html
    assert "<" not in ALLOWED_TAG.sub("", html)
    assert not re.search(r'(?:href|src)="(?:javascript|vbscript|file|blob|data):', html, re.IGNORECASE)
    assert not re.search(r"<[^>]* on\w+=", html)


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@st.composite
def inlines(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(st.tuples(st.sampled_from(["{}", "*{}*", "**{}**", "`{}`", "~~{}~~", "[{}](x)"]), words), min_size=1)
    )
    return " ".join(form.format(word) for form, word in parts)


def indent(text: str, prefix: str, first: str | None = None) -> str:
    lines = text.split("\n")
    return "\n".join((first if first is not None and not n else prefix) + line for n, line in enumerate(lines)).rstrip(
        " "
    )


def deeper(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(blocks, min_size=1, max_size=3).map("\n\n".join)
    return (
        many.map(lambda text: indent(text, "> "))
        | many.map(lambda text: indent(text, "  ", "- "))
        | many.map(lambda text: indent(text, "   ", "1. "))
        | many.map(lambda text: "> [!TIP]\n" + indent(text, "> "))
        | st.tuples(words, many).map(lambda pair: f"{pair[0]}\n{indent(pair[1], '  ', ': ')}")
        | many
    )


block = (
    inlines()
    | inlines().map("## {}".format)
    | words.map("```\n{}\n```".format)
    | words.map("| {0} |\n|---|\n| {0} |".format)
)


@given(st.recursive(block, deeper, max_leaves=12))
@settings(max_examples=200, deadline=None)
def test_every_word_is_on_the_page(text: str) -> None:
    html = run(text).html
    written = re.findall(r"[a-z]+", re.sub(r"\]\(x\)|\[!TIP\]", "", text))
    shown = re.findall(r"[a-z]+", unescape(re.sub(r"<p class=\"alert-title\">Tip</p>|<[^>]*>", " ", html)))
    assert sorted(shown) == sorted(written)
