"""What media files say of themselves, remembered by file.

In: source paths, and where they lie. Out: `Medium`s by path; only files that changed are opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b, file_digest
from typing import TYPE_CHECKING

from voicebuilder.memo import Table, stamp
from voicebuilder.memo.prints import SIZE
from voicebuilder.model.media import Captions, Medium, Picture, Recording, Unreadable, sort_of
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from voicebuilder.report import Report

# Each costs tens of milliseconds, so that a second process soon pays.
_WORTH_A_PROCESS = 8
# Bytes; no camera's picture has as many, and each is read whole.
_MOST = 300_000_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """A medium in the form in which it is kept: one of its sorts, the others None."""

    stamp: bytes
    picture: Picture | None = None
    recording: Recording | None = None
    captions: Captions | None = None
    unreadable: Unreadable | None = None

    @classmethod
    def of(cls, stamp: bytes, medium: Medium) -> _Seen:
        return cls(
            stamp,
            picture=medium if isinstance(medium, Picture) else None,
            recording=medium if isinstance(medium, Recording) else None,
            captions=medium if isinstance(medium, Captions) else None,
            unreadable=medium if isinstance(medium, Unreadable) else None,
        )

    @property
    def medium(self) -> Medium:
        return next(one for one in (self.picture, self.recording, self.captions, self.unreadable) if one is not None)


class Looks:
    """What was seen in the last run and in this one."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open the cache in a folder; what is missing or damaged is empty, and `notice` may say why."""
        self._table = Table(folder / "media", version, dict[str, _Seen])
        self._old = self._table.load() or {}
        self._new: dict[str, _Seen] = {}
        self.notice = self._table.notice

    def of(self, paths: Iterable[str], file: Callable[[str], Path], jobs: int, report: Report) -> dict[str, Medium]:
        """Look at files.

        Args:
            paths: Of pictures, sounds, films and captions; what else there is, is left out.
            file: Where a path lies on the disk.
            jobs: Processes to spread the work over; 0 for as many as pays.
            report: Told of progress.
        """
        stamps = {path: stamp(file(path)) for path in paths if sort_of(path)}
        before = self._old | self._new
        known = {path: old.medium for path, at in stamps.items() if (old := before.get(path)) and old.stamp == at}
        fresh = [path for path in stamps if path not in known]
        with report.step("Looking at pictures", len(fresh)) as advance:
            for path, medium in zip(
                fresh, spread(partial(look, file), fresh, jobs, worth=_WORTH_A_PROCESS), strict=True
            ):
                known[path] = medium
                advance()
        self._new = {path: _Seen.of(at, known[path]) for path, at in stamps.items()}
        return {path: known[path] for path in stamps}

    def save(self) -> None:
        """Keep what this run saw for the next."""
        if self._table.notice or self._new != self._old:
            self._table.save(self._new)
            self._old = self._new


def look(file: Callable[[str], Path], path: str) -> Medium:
    """What one file says of itself."""
    place, sort = file(path), sort_of(path)
    try:
        if sort == "picture":
            return _picture(place)
        if sort == "captions":
            from voicebuilder.media.captions import captions  # noqa: PLC0415 -- few sites have any

            return captions(place.read_bytes())
        return _recording(place)
    except OSError as error:
        return Unreadable(b"", f"cannot be read: {error.strerror}", "Give yourself the right to read it.")


def _picture(file: Path) -> Medium:
    from voicebuilder.media import cleaning, pixels  # noqa: PLC0415 -- Pillow takes 50 ms to import

    if file.stat().st_size > _MOST:
        return Unreadable(b"", "is larger than 300 MB", "Save it smaller.")
    data = file.read_bytes()
    found = pixels.look(file, data)
    if not isinstance(found, Picture):
        return found
    try:
        return replace(found, is_private=cleaning.clean(data, found.format) is not data)
    except cleaning.Uncleanable as error:
        return replace(found, is_private=True, stuck=str(error), way_out=error.hint)


def _recording(file: Path) -> Medium:
    from voicebuilder.media import cleaning  # noqa: PLC0415 -- as above
    from voicebuilder.media.recordings import recording  # noqa: PLC0415 -- as above

    with file.open("rb") as stream:
        digest = file_digest(stream, partial(blake2b, digest_size=SIZE)).digest()
        found = recording(file, digest)
        if not isinstance(found, Recording):
            return found
        try:
            return replace(found, is_private=bool(cleaning.film_patches(stream, found.length)))
        except cleaning.Uncleanable as error:
            return replace(found, is_private=True, stuck=str(error), way_out=error.hint)
