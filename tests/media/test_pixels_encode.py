"""Variants of pictures: the right pixels and nothing else, the same bytes for the same picture."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from voicebuilder.media import pixels
from voicebuilder.model.media import Variant

from . import private_pictures as private
from .private_pictures import saved
from .test_pixels_look import BOMBS, FORMATS, MARKS, linear_grey, marker, swapped, written

MADE = ("avif", "webp", "jpeg", "png")


def variant(format_: str, width: int, height: int) -> Variant:
    return Variant("photos/x.jpg", "00", f"/media/x.{format_}", format_, width, height)


def encoded(data: bytes, folder: Path, *wanted: tuple[str, int, int], quality: int = 70) -> list[bytes]:
    places = [folder / f"{number}-{name}.bin" for number, (name, _, _) in enumerate(wanted)]
    pixels.encode(data, [(variant(*one), place) for one, place in zip(wanted, places, strict=True)], quality)
    assert sorted(folder.iterdir()) == sorted(places)
    return [place.read_bytes() for place in places]


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture


@cache
def photo(width: int = 640, height: int = 480) -> Image.Image:
    """Smooth and rough parts, as photographs have."""
    parts = [
        Image.radial_gradient("L"),
        Image.linear_gradient("L"),
        Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90),
    ]
    smooth = Image.merge("RGB", [part.resize((width, height), Image.Resampling.BICUBIC) for part in parts])
    chance = random.Random(1)  # noqa: S311 -- no secret
    rough = Image.frombytes("L", (width // 8, height // 8), chance.randbytes(width // 8 * (height // 8)))
    rough = rough.resize((width, height), Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(smooth, rough, 0.3)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Root of the mean square, in levels of 255."""
    stat = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB")))
    return (sum(value**2 for value in stat.rms) / 3) ** 0.5


# The pixels


