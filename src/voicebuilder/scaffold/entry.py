"""A new entry's file: a name that dates it, front matter with a permanent id.

In: the config, what to write, the clock. Out: the path of a new file.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voicebuilder.config.yaml import CONTROL
from voicebuilder.errors import MachineError, Problem, UsageError
from voicebuilder.kinds import BY_NAME
from voicebuilder.text.slugs import slugify
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from voicebuilder.config import Config
    from voicebuilder.model.kind import Kind

_MOST_ATTEMPTS = 1000
# A lone surrogate stands for a byte that the terminal sent and that is not UTF-8.
UNFIT = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """What to write.

    Attributes:
        kind: A kind's name.
        title: For kinds that have one.
        body: Markdown; may be empty.
        tags: As written.
        values: Further keys of front matter and what they say.
    """

    kind: str
    title: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def new(config: Config, draft: Draft, now: datetime) -> Path:
    """Write a new entry's file.

    Returns:
        Its path.

    Raises:
        UsageError: There is no such kind, the title can make no file name, or a text holds what no page can.
        MachineError: The file cannot be written.
    """
    kind = kind_of(draft.kind)
    refuse_unfit(draft)
    local = now.astimezone(config.zone)
    slug = file_slug(draft.title)
    if kind.made_of:
        hint = f"Write voicebuilder new {kind.name} FILE"
        raise UsageError(Problem(f"a {kind.name} is a file", hint))
    if kind.titled and kind.named and not slug:
        hint = f'Write voicebuilder new {kind.name} "A title"'
        raise UsageError(Problem(f"a {kind.name} needs a title with letters or digits", hint))
    text = front(kind, draft, local)
    folder = config.folder / kind.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _names(kind, slug, local):
            try:
                # "x" refuses a file that is there, even one that came a moment ago.
                with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                return folder / name
            except FileExistsError:
                continue
    except OSError as error:
        raise MachineError(Problem(f"cannot write in {folder}: {error.strerror}")) from error
    raise UsageError(Problem(f"there are too many files named like this in {folder}", "Choose another title."))


def file_slug(text: str) -> str:
    """A slug for the name of a file; one that begins with an underscore is no content."""
    return slugify(text).strip("_")


def kind_of(name: str) -> Kind:
    """The kind of this name, or of this folder's name.

    Raises:
        UsageError: There is none.
    """
    kind = BY_NAME.get(name) or next((kind for kind in BY_NAME.values() if kind.folder == name), None)
    if kind is None:
        near = closest(name, tuple(BY_NAME))
        hint = f"Did you mean `{near}`?" if near else f"Kinds: {', '.join(BY_NAME)}."
        raise UsageError(Problem(f"there is no kind `{name}`", hint))
    return kind


def refuse_unfit(draft: Draft) -> None:
    """The new file must be one that can be read: no control characters, no bytes that were no text.

    Raises:
        UsageError: It is not.
    """
    values = ((key, str(value)) for key, value in draft.values.items())
    for what, text in (("title", draft.title), ("text", draft.body), *(("tag", tag) for tag in draft.tags), *values):
        if match := UNFIT.search(text):
            code = f"U+{ord(match.group()):04X}"
            raise UsageError(Problem(f"the {what} holds a character that no page can show ({code})", "Remove it."))


def _names(kind: Kind, slug: str, now: datetime) -> Iterator[str]:
    """File names to try: with the date in front, then told apart by seconds or a number."""
    if not kind.titled or not slug:
        yield f"{now:%Y-%m-%d-%H%M}.md"
        yield f"{now:%Y-%m-%d-%H%M%S}.md"
    stem = f"{now:%Y-%m-%d}-{slug}" if kind.dated and slug else slug or f"{now:%Y-%m-%d-%H%M%S}"
    if slug:
        yield f"{stem}.md"
    for number in range(2, _MOST_ATTEMPTS):
        yield f"{stem}-{number}.md"


def front(kind: Kind, draft: Draft, now: datetime) -> str:
    """The content of a new file."""
    # JSON strings are YAML strings, whatever characters are in them.
    lines = [f"title: {json.dumps(draft.title, ensure_ascii=False)}"] if kind.titled and draft.title else []
    lines += [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in draft.values.items()]
    if kind.dated:
        lines.append(f"date: {now:%Y-%m-%d %H:%M:%S}")
    if draft.tags:
        lines.append(f"tags: {json.dumps(list(draft.tags), ensure_ascii=False)}")
    lines.append(f"id: {uuid.uuid4()}")
    return (
        "\n".join(["---", *lines, "---", "", draft.body, ""])
        if draft.body
        else "\n".join(["---", *lines, "---", "", ""])
    )
