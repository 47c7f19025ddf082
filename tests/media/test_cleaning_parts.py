"""The parts of picture files one by one: what stays, what goes, what cannot be followed."""

from __future__ import annotations

import contextlib
import io
import time

import pytest
from PIL import Image

from voicebuilder.media.cleaning import Uncleanable, clean
from voicebuilder.media.cleaning.orientation import minimal, oriented

from . import private_pictures as private
from .private_pictures import chunk, segment

JPEG = private.saved(private.noise(33, 21), "JPEG", restart_marker_blocks=1)
PNG = private.saved(private.noise(33, 21), "PNG")
GIF = private.saved(private.noise(33, 21), "GIF")
WEBP = private.saved(private.noise(33, 21), "WEBP")
TURNED = segment(0xE1, b"Exif\0\0" + oriented(6))


def same_pixels(one: bytes, other: bytes) -> bool:
    with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
        return first.tobytes() == second.tobytes()


# JPEG


def test_the_smallest_exif_is_what_pillow_and_the_standard_read() -> None:
    for held in range(2, 9):
        read = Image.Exif()
        read.load(oriented(held))
        assert dict(read) == {0x0112: held}
        assert minimal(b"Exif\0\0" + oriented(held)) == b"Exif\0\0" + oriented(held)
        assert minimal(oriented(held)) == oriented(held)
    assert minimal(oriented(1)) == b""


def test_a_turned_jpeg_with_nothing_else_is_clean() -> None:
    data = private.with_segments(JPEG, [TURNED])
    assert clean(data, "jpeg") is data


def test_the_turn_comes_behind_jfif_or_first() -> None:
    behind = JPEG[2:]
    assert clean(b"\xff\xd8" + TURNED + behind, "jpeg") == private.with_segments(JPEG, [TURNED])
    bare = b"\xff\xd8" + JPEG[20:]
    dressed = bare[:2] + segment(0xFE, b"a remark") + TURNED + bare[2:]
    assert clean(dressed, "jpeg") == bare[:2] + TURNED + bare[2:]


def test_the_first_exif_says_how_it_was_held() -> None:
    data = private.with_segments(JPEG, [TURNED, segment(0xE1, b"Exif\0\0" + oriented(8))])
    assert clean(data, "jpeg") == private.with_segments(JPEG, [TURNED])


def test_thumbnails_in_jfif_go_and_its_density_stays() -> None:
    payload = JPEG[6:20]
    with_thumbnail = b"\xff\xd8" + segment(0xE0, payload[:12] + b"\1\1CAN") + JPEG[20:]
    assert clean(with_thumbnail, "jpeg") == JPEG


def test_adobe_says_how_colours_are_coded() -> None:
    cmyk = private.saved(private.noise(9, 9, "CMYK"), "JPEG")
    assert b"Adobe" in cmyk
    assert clean(cmyk, "jpeg") is cmyk
    at = cmyk.index(b"\xff\xee")
    longer = cmyk[:at] + segment(0xEE, cmyk[at + 4 : at + 16] + b"CANARY") + cmyk[at + 16 :]
    assert clean(longer, "jpeg") == cmyk


def test_pictures_behind_the_first_go() -> None:
    file = io.BytesIO()
    frames = [private.noise(20, 20, seed=seed) for seed in range(3)]
    frames[0].save(file, "MPO", save_all=True, append_images=frames[1:])
    cleaned = clean(file.getvalue(), "jpeg")
    assert cleaned.count(b"\xff\xd8\xff") == 1
    with Image.open(io.BytesIO(cleaned)) as picture, Image.open(file) as before:
        assert (before.format, picture.format) == ("MPO", "JPEG")
        assert before.tobytes() == picture.tobytes()


def test_a_film_behind_a_photo_goes() -> None:
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isomMotionPhoto_Data"
    assert clean(JPEG + film, "jpeg") == JPEG
    assert clean(JPEG + film + JPEG, "jpeg") == JPEG


def test_fill_bytes_are_nothing_to_clean() -> None:
    data = JPEG[:20] + b"\xff\xff\xff" + JPEG[20:-2] + b"\xff\xff" + JPEG[-2:]
    assert clean(data, "jpeg") is data
    filled = JPEG[:2] + b"\xff\xff" + segment(0xFE, b"CANARY") + b"\xff" + JPEG[2:]
    assert clean(filled, "jpeg") == JPEG[:2] + b"\xff" + JPEG[2:]


