"""Builds a small site again and again, with a fault at the first, second, third … call that changes the disk.

Run as a script: `strike_driver.py FOLDER SHAPE FAULT`. Prints one JSON list: for each point the call that was hit, how
the build ended and what it said, what was published then, and what was wrong with the builds after it.

A build is what `voicebuilder build` does, in a fork of this process, which has imported everything, compiled the
templates and read its own code: so a point, with the builds around it, costs a tenth of a second, and not two.
"""

from __future__ import annotations

import errno
import functools
import json
import os
import shutil
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import syscalls
from trees import WORK, below, changed, files_below, snapshot, stamps

from voicebuilder import build
from voicebuilder.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from trees import Tree

    Files = dict[str, str]

OUT, CACHE = "_site", ".voicebuilder"
RESTING = {"site.record", "spare", "spare.record"}
FOREIGN = {
    "CNAME": "example.org\n",
    ".git/config": "[core]\n",
    "posts/sea/mine.txt": "mine\n",
    "downloads/a.zip": "zip",
}
CONFIG = "title: Harbour\nurl: https://example.org/\nfeeds: {items: 2}\nkeep: [CNAME, .git, downloads, '**/mine.txt']\n"
OLD = {
    "voicebuilder.yaml": CONFIG,
    "posts/2026-01-01-quay.md": "# Quay\n\nSee [the sea](2026-02-01-sea.md).\n",
    "posts/2026-02-01-sea.md": "# Sea\n\nIt is **wide**.\n",
    "pages/about.md": "# About\n",
    "static/hello.txt": "hello\n",
}
EDITED = {**OLD, "posts/2026-02-01-sea.md": "# The sea\n\nIt is **wide**, and deep.\n"}
# Its page, and what lists all pages.
ABOUT = {**OLD, "pages/about.md": "# About us\n"}
TAGGED = {**OLD, "posts/2026-01-01-quay.md": "---\ntags: [harbour]\n---\n# Quay\n"}
# One post is gone, with its tag; one has another address; a folder takes the place of a file.
MOVED = {
    "voicebuilder.yaml": CONFIG,
    "posts/2026-02-01-ocean.md": "# Sea\n\nIt is **wide**.\n",
    "pages/about.md": "# About\n",
    "static/hello.txt/inside.txt": "hello\n",
}


@dataclass(frozen=True)
class Shape:
    """What happens around the build that is hit.

    Attributes:
        old: Sources of the site that is published before; None when there is none.
        new: Sources of the build that is hit.
        foreign: Files that are not ours lie in the output.
        hurts: Each cache file is damaged before.
        undone: The writer takes the change back before the next build.
        twice: The build after the next one is looked at too: it has nothing to do.
    """

    old: Files | None
    new: Files
    foreign: bool = False
    hurts: bool = False
    undone: bool = False
    twice: bool = False


SHAPES = {
    "first": Shape(None, OLD),
    "edit": Shape(OLD, EDITED),
    "undone": Shape(OLD, ABOUT, undone=True),
    "move": Shape(TAGGED, MOVED, foreign=True, twice=True),
    "hurt": Shape(OLD, EDITED, hurts=True, twice=True),
}
REMOVING = {"unlink", "unlinkat", "rmdir"}


class Strike:
    """Judges the calls of one build: "kill" and "error" strike at one of them, from there on the disk is "full"."""

    def __init__(self, point: int, fault: str) -> None:
        self.point, self.fault = point, fault
        self.calls: list[str] = []

    @property
    def hit(self) -> str:
        """The first call that was hit; "" when there were not so many."""
        return self.calls[self.point - 1] if len(self.calls) >= self.point else ""

    def __call__(self, call: str) -> int:
        if call == "utimensat":
            return syscalls.GO_ON  # how often the lock is touched depends on the clock
        self.calls.append(call)
        if len(self.calls) < self.point:
            return syscalls.GO_ON
        if self.fault == "kill":
            return syscalls.KILL
        if self.fault == "full":
            return syscalls.GO_ON if call in REMOVING else errno.ENOSPC
        return errno.EIO if len(self.calls) == self.point else syscalls.GO_ON


def lay(site: Path, files: Files) -> None:
    """Make these the sources; what is so already is left alone."""
    for path in reversed(below(site)):
        name = path.relative_to(site).as_posix()
        if name[0] in "._":
            continue
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and (name not in files or path.read_text() != files[name]):
            path.unlink()
    for name, text in files.items():
        file = site / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def hurt(cache: Path, turn: int) -> None:
    """Damage every file of the cache, in one way or another."""
    for number, file in enumerate(path for path in files_below(cache) if path.stat().st_size):
        data = bytearray(file.read_bytes())
        data[turn % len(data)] ^= 1 << turn % 8
        file.write_bytes([data, data[: turn % len(data)], b""][(turn + number) % 3])


