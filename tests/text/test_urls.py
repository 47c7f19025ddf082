from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicebuilder.text.urls import (
    Base,
    as_folder,
    decode_path,
    is_external,
    is_web_address,
    path_fault,
    quote_path,
    split_suffix,
)


@pytest.mark.parametrize(
    ("url", "origin", "prefix"),
    [
        ("https://me.example", "https://me.example", ""),
        ("https://me.example/", "https://me.example", ""),
        ("http://me.example/", "http://me.example", ""),
        (" https://me.example/ ", "https://me.example", ""),
        ("HTTPS://Me.Example/Blog", "https://me.example", "/Blog"),
        ("https://me.github.io/blog/", "https://me.github.io", "/blog"),
        ("https://me.github.io/a/b", "https://me.github.io", "/a/b"),
        ("http://localhost:8000/", "http://localhost:8000", ""),
        ("http://127.0.0.1:8000/x/", "http://127.0.0.1:8000", "/x"),
        ("http://[::1]:8000/", "http://[::1]:8000", ""),
        ("https://münchen.example/", "https://münchen.example", ""),
        ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example", ""),
        ("https://me.example/caf%C3%A9/", "https://me.example", "/café"),
        ("https://me.example/cafe\u0301/", "https://me.example", "/café"),
        ("https://me.example/~me/", "https://me.example", "/~me"),
    ],
)
def test_where_a_site_lives(url: str, origin: str, prefix: str) -> None:
    assert Base.of(url) == Base(origin, prefix)


