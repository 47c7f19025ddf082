"""What a story is: a site, steps that change it, and what must hold after each build.

After every build the output must be what a build from nothing makes, with the same problems said, and a second build
must write nothing. To add a change, write a method of `Writer`, `Designer` or `Trouble`: draw what it needs in
`@change(…)`, and change the disk. Whether a build follows is drawn for you.

    @change(entry=PICK, data=st.binary(max_size=9))
    def attach_a_file(self, entry: int, data: bytes) -> None:
        self.write(f"{self.folder_of(entry)}/attached.bin", data)
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from . import sources as pool
from . import twins
from .twins import CACHE, Ask, Link

MOST_ENTRIES = 9
MOST_FAILURES = 1
MEMORY_DISK = "/dev/shm"  # noqa: S108 -- each story makes a folder of its own there
# Stands for one of the files that there are just then.
PICK = st.integers(0, MOST_ENTRIES - 1)
# Often enough to tell what went wrong, seldom enough that changes come together too.
_BUILD = st.sampled_from((False, False, True))
Change = Callable[..., None]


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Change], Change]:
    """A rule of the state machine, counted."""

    def decorate(method: Change) -> Change:
        def counted(self: Machine, **values: Any) -> None:
            self.tally["steps"] += 1
            self.tally[method.__name__] += 1
            method(self, **values)

        counted.__name__ = method.__name__
        return rule(**drawn)(counted)

    return decorate


def change(**drawn: st.SearchStrategy[Any]) -> Callable[[Change], Change]:
    """A step that changes the site folder; a build may follow."""

    def decorate(method: Change) -> Change:
        def changed(self: Machine, then_build: bool, **values: Any) -> None:
            method(self, **values)
            if then_build:
                self.build()

        changed.__name__ = method.__name__
        return step(then_build=_BUILD, **drawn)(changed)

    return decorate


class Machine(RuleBasedStateMachine):
    """One site and its builds."""

    files: ClassVar[dict[str, str | bytes]] = {**pool.THEME, **pool.SITE}
    tally: ClassVar[Counter[str]] = Counter()
    # What the site that every story begins with is like, built from nothing.
    beginning: ClassVar[dict[object, twins.Result]] = {}

    def __init__(self) -> None:
        super().__init__()
        disk = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else tempfile.gettempdir()
        # The same for every story, so that templates need not be compiled for each.
        self.home = Path(disk) / f"voicebuilder-story-{os.getpid()}"
        shutil.rmtree(self.home, ignore_errors=True)
        self.site, self.out = self.home / "site", self.home / "site/_site"
        for path, data in self.files.items():
            self.write(path, data)
        self.now = pool.START
        self.good = twins.sources(self.site)
        self.builds = self.failures = 0
        self.cache_is_strange = False
        self.costly = ""
        self.cold: dict[object, twins.Result] = {}

    @initialize(costly=st.sampled_from(("", "", "another process", "default theme")))
    def build_first(self, costly: str) -> None:
        """Some stories have a change once that costs as much as ten builds."""
        self.costly = costly
        self.build()
        self.beginning.update(self.cold)

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    # What must hold.

    def build(self, ask: Ask | None = None) -> None:
        ask = ask or Ask(self.now)
        self.tally["builds"] += 1
        before = twins.tree(self.site / ask.out)
        warm = twins.run(self.site, ask)
        cold = self.run_cold(ask)
        assert warm.problems == cold.problems, f"P4: cold says {cold.problems}, warm says {warm.problems}"
        assert len(warm.notices) <= self.cache_is_strange, f"P4: said without need: {warm.notices}"
        if cold.failed:
            assert warm.failed, "P4: the warm build did not fail as the cold one"
            assert warm.tree == before, "P1: a failed build changed the site:\n" + twins.difference(warm.tree, before)
            self.build_failed()
            return
        assert not (wrong := twins.difference(warm.tree, cold.tree)), f"P4: warm is not cold:\n{wrong}"
        assert warm.counts[0] == cold.counts[0], "P4: another number of pages"
        self.builds += 1
        if self.builds % 2:
            self.nothing_more_to_write(ask)
        elif self.builds % 3:
            self.keep_cache()
        self.good, self.failures, self.cache_is_strange = twins.sources(self.site), 0, False

    def run_cold(self, ask: Ask) -> twins.Result:
        """The same sources make the same site (P3), so they are built once."""
        ask = replace(ask, jobs=1)
        key = (ask, tuple(twins.sources(self.site).items()))
        if key not in self.cold:
            known = self.beginning.get(key)
            self.cold = {key: known or twins.run_cold(self.site, self.home / "cold", ask)}
        return self.cold[key]

    def nothing_more_to_write(self, ask: Ask) -> None:
        before = twins.stamps(self.site)
        again = twins.run(self.site, ask)
        assert again.counts[1:] == (0, 0), "a second build says that it wrote"
        after = twins.stamps(self.site)
        touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        # A cache that was hurt may take a second build to be whole again; the site may not.
        touched = {path for path in touched if not path.startswith(f"{CACHE}/")}
        assert not touched, f"a second build wrote {sorted(touched)}"

    def keep_cache(self) -> None:
        """For a change that brings an older one back."""
        shutil.rmtree(self.home / "kept", ignore_errors=True)
        shutil.copytree(self.site / CACHE, self.home / "kept")

    def build_failed(self) -> None:
        """The writer tries a little, then undoes all since the last build that went well: most builds should work."""
        self.tally["failed builds"] += 1
        self.failures += 1
        if self.failures > MOST_FAILURES:
            self.go_back(self.good)

    def go_back(self, then: twins.Sources) -> None:
        """Put the sources back as they were."""
        now = twins.sources(self.site)
        changed = [path for path in sorted(now.keys() | then.keys()) if now.get(path) != then.get(path)]
        for path in reversed(changed):
            if path in now:
                remove = (self.site / path).rmdir if path.endswith("/") else (self.site / path).unlink
                remove()
        for path in changed:
            if path.endswith("/") and path in then:
                (self.site / path).mkdir()
            elif path in then:
                self.write(path, then[path])

    # What changes need.

    def write(self, path: str, data: str | bytes | Link) -> None:
        file = self.place(path)
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        elif file.is_dir() or (file.exists() and isinstance(data, Link)):
            file.unlink()
        twins.write(file, data)

    def place(self, path: str) -> Path:
        """A path whose folder is there: files in the way give way, and links that lead nowhere."""
        file = self.site / path
        for above in [file, *file.parents][::-1]:
            if (above.is_symlink() and not above.exists()) or (above.is_file() and above != file):
                above.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def put(self, path: str, data: str | bytes | Link | None) -> None:
        """Write a file; None takes it away, or puts back the one that the site began with."""
        data = self.files.get(path) if data is None else data
        if data is not None:
            self.write(path, data)
        else:
            (self.site / path).unlink(missing_ok=True)

    def paths(self, *tops: str, suffixes: tuple[str, ...] = ("",)) -> list[Path]:
        """Files in these folders of the site; all of its sources when none is named."""
        found = [path for path in twins.sources(self.site) if not tops or path.split("/")[0] in tops]
        return [file for path in found if path.endswith(suffixes) and (file := self.site / path).is_file()]

    def entries(self) -> list[Path]:
        return self.paths(*pool.KINDS, suffixes=(".md", ".markdown"))

    def entry(self, number: int) -> Path:
        """One of the entries; there is always one."""
        if not (entries := self.entries()):
            self.write("posts/new.md", "# New\n\nEnd x\n")
            entries = self.entries()
        return entries[number % len(entries)]

    def folder_of(self, number: int) -> str:
        return self.entry(number).parent.relative_to(self.site).as_posix()

    def edit(self, number: int, by: Callable[[str], str]) -> None:
        file = self.entry(number)
        file.write_text(by(file.read_text("utf-8", "replace")), "utf-8")

    def configure(self, key: str, value: str | None) -> None:
        file = self.site / "voicebuilder.yaml"
        file.write_text(pool.set_key(file.read_text("utf-8"), key, value), "utf-8")
