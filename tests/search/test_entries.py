"""Which entries a search finds, and when their index is another."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from voicebuilder import search
from voicebuilder.config import load
from voicebuilder.content import Folder, Memory, read
from voicebuilder.model.library import Library, Rules
from voicebuilder.report import Report

from ..conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

FILES = {
    "posts/a.md": "---\ntitle: A\ndate: 2026-01-02 23:30 +0900\ntags: [Sea, R&B]\nlanguage: de\n---\nText\n",
    "posts/draft.md": "---\ndraft: true\n---\n# Draft\n",
    "posts/later.md": "---\ndate: 2027-01-01\n---\n# Later\n",
    "posts/hidden.md": "---\nunlisted: true\ndate: 2026-01-01\n---\n# Hidden\n",
    "notes/2026-01-03-1200.md": "A note\n",
    "pages/about.md": "# About\n",
}


def library(site: Site, *, drafts: bool = False, days: int = 0) -> Library:
    asked = load(site.folder)
    memory = Memory(site.folder / ".voicebuilder", "", asked.settings.timezone)
    sources = read(Folder(site.folder, asked.zone, drafts), memory, 1, Report())
    rules = Rules(NOW + timedelta(days=days), drafts, {})
    return Library.of(sources.documents, rules, Report())


def test_p5_drafts_and_what_waits_or_is_unlisted_is_not_found(make_site: Callable[..., Site]) -> None:
    found = {entry.path for entry in search.findable(library(make_site(FILES)))}
    assert found == {"posts/a.md", "notes/2026-01-03-1200.md", "pages/about.md"}


def test_what_comes_out_is_found_from_then_on(make_site: Callable[..., Site]) -> None:
    found = {entry.path for entry in search.findable(library(make_site(FILES), days=60))}
    assert "posts/later.md" in found


def test_a_record_of_each(make_site: Callable[..., Site]) -> None:
    entries = search.findable(library(make_site(FILES)))
    made = {one.url: one for one in search.records(entries, lambda entry: f"<p>{entry.path}", "en")}
    assert made["/posts/a/"] == search.Record("/posts/a/", "<p>posts/a.md", "A", "2026-01-02", "de", ("Sea", "R&B"))
    assert made["/notes/2026-01-03-1200/"].title == ""
    assert made["/notes/2026-01-03-1200/"].language == "en"
    assert made["/about/"].date == ""


@pytest.mark.parametrize(
    "change",
    [
        {"posts/a.md": FILES["posts/a.md"].replace("title: A", "title: B")},
        {"posts/a.md": FILES["posts/a.md"].replace("Sea", "sea")},
        {"posts/a.md": FILES["posts/a.md"].replace("01-02", "01-03")},
        {"posts/a.md": FILES["posts/a.md"].replace("de", "fr")},
        {"posts/a.md": FILES["posts/a.md"].replace("title", "slug: b\ntitle")},
        {"posts/b.md": "---\ndate: 2026-01-01\n---\n# B\n"},
        {"posts/hidden.md": "---\ndate: 2026-01-01\n---\n# Hidden\n"},
    ],
)
def test_another_record_makes_another_key(make_site: Callable[..., Site], change: dict[str, str]) -> None:
    def key(files: dict[str, str]) -> bytes:
        return search.key(search.findable(library(make_site(files))), lambda _: b"", "en")

    assert key(FILES | change) != key(FILES)
    assert key(FILES) == key({**FILES, "posts/draft.md": "---\ndraft: true\n---\n# Another draft\n"})


def test_another_text_or_language_makes_another_key(make_site: Callable[..., Site]) -> None:
    entries = search.findable(library(make_site(FILES)))
    keys = {
        search.key(entries, lambda _, text=text: text, language)
        for text, language in [(b"", "en"), (b"a", "en"), (b"", "fr")]
    }
    assert len(keys) == 3
