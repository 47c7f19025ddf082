"""Addresses in the config: each becomes a link on every page, so none may run a script or lead astray.

In: the config's nodes. Out: a problem for each address that is neither a web or mail address nor a path on the site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.config.yaml import Mapping, Scalar, Sequence
from voicebuilder.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.config.yaml import Node

# A browser drops tabs and line ends, so `java\tscript:` would be a scheme; no scheme but these gets through.
_WHOLE = re.compile(r"(?:https?://[^\s/]|mailto:[^\s])\S*\Z", re.IGNORECASE)
_PATH = re.compile(r"/(?!/)\S*\Z")


def faults(config: Mapping) -> Iterator[Problem]:
    """Every address that may not become a link, in the order of the keys."""
    for name, node, may_be_path in _addresses(config):
        if _WHOLE.match(node.text) or (may_be_path and _PATH.match(node.text)):
            continue
        hint = "Write a whole address, such as https://me.example/"
        hint += ", or a path on this site that begins with /, such as /about/." if may_be_path else "."
        yield Problem(f"`{name}` is no address: {node.text!r}", hint, CONFIG_NAME, node.line, node.column)


def _addresses(config: Mapping) -> Iterator[tuple[str, Scalar, bool]]:
    """Name, node, and whether a path on the site will do."""
    for name, key in (("author", "url"), ("author", "photo")):
        yield from _given(f"{name}.{key}", _value(config.items.get(name), key), may_be_path=True)
    for node in _items(config.items.get("profiles")):
        yield from _given("profiles", node, may_be_path=False)
    for number, item in enumerate(_items(config.items.get("navigation")), start=1):
        yield from _given(f"navigation[{number}].url", _value(item, "url"), may_be_path=True)


def _given(name: str, node: Node | None, *, may_be_path: bool) -> Iterator[tuple[str, Scalar, bool]]:
    # Empty text is how an author says "none"; in a list it is a slip.
    if isinstance(node, Scalar) and (node.text or not name.startswith("author.")):
        yield name, node, may_be_path


def _value(node: Node | None, key: str) -> Node | None:
    return node.items.get(key) if isinstance(node, Mapping) else None


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
