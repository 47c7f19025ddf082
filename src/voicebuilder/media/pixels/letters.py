"""Letters chosen, shaped and made into ink: the door to HarfBuzz and to the two typefaces that come with us.

In: text of one direction, and a cut (serif or sans, upright or italic, how heavy). Out: glyphs with their places
(`Run`), and their ink as bytes. Typefaces of the machine are never looked at, for they would decide silently what a
picture looks like. Source Serif 4 and Source Sans 3 (SIL OFL 1.1, each a package of its own) have Latin, Greek and
Cyrillic; for all else the writer names files. HarfBuzz shapes and draws in place of Pillow's own text: Pillow knows
kerning, ligatures, Arabic and Hebrew only where the machine has FriBiDi, which its packages do not bring.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]

from voicebuilder.media.pixels.wording import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Family = Literal["serif", "sans"]
_FILES: Final = {
    ("serif", False): ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    ("serif", True): ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    ("sans", False): ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
    ("sans", True): ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf"),
}
_COMPRESSED = (b"wOFF", b"wOF2")
_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


class UnfitFaceError(ValueError):
    """A file that the writer named is no typeface that can be used.

    Attributes:
        path: The file.
        reason: What is wrong, to follow the file's name.
        hint: What to do.
    """

    def __init__(self, path: Path, reason: str, hint: str) -> None:
        """See the class."""
        super().__init__(f"{path.name} {reason}")
        self.path, self.reason, self.hint = path, reason, hint


@dataclass(frozen=True, slots=True)
class Faces:
    """The writer's own typefaces, for letters that ours lack. Cheap to hand to another process.

    Attributes:
        own: Each file and the fingerprint of its bytes, in the order in which they are asked.
    """

    own: tuple[tuple[Path, str], ...] = ()

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Faces:
        """Faces from files.

        Raises:
            UnfitFaceError: A file is not there, is no typeface, or is compressed for the web.
        """
        return cls(tuple((path, _checked(path)) for path in paths))


@dataclass(frozen=True, slots=True)
class Cut:
    """What letters look like. Weights: 400 is regular, 700 bold, 900 the heaviest; `optical` is the size drawn for."""

    family: Family
    weight: int
    is_italic: bool = False
    optical: int = 60


class Extent(NamedTuple):
    """From the pen's start on the baseline, in em: `bottom` is negative where ink goes below it."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0

    def moved(self, x: float) -> Extent:
        """The same farther to the right."""
        return self._replace(left=self.left + x, right=self.right + x)

    @classmethod
    def around(cls, extents: Iterable[Extent]) -> Extent:
        """All of them, and the pen's start."""
        lefts, tops, rights, bottoms = zip(cls(), *extents, strict=True)
        return cls(min(lefts), max(tops), max(rights), min(bottoms))


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one face in one direction, from left to right. Lengths are in em: times the size they are pixels.

    Attributes:
        face: …
        glyphs: Number, x and y of each.
        width: How far the pen goes.
        ink: Where there is something to see.
    """

    face: Face
    glyphs: tuple[tuple[int, float, float], ...]
    width: float
    ink: Extent


@dataclass(frozen=True, slots=True)
class Ink:
    """Coverage of pixels, 0 to 255; rows from the bottom up, each `stride` bytes long; and where it lies."""

    data: bytes
    width: int
    height: int
    stride: int
    left: int
    top: int


class Face:
    """A typeface in one cut."""

    def __init__(self, face: hb.Face, cut: Cut) -> None:
        """From a file; axes that it lacks are not minded."""
        self._codes = face.unicodes
        self._em: int = face.upem
        self.font = hb.Font(face)
        if face.has_var_data:
            self.font.set_variations({"wght": cut.weight, "opsz": cut.optical})

    @property
    def scale(self) -> float:
        """Ems a unit of the file."""
        return 1 / self._em

    def has(self, cluster: str) -> bool:
        """Whether all that is to be seen of a cluster can be drawn; faces of coloured pictures have no outlines."""
        return all(self._has(character) for character in cluster if character not in UNSEEN)

    def _has(self, character: str) -> bool:
        code = ord(character)
        if code in _SELECTORS or unicodedata.category(character) == "Zs":
            return True
        if code not in self._codes:
            return False
        extents = self.font.get_glyph_extents(self.font.get_nominal_glyph(code))
        return extents is not None and bool(extents.width and extents.height)

    def shape(self, text: str, *, is_rtl: bool, language: str) -> Run:
        """Glyphs for text of one direction, with kerning, ligatures, joined letters and placed marks."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if is_rtl else "ltr"
        if language.isascii() and language:
            buffer.language = language
        hb.shape(self.font, buffer)
        glyphs, inks, x = [], [], 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            left, base = x + position.x_offset, position.y_offset
            glyphs.append((info.codepoint, left * self.scale, base * self.scale))
            found = self.font.get_glyph_extents(info.codepoint)
            if found is not None and found.height:
                left, top = left + found.x_bearing, base + found.y_bearing
                inks.append(Extent(left, top, left + found.width, top + found.height))
            x += position.x_advance
        around = Extent(*(side * self.scale for side in Extent.around(inks)))
        return Run(self, tuple(glyphs), x * self.scale, around)


