"""What is saved while previews run, and in which order: each preview in turn, A B A B, as `rounds` does with builds.

In: a `Plan`. Out: a `Record` of `Session`s; a line on each as it ends.

For each size, every preview runs once ahead, so that caches are warm and the sources are in the system's file cache.
In a session one post is saved again and again: other words, then other tags; then come new files. Every save is a text
that was never there before. By turns a file is written over, and another is renamed to its name: editors do either.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import corpus, layouts
from benchmarks.meter import RunError
from benchmarks.record import Record, Session
from benchmarks.rounds import say, site_of
from benchmarks.servers import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.corpus import Entry
    from benchmarks.programs import Program
    from benchmarks.rounds import Plan
    from benchmarks.servers import Server

WORDS, TAG, FILE = "words", "a new tag", "a new file"
# Seconds: until what follows a start, and a save, is done.
_SETTLE = 3.0
_PAUSE = 0.7
# Words begin so that no text has; lower case, and right in an address.
_MARK = "zmark"


@dataclass(frozen=True, slots=True)
class Save:
    """A kind of edit, saved.

    Attributes:
        times: In a session.
        made: The entry with a mark in it.
        shown: Where the mark is then to be seen; a generator's name and the entry are given.
    """

    times: int
    made: Callable[[Entry, str], Entry]
    shown: Callable[[str, Entry], str]


def _longer(entry: Entry, mark: str) -> Entry:
    return replace(entry, body=f"{entry.body}\n{mark}\n")


def _tagged(entry: Entry, mark: str) -> Entry:
    return replace(entry, tags=(*entry.tags, mark))


def _new(entry: Entry, mark: str) -> Entry:
    return replace(entry, slug=mark, title=mark)


def _of_last_tag(_: str, entry: Entry) -> str:
    return f"/tags/{entry.tags[-1]}/"


# In the order of a session.
SAVES = {
    WORDS: Save(10, _longer, layouts.address),
    TAG: Save(4, _tagged, _of_last_tag),
    FILE: Save(4, _new, layouts.address),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A site, and the post that is edited."""

    program: Program
    site: Path
    post: Entry


def measure(plan: Plan) -> Record:
    """Run the previews of a plan's programs.

    Raises:
        RunError: A preview ended with an error, or did not show what was saved.
    """
    record = Record()
    for size in plan.sizes:
        entries = list(corpus.entries(size))
        post = next((entry for entry in entries[size // 2 :] if entry.title), None)
        if post is None:
            raise RunError(f"{size:,} entries are too few to edit a post")
        places = [_Place(each, site_of(plan.folder, each.name, size), post) for each in plan.programs if each.preview]
        for place in places:
            layouts.lay_out(place.program.name, place.site, entries)
            _ahead(place)
        for _ in range(plan.rounds):
            for place in places:
                ran = _session(place)
                record.sessions[size, place.program.name].append(ran)
                _tell(size, place.program.name, ran)
    return record


def _ahead(place: _Place) -> None:
    with serving(place.program.preview, place.site) as server:
        server.wait(layouts.address(place.program.name, place.post))


def _session(place: _Place) -> Session:
    # What was written before would reach the disk during this.
    os.sync()
    began = time.perf_counter()
    with _tidied(place), serving(place.program.preview, place.site) as server:
        server.wait(layouts.address(place.program.name, place.post))
        start = time.perf_counter() - began
        time.sleep(_SETTLE)
        waits = {
            what: [_waited(place, server, save, is_renamed=turn % 2 == 1) for turn in range(save.times)]
            for what, save in SAVES.items()
        }
        return Session(start, waits, server.peak())


@contextmanager
def _tidied(place: _Place) -> Iterator[None]:
    """Leave the site's sources as they were."""
    post = layouts.source(place.program.name, place.site, place.post)
    try:
        yield
    finally:
        post.write_text(layouts.text(place.program.name, place.post), "utf-8")
        for made in [*post.parent.glob(f"{_MARK}*"), *post.parent.glob("*~")]:
            made.unlink()


def _waited(place: _Place, server: Server, save: Save, *, is_renamed: bool) -> float:
    """Seconds from a save to its being served."""
    name, mark = place.program.name, f"{_MARK}{secrets.token_hex(6)}"
    entry = save.made(place.post, mark)
    path, text = layouts.source(name, place.site, entry), layouts.text(name, entry)
    began = _renamed_over(path, text) if is_renamed else _written(path, text)
    server.wait(save.shown(name, entry), mark)
    waited = time.perf_counter() - began
    time.sleep(_PAUSE)
    return waited


def _written(path: Path, text: str) -> float:
    began = time.perf_counter()
    path.write_text(text, "utf-8")
    return began


def _renamed_over(path: Path, text: str) -> float:
    beside = path.with_name(f"{path.name}.tmp~")
    beside.write_text(text, "utf-8")
    began = time.perf_counter()
    beside.replace(path)
    return began


def _tell(size: int, name: str, session: Session) -> None:
    medians = ", ".join(f"{what} {1000 * median(waits):,.0f} ms" for what, waits in session.waits.items())
    say(f"{size:>9,} entries  {name}'s preview: start {session.start:.2f} s; {medians}")
