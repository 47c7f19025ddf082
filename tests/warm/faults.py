"""Faults to plant, by name: each breaks one part of the real engine, in the way of a cache that forgot something.

In: a name of `FAULTS`. Out: a context in which builds have that fault. A cold build has it too, and is right all the
same: there is nothing yet that could be believed wrongly.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import msgspec

from voicebuilder import build, media, renewal
from voicebuilder.content.memory import Memory
from voicebuilder.memo import Pack, Traces, fingerprint
from voicebuilder.memo import files as cache_files
from voicebuilder.memo import prints as memo_prints
from voicebuilder.memo.prints import of_bytes
from voicebuilder.render import prints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.config import Config
    from voicebuilder.model.page import Page
    from voicebuilder.model.route import Route
    from voicebuilder.render import Facts
    from voicebuilder.report import Report
    from voicebuilder.theme import Theme

# `content` has functions of these names.
convert, read = (import_module(f"voicebuilder.content.{name}") for name in ("convert", "read"))
Plant = Callable[[], AbstractContextManager[object]]
_SAME = fingerprint("always the same")


class Fault(NamedTuple):
    """A fault.

    Attributes:
        planted: Makes builds have it for a while.
        changes: The changes of a story that it is about.
        seen: How it shows: in a promise that is broken, or in a build that cannot go on.
    """

    planted: Plant
    changes: tuple[str, ...]
    seen: tuple[type[Exception], ...] = (AssertionError,)


def _instead(owner: object, name: str, make: Callable[[Any], Callable[..., Any]]) -> Plant:
    """A part of the engine is another one, made from the real one."""
    return lambda: mock.patch.object(owner, name, make(getattr(owner, name)))


# Facts that are left out: whatever they become, no page is made anew for it.


def _forgotten(prefix: str) -> Plant:
    def make(real: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
        return lambda *what: {fact: _SAME if fact.startswith(prefix) else p for fact, p in real(*what).items()}

    return _instead(prints, "of", make)


def _without_a_setting(real: Callable[..., dict[str, bytes]]) -> Callable[..., dict[str, bytes]]:
    def of(facts: Facts, theme: bytes) -> dict[str, bytes]:
        return real(replace(facts, settings=msgspec.structs.replace(facts.settings, description="")), theme)

    return of


def _without_partials(real: Callable[[Theme], tuple[tuple[str, bytes], ...]]) -> Callable[[Theme], object]:
    return lambda theme: tuple(file for file in real(theme) if "/partials/" not in file[0])


def _without_members_of_tags(real: Callable[[Page], bytes]) -> Callable[[Page], bytes]:
    return lambda page: fingerprint(page.url) if page.url.startswith("/tags/") else real(page)


def _without_items_of_feeds(real: Callable[..., bytes]) -> Callable[..., bytes]:
    def own_print(self: renewal.Renderers, route: Route) -> bytes:
        return fingerprint(route.subject.title) if hasattr(route.subject, "folder") else real(self, route)

    return own_print


def _files_by_name(_real: object) -> Callable[..., bytes]:
    return lambda _self, path: fingerprint(path)


# What the last build knew is believed beyond its time.


def _old_clock(real: Callable[..., build.Plan]) -> Callable[..., build.Plan]:
    """A site that has a cache lives at the time of its first build."""
    first: dict[Path, Any] = {}

    def plan(config: Config, options: build.Options, memory: Memory, report: Report) -> build.Plan:
        if not (config.folder / build.CACHE_FOLDER / "pages").exists():
            first[config.folder] = options.now
        return real(config, replace(options, now=first.get(config.folder, options.now)), memory, report)

    return plan


def _removed_files_stay(real: Callable[..., set[str]]) -> Callable[..., set[str]]:
    def holding(self: renewal.Renewal, signature: Callable[[str], bytes | None]) -> set[str]:
        gone = self._traces._old.keys() - {route.output_path for route in self._routes}
        return real(self, signature) | {path for path in gone if signature(path)}

    return holding


def _texts_by_file_time(real: Callable[[str], bytes]) -> Callable[[str], bytes]:
    seen: dict[object, bytes] = {}

    def file_bytes(file: str) -> bytes:
        info = Path(file).stat()
        return seen.setdefault((file, info.st_size, info.st_mtime_ns), real(file))

    return file_bytes


def _links_unheeded(real: Callable[..., Any]) -> Callable[..., Any]:
    def text(self: Memory, key: bytes) -> object:
        found = real(self, key)
        return found and (replace(found[0], links=()), found[1])

    return text


def _how_unheeded(_real: object) -> Callable[..., bytes]:
    """A text is known by its bytes and place, however it is to be converted."""
    return lambda _self, entry: fingerprint(entry.document.digest, entry.kind.name, entry.slug)


def _problems_told_once(real: Callable[..., Any]) -> Callable[..., Any]:
    def text(self: Memory, key: bytes) -> object:
        found = real(self, key)
        return found and (replace(found[0], faults=()), found[1])

    return text


# Faults inside the memo engine.


def _one_fact_in_ten(real: Callable[..., None]) -> Callable[..., None]:
    """Some facts are not compared; which, their name decides."""

    def face(self: Traces, facts: Mapping[str, bytes]) -> None:
        real(self, {fact: p if zlib.crc32(fact.encode()) % 10 else _SAME for fact, p in facts.items()})

    return face


def _neighbours_value(real: Callable[..., bytes | None]) -> Callable[..., bytes | None]:
    def get(self: Pack, key: bytes) -> bytes | None:
        keys = sorted(self._places)
        return real(self, keys[keys.index(key) - 1] if key in keys else key)

    return get


class _Brief:
    """A hash of one byte."""

    def __init__(self, data: bytes, digest_size: int) -> None:
        self._digest = blake2b(data, digest_size=1).digest().ljust(digest_size, b"\0")

    def digest(self) -> bytes:
        return self._digest


def _sorted(_real: object) -> Callable[[object], bytes]:
    return lambda value: msgspec.msgpack.encode(value, enc_hook=memo_prints._plain, order="sorted")


def _unchecked(*, sums: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What lies in the cache is believed whatever version it is of, or even when it is not what was written."""

    def make(real: Callable[..., Any]) -> Callable[..., Any]:
        def read_file(path: Path, version: str) -> tuple[bytes | None, str]:
            if build.CACHE_FOLDER not in path.as_posix() or not path.is_file():
                return real(path, version)
            data, start = path.read_bytes(), cache_files._HEAD
            is_whole = of_bytes(data[start:]) == data[start - memo_prints.SIZE : start]
            return (data[start:], "") if is_whole or not sums else (None, "the cache is damaged")

        return read_file

    return make


