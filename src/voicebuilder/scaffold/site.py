"""A new site: a config, a first post, note and page, and the file that lets a host build it.

In: a wish and the clock. Out: a folder that builds at once.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from voicebuilder import __version__
from voicebuilder.config.schema import json_schema
from voicebuilder.errors import MachineError, Problem, UsageError
from voicebuilder.scaffold.entry import UNFIT
from voicebuilder.text.urls import Base

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

_TEMPLATES = resources.files("voicebuilder.scaffold") / "templates"
# Path in the new site -> template, {date} filled in. The names have no leading dot where packaging would drop them.
_FILES = {
    "voicebuilder.yaml": "voicebuilder.yaml",
    "posts/{date}-hello.md": "post.md",
    "notes/{date}-{time}.md": "note.md",
    "pages/about.md": "about.md",
    ".gitignore": "gitignore",
}
_HOST_FILES = {
    "github": {".github/workflows/site.yml": "github.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "netlify": {"netlify.toml": "netlify.toml"},
    "none": {},
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SCHEMA = ".voicebuilder/voicebuilder.schema.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the new site shall be.

    Attributes:
        title: Its name.
        url: Where it will live.
        host: Whose CI builds it: a key of the table of hosts.
        now: The clock, for the first entries' dates.
    """

    title: str
    url: str
    host: str
    now: datetime


def init(folder: Path, wish: Wish) -> list[str]:
    """Make a site in a new or empty folder.

    Returns:
        The files' paths below the folder.

    Raises:
        UsageError: The folder has files in it, or the address or the title cannot be.
        MachineError: A file cannot be written.
    """
    _check(wish)
    files = _contents(wish)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            hint = "Name a new folder; nothing was changed."
            raise UsageError(Problem(f"{folder} is there already, and not empty", hint))
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        raise MachineError(Problem(f"cannot write {error.filename or folder}: {error.strerror}")) from error
    return list(files)


def _check(wish: Wish) -> None:
    try:
        Base.of(wish.url)
    except ValueError as error:
        message = f"`--url {wish.url}` is no address: {error}"
        raise UsageError(Problem(message, "Write --url https://me.example/")) from None
    if not wish.title.strip() or UNFIT.search(wish.title):
        raise UsageError(Problem("`--title` is empty, or holds a character that no page can show", "Write it anew."))


def _contents(wish: Wish) -> dict[str, bytes]:
    values = {
        "date": f"{wish.now:%Y-%m-%d}",
        "time": f"{wish.now:%H%M}",
        "clock": f"{wish.now:%H:%M}",
        "post_id": str(uuid.uuid4()),
        "note_id": str(uuid.uuid4()),
        # JSON strings are YAML strings, whatever characters are in them.
        "title": json.dumps(wish.title, ensure_ascii=False),
        "url": json.dumps(wish.url, ensure_ascii=False),
        "version": __version__,
    }
    wanted = _FILES | _HOST_FILES[wish.host]
    files = {_fill(path, values): _fill(_read(name), values).encode() for path, name in wanted.items()}
    return files | {_SCHEMA: json_schema()}


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _fill(text: str, values: Mapping[str, str]) -> str:
    # All at once: a title may hold what looks like a placeholder.
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), match.group()), text)
