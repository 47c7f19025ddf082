"""One value of front matter: from a node to the type that its key wants.

In: nodes. Out: text, flags, moments, lists; what is wrong is told to the `Reading`, at the node's place.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from voicebuilder.config.yaml import Mapping, Node, Scalar, Sequence, plain
from voicebuilder.errors import Problem
from voicebuilder.model.document import Moment
from voicebuilder.text.dates import DateError, parse_moment
from voicebuilder.text.urls import as_folder, is_external, is_web_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import tzinfo

    from voicebuilder.model.kind import Holds

_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"\s")
# RFC 5646, section 2.1, as far as a typing error can be told from a tag.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ANSWERS = {"yes": "yes", "true": "yes", "no": "no", "false": "no", "maybe": "maybe", "interested": "interested"}
_PLACEHOLDER = re.compile(r"/?:[a-z_]+(?=/|\Z)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One file's front matter being read.

    Attributes:
        path: The file.
        zone: The site's, for dates without one.
        problems: All that was found so far.
    """

    path: str
    zone: tzinfo
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, message: str, hint: str) -> None:
        """Report an error at a node."""
        self.problems.append(Problem(message, hint, self.path, node.line, node.column))


def text(reading: Reading, key: str, node: Node) -> str | None:
    """Text on one line or more, without space around it; None for empty text."""
    if isinstance(node, Scalar):
        return None if node.is_null else node.text.strip() or None
    if isinstance(node, Sequence):
        written = ", ".join(item.text for item in node.items if isinstance(item, Scalar))[:80]
        hint = f'Write `{key}: {written}`, or `{key}: "[{written}]"` if the brackets belong to it.'
        reading.wrong(node, f"`{key}` must be text, not a list", hint)
    else:
        hint = f'Write `{key}: "…"` on one line, in quotes if it begins with {{.'
        reading.wrong(node, f"`{key}` must be text, not keys and values", hint)
    return None


def prose(reading: Reading, key: str, node: Node) -> str | None:
    """Text for people: on one line, and `&amp;` is `&`, since several generators put it out as it stands."""
    value = text(reading, key, node)
    if value is None:
        return None
    if "\n" in value:
        value = " ".join(line for part in value.split("\n") if (line := part.strip()))
    if "&" in value:
        value = _ENTITY.sub(lambda match: html.unescape(match.group()), value)
    return value


def flag(reading: Reading, key: str, node: Node) -> bool | None:
    """True or False; what is not clearly either is an error."""
    word = node.text.strip().lower() if isinstance(node, Scalar) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    reading.wrong(node, f"`{key}` is not clearly true or false", f"Write `{key}: true` or `{key}: false`.")
    return None


def moment(reading: Reading, key: str, node: Node) -> Moment | None:
    """A date, with or without a time."""
    value = text(reading, key, node)
    if value is None:
        return None
    try:
        return Moment.of(*parse_moment(value, reading.zone))
    except DateError as error:
        reading.wrong(node, f"`{key}`: {error.message}", error.hint)
        return None


def texts(reading: Reading, key: str, node: Node) -> list[tuple[Scalar, str]]:
    """The texts of a list, or the one text, each with its node; empty ones left out."""
    if isinstance(node, Mapping):
        reading.wrong(node, f"`{key}` must be a list, not keys and values", f"Write `{key}: [one, two]`.")
        return []
    found = []
    for item in node.items if isinstance(node, Sequence) else (node,):
        if not isinstance(item, Scalar):
            hint = "Write one text in each line of the list, in quotes if it holds `: ` or begins with [ or {."
            reading.wrong(item, f"`{key}` must be a list of texts", hint)
        elif not item.is_null and (value := item.text.strip()):
            found.append((item, value))
    return found


def tags(reading: Reading, key: str, node: Node) -> list[str]:
    """A list, or text with commas."""
    found = texts(reading, key, node)
    if isinstance(node, Scalar) and found:
        return [part for piece in found[0][1].split(",") if (part := piece.strip())]
    return [value for _, value in found]


def aliases(reading: Reading, key: str, node: Node) -> list[str]:
    """Old paths on this site; the slash that they begin with may be missing."""
    found = []
    for item, value in texts(reading, key, node):
        if is_external(value):
            reading.wrong(item, f"`{key}` must be a path on this site", "Write only the path: `/2014/old-name/`.")
        elif item is node and "/" not in value:
            reading.wrong(item, f"`{key}` must be a list of paths", f"Write `{key}: [/old-name/]`.")
        else:
            found.append(value if value.startswith("/") else f"/{value}")
    return found