def _fault(owner: object, name: str, make: Callable[[Any], Callable[..., Any]], *changes: str) -> Fault:
    return Fault(_instead(owner, name, make), changes)


# The first story of all repeats the change of the fewest words: this one costs little.
_IDLE = ("change_config",)
_TEXTS = ("edit_body", "edit_title", "write_entry", "refer_to_entry")
FAULTS: dict[str, Fault] = {
    "stale card": Fault(_forgotten("card:"), _TEXTS),
    "stale text": Fault(_forgotten("text:"), _TEXTS),
    "stale name of a neighbour": Fault(_forgotten("name:"), _TEXTS),
    "stale neighbour": Fault(_forgotten("neighbours:"), ("write_entry", "edit_date")),
    "stale count of a tag": Fault(_forgotten("count:"), ("edit_tags", "edit_status")),
    "stale site": Fault(_forgotten("site"), ("change_config", "change_look")),
    "stale config value": _fault(prints, "of", _without_a_setting, "change_config"),
    "stale template partial": _fault(build.theme, "files", _without_partials, "change_look"),
    "stale tag page": _fault(renewal, "_page_print", _without_members_of_tags, "edit_tags", "edit_status"),
    "stale feed": _fault(renewal.Renderers, "own_print", _without_items_of_feeds, "delete_entry", "edit_date"),
    "stale copy": _fault(media.Workshop, "stamp", _files_by_name, "put_picture", "change_static"),
    "stale clock": _fault(build, "plan", _old_clock, "time_passes"),
    "leftover file": _fault(renewal.Renewal, "holding", _removed_files_stay, "delete_entry", "edit_address"),
    "trust in file times": _fault(read, "file_bytes", _texts_by_file_time, "edit_in_disguise"),
    "links unheeded": _fault(Memory, "text", _links_unheeded, "edit_address", "refer_to_entry"),
    "settings unheeded": _fault(convert._Converter, "key", _how_unheeded, "change_config"),
    "problems told once": _fault(Memory, "text", _problems_told_once, "edit_body"),
    "memo: one fact in ten": _fault(Traces, "face", _one_fact_in_ten, *_TEXTS, "change_config"),
    "memo: the neighbour's value": _fault(Pack, "get", _neighbours_value, "change_look", "change_config"),
    "memo: prints of one byte": _fault(memo_prints, "blake2b", lambda _real: _Brief, *_TEXTS),
    "memo: the order of a dict": _fault(memo_prints, "encode", _sorted, *_IDLE, "say_the_same_otherwise"),
    "memo: any version": _fault(
        cache_files, "read", _unchecked(sums=True), *_IDLE, "let_another_version_build", "edit_body"
    ),
    "memo: any bytes": Fault(
        _instead(cache_files, "read", _unchecked(sums=False)),
        ("hurt_cache", "change_look"),
        (AssertionError, ValueError),
    ),
}
