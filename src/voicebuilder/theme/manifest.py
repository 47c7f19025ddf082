"""What a theme says of itself: its `theme.yaml`, read and checked.

In: a theme's folder. Out: `Manifest`, or every fault with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from voicebuilder.config import yaml
from voicebuilder.config.fields import Meta, Struct, parse
from voicebuilder.errors import ContentError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voicebuilder.theme.find import Layer

THEME_FILE = "theme.yaml"
# The contract between themes and us that this voicebuilder keeps (docs/reference/views.md).
API = 1
SCHEMES = ("light", "dark")
_NOT_TOLD = yaml.Mapping({}, {}, 0, 0)
# A colour or a number goes into the style sheet as it is written.
_VALUE = re.compile(r"[^;{}<>()\"'\\]+(?:\([^;{}<>()\"'\\]*\))?\Z")
_TOKEN = re.compile(r"[a-z][a-z0-9-]*\Z")


class _Keys(Struct, frozen=True):
    """The keys of a `theme.yaml` that have a plain value."""

    name: Annotated[str, Meta(description="What the theme is called.")] = ""
    description: Annotated[str, Meta(description="One sentence about it.")] = ""
    extends: Annotated[str, Meta(title="a theme's name", examples=["letter"])] = ""
    api: Annotated[int, Meta(ge=1, examples=[API], description="The contract that it is made for.")] = API
    colours: dict[str, dict[str, str]] | None = None
    options: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A theme's `theme.yaml`.

    Attributes:
        name: What the theme is called; "" when not said.
        description: One sentence, or "".
        extends: The theme that it stands on, or "".
        colours: "light" and "dark" -> token -> CSS colour.
        options: The `options:` table as nodes: what each is, or only another default.
        path: The file, for problems.
        places: Key -> 1-based line and column.
    """

    name: str
    description: str
    extends: str
    colours: Mapping[str, Mapping[str, str]]
    options: yaml.Mapping
    path: str
    places: Mapping[str, tuple[int, int]] = field(repr=False)


def read(layer: Layer) -> Manifest:
    """Read a theme's own file.

    Raises:
        UsageError: With every fault in it.
    """
    path = f"{layer.label}/{THEME_FILE}"
    try:
        mapping, faults = yaml.parse(layer.text(THEME_FILE) or "")
    except ContentError as error:
        raise UsageError(*error.problems) from None
    problems = [Problem(f.message, f.hint, path, f.line, f.column) for f in faults]
    keys, more = parse(mapping, _Keys, path)
    problems += more
    if keys is not None:
        problems += _beyond(keys.api, path, mapping.positions.get("api", (0, 0)))
        problems += _strange_colours(mapping.items.get("colours", _NOT_TOLD), path)
    if problems or keys is None:
        raise UsageError(*problems)
    options = mapping.items.get("options", _NOT_TOLD)
    return Manifest(
        keys.name,
        keys.description,
        keys.extends,
        keys.colours or {},
        options if isinstance(options, yaml.Mapping) else _NOT_TOLD,
        path,
        mapping.positions,
    )


def _beyond(api: int, path: str, place: tuple[int, int]) -> Iterator[Problem]:
    if api > API:
        message = f"this theme is made for `api: {api}`, and this voicebuilder keeps `api: {API}`"
        yield Problem(message, "Update voicebuilder, or take an older version of the theme.", path, *place)


def _strange_colours(node: yaml.Node, path: str) -> Iterator[Problem]:
    """Schemes that there are not, and values that would end their declaration."""
    if not isinstance(node, yaml.Mapping):
        return
    for scheme, tokens in node.items.items():
        if scheme not in SCHEMES:
            hint = f"There are {' and '.join(f'`{name}`' for name in SCHEMES)}."
            yield Problem(f"there is no colour scheme `{scheme}`", hint, path, *node.positions[scheme])
        elif isinstance(tokens, yaml.Mapping):
            for name, value in tokens.items.items():
                if not _TOKEN.match(name):
                    hint = "Write small letters, digits and `-`, a letter first."
                    yield Problem(f"`{name}` is no name for a colour", hint, path, *tokens.positions[name])
                elif isinstance(value, yaml.Scalar) and (not _VALUE.match(value.text) or "/*" in value.text):
                    hint = "Write a CSS colour, such as oklch(.42 .105 25) or #7c322f."
                    yield Problem(f"`{name}` is no colour: {value.text!r}", hint, path, value.line, value.column)