def addresses(reading: Reading, key: str, node: Node) -> tuple[str, ...]:
    """Web addresses."""
    found = []
    for item, value in texts(reading, key, node):
        if is_web_address(value) and not _SPACE.search(value):
            found.append(value)
        else:
            hint = "Write the whole address, beginning with https://."
            reading.wrong(item, f'`{key}` must hold web addresses; "{value[:40]}" is none', hint)
    return tuple(dict.fromkeys(found))


def permalink(reading: Reading, key: str, node: Node) -> str | None:
    """A path on this site: `about-me` is `/about-me/`."""
    value = text(reading, key, node)
    if value is None:
        return None
    if value.lower() in _FALSE:
        reading.wrong(
            node, f"`{key}: {value}` is not understood", "Write `draft: true` to keep it from being published."
        )
    elif is_external(value):
        reading.wrong(node, f"`{key}` must be a path on this site", "Write only the path: `/about/me/`.")
    elif match := _PLACEHOLDER.search(value):
        hint = "Write the path itself, or set `permalinks:` in voicebuilder.yaml for all."
        reading.wrong(node, f"`{key}` has a placeholder, `{match.group().lstrip('/')}`", hint)
    else:
        return value if value.startswith("/") else as_folder(f"/{value}")
    return None


def image(reading: Reading, key: str, node: Node) -> str | None:
    """A picture; `image: false`, as some themes want it, is none."""
    value = text(reading, key, node)
    return None if value is None or value.lower() == "false" else value


def language(reading: Reading, key: str, node: Node) -> str | None:
    """A language tag; `en_US` is `en-US`."""
    value = text(reading, key, node)
    if value is None:
        return None
    value = value.replace("_", "-")
    if _LANGUAGE.match(value):
        return value
    reading.wrong(node, f'`{key}`: "{value[:40]}" is not a language tag', f"Write `{key}: en` or `{key}: pt-BR`.")
    return None


def names(reading: Reading, key: str, node: Node) -> str | None:
    """One name, or several joined; each may stand under `name:`, as themes with author pages want it."""
    items = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for item in items:
        named = item.items.get("name", item) if isinstance(item, Mapping) else item
        if value := text(reading, key, named):
            found.append(value)
    return ", ".join(found) or None


def anything(_reading: Reading, _key: str, node: Node) -> Any:
    """As written."""
    return plain(node) or None


def rsvp(reading: Reading, key: str, node: Node) -> str | None:
    """An answer to an invitation (https://microformats.org/wiki/rsvp)."""
    value = text(reading, key, node)
    answer = _ANSWERS.get(value.lower(), value.lower()) if value else None
    if answer is None or answer in _ANSWERS.values():
        return answer
    reading.wrong(node, f'`{key}`: "{value}" is no answer', "Write yes, no, maybe or interested.")
    return None


def number(reading: Reading, key: str, node: Node) -> int | None:
    """A whole number, not below zero."""
    value = text(reading, key, node)
    if value is None or (value.isdecimal() and len(value) < 10):
        return None if value is None else int(value)
    reading.wrong(node, f'`{key}`: "{value[:40]}" is no whole number', f"Write `{key}: 3`.")
    return None


def address(reading: Reading, key: str, node: Node) -> str | None:
    """One web address."""
    return next(iter(addresses(reading, key, node)), None)


def some_texts(reading: Reading, key: str, node: Node) -> tuple[str, ...]:
    """A list of texts, or one."""
    return tuple(value for _, value in texts(reading, key, node))


def as_written(_reading: Reading, _key: str, node: Node) -> Any:
    """As written, empty texts too: they may say something."""
    return plain(node)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Without repeats, letter case aside; the first spelling stays."""
    first: dict[str, str] = {}
    for value in values:
        first.setdefault(value.casefold(), value)
    return tuple(first.values())


READERS: dict[str, Callable[[Reading, str, Node], Any]] = {
    "title": prose,
    "date": moment,
    "updated": moment,
    "slug": text,
    "tags": tags,
    "description": prose,
    "draft": flag,
    "unlisted": flag,
    "image": image,
    "image_alt": prose,
    "aliases": aliases,
    "id": text,
    "permalink": permalink,
    "template": text,
    "language": language,
    "series": names,
    "author": names,
    "syndication": addresses,
    "in_reply_to": addresses,
    "like_of": addresses,
    "repost_of": addresses,
    "bookmark_of": addresses,
    "rsvp": rsvp,
    "newsletter": anything,
    "expires": moment,
}

# What the keys of kinds hold (`model.kind.Kind.keys`).
OF_KINDS: dict[Holds, Callable[[Reading, str, Node], Any]] = {
    "text": text,
    "texts": some_texts,
    "number": number,
    "flag": flag,
    "address": address,
    "anything": as_written,
}
