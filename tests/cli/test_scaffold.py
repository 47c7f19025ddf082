"""`voicebuilder init`, `new` and `note`: files that build at once, and nothing overwritten."""

from __future__ import annotations

import io
import re
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder import config, scaffold

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran, Site

NOW = datetime(2026, 11, 24, 15, 4, 5, tzinfo=UTC)
HOST_FILES = {
    "github": ".github/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
    "netlify": "netlify.toml",
    "none": "voicebuilder.yaml",
}


@pytest.mark.parametrize("host", HOST_FILES)
def test_a_new_site_builds_at_once(host: str, tmp_path: Path, command: Callable[..., Ran]) -> None:
    made = command("init", "my site", "--host", host, cwd=tmp_path)
    assert made.code == 0
    paths = made.out.splitlines()
    assert all((tmp_path / path).is_file() for path in paths)
    assert f"my site/{HOST_FILES[host]}" in paths
    hosts = {path for name, path in HOST_FILES.items() if name not in ("none", host)}
    assert not any((tmp_path / "my site" / path).exists() for path in hosts)
    built = command("build", "my site", "--strict", "--now", "2099-01-01")
    assert (built.code, built.err.count("\n")) == (0, 1)
    assert (tmp_path / "my site/_site/posts/hello/index.html").is_file()


def test_a_new_site_has_its_title_and_address(tmp_path: Path, command: Callable[..., Ran]) -> None:
    title = 'Colons: "quotes" & 日本 #1'
    command("init", tmp_path / "x", "--title", title, "--url", "https://me.github.io/blog/")
    asked = config.load(tmp_path / "x")
    assert (asked.settings.title, asked.base.prefix) == (title, "/blog")


def test_a_new_site_names_a_schema_that_is_there(tmp_path: Path, command: Callable[..., Ran]) -> None:
    command("init", tmp_path / "x")
    first = (tmp_path / "x/voicebuilder.yaml").read_text().splitlines()[0]
    assert (tmp_path / "x" / first.partition("$schema=")[2]).is_file()


def test_p2_init_overwrites_nothing(tmp_path: Path, command: Callable[..., Ran]) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/mine.txt").write_text("mine")
    ran = command("init", tmp_path / "x")
    assert ran.code == 2
    assert "nothing was changed" in ran.err
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["mine.txt"]


def test_init_takes_an_empty_folder(tmp_path: Path, command: Callable[..., Ran]) -> None:
    (tmp_path / "x").mkdir()
    assert command("init", tmp_path / "x").code == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--host", "githb"], 2, "github"),
        (["--url", "me.example"], 2, "Write --url https://me.example/"),
    ],
)
def test_init_says_what_is_wrong(words: list[str], code: int, says: str, tmp_path: Path, command: Callable) -> None:
    ran = command("init", tmp_path / "x", *words)
    assert ran.code == code
    assert says in ran.err
    assert not (tmp_path / "x").exists()


def test_init_where_a_file_is_in_the_way(tmp_path: Path, command: Callable[..., Ran]) -> None:
    (tmp_path / "file").write_text("")
    assert command("init", tmp_path / "file").code == 2
    ran = command("init", tmp_path / "file/site")
    assert ran.code == 3
    assert "file" in ran.err


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site({"voicebuilder.yaml": "title: T\nurl: https://example.org/\ntimezone: Asia/Tokyo\n"})


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("post", "Hello, world!", r"posts/\d{4}-\d\d-\d\d-hello-world\.md"),
        ("post", "はじめまして", r"posts/\d{4}-\d\d-\d\d-はじめまして\.md"),
        ("posts", 'Say "hi": yes', r"posts/\d{4}-\d\d-\d\d-say-hi-yes\.md"),
        ("note", "", r"notes/\d{4}-\d\d-\d\d-\d{4}\.md"),
        ("page", "About me", r"pages/about-me\.md"),
    ],
)
def test_new_writes_a_file_that_builds(
    kind: str, title: str, name: str, site: Site, command: Callable[..., Ran]
) -> None:
    ran = command("new", kind, title, "--site", site.folder)
    assert ran.code == 0
    path = Path(ran.out.removesuffix("\n"))
    assert re.fullmatch(name, path.relative_to(site.folder).as_posix())
    uuid.UUID(re.search(r"^id: (\S+)$", path.read_text(), re.MULTILINE)[1])
    output = site.build(now=datetime(2099, 1, 1, tzinfo=UTC))
    assert site.report.errors == []
    if title:
        assert any(title.replace('"', "&#34;") in output.text(page) for page in output.pages)


