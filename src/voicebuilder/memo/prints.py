"""Fingerprints: equal values have equal ones, and different values different ones.

In: plain values (numbers, text, bytes, None, and tuples, lists, dicts and dataclasses of them). Out: 16 bytes.
"""

from __future__ import annotations

from hashlib import blake2b
from types import MappingProxyType

from msgspec.msgpack import Encoder

# Two values out of 2**64 would have to be made before two of them shared a fingerprint by chance.
SIZE = 16


def _plain(value: object) -> object:
    """What msgspec does not know by itself.

    Raises:
        NotImplementedError: The value is not plain.
    """
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} is no plain value")


# A dict in another order is another value: a template may go through it.
encode = Encoder(enc_hook=_plain).encode


def fingerprint(*values: object) -> bytes:
    """The fingerprint of some values together; no sets, which have no order, and no dates, which lose their zone."""
    return blake2b(encode(values), digest_size=SIZE).digest()


def of_bytes(data: bytes) -> bytes:
    """The fingerprint of a file's content."""
    return blake2b(data, digest_size=SIZE).digest()
