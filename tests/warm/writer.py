"""What a writer does to texts and files."""

from __future__ import annotations

import os

from hypothesis import strategies as st

from . import sources as pool
from . import twins
from .machine import MOST_ENTRIES, PICK, Machine, change
from .twins import Link

_SAID_OTHERWISE = {
    "date": ("2026-02-10T08:00:00+02:00", "2026-02-10T06:00:00Z"),
    "updated": ("2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00"),
    "mood": ("{b: 1, a: 2}", "{a: 2, b: 1}"),
}


class Writer(Machine):
    """Texts, files, and where they lie."""

    # Texts.

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
        key = data.draw(st.sampled_from(tuple(_SAID_OTHERWISE)))
        first, second = data.draw(st.permutations(_SAID_OTHERWISE[key]))
        self.edit(entry, lambda text: pool.set_front_matter(text, key, first))
        self.build()
        self.edit(entry, lambda text: pool.set_front_matter(text, key, second))

    @change(entry=PICK, to=PICK, form=st.sampled_from(("{}", "{}#where", "{}#gone", "/posts/{}/")))
    def refer_to_entry(self, entry: int, to: int, form: str) -> None:
        target = os.path.relpath(self.entry(to), self.entry(entry).parent)
        self.edit(entry, lambda text: f"{text}\n[a link](<{form.format(target)}>)\n")

    @change(entry=PICK, how=st.sampled_from(pool.BROKEN_ENTRIES), other=PICK, repaired=st.booleans())
    def break_entry(self, entry: int, how: bytes, other: int, repaired: bool) -> None:
        """While something else is new: a build that failed must leave no trace of it."""
        before = twins.sources(self.site)
        self.edit(other, lambda text: pool.set_front_matter(text, "title", "Gone again"))
        self.entry(entry).write_bytes(how)
        self.build()
        if repaired:
            self.go_back(before)

    # Where texts lie.

    @change(entry=PICK)
    def delete_entry(self, entry: int) -> None:
        self.entry(entry).unlink()

    @change(entry=PICK, path=pool.ENTRY_PATHS)
    def rename_entry(self, entry: int, path: str) -> None:
        self.entry(entry).replace(self.place(path))

    @change(folder=PICK, name=st.sampled_from(pool.FOLDERS))
    def rename_folder(self, folder: int, name: str) -> None:
        folders = sorted({file.parent for file in self.entries() if len(file.relative_to(self.site).parts) > 2})
        if folders and not os.path.lexists(target := folders[folder % len(folders)].with_name(name)):
            folders[folder % len(folders)].rename(target)

    @change(one=PICK, other=PICK, by_renaming=st.booleans())
    def swap_entries(self, one: int, other: int, by_renaming: bool) -> None:
        first, second, aside = self.entry(one), self.entry(other), self.home / "aside"
        if by_renaming and first != second:
            first.rename(aside)
            second.rename(first)
            aside.rename(second)
        elif first != second:
            data = first.read_bytes()
            first.write_bytes(second.read_bytes())
            second.write_bytes(data)

    @change(path=pool.ENTRY_PATHS, to=PICK, moved=st.booleans())
    def link_file(self, path: str, to: int, moved: bool) -> None:
        """A second name of a text, or a link that there is leads elsewhere now; or the text moves behind a link."""
        target, file = self.entry(to), self.site / path
        if moved and not target.is_symlink():
            file, target = target, target.parent / "_shelf" / target.name
            target.parent.mkdir(exist_ok=True)
            file.replace(target)
        if target != file:
            self.write(file.relative_to(self.site).as_posix(), Link(os.path.relpath(target, file.parent)))

    @change(name=st.sampled_from(pool.FOLDERS), kind=st.sampled_from(pool.KINDS), to=PICK)
    def link_folder(self, name: str, kind: str, to: int) -> None:
        """A folder by a second name, or another folder behind a link that there is."""
        target, link = self.entry(to).parent, self.site / kind / name
        if link != target and (link.is_symlink() or not link.exists()):
            self.write(f"{kind}/{name}", Link(os.path.relpath(target, link.parent)))

    # Files of every sort.

    @change(number=st.integers(0, 60), rewritten=st.booleans())
    def touch(self, number: int, rewritten: bool) -> None:
        """A new time, or a new file, and the same bytes."""
        files = self.paths()
        file = files[number % len(files)]
        if rewritten:
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data)
        else:
            file.touch()

    @change(number=st.integers(0, 30))
    def edit_in_disguise(self, number: int) -> None:
        """Other bytes, the same size and time: only the content shows it."""
        self.build()
        if files := self.paths(*pool.KINDS, "static"):
            file = files[number % len(files)]
            info = file.stat()
            file.write_bytes(pool.disguised(file.read_bytes()))
            os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))

    @change(entry=PICK, picture=st.builds(pool.png, st.integers(1, 3), st.integers(0, 3)))
    def put_picture(self, entry: int, picture: bytes) -> None:
        self.write(f"{self.folder_of(entry)}/pic.png", picture)

    @change(number=PICK, replaced=st.booleans())
    def take_picture(self, number: int, replaced: bool) -> None:
        """Away, or for another one of the same size."""
        if pictures := self.paths(*pool.KINDS, suffixes=(".png",)):
            picture = pictures[number % len(pictures)]
            other = pool.disguised(picture.read_bytes())
            picture.unlink()
            if replaced:
                picture.write_bytes(other)

    @change(file=pool.one_of(pool.STATIC))
    def change_static(self, file: tuple[str, str | bytes | None]) -> None:
        self.put(*file)
