"""P4: a template may do whatever it can, and a warm build still equals a cold one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from . import sources as pool
from . import twins
from .twins import Ask, Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASK = Ask(pool.START)
ENTRY = "---\ntags: [sea]\nwords: [a]\n---\n# Tide\n\n{}\n"


def put(site: Path, files: Mapping[str, str | bytes | Link | None]) -> None:
    for path, data in files.items():
        (site / path).unlink(missing_ok=True)
        if data is not None:
            twins.write(site / path, data)


def assert_warm_is_cold(
    folder: Path, files: Mapping[str, str | bytes | Link], change: Mapping[str, str | bytes | Link | None]
) -> list[str]:
    """Build, change, and build again; what was said then."""
    site = folder / "site"
    put(site, {**pool.THEME, **pool.SITE, **files})
    assert not twins.run(site, ASK).failed
    put(site, change)
    cold = twins.run_cold(site, folder / "cold", ASK)
    # Both, so that a page that is made in a worker finds what its worker made before, and no other page.
    for ask in (ASK, replace(ASK, jobs=2)):
        warm = twins.run(site, ask)
        assert warm.problems == cold.problems
        assert cold.failed or not twins.difference(warm.tree, cold.tree)
    return cold.problems


def assert_refused(site: Path, files: Mapping[str, str]) -> None:
    put(site, {**pool.THEME, **pool.SITE, **files})
    said = twins.run(site, ASK)
    assert said.failed
    assert any(problem.startswith("theme/post.html:1") for problem in said.problems)


def test_a_template_may_import_another(tmp_path: Path) -> None:
    files = {
        "theme/words.html": "{% macro loud(text) %}{{ text | upper }}{% endmacro %}{% set mark = '!' %}",
        "theme/post.html": "{% import 'words.html' as words %}{{ words.loud(entry.title) }}{{ words.mark }}",
    }
    assert_warm_is_cold(tmp_path, files, {"posts/boat/index.md": "# Ship\n"})
    assert_warm_is_cold(tmp_path / "2", files, {"theme/words.html": files["theme/words.html"].replace("!", "?")})


def test_what_a_template_counts_begins_anew_on_each_page(tmp_path: Path) -> None:
    counting = (
        "{% set seen = namespace(number=0) %}"
        "{% macro number() %}{% set seen.number = seen.number + 1 %}{{ seen.number }}{% endmacro %}"
    )
    files = {
        "theme/count.html": counting,
        "theme/post.html": "{% import 'count.html' as count %}{{ count.number() }} {{ entry.body }}",
        "posts/2026-02-10-tide.md": ENTRY.format("Before"),
    }
    assert_warm_is_cold(tmp_path, files, {"posts/2026-02-10-tide.md": ENTRY.format("After")})


@pytest.mark.parametrize("change", ["site.options.hue.append(1)", "entry.extra.words.append(1)"])
def test_a_template_cannot_change_what_the_next_one_reads(tmp_path: Path, change: str) -> None:
    """Else a page would show what was done to it by those that were made before it, and by no others."""
    files = {
        "plain/theme.yaml": "name: plain\noptions: {hue: [25], footer: none}\n",
        "theme/post.html": f"{{% if entry.extra.words is defined %}}{{% set _ = {change} %}}{{% endif %}}",
        "posts/2026-02-10-tide.md": ENTRY.format("Text"),
    }
    assert_refused(tmp_path / "site", files)


@pytest.mark.parametrize("shown", ["{{ entry }}", "{{ entry.tags }}", "{{ pager }}", "{{ terms }}"])
def test_the_text_of_a_view_is_the_same_in_every_build(tmp_path: Path, shown: str) -> None:
    page = {"pager": "home", "terms": "tags"}.get(shown.strip("{ }"), "post")
    assert_warm_is_cold(tmp_path, {f"theme/{page}.html": shown}, {})


@pytest.mark.parametrize("shown", ["{{ range(1000000) | list | random }}", "{{ lipsum() }}"])
def test_there_is_no_chance_in_templates(tmp_path: Path, shown: str) -> None:
    assert_refused(tmp_path / "site", {"theme/post.html": shown})


def test_a_link_to_a_folder_of_the_theme_may_lead_elsewhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes | Link] = {
        "plain/one/part.html": "one",
        "plain/two/part.html": "two",
        "plain/now": Link("one"),
        "plain/thanks.html": "{% include 'now/part.html' %}",
    }
    assert_warm_is_cold(tmp_path, files, {"plain/now": Link("two")})


def test_a_link_may_lead_back_into_the_theme_by_way_of_another(tmp_path: Path) -> None:
    files: dict[str, str | bytes | Link] = {
        "plain/one/part.html": "one",
        "plain/two/part.html": "two",
        "around": Link("plain/one"),
        "plain/now": Link("../around"),
        "plain/thanks.html": "{% include 'now/part.html' %}",
    }
    assert_warm_is_cold(tmp_path, files, {"around": Link("plain/two")})


@pytest.mark.parametrize("target", ["../static/hello.txt", "../../nowhere"])
def test_a_link_that_leads_out_of_the_theme_is_seen_when_it_comes(tmp_path: Path, target: str) -> None:
    (tmp_path / "nowhere").write_text("Outside")
    problems = assert_warm_is_cold(tmp_path, {"theme/x.html": ""}, {"theme/post.html": Link(target)})
    assert any("leads out of the theme" in problem for problem in problems)


def test_a_link_within_the_theme_may_lead_elsewhere(tmp_path: Path) -> None:
    files: dict[str, str | bytes | Link] = {
        "plain/one.html": "one",
        "plain/two.html": "two",
        "plain/thanks.html": Link("one.html"),
        "plain/assets/one.css": "a { }",
        "plain/assets/two.css": "b { }",
        "plain/assets/style.css": Link("one.css"),
    }
    assert_warm_is_cold(tmp_path, files, {"plain/thanks.html": Link("two.html")})
    assert_warm_is_cold(tmp_path / "2", files, {"plain/assets/style.css": Link("two.css")})


@pytest.mark.parametrize("place", ["plain/loop", "plain/assets/loop.css"])
def test_a_link_that_leads_to_itself_is_no_file(tmp_path: Path, place: str) -> None:
    assert_warm_is_cold(tmp_path, {}, {place: Link(place.rpartition("/")[2])})
