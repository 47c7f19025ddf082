"""The door to YAML: nodes whose text stays text, each with its place in the file.

In: the text of a YAML file or of a front matter block. Out: a `Mapping` of nodes, and every fault found, in the
writer's words. `No`, `010` and `3.10` keep their spelling: what a value means is for its reader to say.

Refused, because a front matter needs none of them and they can make a small file cost minutes or gigabytes, or run
code: anchors, aliases, merge keys, tags (`!!python/…`), deep nesting, more than `MAX_BYTES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from voicebuilder.config.yaml_hints import Fault, syntax_fault

__all__ = ["CONTROL", "MAX_BYTES", "MAX_DEPTH", "Fault", "Mapping", "Node", "Scalar", "Sequence", "parse", "plain"]

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20

# libyaml when PyYAML was built with it (all its wheels are); the same events, ten times slower, when not.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
# Line ends to YAML 1.1, characters to every editor: kept out, so that lines are those that the writer sees.
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
# What XML 1.0 (section 2.2) and HTML cannot carry, and a double-quoted escape can make.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written.

    Attributes:
        text: Without its quotes.
        line: 1-based line in the file.
        column: 1-based column.
        quoted: Written in quotes or as a block, so never null.
    """

    text: str
    line: int
    column: int
    quoted: bool

    @property
    def is_null(self) -> bool:
        """Nothing was written: `key:`, `key: ~`, `key: null`."""
        return not self.quoted and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list. Line and column are where it begins, 1-based."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file.

    Attributes:
        items: By key.
        positions: Key -> (line, column) of the key, 1-based.
        line: Where it begins.
        column: Where it begins.
    """

    items: dict[str, Node]
    positions: dict[str, tuple[int, int]]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


def parse(text: str, first_line: int = 1) -> tuple[Mapping, tuple[Fault, ...]]:
    """Read a mapping.

    Args:
        text: YAML 1.1; empty text is an empty mapping.
        first_line: The line of the file on which the text begins.

    Returns:
        What could be read, and all faults. After a syntax fault the mapping holds the keys of the lines above it. No
        text makes this raise.
    """
    size = len(text.encode(errors="replace"))
    if size > MAX_BYTES:
        hint = "Move long text below the front matter."
        return _empty(first_line), (Fault(first_line, 1, f"{size:,} bytes of YAML are over {MAX_BYTES:,}", hint),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _ODD_BREAKS.sub(" ", text).encode(errors="replace").decode()
    builder = _Builder(first_line, may_escape="\\" in text)
    try:
        next_event = _LOADER(text).get_event
        while builder.take(next_event()):
            pass
    except yaml.YAMLError as error:
        builder.give_up(syntax_fault(error, text, first_line))
    return builder.mapping(), tuple(sorted(builder.faults, key=lambda fault: (fault.line, fault.column)))


def plain(node: Node) -> Plain:
    """The node as text, lists and dicts; null is empty text."""
    if isinstance(node, Scalar):
        return "" if node.is_null else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.items.items()}


def _empty(line: int) -> Mapping:
    return Mapping({}, {}, line, 1)


class _Open:
    """A list or mapping whose end is not read yet."""

    __slots__ = ("column", "items", "key", "line", "pairs", "positions")

    def __init__(self, line: int, column: int, *, is_mapping: bool) -> None:
        self.line = line
        self.column = column
        self.items: list[Node] = []
        self.pairs: dict[str, Node] | None = {} if is_mapping else None
        self.positions: dict[str, tuple[int, int]] = {}
        self.key: Scalar | None = None

    def close(self) -> Sequence | Mapping:
        if self.pairs is None:
            return Sequence(tuple(self.items), self.line, self.column)
        return Mapping(self.pairs, self.positions, self.line, self.column)


class _Builder:
    """Builds nodes from parser events on a stack of its own: no depth of nesting can exhaust Python's."""

    def __init__(self, first_line: int, *, may_escape: bool) -> None:
        self.first_line = first_line
        self.may_escape = may_escape
        self.faults: list[Fault] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def take(self, event: Any) -> bool:
        """Use one event; False when it was the last, or reading on makes no sense."""
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            return self._begin(event, is_mapping=kind is yaml.MappingStartEvent)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._place(self.stack.pop().close())
        elif kind is yaml.AliasEvent:
            self._refuse(event, "an alias (`*`)")
            self._place(Scalar("", *self._at(event), quoted=False))
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            self._fault(self._at(event), "a second YAML document begins here", "Remove the line `---`.")
            return False
        return kind is not yaml.StreamEndEvent

    def give_up(self, fault: Fault) -> None:
        """Take a syntax fault; what was read of its line is not to be relied on."""
        self.faults.append(fault)
        if self.stack and self.stack[0].pairs:
            root = self.stack[0]
            root.pairs = {key: node for key, node in (root.pairs or {}).items() if root.positions[key][0] < fault.line}

    def mapping(self) -> Mapping:
        """All that was read; of a broken text the complete top-level pairs."""
        root = self.stack[0].close() if self.stack else self.root
        if isinstance(root, Mapping):
            return root
        if root is not None and not (isinstance(root, Scalar) and root.is_null) and not self.faults:
            message = "a list stands here" if isinstance(root, Sequence) else "this is text without keys"
            self._fault((root.line, root.column), message, "Write one `key: value` on each line.")
        return _empty(self.first_line)

    def _at(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark  # the stubs of PyYAML know the fields of no event: hence Any
        return self.first_line + mark.line, mark.column + 1

    def _fault(self, at: tuple[int, int], message: str, hint: str) -> None:
        self.faults.append(Fault(*at, message, hint))

    def _refuse(self, event: Any, what: str) -> None:
        hint = "Put quotes around the value if it is text, else write it out."
        self._fault(self._at(event), f"{what} is YAML that is not understood here", hint)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f"an anchor (`&{event.anchor}`)")
        if event.tag is not None:
            self._refuse(event, f"a tag (`{event.tag}`)")

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        text = event.value
        if self.may_escape and (match := CONTROL.search(text)):
            hint = "Remove its backslash escape."
            self._fault(self._at(event), f"the text holds the control character U+{ord(match.group()):04X}", hint)
            text = CONTROL.sub("", text)
        mark = event.start_mark
        self._place(Scalar(text, self.first_line + mark.line, mark.column + 1, bool(event.style)))

    def _begin(self, event: Any, *, is_mapping: bool) -> bool:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        self.stack.append(_Open(*self._at(event), is_mapping=is_mapping))
        if len(self.stack) <= MAX_DEPTH:
            return True
        self._fault(self._at(event), f"lists and keys are nested more than {MAX_DEPTH} deep", "Make it flatter.")
        return False

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if parent.pairs is None:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._as_key(node)
        else:
            self._pair(parent, parent.pairs, node)

    def _as_key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            hint = 'Put quotes around the value if it begins with [ or {: `title: "{…}"`.'
            self._fault((node.line, node.column), "a list or mapping stands where a key should be", hint)
        elif node.is_null:
            self._fault((node.line, node.column), "a key is missing before the colon", "Write `key: value`.")
        elif node.text == "<<" and not node.quoted:
            self._fault((node.line, node.column), "merge keys (`<<`) are not understood here", "Write the keys out.")
        else:
            return node
        return Scalar("", node.line, node.column, quoted=False)

    def _pair(self, parent: _Open, pairs: dict[str, Node], value: Node) -> None:
        key, parent.key = parent.key, None
        if key is None or key.is_null:
            return  # refused above
        name = key.text
        if name not in pairs:
            pairs[name] = value
            parent.positions[name] = (key.line, key.column)
        elif plain(pairs[name]) != plain(value):
            first = parent.positions[name][0]
            self._fault((key.line, key.column), f'duplicate key "{name}" (first at line {first})', "Remove one.")
