"""What picture files are and say; no bytes make it raise, take long or need much memory."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import time
import zlib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from voicebuilder.media import pixels
from voicebuilder.memo import of_bytes
from voicebuilder.model.media import Picture, Said, Unreadable

from . import private_pictures as private
from .private_pictures import chunk, saved, segment, with_segments

FORMATS = ("jpeg", "png", "webp", "avif", "gif", "heic", "tiff")
# Red, green, blue / white, black, grey: every turn and mirroring of it is another picture.
MARKS = [(250, 10, 10), (10, 250, 10), (10, 10, 250), (250, 250, 250), (10, 10, 10), (120, 120, 120)]


def marker(scale: int = 16) -> Image.Image:
    picture = Image.new("RGB", (3, 2))
    picture.putdata(MARKS)
    return picture.resize((3 * scale, 2 * scale), Image.Resampling.NEAREST)


def written(picture: Image.Image, format_: str, **how: object) -> bytes:
    """A picture as a file; XMP too where Pillow alone would not write it."""
    if format_ == "heic":
        return private.heic(picture, 1)
    xmp = how.pop("xmp", None)
    if isinstance(xmp, bytes) and format_ == "png":
        how["pnginfo"] = text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    elif isinstance(xmp, bytes) and format_ == "tiff":
        how["tiffinfo"] = {700: xmp}
    elif xmp is not None:
        how["xmp"] = xmp
    return saved(picture, format_.upper(), **how)


def look(data: bytes, name: str = "x") -> Picture | Unreadable:
    return pixels.look(Path(name), data)


def picture_of(data: bytes, name: str = "x") -> Picture:
    found = look(data, name)
    assert isinstance(found, Picture), found
    return found


def reason_of(data: bytes, name: str = "x") -> str:
    found = look(data, name)
    assert isinstance(found, Unreadable), found
    assert found.hint
    return found.reason


# What it is


@pytest.mark.parametrize("format_", FORMATS)
def test_the_format_is_that_of_the_content(format_: str) -> None:
    data = written(Image.new("RGB", (37, 21), (200, 100, 50)), format_)
    found = picture_of(data, "lies.png")
    assert (found.digest, found.format, found.is_animated) == (of_bytes(data), format_, False)
    assert (found.width, found.height) == (37, 21)
    assert near(found.tint, (200, 100, 50))


def near(tint: str, colour: tuple[int, int, int], most: int = 4) -> bool:
    assert tint.startswith("#")
    return all(abs(a - b) <= most for a, b in zip(bytes.fromhex(tint[1:]), colour, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "tiff"])
def test_sides_are_as_seen(format_: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = picture_of(written(marker(), format_, exif=exif))
    assert (found.width, found.height) == ((48, 32) if orientation < 5 else (32, 48))


def test_sides_of_a_turned_heic_are_as_its_decoder_turns_it() -> None:
    data = private.heic(marker(), 6)
    assert private.seen_heic(data).size == (32, 48)
    found = picture_of(data)
    assert (found.width, found.height) == (32, 48)


def test_a_turn_that_only_xmp_tells_is_none_as_in_browsers() -> None:
    xmp = b'<a xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    assert picture_of(written(marker(), "png", xmp=xmp)).width == 48
    assert picture_of(saved(marker(), "JPEG", xmp=xmp)).width == 48


@pytest.mark.parametrize("format_", ["gif", "webp", "png", "avif"])
def test_more_than_one_frame_moves(format_: str) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=50)
    assert picture_of(data).is_animated
    assert picture_of(data).format == format_


def test_a_phone_s_jpeg_with_a_second_picture_in_it_does_not_move() -> None:
    data = saved(marker(), "MPO", save_all=True, append_images=[marker()])
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.n_frames == 2
    assert (picture_of(data).format, picture_of(data).is_animated) == ("jpeg", False)


def test_pages_of_a_tiff_do_not_move() -> None:
    assert not picture_of(saved(marker(), "TIFF", save_all=True, append_images=[marker()])).is_animated


# Its tint


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA", "I;16"])
def test_the_tint_of_every_mode_of_png(mode: str) -> None:
    if mode == "I;16":
        picture = Image.new(mode, (12, 12), 0x8000)
        expected = (128, 128, 128)
    else:
        picture = Image.new("RGB", (12, 12), "white").convert(mode)
        expected = (255, 255, 255)
    assert near(picture_of(saved(picture, "PNG")).tint, expected)


def test_sixteen_bits_are_what_they_are_however_dark() -> None:
    assert near(picture_of(saved(Image.new("I;16", (12, 12), 0x00FF), "PNG")).tint, (1, 1, 1), 1)


def test_the_tint_of_finer_tiff() -> None:
    for mode, value in (("F", 0.5), ("I", 32768), ("I;16", 32768)):
        picture = Image.new(mode, (12, 12), value)
        picture.putpixel((0, 0), 1 if mode == "F" else 65535)
        assert near(picture_of(saved(picture, "TIFF")).tint, (128, 128, 128)), mode
    assert near(picture_of(saved(Image.new("LAB", (12, 12), (128, 128, 128)), "TIFF")).tint, (119, 119, 119), 6)


def test_the_tint_of_cmyk() -> None:
    picture = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    assert near(picture_of(saved(picture, "JPEG")).tint, (255, 0, 0))
    assert near(picture_of(saved(picture, "TIFF")).tint, (255, 0, 0))


def test_the_tint_is_an_average() -> None:
    halves = Image.new("RGB", (64, 64), (200, 0, 40))
    halves.paste((0, 100, 40), (0, 0, 32, 64))
    for format_ in ("png", "jpeg"):
        assert near(picture_of(written(halves, format_)).tint, (100, 50, 40))


@pytest.mark.parametrize("format_", ["png", "webp", "avif", "tiff", "heic"])
def test_what_is_seen_through_has_no_tint(format_: str) -> None:
    whole = Image.new("RGBA", (24, 24), (40, 80, 120, 255))
    assert near(picture_of(written(whole, format_)).tint, (40, 80, 120))
    whole.paste((40, 80, 120, 0), (0, 0, 8, 8))
    assert picture_of(written(whole, format_)).tint == ""


def test_a_colour_that_stands_for_nothing_has_no_tint() -> None:
    palette = Image.new("P", (8, 8), 1)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    assert near(picture_of(saved(palette, "PNG")).tint, (0, 255, 0))
    assert picture_of(saved(palette, "PNG", transparency=1)).tint == ""
    assert picture_of(saved(palette, "GIF", transparency=1)).tint == ""
    assert picture_of(saved(Image.new("RGB", (8, 8), (9, 9, 9)), "PNG", transparency=(9, 9, 9))).tint == ""


@cache
def swapped() -> bytes:
    """A profile whose red is sRGB's green, and the other way round: nobody can mistake it for sRGB."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {bytes(profile[at : at + 4]): at + 4 for at in range(132, 132 + 12 * profile[131], 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red : red + 8], profile[green : green + 8] = profile[green : green + 8], profile[red : red + 8]
    return bytes(profile)


