"""The documentation says what is there: its links lead somewhere, and every key, option and attribute is described."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import runpy
import shlex
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import click
import msgspec
import pytest

from voicebuilder import cli
from voicebuilder.config.schema import Settings
from voicebuilder.content.frontmatter_keys import FIELDS
from voicebuilder.model.content import Heading
from voicebuilder.model.signup import SignupForm, SignupLink
from voicebuilder.render import media_views, views
from voicebuilder.signup import PROVIDERS
from voicebuilder.signup.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "voicebuilder"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")), *sorted(SRC.glob("*/ADDING.md"))]

_CODE = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"(`+).+?\1", re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)

# The section of docs/reference/views.md that describes a value.
VIEWS = {
    "`site`": views.SiteView,
    "`site.author`": views.AuthorView,
    "`page`": views.PageView,
    "`entry`": views.EntryView,
    "A picture": media_views.PictureView,
    "A source": media_views.SourceView,
    "A recording": media_views.RecordingView,
    "A track": media_views.TrackView,
    "A spoken line": media_views.SaidView,
    "A chapter": media_views.ChapterView,
    "`pager`": views.PagerView,
    "A link": views.LinkView,
    "A link to an entry": views.EntryLinkView,
    "`series`": views.SeriesView,
    "`part`": views.PartView,
    "A tag": views.TermView,
    "`year`": views.YearView,
    "A feed": views.FeedView,
    "A heading": Heading,
    "`site.signup`, a form": SignupForm,
    "`site.signup`, a button": SignupLink,
}


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def section(path: str, heading: str) -> str:
    """What stands below a heading of level 2, up to the next one."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text_of(path), re.MULTILINE | re.DOTALL)
    assert found, f"{path} has no section `{heading}`"
    return found[1]


def rows(text: str) -> dict[str, str]:
    """The tables of a text: first cell without its backticks -> the rest."""
    return {
        cells[0].strip("` "): " ".join(cells[1:]).strip()
        for line in text.splitlines()
        if line.startswith("| ") and (cells := line.strip("| ").split(" | "))
    }


def anchors(text: str) -> set[str]:
    """The anchors that a code host gives to headings."""
    words = (re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in _HEADING.findall(text))
    return set(words)


def relative_links(text: str) -> Iterator[str]:
    prose = _CODE_SPAN.sub("", _CODE.sub("", text))
    return (link for link in _LINK.findall(prose) if not link.startswith(("http://", "https://", "mailto:")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in relative_links(text):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        if anchor:
            assert anchor in anchors(_CODE.sub("", target.read_text("utf-8"))), f"{link} has no such heading"


def test_the_index_names_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / link).resolve() for link in relative_links(index.read_text("utf-8"))}
    assert {page for page in (ROOT / "docs").rglob("*.md") if page != index} == named


def structs_in(annotation: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
    for inner in (getattr(annotation, "__origin__", None), *getattr(annotation, "__args__", ())):
        if inner is not None:
            yield from structs_in(inner)


def test_every_config_key_is_described() -> None:
    path = "docs/reference/config.md"
    gathered = {key for heading in ("The site", "Look", "Building") for key in rows(section(path, heading))} - {"key"}
    alone = set(re.findall(r"^## ([a-z_]+)$", text_of(path), re.MULTILINE))
    assert gathered | alone == {field.encode_name for field in msgspec.structs.fields(Settings)}
    for field in msgspec.structs.fields(Settings):
        for inner in structs_in(field.type):
            described = set(rows(section(path, field.encode_name))) - {"key"}
            assert described == {key.encode_name for key in msgspec.structs.fields(inner)}


@pytest.mark.parametrize("key", sorted({field for field, _ in FIELDS.values()}))
def test_every_front_matter_key_is_described(key: str) -> None:
    assert rows(text_of("docs/reference/front-matter.md")).get(key)


def options_of(command: click.Command) -> set[str]:
    return {name for option in command.params if isinstance(option, click.Option) for name in option.opts}


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name not in cli.ALIASES])
def test_every_command_and_option_is_described(name: str) -> None:
    command = importlib.import_module(f"voicebuilder.cli.{name}").command
    described = section("docs/reference/commands.md", name)
    documented = {f"--{word}" for row in rows(described) for word in re.findall(r"^--([\w-]+)", row)}
    assert documented == options_of(command)
    for argument in command.params:
        if isinstance(argument, click.Argument):
            assert argument.make_metavar(click.Context(command)).strip("[]").upper() in described


