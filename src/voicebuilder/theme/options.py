"""A theme's options: what each may be, and what a site chose.

In: the `options:` of a chain of `theme.yaml`, the config's `theme_options`. Out: `Option`s, and typed values by name.

In a `theme.yaml` an option is either declared, with `type`, `default`, `about` and what the type needs; or, when a
theme below has declared it, only given another default. A plain value that no theme below declares is an option of its
own type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from voicebuilder.config import fields, yaml
from voicebuilder.config.fields import Meta, Struct
from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import Problem, Severity, UsageError
from voicebuilder.theme.contrast import is_colour, is_hue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.theme.manifest import Manifest

_WHERE = "theme_options"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_FLAGS = frozenset({"true", "false", "yes", "no", "on", "off"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_PATH = r"^(/(?![/\\])[^\s\"<>]*)?$"
# What a colour may look like; whether it is one, `theme.contrast` knows.
_COLOUR = r"^([0-9]{1,3}(\.[0-9]+)?|#[0-9a-fA-F]{3,8}|[A-Za-z]+|[A-Za-z]{2,6}\([-0-9A-Za-z.,%/ ]+\))$"


class _Declared(Struct, frozen=True):
    """An option as a `theme.yaml` declares it."""

    type: Literal["choice", "choices", "colour", "flag", "number", "path", "text"]
    default: Any = ""
    about: Annotated[str, Meta(description="What it does, one sentence.")] = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    css: dict[str, Annotated[str, Meta(pattern=r"^[^{}<>]+$", title="CSS declarations")]] | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a theme.

    Attributes:
        name: As it is written in `theme_options`.
        type: `choice`, `choices`, `colour`, `flag`, `number`, `path` or `text`.
        default: Typed.
        about: What it does, one sentence, or "".
        choices: What it may be; () for other types than `choice` and `choices`.
        least: The smallest number, or None.
        most: The largest number, or None.
        css: Choice -> declarations that the style sheet's `:root` gets when it is chosen; None when none has any.
        was: Names that it had before.
    """

    name: str
    type: str
    default: Any = ""
    about: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    css: Mapping[str, str] | None = None
    was: tuple[str, ...] = ()

    @property
    def annotation(self) -> Any:
        """The type that its value must have, as `config.fields` reads types."""
        choice: Any = Literal[self.choices] if self.choices else str
        bounds = Meta(ge=_whole(self.least), le=_whole(self.most))
        of_type: dict[str, Any] = {
            "choice": choice,
            "choices": tuple[choice, ...],
            "colour": Annotated[
                str, Meta(pattern=_COLOUR, title="a hue from 0 to 360 or a CSS colour", examples=["25"])
            ],
            "flag": bool,
            "number": Annotated[float, bounds],
            "path": Annotated[str, Meta(pattern=_PATH, title="a site path", examples=["/icon.svg"])],
            "text": str,
        }
        return of_type[self.type]


def declared(manifests: Iterable[Manifest]) -> dict[str, Option]:
    """Every option of a chain of themes.

    Args:
        manifests: The theme that stands on no other first.

    Raises:
        UsageError: With every option that is declared wrongly.
    """
    known: dict[str, Option] = {}
    problems: list[Problem] = []
    for manifest in manifests:
        for name, node in manifest.options.items.items():
            option, more = _option(name, node, known.get(name), manifest.path)
            problems += more
            if option is not None:
                known[name] = option
    if problems:
        raise UsageError(*problems)
    return known


def _option(name: str, node: yaml.Node, below: Option | None, path: str) -> tuple[Option | None, tuple[Problem, ...]]:
    if not _NAME.match(name):
        hint = "Write small letters, digits and `_`, a letter first."
        return None, (Problem(f"`{name}` is no name for an option", hint, path, node.line, node.column),)
    default: yaml.Node = node
    if isinstance(node, yaml.Mapping):
        spec, problems = fields.parse(node, _Declared, path, f"options.{name}")
        if spec is None:
            return None, problems
        below = Option(name, **fields.values_of(spec))
        below = replace(below, default=_nothing(below))
        if "default" not in node.items:
            return below, ()
        default = node.items["default"]
    option = below or Option(name, _type_of(node))
    values, problems = _values(
        [option], yaml.Mapping({name: default}, {}, default.line, default.column), (path, "options")
    )
    if values is None:
        return None, problems
    option = replace(option, default=values[name])
    problems = tuple(_no_colours({name: option}, {name: default}, values, path))
    return (None if problems else option), problems


def _nothing(option: Option) -> Any:
    empty: dict[str, Any] = {"flag": False, "choices": (), "number": option.least or 0.0}
    return option.choices[0] if option.type == "choice" and option.choices else empty.get(option.type, "")


def _type_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.Sequence):
        return "choices"
    text = node.text if isinstance(node, yaml.Scalar) and not node.quoted else ""
    return "flag" if text.lower() in _FLAGS else "number" if _NUMBER.match(text) else "text"


def chosen(options: Mapping[str, Option], node: yaml.Mapping | None) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What a site chose, the defaults where it said nothing; and a warning for each option that has another name now.

    Args:
        options: By name.
        node: The config's `theme_options`.

    Raises:
        UsageError: With every option that does not exist or has a wrong value, and its line.
    """
    defaults = {name: option.default for name, option in options.items()}
    if node is None:
        return defaults, ()
    node, warnings = _renamed(options, node)
    values, problems = _values(options.values(), node, (CONFIG_NAME, _WHERE))
    if values is not None:
        problems = tuple(_no_colours(options, node.items, values, CONFIG_NAME))
    if values is None or problems:
        raise UsageError(*problems)
    return {**defaults, **values}, warnings


def _no_colours(
    options: Mapping[str, Option], nodes: Mapping[str, yaml.Node], values: Mapping[str, Any], path: str
) -> Iterator[Problem]:
    """Only what looks like a colour comes here; whether it is one, takes longer to tell than a hue."""
    for name, child in nodes.items():
        value = str(values[name])
        if options[name].type == "colour" and not (is_hue(value) or is_colour(value)):
            hint = f"Write a hue from 0 to 360, or a CSS colour: `{name}: '#7c322f'`."
            where = _WHERE if path == CONFIG_NAME else "options"
            yield Problem(f"`{where}.{name}` is no colour: {value!r}", hint, path, child.line, child.column)


def _values(
    options: Iterable[Option], node: yaml.Mapping, where: tuple[str, str]
) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    shape = fields.struct_of(_WHERE, {option.name: (option.annotation, option.default) for option in options})
    found, problems = fields.parse(node, shape, *where)
    return (None if found is None else {key: _whole(value) for key, value in fields.values_of(found).items()}), problems


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _renamed(options: Mapping[str, Option], node: yaml.Mapping) -> tuple[yaml.Mapping, tuple[Problem, ...]]:
    now = {old: option.name for option in options.values() for old in option.was if old not in options}
    old = [key for key in node.items if key in now and now[key] not in node.items]
    if not old:
        return node, ()
    warnings = tuple(
        Problem(
            f"the option `{key}` is called `{now[key]}` by now",
            f"Write `{now[key]}:`.",
            CONFIG_NAME,
            *node.positions[key],
            severity=Severity.WARNING,
        )
        for key in old
    )
    items = {now[key] if key in old else key: value for key, value in node.items.items()}
    places = {now[key] if key in old else key: place for key, place in node.positions.items()}
    return replace(node, items=items, positions=places), warnings
