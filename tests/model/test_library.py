from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from voicebuilder.model.library import Library, Rules
from voicebuilder.model.status import Status
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from voicebuilder.model.document import Document

    Make = Callable[..., Document]
    Shelve = Callable[..., Library]


NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def said(report: Report) -> list[str]:
    return [str(problem) for problem in (*report.errors, *report.warnings)]


# Status, at NOW.


@pytest.mark.parametrize(
    ("path", "front", "status"),
    [
        ("posts/a.md", {}, "published"),
        ("posts/a.md", {"date": "2026-11-24 12:00"}, "published"),
        ("posts/a.md", {"date": "2026-11-24 12:00:01"}, "scheduled"),
        ("posts/a.md", {"date": "2026-11-24 21:00:00+09:00"}, "published"),
        ("posts/a.md", {"date": "2026-11-24 12:00:00-01:00"}, "scheduled"),
        ("posts/a.md", {"unlisted": True}, "unlisted"),
        ("posts/a.md", {"unlisted": True, "date": "2027-01-01"}, "scheduled"),
        ("posts/a.md", {"draft": True}, "draft"),
        ("posts/a.md", {"draft": True, "date": "2027-01-01"}, "draft"),
        ("posts/a.md", {"draft": True, "expires": "2020-01-01"}, "draft"),
        ("posts/drafts/a.md", {}, "draft"),
        ("posts/2026/drafts/a/index.md", {}, "draft"),
        ("posts/drafts.md", {}, "published"),
        ("posts/a.md", {"expires": "2026-11-24 12:00"}, "expired"),
        ("posts/a.md", {"expires": "2026-11-24 12:01"}, "published"),
        ("posts/a.md", {"expires": "2026-11-24", "date": "2027-01-01"}, "expired"),
        ("pages/a.md", {"date": "2027-01-01"}, "scheduled"),
    ],
)
def test_status(document: Make, library: Shelve, path: str, front: dict[str, object], status: str) -> None:
    found = library(document(path, **front))
    if Status(status).is_public:
        assert [entry.status.value for entry in found.entries] == [status]
        assert found.withheld == {}
    else:
        assert found.entries == ()
        assert {path: status.value for path, status in found.withheld.items()} == {path: status}


def test_drafts_and_scheduled_take_part_when_asked_but_not_what_expired(document: Make, library: Shelve) -> None:
    found = library(
        document("posts/draft.md", draft=True),
        document("posts/later.md", date="2027-01-01"),
        document("posts/gone.md", expires="2020-01-01"),
        with_drafts=True,
    )
    assert {entry.slug: entry.status.value for entry in found.entries} == {"draft": "draft", "later": "scheduled"}
    assert list(found.withheld) == ["posts/gone.md"]


def test_p5_nothing_of_a_withheld_entry_is_left(document: Make, library: Shelve, report: Report) -> None:
    published = document("posts/a.md", date="2026-01-01", tags=("boats",))
    hidden = {"tags": ("Boats", "secret"), "aliases": ("/a/",), "id": "same", "permalink": "/../x"}
    alone = library(published)
    beside = library(
        published,
        document("posts/b.md", draft=True, **hidden),
        document("posts/c.md", date="2027-01-01", **hidden),
        document("posts/d.md", expires="2026-01-01", **hidden),
    )
    assert (beside.entries, beside.terms, beside.years()) == (alone.entries, alone.terms, alone.years())
    assert said(report) == []


# Order.


def test_newest_first_and_undated_last(document: Make, library: Shelve) -> None:
    documents = [
        document("posts/undated-b.md"),
        document("posts/old.md", date="2025-01-01"),
        document("posts/undated-a.md"),
        document("posts/new.md", date="2026-01-01"),
        # The same moment in another zone, and the same day: by path.
        document("posts/noon-b.md", date="2025-06-01 12:00:00"),
        document("posts/noon-a.md", date="2025-06-01 21:00:00+09:00"),
    ]
    slugs = ["new", "noon-a", "noon-b", "old", "undated-a", "undated-b"]
    assert [entry.slug for entry in library(*documents).entries] == slugs
    assert [entry.slug for entry in library(*reversed(documents)).entries] == slugs


