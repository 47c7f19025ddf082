"""What lies in the output folder now: ours, kept, or a stranger's.

In: the folder and the `keep` globs. Out: a `Survey`; a stranger's file ends the run. Symlinks are never followed:
one in the output is a foreign file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, UsageError
from voicebuilder.output.faults import shown
from voicebuilder.output.manifest import MANIFEST, Manifest, read

if TYPE_CHECKING:
    from voicebuilder.output.names import Keep

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Survey:
    """The output folder as it was found.

    Attributes:
        exists: Whether there is such a folder.
        manifest: What its manifest says.
        ours: Files that we made and that are still there.
        kept: Foreign files and symlinks to carry along, and empty folders (with "/" at the end); sorted.
    """

    exists: bool
    manifest: Manifest
    ours: frozenset[str]
    kept: tuple[str, ...]


def survey(folder: str, keep: Keep) -> Survey:
    """Look at every name in the output folder.

    Raises:
        UsageError: There are foreign files that no `keep` pattern matches, or kept ones that cannot be carried.
        OSError: The folder cannot be read.
    """
    if not os.path.lexists(folder):
        return Survey(exists=False, manifest=Manifest(), ours=frozenset(), kept=())
    manifest = read(folder)
    ours, foreign, special = _sort(folder, manifest)
    kept = tuple(sorted(path for path in foreign if path.rstrip("/") in keep))
    strangers = sorted({*foreign, *special}.difference(kept, (path for path in special if path in keep)))
    if strangers:
        raise _strangers(folder, strangers)
    if special:
        problem = Problem(
            f"pipes, sockets and devices cannot be kept in {folder}: {_listed(special)}", "Move them away."
        )
        raise UsageError(problem)
    return Survey(exists=True, manifest=manifest, ours=ours, kept=kept)


def _sort(folder: str, manifest: Manifest) -> tuple[frozenset[str], list[str], list[str]]:
    ours: set[str] = set()
    foreign: list[str] = []
    special: list[str] = []
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(f"{folder}/{prefix}") as scan:
            entries = list(scan)
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                pending.append(path + "/")
            elif entry.is_symlink():
                foreign.append(path)
            elif not entry.is_file(follow_symlinks=False):
                special.append(path)
            elif path in manifest.paths:
                ours.add(path)
            elif path != MANIFEST or not manifest.content:
                foreign.append(path)
        if not entries and prefix:
            foreign.append(prefix)
    emptied = _folders(manifest) if any(path.endswith("/") for path in foreign) else set()
    return frozenset(ours), [path for path in foreign if path not in emptied], special


def _folders(manifest: Manifest) -> set[str]:
    """Every folder of our files: ours too, when someone emptied it."""
    return {path[: at + 1] for path in manifest.paths for at, letter in enumerate(path) if letter == "/"}


def _strangers(folder: str, paths: list[str]) -> UsageError:
    whole = ", ".join(f'"{shown(path)}"' for path in dict.fromkeys(path.split("/")[0] for path in paths[:_LISTED]))
    message = f"{shown(folder)} holds files that voicebuilder did not make: {_listed(paths)}"
    hint = f"Move them away, or write `keep: [{whole}]` in voicebuilder.yaml to leave them there."
    return UsageError(Problem(message, hint))


def clash_error(folder: str, paths: list[str]) -> UsageError:
    """The error for foreign files that stand where the site has a file of its own."""
    message = f"{shown(folder)} holds files that voicebuilder did not make where the site has its own: {_listed(paths)}"
    return UsageError(Problem(message, "Move them away, or give the page another slug."))


def _listed(paths: list[str]) -> str:
    more = f" and {len(paths) - _LISTED} more" if len(paths) > _LISTED else ""
    return ", ".join(shown(path) for path in paths[:_LISTED]) + more
