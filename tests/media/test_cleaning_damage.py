"""Whatever a file's bytes are: a clean picture comes back, or a refusal; never another error, never hours."""

from __future__ import annotations

import io
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicebuilder.media.cleaning import Uncleanable, clean, film_patches

from . import private_pictures as private
from .film_boxes import film, patched
from .test_cleaning_film import PUBLIC, SECRETS

HEADS = (
    b"\xff\xd8",
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
    b"RIFF",
    b"GIF89a",
    b"MM\0*",
    b"II*\0",
    b"\0\0\0\x08ftyp",
    b"<svg>",
)
DRAWING = (
    b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:sodipodi='s' sodipodi:docname='CANARY'>"
    b"<metadata><a>CANARY</a></metadata><metadata/><image href='data:image/gif;base64,R0lGODlhAQABAAAAACw='/></svg>"
)


@cache
def samples() -> dict[str, bytes]:
    """One dressed file of each format."""
    picture = private.noise(9, 7)
    jpeg = private.saved(picture, "JPEG", progressive=True, icc_profile=private.ICC)
    return {
        "jpeg": private.with_segments(jpeg, private.jpeg_secrets(), b"CANARY"),
        "png": private.png(picture),
        "webp": private.webp(picture),
        "gif": private.gif([picture, picture]),
        "avif": private.avif(private.noise(16, 16)),
        "heic": private.heic(private.noise(64, 64), thumbnails=[32]),
        "tiff": private.saved(picture, "TIFF", exif=private.exif()[6:], icc_profile=private.ICC),
        "svg": DRAWING,
        "film": film(*SECRETS.values(), *PUBLIC.values()),
    }


NAMES = ("jpeg", "png", "webp", "gif", "avif", "heic", "tiff", "svg", "film")


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """A file cut off, with bits turned, bytes taken out, put in or swapped; heads are hit more often than the rest."""
    spoiled = bytearray(data)
    places = st.one_of(st.integers(0, min(600, len(data) - 1)), st.integers(0, len(data) - 1))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(places)
        how = draw(st.integers(0, 3))
        if how == 0:
            spoiled[at : at + 1] = bytes((draw(st.integers(0, 255)),))
        elif how == 1:
            del spoiled[at : at + draw(st.integers(1, 20))]
        elif how == 2:
            spoiled[at:at] = draw(st.binary(max_size=12))
        else:
            spoiled[at : at + 4] = draw(st.sampled_from((bytes(4), b"\xff" * 4, b"\0\0\0\1", b"\x7f\xff\xff\xff")))
    return bytes(spoiled[: draw(st.one_of(st.just(len(spoiled)), st.integers(0, len(spoiled))))])


def assert_kept_promise(data: bytes, name: str) -> None:
    try:
        if name == "film":
            cleaned = patched(data)
            assert film_patches(io.BytesIO(cleaned), len(cleaned)) == ()
        else:
            cleaned = clean(data, name)
            assert clean(cleaned, name) is cleaned
    except Uncleanable:
        return


@pytest.mark.slow
@given(st.data(), st.sampled_from(NAMES))
@settings(max_examples=1500, deadline=2000)
def test_p5_a_damaged_file_is_cleaned_or_refused(data: st.DataObject, name: str) -> None:
    assert_kept_promise(data.draw(damaged(samples()[name])), name)


@given(st.sampled_from((b"", *HEADS)), st.binary(max_size=200), st.sampled_from(NAMES))
@settings(max_examples=600, deadline=2000)
def test_p5_any_bytes_are_cleaned_or_refused(head: bytes, data: bytes, name: str) -> None:
    assert_kept_promise(head + data, name)


def test_every_file_that_is_cut_off_is_refused_or_tells_nothing() -> None:
    for name in ("jpeg", "png", "webp", "gif", "tiff"):
        data = samples()[name]
        for end in range(0, len(data), 7):
            try:
                cleaned = clean(data[:end], name)
            except Uncleanable:
                continue
            assert private.secrets_in(cleaned) == []