def test_the_tint_is_what_the_profile_says() -> None:
    picture = Image.new("RGB", (24, 24), (250, 10, 10))
    for format_ in ("png", "jpeg", "webp", "avif", "tiff"):
        assert near(picture_of(written(picture, format_, icc_profile=swapped())).tint, (10, 250, 10), 8), format_


@cache
def linear_grey() -> bytes:
    """A profile of grey in which half as many is half as light."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">I", 0)
    tags = struct.pack(">I4sII4sII", 2, b"wtpt", 156, 20, b"kTRC", 176, 12)
    body = tags + white + curve
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    light = struct.pack(">3i", 63190, 65536, 54061)
    head = (
        struct.pack(">II", 128 + len(body), 0) + b"\x02\x10\0\0" + b"mntrGRAYXYZ " + date + b"acsp" + bytes(28) + light
    )
    return head.ljust(128, b"\0") + body


def test_the_tint_of_grey_is_what_its_profile_says() -> None:
    for mode in ("L", "LA"):
        assert near(
            picture_of(saved(Image.new("L", (9, 9), 128).convert(mode), "PNG", icc_profile=linear_grey())).tint,
            (188,) * 3,
        )


@pytest.mark.parametrize("profile", [b"x", swapped()[:200], bytes(1000), swapped()[:128] + bytes(400)])
def test_a_broken_profile_counts_for_none(profile: bytes) -> None:
    picture = Image.new("RGB", (24, 24), (250, 10, 10))
    assert near(picture_of(saved(picture, "PNG", icc_profile=profile)).tint, (250, 10, 10))
    assert near(picture_of(saved(picture.convert("CMYK"), "JPEG", icc_profile=swapped())).tint, (250, 10, 10), 8)


# Drawings


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('width="120" height="80px"', (120, 80)),
        ("width='120.4' height='79.6'", (120, 80)),
        ('viewBox="0 0 300 150"', (300, 150)),
        ('width="100%" height="100%" viewBox="-5 -5,300, 150"', (300, 150)),
        ('width="600" viewBox="0 0 300 150"', (600, 300)),
        ('height="300" viewBox="0 0 300 150"', (600, 300)),
        ('width="3in" height="2in"', (0, 0)),
        ('width="0" height="0"', (0, 0)),
        ('viewBox="0 0 0 0"', (0, 0)),
        ('viewBox="0 0 1e99 1e99"', (0, 0)),
        ('width="99999999999" height="9999999999"', (0, 0)),
        ('data-x=" width=\'7\' height=\'7\'" width="12" height="8"', (12, 8)),
        ('inkscape:width="7" stroke-width="7" width="12" height="8"', (12, 8)),
        ("", (0, 0)),
    ],
)
def test_how_large_a_drawing_wants_to_be(tag: str, size: tuple[int, int]) -> None:
    data = f'<?xml version="1.0"?>\n<!-- <svg width="1" height="1"> --><svg {tag}><path/></svg>'.encode()
    found = picture_of(data, "x.SVG")
    assert (found.format, found.width, found.height, found.tint) == ("svg", *size, "")


def test_a_drawing_with_all_that_programs_put_before_it() -> None:
    data = b"""\xef\xbb\xbf<?xml version="1.0" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [ <!ENTITY ns "http://x/"> ]>