def test_what_is_listed(document: Make, library: Shelve) -> None:
    found = library(
        document("posts/a.md", date="2026-01-03"),
        document("notes/2026-01-02-1530.md", date="2026-01-02 15:30"),
        document("pages/about.md", date="2026-01-01"),
        document("posts/quiet.md", date="2026-01-01", unlisted=True, tags=("quiet",)),
    )
    assert [entry.url for entry in found.listed] == ["/posts/a/", "/notes/2026-01-02-1530/"]
    assert [entry.url for entry in found.of_kind("posts")] == ["/posts/a/"]
    assert found.of_kind("pages") == ()
    assert found.terms == ()
    assert len(found.entries) == 4


def test_years_are_those_written(document: Make, library: Shelve) -> None:
    found = library(
        document("posts/a.md", date="2026-01-01 00:30:00+14:00"),
        document("posts/b.md", date="2025-12-31 23:30:00-12:00"),
        document("posts/c.md", date="2025-06-01"),
        document("posts/d.md"),
    )
    years = {year.url: [entry.slug for entry in year.entries] for year in found.years()}
    assert years == {"/archive/2026/": ["a"], "/archive/2025/": ["b", "c"]}
    assert [year.year for year in found.years()] == [2026, 2025]


# Addresses.


@pytest.mark.parametrize(
    ("path", "front", "url"),
    [
        ("posts/2026-01-02-hello.md", {}, "/posts/hello/"),
        ("posts/2024/deep/hello.md", {}, "/posts/hello/"),
        ("posts/2026-01-02-hello/index.md", {}, "/posts/hello/"),
        ("posts/Hello World.md", {}, "/posts/hello-world/"),
        ("posts/1.94.1-release.md", {}, "/posts/1.94.1-release/"),
        ("posts/日本語.md", {}, "/posts/日本語/"),
        ("pages/about.md", {}, "/about/"),
        ("posts/a.md", {"slug": "Other"}, "/posts/Other/"),
        ("posts/a.md", {"slug": "two  words"}, "/posts/two-words/"),
        ("posts/a.md", {"slug": "caf%C3%A9"}, "/posts/café/"),
        ("posts/a.md", {"slug": "deep/er"}, "/posts/deep/er/"),
        ("posts/a.md", {"permalink": "/2014/12/12/a"}, "/2014/12/12/a/"),
        ("posts/a.md", {"permalink": "/a.html", "slug": "b"}, "/a.html"),
        ("notes/2026-01-02-1530.md", {"date": "2026-01-02 15:30"}, "/notes/2026-01-02-1530/"),
        ("notes/thought.md", {"date": "2026-01-02 00:30:00+14:00"}, "/notes/2026-01-02-0030/"),
        ("notes/thought.md", {}, "/notes/thought/"),
        ("notes/thought.md", {"date": "2026-01-02", "slug": "mine"}, "/notes/mine/"),
    ],
)
def test_addresses(document: Make, library: Shelve, path: str, front: dict[str, object], url: str) -> None:
    assert [entry.url for entry in library(document(path, **front)).entries] == [url]


def test_patterns_of_the_config(document: Make, library: Shelve, report: Report) -> None:
    found = library(
        document("posts/a.md", date="2026-01-02"),
        document("posts/b.md"),
        document("pages/about.md"),
        permalinks={"posts": "/{year}/{slug}/"},
    )
    assert [entry.url for entry in found.entries] == ["/2026/a/", "/about/"]
    assert said(report) == [
        (
            "posts/b.md:1: error: this entry can have no address from `b`: the pattern `/{year}/{slug}/` needs a date, "
            "and there is none. Write a `date:` in its front matter, such as `date: 2026-11-22`."
        )
    ]


@pytest.mark.parametrize(
    ("path", "front", "where"),
    [
        ("posts/🎉.md", {}, "posts/🎉.md:1"),
        ("posts/con.md", {}, "posts/con.md:1"),
        ("posts/a.md", {"title": "A", "slug": "../../x"}, "posts/a.md:3"),
        ("posts/a.md", {"slug": "%2e%2e/x"}, "posts/a.md:2"),
        ("posts/a.md", {"slug": "/"}, "posts/a.md:2"),
        ("posts/a.md", {"permalink": "/../x"}, "posts/a.md:2"),
        ("posts/a.md", {"permalink": "/a\\..\\b"}, "posts/a.md:2"),
    ],
)
def test_p7_an_entry_that_can_have_no_address(document: Make, path: str, front: dict[str, object], where: str) -> None:
    report = Report()
    found = Library.of([document(path, **front), document("posts/good.md")], Rules(NOW), report)
    assert [entry.slug for entry in found.entries] == ["good"]
    (problem,) = report.errors
    assert problem.where == where
    assert problem.hint


