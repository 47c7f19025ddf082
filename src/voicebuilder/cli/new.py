"""`voicebuilder new`: a new file with a date and a permanent id."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command("new", help='Write a new entry: voicebuilder new post "A title". Prints the path of its file.')
@click.argument("kind")
@click.argument("title", required=False, default="")
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The site's folder.")
@click.option("--edit", is_flag=True, help="Open it in $EDITOR.")
def command(kind: str, title: str, site: Path, *, edit: bool) -> int:
    """Write a new entry's file."""
    from voicebuilder import config, scaffold

    asked = config.load(site)
    path = scaffold.new(asked, scaffold.Draft(kind, title), datetime.now(UTC))
    print(path)
    if edit:
        click.edit(filename=str(path))
    return 0
