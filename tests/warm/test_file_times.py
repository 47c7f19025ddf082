"""P4: files that are only copied are known by inode, size and times; that must not be believed too early."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder.memo import stamps

from . import sources as pool
from . import twins
from .twins import Ask

if TYPE_CHECKING:
    from pathlib import Path

TICK = 400_000_000  # ns; longer than a build of this site takes


@pytest.fixture
def coarse_static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site's `static/` lies on a disk whose clock ticks seldom, last when the test began."""
    static, real, begun = tmp_path / "site/static", os.stat, time.time_ns()

    def stat(path: Any, **how: Any) -> os.stat_result:
        found = real(path, **how)
        if not (isinstance(path, str | os.PathLike) and os.fspath(path).startswith(f"{static}/")):
            return found
        times = (found.st_atime_ns, found.st_mtime_ns, found.st_ctime_ns)
        ticks = [begun + (moment - begun) // TICK * TICK for moment in times]
        seconds = [moment // 1_000_000_000 for moment in ticks]
        names = ("st_atime_ns", "st_mtime_ns", "st_ctime_ns")
        return os.stat_result((*found[:7], *seconds), dict(zip(names, ticks, strict=True)))

    monkeypatch.setattr(os, "stat", stat)
    return static


@pytest.mark.parametrize("name", ["static/hello.txt", "static/pic.png"])
def test_p4_a_copied_file_that_changes_within_one_tick_of_its_disk_is_copied_again(
    coarse_static: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that finds a file so young waits until whatever comes next must bear another time."""
    site = coarse_static.parent
    monkeypatch.setattr(stamps, "_INSTANT", TICK)
    for path, data in {**pool.THEME, **pool.SITE, name: b"first"}.items():
        twins.write(site / path, data)
    published = name.removeprefix("static/")
    assert twins.run(site, Ask(pool.START)).tree[published][1] == b"first"
    (site / name).write_bytes(b"other")
    assert twins.run(site, Ask(pool.START)).tree[published][1] == b"other"
    assert twins.run(site, Ask(pool.START)).counts[1:] == (0, 0)