def chain(faces: Faces, cut: Cut) -> list[Face]:
    """Faces in the order in which they are asked for a letter: the cut's own, the writer's, all others of ours."""
    other: Family = "sans" if cut.family == "serif" else "serif"
    upright = replace(cut, is_italic=False)
    theirs = [_theirs(path, digest, upright) for path, digest in faces.own]
    return [_ours(cut), *theirs, *([_ours(upright)] if cut.is_italic else []), _ours(replace(upright, family=other))]


def ink(runs: Sequence[tuple[Run, float]], size: float, left: float, baseline: float) -> Ink | None:
    """Glyphs made into coverage; None when there is nothing to see.

    Args:
        runs: Each with its distance from the left, in em.
        size: Pixels an em.
        left: Pixels from the picture's left.
        baseline: Pixels from the picture's top.
    """
    raster = hb.RasterDraw()
    for run, offset in runs:
        scale = size * run.face.scale
        for number, x, y in run.glyphs:
            raster.transform = (scale, 0, 0, scale, left + (offset + x) * size, y * size - baseline)
            raster.draw_glyph(run.face.font, number)
    image = raster.render()
    found = image.extents if image is not None else None
    if found is None or not found.width or not found.height:
        return None
    top = -(found.y_origin + found.height)
    return Ink(bytes(image.buffer), found.width, found.height, found.stride, found.x_origin, top)


def versions() -> str:
    """What decides how letters look, beside the writer's own files."""
    packages = sorted({package.replace("_", "-") for package, _ in _FILES.values()})
    return " ".join(f"{name}-{version(name)}" for name in ("uharfbuzz", *packages))


@lru_cache(maxsize=32)
def _ours(cut: Cut) -> Face:
    package, name = _FILES[cut.family, cut.is_italic]
    return Face(_file_of_ours(package, name), cut)


@lru_cache(maxsize=len(_FILES))
def _file_of_ours(package: str, name: str) -> hb.Face:
    return hb.Face(hb.Blob(files(package).joinpath("files", name).read_bytes()))


@lru_cache(maxsize=64)
def _theirs(path: Path, digest: str, cut: Cut) -> Face:
    return Face(_file_of_theirs(path, digest), cut)


@lru_cache(maxsize=16)
def _file_of_theirs(path: Path, digest: str) -> hb.Face:
    """Read once for all cuts: a face for all of Han weighs 16 MB."""
    data = _read(path)
    if _fingerprint(data) != digest:
        raise UnfitFaceError(path, "was changed a moment ago", "Build again.")
    # From bytes, not from the file: where that is cut short while it is mapped into memory, the process dies.
    return hb.Face(hb.Blob(data))


def _checked(path: Path) -> str:
    """Fingerprint of a file that is a typeface."""
    data = _read(path)
    if data[:4] in _COMPRESSED:
        raise UnfitFaceError(path, "is compressed for the web", "Take the .ttf or .otf file of the same typeface.")
    face = hb.Face(hb.Blob(data))
    if not face.glyph_count or not len(face.unicodes):
        raise UnfitFaceError(path, "is no typeface", "Take a .ttf, .otf or .ttc file.")
    return _fingerprint(data)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise UnfitFaceError(path, reason, "Check the path.") from error


def _fingerprint(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
