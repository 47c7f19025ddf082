"""`voicebuilder new`: a new file with a date and a permanent id; of a photo, a sound or a film the file too."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicebuilder.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voicebuilder.config import Config
    from voicebuilder.model.kind import Kind


@click.command(
    "new",
    help='Write a new entry: voicebuilder new post "A title", new link https://… "A title", new photo FILE… '
    "Prints the path of its file.",
)
@click.argument("kind")
@click.argument("words", nargs=-1, metavar="[TITLE | FILE...]")
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The site's folder.")
@click.option("--title", default="", help="The title of what is made of files.")
@click.option("--alt", "alts", multiple=True, help="What a picture shows; for several, once for each, in order.")
@click.option("--tag", "tags", multiple=True, help="A tag; give it again for another.")
@click.option("--edit", is_flag=True, help="Open it in $EDITOR.")
def command(kind: str, words: tuple[str, ...], site: Path, **options: str | bool | tuple[str, ...]) -> int:
    """Write a new entry's file."""
    from voicebuilder import config, scaffold

    asked, of = config.load(site), scaffold.kind_of(kind)
    if of.made_of:
        path = _from_files(asked, of, words, options)
    else:
        title, values = _titled(of, words, str(options["title"]))
        draft = scaffold.Draft(of.name, title, tags=_texts(options["tags"]), values=values)
        path = scaffold.new(asked, draft, datetime.now(UTC))
    print(path)
    if options["edit"]:
        click.edit(filename=str(path))
    return 0


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _titled(kind: Kind, words: tuple[str, ...], title: str) -> tuple[str, dict[str, object]]:
    """The title, and the values that a kind needs, in their order before it."""
    needed = dict(zip(kind.needs, words, strict=False))
    rest = words[len(kind.needs) :]
    if len(rest) > 1:
        raise UsageError(Problem("a title is one text", f'Put it in quotes: "{" ".join(rest)}"'))
    if len(needed) < len(kind.needs):
        missing = " ".join(key.upper() for key in kind.needs)
        raise UsageError(
            Problem(f"a {kind.name} needs more", f'Write voicebuilder new {kind.name} {missing} "A title"')
        )
    return title or "".join(rest), dict(needed)


def _from_files(asked: Config, kind: Kind, words: tuple[str, ...], options: Mapping[str, object]) -> Path:
    from voicebuilder import scaffold

    files = [Path(word) for word in words]
    if not files:
        raise UsageError(Problem(f"a {kind.name} is a file", f"Write voicebuilder new {kind.name} FILE"))
    values: dict[str, object] = {}
    if kind.made_of == "picture" and (alts := _alts(files, _texts(options["alts"]))):
        values["alt"] = next(iter(alts.values())) if len(files) == 1 else alts
    draft = scaffold.Draft(kind.name, str(options["title"]), tags=_texts(options["tags"]), values=values)
    return scaffold.add(asked, files, draft, datetime.now(UTC))


def _alts(files: list[Path], given: tuple[str, ...]) -> dict[str, str]:
    """What each picture shows, by its file's name: as given, else asked of whoever sits at the terminal."""
    if len(given) > len(files):
        raise UsageError(Problem("there are more --alt than pictures", "Give one for each."))
    alts = {file.name: text for file, text in zip(files, given, strict=False)}
    if sys.stdin.isatty():
        for file in files[len(given) :]:
            text = click.prompt(f"What does {file.name} show", default="", show_default=False, err=True)
            if text:
                alts[file.name] = text
    return alts