@pytest.mark.parametrize("format_", MADE)
def test_sizes_are_exact_and_the_picture_is_the_same(tmp_path: Path, format_: str) -> None:
    sizes = ((320, 240), (641, 479), (640, 480), (48, 36), (1, 1))
    source = saved(photo(), "JPEG", quality=95)
    made = encoded(source, tmp_path, *((format_, *size) for size in sizes))
    for data, size in zip(made, sizes, strict=True):
        picture = opened(data)
        assert picture.format == format_.upper()
        assert picture.size == size
        if format_ == "png" and size == (640, 480):
            # All of what was saved is decoded, not a draft of it.
            assert picture.tobytes() == opened(source).tobytes()
        if size != (1, 1):
            assert difference(picture, photo().resize(size, Image.Resampling.LANCZOS)) < 7


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "tiff"])
def test_a_turned_picture_is_turned_back(tmp_path: Path, format_: str, orientation: int) -> None:
    # As stored, it is turned the other way, so that it is seen as the marker is.
    stored = {
        1: marker(32),
        2: marker(32).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: marker(32).transpose(Image.Transpose.ROTATE_180),
        4: marker(32).transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: marker(32).transpose(Image.Transpose.TRANSPOSE),
        6: marker(32).transpose(Image.Transpose.ROTATE_90),
        7: marker(32).transpose(Image.Transpose.TRANSVERSE),
        8: marker(32).transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = encoded(written(stored, format_, exif=exif), tmp_path, ("png", 96, 64), ("jpeg", 48, 32))
    for data in made:
        assert_marked(opened(data))
    if format_ in ("png", "tiff"):
        assert opened(made[0]).tobytes() == marker(32).tobytes()


def assert_marked(picture: Image.Image) -> None:
    small = picture.convert("RGB").resize((3, 2), Image.Resampling.BOX)
    for place, expected in enumerate(MARKS):
        found = small.getpixel((place % 3, place // 3))
        assert isinstance(found, tuple)
        assert all(abs(a - b) < 40 for a, b in zip(found, expected, strict=True)), (place, found)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_can_be_made_smaller(tmp_path: Path, format_: str) -> None:
    for data in encoded(written(marker(), format_), tmp_path, *((name, 24, 16) for name in MADE)):
        assert_marked(opened(data))


def test_a_turned_heic_is_turned_once(tmp_path: Path) -> None:
    upright = marker().transpose(Image.Transpose.ROTATE_90)
    made = encoded(private.heic(upright, 6), tmp_path, ("png", 48, 32))
    assert_marked(opened(made[0]))


def test_of_a_moving_picture_the_first_frame(tmp_path: Path) -> None:
    others = [Image.new("RGB", (48, 32), "red")]
    still = encoded(saved(marker(), "PNG"), tmp_path / "still", *((name, 48, 32) for name in MADE))
    for number, format_ in enumerate(("GIF", "WEBP", "PNG", "AVIF", "MPO")):
        data = saved(marker(), format_, save_all=True, append_images=others)
        all_made = encoded(data, tmp_path / str(number), *((name, 48, 32) for name in MADE))
        for made in all_made:
            assert_marked(opened(made))
            assert getattr(opened(made), "n_frames", 1) == 1
        if format_ in ("PNG", "GIF"):
            assert all_made == still


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA", "I;16", "CMYK", "I", "F", "LAB", "YCbCr"])
def test_every_mode_is_eight_bits_of_colour_or_grey(tmp_path: Path, mode: str) -> None:
    if mode in ("I;16", "I", "F"):
        half, full = {"F": (0.5, 1.0)}.get(mode, (0x8000, 0xFFFF))
        picture = Image.new(mode, (40, 40), half)
        picture.paste(full, (0, 0, 20, 40))
    elif mode == "LAB":
        picture = Image.new("LAB", (40, 40), (137, 128, 128))
        picture.paste((255, 128, 128), (0, 0, 20, 40))
    else:
        picture = Image.new("RGB", (40, 40), (128, 128, 128))
        picture.paste((255, 255, 255), (0, 0, 20, 40))
        picture = picture.convert(mode)
    made = encoded(saved(picture, "TIFF" if mode != "LA" else "PNG"), tmp_path, *((name, 20, 20) for name in MADE))
    for data in made:
        found = opened(data)
        assert found.mode in ("L", "RGB")
        average = found.convert("L").resize((4, 1), Image.Resampling.BOX).tobytes()
        assert abs(average[0] - 255) < 12
        assert abs(average[3] - 128) < 12


def test_what_is_invisible_does_not_bleed_into_what_is_seen(tmp_path: Path) -> None:
    """The dark fringes of pictures cut out."""
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    picture.paste((255, 255, 255, 255), (50, 50, 250, 250))
    for data in encoded(saved(picture, "PNG"), tmp_path, *((name, 97, 97) for name in ("png", "webp", "avif"))):
        found = opened(data)
        assert found.mode == "RGBA"
        raw = found.tobytes()
        all_of_it = [raw[at : at + 4] for at in range(0, len(raw), 4)]
        assert len({alpha for *_, alpha in all_of_it}) > 2
        assert min(min(colour) for *colour, alpha in all_of_it if alpha > 100) > 235


def test_a_palette_is_not_made_smaller_as_one(tmp_path: Path) -> None:
    """Between black and white there is grey, also where a palette has none."""
    stripes = Image.new("L", (200, 200))
    for at in range(0, 200, 4):
        stripes.paste(255, (at, 0, at + 2, 200))
    for mode in ("1", "P"):
        made = encoded(saved(stripes.convert(mode), "PNG"), tmp_path / mode, ("png", 20, 20))
        grey = opened(made[0]).convert("L").tobytes()
        assert abs(sum(grey) / len(grey) - 127) < 5
        assert min(grey) > 80
        assert max(grey) < 170


def test_jpeg_knows_no_holes(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 16, 32))
    for mode in ("RGBA", "LA"):
        found = opened(encoded(saved(picture.convert(mode), "PNG"), tmp_path / mode, ("jpeg", 32, 32))[0])
        assert min(found.convert("RGB").getpixel((28, 16))) > 245


def test_an_alpha_channel_that_says_nothing_is_not_kept(tmp_path: Path) -> None:
    for data in encoded(saved(marker().convert("RGBA"), "PNG"), tmp_path, *((name, 24, 16) for name in MADE)):
        assert opened(data).mode == "RGB"


# What else is in the files


@pytest.mark.parametrize(
    "data",
    [
        private.with_segments(saved(marker(), "JPEG", comment=b"CANARY"), private.jpeg_secrets(1)),
        private.png(marker(), 1),
        private.webp(marker(), 1),
        private.avif(marker(), 1),
        private.heic(marker(), 1),
        private.gif([marker()]),
        saved(marker(), "TIFF", exif=private.exif(1)[6:]),
    ],
    ids=["jpeg", "png", "webp", "avif", "heic", "gif", "tiff"],
)
def test_p5_no_metadata_are_in_any_variant(tmp_path: Path, data: bytes) -> None:
    sizes = ((48, 32), (24, 16))
    for made in encoded(data, tmp_path, *((name, *size) for size in sizes for name in MADE)):
        assert private.secrets_in(made) == []
        info = opened(made).info
        assert not {"exif", "xmp", "comment", "photoshop", "dpi", "icc_profile"} & set(info), info
        for word in (b"Exif", b"xap", b"xmp", b"8BIM", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"pHYs", b"EXIF"):
            assert word not in made


def seen(data: bytes) -> Image.Image:
    """As a browser shows it: in sRGB."""
    picture = opened(data)
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture.convert("RGB")
    found = ImageCms.profileToProfile(picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert found is not None
    return found


def reddish(data: bytes) -> tuple[float, ...]:
    return tuple(ImageStat.Stat(seen(data)).mean)


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "tiff"])
def test_a_display_s_profile_is_kept_in_every_variant(tmp_path: Path, format_: str) -> None:
    picture = Image.new("RGB", (64, 64), (240, 20, 20))
    data = written(picture, format_, icc_profile=swapped())
    for made in encoded(data, tmp_path, *((name, size, size) for name in MADE for size in (64, 20))):
        assert opened(made).info["icc_profile"] == swapped()
        red, green, blue = reddish(made)
        assert green > 225
        assert red < 45
        assert blue < 45


def test_srgb_s_own_profile_is_not_repeated(tmp_path: Path) -> None:
    data = saved(photo(), "JPEG", icc_profile=private.ICC)
    for made in encoded(data, tmp_path, *((name, 64, 48) for name in MADE)):
        assert "icc_profile" not in opened(made).info
        assert difference(opened(made), photo().resize((64, 48), Image.Resampling.LANCZOS)) < 9


def test_a_profile_of_grey_is_applied_and_left_out(tmp_path: Path) -> None:
    for mode in ("L", "LA"):
        picture = Image.new("L", (32, 32), 128).convert(mode)
        if mode == "LA":
            picture.paste((128, 0), (0, 0, 32, 16))
        data = saved(picture, "PNG", icc_profile=linear_grey())
        for made in encoded(data, tmp_path / mode, *((name, 16, 16) for name in MADE)):
            assert "icc_profile" not in opened(made).info
            red, *_, alpha = opened(made).convert("RGBA").getpixel((8, 13))
            assert abs(red - 188) < 3
            assert alpha == 255
        for made in encoded(data, tmp_path / f"{mode}-2", ("png", 16, 16)):
            assert opened(made).mode == mode
            assert opened(made).convert("RGBA").getpixel((8, 2))[3] == (0 if mode == "LA" else 255)


def test_a_profile_larger_than_pictures_is_applied_and_left_out(tmp_path: Path) -> None:
    size = 150_000
    large = size.to_bytes(4) + swapped()[4:] + bytes(size - len(swapped()))
    data = saved(Image.new("RGB", (64, 64), (240, 20, 20)), "PNG", icc_profile=large)
    for made in encoded(data, tmp_path, *((name, 20, 20) for name in MADE)):
        assert "icc_profile" not in opened(made).info
        assert opened(made).convert("RGB").getpixel((9, 9))[1] > 225


@pytest.mark.parametrize("profile", [b"x", bytes(1000), swapped()[:200], swapped()[:128] + bytes(400)])
def test_a_broken_profile_is_left_out(tmp_path: Path, profile: bytes) -> None:
    for mode in ("RGB", "CMYK", "L"):
        data = saved(marker().convert(mode), "JPEG", icc_profile=profile)
        for made in encoded(data, tmp_path / mode, *((name, 24, 16) for name in MADE)):
            assert "icc_profile" not in opened(made).info


def test_cmyk_becomes_srgb(tmp_path: Path) -> None:
    data = saved(marker().convert("CMYK"), "JPEG", icc_profile=swapped())
    for made in encoded(data, tmp_path, *((name, 24, 16) for name in MADE)):
        assert opened(made).mode == "RGB"
        assert "icc_profile" not in opened(made).info
        assert_marked(opened(made))


# The same again


@pytest.mark.slow
def test_p3_the_same_picture_makes_the_same_bytes(tmp_path: Path) -> None:
    data = saved(photo(), "JPEG", icc_profile=swapped())
    wanted = [(name, *size) for name in MADE for size in ((640, 480), (320, 240))]
    first = encoded(data, tmp_path / "first", *wanted)
    assert encoded(data, tmp_path / "second", *wanted) == first
    # Neither another process decides, nor the order, nor how many cores it may use.
    (tmp_path / "x.jpg").write_bytes(data)
    program = """
import os, sys
from pathlib import Path
from voicebuilder.media import pixels
from voicebuilder.model.media import Variant
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
folder = Path(sys.argv[1])
wanted = [(Variant("x.jpg", "", "", name, *size), folder / "third" / f"{name}-{size[0]}")
          for size in ((320, 240), (640, 480)) for name in ("png", "jpeg", "webp", "avif")]
pixels.encode((folder / "x.jpg").read_bytes(), wanted, 70)
"""
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, env=environment)
    assert [(tmp_path / "third" / f"{name}-{width}").read_bytes() for name, width, _ in wanted] == first


