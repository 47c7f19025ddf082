from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder import config, content
from voicebuilder.errors import MachineError, UsageError
from voicebuilder.report import Report
from voicebuilder.scaffold import Draft, new

if TYPE_CHECKING:
    from pathlib import Path

    from voicebuilder.config import Config
    from voicebuilder.model.document import Document

NOW = datetime(2026, 11, 24, 23, 30, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("site")
    (folder / "voicebuilder.yaml").write_text("title: T\nurl: https://example.org/\ntimezone: Asia/Tokyo\n")
    return config.load(folder)


@pytest.fixture(autouse=True)
def _clean(site: Config) -> None:
    for folder in ("posts", "notes", "pages"):
        shutil.rmtree(site.folder / folder, ignore_errors=True)


def read_back(site: Config, path: Path) -> Document:
    report = Report()
    memory = content.Memory(site.folder / ".cache", "1", "UTC")
    sources = content.read(content.Folder(site.folder, site.zone, with_drafts=True), memory, 1, report)
    assert report.errors == report.warnings == []
    return next(d for d in sources.documents if d.path == path.relative_to(site.folder).as_posix())


def test_a_post(site: Config) -> None:
    path = new(site, Draft("post", "Hello, “World”"), NOW)
    # The day is that of the site's zone.
    assert path == site.folder / "posts/2026-11-25-hello-world.md"
    lines = path.read_text("utf-8").splitlines()
    assert lines[:3] == ["---", 'title: "Hello, “World”"', "date: 2026-11-25 08:30:15"]
    assert uuid.UUID(lines[3].removeprefix("id: ")).version == 4
    assert lines[4:] == ["---", ""]


def test_a_note(site: Config) -> None:
    path = new(site, Draft("note", body="The tide is out.", tags=("boats", "Été: 2")), NOW)
    assert path == site.folder / "notes/2026-11-25-0830.md"
    document = read_back(site, path)
    assert path.read_text("utf-8").rpartition("---\n")[2].strip() == "The tide is out."
    assert document.front_matter.tags == ("boats", "Été: 2")
    assert document.front_matter.date is not None
    assert document.front_matter.date.at == NOW


def test_a_page_has_no_date(site: Config) -> None:
    path = new(site, Draft("page", "About me"), NOW)
    assert path == site.folder / "pages/about-me.md"
    assert "date" not in path.read_text()


@pytest.mark.parametrize(("kind", "folder"), [("posts", "posts"), ("pages", "pages")])
def test_a_kind_goes_by_its_folders_name_too(site: Config, kind: str, folder: str) -> None:
    assert new(site, Draft(kind, "A"), NOW).parent.name == folder


def test_p2_a_file_that_is_there_stays(site: Config) -> None:
    paths = [new(site, Draft("post", "A"), NOW) for _ in range(3)]
    assert [path.name for path in paths] == ["2026-11-25-a.md", "2026-11-25-a-2.md", "2026-11-25-a-3.md"]
    notes = [new(site, Draft("note", body="A"), NOW) for _ in range(3)]
    assert len({path.name for path in notes}) == 3
    assert [path.name for path in notes[:2]] == ["2026-11-25-0830.md", "2026-11-25-083015.md"]
    assert len({path.read_text() for path in (*paths, *notes)}) == 6


@pytest.mark.parametrize(
    ("kind", "hint"), [("pst", "Did you mean `post`?"), ("xyz", "Kinds: post, note, photo, audio, video, link, page.")]
)
def test_p7_no_such_kind(site: Config, kind: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"there is no kind `{kind}`") as caught:
        new(site, Draft(kind, "A"), NOW)
    assert caught.value.problems[0].hint == hint


@pytest.mark.parametrize("title", ["", "   ", "🎉", "!?", "_"])
def test_p7_a_title_that_can_make_no_name(site: Config, title: str) -> None:
    with pytest.raises(UsageError, match="a post needs a title with letters or digits"):
        new(site, Draft("post", title), NOW)


@pytest.mark.parametrize(
    "draft",
    [
        Draft("post", "caf\udce9"),
        Draft("post", "a\x07b"),
        Draft("note", body="a\x1b[1m"),
        Draft("note", body="a", tags=("\x85",)),
    ],
)
def test_p7_a_text_that_no_page_can_show_leaves_no_file(site: Config, draft: Draft) -> None:
    with pytest.raises(UsageError, match="holds a character that no page can show"):
        new(site, draft, NOW)
    assert not (site.folder / "posts").exists()
    assert not (site.folder / "notes").exists()


def test_a_title_that_begins_like_a_hidden_file(site: Config) -> None:
    path = new(site, Draft("page", "_Moby-Dick_, again"), NOW)
    assert read_back(site, path).front_matter.title == "_Moby-Dick_, again"


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30).filter(
    lambda text: any(map(str.isalnum, text))
)


@settings(max_examples=60)
@given(TITLES, st.sampled_from(["post", "page"]))
def test_whatever_the_title_is_it_can_be_read_back(site: Config, title: str, kind: str) -> None:
    try:
        path = new(site, Draft(kind, title), NOW)
    except UsageError:
        return  # nothing in it can stand in a name
    expected = " ".join(title.replace("\u2028", " ").replace("\u2029", " ").split())
    found = read_back(site, path).front_matter.title
    path.unlink()
    # Entities are undone, as in every title.
    assert found is not None
    assert " ".join(found.split()) == expected or "&" in title


def test_a_folder_that_may_not_be_written(site: Config) -> None:
    program = (
        "import os, pathlib, sys, datetime\n"
        "from voicebuilder import config, scaffold\n"
        "from voicebuilder.errors import MachineError\n"
        "site = config.load(pathlib.Path(sys.argv[1]))\n"
        "scaffold.new\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try:\n"
        "    scaffold.new(site, scaffold.Draft('post', 'A'), datetime.datetime.now(datetime.UTC))\n"
        "except MachineError as error:\n"
        "    print(error)\n"
    )
    for folder in (site.folder, *site.folder.parents):
        if folder.stat().st_uid == os.geteuid() and str(folder) != "/":
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o055)
    # Root is bound by no mode and becomes nobody; anyone else is bound by this one.
    site.folder.chmod(0o555)
    try:
        done = subprocess.run([sys.executable, "-c", program, site.folder], capture_output=True, text=True, check=True)
    finally:
        site.folder.chmod(0o755)
    assert done.stdout == f"error: cannot write in {site.folder / 'posts'}: Permission denied.\n"


def test_a_folder_that_is_a_file(site: Config) -> None:
    (site.folder / "posts").write_text("")
    try:
        with pytest.raises(MachineError, match="cannot write in"):
            new(site, Draft("post", "A"), NOW)
    finally:
        (site.folder / "posts").unlink()
