from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder import build, config
from voicebuilder.errors import MachineError, UsageError
from voicebuilder.report import Report
from voicebuilder.scaffold import Wish, init
from voicebuilder.scaffold.site import _HOST_FILES

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def wish(title: str = "My voice", url: str = "https://me.example/", host: str = "none") -> Wish:
    return Wish(title, url, host, NOW)


@pytest.mark.parametrize("host", _HOST_FILES)
def test_it_builds_at_once_without_a_word(tmp_path: Path, host: str) -> None:
    folder = tmp_path / "deep/site"
    made = init(folder, wish(host=host))
    assert sorted(made) == sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert len(made) == 6 + (host != "none")
    report = Report(strict=True)
    outcome = build.build(config.load(folder), build.Options(NOW, jobs=1), report)
    assert (report.errors, report.warnings) == ([], [])
    assert outcome.pages > 5
    for path in (
        "posts/hello/index.html",
        "about/index.html",
        "subscribe/index.html",
        "notes/2026-11-24-1230/index.html",
    ):
        assert (folder / "_site" / path).is_file()


def test_no_placeholder_is_left(tmp_path: Path) -> None:
    for host in _HOST_FILES:
        folder = tmp_path / host
        for path in init(folder, wish(host=host)):
            assert "{date}" not in path
            if path.endswith(".json"):
                continue
            text = (folder / path).read_text("utf-8")
            for name in ("date", "time", "clock", "title", "version", "post_id", "note_id"):
                assert f"{{{name}}}" not in text.replace("${{ ", ""), path


def test_editors_find_the_schema(tmp_path: Path) -> None:
    init(tmp_path, wish())
    first = (tmp_path / "voicebuilder.yaml").read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / first.rpartition("=")[2]).read_text("utf-8"))["$defs"]["Settings"]


@pytest.mark.parametrize("title", ["{url}", "{date} {version}", 'Say "no": #1', "No", "日本語 🎉", "a\\b", "{{ x }}"])
def test_a_title_stays_as_it_is(tmp_path: Path, title: str) -> None:
    init(tmp_path, wish(title))
    assert config.load(tmp_path).settings.title == title


@settings(max_examples=30)
@given(title=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_title(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    folder = tmp_path_factory.mktemp("site")
    init(folder, wish(title))
    assert config.load(folder).settings.title == title


def test_p2_nothing_is_written_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is there already, and not empty"):
        init(tmp_path, wish())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(UsageError, match="is there already"):
        init(tmp_path / "mine.txt", wish())
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    init(tmp_path, wish())
    assert (tmp_path / "voicebuilder.yaml").is_file()


@pytest.mark.parametrize("url", ["me.example", "ftp://me.example/", ""])
def test_p7_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        init(tmp_path / "site", wish(url=url))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["", "  ", "a\x07", "caf\udce9"])
def test_p7_a_title_that_is_none(tmp_path: Path, title: str) -> None:
    with pytest.raises(UsageError, match="--title"):
        init(tmp_path / "site", wish(title))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot write"):
        init(tmp_path / "file/site", wish())