<!-- Generator: > --> <s:svg xmlns:s="http://www.w3.org/2000/svg" width="12"
 height="8"/>"""
    assert (picture_of(data, "x.svg").width, picture_of(data, "x.svg").height) == (12, 8)


def test_what_is_no_drawing_but_named_so() -> None:
    assert picture_of(saved(marker(), "PNG"), "x.svg").format == "png"
    html = look(b"<html><body><svg width='1' height='1'></svg></body></html>", "x.svg")
    assert isinstance(html, Unreadable)
    assert not html.is_foreign
    assert look(b"nothing", "x.svg") == Unreadable(of_bytes(b"nothing"), "is no SVG in UTF-8", "Save it anew.", True)
    assert "named" in reason_of(b"<svg/>", "x.png")


@pytest.mark.parametrize("head", [b"<!--", b"<?x", b"<!DOCTYPE [", b"<svg a='", b"<svg " + b"a=' ", b" "])
def test_no_drawing_takes_long(head: bytes) -> None:
    began = time.perf_counter()
    look(head * 100_000, "x.svg")
    look(b"<svg " + head * 100_000, "x.svg")
    assert time.perf_counter() - began < 1


# What cannot be opened


@pytest.mark.parametrize("data", [b"", b"hello", b"<html></html>", bytes(100), b"\xff\xd8", b"%PDF-1.7"])
def test_what_is_no_picture_at_all_is_foreign(data: bytes) -> None:
    found = look(data, "x.jpg")
    assert isinstance(found, Unreadable)
    assert found.is_foreign
    assert found.reason == ("is no picture" if data else "is empty")


@pytest.mark.parametrize(
    "data",
    [saved(marker(), "BMP"), saved(marker(), "ICO"), saved(marker(), "JPEG2000"), bytes(4) + b"ftypisom" + bytes(90)],
)
def test_what_may_hold_private_things_is_not_foreign(data: bytes) -> None:
    found = look(data, "x.jpg")
    assert isinstance(found, Unreadable)
    assert not found.is_foreign


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_what_is_cut_off_is_said_to_be(format_: str, share: float) -> None:
    data = written(private.noise(60, 50), format_)
    assert reason_of(data[: int(len(data) * share)]) == "is cut off"


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "gif", "heic"])
def test_what_is_cut_off_anywhere_is_said_to_be(format_: str) -> None:
    """But for TIFF, whose header is eight bytes and may lie before all the rest."""
    data = written(private.noise(24, 16), format_)
    # Nobody misses the mark of the end itself.
    for end in range(16, len(data) - 12):
        if format_ == "gif" and data[end - 1] == ord(";"):
            # By chance the mark of its end.
            continue
        found = look(data[:end])
        assert isinstance(found, Picture) or found.reason == "is cut off", end


def test_what_is_broken_is_said_to_be() -> None:
    data = saved(private.noise(60, 50), "PNG")
    assert reason_of(data[:60] + bytes(500) + data[560:]).startswith("is broken")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_damage_makes_it_raise_or_take_long(format_: str) -> None:
    exif = {} if format_ in ("gif", "heic") else {"exif": private.exif()}
    data = written(private.noise(40, 30), format_, **exif)
    chance = random.Random(format_)  # noqa: S311 -- damage is no secret
    for _ in range(600):
        broken = bytearray(data[: chance.randrange(len(data))] if chance.random() < 0.3 else data)
        for _ in range(chance.choice((0, 1, 3, 20)) if broken else 0):
            # Headers are where it hurts.
            place = chance.randrange(len(broken) if chance.random() < 0.5 else min(200, len(broken)))
            broken[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        began = time.perf_counter()
        found = look(bytes(broken))
        assert time.perf_counter() - began < 3
        assert isinstance(found, Picture) or (found.reason and found.hint)


@given(st.binary(max_size=200), st.sampled_from([*(written(marker(4), name)[:16] for name in FORMATS), b""]))
@settings(deadline=None)
@example(b"", b"II*\0")
def test_no_bytes_make_it_raise(tail: bytes, head: bytes) -> None:
    look(head + tail, "x.svg")


# Bombs


def huge_png(width: int, height: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def huge_jpeg(width: int, height: int) -> bytes:
    at = (data := saved(Image.new("RGB", (8, 8)), "JPEG")).index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def huge_webp(width: int, height: int) -> bytes:
    still = saved(Image.new("RGB", (8, 8)), "WEBP")[12:]
    canvas = b"VP8X\x0a\0\0\0" + bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + (4 + len(canvas + still)).to_bytes(4, "little") + b"WEBP" + canvas + still


def huge_gif(width: int, height: int) -> bytes:
    data = saved(Image.new("P", (8, 8)), "GIF")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def huge_iso(width: int, height: int, format_: str) -> bytes:
    data = written(Image.new("RGB", (64, 64)), format_)
    assert b"ispe" in data
    return data.replace(
        b"ispe" + bytes(4) + struct.pack(">II", 64, 64), b"ispe" + bytes(4) + struct.pack(">II", width, height)
    )


BOMBS = {
    "png": huge_png(50_000, 50_000),
    "png, long": huge_png(100, 1_000_000),
    "jpeg": huge_jpeg(60_000, 60_000),
    "webp": huge_webp(16_000, 16_000),
    "webp, at the limit": huge_webp(9_000, 9_000),
    "gif": huge_gif(60_000, 60_000),
    "avif": huge_iso(30_000, 30_000, "avif"),
    "heic": huge_iso(30_000, 30_000, "heic"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_from_the_header(name: str) -> None:
    began = time.perf_counter()
    reason = reason_of(BOMBS[name])
    assert time.perf_counter() - began < 0.5
    assert reason.endswith("million pixels, more than the 80 million that are safe to open"), reason


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit no address space")
def test_bombs_need_no_memory(tmp_path: Path) -> None:
    """In a process that cannot have any: 60 MB more than it has when all is imported."""
    for number, data in enumerate([*BOMBS.values(), *text_bombs()]):
        (tmp_path / f"{number}.png").write_bytes(data)
    program = """
