"""Faults to plant, by name: each makes builds go wrong in the way of a cache that forgot something.

In: a name of `FAULTS`. Out: a context in which builds have that fault. A fault of the present code is a function of
what was published before a build (`Spoil`); one that patches a part of the builder is any other context manager.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import mock

from voicebuilder import build

from . import twins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voicebuilder.config import Config
    from voicebuilder.report import Report

    # Is given the config, the output before the build and the report, after a build that went well.
    Spoil = Callable[[Config, twins.Tree, Report], None]


@contextmanager
def after_each_build(spoil: Spoil) -> Iterator[None]:
    """Every build that went well is followed by some harm."""
    real = build.build

    def spoiled(config: Config, options: build.Options, report: Report) -> Any:
        before = twins.tree(config.output)
        outcome = real(config, options, report)
        spoil(config, before, report)
        return outcome

    with mock.patch.object(build, "build", spoiled):
        yield


def stale_neighbour(config: Config, before: twins.Tree, _report: Report) -> None:
    """A page of which only the links to its neighbours are new stays as it was."""
    for path, (_, data) in before.items():
        file = config.output / path
        page = file.read_bytes() if path.endswith(".html") and file.is_file() else data
        if page != data and _without_neighbours(page) == _without_neighbours(data):
            file.write_bytes(data)
            return


def _without_neighbours(page: bytes) -> list[bytes]:
    return [line for line in page.split(b"\n") if b'<a rel="' not in line]


def stale_tag_page(config: Config, before: twins.Tree, _report: Report) -> None:
    """The page of a tag stays as it was."""
    for path, (_, data) in before.items():
        file = config.output / path
        if path.startswith("tags/") and path.count("/") == 2 and path.endswith("index.html") and file.is_file():
            file.write_bytes(data)


def leftover_file(config: Config, before: twins.Tree, _report: Report) -> None:
    """The page of an entry that is gone is still there."""
    for path, (_, data) in before.items():
        if path.startswith("posts/") and path.endswith("/index.html") and not (config.output / path).exists():
            twins.write(config.output / path, data)


def forgotten_warnings(_config: Config, before: twins.Tree, report: Report) -> None:
    """What was warned of once is not said again."""
    if before:
        report._problems.clear()


def unchecked_cache(config: Config, _before: twins.Tree, _report: Report) -> None:
    """The home page comes from the cache when its key is there, whatever has become of the value."""
    page, cache = config.output / "index.html", config.folder / twins.CACHE / "cache/home"
    right = page.read_bytes()
    key = hashlib.sha256(right).digest()
    held = cache.read_bytes() if cache.is_file() else b""
    if not held.startswith(key):
        twins.write(cache, key + right)
    elif held != key + right:
        page.write_bytes(held.removeprefix(key))


@contextmanager
def trust_in_file_times() -> Iterator[None]:
    """When no source has another size or time than at the last build, nothing is new."""
    seen: dict[object, object] = {}

    def spoil(config: Config, before: twins.Tree, _report: Report) -> None:
        site, files = config.folder, twins.sources(config.folder)
        now = {path: ((site / path).stat().st_size, (site / path).stat().st_mtime_ns) for path in files}
        if seen.get(config.output) == now:
            for path, (_, data) in before.items():
                if (config.output / path).is_file():
                    (config.output / path).write_bytes(data)
        seen[config.output] = now

    with after_each_build(spoil):
        yield


FAULTS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    **{
        spoil.__name__: partial(after_each_build, spoil)
        for spoil in (stale_neighbour, stale_tag_page, leftover_file, forgotten_warnings, unchecked_cache)
    },
    "trust_in_file_times": trust_in_file_times,
}
