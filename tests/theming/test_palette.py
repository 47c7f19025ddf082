"""Colours that cannot be read, at the line of their theme.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import theme
from voicebuilder.errors import Severity
from voicebuilder.theming import palette

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAST = "4.5:1 is the least that many can read; make one lighter or darker."
HEAD = "name: mine\nextends: letter\ncolours:\n"


@pytest.fixture
def found(tmp_path: Path) -> Callable[[str], list[str]]:
    """What is said of a theme on `letter` with these lines from line 4 on; `mine/theme.yaml:` taken off."""

    def find(lines: str) -> list[str]:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/theme.yaml").write_text(HEAD + lines, "utf-8")
        problems = [str(problem) for problem in palette.faults(theme.find("mine", tmp_path))]
        assert all(problem.startswith("mine/theme.yaml:") for problem in problems), problems
        return [problem.removeprefix("mine/theme.yaml:") for problem in problems]

    return find


@pytest.mark.parametrize("name", theme.find.__globals__["available"]())
def test_the_themes_that_come_along_can_be_read(name: str, tmp_path: Path) -> None:
    assert list(palette.faults(theme.find(name, tmp_path))) == []


def test_under_4_5_is_an_error_on_each_ground(found: Callable[[str], list[str]]) -> None:
    assert found('  dark:\n    muted: "#666"\n') == [
        f"5:5: error: muted on bg has a contrast of 3.1:1 in the dark scheme. {LEAST}",
        f"5:5: error: muted on surface has a contrast of 2.8:1 in the dark scheme. {LEAST}",
    ]


def test_under_7_is_a_warning(found: Callable[[str], list[str]]) -> None:
    one, two = found('  light:\n    ink: "#5e5e5e"\n')
    assert one.startswith("5:5: warning: ink on bg has a contrast of 6.2:1 in the light scheme. Long texts need 7:1;")
    assert two.startswith("5:5: warning: ink on surface has a contrast of 5.7:1 in the light scheme. ")


def test_7_is_enough(found: Callable[[str], list[str]]) -> None:
    assert found('  light:\n    ink: "#555"\n    bg: white\n    surface: white\n') == []


def test_the_hue_that_is_hardest_to_read_is_named(found: Callable[[str], list[str]]) -> None:
    """And the accent, a hue here too."""
    assert [line.partition(" has ")[0] for line in found("  light:\n    tone: .55 .1\n")] == [
        "5:5: warning: accent on bg",
        "5:5: error: tone at the hue 163 on bg",
        "5:5: warning: accent on surface",
        "5:5: error: tone at the hue 163 on surface",
    ]


def test_a_pair_that_the_palette_declares_is_measured_with_every_choice(found: Callable[[str], list[str]]) -> None:
    lines = """  light:
    field: white
    on-field: black
options:
  paint:
    type: choice
    choices: [sun, coal]
    css:
      sun: "--field: gold"
      coal: "--field: #333"
"""
    assert found(lines) == [
        "13:7: error: on-field on field with `paint: coal` has a contrast of 1.6:1 in the light scheme. " + LEAST
    ]


def test_a_colour_that_is_none_is_told_at_its_line(found: Callable[[str], list[str]]) -> None:
    said = found("  light:\n    ink: bleu\n    rule: alsobleu\n")
    hint = "Write a CSS colour, such as oklch(.42 .105 25) or #7c322f."
    assert set(said) == {f"5:5: error: `ink` makes no colour that can be measured: 'bleu'. {hint}"}


def test_the_nearest_theme_that_has_the_colour_is_named(tmp_path: Path) -> None:
    for name, text in {"low": "extends: letter\ncolours: { dark: { ink: black } }\n", "high": "extends: low\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "theme.yaml").write_text(text, "utf-8")
    problems = list(palette.faults(theme.find("high", tmp_path)))
    assert {problem.where for problem in problems} == {"low/theme.yaml:2:20"}
    assert {problem.severity for problem in problems} == {Severity.ERROR}
