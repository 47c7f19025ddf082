"""From YAML nodes to typed values: every fault at once, each with its line and what to type.

In: a node tree and a `Struct` that says what may stand in it. Out: an instance of it, or problems.

`Struct` and `Meta` are msgspec's, re-exported so that other rooms can declare their keys without a door of their own.
A field's `Meta` speaks to the writer: `title` completes "`key` must be …", `examples` is what the hint tells to type,
`description` says what the key is for. A `__post_init__` that finds keys at odds raises `ValueError(message, hint)`.
"""

from __future__ import annotations

import math
import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from voicebuilder.config.yaml import Mapping, Node, Scalar, Sequence, plain
from voicebuilder.errors import Problem
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections import abc

__all__ = ["Meta", "Struct", "parse", "struct_of", "values_of"]

T = TypeVar("T", bound=Struct)

_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST_SHOWN = 60


def struct_of(name: str, keys: abc.Mapping[str, tuple[Any, Any]]) -> type[Struct]:
    """A `Struct` for keys that are known only at run time: each with its type and its default."""
    return msgspec.defstruct(name, [(key, kind, default) for key, (kind, default) in keys.items()], frozen=True)


def values_of(struct: Struct) -> dict[str, Any]:
    """The fields of a struct, by name."""
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def parse(mapping: Mapping, shape: type[T], path: str, where: str = "") -> tuple[T | None, tuple[Problem, ...]]:
    """Read a mapping as `shape`; never raises, whatever tree `yaml.parse` gave.

    Text converts to what each field asks for, on its own, so that all wrong fields are reported in one run. An
    unquoted null counts as not given.

    Args:
        mapping: The nodes.
        shape: What may stand in them; nested structs, lists and dicts of structs are read the same way.
        path: The file, for problems.
        where: Dotted name of the mapping inside the file; "" for the whole of it.

    Returns:
        The value and no problems, or None and every problem in the order of the lines.
    """
    reader = _Reader(path)
    value = reader.struct(mapping, shape, where)
    problems = tuple(sorted(reader.problems, key=lambda problem: (problem.line, problem.column)))
    return (None if problems else value), problems


@dataclass(frozen=True, slots=True)
class _Want:
    """An annotation taken apart.

    Attributes:
        type: `int`, `tuple`, a struct, `Union`, `Literal` …
        args: Its parameters.
        metas: What stands in `Annotated`, the innermost first.
        named: What a hint calls the key.
    """

    type: Any
    args: tuple[Any, ...]
    metas: tuple[Meta, ...]
    named: str

    @classmethod
    def of(cls, annotation: Any, named: str) -> _Want:
        metas: tuple[Meta, ...] = ()
        while True:
            origin, args = get_origin(annotation), get_args(annotation)
            if origin is Annotated:
                annotation, metas = args[0], tuple(arg for arg in args[1:] if isinstance(arg, Meta)) + metas
            elif origin in (Union, types.UnionType):
                rest = tuple(arg for arg in args if arg is not type(None))
                if len(rest) > 1:
                    return cls(Union, rest, metas, named)
                annotation = rest[0]
            else:
                return cls(origin or annotation, args, metas, named)

    def meta(self, name: str) -> Any:
        """An attribute of the outermost Meta that sets it, or None."""
        return next((value for meta in reversed(self.metas) if (value := getattr(meta, name)) is not None), None)

    def convert(self, value: Any) -> Any:
        """As msgspec converts it, with its constraints."""
        bare = self.type[self.args] if self.args else self.type
        wanted = Annotated[(bare, *self.metas)] if self.metas else bare
        return msgspec.convert(value, wanted, strict=False)

    @property
    def choices(self) -> list[str]:
        return [str(choice) for choice in self.args] if self.type is Literal else []

    @property
    def node(self) -> type[Node]:
        """What it is written as."""
        if self.is_struct or self.type is dict:
            return Mapping
        return Sequence if self.type in (list, tuple) else Scalar

    @property
    def is_struct(self) -> bool:
        return isinstance(self.type, type) and issubclass(self.type, Struct)


