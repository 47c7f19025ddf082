"""Addresses in HTML made absolute, and nothing else touched."""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.text.absolute import absolutize

BASE = "https://me.example/blog"
PAGE = "https://me.example/blog/posts/hello/"


def absolute(html: str) -> str:
    return absolutize(html, BASE, PAGE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/about/", "https://me.example/about/"),
        ("/", "https://me.example/"),
        ("#fn1", PAGE + "#fn1"),
        ("a.jpg", PAGE + "a.jpg"),
        ("./a.jpg", PAGE + "a.jpg"),
        ("../other/", "https://me.example/blog/posts/other/"),
        ("?page=2&amp;x=1", PAGE + "?page=2&amp;x=1"),
        ("//cdn.example/a.js", "https://cdn.example/a.js"),
        (" /about/ ", "https://me.example/about/"),
        ("Fotos/größe.jpg", PAGE + "Fotos/größe.jpg"),
        ("&#x2F;a", "https://me.example/a"),
    ],
)
def test_each_form_of_address_is_taken_from_its_place(written: str, expected: str) -> None:
    assert absolute(f'<a class="x" href="{written}">y</a>') == f'<a class="x" href="{expected}">y</a>'


@pytest.mark.parametrize(
    "written",
    ["https://a.example/b", "HTTP://a.example", "mailto:me@me.example", "tel:+49", "data:image/png;base64,AA==", "",
     "&#109;ailto:me@me.example", "urn:uuid:1", "javascript:void(0)"],
)  # fmt: skip
def test_what_has_a_scheme_stays_as_written(written: str) -> None:
    html = f"<a href='{written}' data-href=\"/x\">y</a>"
    assert absolute(html) == html


@pytest.mark.parametrize(
    ("tag", "attribute"),
    [("a", "href"), ("img", "src"), ("img", "srcset"), ("video", "poster"), ("blockquote", "cite"), ("object", "data"),
     ("form", "action"), ("button", "formaction"), ("iframe", "src"), ("script", "src"), ("source", "SRCSET")],
)  # fmt: skip
def test_every_attribute_that_holds_an_address(tag: str, attribute: str) -> None:
    assert absolute(f'<{tag} {attribute}="/x">') == f'<{tag} {attribute}="https://me.example/x">'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='/x'>", "<a href='https://me.example/x'>"),
        ("<a href=/x>", '<a href="https://me.example/x">'),
        ("<a href=/x/ id=y>", '<a href="https://me.example/x/" id=y>'),
        ('<A\n HREF = "/x"\n>', '<A\n HREF = "https://me.example/x"\n>'),
        ('<img/src="/x"/>', '<img/src="https://me.example/x"/>'),
        ('<img alt="a > b" src="/x">', '<img alt="a > b" src="https://me.example/x">'),
        ('<a title=it\'s href="/x">', '<a title=it\'s href="https://me.example/x">'),
        ('<img src="/x" hidden alt="">', '<img src="https://me.example/x" hidden alt="">'),
    ],
)
def test_every_way_to_write_an_attribute(html: str, expected: str) -> None:
    assert absolute(html) == expected


def test_each_candidate_of_a_srcset() -> None:
    written = "a.jpg 1x, /b,c.jpg 2x,\n https://x.example/d.jpg 3x, data:image/gif;base64,R0lG= 4x"
    expected = (
        f"{PAGE}a.jpg 1x, https://me.example/b,c.jpg 2x,\n https://x.example/d.jpg 3x, data:image/gif;base64,R0lG= 4x"
    )
    assert absolute(f'<img srcset="{written}">') == f'<img srcset="{expected}">'


@pytest.mark.parametrize(
    "html",
    [
        '<code>href="/x"</code> and src=/y',
        "&lt;a href=&quot;/x&quot;&gt;",
        '<a title=\'href="/x"\' id="y">',
        '<p data-src="/x" aria-label="src=/x">',
        '<!-- <a href="/x"> -->',
        '<!-- never closed <a href="/x">',
        "<script>s = '<a href=\"/x\">'</script>",
        '<textarea rows=3><a href="/x"></textarea>',
        '<style>a[href="/x"] {}',
        'text < a href="/x"',
        '<a href="/x',
        '<a href="/x"',
        "",
    ],
)
def test_what_only_looks_like_an_address_is_left(html: str) -> None:
    assert absolute(html) == html


def test_after_raw_text_tags_count_again() -> None:
    html = '<script src="/s.js">"<a href=\'/x\'>"</script><!-- > --><a href="/y">'
    assert absolute(html) == (
        '<script src="https://me.example/s.js">"<a href=\'/x\'>"</script><!-- > --><a href="https://me.example/y">'
    )


def test_a_page_with_marks_in_its_address_stays_inside_the_quotes() -> None:
    page = "https://me.example/it's&so/"
    found = lxml.html.fragment_fromstring(absolutize("<a href='#x'>y</a>", BASE, page))
    assert found.get("href") == page + "#x"


ADDRESS = st.text(st.sampled_from("ab/.?#&;:=%é <>,'"), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(ADDRESS)
def test_a_browser_reads_the_address_that_it_would_have_followed(address: str) -> None:
    element = lxml.html.Element("a", {"href": address, "title": address})
    source = lxml.html.tostring(element, encoding="unicode")
    found = lxml.html.fragment_fromstring(absolutize(source, BASE, PAGE))
    written = lxml.html.fragment_fromstring(source).get("href")
    if written.startswith("/") and not written.startswith("//"):
        # As written, dots and all; `urljoin` takes them out of some addresses, which browsers do by themselves.
        assert found.get("href") == "https://me.example" + written
    else:
        # urljoin rewrites an absolute URL; we leave it as written.
        assert urljoin(PAGE, found.get("href")) == urljoin(PAGE, written)
    assert re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", found.get("href"))
    assert found.get("title") == address


@given(st.text(st.sampled_from("<>/a =\"'!-#hrefscipt"), max_size=60))
def test_twice_is_once_and_plain_text_is_never_touched(text: str) -> None:
    once = absolute(text)
    assert absolute(once) == once
    if "<" not in text:
        assert once == text


PATHOLOGICAL = ["<a ", "<a", "<!--", '<a href="', "<a href='", "<script>", '<img srcset=",', "<img src =", "<a b='c' ",
                "href=", "x ", "=", "</a ", "<a x", ",", "a(", ") ,"]  # fmt: skip


@pytest.mark.parametrize("piece", PATHOLOGICAL)
@pytest.mark.parametrize("frame", ["{}", '<a href="/z">{}', "<a href=/z {}>", '<img srcset="{}">'])
def test_time_is_linear_in_any_text(piece: str, frame: str) -> None:
    html = frame.format(piece * 20_000)
    begin = time.process_time()
    absolute(html)
    # Quadratic reading of these takes five seconds and more.
    assert time.process_time() - begin < 2