import resource, sys
from pathlib import Path
import pillow_heif
from voicebuilder.media import pixels
files = sorted(Path(sys.argv[1]).iterdir())
pixels.look(files[0], files[0].read_bytes()[:40])
has = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (has + 60_000_000, has + 60_000_000))
for file in files:
    print(pixels.look(file, file.read_bytes()).reason)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True)
    reasons = done.stdout.splitlines()
    assert len(reasons) == len(BOMBS) + len(text_bombs())
    assert all("safe to open" in reason or reason.startswith("is broken") for reason in reasons), reasons


def text_bombs() -> list[bytes]:
    """A hundred megabytes in a hundred kilobytes."""
    packed, png = zlib.compress(bytes(100_000_000), 9), saved(marker(), "PNG")
    return [png[:33] + chunk(name, b"x\0\0" + packed) + png[33:] for name in (b"zTXt", b"iCCP")]


def test_the_words_for_a_bomb() -> None:
    many = "pixels, more than the 80 million that are safe to open"
    assert look(BOMBS["png"]) == Unreadable(of_bytes(BOMBS["png"]), f"has 2,500 million {many}", "Save it smaller.")
    assert reason_of(huge_png(12_500, 20_000)) == f"has 250 million {many}"
    assert reason_of(huge_png(10_000, 9_000)) == f"has 90 million {many}"


