"""P5: whatever a picture tells beside what is seen is in none of its published bytes, and what is seen stays."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, ImageSequence

from voicebuilder.media.cleaning import Uncleanable, clean

from . import private_pictures as private

if TYPE_CHECKING:
    from collections.abc import Callable

SIDES = st.integers(1, 40)
ORIENTATIONS = st.integers(1, 8)


def seen(data: bytes) -> list[tuple[tuple[int, int], bytes]]:
    """Every frame, the right way up."""
    with Image.open(io.BytesIO(data)) as picture:
        frames = (ImageOps.exif_transpose(frame).convert("RGBA") for frame in ImageSequence.Iterator(picture))
        return [(frame.size, frame.tobytes()) for frame in frames]


def orientation(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.getexif().get(0x0112, 1)


def profile(data: bytes) -> bytes | None:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.info.get("icc_profile")


def assert_clean(data: bytes, format_: str) -> bytes:
    """Cleaned, it tells nothing, looks the same, and is not cleaned again."""
    assert private.secrets_in(data)
    cleaned = clean(data, format_)
    assert private.secrets_in(cleaned) == []
    assert seen(cleaned) == seen(data)
    assert profile(cleaned) == profile(data)
    assert clean(cleaned, format_) is cleaned
    return cleaned


@given(
    width=SIDES,
    height=SIDES,
    mode=st.sampled_from(("RGB", "L", "CMYK")),
    held=ORIENTATIONS,
    little=st.booleans(),
    secrets=st.lists(st.integers(0, 18), min_size=1),
    how=st.fixed_dictionaries(
        {"quality": st.sampled_from((5, 60, 95)), "progressive": st.booleans(), "subsampling": st.integers(0, 2)},
        optional={"icc_profile": st.just(private.ICC), "restart_marker_blocks": st.integers(1, 3)},
    ),
    tail=st.sampled_from((b"", b"CANARY-behind")),
)
@settings(max_examples=120, deadline=None)
def test_p5_jpeg(
    *,
    width: int,
    height: int,
    mode: str,
    held: int,
    little: bool,
    secrets: list[int],
    how: dict[str, object],
    tail: bytes,
) -> None:
    all_secrets = private.jpeg_secrets(held, little=little)
    picture = private.saved(private.noise(width, height, mode), "JPEG", **how)
    data = private.with_segments(picture, [all_secrets[index % len(all_secrets)] for index in secrets], tail)
    cleaned = assert_clean(data, "jpeg")
    assert orientation(cleaned) == orientation(data)
    # Without a turn, it is the picture as it was before anything was told.
    assert orientation(data) != 1 or cleaned == picture


@given(
    width=SIDES,
    height=SIDES,
    mode=st.sampled_from(("RGB", "RGBA", "L", "P", "1", "I;16")),
    held=ORIENTATIONS,
    little=st.booleans(),
    how=st.fixed_dictionaries({}, optional={"icc_profile": st.just(private.ICC), "dpi": st.just((300, 300))}),
)
@settings(max_examples=60, deadline=None)
def test_p5_png(*, width: int, height: int, mode: str, held: int, little: bool, how: dict[str, object]) -> None:
    picture = private.noise(width, height, mode if mode != "I;16" else "L").convert(mode)
    data = private.png(picture, held, little=little, **how)
    cleaned = assert_clean(data, "png")
    assert orientation(cleaned) == orientation(data) == held
    with Image.open(io.BytesIO(cleaned)) as image:
        image.load()
        assert image.text == {}
    with Image.open(io.BytesIO(cleaned)) as image:
        image.verify()
    assert b"tIME" not in cleaned


@given(
    width=SIDES,
    height=SIDES,
    mode=st.sampled_from(("RGB", "RGBA")),
    held=ORIENTATIONS,
    little=st.booleans(),
    frames=st.integers(1, 3),
    how=st.fixed_dictionaries({"lossless": st.booleans()}, optional={"icc_profile": st.just(private.ICC)}),
)
@settings(max_examples=60, deadline=None)
def test_p5_webp(
    *, width: int, height: int, mode: str, held: int, little: bool, frames: int, how: dict[str, object]
) -> None:
    pictures = [private.noise(width, height, mode, seed=seed) for seed in range(frames)]
    if frames > 1:
        how = how | {"save_all": True, "append_images": pictures[1:], "duration": 70}
    data = private.webp(pictures[0], held, little=little, **how)
    cleaned = assert_clean(data, "webp")
    assert orientation(cleaned) == orientation(data) == held
    assert int.from_bytes(cleaned[4:8], "little") == len(cleaned) - 8
    # Announced exactly when it is there (RFC 9649, 2.7).
    assert bool(cleaned[20] & 8) == (held != 1) == (b"EXIF" in cleaned)
    assert not cleaned[20] & 4


@given(width=SIDES, height=SIDES, frames=st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_p5_gif(width: int, height: int, frames: int) -> None:
    data = private.gif([private.noise(width, height, seed=seed) for seed in range(frames)])
    cleaned = assert_clean(data, "gif")
    before, after = (Image.open(io.BytesIO(file)) for file in (data, cleaned))
    assert (before.info.get("loop"), before.info.get("duration")) == (
        after.info.get("loop"),
        after.info.get("duration"),
    )
    assert before.n_frames == after.n_frames


@given(held=ORIENTATIONS, mode=st.sampled_from(("RGB", "RGBA")), icc=st.booleans())
@settings(max_examples=10, deadline=None)
def test_p5_avif(held: int, mode: str, icc: bool) -> None:
    how = {"icc_profile": private.ICC} if icc else {}
    data = private.avif(private.noise(48, 32, mode), held, **how)
    cleaned = assert_clean(data, "avif")
    assert len(cleaned) == len(data)
    assert orientation(cleaned) == orientation(data)


@given(held=ORIENTATIONS, mode=st.sampled_from(("RGB", "RGBA")), thumbnail=st.booleans())
@settings(max_examples=8, deadline=None)
def test_p5_heic(held: int, mode: str, thumbnail: bool) -> None:
    data = private.heic(private.noise(96, 64, mode), held, **({"thumbnails": [32]} if thumbnail else {}))
    assert private.secrets_in(data)
    cleaned = clean(data, "heic")
    assert private.secrets_in(cleaned) == []
    assert len(cleaned) == len(data)
    before, after = private.seen_heic(data), private.seen_heic(cleaned)
    assert (before.size, before.tobytes()) == (after.size, after.tobytes())
    assert clean(cleaned, "heic") is cleaned


@given(
    width=SIDES,
    height=SIDES,
    held=ORIENTATIONS,
    pages=st.integers(1, 3),
    compression=st.sampled_from(("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits")),
    icc=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_p5_tiff(*, width: int, height: int, held: int, pages: int, compression: str, icc: bool) -> None:
    pictures = [private.noise(width, height, seed=seed) for seed in range(pages)]
    how = {"icc_profile": private.ICC} if icc else {}
    if pages > 1:
        how |= {"save_all": True, "append_images": pictures[1:]}
    secrets = private.exif(held)[6:]
    tags = {700: private.XMP, 33723: private.iptc(), 34377: private.iptc(), 305: "CANARY-program"}
    data = private.saved(pictures[0], "TIFF", exif=secrets, tiffinfo=tags, compression=compression, **how)
    assert len(assert_clean(data, "tiff")) == len(data)


@pytest.mark.parametrize(
    ("format_", "name"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif"), ("AVIF", "avif"), ("TIFF", "tiff")],
)
def test_a_picture_that_tells_nothing_is_left_alone(format_: str, name: str) -> None:
    data = private.saved(private.noise(30, 20), format_)
    assert clean(data, name) is data


def test_so_is_a_heic() -> None:
    file = io.BytesIO()
    private.pillow_heif.from_pillow(private.noise(64, 64)).save(file)
    data = file.getvalue()
    assert clean(data, "heic") is data


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif", "avif", "heic", "tiff", "svg"])
@pytest.mark.parametrize("data", [b"", b"\0", b"GIF", b"text that is no picture", b"\xff\xd8", b"\xff\xd8\xff\xd9"])
def test_what_is_no_picture_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Uncleanable) as caught:
        clean(data, name)
    assert str(caught.value) == caught.value.reason
    assert caught.value.hint.endswith(".")


def test_a_format_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Uncleanable, match="bmp"):
        clean(b"BM", "bmp")


def test_a_refusal_comes_out_of_a_process_as_it_was() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Uncleanable("is cut off", "Save it.")))  # noqa: S301 -- our own
    assert (error.reason, error.hint) == ("is cut off", "Save it.")


def _jpeg_with(exif: bytes) -> bytes:
    return private.with_segments(
        private.saved(private.noise(20, 10), "JPEG"), [private.segment(0xE1, b"Exif\0\0" + exif)]
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"MM",
        lambda exif: b"XX" + exif[2:],
        lambda exif: exif[:4] + b"\xff\xff\xff\xff" + exif[8:],
        lambda exif: exif[:8] + b"\xff\xff",
        lambda exif: exif[:14],
        lambda exif: exif.replace(b"\x01\x12\0\x03\0\0\0\1\0\6", b"\x01\x12\0\x03\0\0\0\1\0\x09"),
    ],
)
def test_a_picture_with_broken_exif_is_seen_as_it_is_stored(spoil: Callable[[bytes], bytes]) -> None:
    exif = private.exif(6)[6:]
    assert b"\x01\x12\0\x03\0\0\0\1\0\6" in exif
    data = _jpeg_with(spoil(exif))
    assert clean(data, "jpeg") == private.with_segments(data, []).replace(
        private.segment(0xE1, b"Exif\0\0" + spoil(exif)), b""
    )