def test_p4_what_is_made_with_it_does_not_matter(tmp_path: Path) -> None:
    """A warm build makes what is missing, a clean one makes all: both make the same."""
    wanted = [(name, *size) for name in ("jpeg", "png") for size in ((640, 480), (320, 240), (150, 112), (40, 30))]
    data = saved(photo(), "JPEG", icc_profile=swapped(), exif=private.exif(3))
    together = encoded(data, tmp_path / "together", *wanted)
    assert [encoded(data, tmp_path / f"{one}", one)[0] for one in wanted] == together


def test_the_recipe_names_what_decides_the_bytes() -> None:
    recipe = pixels.recipe()
    assert recipe == pixels.recipe()
    for name in ("recipe-", "pillow-", "heif-", "aom-", "avif-", "webp-", "libjpeg_turbo-", "littlecms2-", "zlib"):
        assert name in recipe


# Quality


@pytest.mark.parametrize("format_", ["jpeg", "webp", "avif"])
def test_more_quality_is_more_like_the_picture_and_larger(tmp_path: Path, format_: str) -> None:
    data = saved(photo(), "PNG")
    made = [encoded(data, tmp_path / str(q), (format_, 640, 480), quality=q)[0] for q in (1, 30, 50, 70, 85, 100)]
    assert sorted(map(len, made)) == [len(one) for one in made]
    errors = [difference(opened(one), photo()) for one in made]
    assert sorted(errors, reverse=True) == errors


