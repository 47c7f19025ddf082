"""A text set in lines: which face draws each letter, where lines end, how large they can be.

In: a text, faces, and a box. Out: `Block`, glyphs with their places; and the letters that no face has. Lines are
balanced: of all ways to break a text into as few lines as it needs, the narrowest.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING, Final

from voicebuilder.media.pixels import directions, wording
from voicebuilder.media.pixels.letters import Extent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.media.pixels.letters import Face, Run

# Of an em: where a line's letters begin when nothing climbs higher, and what two lines keep between their inks.
_CAPITAL: Final = 0.66
_AIR: Final = 0.06
_ELLIPSIS = "…"
# Not before an ellipsis.
_TRAILING = " ,;:.-–—…"
# Letters of East Asia fill their squares, so their lines stand wider apart.
_OPEN: Final = 1.15
# Clusters; more never fit.
_MOST: Final = 700
# Pixels that a letter's arm may reach out of its line's width: margins are wider.
_OVERHANG: Final = 24
# Of an em: how unequal the parts of a broken word may be.
_UNEVEN: Final = 0.7
# Of the sizes, every which is tried with words broken: that takes longer.
_STRIDE: Final = 4
# Halvings while the narrowest width is looked for: to a thousandth.
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A cluster, the face that draws it, and its level (`directions`)."""

    text: str
    face: Face
    level: int


@dataclass(frozen=True, slots=True)
class Atom:
    """What stays on one line, in em: pieces from `start` to `stop`, their width, and that of the spaces behind them."""

    start: int
    stop: int
    width: float
    gap: float


@dataclass(frozen=True, slots=True)
class Line:
    """Runs with their distance from the left, how far the pen goes, and where ink is; lengths in em."""

    runs: tuple[tuple[Run, float], ...]
    width: float
    ink: Extent


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size.

    Attributes:
        size: Pixels an em.
        lines: …
        baselines: Pixels from the block's top, one a line.
        height: Pixels, down to the last baseline or what hangs below it.
    """

    size: int
    lines: tuple[Line, ...]
    baselines: tuple[int, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Room:
    """What a block may take: pixels, lines, sizes from the largest, and baselines' distance in em."""

    width: int
    height: int
    lines: int
    sizes: Sequence[int]
    leading: float


