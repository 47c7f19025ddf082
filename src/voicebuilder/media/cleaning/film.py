"""MP4, M4A and MOV without where, when and with what they were made.

In: an open file (ISO 14496-12, 3GPP TS 26.244, QuickTime File Format). Out: patches of equal length, so that no offset
moves. Only heads of boxes and small tables are read, never picture or sound.

What stays: titles, names, descriptions, covers, chapters, rights. What goes: all other user data, keys that name a
place, a device or a moment, XMP and other `uuid` boxes, and what was left behind in free boxes of up to a megabyte.
The times of making in `mvhd`, `tkhd` and `mdhd` stay: they are part of how a film is timed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.media.cleaning.boxes import Boxes
from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from voicebuilder.media.cleaning.boxes import Box, Patch

_FREE = frozenset((b"free", b"skip"))
_TOP = frozenset(b"ftyp styp moov mdat moof mfra sidx ssix emsg prft pdin pnot PICT wide meco idat".split())
# How a file of this family begins.
_FIRST = _TOP | _FREE | {b"meta", b"uuid", b"udta"}
_MOVIE = frozenset(b"mvhd mvex iods clip ctab prfl rmra pssh trgr grpl meco".split())
# `gps ` is a dashboard camera's table of places, `cmov` a compressed table of contents.
_CLOSED = {b"gps ": "holds a track of places", b"cmov": "holds a compressed table of contents"}
_USER = frozenset(
    b"chpl name titl dscp cprt perf auth gnre rtng clsf kywd albm yrrc tagc hnti hinf kind ludt tsel strk"
    b" WLOC LOOP SelO AllF".split()
) | frozenset(b"\xa9" + word for word in b"nam ART alb cmt des inf gen wrt cpy dir prd prf src trk req too com".split())
_META = frozenset(b"hdlr keys ilst pitm iinf iloc idat iprp iref ipro dinf grpl lang ctry mhdr ID32".split())
# Of iTunes: who bought it and when; and what some cameras write in their place.
_PRIVATE_TAGS = frozenset((b"apID", b"ownr", b"purd", b"loci")) | frozenset(
    b"\xa9" + word for word in (b"xyz", b"mak", b"mod", b"swr")
)
# The last words of keys that are about the work and not about its making.
_PUBLIC_KEYS = frozenset(
    b"title displayname information artist album author composer performer producer publisher director description"
    b" comment copyright keywords genre artwork encoder language user fps full-frame-rate-playback-intent".split()
)
_PLACES = (b"location", b"gps")
# How a film is to be seen all around (Spherical Video 1).
_SPHERE = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
_HANDLERS = frozenset(b"vide soun text sbtl subt clcp tmcd hint auxv pict subp odsm sdsm".split())
# Drones write places as subtitles; those who made a film themselves call no track so.
_TRACKERS = (b"gps", b"dji.sub", b"djisub", b"location")
_MOST_TABLE = 1024 * 1024
_HINT = (
    "To keep picture and sound and nothing else, type: "
    "ffmpeg -i FILM.mp4 -map 0:v -map '0:a?' -map_metadata -1 -c copy NEW.mp4 (with your names for FILM and NEW)."
)


def film_patches(file: BinaryIO, size: int) -> tuple[Patch, ...]:
    """What to write over a film so that it tells no more where, when and with what it was made.

    A file of another family (MP3, Ogg, FLAC, WAV, Matroska, WebM) is published as it is: nothing is found in it.

    Args:
        file: Open for reading, and for seeking.
        size: Bytes of the file.

    Returns:
        Patches in the file's order; none when nothing is to be taken out, so also after they were applied.

    Raises:
        Uncleanable: Its boxes cannot be followed, or one of its tracks tells places.
    """
    if size < 8 or Boxes(file, size).read(0, 8)[4:] not in _FIRST:
        return ()
    boxes = Boxes(file, size)
    kinds = _Film(boxes).top()
    if b"moov" not in kinds:
        raise Uncleanable("holds no film: it has no table of contents")
    return tuple(sorted(boxes.patches, key=lambda patch: patch.offset))


def outer_patches(file: BinaryIO, size: int) -> tuple[Patch, ...]:
    """The same for a picture in such a file, which may hold a film, and whose own metadata is left alone.

    Raises:
        Uncleanable: As above.
    """
    boxes = Boxes(file, size)
    _Film(boxes).top()
    return tuple(boxes.patches)


class _Film:
    """Walks down the boxes that may hold something private."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes

    def top(self) -> set[bytes]:
        """Walk the whole file.

        Returns:
            The types of its outermost boxes.
        """
        kinds = set()
        for box in self._boxes.within(0, self._boxes.size):
            kinds.add(box.type)
            if box.type == b"moov":
                self._movie(box)
            else:
                self._any(box, _TOP)
        return kinds

    def _any(self, box: Box, kept: frozenset[bytes]) -> None:
        """What is treated alike wherever it lies; all else goes unless it is listed."""
        if box.type == b"udta":
            self._user(box)
        elif box.type == b"meta":
            self._meta(box)
        elif box.type in _FREE:
            self._boxes.empty(box)
        elif box.type not in kept:
            self._boxes.erase(box)

    def _movie(self, movie: Box) -> None:
        for box in self._boxes.within(movie.content, movie.end):
            if box.type in _CLOSED:
                raise Uncleanable(_CLOSED[box.type], _HINT)
            if box.type == b"trak":
                self._track(box)
            else:
                self._any(box, _MOVIE)

    def _track(self, track: Box) -> None:
        for box in self._boxes.within(track.content, track.end):
            if box.type == b"mdia":
                self._media(box)
            elif box.type == b"uuid":
                if self._boxes.read(box.content, min(box.content + 16, box.end)) != _SPHERE:
                    self._boxes.erase(box)
            else:
                # Others say how it is timed and shown, and new ones will.
                self._any(box, frozenset((box.type,)))

    def _media(self, media: Box) -> None:
        """Refuse a track that tells places from second to second."""
        handler, name = b"", b""
        for box in self._boxes.within(media.content, media.end):
            if box.type == b"hdlr":
                content = self._table(box)
                handler, name = content[8:12], content[24:].lower()
        if handler not in (b"vide", b"soun") and any(word in name for word in _TRACKERS):
            raise Uncleanable("holds a track of places", _HINT)
        if handler not in _HANDLERS and not self._is_apple_s(media):
            raise Uncleanable("holds a track of data, such as places", _HINT)

    def _is_apple_s(self, media: Box) -> bool:
        """Whether a track of data is one that every iPhone writes (`mebx`), whose keys tell that it has no places."""
        table = self._down(media, (b"minf", b"stbl", b"stsd"))
        content = self._table(table) if table else b""
        return content[12:16] == b"mebx" and content[4:8] == b"\0\0\0\1" and not _names_a_place(content)

    def _down(self, box: Box, path: Sequence[bytes]) -> Box | None:
        """The first box at the end of a path of types."""
        found: Box | None = box
        for kind in path:
            if found is None:
                break
            found = next((inner for inner in self._boxes.within(found.content, found.end) if inner.type == kind), None)
        return found

    def _table(self, box: Box) -> bytes:
        if box.end - box.content > _MOST_TABLE:
            raise Uncleanable("is damaged: a table in it is longer than any film's")
        return self._boxes.read(box.content, box.end)

    def _user(self, user: Box) -> None:
        for box in self._boxes.within(user.content, user.end):
            self._any(box, _USER)

    def _meta(self, meta: Box) -> None:
        head = self._boxes.read(meta.content, min(meta.content + 8, meta.end))
        # QuickTime's has no version and flags before the boxes.
        start = meta.content if head[4:] == b"hdlr" else min(meta.content + 4, meta.end)
        inner = list(self._boxes.within(start, meta.end))
        names = [name for box in inner if box.type == b"keys" for name in self._keys(box)]
        for box in inner:
            if box.type == b"ilst":
                self._tags(box, names)
            else:
                self._any(box, _META)

    def _keys(self, keys: Box) -> list[bytes]:
        content = self._table(keys)
        names, at = [], 8
        while at + 8 <= len(content):
            size = int.from_bytes(content[at : at + 4])
            if size < 8 or at + size > len(content):
                raise Uncleanable("is damaged")
            names.append(content[at + 8 : at + size])
            at += size
        return names

    def _tags(self, tags: Box, names: list[bytes]) -> None:
        for box in self._boxes.within(tags.content, tags.end):
            index = int.from_bytes(box.type)
            if box.type in _FREE:
                self._boxes.empty(box)
            elif 1 <= index <= len(names):
                if _is_private(names[index - 1]):
                    self._boxes.erase(box)
            elif box.type in _PRIVATE_TAGS or (box.type == b"----" and self._is_place(box)):
                self._boxes.erase(box)

    def _is_place(self, tag: Box) -> bool:
        """Whether a tag of a name of its own is one of a place."""
        return any(
            _names_a_place(self._table(box))
            for box in self._boxes.within(tag.content, tag.end)
            if box.type in (b"mean", b"name")
        )


def _is_private(key: bytes) -> bool:
    return _names_a_place(key) or key.lower().split(b".")[-1] not in _PUBLIC_KEYS


def _names_a_place(text: bytes) -> bool:
    return any(word in text.lower() for word in _PLACES)