def test_what_lies_between_segments_goes() -> None:
    for junk in (b"CANARY", b"CANARY\xff\0CANARY", b"\xff\xd3CANARY\xff", b"\xff\xd3"):
        assert clean(JPEG[:20] + junk + JPEG[20:], "jpeg") == JPEG


def test_remarks_between_scans_go_and_the_scans_stay() -> None:
    scans = private.saved(private.noise(40, 40), "JPEG", progressive=True)
    second = scans.index(b"\xff\xda", scans.index(b"\xff\xda") + 2)
    table = scans.rindex(b"\xff\xc4", 0, second)
    assert scans.count(b"\xff\xda") > 3
    assert clean(scans, "jpeg") is scans
    data = scans[:table] + segment(0xFE, b"CANARY") + TURNED + scans[table:]
    assert clean(data, "jpeg") == private.with_segments(scans, [TURNED])


def test_the_number_of_lines_may_come_behind_the_scan() -> None:
    data = JPEG[:-2] + segment(0xDC, b"\0\x15") + JPEG[-2:]
    assert clean(data, "jpeg") is data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (JPEG[:-2], "cut off"),
        (JPEG[:100], "cut off"),
        (JPEG[:2] + b"\xff\xe1\0\1" + JPEG[2:], "cut off"),
        (JPEG[:2] + b"\xff\xe1\xff\xff" + JPEG[2:300], "cut off"),
        (JPEG[:20] + b"\xff\xd8" + JPEG[20:], "FFD8"),
        (JPEG[:2] + b"\xff\xf7\0\x04ab" + JPEG[2:], "FFF7"),
        (JPEG[:20] + b"\xff\xd9" + JPEG[20:], "no picture"),
    ],
)
def test_a_jpeg_that_cannot_be_followed(data: bytes, reason: str) -> None:
    with pytest.raises(Uncleanable, match=reason):
        clean(data, "jpeg")


# PNG


def test_a_turned_png_with_nothing_else_is_clean() -> None:
    data = PNG[:33] + chunk(b"eXIf", oriented(3)) + PNG[33:]
    assert clean(data, "png") is data
    assert clean(PNG[:-12] + chunk(b"eXIf", oriented(3)) + PNG[-12:], "png") == data


def test_a_prefix_that_keeps_browsers_from_turning_a_png_stays() -> None:
    data = PNG[:33] + chunk(b"eXIf", b"Exif\0\0" + oriented(3)) + PNG[33:]
    assert clean(data, "png") is data


def test_colours_and_movement_of_a_png_stay() -> None:
    frames = [private.noise(20, 20, seed=seed) for seed in range(3)]
    moving = private.saved(frames[0], "PNG", save_all=True, append_images=frames[1:], icc_profile=private.ICC)
    kept = b"".join(chunk(name, bytes(4)) for name in (b"gAMA", b"cICP", b"mDCV", b"cLLI", b"sBIT"))
    data = moving[:33] + kept + moving[33:]
    assert b"fdAT" in data
    assert clean(data, "png") is data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PNG[:-1], "cut off"),
        (PNG[:-12], "cut off"),
        (PNG[:33] + b"\xff\xff\xff\xff" + PNG[37:], "cut off"),
        (PNG[:37] + b"ID\0T" + PNG[41:], "damaged"),
        (PNG[:8] + chunk(b"CgBI", b"1234") + PNG[8:], "size first"),
        (PNG[:33] + chunk(b"CANA", b"") + PNG[33:], "CANA"),
    ],
)
def test_a_png_that_cannot_be_followed(data: bytes, reason: str) -> None:
    with pytest.raises(Uncleanable, match=reason):
        clean(data, "png")


# WebP


