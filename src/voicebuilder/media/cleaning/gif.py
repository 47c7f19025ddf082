"""GIF without what its extensions tell beside the picture.

In: bytes of a GIF (GIF89a). Out: the same with its frames, their timing and the number of rounds, untouched.

Comments, what applications left (XMP, ICC) and what lies behind the trailer go. So do plain text extensions: browsers
draw none, so their words are metadata to a reader. The control block before one stays, as decoders apply it to the
next frame.
"""

from __future__ import annotations

from voicebuilder.media.cleaning.uncleanable import Uncleanable

_FRAME, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
# How often it moves, in two spellings.
_ROUNDS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def clean(data: bytes) -> bytes:
    """The same picture without private metadata.

    Raises:
        Uncleanable: Its blocks cannot be followed to its end.
    """
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 13:
        raise Uncleanable("does not begin as a GIF does")
    at = 13 + _table(data[10])
    kept = [data[:at]]
    while at < len(data) and data[at] != _TRAILER:
        end = _end(data, at)
        if data[at] == _FRAME or _is_kept(data, at):
            kept.append(data[at:end])
        at = end
    if at > len(data):
        raise Uncleanable("is cut off")
    # Some programs forget the trailer; then nothing lies behind it.
    return b"".join((*kept, data[at : at + 1]))


def _table(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _is_kept(data: bytes, at: int) -> bool:
    label = data[at + 1]
    return label == _CONTROL or (label == _APPLICATION and data.startswith(_ROUNDS, at + 2))


def _end(data: bytes, at: int) -> int:
    """Where a frame or extension ends."""
    if data[at] == _EXTENSION:
        return _end_of_parts(data, at + 2)
    if data[at] != _FRAME:
        raise Uncleanable("is damaged")
    # Its place, its table of colours, and the size of a code.
    return _end_of_parts(data, at + 11 + _table(data[at + 9])) if at + 9 < len(data) else len(data) + 1


def _end_of_parts(data: bytes, at: int) -> int:
    """Behind the empty part that ends a row of parts, each of which tells its length first."""
    while at < len(data):
        length = data[at]
        at += length + 1
        if not length:
            return at
    raise Uncleanable("is cut off")
