"""SVG without what drawing programs wrote into it of their user's machine.

In: bytes of an SVG (SVG 2). Out: the same without `<metadata>` and attributes that tell paths of files; photographs
that lie in it as `data:` are cleaned too. Comments, and what the drawing's own text says, stay.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING
from xml.parsers import expat

from voicebuilder.media.cleaning.uncleanable import Uncleanable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Cleaner = Callable[[bytes], bytes]

_PATHS = re.compile(
    rb"(?<!\s)\s++(?:sodipodi:(?:docname|docbase|absref)|inkscape:export-(?:filename|batch-path))\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)
_PHOTOGRAPH = re.compile(rb"(?i)data:image/(jpeg|jpg|png|webp|gif|avif);base64,([^\"')]*)")
_LINE_END = re.compile(rb"&#(?:10|13|9|x0*[aAdD9]);|\s+")
_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_NAMESPACE = "http://www.w3.org/2000/svg"


def clean(data: bytes, cleaners: Mapping[str, Cleaner]) -> bytes:
    """The same drawing without private metadata.

    Args:
        data: The drawing.
        cleaners: For photographs in it, by format.

    Raises:
        Uncleanable: It is no well-formed XML, so no browser draws it, or has photographs that cannot be cleaned.
    """
    if b"\0" in data:
        raise Uncleanable("is not written in UTF-8")
    cleaned: list[bytes] = []
    after = 0
    for start, end, is_metadata in _Spots(data).found:
        tag = b"" if is_metadata else _tag(data[start:end], cleaners)
        cleaned += (data[after:start], tag)
        after = end
    return b"".join((*cleaned, data[after:]))


def _tag(tag: bytes, cleaners: Mapping[str, Cleaner]) -> bytes:
    def photograph(found: re.Match[bytes]) -> bytes:
        name = found[1].decode().lower().replace("jpg", "jpeg")
        try:
            photo = b64decode(_LINE_END.sub(b"", found[2]), validate=True)
            cleaned = cleaners[name](photo)
        except Uncleanable as error:
            raise Uncleanable(f"holds a photograph that {error.reason}") from error
        except ValueError as error:
            raise Uncleanable("holds a photograph that is damaged") from error
        return found[0] if cleaned == photo else b"data:image/" + found[1] + b";base64," + b64encode(cleaned)

    return _PHOTOGRAPH.sub(photograph, _PATHS.sub(b"", tag))


class _Spots:
    """Where the elements' first tags lie in a drawing, and `<metadata>` from end to end."""

    def __init__(self, data: bytes) -> None:
        self.found: list[tuple[int, int, bool]] = []
        self._data = data
        self._depth = self._begin = self._inside = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._stop
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 -- takes no name
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Uncleanable("is no SVG that browsers draw: its XML is not well-formed") from error

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        if self._depth:
            self._depth += 1
            return
        end = _end_of_tag(self._data, at)
        if name == f"{_NAMESPACE} metadata":
            self._depth, self._begin, self._inside = 1, at, end
        else:
            self.found.append((at, end, False))

    def _stop(self, _name: str) -> None:
        if not self._depth:
            return
        self._depth -= 1
        if self._depth:
            return
        at = self._parser.CurrentByteIndex
        # `<metadata/>` ends where it would hold something.
        is_empty = at == self._inside and self._data[:at].endswith(b"/>")
        self.found.append((self._begin, at if is_empty else _end_of_tag(self._data, at), True))


def _end_of_tag(data: bytes, at: int) -> int:
    """Behind the `>` that is in no quotes; entities have no place in the file to be found at."""
    found = _TAG.match(data, at)
    if not found:
        raise Uncleanable("is written in a way that cannot be followed")
    return found.end()
