"""P5: a film tells no more where, when and with what it was made; not a byte of it moves."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.mp4 import MP4

from voicebuilder.media.cleaning import Uncleanable, film_patches

from .film_boxes import (
    APPLE,
    SPHERE_UUID,
    XMP_UUID,
    box,
    film,
    full,
    handler,
    itunes,
    keys,
    named,
    patched,
    patches,
    quicktime,
    track,
    value,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FILES = Path(__file__).parent / "files"
SECRET = b"CANARY"

# Places for a secret, each in the film's table of contents.
SECRETS = {
    "apple's place in user data": box(b"udta", box(b"\xa9xyz", b"\0\x06\x15\xc7CANARY")),
    "3gpp's place": box(b"udta", full(b"loci", b"\x15\xc7CANARY\0\0")),
    "a camera maker's": box(b"udta", box(b"CNTH", box(b"CNDA", b"CANARY")), box(b"titl", b"\0\0\0\0\x15\xc7A walk\0")),
    "user data that end with a zero": box(b"udta", box(b"GoPr", b"CANARY"), bytes(4)),
    "in a track": track(b"soun", b"", b"", box(b"udta", box(b"\xa9mak", b"CANARY"))),
    "xmp in user data": box(b"udta", box(b"XMP_", b"CANARY")),
    "a uuid box": box(b"uuid", XMP_UUID, b"CANARY"),
    "a uuid box in a track": track(b"soun", b"", b"", box(b"uuid", XMP_UUID, b"CANARY")),
    "a wide box": box(b"uuid", XMP_UUID, b"CANARY", wide=True),
    "a box that nobody knows": box(b"prvt", b"CANARY"),
    "leftovers": box(b"free", box(b"udta", b"CANARY")),
    "leftovers that are skipped": box(b"udta", box(b"skip", b"CANARY")),
    "xml": full(b"meta", handler(b"nrtm"), full(b"xml ", b"<NonRealTimeMeta>CANARY")),
    "quicktime's meta": box(
        b"meta",
        handler(b"mdta"),
        keys(APPLE + b"make", APPLE + b"title"),
        box(b"ilst", value(1, b"CANARY"), value(2, b"A walk")),
    ),
    "iso's meta": full(b"meta", handler(b"mdta"), keys(APPLE + b"location.ISO6709"), box(b"ilst", value(1, b"CANARY"))),
    "a title of a place": full(
        b"meta", handler(b"mdta"), keys(b"my.location.title"), box(b"ilst", value(1, b"CANARY"))
    ),
    "who bought it": itunes(value(b"apID", b"CANARY")),
    "a place among itunes' tags": itunes(value(b"\xa9xyz", b"CANARY")),
    "a tag of an own name": itunes(named(b"com.me", b"GPS", b"CANARY")),
}
PUBLIC = {
    "titles": box(
        b"udta",
        box(b"\xa9nam", b"\0\x06\x15\xc7A walk"),
        full(b"chpl", bytes(5)),
        full(b"cprt", b"\x15\xc7Ann\0"),
        full(b"auth", b"\x15\xc7Ann\0"),
        box(b"name", b"Sound"),
    ),
    "itunes' tags": itunes(
        value(b"\xa9nam", b"A walk"), value(b"\xa9day", b"2026"), value(b"covr", b"\x89PNG"), value(b"\xa9too", b"Lavf")
    ),
    "gaps between songs": itunes(named(b"com.apple.iTunes", b"iTunSMPB", bytes(9))),
    "apple's titles": box(
        b"meta",
        handler(b"mdta"),
        keys(APPLE + b"title", APPLE + b"location.ISO6709"),
        # The place was taken out, and left a free box.
        box(b"ilst", value(1, b"A walk"), box(b"free", bytes(20))),
    ),
    "how to look around": track(b"soun", b"", b"", box(b"uuid", SPHERE_UUID, b"<rdf:SphericalVideo/>")),
    "chapters": track(b"text"),
    "a camera's own name for its picture": track(b"vide", b"", b"\x0bGoPro AVC with GPS"),
    "what an iphone writes": quicktime(b"video-orientation"),
    "padding": bytes(16),
    "a terminator": box(b"udta", bytes(4)),
}


@pytest.mark.parametrize("told", SECRETS.values(), ids=SECRETS)
def test_p5_a_secret_is_written_over(told: bytes) -> None:
    data = film(told)
    assert SECRET in data
    cleaned = patched(data)
    assert SECRET not in cleaned
    assert len(cleaned) == len(data)
    assert patches(cleaned) == ()
    assert (b"A walk" in cleaned) == (b"A walk" in told)


@pytest.mark.parametrize("told", PUBLIC.values(), ids=PUBLIC)
def test_what_is_meant_for_all_stays(told: bytes) -> None:
    assert patches(film(told)) == ()


@given(st.lists(st.sampled_from((*SECRETS.values(), *PUBLIC.values())), max_size=6), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_p5_only_secrets_are_written_over(told: list[bytes], first: bool, wide: bool) -> None:
    told = [part for part in told if part.strip(b"\0")]
    movie = box(b"moov", full(b"mvhd", bytes(96)), track(), *told)
    media = box(b"mdat", bytes(range(256)), wide=wide)
    start, end = box(b"ftyp", b"qt  \0\0\0\0"), box(b"uuid", XMP_UUID, b"CANARY")
    data = start + (movie + media if first else media + movie) + end
    cleaned = patched(data)
    assert SECRET not in cleaned
    assert patches(cleaned) == ()
    for kept in (start, media, track(), *(part for part in told if part in PUBLIC.values())):
        assert data.count(kept) <= cleaned.count(kept)


@pytest.mark.parametrize("name", ["walk.mp4", "walk-keys.mov", "walk-user-data.mov"])
def test_p5_films_of_a_real_program(name: str) -> None:
    data = (FILES / name).read_bytes()
    assert SECRET in data
    cleaned = patched(data)
    # When a piece of music came out is a matter of iTunes' tags and stays.
    assert SECRET not in cleaned.replace(b"2026-07-11 CANARY", b"")
    assert b"+59.9" not in cleaned
    assert (b"2026-07-11" in cleaned) == (name == "walk.mp4")
    assert b"A walk" in cleaned
    assert patches(cleaned) == ()
    at = data.index(b"mdat")
    size = int.from_bytes(data[at - 4 : at])
    assert cleaned[at - 4 : at - 4 + size] == data[at - 4 : at - 4 + size]
    before, after = (MP4(io.BytesIO(file)) for file in (data, cleaned))
    assert before.info.length == after.info.length
    assert dict(before.tags or {}) | dict(after.tags or {}) == dict(before.tags or {})


@pytest.mark.slow
def test_a_browser_plays_it_as_before(browser: Browser, tmp_path: Path) -> None:
    data = (FILES / "walk.mp4").read_bytes()
    page = browser.new_page()
    seen = []
    for number, file in enumerate((data, patched(data))):
        (tmp_path / f"{number}.mp4").write_bytes(file)
        (tmp_path / f"{number}.html").write_text(f"<video muted src={number}.mp4>")
        page.goto((tmp_path / f"{number}.html").as_uri())
        seen.append(
            page.evaluate(
                "async () => { const film = document.querySelector('video'); await film.play();"
                " await new Promise(done => { film.onended = done });"
                " return [film.videoWidth, film.videoHeight, film.duration, film.currentTime] }"
            )
        )
    page.close()
    assert seen[0] == seen[1]
    assert seen[0][:2] == [64, 48]


@pytest.mark.parametrize(
    "told",
    [
        track(b"meta", box(b"gpmd", bytes(8)), b"\x0bGoPro MET"),
        track(b"meta", box(b"camm", bytes(8))),
        track(b"camm", box(b"camm", bytes(8))),
        track(b"meta", box(b"mett", bytes(8), b"\0application/gpx\0")),
        quicktime(b"location.ISO6709"),
        track(b"meta"),
        track(b"data", box(b"rtmd", bytes(8))),
        track(b"sbtl", box(b"tx3g", bytes(8)), b"DJI.Subtitle"),
        box(b"trak", box(b"mdia")),
        box(b"gps ", bytes(16)),
    ],
)
def test_p5_a_track_of_places_is_refused(told: bytes) -> None:
    with pytest.raises(Uncleanable, match="places") as caught:
        patches(film(told))
    assert "ffmpeg" in caught.value.hint


@pytest.mark.parametrize("head", [b"", b"ID3\4\0\0\0\0\0", b"OggS", b"fLaC", b"RIFF\0\0\0\0WAVE", b"\x1aE\xdf\xa3"])
def test_files_of_other_families_are_left_alone(head: bytes) -> None:
    assert patches(head) == patches(head + bytes(40)) == ()


@pytest.mark.parametrize(
    "data",
    [
        film()[:-1],
        film()[:40],
        film(behind=b"\0\0\0\7free"),
        film(behind=b"\0\0\0\1free\0\0\0\0\0\0\0\x0f"),
        film(behind=b"\0\0\0\1free\xff\xff\xff\xff\xff\xff\xff\xff"),
        film(behind=b"\0\0\0\1free"),
        film(behind=b"what an editor left behind it"),
        film(box(b"udta", b"\0\0\0\x50name")),
        film(box(b"cmov", b"x")),
        film(box(b"meta", handler(b"mdta"), full(b"keys", b"\0\0\0\1", b"\0\0\0\4mdta"))),
        box(b"ftyp", b"isom") + box(b"mdat", b"x"),
    ],
)
def test_a_film_that_cannot_be_followed(data: bytes) -> None:
    with pytest.raises(Uncleanable):
        patches(data)


def test_the_last_box_may_reach_to_the_end() -> None:
    data = film(box(b"udta", box(b"\xa9xyz", b"CANARY"))) + b"\0\0\0\0mdat" + b"more picture and sound"
    assert SECRET not in patched(data)
    assert patched(data).endswith(b"more picture and sound")


class Vast(io.RawIOBase):
    """A film of any size, that counts what is read of it."""

    def __init__(self, head: bytes, hole: int, tail: bytes) -> None:
        self.parts, self.at, self.count = (head, hole, tail), 0, 0
        self.size = len(head) + hole + len(tail)

    def seek(self, offset: int, whence: int = 0) -> int:
        assert whence == 0
        self.at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size < 1_000_000
        head, hole, tail = self.parts
        data = bytearray()
        for at in range(self.at, min(self.at + size, self.size)):
            behind = at - len(head) - hole
            data.append(head[at] if at < len(head) else tail[behind] if behind >= 0 else 0xAA)
        self.at += len(data)
        self.count += len(data)
        return bytes(data)


def test_of_many_gigabytes_only_heads_are_read() -> None:
    hole = 50 * 2**30
    whole = film(box(b"udta", box(b"\xa9xyz", b"CANARY")))
    head = box(b"ftyp", b"isom") + b"\0\0\0\1mdat" + (hole + 16).to_bytes(8)
    vast = Vast(head, hole, whole)
    (patch,) = film_patches(vast, vast.size)  # type: ignore[arg-type]
    assert patch.offset == len(head) + hole + whole.index(b"\xa9xyz")
    assert patch.data == b"free" + bytes(6)
    assert vast.count < 1000


def test_a_secret_of_gigabytes_is_refused_and_not_made_in_memory() -> None:
    size = 3 * 2**30
    vast = Vast(film() + size.to_bytes(4) + b"uuid", size - 8, b"")
    with pytest.raises(Uncleanable, match="more data"):
        film_patches(vast, vast.size)  # type: ignore[arg-type]


def test_large_room_that_is_free_is_not_looked_through() -> None:
    size = 2**31
    vast = Vast(film() + size.to_bytes(4) + b"free", size - 8, b"")
    assert film_patches(vast, vast.size) == ()  # type: ignore[arg-type]
    assert vast.count < 1000


def test_boxes_without_end_are_refused() -> None:
    with pytest.raises(Uncleanable, match="parts"):
        patches(film(behind=box(b"free") * 200_001))
