from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from voicebuilder.content.folder import Found, walk
from voicebuilder.errors import MachineError
from voicebuilder.report import Report

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "what lies outside of the site folder"


class Place:
    """A site folder, with a canary beside it."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.outside = folder / "outside"
        self.site.mkdir()
        self.outside.mkdir()
        (self.outside / "canary.md").write_text(CANARY)
        self.report = Report()

    def put(self, *paths: str) -> None:
        for path in paths:
            file = self.site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("text")

    def link(self, path: str, target: str | Path) -> None:
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(target)

    def walk(self) -> Found:
        self.report = Report()
        return walk(self.site, self.report)

    @property
    def errors(self) -> list[str]:
        return [f"{problem.path}: {problem.message}" for problem in self.report.errors]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_what_is_what(place: Place) -> None:
    place.put(
        "voicebuilder.yaml", "README.md", "posts/b.md", "posts/A.MD", "posts/c.markdown", "posts/d.mdown",
        "posts/cat.jpg",
        "posts/2024/01/deep.md", "posts/bundle/index.md", "posts/bundle/dog.jpg", "notes/n.md", "pages/about.md",
        "static/robots.txt", "static/a/b.md", "theme/base.html", "_site/posts/x.md", ".voicebuilder/x.md",
    )  # fmt: skip
    found = place.walk()
    assert found.content == [
        "notes/n.md", "pages/about.md", "posts/2024/01/deep.md", "posts/A.MD", "posts/b.md", "posts/bundle/index.md",
        "posts/c.markdown", "posts/d.mdown",
    ]  # fmt: skip
    assert found.media == ["posts/bundle/dog.jpg", "posts/cat.jpg"]
    assert found.static == ["static/a/b.md", "static/robots.txt"]
    assert (found.on_disk, place.report.errors, place.report.warnings) == ({}, [], [])


@pytest.mark.parametrize(
    "name",
    [".hidden.md", "_index.md", ".#emacs.md", "#emacs.md#", "vim.md~", ".vim.md.swp", ".obsidian/x.md", "_drafts/x.md",
     ".DS_Store", "._mac.md"],
)  # fmt: skip
def test_hidden_files_and_what_editors_leave_are_no_content(place: Place, name: str) -> None:
    place.put(f"posts/{name}", "posts/a.md")
    found = place.walk()
    assert (found.content, found.media, place.errors) == (["posts/a.md"], [], [])


def test_static_files_may_be_hidden(place: Place) -> None:
    place.put("static/.well-known/webfinger", "static/_redirects", "static/#x#", "static/a.css~")
    assert place.walk().static == ["static/#x#", "static/.well-known/webfinger", "static/_redirects"]


def test_an_empty_site(place: Place) -> None:
    assert place.walk() == Found()


def test_a_site_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot list"):
        walk(tmp_path / "nowhere", Report())


@pytest.mark.parametrize(
    ("name", "hint"), [("post", "Name it `posts/`"), ("articles", "Name it `posts/`"), ("note", "Name it `notes/`")]
)
def test_p7_a_folder_of_markdown_that_is_no_kinds(place: Place, name: str, hint: str) -> None:
    place.put(f"{name}/a.md", "posts/a.md")
    assert place.walk().content == ["posts/a.md"]
    (problem,) = place.report.warnings
    assert (problem.path, problem.hint[: len(hint)]) == (name, hint)
    assert place.errors == []


@pytest.mark.parametrize("path", ["docs/a.txt", "node_modules/x/readme.md", "_notes/a.md", ".git/a.md", "themes/a.md"])
def test_other_folders_are_nobodys_business(place: Place, path: str) -> None:
    place.put(path)
    assert place.walk() == Found()
    assert place.report.warnings == []


def test_a_stray_link_stops_nothing(place: Place) -> None:
    place.put("posts/a.md")
    place.link("articles", "articles")
    place.link("notes-old", "gone")
    assert place.walk().content == ["posts/a.md"]
    assert place.errors == []


# Links.


def test_links_inside_the_site_are_followed(place: Place) -> None:
    place.put("posts/a.md", "static/cat.jpg", "notes/deep/n.md")
    place.link("posts/b.md", "a.md")
    place.link("posts/cat.jpg", "../static/cat.jpg")
    place.link("posts/deep", "../notes/deep")
    found = place.walk()
    assert found.content == ["notes/deep/n.md", "posts/a.md", "posts/b.md", "posts/deep/n.md"]
    assert found.media == ["posts/cat.jpg"]
    assert place.errors == []


@pytest.mark.parametrize(
    "path",
    ["posts", "static", "posts/a.md", "posts/deep", "posts/deep/er/x.md", "posts/deep/er", "static/x", "posts/x.jpg"],
)
@pytest.mark.parametrize("way", ["absolute", "relative", "parent", "root", "by way of another"])
def test_nothing_outside_of_the_site_is_read(place: Place, path: str, way: str) -> None:
    up = "../" * (path.count("/") + 1)
    is_folder = "." not in path
    inner = "outside" if is_folder else "outside/canary.md"
    targets = {"absolute": place.outside.parent / inner, "relative": up + inner, "parent": up, "root": "/"}
    if way == "by way of another":
        place.link("hop", f"../{inner}")
        targets[way] = up.removesuffix("../") + "hop"
    place.put("notes/good.md")
    place.link(path, targets[way])
    found = place.walk()
    assert found.content == ["notes/good.md"]
    assert (found.media, found.static) == ([], [])
    assert place.errors == [f"{path}: this link leads out of the site folder"]


def test_a_site_folder_that_is_a_link_itself(place: Place, tmp_path: Path) -> None:
    place.put("posts/a.md")
    place.link("posts/b.md", "a.md")
    alias = tmp_path / "alias"
    alias.symlink_to(place.site)
    report = Report()
    assert walk(alias, report).content == ["posts/a.md", "posts/b.md"]
    assert report.errors == []


def test_a_folder_whose_name_begins_like_the_sites_is_outside(place: Place) -> None:
    other = place.site.parent / "site-2"
    other.mkdir()
    (other / "a.md").write_text(CANARY)
    place.link("posts/a.md", "../../site-2/a.md")
    assert place.walk().content == []
    assert place.errors == ["posts/a.md: this link leads out of the site folder"]


@pytest.mark.parametrize(
    ("path", "target"),
    [("posts/loop", "."), ("posts/loop", "../posts"), ("posts/deep/loop", ".."), ("posts/deep/loop", "../../posts"),
     ("posts/deep/er/loop", ".."), ("static/loop", "../static"), ("posts/loop", "../../site/posts")],
)  # fmt: skip
def test_a_link_to_a_folder_that_holds_it(place: Place, path: str, target: str) -> None:
    place.put("posts/a.md", "static/b.txt")
    place.link(path, target)
    found = place.walk()
    assert (found.content, found.static) == (["posts/a.md"], ["static/b.txt"])
    assert place.errors == [f"{path}: this link leads back to a folder that holds it"]


def test_two_folders_that_link_to_each_other(place: Place) -> None:
    place.put("posts/a.md", "notes/n.md")
    place.link("posts/notes", "../notes")
    place.link("notes/posts", "../posts")
    found = place.walk()
    assert found.content == ["notes/n.md", "notes/posts/a.md", "posts/a.md", "posts/notes/n.md"]
    assert place.errors == [
        "notes/posts/notes: this link leads back to a folder that holds it",
        "posts/notes/posts: this link leads back to a folder that holds it",
    ]


@pytest.mark.parametrize("target", ["gone.md", "gone/a.md", "a.md/x", "b.md"])
def test_a_link_that_leads_nowhere(place: Place, target: str) -> None:
    place.put("posts/a.md")
    place.link("posts/b.md", target)
    assert place.walk().content == ["posts/a.md"]
    assert place.errors == ["posts/b.md: this link leads nowhere"]


# What is no file.


def test_a_pipe_is_not_opened(place: Place) -> None:
    place.put("posts/a.md")
    os.mkfifo(place.site / "posts/pipe.md")
    os.mkfifo(place.site / "static")
    signal.alarm(10)
    try:
        found = place.walk()
    finally:
        signal.alarm(0)
    assert found.content == ["posts/a.md"]
    assert "posts/pipe.md: this is a pipe, not a file" in place.errors
    assert len(place.errors) == 2


def test_a_socket(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put("posts/a.md")
    monkeypatch.chdir(place.site / "posts")  # a socket's address is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.md")
        assert place.walk().content == ["posts/a.md"]
    assert place.errors == ["posts/s.md: this is a socket, not a file"]


def test_a_kinds_folder_that_is_a_file(place: Place) -> None:
    place.put("posts", "notes/a.md")
    assert place.walk().content == ["notes/a.md"]
    (error,) = place.errors
    assert error.startswith("posts: this folder cannot be read")


def test_folders_nested_too_deep(place: Place) -> None:
    place.put("posts/" + "d/" * 40 + "a.md", "posts/" + "e/" * 100 + "b.md")
    assert place.walk().content == ["posts/" + "d/" * 40 + "a.md"]
    (error,) = place.errors
    assert "nested too deep" in error


# Names.


def test_names_are_composed_and_the_disks_spelling_is_kept(place: Place) -> None:
    place.put("posts/caf\u0065\u0301/n\u0303.md", "posts/日本語.md", "static/A\u030a/x.txt")
    found = place.walk()
    assert found.content == ["posts/caf\u00e9/\u00f1.md", "posts/日本語.md"]
    assert found.static == ["static/\u00c5/x.txt"]
    assert found.on_disk["posts/caf\u00e9/\u00f1.md"] == "posts/cafe\u0301/n\u0303.md"
    assert all(unicodedata.is_normalized("NFC", path) for path in (*found.content, *found.static))
    for path in (*found.content, *found.static):
        assert (place.site / found.on_disk.get(path, path)).is_file()


def test_p7_one_name_in_two_spellings(place: Place) -> None:
    place.put("posts/caf\u00e9.md", "posts/cafe\u0301.md", "posts/a.md")
    assert place.walk().content == ["posts/a.md", "posts/caf\u00e9.md"]
    (error,) = place.errors
    assert error.startswith("posts/caf\u00e9.md: ")


def test_p7_a_name_that_is_not_utf_8(place: Place) -> None:
    place.put("posts/a.md")
    place.put(os.fsdecode(b"posts/caf\xe9.md"))
    place.put(os.fsdecode(b"posts/\xff/x.md"))
    assert place.walk().content == ["posts/a.md"]
    assert place.errors == [
        "posts: the name of the file `café.md` is not UTF-8",
        "posts: the name of the file `ÿ` is not UTF-8",
    ]


def test_p7_what_may_not_be_read(place: Place) -> None:
    place.put("posts/a.md", "posts/closed/b.md", "notes/n.md", "stray/s.md")
    (place.site / "posts/closed").chmod(0)
    (place.site / "stray").chmod(0)
    done = _as_nobody(
        place.site,
        "from voicebuilder.content.folder import walk\n"
        "print(walk(site, report).content)\n"
        "print(*report.errors, sep='\\n')\n",
    )
    assert done == (
        "['notes/n.md', 'posts/a.md']\n"
        "posts/closed: error: this folder cannot be read: Permission denied. Give yourself the right to read it.\n"
    )


def test_p7_a_link_into_a_folder_that_may_not_be_entered(place: Place) -> None:
    place.put("posts/a.md", "posts/closed/b.md")
    place.link("posts/b.md", "closed/b.md")
    (place.site / "posts/closed").chmod(0)
    done = _as_nobody(
        place.site,
        "from voicebuilder.content.folder import walk\nprint(walk(site, report).content, len(report.errors))\n",
    )
    assert done == "['posts/a.md'] 2\n"


def _as_nobody(site: Path, program: str) -> str:
    """Run it as a user whom modes bind: root may read everything, so it becomes one who owns nothing."""
    for folder in (site, *site.parents):
        if folder.stat().st_uid == os.geteuid() and str(folder) != "/":
            folder.chmod(folder.stat().st_mode | 0o055)
    start = (
        "import os, sys, pathlib\n"
        "from voicebuilder.report import Report\n"
        "import voicebuilder.content.folder, voicebuilder.content.read\n"
        "site, report = pathlib.Path(sys.argv[1]), Report()\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
    )
    done = subprocess.run([sys.executable, "-c", start + program, site], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout
