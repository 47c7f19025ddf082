from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.model.route import Route, RouteTable
from voicebuilder.report import Report

if TYPE_CHECKING:
    from voicebuilder.errors import Problem


def route(url: str, path: str = "", line: int = 0, asker: str = "") -> Route:
    return Route(url, "page", None, asker or path or f"the maker of {url}", path, line)


def clashes(*routes: Route) -> list[Problem]:
    report = Report()
    RouteTable(routes, report)
    return report.errors


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/", "index.html"),
        ("/posts/hello/", "posts/hello/index.html"),
        ("/404.html", "404.html"),
        ("/posts/cat.jpg", "posts/cat.jpg"),
    ],
)
def test_output_paths(url: str, path: str) -> None:
    assert route(url).output_path == path


def test_the_order_is_that_of_output_paths_whoever_came_first() -> None:
    routes = [route(url) for url in ("/", "/a/", "/a/b/", "/a.html", "/z.xml", "/ä/")]
    expected = [one.output_path for one in RouteTable(routes, Report())]
    assert expected == sorted(expected)
    assert [one.output_path for one in RouteTable(reversed(routes), Report())] == expected
    assert len(RouteTable(routes, Report())) == len(routes)


def test_two_for_one_address() -> None:
    found = clashes(route("/posts/a/", "posts/a.md", 3), route("/posts/a/", "posts/b.md", 5))
    assert list(map(str, found)) == [
        (
            "posts/b.md:5: error: the address /posts/a/ is wanted by posts/b.md and by posts/a.md. "
            "Give one of them another `slug:` or `permalink:`."
        )
    ]


def test_the_first_comer_stands() -> None:
    first, second = route("/a/", "posts/a.md"), route("/a/", "posts/b.md")
    assert list(RouteTable([first, second], Report())) == [first]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/Foo.png", "/foo.png"),
        ("/caf\u00e9/", "/cafe\u0301/"),
        ("/CAF\u00c9/", "/cafe\u0301/"),
        ("/straße/", "/STRASSE/"),
        ("/Σίσυφος/", "/σίσυφοσ/"),
        ("/\u1e9b\u0323/", "/\u1e69/"),
        ("/a/", "/a/index.html"),
        ("/", "/index.html"),
        ("/A/index.html", "/a/"),
    ],
)
def test_what_some_file_system_takes_for_the_same_file(one: str, other: str) -> None:
    (found,) = clashes(route(one, "static/one"), route(other, "static/other"))
    assert found.path == "static/other"
    assert "static/one" in found.message
    assert one in found.message
    assert other in found.message


@pytest.mark.parametrize(("one", "other"), [("/a/", "/a.html"), ("/a/", "/b/"), ("/ab/", "/a/b/"), ("/o/", "/ö/")])
def test_what_is_no_clash(one: str, other: str) -> None:
    assert clashes(route(one), route(other)) == []


def test_of_three_two_are_told_and_all_are_named() -> None:
    found = clashes(route("/a/", "posts/a.md"), route("/a/", "posts/b.md"), route("/A/", "pages/A.md"))
    assert [problem.path for problem in found] == ["pages/A.md", "posts/b.md"]
    assert all("posts/a.md" in problem.message for problem in found)


def test_a_file_of_the_writer_is_named_even_when_ours_came_second() -> None:
    (found,) = clashes(route("/tags/", "pages/tags.md", 2), route("/tags/", asker="the list of tags"))
    assert found.where == "pages/tags.md:2"
    assert "the list of tags" in found.message


@pytest.mark.parametrize("folder", ["/docs/", "/docs/a/", "/Docs/a/b.html"])
def test_a_file_where_a_folder_must_be(folder: str) -> None:
    (found,) = clashes(route(folder, "pages/a.md"), route("/docs", "static/docs"))
    assert found.path == "static/docs"
    assert "needs a folder of that name" in found.message
    assert "pages/a.md" in found.message


def test_a_file_in_the_way_of_many_is_told_once() -> None:
    folders = [route(f"/posts/{letter}/", f"posts/{letter}.md") for letter in "abc"]
    (found,) = clashes(*folders, route("/posts", "static/posts"))
    assert "posts/a.md" in found.message


@pytest.mark.parametrize(
    ("renderer", "hint"),
    [
        ("page", "Give one of them another `slug:` or `permalink:`."),
        ("redirect", "Take the alias out, or give the other another `slug:` or `permalink:`."),
        ("copy", "Give the file another name."),
    ],
)
def test_p7_what_to_type(renderer: str, hint: str) -> None:
    (found,) = clashes(route("/a/"), Route("/a/", renderer, None, "another"))
    assert found.hint == hint


def test_p7_all_clashes_are_listed_at_once() -> None:
    urls = [f"/{letter}/" for letter in "abcdef"]
    found = clashes(*(route(url, f"posts{url}{copy}.md") for copy in "12" for url in urls))
    assert len(found) == len(urls)


@given(
    st.lists(st.sampled_from(["/a/", "/A/", "/a/index.html", "/a", "/b/", "/a/b/", "/é/", "/e\u0301/"]), unique=True)
)
def test_no_clash_means_that_every_file_can_be_written_everywhere(urls: list[str]) -> None:
    if clashes(*map(route, urls)):
        return
    paths = [route(url).output_path.casefold() for url in urls]
    assert len(set(paths)) == len(paths)
    assert not any(other.startswith(f"{path}/") for path in paths for other in paths)


def test_what_is_served() -> None:
    table = RouteTable([route(url) for url in ("/", "/about/", "/feed.xml", "/posts/cat.jpg")], Report())
    for url in ("/", "", "/index.html", "/about/", "/about", "/about/index.html", "/feed.xml", "/posts/cat.jpg"):
        assert table.serves(url), url
    for url in ("/About/", "/feed.xml/", "/posts/", "/cat.jpg", "/about/index.htm", "/feed.xmlindex.html"):
        assert not table.serves(url), url
