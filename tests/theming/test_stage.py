"""The sample site: it has no fault of its own, and reaches every line of the themes that come along."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder import build, config, content, theme
from voicebuilder.report import Report
from voicebuilder.theme.find import BUILT_IN
from voicebuilder.theming import stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from conftest import Site


@pytest.mark.parametrize("setting", stage.SETTINGS)
@pytest.mark.parametrize("drafts", [True, False])
def test_it_has_no_fault_of_its_own(
    setting: stage.Setting, drafts: bool, make_site: Callable[..., Site], tmp_path: Path
) -> None:
    """What it were warned of would never be shown."""
    asked = config.load(make_site({}).folder)
    look = theme.find("letter", asked.folder)
    site = tmp_path / "sample"
    stage._set_up(site, setting, asked, look)
    report = Report()
    memory = content.Memory(tmp_path / "cache", "1", "UTC")
    build.plan(stage._asked(site, setting, asked, look), build.Options(stage.NOW, drafts, jobs=1), memory, report)
    assert [*report.errors, *report.warnings] == []


def lines_not_reached(folder: Path, settings: tuple[stage.Setting, ...], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """`base/home.html:3`: lines of templates whose code never ran, as jinja2 maps the one to the other."""
    monkeypatch.setattr(stage, "SETTINGS", settings)
    ran: dict[str, set[int]] = {}
    modules: dict[str, dict[str, Any]] = {}

    def watch(frame: FrameType, event: str, argument: object) -> Any:
        name = frame.f_code.co_filename
        if not name.endswith(".html"):
            return None
        modules[name] = frame.f_globals
        seen = ran.setdefault(name, set())

        def line(frame: FrameType, event: str, argument: object) -> Any:
            seen.add(frame.f_lineno)
            return line

        return line

    asked = config.load(folder)
    report = Report()
    look = theme.find(asked.settings.theme, folder)
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        pages = list(stage.rendered(asked, look, (), report))
    finally:
        sys.settrace(before)
    assert pages
    assert report.errors == []
    missed = set()
    for name, module in modules.items():
        for pair in filter(None, module["debug_info"].split("&")):
            line, _, compiled = pair.partition("=")
            if int(compiled) not in ran[name]:
                missed.add(f"{name.removeprefix(f'{BUILT_IN}/')}:{line}")
    return missed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["letter", "stream", "poster"])
def test_it_reaches_every_line_of_every_template(
    name: str, make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_site({"voicebuilder.yaml": f"title: X\nurl: https://example.org/\ntheme: {name}\n"}).folder
    assert lines_not_reached(folder, stage.SETTINGS, monkeypatch) == set()


@pytest.mark.slow
@pytest.mark.parametrize("left_out", range(len(stage.SETTINGS)))
def test_each_setting_is_needed_for_that(
    left_out: int, make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = stage.SETTINGS[:left_out] + stage.SETTINGS[left_out + 1 :]
    assert lines_not_reached(make_site({}).folder, settings, monkeypatch)


def test_templates_that_no_page_uses_are_none(make_site: Callable[..., Site]) -> None:
    """Every file of the base is rendered, so none can be wrong unseen."""
    from voicebuilder.theming.files import Chain

    asked = config.load(make_site({}).folder)
    look = theme.find("letter", asked.folder)
    chain = Chain(look.layers)
    used = set()
    for page in stage.rendered(asked, look, (), Report()):
        first = next(one for name in page.templates if (one := chain.find(name)))
        used |= {one.label for one in chain.made_of(first)}
    assert used == {one.label for one in chain.templates.values()}
