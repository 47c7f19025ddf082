from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Site

    Make = Callable[..., Site]

POSTS = {"posts/2026-01-01-a.md": "text", "posts/2026-01-02-b.md": "text"}


def refused(make_site: Make, files: dict[str, str | bytes]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        make_site({**POSTS, **files}).build()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("\n\n{{ entry.titel }}", 3, "EntryView has no `titel` (did you mean `title`?)."),
        ("{{ entry['titel'] }}", 1, "EntryView has no `titel`"),
        ("{% for tag in entry.tags_ %}{% endfor %}", 1, "EntryView has no `tags_`"),
        ("{{ site.optiosn.hue }}", 1, "SiteView has no `optiosn` (did you mean `options`?)."),
        ("{{ nothing }}", 1, "'nothing' is undefined."),
        ("\n{% if nothing %}{% endif %}", 2, "'nothing' is undefined."),
        ("{{ entry.title.x.y }}", 1, "str has no `x`"),
        ("{{ site.options.acent }}", 1, "there is no `acent` in it (did you mean `accent`?)."),
        ("{{ site.options.update({'hue': '1'}) }}", 1, "there is no `update` in it"),
        ("{{ entry.extra.clear() }}", 1, "there is no `clear` in it"),
        ("\n{% if %}", 2, "Expected an expression"),
        ("{% for x in %}", 1, "Expected an expression"),
        ("{% block a %}", 1, "Unexpected end of template"),
        ("{{ entry.title", 1, "unexpected end of template"),
        ("{% nope %}", 1, "Encountered unknown tag 'nope'"),
        ("\n{{ entry.title | nope }}", 2, "No filter named 'nope'"),
        ("\n\n{{ 'x' | date }}", 3, "'str' object has no attribute"),
        ("{{ entry.date.year + 'x' }}", 1, "unsupported operand"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("\n{{ asset('gone.css') }}", 2, "the theme has no asset `gone.css`"),
        ("\n{% include 'gone.html' %}", 2, "there is no template `gone.html`"),
        ("{% extends 'gone.html' %}", 1, "there is no template `gone.html`"),
        ("{% extends 'letter/gone.html' %}", 1, "there is no template `letter/gone.html`"),
        ("{% import 'gone.html' as x %}", 1, "there is no template `gone.html`"),
        ("{% include '../../../etc/passwd' %}", 1, "there is no template `../../../etc/passwd`"),
        ("{% include '/etc/passwd' %}", 1, "there is no template `/etc/passwd`"),
        ("\n{% include 'post.html' %}", 2, "a template includes or calls itself without an end"),
        ("{% extends 'post.html' %}", 1, "a template includes or calls itself without an end"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "a template includes or calls itself without an end"),
        (b"\xef\xbb\xbfa\nb\ncaf\xe9", 3, "this is not UTF-8 text"),
    ],
)
def test_p7_a_template_that_is_wrong(make_site: Make, template: str | bytes, line: int, message: str) -> None:
    (said,) = refused(make_site, {"theme/post.html": template})
    assert said.startswith(f"theme/post.html:{line}: error: {message}")


@pytest.mark.parametrize(
    "template", ["{{ entry.titel }}", "{% include 'gone.html' %}", "{{ 1 / 0 }}", "{% include 'post.html' %}"]
)
def test_p7_the_page_is_named_and_a_fault_that_many_share_is_told_once(make_site: Make, template: str) -> None:
    (said,) = refused(make_site, {"theme/post.html": template})
    assert "(while rendering /posts/a/)" in said


def test_p7_the_file_at_fault_is_named_not_the_one_that_includes_it(make_site: Make) -> None:
    files = {
        "theme/post.html": "{% extends 'letter/post-base.html' %}",
        "theme/partials/navigation.html": "a\nb\n{{ pgae }}",
    }
    (said, other) = refused(make_site, files)
    assert said.startswith("theme/partials/navigation.html:3: error: 'pgae' is undefined")
    assert other.startswith("theme/post.html:1: error: there is no template `letter/post-base.html`")


def test_p7_a_theme_in_the_site_is_named_by_its_path(make_site: Make) -> None:
    files = {
        "voicebuilder.yaml": "title: T\nurl: https://example.org/\ntheme: looks/mine\n",
        "looks/mine/theme.yaml": "extends: letter\n",
        "looks/mine/post.html": "\n{{ x }}",
    }
    (said,) = refused(make_site, files)
    assert said.startswith("looks/mine/post.html:2: error: 'x' is undefined")


def test_p7_templates_and_texts_are_told_together(make_site: Make) -> None:
    files = {
        "theme/post.html": "{{ x }}",
        "theme/tags.html": "{{ y }}",
        "posts/c.md": "---\ntags: [a]\n---\n[x](gone.md)",
    }
    assert [line.partition(" error:")[0] for line in refused(make_site, files)] == [
        "posts/c.md:4:", "theme/post.html:1:", "theme/tags.html:1:",
    ]  # fmt: skip


