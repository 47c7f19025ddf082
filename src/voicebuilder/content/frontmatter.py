"""From the bytes of a content file to typed front matter and the Markdown below it.

In: a file's bytes and path, the keys of its kind, the site's time zone. Out: `Loaded`: front matter, body, the name's
stem, and every problem of the file at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from voicebuilder.config import toml, yaml
from voicebuilder.content.decode import decode
from voicebuilder.content.frontmatter_keys import FIELDS, JOINED, KNOWN, OTHERS
from voicebuilder.content.frontmatter_split import split
from voicebuilder.content.frontmatter_values import OF_KINDS, READERS, Reading, flag, unique
from voicebuilder.errors import Problem, Severity
from voicebuilder.model.document import FrontMatter, Moment
from voicebuilder.text.dated_names import DatedName, date_from_address, date_from_path
from voicebuilder.text.dates import DateError, moment_of
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from voicebuilder.model.kind import Holds

__all__ = ["Loaded", "load", "read", "split"]

NONE: Mapping[str, Holds] = MappingProxyType({})
_PICTURE_KEYS = ("path", "url", "src")
# Whoever writes more keys of their own than this knows what they do; each costs a comparison with every known key.
_CHECKED_KEYS = 30
_HELD_BACK = frozenset(("draft", "private", "pending"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A content file, read.

    Attributes:
        front_matter: Typed; its date is the file name's, or the permalink's, when it gives none.
        body: The Markdown, LF line ends.
        body_line: 1-based line of the file on which the body begins.
        stem: What the slug is made from when none is given.
        problems: All of the file's.
    """

    front_matter: FrontMatter
    body: str
    body_line: int
    stem: str
    problems: tuple[Problem, ...]


def load(data: bytes, path: str, zone: tzinfo, kind_keys: Mapping[str, Holds] = NONE) -> Loaded:
    """Read a content file; no bytes make this raise.

    Args:
        data: The whole file.
        path: Relative to the site folder, "/"-separated.
        zone: The site's, for dates that name none.
        kind_keys: Keys of the file's kind, in lower case with `_`, and what they hold; they are kept in `extra`.
    """
    name = date_from_path(path)
    text, problems = decode(data, path)
    parts = split(text, path)
    problems += parts.problems
    if parts.style is None:
        front_matter = FrontMatter(extra={}, lines={})
    else:
        parse = yaml.parse if parts.style == "yaml" else toml.parse
        mapping, faults = parse(parts.block, parts.block_line)
        problems += tuple(Problem(fault.message, fault.hint, path, fault.line, fault.column) for fault in faults)
        front_matter, found = read(mapping, kind_keys, zone, path)
        problems += found
    if front_matter.date is None and "date" not in front_matter.lines:
        front_matter, found = _dated(front_matter, name, zone, path)
        problems += found
    return Loaded(front_matter, parts.body, parts.body_line, name.stem, problems)


