"""`voicebuilder init`: a site that builds at once."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

HOSTS = ("github", "gitlab", "netlify", "none")


@click.command("init", help="Make a new site in the folder DIR.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="My voice", show_default=True, help="The site's name.")
@click.option("--url", default="https://example.org/", show_default=True, help="Where it will live.")
@click.option("--host", type=click.Choice(HOSTS), default="github", show_default=True, help="Whose CI builds it.")
def command(folder: Path, title: str, url: str, host: str) -> int:
    """Make a site."""
    from voicebuilder import scaffold

    made = scaffold.init(folder, scaffold.Wish(title, url, host, datetime.now(UTC)))
    for path in made:
        print(folder / path)
    print(f"Your site is in {folder}. See it while you write: voicebuilder preview {folder}", file=sys.stderr)
    return 0
