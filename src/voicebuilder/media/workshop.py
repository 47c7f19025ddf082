"""The files that are published of pictures, sounds and films: without what is private, and pictures in their sizes.

In: source paths and `Variant`s. Out: files in the cache, made once for all builds; bytes.
"""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from voicebuilder.errors import ContentError, Problem
from voicebuilder.memo import fingerprint, stamp
from voicebuilder.model.media import Picture, Recording, Unreadable
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from voicebuilder.config.schema import Pictures
    from voicebuilder.media.cards import Cards
    from voicebuilder.model.media import Medium, Variant
    from voicebuilder.model.route import Route
    from voicebuilder.report import Report


class Workshop:
    """Makes the files of one site."""

    def __init__(
        self, file: Callable[[str], Path], looks: Mapping[str, Medium], settings: Pictures, cache: Path, cards: Cards
    ) -> None:
        """Take what is known of the files.

        Args:
            file: Where a source path lies on the disk.
            looks: Source path -> what the file says of itself.
            settings: The config's `pictures:`.
            cache: A folder of its own.
            cards: Draws the pictures that other sites show.
        """
        self.card, self._cards = cards.file, cards
        self._file, self._looks, self._settings, self._cache = file, looks, settings, cache

    def refused(self, paths: Iterable[str]) -> Iterator[Problem]:
        """An error for each file that would be published although nobody can tell what private things are in it."""
        for path in paths:
            medium = self._looks.get(path)
            if medium is None or self.keeps(path):
                continue
            allow = f"Or let it be published as it is: pictures: {{keep_metadata: [{path}]}}."
            if isinstance(medium, Unreadable) and not medium.is_foreign:
                yield Problem(f"this file {medium.reason}", f"{medium.hint} {allow}", path)
            elif isinstance(medium, Picture | Recording) and medium.stuck:
                message = f"this file {medium.stuck}, and where it was made is nobody's business"
                yield Problem(message, f"{medium.way_out} {allow}", path)

    def keeps(self, path: str) -> bool:
        """Whether its writer wants all of a file to be published."""
        return any(fnmatchcase(path, pattern) for pattern in self._settings.keep_metadata)

    def stamp(self, path: str) -> bytes:
        """Another one whenever what is published of a file may be another."""
        return fingerprint(stamp(self._file(path)), self.keeps(path))

    def original(self, path: str) -> Path | bytes:
        """A file of the site, to be published at its own address."""
        medium = self._looks.get(path)
        if not isinstance(medium, Picture | Recording) or not medium.is_private or self.keeps(path):
            return self._file(path)
        from voicebuilder.media import cleaning  # noqa: PLC0415 -- few files are private

        if isinstance(medium, Picture):
            return cleaning.clean(self._file(path).read_bytes(), medium.format)
        return self._cleaned_recording(path, medium)

    def _cleaned_recording(self, path: str, recording: Recording) -> Path:
        from shutil import copyfile  # noqa: PLC0415 -- as below

        from voicebuilder.media import cleaning  # noqa: PLC0415 -- few files are private

        with self._file(path).open("rb") as stream:
            patches = [(patch.offset, patch.data) for patch in cleaning.film_patches(stream, recording.length)]
        # What is taken out is a part of the name: a cleaner that learns to find more makes another file.
        place = self._cache / f"{fingerprint(recording.digest, patches).hex()}{self._file(path).suffix}"
        if not _is_there(place):
            self._cache.mkdir(parents=True, exist_ok=True)
            draft = place.with_suffix(".tmp")
            copyfile(self._file(path), draft)
            with draft.open("r+b") as stream:
                for offset, data in patches:
                    stream.seek(offset)
                    stream.write(data)
            draft.replace(place)
        return place

    def variant(self, variant: Variant) -> Path:
        """A picture in one size and format, made now if it is not there.

        Raises:
            ContentError: It cannot be made.
        """
        place = self._place(variant)
        if not _is_there(place):
            self._encode([variant])
        return place

    def make(self, variants: Iterable[Variant], jobs: int, report: Report) -> None:
        """Make all that are not there, each picture opened once.

        Args:
            variants: What will be published.
            jobs: Processes to spread the work over; 0 for as many as pays.
            report: Told of progress, and of pictures that cannot be.
        """
        # Two files of the same bytes are made once.
        missing = {variant.name: variant for variant in variants if not _is_there(self._place(variant))}
        by_picture: defaultdict[str, list[Variant]] = defaultdict(list)
        for variant in missing.values():
            by_picture[variant.path].append(variant)
        with report.step("Making pictures", len(by_picture)) as advance:
            for problems in spread(self._attempt, list(by_picture.values()), jobs, lambda some: some[0].path, worth=1):
                report.extend(problems)
                advance()

    def draw(self, routes: Iterable[Route], jobs: int, report: Report) -> None:
        """Draw all cards that are not there."""
        self._cards.make([(route.path, route.subject) for route in routes], jobs, report)

    def _attempt(self, variants: list[Variant]) -> tuple[Problem, ...]:
        try:
            self._encode(variants)
        except ContentError as error:
            return error.problems
        return ()

    def _encode(self, variants: list[Variant]) -> None:
        from voicebuilder.media import pixels  # noqa: PLC0415 -- Pillow takes 50 ms to import

        path = variants[0].path
        try:
            data = self._file(path).read_bytes()
            pixels.encode(data, [(variant, self._place(variant)) for variant in variants], self._settings.quality)
        except (OSError, ValueError) as error:
            problem = Problem(f"no smaller picture can be made of it: {error}", "Save it anew.", path)
            raise ContentError(problem) from error

    @cached_property
    def _recipe(self) -> str:
        from voicebuilder.media import pixels  # noqa: PLC0415 -- as above

        return fingerprint(pixels.recipe()).hex()[:12]

    def _place(self, variant: Variant) -> Path:
        """Where a variant is kept; other versions of the encoders make other bytes."""
        return self._cache / self._recipe / variant.name[:2] / f"{variant.name}.{variant.format}"


def _is_there(place: Path) -> bool:
    """Whether a file is there, and not one that a power cut emptied."""
    return place.is_file() and place.stat().st_size > 0