class Paragraph:
    """A text whose letters have faces.

    Attributes:
        missing: Letters and digits that no face has, each once. What is only an ornament (emoji, arrows) is left out.
    """

    def __init__(self, text: str, faces: Sequence[Face], *, is_rtl: bool, language: str) -> None:
        """Choose faces, and directions."""
        self._faces, self._is_rtl, self._language = faces, is_rtl, language
        cast, missing = _cast(wording.clusters(wording.clean(text))[:_MOST], faces)
        self.missing = "".join(dict.fromkeys(missing))
        levels = directions.levels("".join(text for text, _ in cast), is_rtl=is_rtl)
        self._stretch = _OPEN if any(wording.is_ideographic(text[0]) for text, _ in cast) else 1
        starts = accumulate((len(text) for text, _ in cast), initial=0)
        self._pieces = [Piece(text, face, levels[start]) for (text, face), start in zip(cast, starts, strict=False)]

    def __bool__(self) -> bool:
        """Whether there is anything to see."""
        return bool(self._pieces)

    def fit(self, room: Room) -> Block:
        """The largest block that there is room for, words whole if possible; what never fits ends in an ellipsis."""
        widest = max((atom.width for atom in self._atoms), default=0)
        for size in room.sizes:
            if widest * size <= room.width:
                block = self._block(self._atoms, size, room)
                if block is not None:
                    return block
        smaller = room.sizes[len(room.sizes) // 2 :: _STRIDE]
        for size in smaller:
            block = self._block(self._broken(room.width / size), size, room)
            if block is not None:
                return block
        return self._crammed(room)

    def _block(self, atoms: Sequence[Atom], size: int, room: Room) -> Block | None:
        """Balanced lines of one size, if there is room for them."""
        width = room.width / size
        cuts = _greedy(atoms, width)
        if len(cuts) > room.lines or (len(cuts) - 1) * self._leading(room) * size > room.height:
            return None
        lines = [self._line(start, stop) for start, stop in _balanced(atoms, width)]
        block = _stacked(lines, size, self._leading(room))
        over = max(max(-line.ink.left, line.ink.right - line.width) for line in lines) * size if lines else 0
        return block if block.height <= room.height and over <= _OVERHANG else None

    def _crammed(self, room: Room) -> Block:
        """As many lines of the smallest size as there is room for, and an ellipsis."""
        size = room.sizes[-1]
        width = room.width / size
        cuts = _greedy(self._broken(width), width)
        block = Block(size, (), (), 0)
        for count in range(min(room.lines, len(cuts)), 0, -1):
            lines = [self._line(start, stop) for start, stop in cuts[:count]]
            if count < len(cuts):
                lines[-1] = self._shortened(*cuts[count - 1], width)
            block = _stacked(lines, size, self._leading(room))
            if block.height <= room.height:
                break
        return block

    def _leading(self, room: Room) -> float:
        return room.leading * self._stretch

    @cached_property
    def _atoms(self) -> list[Atom]:
        ends = wording.breaks([piece.text for piece in self._pieces])
        return [self._atom(start, stop) for start, stop in pairwise((0, *ends, len(self._pieces))) if start < stop]

    def _broken(self, width: float) -> list[Atom]:
        return [part for atom in self._atoms for part in self._parts(atom, width)]

    def _atom(self, start: int, stop: int) -> Atom:
        width = self._line(start, stop).width
        is_spaced = self._pieces[stop - 1].text == " "
        gap = self._set(self._pieces[start:stop]).width - width if is_spaced else 0
        return Atom(start, stop, width, gap)

    def _parts(self, atom: Atom, width: float) -> list[Atom]:
        """An atom, or what it is broken into; a piece that is wider than a line is left out."""
        if atom.width <= width:
            return [atom]
        parts, start = [], atom.start
        while start < atom.stop:
            rest = self._line(start, atom.stop).width
            even = min(width, rest / ceil(rest / width) + _UNEVEN) if rest else width
            low, high = start, atom.stop
            while low < high:
                stop = (low + high + 1) // 2
                low, high = (stop, high) if self._line(start, stop).width <= even else (low, stop - 1)
            if low > start:
                parts.append(self._atom(start, low))
            start = max(low, start + 1)
        return parts

    def _line(self, start: int, stop: int) -> Line:
        """Pieces as they stand on a line, whose last one is no space."""
        pieces = self._pieces[start:stop]
        while len(pieces) > 1 and pieces[-1].text == " ":
            pieces.pop()
        return self._set(pieces)

    def _set(self, pieces: Sequence[Piece]) -> Line:
        runs = [(key, "".join(piece.text for piece in group)) for key, group in groupby(pieces, _kind)]
        placed, x = [], 0.0
        for (level, face), text in directions.visual(runs, lambda run: run[0][0]):
            run = face.shape(text, is_rtl=level % 2 == 1, language=self._language)
            placed.append((run, x))
            x += run.width
        return Line(tuple(placed), x, Extent.around(run.ink.moved(left) for run, left in placed))

    def _shortened(self, start: int, stop: int, width: float) -> Line:
        """A line that ends in an ellipsis: behind a word, unless that leaves half of it empty."""
        tail = [Piece(_ELLIPSIS, self._faces[0], int(self._is_rtl))]
        words = [atom.stop for atom in reversed(self._atoms) if start < atom.stop <= stop]
        for ends, least in ((words, width / 2), (range(stop, start, -1), 0)):
            for end in ends:
                pieces = self._pieces[start:end]
                while pieces and pieces[-1].text in _TRAILING:
                    pieces.pop()
                line = self._set([*pieces, *tail])
                if least <= line.width <= width:
                    return line
        return self._set(tail)


def _kind(piece: Piece) -> tuple[int, Face]:
    return piece.level, piece.face


def _cast(clusters: Sequence[str], faces: Sequence[Face]) -> tuple[list[tuple[str, Face]], list[str]]:
    """Each cluster that can be drawn, with its face; and the letters that cannot."""
    cast: list[tuple[str, Face]] = []
    missing: list[str] = []
    for cluster in clusters:
        previous = cast[-1] if cast else None
        if cluster == " " and (previous is None or previous[0] == " "):
            continue
        found = _found(cluster, faces, previous[1] if previous else faces[0])
        if found is not None:
            cast.append(found)
        else:
            missing += [letter for letter in cluster if unicodedata.category(letter)[0] in "LN"]
    while cast and cast[-1][0] == " ":
        cast.pop()
    return cast, missing


def _found(cluster: str, faces: Sequence[Face], previous: Face) -> tuple[str, Face] | None:
    """A cluster as it is, or else its plain form (𝓪 is a, ① is 1), and the first face that has it.

    Punctuation and spaces stay in the face of the letter before them, so that they fit it.
    """
    order = [previous, *faces] if unicodedata.category(cluster[0])[0] in "PSZC" else faces
    for text in dict.fromkeys((cluster, unicodedata.normalize("NFKC", cluster))):
        if unicodedata.category(text[0])[0] == "M":
            return None
        face = next((face for face in order if face.has(text)), None)
        if face is not None:
            return text, face
    return None


def _greedy(atoms: Sequence[Atom], width: float) -> list[tuple[int, int]]:
    """First and last piece of each line, filled as far as it goes; spaces at its end do not count."""
    if not atoms:
        return []
    lines: list[tuple[int, int]] = []
    start, used = atoms[0].start, atoms[0].width
    for before, atom in pairwise(atoms):
        used += before.gap + atom.width
        if used > width:
            lines.append((start, before.stop))
            start, used = atom.start, atom.width
    return [*lines, (start, atoms[-1].stop)]


def _balanced(atoms: Sequence[Atom], width: float) -> list[tuple[int, int]]:
    """As many lines as needed, all as short as that number allows."""
    best = _greedy(atoms, width)
    low, high = max((atom.width for atom in atoms), default=0), width
    for _ in range(_STEPS if len(best) > 1 else 0):
        middle = (low + high) / 2
        lines = _greedy(atoms, middle)
        if len(lines) > len(best):
            low = middle
        else:
            best, high = lines, middle
    return best


def _stacked(lines: Sequence[Line], size: int, leading: float) -> Block:
    """Lines one under the other; further apart where letters climb or hang more than Latin ones."""
    baselines: list[int] = []
    for place, line in enumerate(lines):
        if place == 0:
            baselines.append(round(max(_CAPITAL, line.ink.top) * size))
        else:
            step = max(leading, line.ink.top - lines[place - 1].ink.bottom + _AIR)
            baselines.append(baselines[-1] + round(step * size))
    hanging = round(max(0.0, -lines[-1].ink.bottom) * size) if lines else 0
    return Block(size, tuple(lines), tuple(baselines), (baselines[-1] if baselines else 0) + hanging)
