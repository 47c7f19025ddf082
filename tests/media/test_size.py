from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from voicebuilder.media import size

if TYPE_CHECKING:
    from pathlib import Path

_ORIENTATION = 274


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "avif", "bmp"])
def test_the_formats_of_the_web(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"x.{suffix}"
    Image.new("RGB", (37, 21)).save(file)
    assert size(file) == (37, 21)


@pytest.mark.parametrize(("orientation", "expected"), [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))])
def test_a_camera_s_turned_picture(tmp_path: Path, orientation: int, expected: tuple[int, int]) -> None:
    file, exif = tmp_path / "x.jpg", Image.Exif()
    exif[_ORIENTATION] = orientation
    Image.new("RGB", (40, 20)).save(file, exif=exif)
    assert size(file) == expected


def test_a_drawing(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
    assert size(file) == (40, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n\x00",
        b"RIFF\x00\x00\x00\x00WEBPVP8X",
        b"<svg>",
        b"<svg width='0.5' height='10'/>",
        b"text",
        b"\x00\x00\x00\x18ftypavif\x00",
    ],
)
def test_what_is_no_picture_has_no_size(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    assert size(file) is None


def test_what_is_not_there_has_no_size(tmp_path: Path) -> None:
    assert size(tmp_path / "gone") is None
    assert size(tmp_path) is None