def test_p2_new_overwrites_nothing(site: Site, command: Callable[..., Ran]) -> None:
    made = [command("new", "post", "Twice", "--site", site.folder).out.strip() for _ in range(3)]
    assert len(set(made)) == 3
    assert made[1].endswith("-twice-2.md")


def test_new_in_the_current_folder_prints_a_path_that_works_there(site: Site, command: Callable[..., Ran]) -> None:
    ran = command("new", "page", "Now", cwd=site.folder)
    assert Path(ran.out.strip()).is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["new", "pst", "X"], "Did you mean `post`?"),
        (["new", "essay", "X"], "Kinds: post, note, photo, audio, video, link, page."),
        (["new", "post"], 'voicebuilder new post "A title"'),
        (["new", "post", "???"], "letters or digits"),
        (["new"], "Missing argument 'KIND'"),
        (["note", "   "], "the note is empty"),
    ],
)
def test_new_and_note_say_what_is_wrong(words: list[str], says: str, site: Site, command: Callable[..., Ran]) -> None:
    ran = command(*words, cwd=site.folder)
    assert ran.code == 2
    assert says in ran.err
    assert not list(site.folder.glob("*/*.md"))


def test_new_outside_of_a_site(tmp_path: Path, command: Callable[..., Ran]) -> None:
    ran = command("new", "post", "X", cwd=tmp_path)
    assert ran.code == 2
    assert "voicebuilder init" in ran.err


def test_a_note_from_the_command_line(site: Site, command: Callable[..., Ran]) -> None:
    ran = command("note", "Fog: *thick* today", "--tag", "weather", "--tag", "C++", cwd=site.folder)
    assert ran.code == 0
    output = site.build(now=datetime(2099, 1, 1, tzinfo=UTC))
    (page,) = (path for path in output.pages if re.fullmatch(r"notes/[\d-]+/index.html", path))
    assert "<p>Fog: <em>thick</em> today</p>" in output.text(page)
    assert {"tags/weather/index.html", "tags/c-plus-plus/index.html"} <= set(output.files)


def test_a_note_from_stdin(site: Site, command: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("雨。\n\nSecond paragraph.\n"))
    ran = command("note", cwd=site.folder)
    assert (site.folder / ran.out.strip()).read_text("utf-8").endswith("---\n\n雨。\n\nSecond paragraph.\n")


def test_two_notes_of_one_minute_have_files_and_addresses_of_their_own(site: Site) -> None:
    asked = config.load(site.folder)
    moments = [NOW, NOW.replace(second=59), NOW.replace(second=59), NOW.replace(minute=5)]
    made = [scaffold.new(asked, scaffold.Draft("note", body=f"N{n}"), at) for n, at in enumerate(moments)]
    assert [path.name for path in made[:2]] == ["2026-11-25-0004.md", "2026-11-25-000459.md"], "in the site's zone"
    assert len({*made}) == 4
    made[2].unlink()
    output = site.build(now=datetime(2099, 1, 1, tzinfo=UTC))
    assert {path for path in output.files if re.fullmatch(r"notes/2026[\d-]+/index.html", path)} == {
        "notes/2026-11-25-0004/index.html",
        "notes/2026-11-25-0004-59/index.html",
        "notes/2026-11-25-0005/index.html",
    }


def test_two_notes_of_one_second_build_too(site: Site) -> None:
    asked = config.load(site.folder)
    for number in range(3):
        scaffold.new(asked, scaffold.Draft("note", body=f"N{number}"), NOW)
    output = site.build(now=datetime(2099, 1, 1, tzinfo=UTC))
    assert len([path for path in output.files if re.fullmatch(r"notes/2026[\d-]+/index.html", path)]) == 3