def riff(*parts: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(name + len(it).to_bytes(4, "little") + it + bytes(len(it) % 2) for name, it in parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


PICTURE = (b"VP8 ", WEBP[20:])
HEAD = bytes((8, 0, 0, 0, 32, 0, 0, 20, 0, 0))


def test_a_turned_webp_with_nothing_else_is_clean() -> None:
    data = riff((b"VP8X", HEAD), PICTURE, (b"EXIF", oriented(6)))
    assert clean(data, "webp") is data


def test_exif_that_a_webp_does_not_announce_is_read_by_nobody() -> None:
    assert clean(riff(PICTURE, (b"EXIF", oriented(6))), "webp") == riff(PICTURE)
    head = b"\0" + HEAD[1:]
    assert clean(riff((b"VP8X", head), PICTURE, (b"EXIF", oriented(6))), "webp") == riff((b"VP8X", head), PICTURE)


def test_a_padding_byte_that_is_missing_at_the_end_is_forgiven() -> None:
    odd = (b"VP8 ", PICTURE[1] + (b"\0" if len(PICTURE[1]) % 2 == 0 else b""))
    data = riff((b"note", b"CANARY"), odd)
    shorter = b"RIFF" + (len(data) - 9).to_bytes(4, "little") + data[8:-1]
    assert clean(shorter, "webp") == riff(odd)


def test_secrets_in_frames_go() -> None:
    frames = [private.noise(20, 20, seed=seed) for seed in range(2)]
    data = private.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=50)
    assert clean(data, "webp") is data
    at = data.index(b"ANMF")
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    frame = data[at + 8 : at + 8 + size] + b"note\x06\0\0\0CANARY"
    told = data[:at] + b"ANMF" + len(frame).to_bytes(4, "little") + frame + data[at + 8 + size :]
    assert clean(data[:4] + (len(told) - 8).to_bytes(4, "little") + told[8:], "webp") == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (WEBP[:-2], "cut off"),
        (riff((b"VP8X", HEAD)), "no picture"),
        (riff(), "no picture"),
        (WEBP[:16] + b"\xff\xff\xff\xff" + WEBP[20:], "cut off"),
    ],
)
def test_a_webp_that_cannot_be_followed(data: bytes, reason: str) -> None:
    with pytest.raises(Uncleanable, match=reason):
        clean(data, "webp")


# GIF


def test_a_gif_may_end_without_its_trailer() -> None:
    assert clean(GIF[:-1], "gif") == GIF[:-1]
    with pytest.raises(Uncleanable, match="cut off"):
        clean(GIF[:-2], "gif")


def test_how_often_a_gif_moves_stays_in_both_spellings() -> None:
    frames = [private.noise(9, 9, seed=seed) for seed in range(2)]
    data = private.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=0)
    assert clean(data, "gif") is data
    other = data.replace(b"NETSCAPE2.0", b"ANIMEXTS1.0")
    assert clean(other, "gif") is other


@pytest.mark.parametrize("data", [GIF[:-1] + b"CANARY" + GIF[-1:], GIF[:10] + b"\xff" + GIF[11:13], GIF[:20]])
def test_a_gif_that_cannot_be_followed(data: bytes) -> None:
    with pytest.raises(Uncleanable):
        clean(data, "gif")


# TIFF


def test_a_jpeg_in_a_tiff_of_old_is_refused() -> None:
    data = private.saved(private.noise(9, 9), "TIFF", compression="raw")
    assert data[:2] == b"II"
    old = data.replace(b"\x03\1\3\0\1\0\0\0\1\0", b"\x03\1\3\0\1\0\0\0\6\0")
    assert old != data
    with pytest.raises(Uncleanable, match="1995"):
        clean(old, "tiff")


@pytest.mark.parametrize(
    "data",
    [
        b"II*\0\xff\xff\xff\xff",
        b"II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0",
        # Directories that point at each other come to an end.
        b"MM\0*\0\0\0\x08" + b"\0\1\0\xfe\0\x63\0\0\0\1\0\0\0\0" + b"\0\0\0\x08",
    ],
)
def test_a_tiff_that_cannot_be_followed(data: bytes) -> None:
    with pytest.raises(Uncleanable):
        clean(data, "tiff")


def test_a_tiff_whose_pages_go_round_comes_to_an_end() -> None:
    data = b"MM\0*\0\0\0\x08" + b"\0\1\0\xfe\0\4\0\0\0\1\0\0\0\0" + b"\0\0\0\x08"
    assert clean(data, "tiff") is data


# All


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (JPEG[:-2] + b"\xff" * 3_000_000, "jpeg"),
        (JPEG[:-2] + b"\xff\0" * 1_500_000, "jpeg"),
        (JPEG[:20] + b"\xff\0" * 1_500_000, "jpeg"),
        (PNG[:33] + chunk(b"gAMA", b"") * 250_000, "png"),
        (GIF[:-1] + b"\x21\xfe\0" * 1_000_000, "gif"),
        (riff(PICTURE, *[(b"note", b"")] * 300_000), "webp"),
        (b"MM\0*\0\0\0\x08" + b"\0\0\0\0\0\x0e" * 500_000, "tiff"),
        (b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 400_000, "avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g a='" * 500_000, "svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<metadata>" * 300_000, "svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'" + b" " * 3_000_000 + b"/>", "svg"),
    ],
)
def test_a_hostile_file_takes_no_hours(data: bytes, name: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(Uncleanable):
        clean(data, name)
    assert time.process_time() - begin < 5
