"""What did not change is not read, listed, linked or written again; and no record can make a publication wrong."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicebuilder.errors import UsageError
from voicebuilder.output import MANIFEST, Outcome, claim, contents, record
from voicebuilder.report import Report

from .conftest import Desk, laid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SITE: dict[str, bytes | Path] = {f"posts/{n}/index.html": b"post %d" % n for n in range(5)} | {"index.html": b"home"}
PAGE = "posts/3/index.html"
CHANGED = {**SITE, PAGE: b"edited"}


def intact(desk: Desk, keep: tuple[str, ...] = ()) -> set[str]:
    with claim(desk.output, keep, desk.report) as claimed:
        return {path for path in SITE if claimed.intact(path)}


def signatures(desk: Desk) -> dict[str, bytes | None]:
    with claim(desk.output, ["*"], desk.report) as claimed:
        return {path: claimed.signature(path) for path in SITE}


def publish_one(desk: Desk, site: Mapping[str, bytes | Path], keep: tuple[str, ...] = ()) -> Outcome:
    """Publish with all but the page as the same."""
    with claim(desk.output, keep, desk.report) as claimed:
        return claimed.publish(laid(claimed, {PAGE: site[PAGE]}), site.keys() - {PAGE})


@pytest.fixture
def warm(desk: Desk) -> Desk:
    """A desk with a site, its record, and a spare with one page that is older."""
    desk.publish({**SITE, PAGE: b"before"})
    desk.publish(SITE)
    return desk


def test_p3_what_is_the_same_is_not_read_and_nothing_is_written(warm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = warm.stamps(), {path: path.stat() for path in warm.work.rglob("*")}
    monkeypatch.setattr(contents, "holds", None)
    with claim(warm.output, [], warm.report) as claimed:
        assert claimed.publish([], SITE.keys()) == Outcome(0, 6, 0)
    assert (warm.stamps(), {path: path.stat() for path in warm.work.rglob("*")}) == before


def test_one_change_costs_one_change(warm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def count(name: str, real: Callable[..., object]) -> Callable[..., object]:
        return lambda *arguments, **options: [calls.append(name), real(*arguments, **options)][1]

    for number in range(3):
        publish_one(warm, {**SITE, PAGE: b"%d" % number})
    before = warm.stamps()
    for name in ("scandir", "link", "mkdir", "rmdir", "unlink"):
        monkeypatch.setattr(os, name, count(name, getattr(os, name)))
    assert publish_one(warm, CHANGED) == Outcome(1, 5, 0)
    monkeypatch.undo()
    assert {name: calls.count(name) for name in ("scandir", "link", "rmdir")} == {"scandir": 0, "link": 0, "rmdir": 1}
    # The lock, the drafts of two records; the page and the manifest of the spare.
    assert calls.count("unlink") == 5
    assert warm.files() == CHANGED
    for path in SITE.keys() - {PAGE}:
        assert warm.stamps()[str(warm.output / path)] == before[str(warm.output / path)]


def test_the_spare_is_brought_up_to_date_by_both_last_changes(warm: Desk) -> None:
    for number in range(4):
        site: dict[str, bytes | Path] = {**SITE, f"new/{number}": b"x", PAGE: b"edition %d" % number}
        with claim(warm.output, [], warm.report) as claimed:
            new = {PAGE, f"new/{number}"}
            claimed.publish(laid(claimed, {path: site[path] for path in new}), site.keys() - new)
        assert warm.files() == site
        assert not (warm.output / f"new/{number - 1}").exists()


def test_same_must_be_intact(warm: Desk) -> None:
    (warm.output / "index.html").write_bytes(b"HOME")
    for path in ("index.html", "never/was"):
        with claim(warm.output, [], warm.report) as claimed, pytest.raises(ValueError, match=path):
            claimed.publish([], {PAGE, path})
    assert warm.at_rest()


@pytest.mark.parametrize("how", ["in place", "replaced", "removed", "mode", "folder removed"])
def test_a_file_that_someone_changed_is_not_intact(warm: Desk, how: str) -> None:
    file = warm.output / PAGE
    if how == "in place":
        with file.open("r+b") as handle:  # at once, and of the same size: only the time tells
            handle.write(b"POST")
    elif how == "replaced":
        warm.put("draft", b"post 3").rename(file)
    elif how == "mode":
        file.chmod(0o600)
    else:
        file.unlink()
    if how == "folder removed":
        file.parent.rmdir()
    assert intact(warm) == SITE.keys() - {PAGE}
    publish_one(warm, SITE)
    assert warm.files() == SITE
    assert intact(warm) == SITE.keys()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_p2_a_foreign_file_is_seen_in_every_folder(warm: Desk) -> None:
    for path in ("a", "posts/a", "posts/3/a", "posts/new/a/b"):
        file = warm.put(path)
        with pytest.raises(UsageError, match=path):
            intact(warm)
        assert intact(warm, (path,)) == SITE.keys()
        file.unlink()
    for folder in ("posts/new/a", "posts/new"):
        (warm.output / folder).rmdir()
    assert intact(warm) == SITE.keys()


def test_p2_a_folder_that_someone_moved_and_linked_is_theirs(warm: Desk) -> None:
    moved = warm.site / "moved"
    (warm.output / "posts").rename(moved)
    (warm.output / "posts").symlink_to(moved)
    before = {path: path.lstat().st_ino for path in moved.rglob("*")}
    with pytest.raises(UsageError, match="posts"):
        intact(warm)
    assert intact(warm, ("posts",)) == {"index.html"}
    for number in range(3):
        warm.publish({"index.html": b"%d" % number}, ["posts"])
        assert warm.files() == {"index.html": b"%d" % number, "posts": str(moved)}
    assert {path: path.lstat().st_ino for path in moved.rglob("*")} == before


def test_p2_kept_files_live_on_through_the_spare(warm: Desk) -> None:
    keep = (".git", "CNAME", "posts/3/mine")
    for turn in range(4):
        for path in (".git/config", ".git/o/1", "CNAME", "posts/3/mine"):
            warm.put(path, b"turn %d" % turn)
        (warm.output / "uploads").mkdir(exist_ok=True)
        site = {**SITE, PAGE: b"edition %d" % turn}
        publish_one(warm, site, (*keep, "uploads"))
        kept = {path: content for path, content in warm.files().items() if path not in SITE}
        assert set(kept) == {".git/config", ".git/o/1", "CNAME", "posts/3/mine"}
        assert set(kept.values()) == {b"turn %d" % turn}
        assert (warm.output / "uploads").is_dir()
        assert {path: warm.files()[path] for path in SITE} == site
        assert not [path for path in (warm.work / "spare").rglob("*") if path.name in {"CNAME", ".git", "mine"}]


def test_p2_kept_files_may_change_during_the_work(warm: Desk) -> None:
    warm.put(".git/old")
    warm.put("posts/3/mine")
    warm.publish(SITE, keep := [".git", "posts/3/mine"])
    outside = warm.site / "outside"
    with claim(warm.output, keep, warm.report) as claimed:
        warm.put(".git/new")
        (warm.output / ".git/old").unlink()
        (warm.output / "posts/3").rename(outside)
        (warm.output / "posts/3").symlink_to(outside)
        claimed.publish(laid(claimed, {PAGE: b"edited"}), SITE.keys() - {PAGE})
    assert warm.files() == {**CHANGED, ".git/new": b"foreign"}
    assert {path.name for path in outside.iterdir()} == {"index.html", "mine"}
    assert (warm.site / "_site.saved/posts/3").readlink() == outside


@pytest.mark.parametrize("place", ["spare", "live"])
def test_p2_what_came_into_the_spare_or_late_is_given_back(warm: Desk, place: str) -> None:
    """By a shell, for example, that stands in the folder while it is exchanged."""
    with claim(warm.output, [], warm.report) as claimed:
        folder = warm.work / "spare" if place == "spare" else warm.output
        (folder / "posts/1/mine").write_bytes(b"foreign")
        (folder / "posts/2/index.html").unlink()
        (folder / "posts/4").chmod(0o700)
        claimed.publish(laid(claimed, {PAGE: b"edited"}), SITE.keys() - {PAGE, "posts/2/index.html"})
    expected = {**CHANGED, "posts/1/mine": b"foreign"}
    del expected["posts/2/index.html"]
    assert warm.files() == expected
    assert not warm.report.warnings
    warm.publish(CHANGED, keep=["posts/1/mine"])
    warm.publish(SITE, keep=["posts/1/mine"])
    assert warm.files() == {**SITE, "posts/1/mine": b"foreign"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in warm.output.rglob("*") if path.is_dir()} == {0o755}


def test_a_signature_tells_what_is_published(warm: Desk) -> None:
    first = signatures(warm)
    assert None not in first.values()
    with claim(warm.output, [], warm.report) as claimed:
        claimed.publish(laid(claimed, CHANGED))
        second = {path: claimed.signature(path) for path in SITE}
    assert {path for path in SITE if second[path] != first[path]} == {PAGE}
    assert signatures(warm) == second
    warm.publish(SITE)
    assert signatures(warm)[PAGE] not in {None, first[PAGE], second[PAGE]}
    (warm.output / PAGE).write_bytes(b"foreign")
    assert signatures(warm)[PAGE] is None
    (warm.work / "site.record").unlink()
    assert set(signatures(warm).values()) == {None}
    with claim(warm.output, [], warm.report) as claimed:
        claimed.publish(laid(claimed, SITE))
        assert None not in {claimed.signature(path) for path in SITE}


def test_a_record_of_an_older_site_is_of_no_use(warm: Desk) -> None:
    """As after a kill between the exchange and the record."""
    old = (warm.work / "site.record").read_bytes()
    warm.publish(CHANGED)
    (warm.work / "site.record").write_bytes(old)
    assert intact(warm) == set()
    warm.publish(SITE)
    assert warm.files() == SITE


@pytest.mark.parametrize("name", ["site.record", "spare.record"])
def test_a_damaged_record_is_of_no_use(warm: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = warm.work / name
    whole = file.read_bytes()
    places = [(warm.output, warm.work / "site.record"), (warm.work / "spare", warm.work / "spare.record")]
    root = next(str(root) for root, at in places if at == file)
    assert record.load(str(file), root)
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for damaged in (b"", whole[:-1], whole[: len(whole) // 2], whole + b"\0", *flipped):
        file.write_bytes(damaged)
        assert record.load(str(file), root) is None
    warm.publish(CHANGED)
    assert warm.files() == CHANGED
    monkeypatch.setattr(record, "_VERSION", "output 2")
    assert intact(warm) == set()


def test_a_lost_record_comes_back_without_a_change(warm: Desk) -> None:
    (warm.work / "site.record").unlink()
    before = warm.stamps()
    assert intact(warm) == set()
    assert warm.publish(SITE) == Outcome(0, 6, 0)
    assert intact(warm) == SITE.keys()
    os.utime(warm.output / PAGE)
    assert intact(warm) == SITE.keys() - {PAGE}
    assert publish_one(warm, SITE) == Outcome(0, 6, 0)
    assert intact(warm) == SITE.keys()
    assert {path: stamp for path, stamp in warm.stamps().items() if PAGE not in path} == {
        path: stamp for path, stamp in before.items() if PAGE not in path
    }


def test_a_clock_that_stands_still_tells_nothing(warm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "utime", lambda _: None)
    warm.publish(CHANGED)
    assert intact(warm) == set()
    assert warm.files() == CHANGED


NAMES = st.sampled_from(["a", "b", "a/x", "a/y", "b/x/z", "c/d/e"])
SITES = st.dictionaries(NAMES, st.sampled_from([b"1", b"2", b"3"]), max_size=5).filter(
    lambda site: not any(f"{parent}" in site for path in site for parent in Path(path).parents)
)


def harm(desk: Desk, kind: str, number: int) -> None:
    if kind == "keep" and desk.output.exists():
        (desk.output / "KEPT").write_bytes(b"kept %d" % number)
    folder = desk.work / "spare" if kind == "spare" else desk.work if kind in {"forget", "flip"} else desk.output
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "KEPT"]
    if kind in {"forget", "flip"}:
        files = [path for path in files if path.suffix == ".record"]
    if kind != "spare":
        files = [path for path in files if path.name != MANIFEST]
    if files:
        HARM[kind](files[number % len(files)], number)


def flip(file: Path, number: int) -> None:
    data = bytearray(file.read_bytes())
    data[number % len(data)] ^= 16
    file.write_bytes(data)


def replace(file: Path, _: int) -> None:
    file.with_name("other").write_bytes(b"?")
    file.with_name("other").rename(file)


HARM: dict[str, Callable[[Path, int], object]] = {
    "forget": lambda file, _: file.unlink(),
    "flip": flip,
    "edit": lambda file, _: file.write_bytes(b"!" * file.stat().st_size),
    "replace": replace,
    "remove": lambda file, _: file.unlink(),
    "touch": lambda file, _: file.touch(),
    "spare": lambda file, _: file.unlink(),
    "keep": lambda _, __: None,
}
HARMS = st.lists(st.tuples(st.sampled_from(sorted(HARM)), st.integers(0, 99)), max_size=2)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(SITES, HARMS), min_size=2, max_size=8))
def test_p4_what_is_published_is_what_was_asked(
    memory_path: Path, steps: list[tuple[dict[str, bytes], list[tuple[str, int]]]]
) -> None:
    with tempfile.TemporaryDirectory(dir=memory_path) as base:
        desk, memory = Desk(Path(base)), dict[str, tuple[bytes, bytes | None]]()
        for site, harms in steps:
            for kind, number in harms:
                harm(desk, kind, number)
            kept = (desk.output / "KEPT").read_bytes() if (desk.output / "KEPT").exists() else None
            with claim(desk.output, ["KEPT"], Report()) as claimed:
                signs = {path: claimed.signature(path) for path in site}
                same = {path for path in site if signs[path] and memory.get(path) == (site[path], signs[path])}
                claimed.publish(laid(claimed, {path: site[path] for path in site if path not in same}), same)
                memory |= {path: (site[path], claimed.signature(path)) for path in site}
            files = desk.files()
            assert files.pop("KEPT", None) == kept
            assert files == site
            assert {path.name for path in (desk.output).rglob("*") if path.is_dir() and not [*path.iterdir()]} == set()
