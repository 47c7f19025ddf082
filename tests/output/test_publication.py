from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import ContentError, MachineError
from voicebuilder.output import MANIFEST, Outcome, claim, publication, stage

from .conftest import laid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voicebuilder.output import Claim, Laid

    from .conftest import Desk

SITE: dict[str, bytes | Path] = {"index.html": b"home", "posts/a/index.html": b"a", "posts/b/index.html": b"b"}


def test_first_publication(desk: Desk) -> None:
    assert desk.publish(SITE) == Outcome(written=3, unchanged=0, removed=0)
    assert desk.files() == SITE
    assert desk.at_rest()


def test_parents_of_the_output_are_made(desk: Desk, tmp_path: Path) -> None:
    with claim(tmp_path / "deep/er/out", [], desk.report) as claimed:
        claimed.publish(laid(claimed, SITE))
    assert (tmp_path / "deep/er/out/index.html").read_bytes() == b"home"


def test_an_empty_folder_is_fine_and_keeps_its_mode(desk: Desk) -> None:
    desk.output.mkdir(mode=0o750)
    desk.publish(SITE)
    assert desk.files() == SITE
    assert stat.S_IMODE(desk.output.stat().st_mode) == 0o750


def test_change_add_remove_are_counted(desk: Desk) -> None:
    desk.publish(SITE)
    after = {"index.html": b"new", "posts/a/index.html": b"a", "posts/c/index.html": b"c"}
    assert desk.publish(after) == Outcome(written=2, unchanged=1, removed=1)
    assert desk.tree() == {**after, "posts": None, "posts/a": None, "posts/c": None}
    assert desk.at_rest()


def test_p3_nothing_changed_touches_nothing(desk: Desk) -> None:
    desk.publish(SITE)
    before = desk.stamps()
    assert desk.publish(SITE) == Outcome(written=0, unchanged=3, removed=0)
    assert desk.stamps() == before


def test_p3_an_unchanged_file_keeps_inode_and_time(desk: Desk) -> None:
    desk.publish(SITE)
    before = desk.stamps()
    desk.publish({**SITE, "index.html": b"new"})
    for name in ("posts/a/index.html", "posts/b/index.html"):
        assert desk.stamps()[str(desk.output / name)] == before[str(desk.output / name)]


def test_p3_without_hard_links_an_unchanged_file_keeps_its_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "no hard links here")

    desk.publish(SITE)
    before = desk.stamps()
    monkeypatch.setattr(stage.os, "link", refuse)
    desk.put("CNAME")
    assert desk.publish({**SITE, "index.html": b"new"}, keep=["CNAME"]) == Outcome(1, 2, 0)
    name = str(desk.output / "posts/a/index.html")
    assert desk.stamps()[name][1] == before[name][1]
    assert (desk.output / "CNAME").read_bytes() == b"foreign"
    assert not desk.report.warnings


def test_p3_modes_are_fixed_whatever_the_umask(desk: Desk) -> None:
    old = os.umask(0o077)
    try:
        desk.publish(SITE)
    finally:
        os.umask(old)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in desk.output.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (desk.output, *desk.output.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})


def test_p3_a_mode_that_someone_changed_is_put_right(desk: Desk) -> None:
    desk.publish(SITE)
    (desk.output / "index.html").chmod(0o600)
    assert desk.publish(SITE) == Outcome(1, 2, 0)
    assert stat.S_IMODE((desk.output / "index.html").stat().st_mode) == 0o644


def test_p3_the_manifest_is_sorted_text(desk: Desk) -> None:
    desk.publish(dict(reversed(SITE.items())))
    expected = "voicebuilder manifest 1\nindex.html\nposts/a/index.html\nposts/b/index.html\n"
    assert (desk.output / MANIFEST).read_text() == expected


def test_a_file_that_someone_removed_comes_back(desk: Desk) -> None:
    desk.publish(SITE)
    (desk.output / "posts/a/index.html").unlink()
    assert desk.publish(SITE) == Outcome(1, 2, 0)
    assert desk.files() == SITE


def test_a_folder_becomes_a_file_and_back(desk: Desk) -> None:
    desk.publish({"a/b": b"1"})
    desk.publish({"a": b"2"})
    assert desk.tree() == {"a": b"2"}
    desk.publish({"a/b": b"3"})
    assert desk.files() == {"a/b": b"3"}


