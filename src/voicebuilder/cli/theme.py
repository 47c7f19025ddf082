"""`voicebuilder theme`: which themes there are, what is wrong with one, what to copy, what fell behind."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voicebuilder.cli.console import Console, show
from voicebuilder.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.config import Config
    from voicebuilder.theming import Difference, Listed, Shelf

_WIDTH = 80
# What means itself in YAML without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9/][\w ./-]*")
_SITE = click.Path(path_type=Path)


@click.group("theme", help="See, check and change the site's theme.")
def command() -> None:
    """The commands about themes."""


@command.command("list", help="The themes there are, and the options of the one in use.")
@click.argument("site", type=_SITE, default=".")
@click.option("--theme", "name", default="", metavar="NAME", help="Show the options of this theme instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def list_(site: Path, name: str, *, as_json: bool) -> int:
    """List themes and options."""
    from voicebuilder import theming

    asked = _config(site, is_needed=False)
    themes = theming.themes(asked)
    options = theming.options(asked, name) if asked or name else ()
    if as_json:
        data = {"themes": [*map(dataclasses.asdict, themes)], "options": [*map(dataclasses.asdict, options)]}
        print(json.dumps(data, ensure_ascii=False))
        return int(ExitCode.DONE)
    print("\n".join([*_themes(themes), "", *_options(options, name or (asked.settings.theme if asked else ""))]))
    return int(ExitCode.DONE)


def _config(site: Path, *, is_needed: bool = True) -> Config | None:
    from voicebuilder import config
    from voicebuilder.config.schema import CONFIG_NAME

    return config.load(site) if is_needed or (site / CONFIG_NAME).exists() else None


def _themes(themes: tuple[Shelf, ...]) -> Iterator[str]:
    width = max(len(theme.name) for theme in themes) + 2
    for theme in themes:
        mark = "* " if theme.in_use else "  "
        sentence = theme.description + (" (in your site)" if theme.is_own else "")
        indent = " " * (width + 2)
        yield from textwrap.wrap(
            sentence, _WIDTH, initial_indent=f"{mark}{theme.name:<{width}}", subsequent_indent=indent
        )


def _options(options: tuple[Listed, ...], name: str) -> Iterator[str]:
    if not name:
        yield "The options of one: voicebuilder theme list --theme NAME"
        return
    yield f"Options of {name}, below `theme_options:` in voicebuilder.yaml:"
    for option in options:
        yield ""
        default = "" if option.value == option.default else f"; yours, the default is {_value(option.default)}"
        setting, remark = f"{option.name}: {_value(option.value)}", f"# {option.may_be}{default}"
        yield from [f"{setting}    {remark}"] if len(setting + remark) + 4 <= _WIDTH else [*_indented(remark), setting]
        shown = ", ".join(f"{scheme} {colour} ({contrast}:1)" for scheme, colour, contrast in option.shown)
        for text in (option.about, f"It becomes {shown}." if shown else ""):
            yield from _indented(text, "    ")


def _indented(text: str, by: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=by, subsequent_indent=by or "# ")


def _value(value: Any) -> str:
    """As it is written in YAML."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


@command.command("check", help="Render every kind of page of the theme, and say what is wrong with it.")
@click.argument("site", type=_SITE, default=".")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
def check(site: Path, *, strict: bool) -> int:
    """Check the theme."""
    from voicebuilder import config, theming

    report = Console(strict=strict)
    verdict = theming.check(config.load(site), report)
    problems = sorted([*report.errors, *report.warnings], key=lambda one: (one.path, one.line, one.column))
    show(problems)
    errors, warnings = len(report.errors), len(report.warnings)
    found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}" if problems else "nothing to put right"
    print(f"{verdict.pages} pages of {verdict.kinds} kinds rendered; {found}.", file=sys.stderr)
    if not problems:
        print(f"Content-Security-Policy: {verdict.policy}")
    return int(ExitCode.CONTENT if errors else ExitCode.DONE)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


@command.command("eject", help="Copy one file of the theme into the site's theme/, to be changed there.")
@click.argument("file")
@click.argument("site", type=_SITE, default=".")
@click.option("--origin", is_flag=True, help="You have taken the theme's changes over: compare with it as it is now.")
def eject(file: str, site: Path, *, origin: bool) -> int:
    """Copy a file of the theme."""
    from voicebuilder import config, theming

    asked = config.load(site)
    path, theme = theming.renew(asked, file) if origin else theming.eject(asked, file)
    print(path)
    said = f"It counts as up to date with {theme}." if origin else f"It came from {theme}, and stands before it now."
    print(said, file=sys.stderr)
    if path.endswith("assets/style.css") and not origin:
        hint = f'To add to the sheet instead, let it hold only @import "{theme}/style.css"; and your own lines.'
        print(hint, file=sys.stderr)
    return int(ExitCode.DONE)


@command.command("diff", help="Which of your files in theme/ differ from the theme's, and which fell behind.")
@click.argument("file", required=False, default="")
@click.argument("site", type=_SITE, required=False)
def diff(file: str, site: Path | None) -> int:
    """Compare the site's files with the theme's."""
    from voicebuilder import config, theming
    from voicebuilder.config.schema import CONFIG_NAME

    if file and site is None and (Path(file) / CONFIG_NAME).is_file():
        file, site = "", Path(file)
    found = theming.differences(config.load(site or Path()), file)
    if not found:
        print("There are no files of yours in theme/: all pages follow the theme.")
    for one in found:
        print("\n".join(_difference(one, whole=bool(file))))
    return int(ExitCode.DONE)


def _difference(one: Difference, *, whole: bool) -> Iterator[str]:
    from voicebuilder.theming import Standing

    changes = f"+{one.added} -{one.removed} lines"
    said = {
        Standing.OWN: "your own; the theme has no such file.",
        Standing.SAME: f"the same as {one.theme}'s. Delete it to follow the theme.",
        Standing.CHANGED: f"up to date with {one.theme}, with your changes ({changes}).",
        Standing.FOLLOWING: f"takes {one.theme}'s file in and adds to it, so it follows the theme.",
        Standing.BEHIND: f"behind: {one.theme}'s file changed since you copied it (yours: {changes}).",
        Standing.UNKNOWN: f"differs from {one.theme}'s ({changes}); since when, nobody knows: it was not ejected.",
    }
    yield f"theme/{one.name}: {said[one.standing]}"
    if one.standing is Standing.BEHIND:
        yield from ("", "What the theme changed:", "", *one.missed.splitlines(), "")
        if one.added == one.removed == 0:
            yield "You changed nothing in it: delete it to follow the theme."
        else:
            yield f"Put these into your file, then: voicebuilder theme eject --origin {one.name}"
    if whole and one.yours:
        yield from ("", "What you changed:", "", *one.yours.splitlines())
