"""Fingerprints: equal values have equal ones, and different values different ones.

In: plain values (numbers, text, bytes, None, and tuples, lists, dicts and dataclasses of them). Out: 16 bytes.
"""

from __future__ import annotations

from hashlib import blake2b

from msgspec.msgpack import Encoder

# Two values out of 2**64 would have to be made before two of them shared a fingerprint by chance.
SIZE = 16

_encode = Encoder(order="deterministic").encode


def fingerprint(*values: object) -> bytes:
    """The fingerprint of some values together."""
    return blake2b(_encode(values), digest_size=SIZE).digest()


def of_bytes(data: bytes) -> bytes:
    """The fingerprint of a file's content."""
    return blake2b(data, digest_size=SIZE).digest()
