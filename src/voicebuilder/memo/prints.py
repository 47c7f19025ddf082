"""Fingerprints: equal values have equal ones, and different values different ones.

In: plain values (numbers, text, bytes, None, and tuples, lists, dicts and dataclasses of them). Out: 16 bytes.
The type of a value counts (1, 1.0, True and "1" are four), and so does the order of a dict. What holds other values
counts as a sequence or as a mapping only: a tuple is the list, a dataclass the dict of the same members.
"""

from __future__ import annotations

from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from msgspec.msgpack import Decoder, Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Some 2**64 values would have to be made before two of them shared a fingerprint by chance.
SIZE = 16


def _plain(value: object) -> object:
    """What msgspec does not know by itself.

    Raises:
        NotImplementedError: The value is not plain.
    """
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} is no plain value")


# A dict keeps its order: whoever goes through it meets that order.
encode = Encoder(enc_hook=_plain).encode


def decoder(shape: type[T]) -> Callable[[bytes], T]:
    """What makes of encoded bytes a value of this type again; it raises nothing on bytes that `encode` made."""
    return Decoder(shape).decode


def fingerprint(*values: object) -> bytes:
    """The fingerprint of some values together; no sets, which have no order, and no dates, which lose their zone."""
    return blake2b(encode(values), digest_size=SIZE).digest()


def of_bytes(data: bytes) -> bytes:
    """The fingerprint of a file's content."""
    return blake2b(data, digest_size=SIZE).digest()
