"""Attributes in braces: `![alt](a.jpg){.wide credit="Ann"}`, `[text](url){rel=me}`, `## Heading {#name}`.

In: text that begins with "{". Out: attributes on the token before it. A group in braces is an attribute group only as a
whole: when it is empty, malformed or has a name that is not allowed, all of it stays visible text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.markup.engine import MarkdownIt, StateCore, StateInline, Token

_ITEM = r"""(?:[#.][\w:-]++|[A-Za-z][\w:-]*+=(?:"(?:[^"\\\n]|\\.)*+"|[\w:./%+-]++))"""
_GROUP = re.compile(rf"\{{\s*+({_ITEM}(?:\s++{_ITEM})*+)\s*+\}}")
_EACH = re.compile(r"""([#.])([\w:-]+)|([A-Za-z][\w:-]*)=(?:"((?:[^"\\\n]|\\.)*)"|([\w:./%+-]+))""")
_ESCAPED = re.compile(r"\\([\"\\])")

_ANY = frozenset({"class", "id", "lang", "dir", "title"})
_ALLOWED = {
    "image": _ANY | {"alt", "credit", "width", "height", "loading"},
    "link_open": _ANY | {"rel"},
    "code_inline": _ANY,
    "heading_open": _ANY,
}


def allow_attributes(parser: MarkdownIt) -> None:
    """Make a parser read attributes."""
    parser.inline.ruler.push("attributes", _inline)
    parser.core.ruler.after("inline", "heading_attributes", _headings)


def read_group(text: str) -> dict[str, str]:
    """The attributes of a group in braces, such as stands after a code fence; empty when it is none."""
    match = _GROUP.match(text)
    return _items(match[1]) if match else {}


def without_group(text: str) -> str:
    """A heading's text without the group at its end."""
    text = text.rstrip()
    start = text.rfind("{") if text.endswith("}") else -1
    return text[:start].rstrip() if start >= 0 and _GROUP.fullmatch(text, start) else text


def _items(text: str) -> dict[str, str]:
    items: dict[str, str] = {}
    classes: list[str] = []
    for sign, name, key, quoted, bare in _EACH.findall(text):
        if sign == "#":
            items["id"] = name
        elif sign or key == "class":
            classes.append(name or quoted or bare)
        else:
            items[key.lower()] = _ESCAPED.sub(r"\1", quoted) or bare
    if classes:
        items["class"] = " ".join(classes)
    return items


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    if token.type == "link_close":
        token = _opening(state.tokens)
    if token.type not in _ALLOWED or not (match := _GROUP.match(state.src, state.pos)):
        return False
    if not silent and not _apply(token, _items(match[1])):
        return False
    state.pos = match.end()
    return True


def _opening(tokens: list[Token]) -> Token:
    """The link that the last token closes (links do not nest)."""
    return next(token for token in reversed(tokens) if token.type == "link_open")


def _apply(token: Token, items: dict[str, str]) -> bool:
    refused = sorted(items.keys() - _ALLOWED[token.type])
    if refused:
        token.meta["refused"] = refused[0]
        return False
    if token.type == "image" and "alt" in items:
        token.meta["alt"] = items.pop("alt")
    token.attrs.update(items)
    return True


def _headings(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            children = state.tokens[index + 1].children
            if children and children[-1].type == "text" and children[-1].content.rstrip().endswith("}"):
                _heading(token, children[-1])


def _heading(heading: Token, last: Token) -> None:
    start = last.content.rfind("{")
    match = _GROUP.fullmatch(last.content.rstrip(), start) if start >= 0 else None
    if match and _apply(heading, _items(match[1])):
        last.content = last.content[:start].rstrip()
