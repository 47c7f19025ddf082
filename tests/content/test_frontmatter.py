from __future__ import annotations

import json
import pickle
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.content.frontmatter import Loaded, load
from voicebuilder.errors import Problem, Severity
from voicebuilder.model.document import FrontMatter, Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.model.kind import Holds

BERLIN = ZoneInfo("Europe/Berlin")
PATH = "posts/hello.md"


def loaded(block: str, path: str = PATH, kind_keys: Mapping[str, Holds] | None = None) -> Loaded:
    return load(f"---\n{block}\n---\nText\n".encode(), path, BERLIN, kind_keys or {})


def matter(block: str, path: str = PATH) -> FrontMatter:
    result = loaded(block, path)
    assert result.problems == ()
    return result.front_matter


def only_problem(block: str, path: str = PATH) -> Problem:
    result = loaded(block, path)
    assert len(result.problems) == 1, result.problems
    assert result.problems[0].path == path
    return result.problems[0]


FULL = """\
title: Hello
date: 2024-01-05 10:00
updated: 2024-02-01
slug: 010
tags: [on, 3.10, On, null, ""]
description: Short
draft: no
unlisted: Yes
image: a.jpg
image_alt: A cat
aliases: [/old/, older]
id: tag:example.org,2024:1
permalink: /about/me/
template: wide.html
language: de_AT
series: Travels
author: Ada
syndication: https://example.social/@me/1
newsletter: {subject: Hi, send: on}
expires: 2030-01-01
mood: fine
nested: {a: [1, no]}"""


def test_every_field() -> None:
    front_matter = matter(FULL)
    assert front_matter == FrontMatter(
        title="Hello",
        date=Moment.of(datetime(2024, 1, 5, 10, tzinfo=BERLIN), has_time=True),
        updated=Moment.of(datetime(2024, 2, 1, tzinfo=BERLIN), has_time=False),
        slug="010",
        tags=("on", "3.10"),
        description="Short",
        draft=False,
        unlisted=True,
        image="a.jpg",
        image_alt="A cat",
        aliases=("/old/", "/older"),
        id="tag:example.org,2024:1",
        permalink="/about/me/",
        template="wide.html",
        language="de-AT",
        series="Travels",
        author="Ada",
        syndication=("https://example.social/@me/1",),
        newsletter={"subject": "Hi", "send": "on"},
        expires=Moment.of(datetime(2030, 1, 1, tzinfo=BERLIN), has_time=False),
        extra={"mood": "fine", "nested": {"a": ["1", "no"]}},
        lines={line.partition(":")[0]: number for number, line in enumerate(FULL.split("\n"), 2)},
    )


def test_no_front_matter() -> None:
    assert load(b"# Hello\n", PATH, BERLIN) == Loaded(FrontMatter(extra={}, lines={}), "# Hello\n", 1, "hello", ())


def test_the_body_and_its_line() -> None:
    result = loaded("title: x")
    assert (result.body, result.body_line) == ("Text\n", 4)


def test_it_can_go_to_another_process() -> None:
    result = loaded(FULL)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301


@pytest.mark.parametrize("key", ["title", "Title", "TITLE"])
def test_letter_case_of_keys_is_free(key: str) -> None:
    front_matter = matter(f"{key}: x")
    assert front_matter.title == "x"
    assert front_matter.line("title") == 2


@pytest.mark.parametrize("value", ["", "~", "null", '""', "'  '"])
@pytest.mark.parametrize("key", ["title", "date", "tags", "aliases", "syndication", "permalink", "author", "language"])
def test_a_key_without_a_value_is_not_given(key: str, value: str) -> None:
    assert not getattr(matter(f"{key}: {value}"), key)


