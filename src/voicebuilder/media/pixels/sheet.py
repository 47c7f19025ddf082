"""A picture of few colours, with text and flat shapes on it.

In: text, boxes in pixels, colours as `#rrggbb`. Out: a PNG with a palette. Boxes are given as from left to right; on a
sheet that runs from right to left they are mirrored. Edges of letters and shapes have as many shades as an eye sees.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import Image, ImageDraw

from voicebuilder.media.pixels.letters import Cut, Faces, chain, ink
from voicebuilder.media.pixels.setting import Block, Paragraph, Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Steps from a ground to a colour at the edges of letters: more are not seen, and weigh more.
_SHADES: Final = 16
_FULL: Final = 255
# A circle is drawn this many times as large, then made smaller.
_FINE: Final = 4
# Of zlib: 9 takes ten times as long for 8 % fewer bytes.
_EFFORT: Final = 7
# Of an em, on both sides of a dot between texts.
_GAP: Final = 0.3
# Pixels that no letter goes into, whatever marks it carries.
_EDGE: Final = 44


class Box(NamedTuple):
    """From `left` and `top` to `right` and `bottom`, which are not in it."""

    left: int
    top: int
    right: int
    bottom: int


class Pen(NamedTuple):
    """How words are written: in which cut and colour, on what ground, how many pixels an em."""

    cut: Cut
    colour: str
    ground: str
    size: int = 0


class Sheet:
    """See the module.

    Attributes:
        missing: Letters that could not be drawn up to now, in order, each once.
    """

    def __init__(self, size: tuple[int, int], ground: str, faces: Faces, *, is_rtl: bool, language: str) -> None:
        """A sheet of one colour."""
        self._width, self._height = size
        self._faces, self._is_rtl, self._language = faces, is_rtl, language
        self._picture = Image.new("P", size)
        self._palette = [ground]
        self.missing: dict[str, None] = {}

    def can_say(self, text: str, cut: Cut) -> bool:
        """Whether there is something to see in a text, and all its letters can be drawn."""
        paragraph = self._paragraph(text, cut)
        return bool(paragraph) and not paragraph.missing

    def fill(self, box: Box, colour: str) -> None:
        """A rectangle."""
        if colour not in self._palette:
            self._palette.append(colour)
        left, top, right, bottom = self._mirrored(box)
        self._picture.paste(self._palette.index(colour), (left, top, right, bottom))

    def rounded(self, box: Box, radius: int, colour: str, ground: str) -> None:
        """A rectangle with round corners."""
        left, top, right, bottom = self._mirrored(box)
        across = 2 * radius
        fine = Image.new("L", (across * _FINE, across * _FINE))
        ImageDraw.Draw(fine).ellipse((0, 0, across * _FINE - 1, across * _FINE - 1), fill=_FULL)
        disc = fine.reduce(_FINE)
        mask = Image.new("L", (right - left, bottom - top), _FULL)
        for x, in_disc_x in ((0, 0), (right - left - radius, radius)):
            for y, in_disc_y in ((0, 0), (bottom - top - radius, radius)):
                mask.paste(disc.crop((in_disc_x, in_disc_y, in_disc_x + radius, in_disc_y + radius)), (x, y))
        self._stamp(mask, (left, top), colour, ground)

    def write(self, text: str, pen: Pen, box: Box, *, is_at_end: bool = False) -> int:
        """One line that stands on the bottom of a box, cut off with an ellipsis where it is too long.

        Text with letters that cannot be drawn is left out.

        Returns:
            How many pixels wide it is.
        """
        paragraph = self._paragraph(text, pen.cut)
        if not paragraph or paragraph.missing or box.right - box.left < pen.size:
            return 0
        block = paragraph.fit(Room(box.right - box.left, self._height, 1, (pen.size,), 1))
        above, below = block.baselines[0], block.height - block.baselines[0]
        top = max(min(box.bottom, self._height - _EDGE - below) - above, _EDGE)
        self._print(block, pen, box._replace(top=top), is_at_end=is_at_end)
        return round(block.lines[0].width * pen.size)

    def row(self, texts: Sequence[str], pen: Pen, box: Box) -> None:
        """Texts in a line, with dots between them. Each has a direction of its own; what cannot be said is left out."""
        left, gap = box.left, round(pen.size * _GAP)
        for text in [text for text in texts if self.can_say(text, pen.cut)]:
            if left > box.left:
                left += gap
                left += self.write("·", pen, box._replace(left=left)) + gap
            left += self.write(text, pen, box._replace(left=left))

    def set(self, text: str, pen: Pen, box: Box, room: Room) -> Box:
        """Lines as large as there is room for, in the middle of a box's height.

        Returns:
            The part of the box that they take.
        """
        block = self._paragraph(text, pen.cut).fit(room)
        taken = box._replace(top=box.top + max(0, box.bottom - box.top - block.height) // 2)
        self._print(block, pen, taken)
        return taken._replace(bottom=taken.top + block.height)

    def png(self) -> bytes:
        """The picture as a file."""
        self._picture.putpalette(b"".join(bytes.fromhex(colour[1:]) for colour in self._palette))
        file = BytesIO()
        self._picture.save(file, "PNG", compress_level=_EFFORT)
        return file.getvalue()

    def _paragraph(self, text: str, cut: Cut) -> Paragraph:
        paragraph = Paragraph(text, chain(self._faces, cut), is_rtl=self._is_rtl, language=self._language)
        self.missing.update(dict.fromkeys(paragraph.missing))
        return paragraph

    def _print(self, block: Block, pen: Pen, box: Box, *, is_at_end: bool = False) -> None:
        left, top, right, _ = self._mirrored(box)
        for line, baseline in zip(block.lines, block.baselines, strict=True):
            x = right - line.width * block.size if is_at_end != self._is_rtl else left
            wet = ink(line.runs, block.size, x, top + baseline)
            if wet is not None:
                mask = Image.frombuffer("L", (wet.width, wet.height), wet.data, "raw", "L", wet.stride, -1)
                self._stamp(mask, (wet.left, wet.top), pen.colour, pen.ground)

    def _stamp(self, mask: Image.Image, place: tuple[int, int], colour: str, ground: str) -> None:
        first = self._shades(colour, ground)
        shades = [round(value * (_SHADES - 1) / _FULL) for value in range(_FULL + 1)]
        seen = mask.point([_FULL if shade else 0 for shade in shades])
        self._picture.paste(mask.point([first + max(shade - 1, 0) for shade in shades]), place, seen)

    def _shades(self, colour: str, ground: str) -> int:
        """Where in the palette the colours from a ground (itself not among them) to a colour begin."""
        steps = [mixed(ground, colour, step / (_SHADES - 1)) for step in range(1, _SHADES)]
        for first in range(len(self._palette) - len(steps) + 1):
            if self._palette[first : first + len(steps)] == steps:
                return first
        self._palette += steps
        return len(self._palette) - len(steps)

    def _mirrored(self, box: Box) -> Box:
        if self._is_rtl:
            return box._replace(left=self._width - box.right, right=self._width - box.left)
        return box


def mixed(ground: str, colour: str, share: float) -> str:
    """A colour between two, as browsers mix them; `share` is that of the second."""
    pairs: Iterable[tuple[int, int]] = zip(bytes.fromhex(ground[1:]), bytes.fromhex(colour[1:]), strict=True)
    return "#" + bytes(round(below + (above - below) * share) for below, above in pairs).hex()