class _Reader:
    """Walks the nodes and collects problems; a value that could not be read is None."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def struct(self, mapping: Mapping, shape: type[T], where: str) -> T | None:
        """Read every field; say which keys do not belong and which are missing."""
        before = len(self.problems)
        prefix = f"{where}." if where else ""
        fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
        meant = {self._unknown(mapping, key, list(fields), prefix) for key in mapping.items if key not in fields}
        values = {}
        for key, field in fields.items():
            want = _Want.of(field.type, key)
            node = mapping.items.get(key)
            if node is not None and not _is_null(node):
                values[field.name] = self.value(node, want, prefix + key)
            elif field.required and key not in meant:
                self._missing(mapping, want, prefix + key)
        return self._made(mapping, shape, values, where) if len(self.problems) == before else None

    def value(self, node: Node, want: _Want, name: str) -> Any:
        """Read one value."""
        if want.type is Any:
            return plain(node)
        if want.type is Union:
            return self._either(node, want, name)
        if not isinstance(node, want.node) or _is_null(node):
            return self._unfit(node, want, name)
        if isinstance(node, Scalar):
            return self._scalar(node, want, name)
        return self._list(node, want, name) if isinstance(node, Sequence) else self._mapping(node, want, name)

    def _scalar(self, node: Scalar, want: _Want, name: str) -> Any:
        value = _BOOLEANS.get(node.text.lower()) if want.type is bool else node.text
        if value is None:
            return self._unfit(node, want, name)
        try:
            value = want.convert(value)
        except msgspec.ValidationError:
            return self._unfit(node, want, name)
        return self._unfit(node, want, name) if isinstance(value, float) and not math.isfinite(value) else value

    def _list(self, node: Sequence, want: _Want, name: str) -> Any:
        item = _Want.of(want.args[0] if want.args else Any, "")
        values = [self.value(child, item, f"{name}[{number}]") for number, child in enumerate(node.items, start=1)]
        return want.type(values) if _size_fits(len(values), want) else self._unfit(node, want, name)

    def _mapping(self, node: Mapping, want: _Want, name: str) -> Any:
        if want.is_struct:
            return self.struct(node, want.type, name)
        annotation = want.args[1] if want.args else Any
        values = {
            key: self.value(child, _Want.of(annotation, _cut(key)), f"{name}.{_cut(key)}")
            for key, child in node.items.items()
            if not _is_null(child)
        }
        return values if _size_fits(len(values), want) else self._unfit(node, want, name)

    def _either(self, node: Node, want: _Want, name: str) -> Any:
        """The first member that takes the value; text last, since it takes every scalar."""
        for annotation in sorted(want.args, key=lambda arg: arg is str):
            trial = _Reader(self.path)
            value = trial.value(node, _Want.of(annotation, want.named), name)
            if not trial.problems:
                return value
        return self._unfit(node, want, name)

    def _made(self, mapping: Mapping, shape: type[T], values: dict[str, Any], where: str) -> T | None:
        try:
            return shape(**values)
        except ValueError as error:
            message, hint = (*error.args, "", "")[:2]
            self._report(f"`{where}`: {message}" if where else str(message), str(hint), mapping)
            return None

    def _unknown(self, mapping: Mapping, key: str, known: list[str], prefix: str) -> str | None:
        """Report a key that does not belong; returns the one that was probably meant."""
        meant = closest(key, [name for name in known if name not in mapping.items])
        keys = f"The keys here are {_listed(known, 'and')}." if known else "There are no keys here."
        hint = f"Did you mean `{meant}`?" if meant else keys
        line, column = mapping.positions.get(key, (mapping.line, mapping.column))
        self.problems.append(Problem(f"unknown key `{prefix}{_cut(key)}`", hint, self.path, line, column))
        return meant

    def _missing(self, mapping: Mapping, want: _Want, name: str) -> None:
        line, column = mapping.positions.get(want.named, (mapping.line, mapping.column))
        description = want.meta("description")
        hint = f"Add `{_example(want)}`." + (f" {description}" if description else "")
        self.problems.append(Problem(f"the key `{name}` is missing", hint, self.path, line, column))

    def _unfit(self, node: Node, want: _Want, name: str) -> None:
        self._report(f"`{name}` must be {_expected(want)} (it is {_shown(node)})", _advice(node, want), node)

    def _report(self, message: str, hint: str, node: Node) -> None:
        self.problems.append(Problem(message, hint, self.path, node.line, node.column))


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _size_fits(size: int, want: _Want) -> bool:
    low, high = want.meta("min_length"), want.meta("max_length")
    return (low is None or size >= low) and (high is None or size <= high)


def _expected(want: _Want) -> str:
    """What completes "must be", in a writer's words."""
    if title := want.meta("title"):
        return str(title)
    if want.type is Union:
        return _listed_plain([_expected(_Want.of(arg, want.named)) for arg in want.args])
    if want.choices:
        return _listed(want.choices, "or")
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
    kinds |= {list: "a list", tuple: "a list", dict: "a table of keys"}
    kind = "a table of keys" if want.is_struct else kinds.get(want.type, f"a {want.type.__name__}")
    return " ".join([kind, *_bounds(want)])