def test_notes_of_one_minute(document: Make, library: Shelve) -> None:
    found = library(
        document("notes/b.md", date="2026-01-02 15:30:40"),
        document("notes/a.md", date="2026-01-02 15:30:10"),
        document("notes/c.md", date="2026-01-02 15:30:50"),
        document("notes/d.md", date="2026-01-02 15:31:00"),
        # A third note of one second.
        document("notes/e.md", date="2026-01-02 15:30:50"),
    )
    assert {entry.path: entry.slug for entry in found.entries} == {
        "notes/a.md": "2026-01-02-1530",
        "notes/b.md": "2026-01-02-1530-40",
        "notes/c.md": "2026-01-02-1530-50-2",
        "notes/e.md": "2026-01-02-1530-50",
        "notes/d.md": "2026-01-02-1531",
    }


def test_p6_a_later_note_of_the_same_minute_leaves_the_first_where_it_was(document: Make, library: Shelve) -> None:
    first = document("notes/z.md", date="2026-01-02 15:30:10")
    second = document("notes/a.md", date="2026-01-02 15:30:40")
    (alone,) = library(first).entries
    assert alone in library(first, second).entries


# Permanent ids.


def test_p6_an_id_made_from_a_path_is_the_same_in_every_version(document: Make, library: Shelve) -> None:
    # A reader that has seen this entry under this id shows it again under any other. Do not change it.
    (entry,) = library(document("posts/2026-11-22-hello.md", date="2026-11-22", title="Hello")).entries
    assert entry.feed_id == "urn:uuid:d0752909-0b49-526f-ad32-da1ffbd4efdb"


def test_p6_title_slug_date_and_tags_are_not_in_the_id(document: Make, library: Shelve) -> None:
    (before,) = library(document("posts/a.md")).entries
    changed = document("posts/a.md", title="New", slug="new", date="2026-01-01", tags=("x",), permalink="/new/")
    (after,) = library(changed).entries
    assert before.feed_id == after.feed_id


def test_p6_an_id_that_is_written_outlives_the_file_name(document: Make, library: Shelve) -> None:
    given = "0b5e4f3c-2d1a-4c8b-9e7f-6a5b4c3d2e1f"
    (before,) = library(document("posts/a.md", id=given)).entries
    (after,) = library(document("posts/2026/b.md", id=given.upper())).entries
    assert before.feed_id == after.feed_id == f"urn:uuid:{given}"


@pytest.mark.parametrize("given", ["tag:me.example,2014:42", "https://old.example/?p=42", "urn:isbn:12"])
def test_an_iri_stays_as_it_is(document: Make, library: Shelve, given: str) -> None:
    (entry,) = library(document("posts/a.md", id=given)).entries
    assert entry.feed_id == given


def test_any_other_id_becomes_one(document: Make, library: Shelve) -> None:
    ids = {text: library(document("posts/a.md", id=text)).entries[0].feed_id for text in ("42", "hello", "é", "a b: c")}
    assert len(set(ids.values())) == len(ids)
    for iri in ids.values():
        assert uuid.UUID(iri).version == 5


def test_p7_the_same_id_twice(document: Make, library: Shelve, report: Report) -> None:
    library(
        document("posts/a.md", date="2026-01-01", id="x"),
        document("posts/b.md", date="2026-01-02", title="B", id="x"),
        document("notes/c.md", date="2026-01-03", id="x"),
    )
    wrong = "error: the id is the same as that of notes/c.md, so readers of the feed would see only one of the two"
    assert said(report) == [
        f"posts/a.md:3: {wrong}. Remove the `id:` of the copy.",
        f"posts/b.md:4: {wrong}. Remove the `id:` of the copy.",
    ]


# Tags.


def test_terms(document: Make, library: Shelve) -> None:
    found = library(
        document("posts/a.md", date="2026-01-01", tags=("boats", "Årsta")),
        document("posts/b.md", date="2026-01-02", tags=("boats", "C++", "C")),
    )
    terms = {term.url: (term.name, [entry.slug for entry in term.entries]) for term in found.terms}
    assert terms == {
        "/tags/boats/": ("boats", ["b", "a"]),
        "/tags/c/": ("C", ["b"]),
        "/tags/c-plus-plus/": ("C++", ["b"]),
        "/tags/årsta/": ("Årsta", ["a"]),
    }
    assert [term.name for term in found.terms] == ["boats", "C", "C++", "Årsta"]


