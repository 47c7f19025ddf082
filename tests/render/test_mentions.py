"""What a template names, read without rendering it."""

from __future__ import annotations

import pytest

from voicebuilder.errors import ContentError
from voicebuilder.render.mentions import mentions


def told(text: str, *sorts: str) -> list[tuple[str, int]]:
    return [(one.name, one.line) for one in mentions(text, "theme/a.html") if one.sort in sorts]


def test_templates_and_assets_are_told_with_their_lines() -> None:
    text = (
        "{% extends 'a.html' %}\n{% include ['b.html', 'c.html'] %}\n{% import 'd.html' as d %}\n{{ asset('e.svg') }}"
    )
    assert told(text, "template") == [("a.html", 1), ("b.html", 2), ("c.html", 2), ("d.html", 3)]
    assert told(text, "asset") == [("e.svg", 4)]


def test_a_name_that_is_put_together_is_told_as_unknown() -> None:
    text = "{% include entry.kind ~ '.html' %}{{ asset(name) }}"
    assert told(text, "unknown template", "unknown asset") == [("", 1), ("", 1)]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{% for a in pager.entries %}{{ a.title }}{% endfor %}", "pager.entries.*.title"),
        ("{% for m in entries | months %}{{ m[0].date }}{% endfor %}", "entries.*.date"),
        ("{% set a, b = entry.url, entry.name %}{{ a }}", "entry.name"),
        ("{% set lead = entries[0] if entries else none %}{{ lead.url }}", "entries.*.url"),
        ("{% for e in entries | selectattr('title') | sort %}{{ e.url }}{% endfor %}", "entries.*.url"),
        ("{{ site['title'] }}", "site.title"),
    ],
)
def test_a_value_is_told_by_the_way_that_leads_to_it(text: str, path: str) -> None:
    assert path in [name for name, _ in told(text, "value")]


def test_what_a_template_names_anew_is_no_longer_the_page_s() -> None:
    text = "{% for entry in things() %}{{ entry.title }}{% endfor %}\n{{ entry.url }}"
    assert told(text, "value") == [("entry.url", 2)]


def test_a_text_that_is_no_template_says_where() -> None:
    with pytest.raises(ContentError) as caught:
        mentions("one\n{% if %}\n", "theme/a.html")
    assert str(caught.value).startswith("theme/a.html:2: error: Expected an expression")