class Desk:
    """A site, and its like in a fresh folder, to compare with."""

    def __init__(self, base: Path, shape: Shape) -> None:
        self.base, self.shape, self.site = base, shape, base / "site"
        self.said = base / "said"
        self.site.mkdir(parents=True)
        self.clean = {id(files): self.build_clean(files) for files in (shape.old, shape.new) if files}

    def build_clean(self, files: Files) -> Tree:
        fresh = self.base / "fresh"
        lay(fresh, files)
        code = run(["build", str(fresh), "--jobs", "1"], debug=True)
        assert code == 0
        self.add_foreign(fresh)
        tree = snapshot(fresh / OUT)
        shutil.rmtree(fresh)
        return tree

    def add_foreign(self, site: Path) -> None:
        for name, text in FOREIGN.items() if self.shape.foreign else ():
            file = site / OUT / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.write_text(text)

    def build(self, judge: Callable[[str], int] | None = None, *, afresh: bool = False) -> int:
        """Build in a fork of this process, or afresh in an interpreter of its own; how it ended, as `forked` says."""
        words = ["build", str(self.site), "--jobs", "1"]

        def work() -> int:
            os.dup2(said.fileno(), 2)
            if afresh:
                os.execv(sys.executable, [sys.executable, "-B", "-m", "voicebuilder", *words])  # noqa: S606 -- no shell is wanted
            return run(words, debug=False)

        with self.said.open("w") as said:
            return syscalls.judged(work, judge) if judge else syscalls.forked(work)

    def prepare(self, turn: int) -> None:
        """Publish the old site, leave a cache and a spare, and make the change."""
        if self.shape.old is None:
            for name in (OUT, WORK, CACHE):
                shutil.rmtree(self.site / name, ignore_errors=True)
        else:
            # A change that was taken back was never published: there would be no spare.
            for files in (self.shape.new, self.shape.old) if self.shape.undone else (self.shape.old,):
                lay(self.site, files)
                assert self.build() == 0, self.said.read_text()
            if turn == 1:
                self.add_foreign(self.site)
            if self.shape.hurts:
                hurt(self.site / CACHE, turn)
        lay(self.site, self.shape.new)

    def state(self) -> str:
        tree = snapshot(self.site / OUT)
        if tree == self.clean[id(self.shape.new)]:
            return "new"
        old = self.clean[id(self.shape.old)] if self.shape.old else {}
        return "old" if tree == old else "mixed"

    def after(self) -> str:
        """What is wrong with the next build, and the one after it, that has nothing to do."""
        files = self.shape.new
        if self.shape.undone and self.shape.old:
            files = self.shape.old
            lay(self.site, files)
        if self.build() != 0:
            return f"the next build fails: {self.said.read_text()}"
        if "warning" in (said := self.said.read_text()) or ("cache" in said and not self.shape.hurts):
            return f"the next build complains: {said}"
        if snapshot(self.site / OUT) != self.clean[id(files)]:
            return "the next build is not as a clean one"
        if not self.shape.twice:
            return ""
        before = stamps(self.site)
        if self.build() != 0 or "cache" in self.said.read_text():
            return f"the third build complains: {self.said.read_text()}"
        wrote = changed(before, stamps(self.site))
        return f"a build with nothing to do wrote {wrote}" if wrote else ""

    def left(self) -> list[str]:
        """What should not be beside the output and in the cache.

        A cache file that a killed run did not finish goes when a run writes that file; one that takes the change back
        need not.
        """
        names = {path.name for path in self.site.iterdir()} - {OUT, WORK, CACHE} - {name.split("/")[0] for name in OLD}
        names |= {path.name for path in (self.site / WORK).iterdir()} - RESTING
        drafts = {path.name for path in files_below(self.site / CACHE) if path.suffix == ".tmp"}
        return sorted(names if self.shape.undone else names | drafts)


def remember() -> None:
    """Let forks of this process find done what never changes, and is most of a small build: two pure functions."""
    compiled: dict[Any, Any] = {}
    compile_ = jinja2.Environment.compile

    def compile_once(environment: jinja2.Environment, *what: Any, **how: Any) -> Any:
        key = (*what, *sorted(how.items()))
        if key not in compiled:
            compiled[key] = compile_(environment, *what, **how)
        return compiled[key]

    jinja2.Environment.compile = compile_once
    build.code_version = functools.cache(build.code_version)


def main(base: Path, shape: str, fault: str) -> None:
    remember()
    desk = Desk(base, SHAPES[shape])
    points = []
    for number in count(1):
        desk.prepare(number)
        strike = Strike(number, fault)
        code = desk.build(strike)
        if not strike.hit:
            assert len(strike.calls) == number - 1, "every build that is hit makes the same calls"
            desk.prepare(number)
            real = Strike(number, fault)
            assert desk.build(real, afresh=True) == 0, desk.said.read_text()
            assert real.calls == strike.calls, "the command itself makes the same calls"
            break
        point = {"call": strike.hit, "end": code, "said": desk.said.read_text(), "state": desk.state()}
        points.append(point | {"after": desk.after(), "left": desk.left()})
    sys.stdout.write(json.dumps(points))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