def test_p6_the_oldest_entry_decides_how_a_tag_is_spelled(document: Make, library: Shelve, report: Report) -> None:
    found = library(
        document("posts/new.md", date="2026-01-03", tags=("BOATS",)),
        document("posts/newer.md", date="2026-01-04", tags=("BOATS",)),
        document("posts/old.md", date="2026-01-01", tags=("Boats",)),
        document("posts/middle.md", date="2026-01-02", title="M", tags=("boats",)),
    )
    assert [(term.name, len(term.entries)) for term in found.terms] == [("Boats", 4)]
    # Once a tag, not once a file.
    assert said(report) == [
        (
            "posts/middle.md:4: warning: the tag `boats` is spelled `Boats` in posts/old.md; both share one page. "
            "Write `Boats` here too, or keep both."
        )
    ]


def test_an_entry_is_once_in_a_term_that_it_spells_twice(document: Make, library: Shelve) -> None:
    found = library(document("posts/a.md", date="2026-01-01", tags=("web dev", "web-dev")))
    assert [len(term.entries) for term in found.terms] == [1]
    assert found.entries[0].tags == ("web-dev",)


def test_p7_a_tag_that_can_have_no_address(document: Make, library: Shelve, report: Report) -> None:
    found = library(document("posts/a.md", title="A", tags=("🎉", "ok")))
    assert [term.name for term in found.terms] == ["ok"]
    assert said(report) == [
        "posts/a.md:3: error: nothing in the tag `🎉` can stand in a URL. Use letters or digits of any script in it."
    ]


# Aliases.


@pytest.mark.parametrize(
    ("written", "aliases"),
    [
        (("/old/",), ("/old/",)),
        (("/old", "/caf%C3%A9", "/old.html"), ("/old/", "/café/", "/old.html")),
        # Several spellings of one address, as other generators want them, are one alias.
        (("/old", "/old/", "/%6Fld/"), ("/old/",)),
        # Its own address needs no redirect.
        (("/posts/a/", "/posts/a"), ()),
    ],
)
def test_aliases(
    document: Make, library: Shelve, report: Report, written: tuple[str, ...], aliases: tuple[str, ...]
) -> None:
    assert library(document("posts/a.md", aliases=written)).entries[0].aliases == aliases
    assert said(report) == []


@pytest.mark.parametrize("alias", ["/../x/", "/a\\b/", "/?p=42", "//evil.example/", "/nul/"])
def test_p7_an_alias_that_may_not_exist(document: Make, library: Shelve, report: Report, alias: str) -> None:
    (entry,) = library(document("posts/a.md", title="A", aliases=(alias, "/old/"))).entries
    assert entry.aliases == ("/old/",)
    (problem,) = report.errors
    assert problem.where == "posts/a.md:3"
    assert alias in problem.message


def test_an_alias_that_differs_in_case_only_is_left_out(document: Make, library: Shelve, report: Report) -> None:
    (entry,) = library(document("posts/a.md", aliases=("/Posts/A/",))).entries
    assert entry.aliases == ()
    assert [problem.where for problem in report.warnings] == ["posts/a.md:2"]
    assert report.errors == []


# Entries.


def test_a_note_has_no_title(document: Make, library: Shelve) -> None:
    found = library(document("notes/a.md", title="T"), document("posts/a.md", title="T"))
    assert [entry.title for entry in found.entries] == [None, "T"]


@pytest.mark.parametrize(
    ("front", "updated"),
    [
        ({}, None),
        ({"date": "2026-01-02"}, "2026-01-02"),
        ({"updated": "2026-01-03"}, "2026-01-03"),
        ({"date": "2026-01-02", "updated": "2026-01-03"}, "2026-01-03"),
        # Never before it was published.
        ({"date": "2026-01-02", "updated": "2026-01-01"}, "2026-01-02"),
    ],
)
def test_when_it_was_updated(document: Make, library: Shelve, front: dict[str, str], updated: str | None) -> None:
    (entry,) = library(document("posts/a.md", **front)).entries
    assert (entry.updated and f"{entry.updated:%Y-%m-%d}") == updated
