"""The plan of a preview: always that of a fresh reading, whatever was saved; and cheap where only words changed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder import revision
from voicebuilder.preview import planner as planners
from voicebuilder.preview.planner import Planner, Wishes
from voicebuilder.preview.renderings import Renderings
from voicebuilder.report import Report

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site

    from voicebuilder.build import Plan

    Make = Callable[..., Site]

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
POST = """---
title: The harbour
date: 2026-11-20 09:30
tags: [boats, Sea]
description: Of ships.
aliases: [/old/harbour/]
---
Ships come [in](../pages/about.md) and [out](other.md). ![Quay](quay.png)

<!-- more -->

More of them.
"""
SITE = {
    "voicebuilder.yaml": "title: Harbour notes\nurl: https://me.github.io/blog/\n",
    "posts/harbour.md": POST,
    "posts/quay.png": png(),
    "posts/gull.png": png(),
    "posts/other.md": "---\ntitle: Other\ndate: 2026-11-19\ntags: [boats]\n---\nSee [the harbour](harbour.md).\n",
    "posts/third.md": "---\ndate: 2026-11-21\n---\n# Third\n\nText.\n",
    "posts/draft.md": "---\ntitle: Draft\ndraft: true\n---\nNot done.\n",
    "notes/2026-11-22-1530.md": "A gull.\n",
    "pages/about.md": "# About\n\nMe.\n",
    "static/robots.txt": "User-agent: *\n",
}
# What may be said anew without a look at the rest of the site; None for what the text below says.
WORDS = {
    "title": "title: Another harbour",
    "description": "description: Of boats.",
    "image": "image: https://example.com/gull.png",
    "image_alt": "image_alt: A gull",
    "language": "language: de",
    "author": "author: Wenna",
    "syndication": "syndication: [https://example.com/1]",
    "in_reply_to": "in_reply_to: https://example.com/2",
    "like_of": "like_of: https://example.com/3",
    "repost_of": "repost_of: https://example.com/4",
    "bookmark_of": "bookmark_of: https://example.com/5",
    "rsvp": "rsvp: yes",
    "newsletter": "newsletter: true",
    "extra": "mood: calm",
}
# Shown on the page of the post, not where the test looks.
ANSWERS = ("in_reply_to", "like_of", "repost_of", "bookmark_of", "rsvp")
PLACES = {
    "date": "date: 2026-11-23",
    "updated": "updated: 2026-11-24",
    "slug": "slug: port",
    "tags": "tags: [ships]",
    "series": "series: Ports",
    "draft": "draft: true",
    "unlisted": "unlisted: true",
    "aliases": "aliases: [/older/]",
    "id": "id: 1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    "permalink": "permalink: /port/",
    "template": "template: page.html",
    "expires": "expires: 2026-12-01",
}


class Preview:
    """A planner, and what it would show."""

    def __init__(self, site: Site, *, drafts: bool = True) -> None:
        self.site, self.now = site, START
        self.wishes = Wishes(site.folder, drafts, lambda: self.now)
        self.planner = Planner(self.wishes)
        self.planner.begin(Report())
        self.renderings = Renderings()

    def save(self, path: str, text: str | bytes) -> bool:
        self.site.write({path: text})
        return self.planner.renew([str(self.site.folder / path)])

    def shown(self, plan: Plan | None = None, renderings: Renderings | None = None) -> dict[str, bytes | str]:
        plan = plan or self.planner.state.plan
        assert plan is not None
        found: dict[str, bytes | str] = {}
        for route in plan.table:
            made = (renderings or self.renderings).make(plan, route)
            assert made.content is not None, made.problems
            found[route.url] = str(made.content) if isinstance(made.content, Path) else made.content
        return found

    def is_fresh(self) -> None:
        """It shows what a preview would that begins now."""
        fresh = Planner(self.wishes)
        fresh.begin(Report())
        old, new = self.planner.state, fresh.state
        assert (old.errors, old.warnings) == (new.errors, new.warnings)
        assert self.shown() == self.shown(new.plan, Renderings())


@pytest.fixture
def preview(make_site: Make) -> Preview:
    found = Preview(make_site(SITE))
    assert not found.planner.state.errors
    found.shown()
    return found


def with_key(line: str) -> str:
    """The post with one more line, in place of the one with this key."""
    key = line.partition(":")[0]
    kept = [one for one in POST.split("\n") if not one.startswith(f"{key}:")]
    return "\n".join((kept[0], line, *kept[1:]))


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One more for each time that the whole site is planned."""
    made: list[object] = []
    real = planners.build.plan

    def counted(*what: object) -> object:
        made.append(what)
        return real(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(planners.build, "plan", counted)
    return made


@pytest.mark.parametrize("key", WORDS)
def test_words_are_shown_without_a_look_at_the_rest(preview: Preview, plans: list[object], key: str) -> None:
    before = preview.shown()
    assert preview.save("posts/harbour.md", with_key(WORDS[key]))
    assert not plans
    if key not in ("newsletter", "extra", "syndication", "image_alt", *ANSWERS):
        assert preview.shown() != before
    preview.is_fresh()


@pytest.mark.parametrize("key", PLACES)
def test_what_may_move_an_entry_plans_all_anew(preview: Preview, plans: list[object], key: str) -> None:
    assert preview.save("posts/harbour.md", with_key(PLACES[key]))
    assert plans
    preview.is_fresh()


LANTERNS = "---\ntitle: Harbour lanterns\ndate: 2026-11-01\n---\nOf lanterns and harbour walls.\n\nMore.\n"


@pytest.mark.parametrize(
    ("old", "new", "is_cheap"),
    [
        ("More.", "More of it.", True),
        ("Of lanterns and harbour walls", "Of anything else", False),
        ("title: Harbour lanterns", "title: Another", False),
        ("date:", "language: de\ndate:", False),
        ("Of lanterns", "[Of](b.md) lanterns", False),
    ],
)
def test_what_brings_entries_together_is_looked_at_anew(
    make_site: Make, plans: list[object], old: str, new: str, is_cheap: bool
) -> None:
    """What an entry is on, and whom it mentions, the pages of others show too."""
    config = "title: T\nurl: https://example.org/\nrelated: 3\n"
    preview = Preview(make_site({"voicebuilder.yaml": config, "posts/a.md": LANTERNS, "posts/b.md": LANTERNS}))
    plans.clear()
    assert preview.save("posts/a.md", LANTERNS.replace(old, new))
    assert bool(plans) is not is_cheap
    preview.is_fresh()


def test_every_key_of_front_matter_is_one_or_the_other() -> None:
    fields = revision.FrontMatter.__dataclass_fields__.keys() - {"lines"}
    assert fields == WORDS.keys() | PLACES.keys()


@pytest.mark.parametrize(
    ("text", "is_cheap"),
    [
        (POST.replace("More of them.", "Fewer of them."), True),
        (POST.replace("<!-- more -->", ""), True),
        (POST + "\n[gone](nowhere.md)\n", True),  # an error
        (POST + "\n[gone](/nowhere/)\n", True),  # a warning
        (POST + "\n![Gull](gull.png)\n", False),  # one more file of the site
        (POST.replace("quay.png", "gull.png"), False),
        (POST.replace("title: The harbour", "title: [a, b]"), True),  # an error
        (POST.replace("title: The harbour\n", "") + "\n# In the text\n", True),
        ("---\ndate: 2026-11-20 09:30\n", True),  # an error
        ("", False),
        ("\xff\xfe", False),
    ],
)
def test_any_text_is_shown_as_a_fresh_preview_would(
    preview: Preview, text: str, is_cheap: bool, plans: list[object]
) -> None:
    good = preview.shown()
    preview.save("posts/harbour.md", text)
    assert bool(plans) != is_cheap
    if preview.planner.state.errors:
        assert preview.shown() == good
    else:
        preview.is_fresh()
    preview.save("posts/harbour.md", POST)
    assert preview.shown() == good
    preview.is_fresh()


def test_errors_keep_the_last_good_pages_and_go_on_the_fix(preview: Preview) -> None:
    good = preview.shown()
    for round_ in range(5):
        preview.save("posts/harbour.md", POST.replace("2026-11-20 09:30", "soon"))
        assert [problem.where for problem in preview.planner.state.errors] == ["posts/harbour.md:3:7"]
        assert preview.shown() == good
        preview.save("posts/other.md", "---\ntitle: One\ntitle: Two\n---\n")
        assert len(preview.planner.state.errors) == 2
        preview.save("posts/harbour.md", POST.replace("in]", f"in {round_}]"))
        assert [problem.path for problem in preview.planner.state.errors] == ["posts/other.md"]
        preview.save("posts/other.md", SITE["posts/other.md"])
        assert not preview.planner.state.errors
        good = preview.shown()
        assert f"in {round_}".encode() in good["/posts/harbour/"]
        preview.is_fresh()


def test_a_config_with_errors_keeps_the_last_good_pages(preview: Preview) -> None:
    good = preview.shown()
    preview.save("voicebuilder.yaml", "titel: Harbour notes\nurl: nowhere\n")
    assert preview.planner.state.errors
    assert preview.shown() == good
    preview.save("voicebuilder.yaml", "title: Other notes\nurl: https://example.org/\n")
    assert not preview.planner.state.errors
    assert "Other notes" in preview.shown()["/"].decode()
    preview.is_fresh()


def test_a_site_that_is_broken_from_the_start_shows_what_it_can(make_site: Make) -> None:
    preview = Preview(make_site(SITE | {"posts/harbour.md": "---\ndate: soon\n---\n"}))
    assert preview.planner.state.errors
    assert "/posts/third/" in preview.shown()
    preview.save("posts/harbour.md", POST)
    assert not preview.planner.state.errors
    preview.is_fresh()


def test_files_come_go_and_move(preview: Preview) -> None:
    folder = preview.site.folder

    def renew(*paths: str) -> None:
        assert preview.planner.renew([str(folder / path) for path in paths])
        preview.is_fresh()

    (folder / "posts/harbour.md").rename(folder / "posts/port.md")
    preview.site.write({"posts/other.md": "---\ntitle: Other\ndate: 2026-11-19\n---\n"})
    renew("posts/harbour.md", "posts/port.md", "posts/other.md")
    (folder / "posts/port.md").unlink()
    renew("posts/port.md")
    preview.site.write({"posts/new.md": POST, "static/new.css": "a{}", "theme/home.html": "home"})
    renew("posts/new.md", "static/new.css", "theme/home.html")
    assert preview.shown()["/"] == b"home"
    preview.site.write({"theme/home.html": "other"})
    renew("theme/home.html")
    assert preview.shown()["/"] == b"other"


def test_what_is_not_news_plans_nothing(preview: Preview, plans: list[object]) -> None:
    folder, state = preview.site.folder, preview.planner.state
    paths = [str(folder / path) for path in SITE if path.endswith((".md", ".yaml"))]
    for path in paths:
        Path(path).chmod(0o600)
        os.utime(path)
    assert not preview.planner.renew(paths)
    assert preview.planner.state is state
    assert not plans


def test_a_copied_file_is_news_but_plans_nothing(preview: Preview, plans: list[object]) -> None:
    assert preview.save("static/robots.txt", "Disallow: /\n")
    assert preview.save("posts/quay.png", b"other")
    assert not plans


def test_time_alone_changes_what_is_due(make_site: Make) -> None:
    later = "---\ntitle: Later\ndate: 2026-11-25\n---\nText.\n"
    passing = "---\ntitle: Passing\ndate: 2026-11-01\nexpires: 2026-11-24 18:00\n---\nText.\n"
    preview = Preview(make_site(SITE | {"posts/later.md": later, "posts/passing.md": passing}), drafts=False)
    assert "/posts/later/" not in preview.shown()
    assert "/posts/passing/" in preview.shown()
    for due in (datetime(2026, 11, 24, 18, 0, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)):
        assert preview.planner.due == due
        preview.now = due + timedelta(seconds=1)
        assert preview.planner.renew(())
        preview.is_fresh()
    assert preview.planner.due is None
    assert "/posts/later/" in preview.shown()
    assert "/posts/passing/" not in preview.shown()


def test_a_fault_of_our_own_is_a_problem_and_not_the_end(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    good = preview.shown()

    def fails(*_: object) -> None:
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as patched:
        patched.setattr(planners.build, "plan", fails)
        preview.save("posts/harbour.md", with_key(PLACES["slug"]))
    assert "voicebuilder itself failed" in preview.planner.state.errors[0].message
    assert preview.shown() == good
    preview.save("posts/harbour.md", POST)
    assert not preview.planner.state.errors


def test_the_next_preview_converts_nothing(make_site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(SITE)
    first = Preview(site)
    first.save("posts/harbour.md", POST.replace("in]", "inside]"))
    first.planner.save()
    before = first.shown()

    def fails(*_: object) -> None:
        raise AssertionError("converted again")

    monkeypatch.setattr("voicebuilder.markup.convert", fails)
    assert Preview(site).shown() == before


def test_a_time_zone_that_changes_moves_dates(preview: Preview) -> None:
    config = f"{SITE['voicebuilder.yaml']}timezone: Asia/Kolkata\n"
    preview.save("voicebuilder.yaml", config)
    assert b"+05:30" in preview.shown()["/posts/harbour/"]
    preview.is_fresh()
