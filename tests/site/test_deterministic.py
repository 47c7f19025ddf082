"""P3: same input, same bytes: on any machine, time zone, locale, path, hash seed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..conftest import Output, Site

CLOCK = "2026-11-24T12:00:00Z"


@pytest.fixture
def built(spawn: Callable, tmp_path: Path) -> Callable[..., dict[str, tuple[int, bytes]]]:
    """Build by the command line in a process of its own; output path -> mode and bytes, the manifest too."""

    def run(folder: Path, *options: str, env: dict[str, str] | None = None, **process: object) -> dict:
        out = tmp_path / f"out{len(list(tmp_path.glob('out*')))}"
        words = ["build", folder, "--output", out, *(options or ("--now", CLOCK))]
        ended = spawn(*words, env=env, **process)
        err = ended.communicate()[1]
        assert ended.returncode == 0, err
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in files}

    return run


FACTORS = {
    "time zone east": ([], {"env": {"TZ": "Asia/Tokyo"}}),
    "time zone west": ([], {"env": {"TZ": "America/Los_Angeles"}}),
    "hash seed": ([], {"env": {"PYTHONHASHSEED": "4294967295"}}),
    "locale": ([], {"env": {"LC_ALL": "C", "LANG": "C"}}),
    "no UTF-8 mode": ([], {"env": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}}),
    "umask": ([], {"umask": 0o077}),
    "two processes": (["--now", CLOCK, "--jobs", "2"], {}),
    "another spelling of the time": (["--now", "2026-11-24T21:00:00+09:00"], {}),
    "SOURCE_DATE_EPOCH": (["--jobs", "1"], {"env": {"SOURCE_DATE_EPOCH": "1795521600"}}),
}


@pytest.fixture
def plain(sample: Callable[[str], Site]) -> Site:
    """A site whose pages hang on the clock, on names and on order."""
    site = sample("ünïcode")
    return site.write({"posts/2026-11-24-late.md": "---\ndate: 2026-11-24 23:30\n---\nLate.\n"})


@pytest.mark.slow
@pytest.mark.parametrize("factor", FACTORS)
def test_p3_one_thing_differs(factor: str, plain: Site, built: Callable) -> None:
    reference = built(plain.folder, env={"TZ": "UTC", "PYTHONHASHSEED": "0"}, umask=0o022)
    options, process = FACTORS[factor]
    assert built(plain.folder, *options, **process) == reference


@pytest.mark.slow
def test_p3_everything_differs_for_the_example(sample: Callable, built: Callable, tmp_path: Path) -> None:
    site = sample("content-example")
    reference = built(site.folder, env={"TZ": "UTC", "PYTHONHASHSEED": "0"}, umask=0o022)
    other = tmp_path / "elsewhere" / "à côté"
    copy_in_reverse(site.folder, other)
    env = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    options = ("--jobs", "2", "--now", "2026-11-24T04:00:00-08:00")
    assert built("elsewhere/à côté", *options, env=env, umask=0o077, cwd=tmp_path) == reference


def test_p3_twice_the_same_and_nothing_written(sample: Callable, example: Output) -> None:
    site = sample("content-example")
    first = site.build()
    assert first == example
    stamps = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}
    assert site.build() == first
    assert (site.outcome.written, site.outcome.removed) == (0, 0)
    assert site.outcome.unchanged == len(first.files)
    assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == stamps


def test_p3_the_order_in_which_files_were_made_does_not_matter(plain: Site, tmp_path: Path) -> None:
    copy_in_reverse(plain.folder, tmp_path / "reverse")
    reverse = type(plain)(tmp_path / "reverse")
    assert reverse.build() == plain.build()


def test_p3_file_times_do_not_matter(plain: Site) -> None:
    before = plain.build()
    for path in plain.folder.rglob("*.md"):
        os.utime(path, (0, 0))
    assert plain.build() == before


def copy_in_reverse(source: Path, to: Path) -> None:
    for path in sorted((path for path in source.rglob("*") if path.is_file()), reverse=True):
        target = to / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
