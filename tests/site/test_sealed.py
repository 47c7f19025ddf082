"""P8: build opens no socket and runs no program; and it touches only its own files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pagefind_bin
import pytest

import voicebuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conftest import Site

DRIVER = Path(__file__).with_name("sealed_driver.py")
# `os.fork` is no program: the workers of `--jobs` are this same program, split. Everything else here is refused.
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.", "urllib.", "http.",
             "ftplib.", "smtplib.", "webbrowser.", "os.startfile")  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Places outside of the site, the interpreter and the package that may be read, and why.
ALLOWED_READS = (
    "/proc/self/mountinfo",  # is the output folder a mount point, which cannot be swapped?
    "/usr/share/zoneinfo", "/etc/localtime",  # the site's time zone
    "/dev/null", "/dev/urandom",
    "/etc/ld.so", "/etc/os-release", "/sys/", "/proc/",  # the C library and the interpreter about the machine
)  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[("1", False), ("2", False), ("1", True)],
    ids=["one process", "two processes", "with search"],
)
def events(
    request: pytest.FixtureRequest, sample: Callable[[str], Site], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """What a first build and a rebuild of the example did."""
    jobs, with_search = request.param
    site = sample("content-example")
    settings = (site.folder / "voicebuilder.yaml").read_text("utf-8")
    site.write({"voicebuilder.yaml": f"{settings}\nsearch: {str(with_search).lower()}\n"})
    log = tmp_path_factory.mktemp("log") / "events"
    out = tmp_path_factory.mktemp("public") / "html"
    for _ in range(2):
        # -B: the interpreter's own bytecode files are not the build's doing.
        command = [sys.executable, "-B", str(DRIVER), str(log), str(site.folder), str(out), jobs]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        # The second time there is something to rewrite and something to remove.
        site.write({"posts/2026-11-01-new.md": "---\nid: sealed\n---\n# New\n"})
        next(site.folder.glob("notes/2021*")).unlink()
    return site.folder, out, [json.loads(line) for line in log.read_text().splitlines()]


@pytest.mark.slow
def test_p8_no_socket_and_no_program(events: Any) -> None:
    site, _, happened = events
    assert len(happened) > 500, "the hook saw the build"
    forbidden = [event for event in happened if event[0].startswith(FORBIDDEN)]
    # Only where the config asks for search: its indexer, by name, once for each build that changed something.
    if "search: true" in (site / "voicebuilder.yaml").read_text("utf-8"):
        assert [event[:2] for event in forbidden] == [["subprocess.Popen", str(pagefind_bin.get_executable())]] * 2
    else:
        assert forbidden == []


@pytest.mark.slow
def test_p8_only_the_output_its_work_folder_and_the_cache_are_written(events: Any) -> None:
    site, out, happened = events
    work = out.parent / f".{out.name}.voicebuilder"
    foreign = [
        event for event in happened for path in _written(event) if not _is_in(path, (out, work, site / ".voicebuilder"))
    ]
    # Asking for the folder above, which is there already, changes nothing.
    assert [event for event in foreign if event[:2] != ["os.mkdir", str(out.parent)]] == []


@pytest.mark.slow
def test_p8_nothing_else_is_read(events: Any) -> None:
    site, out, happened = events
    package = Path(voicebuilder.__file__).resolve().parent
    interpreter = (*map(Path, sysconfig.get_paths().values()), Path(sys.prefix), Path(sys.base_prefix), *_imports())
    places = (site, out.parent, package, package.parent.parent / "themes", DRIVER.parent, *interpreter)
    read = [event for event in happened if event[0] == "open" and isinstance(event[1], str) and not _writes(event)]
    foreign = [event[1] for event in read if not _is_in(event[1], places) and not event[1].startswith(ALLOWED_READS)]
    assert foreign == []


def _imports() -> Iterable[Path]:
    """Where the running interpreter finds modules; an editable install adds a folder."""
    return (Path(entry) for entry in sys.path if entry and entry != str(Path.cwd()))


def _writes(event: list[Any]) -> bool:
    _, _, mode, flags = event
    return bool(flags & WRITING) or (isinstance(mode, str) and any(letter in mode for letter in "wax+"))


def _written(event: list[Any]) -> list[str]:
    """The paths that an event changes; a number is a file that was opened before, and seen then."""
    name, *arguments = event
    if name == "open":
        return [arguments[0]] if isinstance(arguments[0], str) and _writes(event) else []
    if name.startswith(("os.rename", "os.link", "shutil.")):
        return [argument for argument in arguments[:2] if isinstance(argument, str)]
    changing = ("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime", "os.chown", "tempfile.")
    if name == "os.symlink":
        return arguments[1:2]
    return [argument for argument in arguments[:1] if isinstance(argument, str)] if name.startswith(changing) else []


def _is_in(path: str, places: Iterable[Path]) -> bool:
    real = Path(path).resolve()
    return any(real.is_relative_to(place.resolve()) for place in places if str(place) != "/")
