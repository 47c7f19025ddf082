"""Addresses in raw HTML."""

from __future__ import annotations

import pytest

from voicebuilder.markup import MarkupSettings, Source, convert
from voicebuilder.markup.raw_html import rewrite


def upper(written: str, offset: int, shown: bool) -> str | None:
    return written.upper()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="x.md">t</a>', '<a href="X.MD">t</a>'),
        ("<a class='c' href='x.md' >t</a>", "<a class='c' href=\"X.MD\" >t</a>"),
        ("<img src=x.png alt=y>", '<img src="X.PNG" alt=y>'),
        ("<IMG\n SRC = 'x.png'/>", '<IMG\n SRC = "X.PNG"/>'),
        ('<img srcset="a.png 1x, b.png 2x,c.png">', '<img srcset="A.PNG 1x, B.PNG 2x,C.PNG">'),
        ('<video poster="p.png"><source src="v.mp4"></video>', '<video poster="P.PNG"><source src="V.MP4"></video>'),
        ('<a href="x?a=1&amp;b=2">', '<a href="X?A=1&amp;B=2">'),
        ('<a title=" href=x" href="y">', '<a title=" href=x" href="Y">'),
        ('<a data-href="x" href="">', '<a data-href="x" href="">'),
        ('<!-- <a href="x"> --><a href="y">', '<!-- <a href="x"> --><a href="Y">'),
        ('<script>"<a href=\'x\'>"</script><a href="y">', '<script>"<a href=\'x\'>"</script><a href="Y">'),
        ('<!-- <a href="x">', '<!-- <a href="x">'),
        ('<a href="x', '<a href="x'),
        ('1 < 2 <a href="y">', '1 < 2 <a href="Y">'),
        ('<link href="x"><form action="y" src="z">', '<link href="x"><form action="y" src="z">'),
    ],
)
def test_only_addresses_change(html: str, expected: str) -> None:
    assert rewrite(html, upper) == expected


def test_an_answer_cannot_leave_its_attribute() -> None:
    assert rewrite("<a href='x'>", lambda *_: "\"'><script>") == '<a href="&quot;&#x27;&gt;&lt;script&gt;">'


def test_what_the_resolver_does_not_know_stays() -> None:
    html = "<a href='x&y'><img srcset='a 1x, b'>"
    assert rewrite(html, lambda *_: None) == html


@pytest.mark.parametrize(
    ("html", "places"),
    [
        ('<img src="a">', [0]),
        ('x <IMG\nsrc=a class="alt">', [2]),
        ('<img src=a title="no alt=x here">', [0]),
        ('<img src="a" data-alt="b">', [0]),
        ('<img src="a" alt="">', []),
        ("<img alt src=a>", []),
        ("<img src=a ALT = 'b'>", []),
        ('<!-- <img src="a"> -->', []),
        ('<script>"<img src=a>"</script>', []),
    ],
)
def test_pictures_without_alt_text_are_told(html: str, places: list[int]) -> None:
    found: list[int] = []
    rewrite(html, lambda *_: None, found.append)
    assert found == places


def test_lines_and_kinds_reach_the_resolver() -> None:
    calls = []
    text = 'a\nb <a href="c.md">c</a>\n\n<p>\n<img src="d.png">\n<a href="javascript:void(0)">e</a>\n</p>\n'
    convert(Source(text, 5), MarkupSettings(), lambda href, line, *, image: calls.append((href, line, image)))
    assert calls == [("c.md", 6, False), ("d.png", 9, True)]


def refuse_to_be_called(href: str, line: int, *, image: bool) -> str:
    raise AssertionError(href)


def test_raw_html_that_is_off_is_text_without_links() -> None:
    settings = MarkupSettings(raw_html=False, typographer=False)
    html = convert(Source('<a href="x">y</a>'), settings, refuse_to_be_called).html
    assert html == "<p>&lt;a href=&quot;x&quot;&gt;y&lt;/a&gt;</p>\n"