def test_moving_pictures_count_all_their_frames() -> None:
    frames = [Image.new("RGB", (8, 8), (number, 0, 0)) for number in range(140)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)
    data = data[:6] + struct.pack("<HH", 2000, 1500) + data[10:]
    assert reason_of(data).startswith("has 420 million pixels in its 140 frames, more than the 400 million")


def test_texts_that_unpack_to_gigabytes_are_refused() -> None:
    for bomb in text_bombs():
        assert reason_of(bomb).startswith("is broken")


# What it says


def xmp(inside: str, head: str = "") -> bytes:
    spaces = {
        "x": "adobe:ns:meta/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "exif": "http://ns.adobe.com/exif/1.0/",
    }
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in spaces.items())
    packet = f"{head}<x:xmpmeta {names}><rdf:RDF>{inside}</rdf:RDF></x:xmpmeta>"
    return f'<?xpacket begin=""?>{packet}<?xpacket end="w"?>'.encode()


FULL_XMP = xmp(
    """<rdf:Description photoshop:DateCreated="2026-07-11T20:18:05.25+02:00"
 exif:DateTimeOriginal="2020-01-01T00:00:00">
<dc:title><rdf:Alt><rdf:li xml:lang="de">Hafen</rdf:li>
 <rdf:li xml:lang="x-default">Harbour\n at  dusk</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The harbour &amp; boats</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>boats</rdf:li><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>
<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>
<Iptc4xmpCore:AltTextAccessibility>
 <rdf:Alt><rdf:li xml:lang="x-default">Boats in a bay</rdf:li></rdf:Alt>
 </Iptc4xmpCore:AltTextAccessibility>
<Iptc4xmpCore:ExtDescrAccessibility>
 <rdf:Alt><rdf:li xml:lang="x-default">Longer</rdf:li></rdf:Alt>
 </Iptc4xmpCore:ExtDescrAccessibility>
</rdf:Description>"""
)
OF_XMP = Said(
    "Harbour at dusk", "Boats in a bay", "The harbour & boats", "2026-07-11T20:18:05+02:00", ("sea", "boats"), "Ann, Bo"
)


def iim(*sets: tuple[int, bytes], utf_8: bool = False) -> bytes:
    records = b"\x1c\x01\x5a\0\x03\x1b%G" if utf_8 else b""
    records += b"".join(b"\x1c\x02" + bytes((number,)) + len(text).to_bytes(2) + text for number, text in sets)
    pad = b"\0" * (len(records) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(records).to_bytes(4) + records + pad)


def jpeg_with(*segments: bytes, **how: object) -> bytes:
    return with_segments(saved(marker(), "JPEG", **how), segments)


def exif_with(**more: object) -> Image.Exif:
    made = Image.Exif()
    for tag, value in {0x010E: "A caption", 0x013B: "Eve", 0x9C9B: "A title\0".encode("utf-16-le")}.items():
        made[tag] = value
    camera = made.get_ifd(0x8769)
    camera[0x9003] = more.get("taken", "2026:07:11 20:18:05")
    if "offset" in more:
        camera[0x9011] = more["offset"]
    if "caption" in more:
        made[0x010E] = more["caption"]
    return made


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "tiff"])
def test_xmp_is_heard_in_every_format(format_: str) -> None:
    assert picture_of(written(marker(), format_, xmp=FULL_XMP)).said == OF_XMP


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "tiff"])
def test_exif_is_heard_in_every_format(format_: str) -> None:
    said = picture_of(written(marker(), format_, exif=exif_with(offset="-05:30").tobytes())).said
    assert said == Said(title="A title", caption="A caption", date="2026-07-11T20:18:05-05:30", creator="Eve")


