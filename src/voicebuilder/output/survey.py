"""What lies in the output folder now: ours, kept, or a stranger's.

In: the folder, its record, and the `keep` globs. Out: a `Survey`; a stranger's file ends the run. Symlinks are never
followed: one in the output is a foreign file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, UsageError
from voicebuilder.output import manifest, record
from voicebuilder.output.faults import shown

if TYPE_CHECKING:
    from collections.abc import Collection

    from voicebuilder.output.names import Keep
    from voicebuilder.output.record import Record, Sight, Sign

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Survey:
    """The output folder as it was found.

    Attributes:
        sight: What is in it; None when there is no such folder.
        kept: Foreign files and symlinks to carry along, and empty folders (with "/" at the end); sorted.
        changed: Files of ours that may have other bytes than we gave them.
        listing: The bytes of its manifest; None when the record vouches for it.
    """

    sight: Sight | None = None
    kept: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()
    listing: bytes | None = b""

    @property
    def exists(self) -> bool:
        """Whether there is such a folder."""
        return self.sight is not None

    @property
    def record(self) -> Record:
        """Our part of it."""
        return self.sight.now() if self.sight else record.NOTHING

    @property
    def files(self) -> dict[str, Sign]:
        """Files that we made and that are still there."""
        return self.sight.files if self.sight else {}

    def intact(self, path: str) -> bool:
        """Whether a path holds the file that we published there last."""
        return path in self.files and path not in self.changed

    def signs(self, paths: Collection[str]) -> dict[str, Sign]:
        """The signs of files that are intact.

        Raises:
            ValueError: One is not.
        """
        lost = self.changed.intersection(paths).union(path for path in paths if path not in self.files)
        if lost:
            raise ValueError(f"not as they were published: {sorted(lost)[:_LISTED]}")
        return {path: self.files[path] for path in paths}

    def lists(self, paths: set[str]) -> bool:
        """Whether its manifest is the one of these paths."""
        if self.sight is None:
            return False
        if self.listing is None:
            return paths == self.sight.record.files.keys()
        return self.listing == manifest.encode(paths)


def survey(folder: str, keep: Keep, known: Record | None) -> Survey:
    """Look at the output folder.

    Args:
        folder: The folder; need not exist.
        keep: Which foreign files may stay.
        known: The record of the folder, if there is one; what it does not vouch for is listed.

    Raises:
        UsageError: There are foreign files that no `keep` pattern matches, or kept ones that cannot be carried.
        OSError: The folder cannot be read.
    """
    if not os.path.lexists(folder):
        return Survey()
    if known:
        sight = record.look(folder, known)
        changed = frozenset(record.changed_files(folder, sight))
        return Survey(sight, _kept(folder, sight, keep), changed, None)
    listed = manifest.read(folder)
    sight = record.look(folder, record.from_manifest(folder, listed))
    return Survey(sight, _kept(folder, sight, keep), frozenset(sight.files), listed.content)


def again(folder: str, keep: Keep, before: Survey) -> Survey:
    """Look once more, after the long work, where foreign files are or may be.

    What comes elsewhere in the meantime is found when the folder is retired.

    Raises:
        UsageError: As `survey`.
        OSError: As `survey`.
    """
    if before.sight is None:
        return survey(folder, keep, None)
    sight = before.sight.again(folder)
    return Survey(sight, _kept(folder, sight, keep), before.changed, before.listing)


def _kept(folder: str, sight: Sight, keep: Keep) -> tuple[str, ...]:
    kept = tuple(sorted(path for path in sight.foreign if path.rstrip("/") in keep))
    strangers = {*sight.foreign, *sight.special}.difference(kept, (path for path in sight.special if path in keep))
    if strangers:
        raise _strangers(folder, sorted(strangers))
    if sight.special:
        problem = Problem(
            f"pipes, sockets and devices cannot be kept in {folder}: {_listed(sight.special)}", "Move them away."
        )
        raise UsageError(problem)
    return kept


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