def test_source_files_are_copied_and_compared(desk: Desk) -> None:
    picture = desk.site / "picture.png"
    picture.write_bytes(bytes(range(256)) * 10_000)
    picture.chmod(0o600)
    assert desk.publish({"picture.png": picture}) == Outcome(1, 0, 0)
    assert (desk.output / "picture.png").read_bytes() == picture.read_bytes()
    assert stat.S_IMODE((desk.output / "picture.png").stat().st_mode) == 0o644
    assert desk.publish({"picture.png": picture}) == Outcome(0, 1, 0)
    picture.write_bytes(picture.read_bytes()[:-1] + b"!")
    assert desk.publish({"picture.png": picture}) == Outcome(1, 0, 0)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "socket folder loop"])
def test_p1_a_source_that_is_no_file_stops_the_run(desk: Desk, kind: str) -> None:
    desk.publish(SITE)
    before = desk.stamps()
    source = desk.site / "source"
    if kind == "folder":
        source.mkdir()
    elif kind == "pipe":
        os.mkfifo(source)
    elif kind != "missing":
        source.symlink_to(source)
    with pytest.raises(ContentError, match="source"):
        desk.publish({**SITE, "index.html": b"new", "copy": source})
    assert desk.stamps() == before
    assert "source" in {path.name for path in desk.site.iterdir()} or desk.at_rest()


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a//b", "a/./b", "a/", "", "a\\b", "a\0b", "a\nb", "é" * 128, "\ud800"]
)
def test_p1_an_unsafe_path_stops_the_run(desk: Desk, path: str) -> None:
    desk.publish(SITE)
    before = desk.stamps()
    with pytest.raises(ContentError, match="output path"):
        desk.publish({**SITE, "index.html": b"new", path: b"x"})
    assert desk.stamps() == before
    assert desk.at_rest()


def test_p1_an_error_while_rendering_leaves_nothing(desk: Desk) -> None:
    def files(claimed: Claim) -> Iterator[tuple[str, Laid]]:
        yield from laid(claimed, {"index.html": b"half"})
        raise KeyboardInterrupt

    desk.publish(SITE)
    before = desk.stamps()
    with pytest.raises(KeyboardInterrupt), claim(desk.output, [], desk.report) as claimed:
        claimed.publish(files(claimed))
    assert desk.stamps() == before
    assert desk.at_rest()


def test_p1_the_swap_is_one_step_for_readers(desk: Desk) -> None:
    """A process that reads all the time finds a whole page every time."""
    desk.publish({"index.html": b"0" * 5000})
    script = (
        "import sys\nprint('ready', flush=True)\nseen = set()\n"
        "while b'end' not in seen:\n    seen.add(open(sys.argv[1], 'rb').read(3))\nprint(sorted(seen))"
    )
    page = str(desk.output / "index.html")
    with subprocess.Popen([sys.executable, "-c", script, page], stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, 60):
            desk.publish({"index.html": (b"%03d" % number) * 5000})
        desk.publish({"index.html": b"end"})
        assert reader.wait(20) == 0, "the reader found no page at some moment"


def test_a_second_publication_in_one_claim(desk: Desk) -> None:
    with claim(desk.output, [], desk.report) as claimed:
        claimed.publish(laid(claimed, SITE))
        assert claimed.publish(laid(claimed, {"index.html": b"new"})) == Outcome(1, 0, 2)
    assert desk.files() == {"index.html": b"new"}


def test_trouble_after_the_swap_is_a_warning(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.rename

    def refuse(path: str, target: str) -> None:
        if path.endswith("/ready"):
            raise OSError(5, "Input/output error", path)
        real(path, target)

    desk.publish(SITE)
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        desk.publish({"index.html": b"new"})
    assert "next build" in str(desk.report.warnings[0])
    assert desk.files() == {"index.html": b"new"}
    desk.publish({"index.html": b"new"})
    assert desk.at_rest()


def test_without_an_exchange_two_renames_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "exchange", lambda *_: False)
    desk.publish(SITE)
    desk.publish({"index.html": b"new"})
    assert desk.tree() == {"index.html": b"new"}
    assert desk.at_rest()


def test_p1_a_parent_that_may_not_be_written_is_said_before_work(desk: Desk, tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib\nfrom voicebuilder.output import claim\nfrom voicebuilder.report import Report\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "with claim(pathlib.Path(sys.argv[1]), [], Report()): print('claimed')\n"
    )
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    # Root is bound by no mode and becomes nobody; anyone else is bound by this one.
    desk.site.chmod(0o555)
    try:
        command = [sys.executable, "-c", script, str(desk.output)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        desk.site.chmod(0o755)
    assert "claimed" not in run.stdout
    assert "MachineError" in run.stderr
    assert "you may not write there" in run.stderr


def test_an_unexpected_refusal_names_the_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(MachineError, match=r"_site/index\.html: the disk is full; the published site is as it was"):
        desk.publish(SITE)
    assert not desk.output.exists()
    assert not desk.work.exists()