# Which file is taken.


def page(make_site: Make, files: dict[str, str | bytes]) -> str:
    return make_site({**POSTS, **files}).build().page("/posts/a/")


def test_the_sites_own_file_wins(make_site: Make) -> None:
    assert page(make_site, {"theme/post.html": "mine: {{ entry.title }}"}) == "mine: A"


def test_a_partial_of_the_site_wins_within_the_themes_templates(make_site: Make) -> None:
    text = page(make_site, {"theme/partials/footer.html": "my footer"})
    assert "my footer" in text
    assert '<footer class="colophon">' not in text


def test_an_override_can_build_on_what_it_overrides(make_site: Make) -> None:
    override = '{% extends "letter/entry.html" %}{% block main %}before{{ super() }}{% endblock %}'
    text = page(make_site, {"theme/entry.html": override})
    assert "before<article" in text
    assert "colophon" in text


def test_every_level_of_a_chain_can_build_on_the_next(make_site: Make) -> None:
    files = {
        "voicebuilder.yaml": "title: T\nurl: https://example.org/\ntheme: top\n",
        "top/theme.yaml": "extends: middle\n",
        "top/base.html": '{% extends "middle/base.html" %}{% block head %}top {{ super() }}{% endblock %}',
        "middle/theme.yaml": "extends: letter\n",
        "middle/base.html": '{% extends "letter/base.html" %}{% block head %}middle {{ super() }}{% endblock %}',
        "middle/only-here.html": "",
        "theme/base.html": '{% extends "top/base.html" %}{% block head %}site {{ super() }}{% endblock %}',
    }
    assert "site top middle " in page(make_site, files)


def test_a_template_of_an_entrys_own(make_site: Make) -> None:
    files = {"posts/c.md": "---\ntemplate: wide.html\n---\n", "theme/wide.html": "wide {{ entry.title }}"}
    assert make_site(files).build().page("/posts/c/") == "wide C"


def test_p7_a_template_that_the_theme_does_not_have(make_site: Make) -> None:
    site = make_site({"posts/c.md": "---\ntitle: C\ntemplate: ../theme/wide.html\n---\n"})
    assert "<h1" in site.build().page("/posts/c/")
    assert [problem.where for problem in site.report.warnings] == ["posts/c.md:3"]


@pytest.mark.parametrize("name", ["post.html", "partials/footer.html"])
@pytest.mark.parametrize("target", ["outside.html", "secret.md"])
def test_a_link_out_of_the_theme_is_refused(make_site: Make, tmp_path: Path, name: str, target: str) -> None:
    site = make_site({**POSTS, "posts/secret.md": "---\ndraft: true\n---\ncanary"})
    (tmp_path / "outside.html").write_text("canary")
    link = site.folder / "theme" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "outside.html" if target == "outside.html" else site.folder / "posts/secret.md")
    with pytest.raises(ContentError) as caught:
        site.build()
    assert [str(problem) for problem in caught.value.problems] == [
        f"theme/{name}: error: this link leads out of the theme's folder. Copy the file here."
    ]


def test_texts_are_no_templates(make_site: Make) -> None:
    text = "{{ 7 * 6 }} {% include 'base.html' %} {# gone #}"
    site = make_site({"notes/2026-01-01-1200.md": f"`{text}`"})
    html = site.build().page("/notes/2026-01-01-1200/")
    assert "42" not in html
    assert "{{ 7 * 6 }}" in html
    assert "{# gone #}" in html


def test_a_long_tag_page_leaves_nothing_out(make_site: Make) -> None:
    """The ten newest whole, older ones by name under one heading a month, those without a date at the end."""
    tagged = {f"posts/2026-01-{day:02}-p{day}.md": "---\ntags: [sea]\n---\nText" for day in range(1, 14)}
    zones = {
        "posts/east.md": "---\ndate: 2025-12-01T00:30+09:00\ntags: [sea]\n---\nText",
        "posts/west.md": "---\ndate: 2025-11-30T15:31Z\ntags: [sea]\n---\nText",
        "posts/later.md": "---\ndate: 2025-12-02\ntags: [sea]\n---\nText",
        "posts/timeless.md": "---\ntags: [sea]\n---\nText",
    }
    page = make_site({**tagged, **zones}).build().text("tags/sea/index.html")
    for name in ("p13", "p1", "east", "west", "later", "timeless"):
        assert page.count(f'href="/posts/{name}/"') == 1, name
    for month in ("January 2026", "December 2025", "November 2025"):
        assert page.count(f"<h2>{month}</h2>") == 1, month
