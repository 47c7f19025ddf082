"""P3: same input, same bytes: on any machine, time zone, locale, path, hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from conftest import Site

CLOCK = "2026-11-24T12:00:00Z"
FACTORS = {
    "time zone east": ([], {"env": {"TZ": "Asia/Tokyo"}}),
    "time zone west": ([], {"env": {"TZ": "America/Los_Angeles"}}),
    "hash seed": ([], {"env": {"PYTHONHASHSEED": "4294967295"}}),
    "locale": ([], {"env": {"LC_ALL": "C", "LANG": "C"}}),
    "umask": ([], {"umask": 0o077}),
    "two processes": (["--now", CLOCK, "--jobs", "2"], {}),
    "another spelling of the time": (["--now", "2026-11-24T21:00:00+09:00"], {}),
    "SOURCE_DATE_EPOCH": (["--strict"], {"env": {"SOURCE_DATE_EPOCH": "1795521600"}}),
}

Built = dict[str, tuple[int, bytes]]


COMMAND = (sys.executable, "-m", "voicebuilder")


def built(
    site: str | Path,
    out: Path,
    *options: str,
    env: dict[str, str] | None = None,
    command: Sequence[str] = COMMAND,
    **process: object,
) -> Built:
    """Build in a process of its own: output path -> mode and bytes, the manifest too."""
    command = [*command, "build", str(site), "--output", str(out), *(options or ("--now", CLOCK))]
    process = {"umask": 0o022, "env": os.environ | (env or {"TZ": "UTC", "PYTHONHASHSEED": "0"}), **process}
    ended = subprocess.run(command, capture_output=True, check=False, **process)
    assert ended.returncode == 0, ended.stderr.decode()
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in files}


@pytest.fixture(scope="module")
def plain(sample: Callable[[str], Site]) -> Site:
    """A site whose pages hang on the clock, on names and on order."""
    return sample("ünïcode").write({"posts/2026-11-24-late.md": "---\ndate: 2026-11-24 23:30\n---\nLate.\n"})


@pytest.fixture(scope="module")
def reference(plain: Site) -> Built:
    return built(plain.folder, plain.out)


@pytest.mark.slow
@pytest.mark.parametrize("factor", FACTORS)
def test_p3_one_thing_differs(factor: str, plain: Site, reference: Built, tmp_path: Path) -> None:
    options, process = FACTORS[factor]
    assert built(plain.folder, tmp_path / "out", *options, **process) == reference


@pytest.mark.slow
def test_p3_where_processes_are_not_forked(plain: Site, reference: Built, tmp_path: Path) -> None:
    """macOS and Windows begin a worker from nothing: all that it needs must be able to travel."""
    script = (
        "import sys\nfrom voicebuilder import cli, workers\n"
        "if __name__ == '__main__':\n    workers._METHOD = 'spawn'\n    cli.main(sys.argv[1:])\n"
    )
    (tmp_path / "spawned.py").write_text(script)
    command = [sys.executable, str(tmp_path / "spawned.py")]
    assert built(plain.folder, tmp_path / "out", "--now", CLOCK, "--jobs", "2", command=command) == reference


@pytest.mark.slow
def test_p3_everything_differs_for_the_example(sample: Callable[[str], Site], tmp_path: Path) -> None:
    site = sample("content-example")
    other = tmp_path / "elsewhere" / "à côté"
    copy_in_reverse(site.folder, other)
    env = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    options = ("--jobs", "2", "--now", "2026-11-24T04:00:00-08:00")
    changed = built("elsewhere/à côté", tmp_path / "out", *options, env=env, umask=0o077, cwd=tmp_path)
    assert changed == built(site.folder, site.out)


def test_p3_twice_the_same_and_nothing_written(sample: Callable[[str], Site]) -> None:
    site = sample("content-example")
    first = site.build()
    assert first == sample("content-example").build()
    stamps = {path: path.stat().st_mtime_ns for path in site.out.rglob("*")}
    assert site.build() == first
    assert (site.outcome.written, site.outcome.removed) == (0, 0)
    assert site.outcome.unchanged == len(first.files)
    assert {path: path.stat().st_mtime_ns for path in site.out.rglob("*")} == stamps


def test_p3_the_order_in_which_files_were_made_does_not_matter(plain: Site, tmp_path: Path) -> None:
    copy_in_reverse(plain.folder, tmp_path / "reverse")
    reverse = type(plain)(tmp_path / "reverse")
    assert reverse.build() == plain.build()


def test_p3_file_times_do_not_matter(sample: Callable[[str], Site]) -> None:
    site = sample("small")
    before = site.build()
    for path in site.folder.rglob("*.md"):
        os.utime(path, (0, 0))
    assert site.build() == before


def copy_in_reverse(source: Path, to: Path) -> None:
    names = (path.relative_to(source) for path in source.rglob("*") if path.is_file())
    for name in sorted((name for name in names if name.parts[0] != "_site"), reverse=True):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, to / name)
