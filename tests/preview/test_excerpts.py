"""The lines around a problem: the right ones, of files of the site only, and never a failure."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.errors import Problem
from voicebuilder.preview.excerpts import Excerpt, excerpt


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts/a.md").write_text("".join(f"line {number}\n" for number in range(1, 11)))
    (tmp_path / "secret").write_text("secret\n")
    return folder


def numbers(found: Excerpt) -> list[int]:
    return [line.number for line in found.lines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [(1, [1, 2, 3, 4]), (5, [2, 3, 4, 5, 6, 7, 8]), (10, [7, 8, 9, 10, 11]), (0, []), (-1, []), (12, [])],
)
def test_lines_around(site, line, expected):
    found = excerpt(site, Problem("wrong", path="posts/a.md", line=line))
    assert numbers(found) == expected
    assert all(shown.text == f"line {shown.number}" for shown in found.lines if shown.number <= 10)
    assert found.path == str(site / "posts/a.md")


def test_as_many_lines_as_asked(site):
    assert numbers(excerpt(site, Problem("wrong", path="posts/a.md", line=5), around=1)) == [4, 5, 6]


def test_a_problem_without_a_file_has_no_lines(site):
    problem = Problem("wrong")
    assert excerpt(site, problem) == Excerpt(problem)


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "posts/../../secret",
        "/etc/hostname",
        "themes/default/base.html",
        "posts",
        "gone.md",
        "a\0b",
        "link",
        "pipe",
        "loop",
    ],
)
def test_what_is_not_a_file_of_the_site_is_not_read(site, path):
    (site / "link").symlink_to("../secret")
    (site / "loop").symlink_to("loop")
    os.mkfifo(site / "pipe")
    problem = Problem("wrong", path=path, line=1)
    assert excerpt(site, problem) == Excerpt(problem)


def test_a_neighbour_whose_name_begins_like_the_site_is_not_the_site(site):
    other = site.with_name("site-secret")
    other.mkdir()
    (other / "a").write_text("secret")
    assert excerpt(site, Problem("wrong", path="../site-secret/a", line=1)).lines == ()


def test_a_file_that_cannot_be_read_is_no_failure(site, monkeypatch):
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    assert excerpt(site, Problem("wrong", path="posts/a.md", line=1)).lines == ()


def test_only_the_beginning_of_a_huge_file_is_read(site):
    (site / "big").write_bytes(b"x" * 1000 + b"\n" + b"y" * (2 << 20) + b"\nend")
    assert numbers(excerpt(site, Problem("wrong", path="big", line=2))) == [1, 2]
    assert excerpt(site, Problem("wrong", path="big", line=3)).lines == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_the_build_counts_them(site, end):
    (site / "posts/b.md").write_bytes(f"\ufeffone\u2028\x0c{end}two{end}three".encode())
    found = excerpt(site, Problem("wrong", path="posts/b.md", line=2, column=3))
    assert [line.text for line in found.lines] == ["one\u2028␌", "two", "three"]
    assert found.column == 3


def test_bytes_that_are_no_text_are_shown_as_such(site):
    (site / "posts/b.md").write_bytes(b"caf\xe9 \x00")
    assert excerpt(site, Problem("wrong", path="posts/b.md", line=1)).lines[0].text == "caf\ufffd ␀"


@given(length=st.integers(0, 1000), column=st.integers(-1, 1100))
def test_a_long_line_is_cut_around_its_column(tmp_path_factory, length, column):
    site = tmp_path_factory.getbasetemp()
    line = "".join(chr(0x4E00 + index) for index in range(length))
    (site / "long.md").write_text(line + "\n")
    found = excerpt(site, Problem("wrong", path="long.md", line=1, column=column))
    shown = found.lines[0].text
    assert len(shown) <= 122
    assert shown.strip("…") in line
    if 1 <= column <= length:
        assert shown[found.column - 1] == line[column - 1]
    else:
        assert found.column == (len(shown) + 1 if column > length else 0)
