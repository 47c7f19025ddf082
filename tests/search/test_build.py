"""Search as a part of a build: asked for by the config, in the published folder, kept when nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import MachineError
from voicebuilder.search import indexer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Site

CONFIG = "title: T\nurl: https://me.example/blog/\n"
FILES = {
    "voicebuilder.yaml": f"{CONFIG}search: true\n",
    "posts/a.md": "---\ndate: 2026-01-02\n---\n# A\n\nA lighthouse.\n",
    "posts/b.md": "---\ndate: 2026-01-01\n---\n# B\n\nA harbour.\n",
}


def test_without_search_there_is_none(make_site: Callable[..., Site]) -> None:
    output = make_site({**FILES, "voicebuilder.yaml": CONFIG}).build()
    assert [path for path in output.files if path.startswith(("pagefind/", "search/"))] == []
    assert "/search/" not in output.text("index.html")


def test_with_search_there_is_a_page_and_a_link_to_it(make_site: Callable[..., Site]) -> None:
    output = make_site(FILES).build()
    assert '<a href="/blog/search/">Search</a>' in output.text("posts/a/index.html")
    assert 'data-index="/blog/pagefind/"' in output.text("search/index.html")
    assert {"pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= set(output.files)
    assert "/search/" not in output.text("sitemap.xml")


def test_p4_a_warm_build_is_a_cold_one(make_site: Callable[..., Site]) -> None:
    site = make_site(FILES)
    site.build()
    site.write({"posts/a.md": FILES["posts/a.md"].replace("lighthouse", "ferry"), "posts/c.md": "# C\n\nA gull.\n"})
    (site.folder / "posts/b.md").unlink()
    warm = site.build()
    again = {path: FILES[path] for path in ("voicebuilder.yaml",)} | {
        path: (site.folder / path).read_text() for path in ("posts/a.md", "posts/c.md")
    }
    assert warm == make_site(again).build()


def test_nothing_changed_nothing_runs_and_nothing_is_written(
    make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(FILES)
    first = site.build()
    monkeypatch.setattr(indexer, "run", lambda *_: pytest.fail("the indexer ran"))
    assert site.build() == first
    assert site.outcome.written == 0
    site.write({"posts/draft.md": "---\ndraft: true\n---\n# Draft\n"})
    assert site.build() == first


def test_p1_an_indexer_that_fails_changes_nothing(
    make_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(FILES)
    first = site.build()
    site.write({"posts/c.md": "# C\n"})
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: tmp_path / "none")
    with pytest.raises(MachineError):
        site.build()
    assert site.output() == first
