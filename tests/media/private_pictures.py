"""Pictures that tell secrets in every place that their format has for them."""

from __future__ import annotations

import io
import zlib
from random import Random
from typing import TYPE_CHECKING

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

if TYPE_CHECKING:
    from collections.abc import Iterable

SECRET = b"CANARY"
# Of a place, as a number of four bytes; whoever writes it the other way round gives it away too.
PLACE = 0x5AFEC0DE
EXIF = b"Exif\0\0"
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="CANARY-xmp"/></rdf:RDF></x:xmpmeta>'
)


def secrets_in(data: bytes) -> list[bytes]:
    """What of the secrets a file still tells."""
    wide = SECRET.decode().encode("utf-16-le")
    marks = (SECRET, wide, PLACE.to_bytes(4), PLACE.to_bytes(4, "little"), b"http://ns.adobe.com/xap")
    return [mark for mark in marks if mark in data]


def noise(width: int, height: int, mode: str = "RGB", seed: int = 1) -> Image.Image:
    chance = Random(seed)  # noqa: S311 -- nobody guesses it
    picture = Image.frombytes("RGB", (width, height), chance.randbytes(3 * width * height))
    picture.paste((200, 30, 60), (0, 0, max(1, width // 2), max(1, height // 3)))
    return picture.convert(mode)


def exif(orientation: int = 6, *, little: bool = False) -> bytes:
    """Exif with a thumbnail behind it, beginning with `Exif` and two zero bytes."""
    made = Image.Exif()
    made.endian = "<" if little else ">"
    made[0x0112] = orientation
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        made[tag] = f"CANARY-{tag:x}"
    made[0x9C9D] = "CANARY-author".encode("utf-16-le")
    place = made.get_ifd(0x8825)
    place[1], place[3], place[29] = "N", "E", "CANARY-day"
    place[2] = place[4] = tuple(IFDRational(PLACE, 1) for _ in range(3))
    camera = made.get_ifd(0x8769)
    camera[0x9286] = b"ASCII\0\0\0CANARY-comment"
    camera[0x927C] = b"CANARY-maker"
    camera[0xA431] = "CANARY-serial"
    return made.tobytes() + b"\xff\xd8\xff\xfe\0\x12CANARY-thumbnail\xff\xd9"


def saved(picture: Image.Image, format_: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_, **how)
    return file.getvalue()


# JPEG


def segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2) + payload


def iptc() -> bytes:
    """A Photoshop segment's payload, with IPTC: a city, a caption, a creator."""
    records = b"".join(b"\x1c\x02" + bytes((tag, 0, 11)) + b"CANARY-iptc" for tag in (90, 120, 80))
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(records).to_bytes(4) + records


def jpeg_secrets(orientation: int = 6, *, little: bool = False) -> list[bytes]:
    """Segments, each with a secret."""
    return [
        segment(0xE1, exif(orientation, little=little)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + b"CANARY-extended"),
        segment(0xED, iptc()),
        segment(0xFE, b"CANARY-remark"),
        segment(0xE0, b"JFXX\0\x10CANARY-jfxx"),
        segment(0xE2, b"MPX\0MM\0*CANARY-pictures"),
        segment(0xE2, b"FPXR\0CANARY-flashpix"),
        *(segment(marker, b"CANARY-app") for marker in (*range(0xE3, 0xED), 0xEF)),
        segment(0xEE, b"CANARY-app14"),
    ]


def with_segments(jpeg: bytes, segments: Iterable[bytes], tail: bytes = b"") -> bytes:
    """A JPEG with segments behind its JFIF segment, and something behind its end."""
    at = 2 + (2 + int.from_bytes(jpeg[4:6]) if jpeg[2:4] == b"\xff\xe0" else 0)
    return jpeg[:at] + b"".join(segments) + jpeg[at:] + tail


# PNG


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


def png(picture: Image.Image, orientation: int = 6, *, little: bool = False, **how: object) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "CANARY-text")
    text.add_text("Comment", "CANARY-packed", zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    data = saved(picture, "PNG", pnginfo=text, exif=exif(orientation, little=little)[6:], **how)
    more = (
        chunk(b"tIME", bytes((7, 234, 7, 11, 20, 18, 5)))
        + chunk(b"prVt", b"CANARY-own")
        + chunk(b"caBX", b"CANARY-c2pa")
    )
    return data[:33] + more + data[33:] + b"CANARY-behind"


# WebP


def webp(picture: Image.Image, orientation: int = 6, *, little: bool = False, **how: object) -> bytes:
    data = saved(picture, "WEBP", exif=exif(orientation, little=little), xmp=XMP, **how)
    body = data[8:] + b"prVt\x0b\0\0\0CANARY-riff\0"
    return b"RIFF" + len(body).to_bytes(4, "little") + body + b"CANARY-behind"


# GIF


def gif(frames: list[Image.Image]) -> bytes:
    more = {"save_all": True, "append_images": frames[1:], "duration": 70, "loop": 3} if len(frames) > 1 else {}
    data = saved(frames[0], "GIF", comment=b"CANARY-remark", **more)
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    application = b"\x21\xff\x0bXMP DataXMP" + XMP + b"\1" + bytes(range(255, -1, -1)) + b"\0"
    words = b"\x21\x01\x0c" + bytes(12) + b"\x0cCANARY-words\0"
    return data[:at] + application + words + data[at:] + b"CANARY-behind"


# AVIF and HEIC


def avif(picture: Image.Image, orientation: int = 6, **how: object) -> bytes:
    return saved(picture, "AVIF", exif=exif(orientation), xmp=XMP, **how)


def heic(picture: Image.Image, orientation: int = 6, **how: object) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture).save(file, exif=exif(orientation), xmp=XMP, **how)
    return file.getvalue()


def seen_heic(data: bytes) -> Image.Image:
    return pillow_heif.open_heif(data).to_pillow()