def test_heic_is_heard() -> None:
    file = io.BytesIO()
    private.pillow_heif.from_pillow(marker()).save(file, exif=exif_with().tobytes(), xmp=FULL_XMP)
    assert picture_of(file.getvalue()).said == OF_XMP


def test_xmp_may_be_attributes_and_plain_elements() -> None:
    packet = xmp('<rdf:Description dc:title="Short"><dc:description>Plain</dc:description></rdf:Description>')
    assert picture_of(saved(marker(), "JPEG", xmp=packet)).said == Said(title="Short", caption="Plain")


def test_a_long_description_for_the_blind_is_better_than_none() -> None:
    packet = xmp('<rdf:Description Iptc4xmpCore:ExtDescrAccessibility="Many boats"/>')
    assert picture_of(saved(marker(), "JPEG", xmp=packet)).said.alt == "Many boats"


def test_xmp_goes_before_iptc_and_iptc_before_exif() -> None:
    block = iim((5, b"Of IPTC"), (120, b"Caption of IPTC"), (25, b"one"), (25, b"two"), (80, b"Ida"))
    packet = xmp('<rdf:Description dc:title="Of XMP"/>')
    said = picture_of(jpeg_with(block, xmp=packet, exif=exif_with())).said
    assert said == Said("Of XMP", "", "Caption of IPTC", "2026-07-11T20:18:05", ("one", "two"), "Ida")


@pytest.mark.parametrize("utf_8", [True, False])
def test_iptc_is_utf_8_or_latin_1(utf_8: bool) -> None:
    said = picture_of(jpeg_with(iim((5, "Żółw".encode()), (120, "Café".encode("latin-1")), utf_8=utf_8))).said
    assert said.title == "Żółw"
    assert said.caption == ("Caf\ufffd" if utf_8 else "Café")


def test_iptc_in_a_tiff() -> None:
    block = b"\x1c\x02\x05\0\x07Harbour"
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33723], tags.tagtype[33723] = block, 7
    assert picture_of(saved(marker(), "TIFF", tiffinfo=tags)).said.title == "Harbour"
    # Photoshop calls the bytes numbers of four.
    data = saved(marker(), "TIFF", tiffinfo=tags)
    entry = struct.pack("<HHI", 33723, 7, 12)
    assert data.count(entry) == 1
    assert picture_of(data.replace(entry, struct.pack("<HHI", 33723, 4, 3))).said.title == "Harbour"


def test_exif_may_be_utf_8() -> None:
    assert picture_of(saved(marker(), "JPEG", exif=exif_with(caption="Café 東京".encode()))).said.caption == "Café 東京"


@pytest.mark.parametrize(
    "text",
    ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DCIM\\100MEDIA\\DJI_0001.JPG", "  \n ", "Exif_JPEG_PICTURE",
     "default", "KONICA MINOLTA DIGITAL CAMERA", "<KENOX S630  / Samsung S630>", "DCF 1.0", "cof",
     "Untitled", "Screenshot"],
)  # fmt: skip
def test_what_cameras_say_by_themselves_is_not_heard(text: str) -> None:
    assert picture_of(saved(marker(), "JPEG", exif=exif_with(caption=text))).said.caption == ""


@pytest.mark.parametrize("text", ["Photographs by Samsung", "Default behaviour", "A jpeg of me", "Hdrpl und wir"])
def test_what_people_say_is_heard(text: str) -> None:
    assert picture_of(saved(marker(), "JPEG", exif=exif_with(caption=text))).said.caption == text