@pytest.mark.parametrize(
    ("block", "field", "value"),
    [
        ("categories: [a, b]", "tags", ("a", "b")),
        ("category: News", "tags", ("News",)),
        ("categories: [c]\ntags: [a, C]\ntag: b", "tags", ("a", "C", "b")),
        ("tags: a, b c ,", "tags", ("a", "b c")),
        ("tags: one tag", "tags", ("one tag",)),
        ('tags: ["a, b"]', "tags", ("a, b",)),
        ("taxonomies: {tags: [a], categories: [b]}", "tags", ("a", "b")),
        ("url: bstr", "permalink", "/bstr/"),
        ("path: 2014/12/12/Core-Team", "permalink", "/2014/12/12/Core-Team/"),
        ("permalink: old.html", "permalink", "/old.html"),
        ("permalink: /as/it/is", "permalink", "/as/it/is"),
        ("url: /b/\npermalink: /a/", "permalink", "/a/"),
        ("summary: s", "description", "s"),
        ("excerpt: e\nsummary: s", "description", "s"),
        ("excerpt: e\nsummary: s\ndescription: d", "description", "d"),
        ("description:\nsummary: s", "description", "s"),
        ("redirect_from: /old/", "aliases", ("/old/",)),
        ("redirect-from:\n  - /old/", "aliases", ("/old/",)),
        ("aliases: [/a/]\nredirect_from: [/b/, /a/]", "aliases", ("/a/", "/b/")),
        ("lang: no", "language", "no"),
        ("authors: [Ada, Grace]", "author", "Ada, Grace"),
        ("author: {name: Ada, email: a@example.org}", "author", "Ada"),
        ("authors:\n- name: Ada\n-\n- Grace", "author", "Ada, Grace"),
        ("series: [One]", "series", "One"),
        ("published: false", "draft", True),
        ("published: true", "draft", False),
        ("status: draft", "draft", True),
        ("status: published", "draft", False),
        ("private: true", "draft", True),
        ("draft: FALSE", "draft", False),
        ('draft: "on"', "draft", True),
        ("image: false", "image", None),
        ("image: {path: a.jpg, alt: A cat}", "image", "a.jpg"),
        ("image: {path: a.jpg, alt: A cat}", "image_alt", "A cat"),
        ("title: Q&amp;A &#8211; &lt;b&gt; &copy AT&T;", "title", "Q&A – <b> &copy AT&T;"),
        ("title: No", "title", "No"),
        ("title: 2024", "title", "2024"),
        ("title: |\n  two\n  lines", "title", "two lines"),
        ("newsletter: false", "newsletter", "false"),
    ],
)
def test_other_names_and_shapes(block: str, field: str, value: object) -> None:
    assert getattr(matter(block), field) == value


@pytest.mark.parametrize(
    ("block", "field"),
    [
        ("lastmod: 2024-01-05", "updated"),
        ("modified: 2024-01-05", "updated"),
        ("last_modified_at: 2024-01-05", "updated"),
        ("expirydate: 2024-01-05", "expires"),
        ("expiryDate: 2024-01-05", "expires"),
        ("publishDate: 2024-01-05", "date"),
        ("pubDate: 2024-01-05", "date"),
        ("published: 2024-01-05", "date"),
        ("publishDate: 2023-01-01\ndate: 2024-01-05", "date"),
        ("date:\npublishDate: 2024-01-05", "date"),
    ],
)
def test_other_names_of_dates(block: str, field: str) -> None:
    assert getattr(matter(block), field) == Moment.of(datetime(2024, 1, 5, tzinfo=BERLIN), has_time=False)


def test_of_two_names_the_one_that_lost_is_kept() -> None:
    assert matter("summary: s\ndescription: d").extra == {"summary": "s"}


def test_zola_in_toml() -> None:
    text = """+++
title = "Hello"
date = 2024-01-05T10:00:00-04:00
path = "2024/01/05/hello"
[taxonomies]
tags = ["a", "b"]
people = ["Ada"]
[extra]
tilte = "kept"
release = true
+++
Text
"""
    result = load(text.encode(), PATH, BERLIN)
    assert result.problems == ()
    front_matter = result.front_matter
    assert front_matter.tags == ("a", "b")
    assert front_matter.date is not None
    assert front_matter.date.at.utcoffset() == timedelta(hours=-4)
    assert front_matter.extra == {"tilte": "kept", "release": "true", "people": ["Ada"]}
    assert front_matter.line("tags") == 6


@pytest.mark.parametrize(
    ("path", "block", "expected", "has_time"),
    [
        ("posts/2024-01-05-x.md", "title: x", datetime(2024, 1, 5, tzinfo=BERLIN), False),
        ("posts/2024-01-05-x/index.md", "title: x", datetime(2024, 1, 5, tzinfo=BERLIN), False),
        ("notes/2024-01-05-1530.md", "draft: no", datetime(2024, 1, 5, 15, 30, tzinfo=BERLIN), True),
        ("posts/2024-01-05-x.md", "date:", datetime(2024, 1, 5, tzinfo=BERLIN), False),
        ("posts/2024-01-05-x.md", "path: 2014/12/12/x", datetime(2024, 1, 5, tzinfo=BERLIN), False),
        ("posts/x.md", "path: 2014/12/12/x", datetime(2014, 12, 12, tzinfo=BERLIN), False),
        ("posts/2024-01-05-x.md", "date: 2023-02-03", datetime(2023, 2, 3, tzinfo=BERLIN), False),
    ],
)
def test_a_date_from_a_name(path: str, block: str, expected: datetime, has_time: bool) -> None:
    assert matter(block, path).date == Moment.of(expected, has_time)


