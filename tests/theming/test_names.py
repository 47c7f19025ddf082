"""Names that do not exist or have another name now, also where no page leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import theme
from voicebuilder.theming import names
from voicebuilder.theming.files import Chain

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site


@pytest.fixture
def found(make_site: Callable[..., Site]) -> Callable[..., list[str]]:
    """What is said of the third line of `theme/page.html`."""

    def find(line: str, files: dict[str, str] | None = None, name: str = "letter") -> list[str]:
        text = "{% extends 'base.html' %}\n{% block head %}\n" + line + "\n{% endblock %}\n"
        folder = make_site({"theme/page.html": text, **(files or {})}).folder
        look = theme.find(name, folder)
        problems = [str(problem) for problem in names.faults(Chain(look.layers), look)]
        prefix = "theme/page.html:3: warning: "
        assert all(problem.startswith(prefix) for problem in problems), problems
        return [problem.removeprefix(prefix) for problem in problems]

    return find


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{% if 0 %}{{ site.titel }}{% endif %}", "`site.titel` does not exist. Did you mean `title`?"),
        ("{% if 0 %}{{ page['titel'] }}{% endif %}", "`page['titel']` does not exist. Did you mean `title`?"),
        ("{{ entry.dat }}", "`entry.dat` does not exist. Did you mean `date`?"),
        ("{{ entry.exerpt }}", "`entry.exerpt` does not exist. Did you mean `excerpt`?"),
        ("{{ site.author.nam }}", "`site.author.nam` does not exist. Did you mean `name`?"),
        ("{{ pager.entries[0].titel }}", "`pager.entries[0].titel` does not exist. Did you mean `title`?"),
        ("{{ (entries | first).titel }}", "`….titel` does not exist. Did you mean `title`?"),
        ("{{ newer.lable }}", "`newer.lable` does not exist. Did you mean `label`?"),
        ("{{ year.cont }}", "`year.cont` does not exist. Did you mean `count`?"),
        ("{{ section.urls }}", "`section.urls` does not exist. Did you mean `url`?"),
        ("{{ site.signup.acton }}", "`site.signup.acton` does not exist. Did you mean `action`?"),
        (
            "{% for one in site.sections %}{{ one.lable }}{% endfor %}",
            "`one.lable` does not exist. Did you mean `label`?",
        ),
        ("{% for tag in entry.tags %}{{ tag.nam }}{% endfor %}", "`tag.nam` does not exist. Did you mean `name`?"),
        (
            "{% for m in entries | months %}{% for e in m %}{{ e.titel }}{% endfor %}{% endfor %}",
            "`e.titel` does not exist. Did you mean `title`?",
        ),
        ("{% set e = entries[:3] | first %}{{ e.titel }}", "`e.titel` does not exist. Did you mean `title`?"),
        ("{% with e = entry %}{{ e.titel }}{% endwith %}", "`e.titel` does not exist. Did you mean `title`?"),
        ("{{ site.options.avatr }}", "the theme has no option `avatr`. Did you mean `site.options.avatar`?"),
        (
            "{{ site.options.hue }}",
            "`site.options.hue` is called `site.options.accent` by now. Write `site.options.accent`.",
        ),
        ("{{ entry.date | dat }}", "there is no filter `dat`. Did you mean `date`?"),
        ("{{ words('older') }}", "there is no function `words`. Did you mean `word`?"),
        (
            "{{ word('oldr') }}",
            "there is no message `oldr` (did you mean `older`?). Correct its name, or add it to messages/en.yaml.",
        ),
        (
            "{% if 0 %}{% include 'entyr.html' %}{% endif %}",
            "the theme has no template `entyr.html`. Did you mean `entry.html`?",
        ),
        (
            "{% if 0 %}{{ asset('styel.css') }}{% endif %}",
            "the theme has no asset `styel.css`. Did you mean `style.css`?",
        ),
        ("{{ pagr.number }}", "`pagr` does not exist. Did you mean `pager`?"),
        ("{% include 'default/404.html' %}", 'the theme `default` is called `letter` by now. Write "letter/404.html".'),
    ],
)
def test_a_name_that_is_wrong_or_old_is_told(line: str, said: str, found: Callable[..., list[str]]) -> None:
    assert found(line) == [said]


@pytest.mark.parametrize(
    "line",
    [
        "{{ entry.nonesuch is defined }}{{ entry.nonesuch | default('') }}{{ site.signup.action is defined }}",
        "{{ site.title.upper() }}{{ page.url.startswith('/') }}{{ entry.date.year }}{{ entry.extra.mood }}",
        "{% macro card(entry) %}{{ entry.anything }}{% endmacro %}{{ card(1) }}",
        "{% set term = {'nam': 1} %}{{ term.nam }}",
        "{% for name, value in site.signup.hidden %}{{ name }}{{ value }}{{ loop.index }}{% endfor %}",
        "{% for key, value in site.options.items() %}{{ key }}{% endfor %}{{ super() }}{{ range(3) | list }}",
        "{% set ns = namespace(n=0) %}{% set ns.n = 1 %}{{ ns.n }}{{ entry.headings[0].level }}",
        "{% from 'partials/date.html' import nothing as something %}{{ something }}",
        "{% include 'mine.html' ignore missing %}{% include ['mine.html', 'entry.html'] %}{{ asset(page.title) }}",
        "{% include 'letter/entry.html' %}{% include 'base/entry.html' %}{{ asset('style.css') }}",
        "{% set block %}x{% endset %}{{ block.anything }}",
    ],
)
def test_what_a_template_makes_itself_or_asks_for_with_care_is_left_alone(
    line: str, found: Callable[..., list[str]]
) -> None:
    assert found(line) == []


def test_what_one_template_makes_another_may_read(found: Callable[..., list[str]]) -> None:
    assert found("{% with mine = 1 %}{% include 'x.html' %}{% endwith %}", {"theme/x.html": "{{ mine }}"}) == []


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("{% if 0 %}{{ entries[0].date }}{% endif %}", "entry.date", "entry.published"),
        ("{{ site.home }}", "site.home", "site.front"),
        ("{{ entry.date | iso }}", "| iso", "| rfc3339"),
        ("{{ link('/') }}", "link()", "href()"),
    ],
)
def test_an_old_name_tells_the_new_one(
    line: str, old: str, new: str, found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has been renamed in this version of the contract, so the table is made up here."""
    monkeypatch.setattr(names, "DEPRECATED", {old: new})
    look_only_at_the_site(monkeypatch)
    assert found(line) == [f"`{old}` is called `{new}` by now. Write `{new}`."]


def look_only_at_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """The themes that come along use these names too."""
    whole = names.faults
    monkeypatch.setattr(
        names,
        "faults",
        lambda chain, look: [problem for problem in whole(chain, look) if problem.path.startswith("theme/")],
    )


@pytest.mark.parametrize("name", ["letter", "stream", "poster"])
def test_the_themes_that_come_along_use_no_wrong_name(name: str, found: Callable[..., list[str]]) -> None:
    assert found("", name=name) == []


def test_every_deprecated_name_is_gone_from_the_contract_and_its_heir_is_there() -> None:
    called = {f"{name}.{attribute}" for view, name in names._CALLED.items() for attribute in names._ATTRIBUTES[view]}
    for new in names.DEPRECATED.values():
        assert new in called or new.startswith("| ") or new.endswith("()")