def _bounds(want: _Want) -> list[str]:
    """The constraints of a `Meta`, in words."""
    low, high = want.meta("ge"), want.meta("le")
    if low is not None and high is not None:
        return [f"from {low} to {high}"]
    words = {"ge": "of at least {}", "gt": "above {}", "le": "of at most {}", "lt": "below {}"}
    words |= {"multiple_of": "that is a multiple of {}", "pattern": "of the right form"}
    said = [text.format(limit) for name, text in words.items() if (limit := want.meta(name)) is not None]
    unit = "character" if want.type is str else "item"
    for name, text in (("min_length", "of at least"), ("max_length", "of at most")):
        if (limit := want.meta(name)) is not None:
            said.append(f"{text} {limit} {unit}{'' if limit == 1 else 's'}")
    return [" and ".join(said)] if said else []


def _advice(node: Node, want: _Want) -> str:
    """The hint for a value that does not fit."""
    meant = closest(node.text, want.choices) if isinstance(node, Scalar) and want.choices else None
    if meant:
        return f"Did you mean `{meant}`?"
    example, description = _example(want), want.meta("description")
    return str(description) if description and example.endswith("…") else f"Write for example `{example}`."


def _example(want: _Want) -> str:
    """What to type: `key: value`, or the value alone inside a list."""
    examples = want.meta("examples")
    value = _yaml(examples[0]) if examples else _sample(want)
    return f"{want.named}: {value}" if want.named else value


def _sample(want: _Want) -> str:
    if want.choices:
        return want.choices[0]
    if want.type is Union:
        return _sample(_Want.of(want.args[0], ""))
    if want.is_struct:
        fields = sorted(msgspec.structs.fields(want.type), key=lambda field: not field.required)
        return f"{{{', '.join(_example(_Want.of(field.type, field.encode_name)) for field in fields[:1])}}}"
    if want.type in (list, tuple):
        return f"[{_example(_Want.of(want.args[0] if want.args else Any, ''))}]"
    if want.type is int:
        return str(next((limit for name in ("ge", "le") if (limit := want.meta(name)) is not None), 20))
    return {bool: "true", float: "0.5", dict: "{key: text}"}.get(want.type, "…")


def _yaml(value: Any) -> str:
    """An example as YAML, on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_yaml(item) for item in value)}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(node: Node) -> str:
    if isinstance(node, Scalar):
        return "empty" if _is_null(node) else f'"{_cut(node.text)}"'
    return f"a list of {len(node.items)}" if isinstance(node, Sequence) else "a table of keys"


def _cut(text: str) -> str:
    """Short and printable, for a message of one line."""
    line = "".join(char if char.isprintable() else " " for char in text[: _LONGEST_SHOWN + 1])
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


def _listed(names: list[str], word: str) -> str:
    return _listed_plain([f"`{name}`" for name in names], word)


def _listed_plain(names: list[str], word: str = "or") -> str:
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
