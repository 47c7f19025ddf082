from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import UsageError
from voicebuilder.kinds import BY_FOLDER, BY_NAME, KINDS, checked_permalinks
from voicebuilder.model.permalinks import expand

if TYPE_CHECKING:
    from voicebuilder.model.kind import Kind

PLACES = {f"permalinks.{folder}": (7, 3) for folder in ("posts", "notes", "pages", "post", "essays")}


def refused(patterns: dict[str, str]) -> list[str]:
    with pytest.raises(UsageError) as caught:
        checked_permalinks(patterns, PLACES)
    return [str(problem) for problem in caught.value.problems]


# The contract of a kind, over all of the table.


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind(kind: Kind) -> None:
    assert BY_NAME[kind.name] is kind
    assert BY_FOLDER[kind.folder] is kind
    for word in (kind.name, kind.folder):
        assert re.fullmatch(r"[a-z]+", word), "it stands in URLs, in the command line and in templates' names"
    assert kind.label[0].isupper()
    assert checked_permalinks({kind.folder: kind.permalink}, {}) == {kind.folder: kind.permalink}
    # Its default must do for an entry without a date.
    assert expand(kind.permalink, "hello", None).endswith("/hello/")


def test_no_two_kinds_share_a_name_a_folder_or_an_address() -> None:
    for attribute in ("name", "folder", "label", "permalink"):
        assert len({getattr(kind, attribute) for kind in KINDS}) == len(KINDS)
    assert not set(BY_FOLDER) & {"static", "theme", "drafts", "tags", "archive", "subscribe", "assets", "page"}


# `permalinks:` of the config.


@pytest.mark.parametrize("pattern", ["/{slug}/", "/{year}/{month}/{day}/{slug}/", "/{slug}.html", "/a/{slug}"])
def test_patterns(pattern: str) -> None:
    assert checked_permalinks({"posts": pattern}, PLACES) == {"posts": pattern}


@pytest.mark.parametrize(
    ("folder", "pattern", "message", "hint"),
    [
        ("post", "/{slug}/", "`permalinks` names `post`, which is no kind's folder", "Did you mean `posts`?"),
        ("essays", "/{slug}/", "`permalinks` names `essays`, which is no kind's folder", "posts, notes, photos, audio"),
        ("posts", "/{years}/{slug}/", "the permalink pattern of posts has {years}", "{slug}, {year}, {month}, {day}"),
        ("posts", "/{}/{slug}/", "the permalink pattern of posts has {}", "{slug}, {year}, {month}, {day}"),
        ("notes", "{slug}/", "the permalink pattern `{slug}/` must begin with / and have {slug}", "/notes/{slug}/"),
        ("pages", "/{year}/", "the permalink pattern `/{year}/` must begin with / and have {slug}", "as /{slug}/"),
        ("posts", ":year/:slug/", "must begin with / and have {slug}", "/posts/{slug}/"),
    ],
)
def test_p7_a_pattern_that_cannot_be(folder: str, pattern: str, message: str, hint: str) -> None:
    (said,) = refused({folder: pattern})
    assert said.startswith("voicebuilder.yaml:7:3: error: ")
    assert message in said
    assert hint in said


def test_p7_all_patterns_at_once() -> None:
    assert len(refused({"essays": "/x/", "posts": "/{yaer}/{slug}/", "notes": "{slug}"})) == 4
