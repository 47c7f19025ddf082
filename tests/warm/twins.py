"""Builds a site where it lies (warm), and a copy of its sources in a fresh folder (cold).

In: a folder, and how the build is asked for. Out: `Result`s to compare; what differs, in words.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import warnings
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from voicebuilder import build, config, markup
from voicebuilder.errors import ContentError, Problem, UsageError
from voicebuilder.memo import files as files_of_memo
from voicebuilder.output import MANIFEST
from voicebuilder.render import PageRenderer
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voicebuilder.model.page import Page


@dataclass(frozen=True)
class Link:
    """A symbolic link among the sources."""

    target: str


# Path below a folder -> its mode, and a file's bytes.
Tree = dict[str, tuple[str, bytes]]
# Path below a site -> a file's bytes, or where a link leads; a folder's path ends with "/".
Sources = dict[str, bytes | Link]
CACHE = ".voicebuilder"


@dataclass(frozen=True)
class Ask:
    """How a build is asked for.

    Attributes:
        now: The clock.
        drafts: As `--drafts`.
        jobs: As `--jobs`.
        out: The output folder's name in the site folder.
        base: As `--base-url`.
    """

    now: datetime
    drafts: bool = False
    jobs: int = 1
    out: str = "_site"
    base: str | None = None


@dataclass
class Result:
    """How a build ended.

    Attributes:
        tree: What is published after it.
        problems: Its warnings and errors.
        failed: It ended with errors.
        counts: Pages, and files written and removed.
        notices: What was said beside.
    """

    tree: Tree
    problems: list[str] = field(default_factory=list)
    failed: bool = False
    counts: tuple[int, int, int] = (0, 0, 0)
    notices: list[str] = field(default_factory=list)


class _Listener(Report):
    """Hears notices too."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[str] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)


def run(site: Path, ask: Ask) -> Result:
    """Build in this process; what is not the writer's fault is raised."""
    result, report, errors = Result({}), _Listener(), []
    try:
        asked = config.load(site, config.Overrides(ask.base, site / ask.out))
        done = build.build(asked, build.Options(ask.now, ask.drafts, ask.jobs), report)
        result.counts = done.pages, done.written, done.removed
    except (ContentError, UsageError) as error:
        errors, result.failed = [*error.problems], True
    problems: list[Problem] = [*report.warnings, *errors]
    result.problems = sorted(str(problem).replace(str(site), "SITE") for problem in problems)
    result.tree, result.notices = tree(site / ask.out), report.notices
    return result


def run_cold(site: Path, fresh: Path, ask: Ask) -> Result:
    """Build a copy of the sources in a folder that is not there yet; it is gone afterwards."""
    fresh.mkdir()
    for path, data in sources(site).items():
        if path.endswith("/"):
            (fresh / path).mkdir()
        else:
            write(fresh / path, data)
    try:
        return run(fresh, ask)
    finally:
        shutil.rmtree(fresh)


def run_elsewhere(site: Path, ask: Ask, hash_seed: int) -> None:
    """Build in a process of its own, where hashes differ from ours."""
    words = [sys.executable, "-m", "voicebuilder", "build", str(site), "--jobs", str(ask.jobs), "--now", str(ask.now)]
    ended = subprocess.run(
        words, env=os.environ | {"PYTHONHASHSEED": str(hash_seed)}, capture_output=True, check=False, timeout=60
    )
    assert ended.returncode in (0, 1, 2), ended.stderr.decode()


@contextmanager
def another_version(*, in_form: bool) -> Iterator[None]:
    """Builds are those of another voicebuilder, whose pages and texts differ.

    Args:
        in_form: Its cache files do too, so much that no checksum of ours stands where ours would.
    """

    def convert(*what: Any) -> markup.Markup:
        made = markup_convert(*what)
        return replace(made, html=f"{made.html}other", excerpt=f"{made.excerpt}other", summary=f"{made.summary}other")

    def page(self: PageRenderer, subject: Page) -> bytes:
        return render_page(self, subject) + b"other"

    markup_convert, render_page = markup.convert, PageRenderer.page
    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(markup, "convert", convert))
        patched.enter_context(mock.patch.object(PageRenderer, "page", page))
        patched.enter_context(mock.patch.object(build, "code_version", return_value="another"))
        if in_form:
            patched.enter_context(mock.patch.object(files_of_memo, "_MAGIC", b"another form\n"))
        yield