def read(
    mapping: yaml.Mapping, kind_keys: Mapping[str, Holds], zone: tzinfo, path: str
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Give every key its type.

    Args:
        mapping: The block, parsed.
        kind_keys: As in `load`; they go to `extra` whatever else they mean.
        zone: The site's, for dates that name none.
        path: For the problems.
    """
    reader = _Reader(Reading(path, zone), kind_keys)
    for key, node, line in _pairs(mapping):
        reader.take(key, node, line)
    return reader.front_matter(), tuple(reader.reading.problems)


def _dated(
    front_matter: FrontMatter, name: DatedName, zone: tzinfo, path: str
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Take the date from the file's name, else from the permalink."""
    day, time = name.day, name.time
    if day is None and front_matter.permalink:
        day, time = date_from_address(front_matter.permalink), None
    if day is not None:
        try:
            return replace(front_matter, date=Moment.of(*moment_of(day, time, zone))), ()
        except DateError:
            return front_matter, ()  # `0024-01-05`: a name, not a date
    if name.impossible:
        message = f"the file's name begins with {name.impossible}, which is no day of the calendar"
        return front_matter, (Problem(message, "Rename it.", path, 1, severity=Severity.WARNING),)
    return front_matter, ()


def _pairs(mapping: yaml.Mapping) -> Iterator[tuple[str, yaml.Node, int]]:
    """Keys, values and lines; what other generators nest is lifted out."""
    for key, node in mapping.items.items():
        line = mapping.positions[key][0]
        if not isinstance(node, yaml.Mapping):
            yield key, node, line
            continue
        name = key.lower()
        if name == "taxonomies":  # Zola
            yield from ((inner, value, node.positions[inner][0]) for inner, value in node.items.items())
        elif name == "image" and (picture := next((k for k in _PICTURE_KEYS if k in node.items), None)):
            yield key, node.items[picture], line
            if "alt" in node.items:
                yield "image_alt", node.items["alt"], node.positions["alt"][0]
        else:
            yield key, node, line


class _Reader:
    """Collects the values of one file."""

    def __init__(self, reading: Reading, kind_keys: Mapping[str, Holds]) -> None:
        self.reading = reading
        self.kind_keys = kind_keys
        self.chosen: dict[str, list[tuple[int, str, yaml.Node, int]]] = {}
        self.extra: dict[str, Any] = {}
        self.nested_extra: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.held_back = False
        self.unknown: list[tuple[str, int]] = []

    def take(self, key: str, node: yaml.Node, line: int) -> None:
        name = key.lower().replace("-", "_")
        field = FIELDS.get(name)
        if name in self.kind_keys:
            self.extra[name] = OF_KINDS[self.kind_keys[name]](self.reading, key, node)
            self.lines.setdefault(name, line)
        elif field is not None:
            self._choose(field, key, node, line)
        elif name == "extra" and isinstance(node, yaml.Mapping):  # Zola
            self.nested_extra = {inner: yaml.plain(value) for inner, value in node.items.items()}
        elif name == "published":
            self._published(key, node, line)
        else:
            self._other(key, name, node, line)

    def _keep(self, key: str, node: yaml.Node, line: int) -> None:
        self.extra[key] = yaml.plain(node)
        self.lines.setdefault(key, line)

    def _choose(self, field: tuple[str, int], key: str, node: yaml.Node, line: int) -> None:
        is_flag = field[0] in ("draft", "unlisted")
        if isinstance(node, yaml.Scalar) and node.is_null and not is_flag:
            return
        self.chosen.setdefault(field[0], []).append((field[1], key, node, line))

    def _published(self, key: str, node: yaml.Node, line: int) -> None:
        """A flag to Jekyll, a date to others."""
        if isinstance(node, yaml.Scalar) and node.text[:1].isdigit():
            self._choose(("date", len(FIELDS)), key, node, line)
        elif isinstance(node, yaml.Scalar) and node.is_null:
            self.reading.wrong(node, f"`{key}` is not clearly true or false", f"Write `{key}: true` or `{key}: false`.")
        else:
            self.held_back |= flag(self.reading, key, node) is False
            self.lines.setdefault("draft", line)

    def _other(self, key: str, name: str, node: yaml.Node, line: int) -> None:
        value = node.text.lower() if isinstance(node, yaml.Scalar) else ""
        if (name == "status" and value in _HELD_BACK) or (name == "private" and value in ("true", "yes", "on")):
            self.held_back = True  # Pelican, WordPress
        self._keep(key, node, line)
        if name not in OTHERS:
            self.unknown.append((key, line))

    def front_matter(self) -> FrontMatter:
        values: dict[str, Any] = {}
        for field, given in self.chosen.items():
            if len(given) > 1:
                given.sort(key=lambda one: one[0])
            self.lines[field] = given[0][3]
            value = self._joined(field, given) if field in JOINED else self._first(field, given)
            if value is not None:
                values[field] = value
        if self.held_back:
            values["draft"] = True
        self._warn_of_near_misses()
        return FrontMatter(**values, extra=self.nested_extra | self.extra, lines=self.lines)

    def _joined(self, field: str, given: list[tuple[int, str, yaml.Node, int]]) -> tuple[str, ...]:
        reader = READERS[field]
        values = [value for _, key, node, _ in given for value in reader(self.reading, key, node)]
        return unique(values) if field == "tags" else tuple(dict.fromkeys(values))

    def _first(self, field: str, given: list[tuple[int, str, yaml.Node, int]]) -> Any:
        rank, key, node, line = given[0]
        for other_rank, other, other_node, other_line in given[1:]:
            if other_rank != rank:
                self.extra[other] = yaml.plain(other_node)
            elif yaml.plain(other_node) != yaml.plain(node):
                message = f'duplicate key "{other}" (first at line {line}, as "{key}")'
                self.reading.problems.append(Problem(message, "Remove one.", self.reading.path, other_line, 1))
        return READERS[field](self.reading, key, node)

    def _warn_of_near_misses(self) -> None:
        known = (*KNOWN, *sorted(self.kind_keys)) if self.kind_keys else KNOWN
        for key, line in self.unknown[:_CHECKED_KEYS]:
            meant = closest(key, known)
            if meant and FIELDS.get(meant, (meant, 0))[0] not in self.chosen and meant not in self.extra:
                hint = f"Did you mean `{meant}`?"
                problem = Problem(f"unknown key `{key}`", hint, self.reading.path, line, 1, Severity.WARNING)
                self.reading.problems.append(problem)
