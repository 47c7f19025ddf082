"""Files in `theme/` that nothing uses, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import theme
from voicebuilder.theming import overrides
from voicebuilder.theming.files import Chain

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site


@pytest.fixture
def found(make_site: Callable[..., Site]) -> Callable[..., list[str]]:
    def find(files: dict[str, str | bytes], name: str = "letter") -> list[str]:
        folder = make_site(files).folder
        look = theme.find(name, folder)
        unused = overrides.unused(look, Chain(look.layers), folder)
        return [str(problem) for problem in overrides.faults(unused, look, folder)]

    return find


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("entyr.html", "Did you mean theme/entry.html?"),
        ("footer.html", "Did you mean theme/partials/footer.html?"),
        ("partials/footers.html", "Did you mean theme/partials/footer.html?"),
        ("notes.htm", "Did you mean theme/notes.html?"),
        ("styles.css", "Did you mean theme/assets/style.css?"),
        ("wide.html", "Include it in a template, name it as an entry's `template:`, or take it away."),
        ("assets/lamp.svg", "Name it in a template or style sheet, or take it away."),
        ("messages/pt-BR.yaml", "Languages are written small there: theme/messages/pt-br.yaml"),
        ("messages/en.yml", "Did you mean theme/messages/en.yaml?"),
    ],
)
def test_a_file_that_nothing_uses_is_told(name: str, hint: str, found: Callable[..., list[str]]) -> None:
    message = f"theme/{name}: warning: nothing uses this file: the theme has no `{name}`."
    assert found({f"theme/{name}": "x"}) == [f"{message} {hint}"]


def test_a_manifest_there_is_told(found: Callable[..., list[str]]) -> None:
    (one,) = found({"theme/theme.yaml": "name: x\n"})
    assert one.startswith("theme/theme.yaml: warning: nothing reads this file: your `theme/` is no theme of its own.")


@pytest.mark.parametrize(
    "files",
    [
        {"theme/partials/footer.html": ""},
        {"theme/note.html": "", "theme/posts.html": ""},
        {"theme/messages/nds.yaml": "", "theme/messages/pt-br.yaml": ""},
        {"theme/README.md": "", "theme/LICENSE": "", "theme/.editorconfig": "", "theme/.origin/old.html": ""},
        {"theme/home.html": "{% include 'mine.html' %}{% include 'letter/404.html' %}", "theme/mine.html": ""},
        {"theme/home.html": "{% if 0 %}{{ asset('lamp.svg') }}{% endif %}", "theme/assets/lamp.svg": ""},
        {"theme/home.html": "{{ asset('icons/' ~ page.title) }}", "theme/assets/icons/a.svg": ""},
        {"theme/home.html": "{% include page.title ~ '.html' %}", "theme/any.html": ""},
        {"theme/assets/style.css": "a { background: url(fonts/lamp.svg) }", "theme/assets/fonts/lamp.svg": ""},
        {"theme/assets/style.css": "@import 'more.css';", "theme/assets/more.css": ""},
    ],
)
def test_what_something_uses_is_not(files: dict[str, str | bytes], found: Callable[..., list[str]]) -> None:
    assert found(files) == []


def test_a_site_whose_theme_it_is_has_no_overrides(found: Callable[..., list[str]]) -> None:
    assert found({"theme/theme.yaml": "extends: letter\n", "theme/mine.html": ""}, "theme") == []
