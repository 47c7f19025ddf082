"""A new entry that is a file: the file copied under a name that dates it, and the text beside it.

In: files anywhere, what to say of them. Out: the path of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from shutil import copyfile
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem, UsageError
from voicebuilder.media.looks import look
from voicebuilder.model.media import Picture, Unreadable, sort_of
from voicebuilder.scaffold.entry import file_slug, front, kind_of, refuse_unfit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from voicebuilder.config import Config
    from voicebuilder.model.kind import Kind
    from voicebuilder.scaffold.entry import Draft

# What cameras call their pictures, and what says nothing of them.
_NUMBERED = re.compile(r"(?:img|dsc[fn]?|dscn|pxl|image|photo|p|rec|mvi|vid|screenshot)?[-_ ]?[0-9_-]+", re.IGNORECASE)
_MOST_ATTEMPTS = 1000


def add(config: Config, files: Sequence[Path], draft: Draft, now: datetime) -> Path:
    """Copy files into the site, each under its day and the title, and write their text.

    A file that lies in the folder of its kind already stays where it is. Several files make one entry, in a folder of
    its own. `draft.values` may hold `alt`, one text or a dict of file names as given.

    Returns:
        The path of the text.

    Raises:
        UsageError: A file is not what the kind is made of, or there is a text already.
        MachineError: A file cannot be copied.
    """
    kind = kind_of(draft.kind)
    refuse_unfit(draft)
    media = tuple(_checked(file, kind) for file in files)
    day = _taken(media[0], config) or now.astimezone(config.zone)
    folder = config.folder / kind.folder
    try:
        if len(files) == 1 and files[0].resolve().is_relative_to(folder.resolve()):
            return _describe(files[0], front(kind, draft, day))
        slug = file_slug(draft.title) or _slug_of(files[0])
        stem = f"{day:%Y-%m-%d}-{slug}" if slug else f"{day:%Y-%m-%d-%H%M%S}"
        if len(files) > 1:
            return _gallery(folder / _free(folder, stem), files, kind, (draft, day))
        stem = _free(folder, stem)
        folder.mkdir(parents=True, exist_ok=True)
        copyfile(files[0], folder / f"{stem}{files[0].suffix.lower()}")
        return _describe(folder / f"{stem}.md", front(kind, draft, day))
    except OSError as error:
        raise MachineError(Problem(f"cannot copy into {folder}: {error.strerror}")) from error


def _checked(file: Path, kind: Kind) -> object:
    if not file.is_file():
        raise UsageError(Problem(f"there is no file {file}", "Correct the path."))
    if sort_of(file.name) != kind.made_of:
        raise UsageError(Problem(f"{file.name} is no {kind.made_of}", f"A {kind.name} is a {kind.made_of}."))
    medium = look(lambda _: file, file.name)
    if isinstance(medium, Unreadable):
        raise UsageError(Problem(f"{file.name} {medium.reason}", medium.hint))
    return medium


def _taken(medium: object, config: Config) -> datetime | None:
    """When a picture was taken, as it says itself."""
    if not isinstance(medium, Picture) or not medium.said.date:
        return None
    taken = datetime.fromisoformat(medium.said.date)
    return taken if taken.tzinfo else taken.replace(tzinfo=config.zone)


def _slug_of(file: Path) -> str:
    return "" if _NUMBERED.fullmatch(file.stem) else file_slug(file.stem)


def _free(folder: Path, stem: str) -> str:
    """A name that nothing in the folder has yet."""
    taken = {path.name.partition(".")[0] for path in folder.glob("*")} if folder.is_dir() else set()
    names = (stem, *(f"{stem}-{number}" for number in range(2, _MOST_ATTEMPTS)))
    for name in names:
        if name.partition(".")[0] not in taken:
            return name
    raise UsageError(Problem(f"there are too many files named like this in {folder}", "Choose another title."))


def _gallery(folder: Path, files: Sequence[Path], kind: Kind, text: tuple[Draft, datetime]) -> Path:
    draft, day = text
    folder.mkdir(parents=True)
    alts = draft.values.get("alt")
    named: dict[str, object] = {}
    for number, file in enumerate(files, 1):
        name = f"{number:02}{f'-{slug}' if (slug := _slug_of(file)) else ''}{file.suffix.lower()}"
        copyfile(file, folder / name)
        if isinstance(alts, dict) and file.name in alts:
            named[name] = alts[file.name]
    values = {key: value for key, value in draft.values.items() if key != "alt"} | ({"alt": named} if named else {})
    return _describe(folder / "index.md", front(kind, replace(draft, values=values), day))


def _describe(file: Path, text: str) -> Path:
    """Write the text of a file beside it."""
    place = file.with_suffix(".md")
    try:
        with place.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(Problem(f"{place.name} is there already", "Write your words into it.")) from None
    return place