def test_no_command_is_described_that_is_not_there() -> None:
    described = re.findall(r"^`voicebuilder (\w+) ", text_of("docs/reference/commands.md"), re.MULTILINE)
    assert described == list(cli.COMMANDS)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_every_provider_and_its_keys_are_described(provider) -> None:
    path = "docs/how-to/sign-up-form.md"
    shared = {field.encode_name for field in msgspec.structs.fields(Options)}
    own = {field.encode_name for field in msgspec.structs.fields(provider.options)} - shared
    required = {field.encode_name for field in msgspec.structs.fields(provider.options) if field.required} - shared
    described = rows(section(path, provider.label))
    described.pop("key")
    assert set(described) == own
    assert {key for key, rest in described.items() if rest.startswith("required")} == required
    assert f"[`{provider.name}`]" in text_of(path)
    assert shared <= rows(section(path, "Keys for all")).keys()


def _attributes(view: type) -> set[str]:
    """What a template may read: fields and properties."""
    fields = {field.name for field in dataclasses.fields(view) if not field.name.startswith("_")}
    return fields | {name for name, value in vars(view).items() if isinstance(value, property)}


@pytest.mark.parametrize("heading", list(VIEWS))
def test_every_attribute_of_a_view_is_described(heading: str) -> None:
    described = rows(section("docs/reference/views.md", heading))
    described.pop("attribute")
    assert set(described) == _attributes(VIEWS[heading])
    assert all(described.values())


def test_no_view_is_left_out() -> None:
    defined = {
        value
        for room in (views, media_views)
        for _, value in inspect.getmembers(room, inspect.isclass)
        if value.__module__ == room.__name__
    }
    assert defined <= set(VIEWS.values())


def test_every_dependency_is_explained() -> None:
    path = "docs/explanation/dependencies.md"
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    names = [re.split(r"[<>=~!\[; ]", dependency)[0] for dependency in project["dependencies"]]
    assert re.findall(r"^## ([a-z0-9-]+)$", text_of(path), re.MULTILINE) == sorted(names)
    for name in names:
        for word in ("**For**", "**Why**", "**Licence**", "**Door**", "**Behind the door**"):
            assert word in section(path, name), f"{name} has no {word}"


def test_the_table_of_floors_is_the_one_that_is_tested() -> None:
    floors = runpy.run_path(str(ROOT / "tests" / "test_floors.py"))["FLOORS"]
    lines = [line.split("|") for line in section("docs/architecture.md", "Rooms and floors").splitlines()]
    described = [cells[2] for cells in lines if len(cells) > 3 and cells[1].strip()[:1].isdigit()]
    named = [[name.removesuffix(".py").strip("/") for name in re.findall(r"`([^`]+)`", cell)] for cell in described]
    assert [sorted(rooms) for rooms in named] == [sorted(rooms) for rooms in floors]


def test_a_promise_that_is_kept_has_tests_with_its_number() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    table = rows(section("README.md", "Twelve promises"))
    promises = {name: rest for name, rest in table.items() if re.fullmatch(r"P\d+", name)}
    assert list(promises) == [f"P{number}" for number in range(1, 13)]
    kept = [name for name, rest in promises.items() if " kept, tested" in rest]
    assert [name for name in kept if f"def test_{name.lower()}_" not in tests] == []


def shows_until_it_is_ended(command: list[str], folder: Path) -> None:
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address = process.stderr.readline().split()[0]
            assert address.startswith("http://127.0.0.1:")
            assert "pages, ready" in process.stderr.readline()
            with urlopen(address, timeout=20) as answer:  # noqa: S310 -- our own; it listens to Ctrl-C by now
                assert b"Slack water" in answer.read()
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.kill()


def test_five_minutes_to_a_first_site(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```sh\n(.*?)^```", section("README.md", "Five minutes to a first site"), re.MULTILINE | re.DOTALL
    )
    program = ".venv/bin/voicebuilder"
    lines = [line for block in blocks for line in block.splitlines() if line.startswith(program)]
    assert len(lines) == 6
    for line in lines:
        arguments = shlex.split(line.removeprefix(program))
        command = [sys.executable, "-m", "voicebuilder", *arguments]
        if arguments[0] == "preview":
            shows_until_it_is_ended(command, tmp_path)
            continue
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert "warning" not in done.stderr
    home = (tmp_path / "my-site" / "_site" / "index.html").read_text("utf-8")
    assert "Low tide, and nobody about." in home
    assert "A chair you do not like" in home
