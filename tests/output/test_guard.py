"""P2: an output folder that holds what a writer wrote is refused."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from voicebuilder.errors import MachineError, UsageError
from voicebuilder.output import guard


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    site = home / "me/my-site"
    for name in ("posts/2024", "static", "theme"):
        (site / name).mkdir(parents=True)
    (site / "voicebuilder.yaml").touch()
    monkeypatch.setenv("HOME", str(home / "me"))
    monkeypatch.chdir(site)
    return site


def check(output: str | Path, site: Path) -> Path:
    return guard(Path(output), site, [site / name for name in ("posts", "notes", "static", "theme")])


@pytest.mark.parametrize("output", ["_site", "../public", "a/b/c", "theme2", "post", "../my-site2", "../my"])
def test_p2_good_folders(site: Path, output: str) -> None:
    assert check(output, site) == Path(os.path.realpath(site / output))


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("/", "whole disk"),
        ("//", "whole disk"),
        (".", "the site folder"),
        ("", "the site folder"),
        ("_site/..", "the site folder"),
        ("..", "home folder"),
        ("../..", "home folder"),
        ("posts", 'inside "posts"'),
        ("posts/2024/x", 'inside "posts"'),
        ("_site/../theme/_site", 'inside "theme"'),
        ("notes", 'inside "notes"'),
        ("static/_site", 'inside "static"'),
        ("voicebuilder.yaml", "is a file"),
        ("voicebuilder.yaml/x", "which is a file"),
    ],
)
def test_p2_dangerous_folders(site: Path, output: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        check(output, site)


def test_p2_symlinks_do_not_fool_it(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    with pytest.raises(UsageError, match="the site folder"):
        check(tmp_path / "link", site)
    with pytest.raises(UsageError, match='inside "posts"'):
        check(tmp_path / "link/posts/out", site)
    (site / "_site").symlink_to("static")
    with pytest.raises(UsageError, match='inside "static"'):
        check("_site", site)
    (site / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="file"):
        check("loop", site)


def test_p2_a_source_elsewhere_may_not_be_in_the_output(site: Path, tmp_path: Path) -> None:
    theme = tmp_path / "themes/plain"
    theme.mkdir(parents=True)
    with pytest.raises(UsageError, match='holds "plain"'):
        guard(tmp_path / "themes", site, [theme])


def test_p2_folders_are_compared_by_identity(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that ignores case: another spelling, the same folder."""
    other = tmp_path / "home/me/MY-SITE"
    real = Path.samefile
    other.mkdir()
    monkeypatch.setattr(Path, "samefile", lambda path, place: {path, Path(place)} == {other, site} or real(path, place))
    with pytest.raises(UsageError, match="the site folder"):
        check(other, site)


def test_a_symlink_to_a_good_folder_is_that_folder(site: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (site / "_site").symlink_to(tmp_path / "www")
    assert check("_site", site) == tmp_path / "www"


def test_a_mount_point_is_refused(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "moun ted"
    folder.mkdir()
    mounted = subprocess.run(["mount", "--bind", str(folder), str(folder)], check=False, capture_output=True)
    if mounted.returncode:
        folder = Path("/dev")
    try:
        with pytest.raises(MachineError, match="mount point"):
            check(folder, site)
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", str(folder)], check=True)
