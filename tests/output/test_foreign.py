"""P2: a file that we did not make is never deleted or overwritten."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicebuilder.errors import UsageError, VoicebuilderError
from voicebuilder.output import MANIFEST, Outcome, claim, publication
from voicebuilder.output.names import Keep
from voicebuilder.report import Report

from .conftest import RESTING, laid

if TYPE_CHECKING:
    from .conftest import Desk

FIXTURE = [HealthCheck.function_scoped_fixture]  # a new folder in it for each example

SITE: dict[str, bytes | Path] = {"index.html": b"home", "posts/a/index.html": b"a"}


def test_p2_foreign_files_stop_the_run_before_work(desk: Desk) -> None:
    desk.publish(SITE)
    desk.put("CNAME")
    desk.put("posts/a/mine.txt")
    before = desk.stamps()
    with pytest.raises(UsageError) as caught, claim(desk.output, [], desk.report):
        pytest.fail("the work began")
    assert "did not make: CNAME, posts/a/mine.txt" in str(caught.value)
    assert 'keep: ["CNAME", "posts"]' in str(caught.value)
    assert desk.stamps() == before
    assert desk.at_rest()


def test_p2_a_folder_of_someone_else_is_refused(desk: Desk) -> None:
    desk.put("thesis.tex")
    with pytest.raises(UsageError, match=r"thesis\.tex"):
        desk.publish(SITE)
    assert desk.files() == {"thesis.tex": b"foreign"}


def test_p2_a_long_list_is_cut(desk: Desk) -> None:
    for number in range(25):
        desk.put(f"f{number:02}")
    with pytest.raises(UsageError, match="f19 and 5 more"):
        desk.publish(SITE)


def test_p2_an_empty_folder_of_someone_else_is_foreign(desk: Desk) -> None:
    desk.publish(SITE)
    (desk.output / "uploads").mkdir()
    with pytest.raises(UsageError, match="uploads/"):
        desk.publish(SITE)
    desk.publish({"index.html": b"new"}, keep=["uploads"])
    assert desk.tree() == {"index.html": b"new", "uploads": None}


def test_p2_kept_files_are_carried(desk: Desk) -> None:
    desk.publish(SITE)
    kept = [desk.put("CNAME"), desk.put(".git/HEAD"), desk.put("downloads/big.zip"), desk.put("posts/a/note.txt")]
    (desk.output / "latest").symlink_to("downloads/big.zip")
    (desk.output / ".git").chmod(0o500)
    inodes = [file.stat().st_ino for file in kept]
    keep = ["CNAME", ".git", "downloads/*", "latest", "**/note.txt"]
    assert desk.publish({"index.html": b"new"}, keep) == Outcome(1, 0, 1)
    assert [file.stat().st_ino for file in kept] == inodes
    assert (desk.output / "latest").readlink() == Path("downloads/big.zip")
    assert stat.S_IMODE((desk.output / ".git").stat().st_mode) == 0o500
    assert {"CNAME", ".git/HEAD", "downloads/big.zip", "posts/a/note.txt", "latest", "index.html"} == {*desk.files()}
    assert desk.publish({"index.html": b"newer"}, keep) == Outcome(1, 0, 0)
    assert not desk.report.warnings


def test_p2_a_folder_with_only_kept_files_is_fine(desk: Desk) -> None:
    desk.put("CNAME")
    desk.put(".DS_Store")
    desk.publish(SITE, keep=["CNAME"])
    assert desk.files() == {**SITE, "CNAME": b"foreign", ".DS_Store": b"foreign"}


@pytest.mark.parametrize(
    ("kept", "ours"), [("a", "a"), ("a/b", "a"), ("a", "a/b"), (MANIFEST, "a"), (f"{MANIFEST}/x", "a")]
)
def test_p2_a_kept_file_where_the_site_writes_stops_the_run(desk: Desk, kept: str, ours: str) -> None:
    desk.put(kept)
    with pytest.raises(UsageError, match=f"where the site has its own: {kept}"):
        desk.publish({ours: b"ours"}, keep=["*"])
    assert (desk.output / kept).read_bytes() == b"foreign"


def test_p2_a_symlink_is_foreign_and_not_followed(desk: Desk) -> None:
    precious = desk.site / "precious"
    precious.mkdir()
    (precious / "index.html").write_bytes(b"precious")
    desk.publish(SITE)
    shutil.rmtree(desk.output / "posts/a")
    (desk.output / "posts/a").symlink_to(precious)
    with pytest.raises(UsageError, match="posts/a"):
        desk.publish({"index.html": b"new"})
    with pytest.raises(UsageError, match="posts/a"):
        desk.publish(SITE, keep=["posts/a"])
    desk.publish({"index.html": b"new"}, keep=["posts/a"])
    assert (precious / "index.html").read_bytes() == b"precious"
    assert (desk.output / "posts/a").readlink() == precious


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_p2_pipes_and_sockets_are_refused(desk: Desk, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(SITE)
    monkeypatch.chdir(desk.output)  # a socket's path must be short
    if kind == "pipe":
        os.mkfifo("special")
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("special")
    with pytest.raises(UsageError, match="did not make: special"):
        desk.publish(SITE)
    with pytest.raises(UsageError, match="cannot be kept"):
        desk.publish(SITE, keep=["special"])


@pytest.mark.parametrize("damage", [b"", b"voicebuilder manifest 1\nindex.ht", b"\xff\xfe", b"hello\nindex.html\n"])
def test_p2_with_a_damaged_manifest_nothing_is_ours(desk: Desk, damage: bytes) -> None:
    desk.publish(SITE)
    (desk.output / MANIFEST).write_bytes(damage)
    with pytest.raises(UsageError, match=r"index\.html, posts/a/index\.html"):
        desk.publish({})
    assert desk.files() == SITE


def test_p2_a_forged_manifest_reaches_nothing_outside(desk: Desk) -> None:
    desk.publish(SITE)
    outside = desk.site / "outside.txt"
    outside.write_bytes(b"precious")
    with (desk.output / MANIFEST).open("a") as manifest:
        manifest.write(f"../outside.txt\n{outside}\n")
    desk.publish({"index.html": b"new"})
    assert outside.read_bytes() == b"precious"


def test_a_newer_manifest_is_refused(desk: Desk) -> None:
    desk.publish(SITE)
    (desk.output / MANIFEST).write_text("voicebuilder manifest 2\nindex.html\n")
    with pytest.raises(UsageError, match="another version"):
        desk.publish(SITE)


def late(desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str, content: bytes) -> None:
    """Let a foreign file appear in the last moment before the swap, in the way editors save."""

    def exchange_after_arrival(first: str, second: str) -> bool:
        desk.put(path + "~", content).rename(desk.output / path)
        return real(first, second)

    real = publication.exchange
    monkeypatch.setattr(publication, "exchange", exchange_after_arrival)


def test_p2_a_late_foreign_file_moves_to_the_new_site(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.publish(SITE)
    late(desk, monkeypatch, "posts/a/late.txt", b"late")
    desk.publish({"index.html": b"new"})
    assert desk.files() == {"index.html": b"new", "posts/a/late.txt": b"late"}


@pytest.mark.parametrize(("path", "site"), [("new/x.html", {"new/x.html": b"ours"}), ("new/x.html", {"new": b"ours"})])
def test_p2_a_late_foreign_file_in_our_place_is_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, path: str, site: dict[str, bytes | Path]
) -> None:
    desk.publish(SITE)
    late(desk, monkeypatch, path, b"late")
    desk.publish(site)
    assert desk.files() == site
    assert (desk.site / "_site.saved" / path).read_bytes() == b"late"
    assert "_site.saved" in str(desk.report.warnings[0])


def test_p2_a_kept_file_that_changes_during_the_swap_is_saved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("CNAME", b"before")
    late(desk, monkeypatch, "CNAME", b"after")
    desk.publish(SITE, keep=["CNAME"])
    assert (desk.output / "CNAME").read_bytes() == b"before"
    assert (desk.site / "_site.saved/CNAME").read_bytes() == b"after"


@pytest.mark.parametrize(
    ("pattern", "kept", "not_kept"),
    [
        ("CNAME", ["CNAME", "CNAME/x"], ["a/CNAME", "CNAME2"]),
        ("./downloads/", ["downloads", "downloads/a/b"], ["download"]),
        ("/downloads/*", ["downloads/a", "downloads/a/b"], ["downloads"]),
        ("*.txt", ["a.txt"], ["a/b.txt", "atxt"]),
        ("**/*.txt", ["a.txt", "a/b.txt", "a/b/c.txt"], ["a.md"]),
        (".git/**", [".git/x", ".git/x/y"], [".git"]),
        ("a?c", ["abc"], ["a/c", "ac"]),
        ("[a]", ["[a]"], ["a"]),
        ("é", ["e\u0301"], ["e"]),
    ],
)
def test_keep_patterns(pattern: str, kept: list[str], not_kept: list[str]) -> None:
    keep = Keep([pattern])
    assert [path for path in kept if path not in keep] == []
    assert [path for path in not_kept if path in keep] == []


NAMES = st.sampled_from(["a", "b", "c", "A", ".git", "CNAME", "x.html", "café"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
TREES = st.dictionaries(PATHS, st.sampled_from([b"", b"1", b"2"]), max_size=5)
KEEPS = st.lists(st.sampled_from(["a", "b/*", "**/c", ".git", "CNAME", "*", "**"]), max_size=3)


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def lay(output: Path, tree: dict[str, bytes], links: bool) -> dict[str, bytes]:
    """Put foreign files where there is room; those that are there now."""
    laid = {}
    for name, content in tree.items():
        file = output / name
        if file.exists() or any(parent.is_file() for parent in file.parents):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"foreign " + content)
        laid[name] = b"foreign " + content
    if links and laid and not os.path.lexists(output / "link"):
        (output / "link").symlink_to(next(iter(laid)))
    return laid


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, *FIXTURE])
@given(steps=st.lists(st.tuples(TREES, TREES, KEEPS, st.booleans()), min_size=1, max_size=4), exchanges=st.booleans())
def test_p2_no_foreign_byte_is_lost_in_random_trees(
    memory_path: Path, steps: list[tuple[dict[str, bytes], dict[str, bytes], list[str], bool]], exchanges: bool
) -> None:
    with tempfile.TemporaryDirectory(dir=memory_path) as base, pytest.MonkeyPatch.context() as patch:
        if not exchanges:
            patch.setattr(publication, "exchange", lambda *_: False)
        output, work, alive = Path(base, "out"), Path(base, ".out.voicebuilder"), dict[str, bytes]()
        for foreign, site, keep, links in steps:
            alive |= lay(output, foreign, links) if output.exists() or foreign else {}
            try:
                with claim(output, keep, Report()) as claimed:
                    claimed.publish(laid(claimed, site))
                assert {n: (output / n).read_bytes() for n in site} == site
                ours = {*(output / MANIFEST).read_text().splitlines()[1:]}
                assert ours == {*site}
            except VoicebuilderError:
                pass
            assert {name: (output / name).read_bytes() for name in alive} == alive
            assert {path.name for path in Path(base).iterdir()} <= {"out", work.name}
            assert {path.name for path in work.glob("*")} <= RESTING
            assert not [path for path in work.rglob("*") if b"foreign" in content(path)]
