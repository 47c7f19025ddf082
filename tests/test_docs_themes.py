"""The page on making a theme leads where it says, and the page of options names them all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder.theme import find
from voicebuilder.theme.find import BUILT_IN, available

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/how-to/make-a-theme.md").read_text("utf-8")
LANGUAGES = (ROOT / "docs/how-to/speak-another-language.md").read_text("utf-8")
_FILE = re.compile(r"^```\w+\n(?:# |\{# |/\* )([\w./-]+\.\w+)(?: #\}| \*/)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
CONTENT: dict[str, str | bytes] = {
    "posts/a.md": "---\ntitle: A\ndate: 2026-01-02\n---\nOne two three.\n\n> Four.\n",
    "notes/2026-01-03-1200.md": "Fog.\n",
}
CONFIG = "title: T\nurl: https://example.org/\n"


def files(text: str) -> dict[str, str | bytes]:
    """The blocks of a text whose first line names a file."""
    found: dict[str, str | bytes] = dict(_FILE.findall(text))
    return found | {"voicebuilder.yaml": CONFIG + str(found.get("voicebuilder.yaml", ""))}


def step(heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def built(make_site: Callable[..., Site], text: str) -> Output:
    site = make_site({**CONTENT, **files(text)})
    output = site.build(strict=True)
    assert site.report.errors == []
    return output


def test_step_one_changes_the_accent(make_site: Callable[..., Site]) -> None:
    page = built(make_site, step("Change the accent")).page("/posts/a/")
    assert "--accent:#0" in page
    assert "prefers-color-scheme:dark" in page


def test_step_two_overrides_a_partial(make_site: Callable[..., Site]) -> None:
    page = built(make_site, step("Override one partial")).page("/posts/a/")
    assert "Written by hand, in 4 words." in page
    assert ".h-entry blockquote{font-style:italic}" in page
    # All of the theme's own sheet is there too.
    assert ".masthead{" in page


def test_step_three_is_a_theme_in_sixty_lines(make_site: Callable[..., Site]) -> None:
    text = step("A theme of my own in 60 lines")
    own = [str(content) for path, content in files(text).items() if path.startswith("harbour/")]
    assert sum(content.count("\n") for content in own) <= 60
    page = built(make_site, text).page("/")
    assert "--accent:oklch(var(--tone) 200)" in page
    assert page.count("--big: 3rem") + page.count("--big:3rem") == 1


def test_words_of_one_s_own(make_site: Callable[..., Site]) -> None:
    english = files(LANGUAGES)
    english["voicebuilder.yaml"] = CONFIG
    site = make_site({**CONTENT, **english})
    assert ">Join in</a>" in site.build().page("/")
    site.write({"voicebuilder.yaml": CONFIG + "language: pl\n"})
    assert "2 wpisy<" in site.build().page("/archive/")


def test_every_option_is_described() -> None:
    reference = (ROOT / "docs/reference/themes.md").read_text("utf-8")
    section = reference.partition("## Options\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", section, re.MULTILINE)
    declared = find("letter", BUILT_IN).declared
    assert [name for name, _ in rows] == list(declared)
    for name, said in rows:
        for choice in declared[name].choices:
            assert f"`{choice}`" in said, name


@pytest.mark.parametrize("name", available())
def test_every_theme_is_described_in_its_own_words(name: str) -> None:
    described = find(name, BUILT_IN).manifests[0].description
    for page in ("docs/reference/themes.md",):
        assert f"**`{name}`** | {described}" in (ROOT / page).read_text("utf-8")