def test_no_date() -> None:
    assert matter("title: x").date is None
    assert matter("title: x", "posts/0024-01-05-x.md").date is None


def test_an_impossible_date_in_a_name_is_a_warning() -> None:
    problem = only_problem("title: x", "posts/2024-02-30-x.md")
    assert problem.severity is Severity.WARNING
    assert "2024-02-30" in problem.message


@pytest.mark.parametrize(
    ("block", "line", "column", "hint"),
    [
        ("title: [WIP]", 2, 8, '`title: "[WIP]"`'),
        ("title: {a: b}", 2, 8, "in quotes"),
        ("slug:\n- a", 3, 1, "`slug: a`"),
        ("tags: {a: b}", 2, 7, "`tags: [one, two]`"),
        ("tags: [a, [b]]", 2, 11, "one text in each line"),
        ("tags:\n- a: b", 3, 3, "one text in each line"),
        ("aliases: 5", 2, 10, "`aliases: [/old-name/]`"),
        ("aliases: [https://example.org/x]", 2, 11, "only the path"),
        ("aliases: [//example.org/x]", 2, 11, "only the path"),
        ("permalink: https://example.org/x", 2, 12, "only the path"),
        ("permalink: /:year/:title/", 2, 12, "`permalinks:`"),
        ("permalink: false", 2, 12, "`draft: true`"),
        ("syndication: example.org", 2, 14, "https://"),
        ("syndication: [https://example.org/a b]", 2, 15, "https://"),
        ("syndication: ['javascript:alert(1)']", 2, 15, "https://"),
        ("draft:", 2, 7, "`draft: true` or `draft: false`"),
        ("draft: maybe", 2, 8, "`draft: true` or `draft: false`"),
        ("draft: [true]", 2, 8, "`draft: true` or `draft: false`"),
        ("draft: 1", 2, 8, "`draft: true` or `draft: false`"),
        ("unlisted: nope", 2, 11, "`unlisted: true`"),
        ("published: perhaps", 2, 12, "`published: true`"),
        ("published:", 2, 11, "`published: true`"),
        ("date: tomorrow", 2, 7, "2024-01-31"),
        ("date: 2024-02-30", 2, 7, "the calendar"),
        ("date: 01/02/2024", 2, 7, "2024-02-01"),
        ("date: [2024-01-05]", 2, 7, "`date: 2024-01-05`"),
        ("expires: never", 2, 10, "2024-01-31"),
        ("language: en-US-", 2, 11, "pt-BR"),
        ("author: {email: a@example.org}", 2, 9, "in quotes"),
        ("Title: a\ntitle: b", 3, 1, "Remove one"),
        ("title: a\ntitle: b", 3, 1, "Remove one"),
        ('title: "a\\x07"', 2, 8, "backslash"),
        ("title: Foo: bar", 2, 11, '`title: "Foo: bar"`'),
        ("just text", 2, 1, "`key: value`"),
        ("title: " + "x" * 70_000, 2, 1, "below the front matter"),
    ],
)
def test_p7_an_error_names_its_place_and_what_to_type(block: str, line: int, column: int, hint: str) -> None:
    problem = only_problem(block)
    assert problem.severity is Severity.ERROR
    assert (problem.line, problem.column) == (line, column)
    assert hint in problem.hint


def test_p7_all_errors_of_a_file_are_told_at_once() -> None:
    result = loaded("title: [a]\ndate: tomorrow\ndraft: maybe\na: 1\na: 2\ntilte: x\nslug: *x\nb: c: d")
    assert sorted(problem.line for problem in result.problems) == [2, 3, 4, 6, 8, 9]


@pytest.mark.parametrize(
    ("key", "meant"), [("tilte", "title"), ("dat", "date"), ("Decription", "description"), ("drafted", "draft")]
)
def test_a_near_miss_is_a_warning(key: str, meant: str) -> None:
    problem = only_problem(f"{key}: x")
    assert problem.severity is Severity.WARNING
    assert (problem.line, problem.column) == (2, 1)
    assert problem.hint == f"Did you mean `{meant}`?"
    assert loaded(f"{key}: x").front_matter.extra == {key: "x"}