def test_one_quality_looks_alike_in_all_formats_and_newer_ones_are_smaller(tmp_path: Path) -> None:
    made = encoded(saved(photo(), "PNG"), tmp_path, ("jpeg", 640, 480), ("webp", 640, 480), ("avif", 640, 480))
    errors = [difference(opened(one), photo()) for one in made]
    assert max(errors) < 1.8 * min(errors)
    jpeg, webp, avif = map(len, made)
    assert avif < jpeg
    assert webp < jpeg


# What cannot be


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_not_decoded(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="million pixels"):
        pixels.encode(BOMBS[name], [(variant("jpeg", 16, 16), tmp_path / "x")], 70)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_broken_is_a_value_error(tmp_path: Path, format_: str) -> None:
    data = written(private.noise(60, 50), format_)
    with pytest.raises(ValueError, match="is cut off"):
        pixels.encode(data[: len(data) // 2], [(variant("jpeg", 16, 16), tmp_path / "x")], 70)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_no_damage_makes_it_raise_anything_else(tmp_path: Path, format_: str) -> None:
    data = written(private.noise(40, 30), format_)
    chance = random.Random(format_)  # noqa: S311 -- damage is no secret
    done = 0
    for _ in range(150):
        broken = bytearray(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data)
        for _ in range(chance.choice((1, 3)) if broken else 0):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        place = tmp_path / "x"
        place.unlink(missing_ok=True)
        with suppress(ValueError):
            pixels.encode(bytes(broken), [(variant("jpeg", 20, 15), place)], 70)
            assert opened(place.read_bytes()).size == (20, 15)
            done += 1
    assert 0 < done < 150


def test_no_damage_in_a_profile_matters(tmp_path: Path) -> None:
    picture = marker()
    chance = random.Random(1)  # noqa: S311 -- as above
    for _ in range(150):
        profile = bytearray(swapped())
        for _ in range(chance.choice((1, 3, 20))):
            profile[chance.randrange(len(profile))] = chance.randrange(256)
        data = saved(picture, "PNG", icc_profile=bytes(profile))
        assert pixels.look(tmp_path / "x.png", data).tint
        encoded(data, tmp_path, ("jpeg", 24, 16))


def test_what_is_no_picture_is_a_value_error(tmp_path: Path) -> None:
    for data in (b"", b"hello", bytes(4) + b"ftypisom" + bytes(90)):
        with pytest.raises(ValueError, match="is no picture"):
            pixels.encode(data, [(variant("jpeg", 16, 16), tmp_path / "x")], 70)


def test_a_folder_is_made_and_an_older_file_replaced(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "x.png"
    for colour in ("red", "lime"):
        data = saved(Image.new("RGB", (8, 8), colour), "PNG")
        pixels.encode(data, [(variant("png", 8, 8), place)], 70)
        assert opened(place.read_bytes()).getpixel((0, 0))[0] == (255 if colour == "red" else 0)
    assert list(place.parent.iterdir()) == [place]


def test_a_file_that_cannot_be_written_is_an_os_error_and_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "x.png"
    (place / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match=r"x\.png"):
        pixels.encode(saved(marker(), "PNG"), [(variant("png", 8, 8), place)], 70)
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_is_wanted(tmp_path: Path) -> None:
    pixels.encode(b"", [], 70)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells no peak of memory")
def test_memory_holds_at_most_three_copies_of_a_picture(tmp_path: Path) -> None:
    """In a process of its own, whose peak is that of this picture alone."""
    chance = random.Random(1)  # noqa: S311 -- no secret
    picture = Image.frombytes("RGB", (500, 375), chance.randbytes(500 * 375 * 3)).resize((6000, 4500))
    (tmp_path / "x.png").write_bytes(saved(picture, "PNG", compress_level=1))
    program = """
import sys
from pathlib import Path
from voicebuilder.media import pixels
from voicebuilder.model.media import Variant

def peak():
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) * 1024

folder = Path(sys.argv[1])
data = (folder / "x.png").read_bytes()
wanted = [(Variant("x.png", "", "", name, width, width * 3 // 4), folder / f"{name}-{width}")
          for name in ("avif", "webp", "jpeg") for width in (480, 960, 1600)]
before = peak()
pixels.look(folder / "x.png", data)
pixels.encode(data, wanted, 70)
print(peak() - before)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True)
    # Pillow keeps four bytes a pixel.
    assert 1 < int(done.stdout) / (4 * 6000 * 4500) < 3
