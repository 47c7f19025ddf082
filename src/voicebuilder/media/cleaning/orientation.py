"""The one thing in Exif that decides how a picture is seen: which way it was held.

In: Exif as found in a picture. Out: Exif that says this and nothing else.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Order: TypeAlias = Literal["big", "little"]

PREFIX = b"Exif\0\0"
_ORDERS: dict[bytes, Order] = {b"MM\0*": "big", b"II*\0": "little"}
_TAG = 0x0112
_SHORT = 3
_ENTRY = 12


def minimal(exif: bytes) -> bytes:
    """Exif with the orientation only, big-endian; empty when the picture is seen as it is stored.

    Args:
        exif: A TIFF structure, with or without `Exif` and two zero bytes before it, which stay: programs that do not
            expect them do not turn the picture, and shall not begin to.
    """
    prefix = exif[: len(PREFIX)] if exif.startswith(PREFIX) else b""
    held = orientation(exif[len(prefix) :])
    return prefix + oriented(held) if held != 1 else b""


def orientation(tiff: bytes) -> int:
    """Which way a picture was held, 1 to 8 (Exif 3.0, 4.6.5.1.6); 1 when the structure is broken or does not say."""
    order = _ORDERS.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    start = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[start : start + 2], order)
    for at in range(start + 2, min(start + 2 + count * _ENTRY, len(tiff) - _ENTRY + 1), _ENTRY):
        tag, kind = (int.from_bytes(tiff[place : place + 2], order) for place in (at, at + 2))
        number = int.from_bytes(tiff[at + 4 : at + 8], order)
        if (tag, kind, number) == (_TAG, _SHORT, 1):
            held = int.from_bytes(tiff[at + 8 : at + 10], order)
            return held if 1 <= held <= 8 else 1
    return 1


def oriented(held: int) -> bytes:
    """The smallest TIFF structure that says which way a picture was held."""
    entry = _TAG.to_bytes(2) + _SHORT.to_bytes(2) + (1).to_bytes(4) + held.to_bytes(2) + bytes(2)
    return b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + entry + bytes(4)