def run_killed(site: Path, ask: Ask, *, at_change: int = 0, at_call: int = 0) -> bool:
    """Build in a fork of this process that is killed at its n-th change of the disk, or n-th call of a function.

    Returns:
        Whether it was; a build with fewer is done before.
    """
    with warnings.catch_warnings():
        # Python 3.12 warns when a process with threads forks; those of a test runner hold nothing that a build needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            (_die_at_change if at_change else _die_at_call)(at_change or at_call)
            run(site, ask)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _die_at_change(number: int) -> None:
    countdown = iter(range(number - 1))
    changes = {f"os.{name}" for name in ("rename", "mkdir", "rmdir", "remove", "link", "symlink", "truncate", "chmod")}
    writes = os.write

    def change() -> bool:
        return next(countdown, None) is None

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        makes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if (makes or event in changes) and change():
            os.kill(os.getpid(), signal.SIGKILL)

    def half(handle: int, data: bytes) -> int:
        if change():
            writes(handle, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return writes(handle, data)

    sys.addaudithook(hook)
    os.write = half


def _die_at_call(number: int) -> None:
    countdown = iter(range(number - 1))

    def profile(*_: object) -> None:
        if next(countdown, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)


def write(path: Path, data: str | bytes | Link) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, Link):
        path.symlink_to(data.target)
    else:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def below(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every file and folder in a folder, in order; links are not followed."""
    try:
        with os.scandir(folder) as scan:
            found = sorted(scan, key=lambda item: item.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for item in found:
        yield item
        if item.is_dir(follow_symlinks=False):
            yield from below(Path(item.path))


def files(folder: Path) -> list[Path]:
    """Every regular file in a folder, in order."""
    return [Path(item.path) for item in below(folder) if item.is_file(follow_symlinks=False)]


def tree(folder: Path) -> Tree:
    found = {}
    start = len(str(folder)) + 1
    for item in below(folder):
        data = Path(item.path).read_bytes() if item.is_file() else b""
        found[item.path[start:]] = (stat.filemode(item.stat(follow_symlinks=False).st_mode), data)
    return found


def sources(site: Path) -> Sources:
    """The writer's files: all but the outputs and the cache, whose names begin with `_` or `.`."""
    found: Sources = {}
    start = len(str(site)) + 1
    for top in sorted(site.iterdir()):
        inside = [] if top.is_symlink() else map(Path, below(top))
        for path in [top, *inside] if top.name[0] not in "._" else ():
            name = str(path)[start:]
            if path.is_symlink():
                found[name] = Link(str(path.readlink()))
            elif path.is_dir():
                found[f"{name}/"] = b""
            else:
                found[name] = path.read_bytes()
    return found


def stamps(site: Path) -> dict[str, tuple[int, int, int]]:
    """What shows that a file was written: mode, inode and time of every file of a site, its output and its cache."""
    found = {}
    start = len(str(site)) + 1
    for item in below(site):
        if not item.is_dir(follow_symlinks=False):
            info = item.stat(follow_symlinks=False)
            found[item.path[start:]] = (info.st_mode, info.st_ino, info.st_mtime_ns)
    return found


def published(output: Path) -> list[Path]:
    """The files of an output that a build may put right: all but the list of them."""
    return [path for path in files(output) if path.name != MANIFEST]


def difference(warm: Tree, cold: Tree) -> str:
    """What a reader of a failed test wants to know; "" when there is none."""
    said = []
    for path in sorted(warm.keys() | cold.keys()):
        if path not in cold:
            said.append(f"left over: {path}")
        elif path not in warm:
            said.append(f"missing: {path}")
        elif warm[path] != cold[path]:
            said += [f"differs: {path}", *_first_lines(warm[path], cold[path])]
    return "\n".join(said)


def _first_lines(warm: tuple[str, bytes], cold: tuple[str, bytes]) -> list[str]:
    if warm[0] != cold[0]:
        return [f"    mode is {warm[0]}, should be {cold[0]}"]
    pairs = zip(warm[1].split(b"\n"), [*cold[1].split(b"\n"), b""], strict=False)
    one, other = next(((one, other) for one, other in pairs if one != other), (b"its end", b"more"))
    return [f"    is:     {one[:200]!r}", f"    should: {other[:200]!r}"]
