"""`voicebuilder preview`: the site, live, while it is being written."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from voicebuilder.cli.build import clock
from voicebuilder.cli.console import Console, show
from voicebuilder.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Collection

    from voicebuilder.errors import Problem
    from voicebuilder.preview import State

# More than these at once help nobody; `voicebuilder build` lists them all.
_MOST_ERRORS = 20
_MOST_WARNINGS = 10
# How editors' links begin that open a file at a line.
EDITORS = {
    "cursor": "cursor://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
}


@click.command("preview", help="Show the site in the folder SITE (the current one when not given) while you write it.")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--host", default="127.0.0.1", metavar="H", help="Where to listen; 0.0.0.0 lets other machines in.")
@click.option("--port", type=int, default=8000, metavar="P", help="The first port to try (8000).")
@click.option("--drafts/--no-drafts", default=True, help="Show drafts and scheduled entries (the default), or not.")
@click.option("--open", "opens", is_flag=True, help="Open it in your browser.")
@click.option(
    "--editor",
    default="",
    envvar="VOICEBUILDER_EDITOR",
    metavar="NAME",
    help=f"Links to files open there: {', '.join(EDITORS)}, or an address with {{path}}, {{line}} and {{column}}"
    " (also: VOICEBUILDER_EDITOR).",
)
@click.option("--follow", is_flag=True, help="Scroll lists to the entry that you have just saved.")
def command(site: Path, **options: Any) -> int:
    """Preview a site."""
    from voicebuilder import preview

    editor = options["editor"]
    folder = site.absolute()
    ask = preview.Ask(
        preview.Wishes(folder, options["drafts"], partial(clock, None, ZoneInfo("UTC"))),
        preview.Taste(EDITORS.get(editor.lower(), editor), options["follow"]),
        options["host"],
        options["port"],
    )
    ready = partial(_ready, opens=options["opens"])
    # Ctrl-C is how a preview ends, also while its first plan is made.
    with suppress(KeyboardInterrupt):
        preview.preview(ask, preview.Voice(Console(), ready, _Teller(folder), _say))
    return int(ExitCode.DONE)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _ready(address: str, is_open: bool, *, opens: bool) -> None:
    _say(f"{address} shows your site; Ctrl-C ends it.")
    if is_open:
        _say("Every machine that can reach this one can see it there, drafts too, until you end it.")
    if opens:
        import webbrowser

        webbrowser.open(address)


def _greeting(state: State) -> str:
    if state.plan is None:
        return "There is nothing to show yet. Put that right and save: the page comes by itself."
    pages = sum(route.renderer == "page" for route in state.plan.table)
    return f"{pages} pages, ready in {state.seconds:.1f} s."


class _Teller:
    """Says what became of each save, and what is wrong only when that is new."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._told: tuple[Problem, ...] = ()

    def __call__(self, state: State, changed: Collection[str]) -> None:
        errors = state.errors
        if errors != self._told:
            show([*errors], _MOST_ERRORS)
            if not errors:
                _say("All errors are put right.")
        self._told = errors
        if not changed:
            show([*state.warnings], _MOST_WARNINGS)
            _say(_greeting(state))
        elif not errors:
            _say(f"{self._named(changed)}: {state.seconds * 1000:.0f} ms")

    def _named(self, changed: Collection[str]) -> str:
        first = Path(min(changed))
        name = first.relative_to(self._site).as_posix() if first.is_relative_to(self._site) else first.name
        return name if len(changed) == 1 else f"{name} and {len(changed) - 1} more"
