"""What the writer's files were when somebody was last told of them.

In: paths to look at, or a scan of everything. Out: those that are not what they were.

Told is what *may* have changed: a `chmod` or `touch` alters a signature too, and so does an edit whose time was set
back. Whoever is told compares the bytes.
"""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from time import time_ns
from typing import TYPE_CHECKING

from voicebuilder.preview.watching.snapshot import signed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from voicebuilder.preview.watching.snapshot import Places, Signature, Snapshot

# ns; the clocks of Linux's and macOS's own disks do not stand still for longer.
_INSTANT = 20_000_000
# Bytes; a larger file is not written twice in an instant.
_MOST_READ = 1 << 20


class Ledger:
    """Signatures by path, and digests of files that changed a moment ago.

    A file can change once more in the instant of its last change and bear the same signature. Until that instant is
    over its bytes are compared (as git does with what it calls racy entries).
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Begin with what is there: none of it is news."""
        self._known: dict[str, Signature] = {}
        self._young: dict[str, bytes] = {}
        self._learn(snapshot.files)

    def look(self, paths: Iterable[str]) -> tuple[set[str], bool]:
        """Look at a few files.

        Returns:
            Those that changed; and whether one of the paths is a folder or link, so that only a scan can tell.
        """
        changed, is_unsure = set(), False
        for path in paths:
            try:
                found = os.lstat(path)
            except OSError:
                if self._forget(path):
                    changed.add(path)
                continue
            if stat.S_ISDIR(found.st_mode) or stat.S_ISLNK(found.st_mode):
                is_unsure = True
                continue
            signature = signed(found)
            if self._known.get(path) != signature:
                self._learn({path: signature})
                changed.add(path)
            elif self._is_rewritten(path, signature):
                changed.add(path)
        return changed, is_unsure

    def compare(self, snapshot: Snapshot, held: Collection[str] = ()) -> set[str]:
        """Find all that changed.

        Args:
            snapshot: What is there now.
            held: Paths not to be looked at this time; their changes stay to be found.
        """
        files = snapshot.files
        new, gone = self._difference(snapshot, held)
        rewritten = {
            path
            for path in tuple(self._young)
            if path not in new and path in files and path not in held and self._is_rewritten(path, files[path])
        }
        self._learn(new)
        for path in gone:
            self._forget(path)
        return new.keys() | gone | rewritten

    def differs(self, snapshot: Snapshot, held: Collection[str] = ()) -> bool:
        """Whether `compare` would find something, as far as signatures tell; it still will."""
        return any(self._difference(snapshot, held))

    def turn(self, old: Places, new: Places, snapshot: Snapshot) -> None:
        """Go on with other places: what both share keeps its changes to be found, what only the new have is no news."""
        was, will = old.prefixes, new.prefixes
        for path in [path for path in self._known if not path.startswith(will)]:
            self._forget(path)
        self._learn({path: signature for path, signature in snapshot.files.items() if not path.startswith(was)})

    def _difference(self, snapshot: Snapshot, held: Collection[str]) -> tuple[dict[str, Signature], set[str]]:
        """New signatures, and paths that are gone."""
        files, known = snapshot.files, self._known
        new = {path: signature for path, signature in files.items() if known.get(path) != signature}
        gone = known.keys() - files.keys()
        for path in held:
            new.pop(path, None)
            gone.discard(path)
        return new, gone

    def _learn(self, signatures: Mapping[str, Signature]) -> None:
        self._known.update(signatures)
        now = time_ns()
        for path, signature in signatures.items():
            if _is_young(signature, now):
                self._young[path] = _digest(path)
            else:
                self._young.pop(path, None)

    def _forget(self, path: str) -> bool:
        self._young.pop(path, None)
        return self._known.pop(path, None) is not None

    def _is_rewritten(self, path: str, signature: Signature) -> bool:
        """Whether a file with the known signature has other bytes."""
        old = self._young.get(path)
        if old is None:
            return False
        now, new = time_ns(), _digest(path)
        if _is_young(signature, now):
            self._young[path] = new
        else:
            del self._young[path]
        return new != old


def _is_young(signature: Signature, now: int) -> bool:
    return 0 <= now - signature[3] < _INSTANT and signature[1] <= _MOST_READ


def _digest(path: str) -> bytes:
    try:
        # A pipe would keep us waiting for somebody to write.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return blake2b(file.read(_MOST_READ + 1)).digest()
    except OSError:
        pass  # it has just gone: no bytes
    return b""
