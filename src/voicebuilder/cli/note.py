"""`voicebuilder note`: the short way to a status note."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from voicebuilder.errors import Problem, UsageError


@click.command("note", help='Write a status note: voicebuilder note "text". Without a text it is read from stdin.')
@click.argument("text", required=False)
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The site's folder.")
@click.option("--tag", "tags", multiple=True, help="A tag; give it again for another.")
@click.option("--edit", is_flag=True, help="Open it in $EDITOR.")
def command(text: str | None, site: Path, tags: tuple[str, ...], *, edit: bool) -> int:
    """Write a note's file."""
    from voicebuilder import config, scaffold

    asked = config.load(site)
    if text is None and not edit:
        text = sys.stdin.read()
    if not edit and not (text or "").strip():
        raise UsageError(Problem("the note is empty", 'Write voicebuilder note "what you have to say"'))
    draft = scaffold.Draft("note", body=(text or "").strip(), tags=tags)
    path = scaffold.new(asked, draft, datetime.now(UTC))
    print(path)
    if edit:
        click.edit(filename=str(path))
    return 0
