"""The pictures that other sites show of entries which have none: drawn once, kept in the cache.

In: what each card says. Out: files in the cache; a warning where no typeface has the letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.config.schema import CONFIG_NAME
from voicebuilder.errors import Problem, Severity, UsageError
from voicebuilder.memo import fingerprint
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from voicebuilder.config.schema import SocialCards
    from voicebuilder.media.pixels.card import Card, Faces
    from voicebuilder.report import Report

_WORTH_A_PROCESS = 20
_KEY = "social_cards.fonts"


class Cards:
    """Draws the cards of one site."""

    def __init__(self, site: Path, settings: SocialCards, cache: Path) -> None:
        """Take the site folder, the config's `social_cards:` and a folder of the cache.

        Raises:
            UsageError: A font cannot be used.
        """
        self._cache = cache
        if settings.draw:
            self._faces, made_by = _faces(site, settings.fonts)
            self._cache = cache / made_by.hex()[:12]

    def file(self, card: Card) -> Path:
        """The picture, drawn now if it is not there."""
        from voicebuilder.media.pixels.card import draw  # noqa: PLC0415 -- as above

        place = self._place(card)
        if not place.is_file():
            drawn = draw(card, self._faces)
            place.parent.mkdir(parents=True, exist_ok=True)
            if drawn.missing:
                families = " or ".join(drawn.missing.families[:2])
                said = f"{drawn.missing.letters[:20]} {families}"
                place.with_suffix(".missing").write_text(said, "utf-8")
            draft = place.with_suffix(".tmp")
            draft.write_bytes(drawn.png)
            draft.replace(place)
        return place

    def make(self, cards: Sequence[tuple[str, Card]], jobs: int, report: Report) -> None:
        """Draw all that are not there.

        Args:
            cards: Source path of the entry, and its card.
            jobs: Processes to spread the work over; 0 for as many as pays.
            report: Told of progress, and of letters that no typeface has.
        """
        missing = [card for _, card in cards if not self._place(card).is_file()]
        with report.step("Drawing cards", len(missing)) as advance:
            for _ in spread(self.file, missing, jobs, lambda card: card.title, worth=_WORTH_A_PROCESS):
                advance()
        report.extend(problem for path, card in cards for problem in self._lacking(path, card))

    def _lacking(self, path: str, card: Card) -> Iterable[Problem]:
        note = self._place(card).with_suffix(".missing")
        if note.is_file():
            letters, _, families = note.read_text("utf-8").partition(" ")
            hint = (
                f"Put a font such as {families or 'one of the Noto family'} (.ttf or .otf) into the site's folder, and "
                "name it: social_cards: {fonts: [fonts/name.ttf]}."
            )
            message = f"no typeface has the letters {letters} for its social card"
            yield Problem(message, hint, path, 1, severity=Severity.WARNING)

    def _place(self, card: Card) -> Path:
        name = fingerprint(card).hex()
        return self._cache / name[:2] / f"{name}.png"


def _faces(site: Path, fonts: tuple[str, ...]) -> tuple[Faces, bytes]:
    """The typefaces, and the fingerprint of all that decides what they look like."""
    from voicebuilder.media.pixels.card import Faces, UnfitFaceError, recipe  # noqa: PLC0415 -- Pillow is slow

    paths = [(site / name).resolve() for name in fonts]
    for name, path in zip(fonts, paths, strict=True):
        if not path.is_relative_to(site.resolve()):
            message = f"`{_KEY}`: {name} lies outside of the site folder"
            raise UsageError(Problem(message, "Copy the font into the site.", CONFIG_NAME))
    try:
        faces = Faces.of(paths)
    except UnfitFaceError as error:
        message = f"`{_KEY}`: {error.path.name} {error.reason}"
        raise UsageError(Problem(message, error.hint, CONFIG_NAME)) from None
    return faces, fingerprint(recipe(), [digest for _, digest in faces.own])
