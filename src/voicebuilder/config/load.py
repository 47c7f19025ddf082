"""From the config file to `Config`: typed, checked, every fault with its line.

In: a site folder and what the command line overrides. Out: `Config`, frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from voicebuilder.config import addresses, fields, yaml
from voicebuilder.config.schema import CONFIG_NAME, Places, Settings
from voicebuilder.errors import MachineError, Problem, UsageError
from voicebuilder.text.urls import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUIRED = {"title", "url"}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line puts before the file.

    Attributes:
        base_url: Instead of `url:`.
        output: Instead of `output:`; absolute, or relative to the current folder.
    """

    base_url: str | None = None
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """What was asked.

    Attributes:
        folder: The site folder.
        settings: The file's keys, typed.
        base: Where the site lives.
        zone: For dates without one.
        output: Folder of the built site, not yet checked.
        signup: The `signup:` table as nodes, for the provider that it names; None when not given.
        theme_options: The `theme_options:` table as nodes, for the theme; None when not given.
        places: Dotted key (`theme_options.accent`) -> 1-based line and column in the file, for problems found later.
    """

    folder: Path
    settings: Settings
    base: Base
    zone: ZoneInfo
    output: Path
    signup: yaml.Mapping | None
    theme_options: yaml.Mapping | None
    places: Places


def load(folder: Path, overrides: Overrides | None = None) -> Config:
    """Read `voicebuilder.yaml`.

    Raises:
        UsageError: It is not there, or with every fault in it.
        MachineError: It cannot be read.
    """
    overrides = overrides or Overrides()
    mapping, faults = yaml.parse(_text(folder))
    problems = [Problem(f.message, f.hint, CONFIG_NAME, f.line, f.column) for f in faults]
    # A line that YAML cannot read hides the keys below it; they are not missing.
    is_whole = not faults or mapping.items.keys() >= _REQUIRED
    settings, more = fields.parse(mapping, Settings, CONFIG_NAME) if is_whole else (None, ())
    problems += more
    problems += addresses.faults(mapping)
    if settings is not None:
        problems += _checked(settings, mapping)
    if problems or settings is None:
        raise UsageError(*sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return Config(
        folder=folder,
        settings=settings,
        base=_base(overrides.base_url) if overrides.base_url else Base.of(settings.url),
        zone=ZoneInfo(settings.timezone),
        output=overrides.output or folder / settings.output,
        signup=_table(mapping, "signup"),
        theme_options=_table(mapping, "theme_options"),
        places=dict(_places(mapping, "")),
    )


def _table(mapping: yaml.Mapping, key: str) -> yaml.Mapping | None:
    node = mapping.items.get(key)
    return node if isinstance(node, yaml.Mapping) and node.items else None


def _places(mapping: yaml.Mapping, above: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for key, place in mapping.positions.items():
        yield above + key, place
        node = mapping.items[key]
        if isinstance(node, yaml.Mapping):
            yield from _places(node, f"{above}{key}.")


def _text(folder: Path) -> str:
    path = folder / CONFIG_NAME
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            Problem(
                f"there is no {CONFIG_NAME} in {'this folder' if folder == Path() else folder}",
                "Go to your site's folder, or make one: voicebuilder init my-site",
            )
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem("this is not UTF-8 text", "Save the file as UTF-8.", CONFIG_NAME, line)
        raise UsageError(problem) from None
    except OSError as error:
        raise MachineError(Problem(f"cannot read {path}: {error.strerror}")) from error


def _base(url: str) -> Base:
    try:
        return Base.of(url)
    except ValueError as error:
        raise UsageError(Problem(f"`--base-url {url}` is no address: {error}", "Write https://me.example/")) from None


def _checked(settings: Settings, mapping: yaml.Mapping) -> Iterator[Problem]:
    """What types alone cannot tell."""
    try:
        Base.of(settings.url)
    except ValueError as error:
        yield _at(mapping, "url", f"`url: {settings.url}` is no address: {error}", "Write url: https://me.example/")
    try:
        ZoneInfo(settings.timezone)
    except (ValueError, OSError, KeyError):
        yield _at(
            mapping,
            "timezone",
            f"`timezone: {settings.timezone}` is not known",
            "Write an IANA name, such as timezone: Europe/Berlin",
        )


def _at(mapping: yaml.Mapping, key: str, message: str, hint: str) -> Problem:
    line, column = mapping.positions.get(key, (0, 0))
    return Problem(message, hint, CONFIG_NAME, line, column)