@pytest.mark.parametrize(
    "key",
    [
        "layout", "weight", "type", "toc", "topics", "deck", "kicker", "source", "comments", "math", "mermaid",
        "cover", "images", "featured_image", "featured", "hidden", "menu", "linkTitle", "keywords", "markup",
        "outputs", "cascade", "resources", "sitemap", "isCJKLanguage", "thumbnail", "teaser", "header", "pin",
        "permalinks", "redirect_to", "locale", "canonical", "canonical_url", "hero", "subtitle", "guid", "uid",
        "rating", "data", "ShowToc", "tweet", "avatars", "sidebar", "eleventyNavigation", "sticky", "photos", "link",
        "via", "location", "abbrlink", "password", "top",
    ],
)  # fmt: skip
def test_keys_of_other_generators_are_let_be(key: str) -> None:
    assert matter(f"{key}: x").extra == {key: "x"}


def test_a_near_miss_of_a_key_that_is_there_is_another_key() -> None:
    assert matter("title: x\ntitel: y").extra == {"titel": "y"}


def test_keys_of_the_kind_are_kept_whatever_else_they_mean() -> None:
    result = loaded("url: https://example.org/\nRating: 5", kind_keys={"url": "address", "rating": "number"})
    assert result.problems == ()
    assert result.front_matter.extra == {"url": "https://example.org/", "rating": 5}
    assert result.front_matter.permalink is None
    assert [problem.hint for problem in loaded("ratng: 5", kind_keys={"rating": "text"}).problems] == [
        "Did you mean `rating`?"
    ]


def test_p5_draft_is_found_whatever_the_editor_did_to_the_file() -> None:
    text = "---\ntitle: x\ndraft: true\n---\nText"
    for data in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        b"\n \n" + text.encode(),
        text.removesuffix("\nText").encode(),
    ):
        result = load(data, PATH, BERLIN)
        assert result.problems == ()
        assert result.front_matter.draft


@pytest.mark.parametrize(
    "block",
    [
        'title: "x' + " " * 60_000 + '\\n y"',
        "\n".join(f"tilt{n}: b" for n in range(5000)),
        "date: " + "2024-01-05 " * 5000,
        "date: mon" + "a" * 60_000,
        "permalink: " + "/:" * 30_000,
        "title: " + "&" * 60_000,
        "tags: [" + "a, " * 20_000 + "]",
        "tags: " + "a," * 30_000,
        "x" * 60_000 + ": y",
    ],
)
def test_hostile_front_matter_is_quick(block: str) -> None:
    begin = time.process_time()
    loaded(block)
    assert time.process_time() - begin < 2


@given(
    st.binary(max_size=80), st.sampled_from([b"", b"---\n", b"+++\n", b"\xef\xbb\xbf---\n", b"---\ntitle: x\ndate: "])
)
def test_no_bytes_raise_and_problems_lie_within_them(data: bytes, start: bytes) -> None:
    data = start + data + b"\n---\n"
    result = load(data, PATH, BERLIN)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in result.problems:
        assert 1 <= problem.line <= lines
        assert problem.message
        assert problem.hint


_VALUES = st.recursive(
    st.sampled_from(["x", "", "true", "no", "2024-01-05", "/a/", "https://example.org/", "~", "5", "&amp;", "é"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "path", "tags"]), inner),
    max_leaves=4,
)
_KEYS = st.sampled_from([*FrontMatter.__slots__, "categories", "url", "published", "taxonomies", "status", "lang"])


@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_no_shape_of_values_raises(tree: dict[str, object]) -> None:
    block = json.dumps(tree, ensure_ascii=False, indent=1)
    result = loaded(block)
    assert all(2 <= problem.line <= block.count("\n") + 2 for problem in result.problems)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1
).filter(lambda text: text.strip() == text and "&" not in text)


@given(_WORDS, st.lists(_WORDS, max_size=5))
def test_what_a_program_dumps_is_read_as_it_was(title: str, tags: list[str]) -> None:
    tags = list({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1]
    block = pyyaml.safe_dump({"title": title, "tags": tags}, allow_unicode=True)
    front_matter = matter(block)
    assert front_matter.title == title
    assert front_matter.tags == tuple(tags)
