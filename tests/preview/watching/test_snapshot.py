"""One look at everything: what is seen, and what is not followed."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from voicebuilder.preview.watching.snapshot import Places, scan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path in ("site/posts/a.md", "site/posts/2024/b.md", "site/static/.well-known/c", "site/voicebuilder.yaml"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    return tmp_path / "site"


def places(site: Path) -> Places:
    return Places(site, (site / "posts", site / "notes", site / "static"), (site / "voicebuilder.yaml",))


def seen(site: Path) -> set[str]:
    return {os.path.relpath(path, site) for path in scan(places(site)).files}


ALL = {"posts/a.md", "posts/2024/b.md", "static/.well-known/c", "voicebuilder.yaml"}


def test_sees_the_files_of_its_places(site: Path) -> None:
    (site / "_site").mkdir()
    (site / "_site/index.html").write_text("x")
    (site / "README.md").write_text("x")
    assert seen(site) == ALL


def test_a_signature_tells_every_change(site: Path) -> None:
    file = site / "posts/a.md"
    known = scan(places(site)).files[str(file)]
    before = file.stat()
    file.write_text("y")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = scan(places(site)).files[str(file)]
    assert after[:3] == known[:3]
    assert after != known


def test_does_not_see_what_editors_leave(site: Path) -> None:
    for name in (".a.md.swp", "a.md~", "#a.md#", "4913", "a.md___jb_tmp___", ".DS_Store"):
        (site / "posts" / name).write_text("x")
    (site / "posts/.#a.md").symlink_to("writer@host.1234")
    (site / "posts/.git").mkdir()
    (site / "posts/.git/index").write_text("x")
    (site / "posts/4913").unlink()
    (site / "posts/4913").mkdir()
    (site / "posts/4913/index.md").write_text("a folder may be called so")
    assert seen(site) == ALL | {"posts/4913/index.md"}


def test_follows_links_that_stay_in_the_site(site: Path) -> None:
    (site / "notes").symlink_to("posts/2024")
    (site / "posts/old").symlink_to("../archive")
    (site / "archive").mkdir()
    (site / "archive/d.md").write_text("x")
    (site / "posts/e.md").symlink_to("a.md")
    assert seen(site) == ALL | {"notes/b.md", "posts/old/d.md", "posts/e.md"}
    found = scan(places(site))
    assert found.files[str(site / "posts/e.md")] == found.files[str(site / "posts/a.md")]
    assert found.roots[str(site / "posts/old")] == str(site / "archive")
    assert found.roots[str(site / "notes")] == str(site / "posts/2024")


def test_sees_what_it_does_not_follow_as_itself(site: Path, tmp_path: Path) -> None:
    (tmp_path / "site-secret").mkdir()
    (tmp_path / "site-secret/key").write_text("x")
    links = {"out": "../../site-secret", "file-out": "../../site-secret/key", "nowhere": "nothing", "self": "self"}
    for name, target in links.items():
        (site / "posts" / name).symlink_to(target)
    assert seen(site) == ALL | {f"posts/{name}" for name in links}
    known = scan(places(site)).files[str(site / "posts/file-out")]
    (tmp_path / "site-secret/key").write_text("longer")
    assert scan(places(site)).files[str(site / "posts/file-out")] == known


def test_loops_end(site: Path) -> None:
    (site / "posts/2024/up").symlink_to("..")
    (site / "posts/here").symlink_to(".")
    (site / "static/to").symlink_to("../posts")
    (site / "posts/fro").symlink_to("../static")
    found = seen(site)
    assert found >= ALL | {"posts/2024/up", "posts/here", "static/to/a.md", "posts/fro/.well-known/c"}
    assert len(found) < 30


def test_a_site_may_be_reached_by_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("site")
    (site / "posts/old").symlink_to("2024")
    assert seen(tmp_path / "link") == ALL | {"posts/old/b.md"}


def test_pipes_and_sockets_do_not_hold_it_up(site: Path) -> None:
    os.mkfifo(site / "posts/pipe")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(os.path.relpath(site / "posts/socket"))
        assert seen(site) == ALL | {"posts/pipe", "posts/socket"}


def test_a_file_in_place_of_a_folder_and_back(site: Path) -> None:
    (site / "notes").write_text("x")
    (site / "voicebuilder.yaml").unlink()
    assert seen(site) == ALL - {"voicebuilder.yaml"}


def test_names_of_any_bytes(site: Path) -> None:
    name = os.fsdecode(b"\xff.md")
    (site / "posts" / name).write_text("x")
    assert str(site / "posts" / name) in scan(places(site)).files


def test_a_folder_that_vanishes_before_it_is_listed_holds_nothing(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    look = os.scandir

    def vanish(path: str) -> object:
        if path.endswith("2024"):
            monkeypatch.setattr(os, "scandir", look)
            shutil.rmtree(path)
        return look(path)

    monkeypatch.setattr(os, "scandir", vanish)
    assert seen(site) == ALL - {"posts/2024/b.md"}


def test_what_vanishes_meanwhile_is_no_error(site: Path) -> None:
    ended = threading.Event()

    def churn() -> None:
        while not ended.is_set():
            folder = site / "posts/coming"
            folder.mkdir()
            for number in range(20):
                (folder / f"{number}.md").write_text("x")
            for number in range(20):
                (folder / f"{number}.md").unlink()
            folder.rmdir()

    other = threading.Thread(target=churn)
    other.start()
    try:
        for _ in range(300):
            assert seen(site) >= ALL
    finally:
        ended.set()
        other.join()
