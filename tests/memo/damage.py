"""What can become of a cache file.

In: its bytes. Out: every damaged form: cut at each byte, from either end or out of the middle; nothing but zeros from
there on, as after a power cut; each bit flipped; something more. `some_damage` leaves out all but one in so many.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def some_damage(whole: bytes, one_in: int) -> Iterator[bytes]:
    return islice(every_damage(whole), 0, None, one_in)


def every_damage(whole: bytes) -> Iterator[bytes]:
    for place in range(len(whole)):
        yield whole[:place]
        yield whole[place + 1 :]
        yield whole[:place] + whole[place + 1 :]
        if any(whole[place:]):
            yield whole[:place].ljust(len(whole), b"\0")
        yield from flips(whole, place)
    yield whole + b"\0"
    yield b"\0" + whole
    yield whole + whole


def flips(whole: bytes, place: int) -> Iterator[bytes]:
    for bit in range(8):
        yield whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
