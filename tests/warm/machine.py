"""A story: a writer changes a site in every way there is, and builds it now and then.

After every build the output must be what a build from nothing makes, with the same problems said, and a second build
must write nothing. To add a change, write a method below: draw what it needs in `@change(…)`, and change the disk.
Whether a build follows is drawn for you.

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
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from . import sources as pool
from . import twins
from .twins import CACHE, Ask

MOST_ENTRIES = 12
MOST_FAILURES = 2
MEMORY_DISK = "/dev/shm"  # noqa: S108 -- each story makes a folder of its own there
# Stands for one of the files that there are just then.
PICK = st.integers(0, MOST_ENTRIES - 1)
Change = Callable[..., None]


def step(**drawn: st.SearchStrategy[Any]) -> Callable[[Change], Change]:
    """A rule of the state machine, counted."""

    def decorate(method: Change) -> Change:
        def counted(self: Story, **values: Any) -> None:
            self.tally["steps"] += 1
            method(self, **values)

        counted.__name__ = method.__name__
        return rule(**drawn)(counted)

    return decorate


def change(**drawn: st.SearchStrategy[Any]) -> Callable[[Change], Change]:
    """A step that changes the site folder; a build may follow."""

    def decorate(method: Change) -> Change:
        def changed(self: Story, then_build: bool, **values: Any) -> None:
            method(self, **values)
            if then_build:
                self.build()

        changed.__name__ = method.__name__
        return step(then_build=st.booleans(), **drawn)(changed)

    return decorate


class Story(RuleBasedStateMachine):
    """One site, its changes and builds."""

    files: ClassVar[dict[str, str | bytes]] = {**pool.THEME, **pool.SITE}
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        disk = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else None
        self.home = Path(tempfile.mkdtemp(prefix="voicebuilder-story-", dir=disk))
        self.site, self.out = self.home / "site", self.home / "site/_site"
        for path, data in self.files.items():
            self.write(path, data)
        self.now = pool.START
        self.good = twins.sources(self.site)
        self.failures = 0
        self.was_elsewhere = False

    @initialize()
    def build_first(self) -> None:
        self.build()

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    # What must hold.

    def build(self, ask: Ask | None = None) -> None:
        ask = ask or Ask(self.now)
        self.tally["builds"] += 1
        before = twins.tree(self.site / ask.out)
        warm = twins.run(self.site, ask)
        cold = twins.run_cold(self.site, self.home / "cold", replace(ask, jobs=1))
        assert warm.problems == cold.problems, "P4: warm and cold say other things"
        if cold.failed:
            assert warm.failed, "the warm build did not fail as the cold one"
            assert warm.tree == before, "P1: a failed build changed the site:\n" + twins.difference(warm.tree, before)
            self.build_failed()
            return
        assert not (wrong := twins.difference(warm.tree, cold.tree)), f"P4: warm is not cold:\n{wrong}"
        assert warm.counts[0] == cold.counts[0], "P4: another number of pages"
        self.nothing_more_to_write(ask)
        self.good, self.failures = twins.sources(self.site), 0

    def nothing_more_to_write(self, ask: Ask) -> None:
        before = twins.stamps(self.site)
        again = twins.run(self.site, ask)
        assert again.counts[1:] == (0, 0), "a second build says that it wrote"
        after = twins.stamps(self.site)
        touched = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        # A cache that was hurt may take a second build to be whole again; the site may not.
        touched = {path for path in touched if not path.startswith(f"{CACHE}/")}
        assert not touched, f"a second build wrote {sorted(touched)}"

    def build_failed(self) -> None:
        """The writer tries a little, then undoes all since the last build that went well: most builds should work."""
        self.tally["failed builds"] += 1
        self.failures += 1
        if self.failures > MOST_FAILURES:
            for path in twins.sources(self.site).keys() - self.good.keys():
                (self.site / path).unlink()
            for path, data in self.good.items():
                self.write(path, data)

    # What changes need.

    def write(self, path: str, data: str | bytes) -> None:
        """A file or folder in the way of the path gives way."""
        file = self.site / path
        for above in [*file.parents][::-1]:
            if above.is_file():
                above.unlink()
        if file.is_dir():
            shutil.rmtree(file)
        twins.write(file, data)

    def put(self, path: str, data: str | bytes | None) -> None:
        """Write a file; None takes it away, or puts back the one that the site began with."""
        data = self.files.get(path) if data is None and path.startswith("plain/") else data
        if data is not None:
            self.write(path, data)
        else:
            (self.site / path).unlink(missing_ok=True)

    def paths(self, *tops: str, suffixes: tuple[str, ...] = ("",)) -> list[Path]:
        """Files in these folders of the site; all of its sources when none is named."""
        found = [path for path in twins.sources(self.site) if not tops or path.split("/")[0] in tops]
        return [self.site / path for path in found if path.endswith(suffixes)]

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

    def disguise(self, file: Path) -> None:
        """Other bytes, the same size and time: only the content shows it."""
        info = file.stat()
        file.write_bytes(pool.disguised(file.read_bytes()))
        os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))

    # Entries.

    @change(path=pool.ENTRY_PATHS, title=pool.TITLES, body=pool.BODIES)
    def write_entry(self, path: str, title: str | None, body: str) -> None:
        if len(self.entries()) < MOST_ENTRIES or (self.site / path).exists():
            self.write(path, pool.set_front_matter(body, "title", title))

    @change(entry=PICK, body=pool.BODIES)
    def edit_body(self, entry: int, body: str) -> None:
        self.edit(entry, lambda text: pool.set_body(text, body))

    @change(entry=PICK, title=pool.TITLES)
    def edit_title(self, entry: int, title: str | None) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, "title", title))

    @change(entry=PICK, field=pool.one_of(pool.DATES))
    def edit_date(self, entry: int, field: tuple[str, str | None]) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, *field))

    @change(entry=PICK, field=pool.one_of(pool.TERMS))
    def edit_tags(self, entry: int, field: tuple[str, str | None]) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, *field))

    @change(entry=PICK, field=pool.one_of(pool.STATUS))
    def edit_status(self, entry: int, field: tuple[str, str | None]) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, *field))

    @change(entry=PICK, field=pool.one_of(pool.ADDRESS))
    def edit_address(self, entry: int, field: tuple[str, str | None]) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, *field))

    @change(entry=PICK, field=pool.one_of(pool.WORDS))
    def edit_words(self, entry: int, field: tuple[str, str | None]) -> None:
        self.edit(entry, lambda text: pool.set_front_matter(text, *field))

    @change(entry=PICK, data=st.data())
    def say_the_same_otherwise(self, entry: int, data: st.DataObject) -> None:
        """The same moment in another zone, or the same keys in another order: equal values that look different."""
        key = data.draw(st.sampled_from(("date", "updated", "mood")))
        first, second = data.draw(st.permutations(_PAIRS[key]))
        self.edit(entry, lambda text: pool.set_front_matter(text, key, first))
        self.build()
        self.edit(entry, lambda text: pool.set_front_matter(text, key, second))

    @change(entry=PICK, to=PICK, form=st.sampled_from(("{}", "{}#where", "{}#gone", "/posts/{}/")))
    def link_entries(self, entry: int, to: int, form: str) -> None:
        target = os.path.relpath(self.entry(to), self.entry(entry).parent)
        self.edit(entry, lambda text: f"{text}\n[a link](<{form.format(target)}>)\n")

    @change(entry=PICK)
    def delete_entry(self, entry: int) -> None:
        self.entry(entry).unlink()

    @change(entry=PICK, path=pool.ENTRY_PATHS)
    def rename_entry(self, entry: int, path: str) -> None:
        file, target = self.entry(entry), self.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)

    @change(folder=PICK, name=st.sampled_from(pool.FOLDERS))
    def rename_folder(self, folder: int, name: str) -> None:
        folders = sorted({file.parent for file in self.entries() if len(file.relative_to(self.site).parts) > 2})
        if folders and not (target := folders[folder % len(folders)].with_name(name)).exists():
            folders[folder % len(folders)].rename(target)

    @change(one=PICK, other=PICK)
    def swap_contents(self, one: int, other: int) -> None:
        first, second = self.entry(one), self.entry(other)
        data = first.read_bytes()
        first.write_bytes(second.read_bytes())
        second.write_bytes(data)

    @change(one=PICK, other=PICK)
    def swap_by_renaming(self, one: int, other: int) -> None:
        first, second, aside = self.entry(one), self.entry(other), self.home / "aside"
        if first != second:
            first.rename(aside)
            second.rename(first)
            aside.rename(second)

    @change(entry=PICK, how=st.sampled_from(pool.BROKEN_ENTRIES), repaired=st.booleans())
    def break_entry(self, entry: int, how: bytes, repaired: bool) -> None:
        file = self.entry(entry)
        right = file.read_bytes()
        file.write_bytes(how)
        self.build()
        if repaired and file.exists():
            file.write_bytes(right)

    # Files of every sort.

    @change(number=st.integers(0, 60))
    def touch(self, number: int) -> None:
        files = self.paths()
        files[number % len(files)].touch()

    @change(number=st.integers(0, 60))
    def rewrite_the_same(self, number: int) -> None:
        file = self.paths()[number % len(self.paths())]
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)

    @change(number=st.integers(0, 30))
    def edit_in_disguise(self, number: int) -> None:
        self.build()
        if files := self.paths(*pool.KINDS, "static"):
            self.disguise(files[number % len(files)])

    @change(entry=PICK, picture=st.builds(pool.png, st.integers(1, 3), st.integers(0, 3)))
    def put_picture(self, entry: int, picture: bytes) -> None:
        self.write(f"{self.folder_of(entry)}/pic.png", picture)

    @change(number=PICK)
    def remove_picture(self, number: int) -> None:
        pictures = self.paths(*pool.KINDS, suffixes=(".png",))
        if pictures:
            pictures[number % len(pictures)].unlink()

    @change(file=pool.one_of(pool.STATIC))
    def change_static(self, file: tuple[str, str | bytes | None]) -> None:
        self.put(*file)

    # The look and the config.

    @change(file=pool.one_of(pool.LOOK))
    def change_look(self, file: tuple[str, str | bytes | None]) -> None:
        self.put(*file)

    @change(file=st.sampled_from(pool.BROKEN_LOOK), repaired=st.booleans())
    def break_look(self, file: tuple[str, str], repaired: bool) -> None:
        path = self.site / file[0]
        right = path.read_bytes()
        self.write(*file)
        self.build()
        if repaired:
            path.write_bytes(right)

    @change(key=pool.one_of(pool.CONFIG))
    def change_config(self, key: tuple[str, str | None]) -> None:
        file = self.site / "voicebuilder.yaml"
        file.write_text(pool.set_key(file.read_text("utf-8"), *key), "utf-8")

    # Time, and other ways to build.

    @change(minutes=st.sampled_from(pool.MINUTES))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @step(jobs=st.sampled_from((1, 1, 2)))
    def build_now(self, jobs: int) -> None:
        self.build(Ask(self.now, jobs=jobs))

    @step(
        drafts=st.booleans(), out=st.sampled_from(("_site", "_other")), base=st.sampled_from((None, "https://b.io/x/"))
    )
    def build_otherwise(self, drafts: bool, out: str, base: str | None) -> None:
        self.build(Ask(self.now, drafts, out=out, base=base))

    @precondition(lambda self: not self.was_elsewhere)  # a process costs as much as ten builds: once a story
    @step(hash_seed=st.integers(1, 9))
    def build_in_another_process(self, hash_seed: int) -> None:
        self.was_elsewhere = True
        twins.run_elsewhere(self.site, Ask(self.now), hash_seed)
        self.build()

    @change(number=st.integers(1, 80))
    def kill_at_a_change_of_the_disk(self, number: int) -> None:
        self.kill(at_change=number)

    @change(number=st.integers(1, 200_000))
    def kill_at_a_moment(self, number: int) -> None:
        self.kill(at_call=number)

    def kill(self, **when: int) -> None:
        before = twins.tree(self.out)
        self.tally["killed"] += twins.run_killed(self.site, Ask(self.now), **when)
        after = twins.tree(self.out)
        if after != before:
            cold = twins.run_cold(self.site, self.home / "cold", Ask(self.now))
            wrong = twins.difference(after, cold.tree)
            assert not wrong, f"P1: a killed build left neither the old site nor the new:\n{wrong}"

    # The cache and the output, behind the builder's back.

    @change(number=st.integers(0, 60), place=st.floats(0, 1), how=st.sampled_from(("flip", "cut", "empty", "delete")))
    def hurt_cache(self, number: int, place: float, how: str) -> None:
        files = [path for path in twins.below(self.site / CACHE) if path.is_file()]
        if files:
            file = files[number % len(files)]
            data = bytearray(file.read_bytes())
            spot = int(place * max(0, len(data) - 1))
            if how == "flip" and data:
                data[spot] ^= 1 << (number % 8)
            file.write_bytes({"flip": bytes(data), "cut": bytes(data[:spot])}.get(how, b""))
            if how == "delete":
                file.unlink()

    @change()
    def delete_cache(self) -> None:
        shutil.rmtree(self.site / CACHE, ignore_errors=True)

    @step()
    def keep_cache(self) -> None:
        shutil.rmtree(self.home / "kept", ignore_errors=True)
        if (self.site / CACHE).exists():
            shutil.copytree(self.site / CACHE, self.home / "kept")

    @change(whole=st.booleans(), number=st.integers(0, 60))
    def bring_older_cache_back(self, whole: bool, number: int) -> None:
        """As a whole, or one file of it among newer ones."""
        kept = [path.relative_to(self.home / "kept") for path in twins.below(self.home / "kept") if path.is_file()]
        if kept and whole:
            shutil.rmtree(self.site / CACHE, ignore_errors=True)
        for path in kept if whole else kept[number % len(kept) :][:1] if kept else ():
            self.write(f"{CACHE}/{path}", (self.home / "kept" / path).read_bytes())

    @change(number=st.integers(0, 60), how=st.sampled_from(("touch", "append", "empty", "chmod", "delete")))
    def meddle_with_output(self, number: int, how: str) -> None:
        """Not in disguise: who sets a published file's time back after an edit does not want it seen."""
        files = twins.published(self.out)
        if files:
            file = files[number % len(files)]
            meddle: dict[str, Callable[[], object]] = {
                "touch": file.touch,
                "append": lambda: file.write_bytes(file.read_bytes() + b"more"),
                "empty": lambda: file.write_bytes(b""),
                "chmod": lambda: file.chmod(0o600),
                "delete": file.unlink,
            }
            meddle[how]()

    @change()
    def delete_output(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)


_PAIRS = {
    "date": ("2026-02-10T08:00:00+02:00", "2026-02-10T06:00:00Z"),
    "updated": ("2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00"),
    "mood": ("{b: 1, a: 2}", "{a: 2, b: 1}"),
}