@pytest.mark.parametrize(
    "url",
    [
        "", "me.example", "/blog/", "//me.example/", "ftp://me.example/", "file:///etc/", "https://", "https:///blog/",
        "javascript:alert(1)", "https://me.example/?a=b", "https://me.example/#top", "https://me:secret@me.example/",
        "https://@me.example/", "https://me.example/a//b/", "https://me.example/../", "https://me.example/%2e%2e/x/",
        "https://me.example/a\\b/", "https://me.example/%00/", "https://me.example:port/", "https://me.example:99999/",
        "https://me example/", "https://me.example\\blog/", 'https://me.example"onload=/', "https://[::1/",
        "https://me..example/", "https://.example/", "https://<me>/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_site(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Base.of(url)


def test_addresses_below_a_base_path() -> None:
    base = Base.of("https://me.github.io/my%20blog/")
    assert base.href("/") == "/my%20blog/"
    assert base.href("/a b/ü?#/") == "/my%20blog/a%20b/%C3%BC%3F%23/"
    assert base.absolute("/posts/hello/") == "https://me.github.io/my%20blog/posts/hello/"
    assert base.host() == "me.github.io"


def test_addresses_at_the_root() -> None:
    base = Base.of("https://me.example:8080")
    assert base.href("/posts/100%/") == "/posts/100%25/"
    assert base.absolute("/") == "https://me.example:8080/"
    assert base.host() == "me.example"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_quoting_can_be_undone_and_leaves_nothing_to_misread(path: str) -> None:
    quoted = quote_path(path)
    assert unquote(quoted) == path
    assert quoted.isascii()
    assert not set(quoted) & set(' "<>?#\\^`{|}\n\t')


@pytest.mark.parametrize(
    "path",
    [
        "/", "/posts/hello/", "/about.html", "/etc/x", "/a/b/c/d/", "/.well-known/webfinger", "/~me/", "/a.b.c/",
        "/日本語/", "/café/", "/...a/", "/a b/", "/con-sole/", "/console/", "/common/", "/com10/", "/nulls/",
        "/%2e%2e/",
        "/a&b=c;d,e/", "/@me/", "/" + "a" * 255 + "/",
    ],
)  # fmt: skip
def test_a_path_that_may_exist(path: str) -> None:
    assert path_fault(path) == ""


@pytest.mark.parametrize(
    "path",
    [
        "", "a", "../x", "./x", "/../x", "/../../x", "/a/../b", "/a/..", "/..", "/.", "/a/./b", "//", "//host/x",
        "/a//b",
        "/a\\..\\b", "\\\\host\\x", "C:x", "/C:x", "/C:/x", "/a\x00b", "/\x00", "/a\nb/", "/a\x7f/", "/a<b/", "/a>b/",
        '/a"b/', "/a|b/", "/a?b/", "/a*b/", "/a#b/", "/a./", "/a/b.", "/a /b", "/ a/", "/a/ ", "/CON/", "/con", "/Nul/",
        "/aux.txt", "/prn.tar.gz", "/COM1/", "/lpt9.x/", "/" + "a" * 256, "/" + "é" * 128, "/\ud800/",
    ],
)  # fmt: skip
def test_a_path_that_may_not_exist(path: str) -> None:
    assert path_fault(path)


SEGMENTS = st.sampled_from(["..", ".", "", "a", "b.html", "%2e%2e", "..%2f", "\\", "C:", "~", "...", ". .", "\x00"])
PATHS = st.one_of(st.text(max_size=30), st.lists(SEGMENTS, max_size=6).map(lambda parts: "/" + "/".join(parts)))


@given(PATHS)
@example("/%2e%2e/%2e%2e/x")
@example("/..%5c..%5cx")
@example("/%252e%252e/x")
def test_a_path_that_passes_never_leaves_the_root(path: str) -> None:
    decoded = decode_path(path)
    if path_fault(decoded):
        return
    for join in (posixpath.join, lambda *parts: "/".join(parts)):
        place = posixpath.normpath(join("/srv/site", decoded.removeprefix("/")))
        assert place == "/srv/site" or place.startswith("/srv/site/")
    # A browser must not take it for the address of another host, or of a folder above.
    href = Base.of("https://me.example/").href(decoded)
    assert urlsplit(href).netloc == ""
    assert posixpath.normpath(unquote(href)) == posixpath.normpath(decoded)


@pytest.mark.parametrize(
    ("path", "decoded"),
    [
        ("/posts/hello/", "/posts/hello/"),
        ("/caf%C3%A9/", "/café/"),
        ("/cafe\u0301/", "/café/"),
        ("/cafe%CC%81/", "/café/"),
        ("/a%20b", "/a b"),
        ("/100%", "/100%"),
        ("/%252e/", "/%2e/"),
    ],
)
def test_one_spelling_of_a_path(path: str, decoded: str) -> None:
    assert decode_path(path) == decoded


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/about", "/about/"),
        ("/about/", "/about/"),
        ("/about.html", "/about.html"),
        ("/ABOUT.HTM", "/ABOUT.HTM"),
        ("/data.json", "/data.json"),
        ("/version-1.5", "/version-1.5/"),
        ("/html", "/html/"),
    ],
)
def test_a_page_is_a_folder_unless_it_names_a_file(path: str, folder: str) -> None:
    assert as_folder(path) == folder


@pytest.mark.parametrize("url", ["https://x", "mailto:a@b", "//host/x", "javascript:x", "data:,x", "HTTP:x"])
def test_external(url: str) -> None:
    assert is_external(url)


@pytest.mark.parametrize("url", ["", "/x", "x.md", "../x", "#a", "?q", "./a:b", "1:2", "/https://x"])
def test_internal(url: str) -> None:
    assert not is_external(url)


def test_web_addresses() -> None:
    assert is_web_address("https://x")
    assert is_web_address("HTTP://x")
    assert not is_web_address("//x")
    assert not is_web_address("mailto:a@b")


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("/a/?x#y", ("/a/", "?x#y")),
        ("/a/#y?x", ("/a/", "#y?x")),
        ("/a/", ("/a/", "")),
        ("#y", ("", "#y")),
        ("", ("", "")),
    ],
)
def test_query_and_fragment(url: str, parts: tuple[str, str]) -> None:
    assert split_suffix(url) == parts