@pytest.mark.parametrize(
    ("taken", "offset", "date"),
    [
        ("2026:07:11 20:18:05", "", "2026-07-11T20:18:05"),
        ("2026:07:11 20:18:05", "+02:00", "2026-07-11T20:18:05+02:00"),
        ("2026:07:11 20:18:05", "   :  ", "2026-07-11T20:18:05"),
        ("2026:07:11 20:18:05", "+99:00", ""),
        ("0000:00:00 00:00:00", "", ""),
        ("    :  :     :  :  ", "", ""),
        ("2026:02:30 12:00:00", "", ""),
        ("2026:07:11 25:00:00", "", ""),
        ("yesterday", "", ""),
    ],
)
def test_dates_of_cameras(taken: str, offset: str, date: str) -> None:
    assert picture_of(saved(marker(), "JPEG", exif=exif_with(taken=taken, offset=offset))).said.date == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-07-11T20:18", "2026-07-11T20:18:00"),
        ("2026-07-11T20:18:05Z", "2026-07-11T20:18:05+00:00"),
        ("2026-07-11", "2026-07-11"),
        ("2026", ""),
        ("2026-13-11", ""),
    ],
)
def test_dates_of_xmp(text: str, date: str) -> None:
    packet = xmp(f'<rdf:Description photoshop:DateCreated="{text}"/>')
    assert picture_of(saved(marker(), "JPEG", xmp=packet)).said.date == date


def test_texts_are_one_line_and_no_book() -> None:
    said = picture_of(jpeg_with(iim((5, b"a\r\n\tb\x00\x07 c"), (120, b"word " * 3000), (25, b"")))).said
    assert said.title == "a b c"
    assert len(said.caption) == 4999
    assert said.keywords == ()
    many = [(25, f"tag {number}".encode()) for number in range(500)]
    assert len(picture_of(jpeg_with(iim(*many))).said.keywords) == 100


def test_entities_in_xmp_are_not_followed() -> None:
    bomb = "<!DOCTYPE x [" + '<!ENTITY a "' + "ha" * 1000 + '">]>'
    packet = xmp("<rdf:Description><dc:title>&a;</dc:title></rdf:Description>", bomb)
    assert picture_of(saved(marker(), "JPEG", xmp=packet)).said == Said()
    assert picture_of(saved(marker(), "WEBP", xmp=packet.decode().encode("utf-16"))).said == Said()


@pytest.mark.parametrize(
    "packet", [b"<", b"x", b"<a", FULL_XMP[:-80], b"\xff\xfe", b'<?xml version="1.0" encoding="nope"?><a/>']
)
def test_broken_xmp_says_nothing_and_breaks_nothing(packet: bytes) -> None:
    assert picture_of(saved(marker(), "JPEG", xmp=packet)).said == Said()


def test_broken_exif_says_nothing_and_breaks_nothing() -> None:
    for broken in (b"Exif\0\0II", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0" + bytes(30), private.exif()[:40]):
        found = picture_of(jpeg_with(segment(0xE1, broken)))
        assert (found.width, found.said) == (48, Said())


def test_broken_iptc_says_nothing_and_breaks_nothing() -> None:
    for broken in (
        b"\x1c",
        b"\x1c\x02\x05",
        b"\x1c\x02\x05\xff\xff",
        b"\x1c\x63\x05\0\x01a",
        b"CANARY",
        b"\x1c\x02\x05\x70\0a",
    ):
        payload = (
            b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(broken).to_bytes(4) + broken + b"\0" * (len(broken) % 2)
        )
        assert picture_of(jpeg_with(segment(0xED, payload), exif=exif_with())).said.creator == "Eve"


def test_no_damage_in_metadata_matters() -> None:
    chance = random.Random(1)  # noqa: S311 -- damage is no secret
    for _ in range(400):
        exif = bytearray(
            private.exif() if chance.random() < 0.5 else b"Exif\0\0" + exif_with(offset="+02:00").tobytes()[6:]
        )
        block = bytearray(iim((5, b"Of IPTC"), (120, b"Caption of IPTC"), (25, b"one"), (80, b"Ida")))
        for broken, least in ((exif, 6), (block, 30)):
            for _ in range(chance.choice((1, 4))):
                broken[chance.randrange(least, len(broken))] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        assert picture_of(jpeg_with(segment(0xE1, bytes(exif)), bytes(block))).format == "jpeg"
