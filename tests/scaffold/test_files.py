"""`voicebuilder new photo FILE…`: files copied under names that date them, and the text beside them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from voicebuilder import config
from voicebuilder.errors import UsageError
from voicebuilder.scaffold import Draft, add, new

from ..conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..conftest import Ran, Site

NOW = datetime(2026, 11, 24, 23, 30, 15, tzinfo=UTC)
SOUND = REPOSITORY / "tests/media/files/tone.mp3"


def photo(place: Path, taken: str = "", size: tuple[int, int] = (640, 480)) -> Path:
    made, data, out = Image.new("RGB", size, "#446688"), Image.Exif(), io.BytesIO()
    if taken:
        data.get_ifd(0x8769)[0x9003] = taken
    made.save(out, "JPEG", exif=data)
    place.write_bytes(out.getvalue())
    return place


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site({"voicebuilder.yaml": "title: T\nurl: https://example.org/\ntimezone: Asia/Tokyo\n"})


def files(site: Site) -> list[str]:
    return sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file())[:-1]


def test_a_photo_is_named_by_its_day_and_title(site: Site, tmp_path: Path) -> None:
    draft = Draft("photo", "Harbour at dusk", values={"alt": "Two boats: red sky"}, tags=("sea",))
    path = add(config.load(site.folder), [photo(tmp_path / "IMG_2041.JPG", "2026:07:11 20:18:05")], draft, NOW)
    assert files(site) == ["photos/2026-07-11-harbour-at-dusk.jpg", "photos/2026-07-11-harbour-at-dusk.md"]
    assert path.read_text().startswith(
        '---\ntitle: "Harbour at dusk"\nalt: "Two boats: red sky"\ndate: 2026-07-11 20:18:05\ntags: ["sea"]\nid: '
    )
    output = site.build(strict=True)
    assert "Two boats: red sky" in output.page("/photos/harbour-at-dusk/")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Harbour.jpg", "2026-11-25-harbour"),
        ("IMG_2041.jpg", "2026-11-25-083015"),
        ("DSCF0001.jpg", "2026-11-25-083015"),
        ("PXL_20260711_181805.jpg", "2026-11-25-083015"),
    ],
)
def test_a_name_that_says_nothing_is_left_behind(site: Site, tmp_path: Path, name: str, stem: str) -> None:
    add(config.load(site.folder), [photo(tmp_path / name)], Draft("photo"), NOW)
    assert files(site) == [f"photos/{stem}.jpg", f"photos/{stem}.md"]


def test_nothing_is_overwritten(site: Site, tmp_path: Path) -> None:
    for size in ((10, 10), (20, 20), (30, 30)):
        add(config.load(site.folder), [photo(tmp_path / "a.jpg", size=size)], Draft("photo"), NOW)
    assert files(site) == [f"photos/2026-11-25-a{end}" for end in ("-2.jpg", "-2.md", "-3.jpg", "-3.md", ".jpg", ".md")]


def test_several_pictures_are_one_gallery(site: Site, tmp_path: Path) -> None:
    pictures = [photo(tmp_path / name) for name in ("Quay.jpg", "IMG_1.jpg")]
    draft = Draft("photo", "Crossing", values={"alt": {"Quay.jpg": "The quay", "IMG_1.jpg": "The ferry"}})
    path = add(config.load(site.folder), pictures, draft, NOW)
    assert files(site) == [f"photos/2026-11-25-crossing/{name}" for name in ("01-quay.jpg", "02.jpg", "index.md")]
    assert 'alt: {"01-quay.jpg": "The quay", "02.jpg": "The ferry"}' in path.read_text()
    site.build(strict=True)


def test_a_photo_that_is_there_already_gets_its_text(site: Site) -> None:
    (site.folder / "photos").mkdir()
    add(config.load(site.folder), [photo(site.folder / "photos/a.jpg")], Draft("photo", values={"alt": "Boats"}), NOW)
    assert files(site) == ["photos/a.jpg", "photos/a.md"]
    with pytest.raises(UsageError, match=r"a\.md is there already. Write your words into it."):
        add(config.load(site.folder), [site.folder / "photos/a.jpg"], Draft("photo"), NOW)


def test_a_sound(site: Site) -> None:
    add(config.load(site.folder), [SOUND], Draft("audio", "First"), NOW)
    assert files(site) == ["audio/2026-11-25-first.md", "audio/2026-11-25-first.mp3"]


def test_p7_what_is_no_photo(site: Site, tmp_path: Path) -> None:
    asked = config.load(site.folder)
    (tmp_path / "a.jpg").write_bytes(b"hello")
    for file, message in (
        (tmp_path / "gone.jpg", "there is no file"),
        (SOUND, "tone.mp3 is no picture. A photo is a picture."),
        (tmp_path / "a.jpg", "a.jpg is no picture"),
    ):
        with pytest.raises(UsageError, match=message):
            add(asked, [file], Draft("photo"), NOW)
    with pytest.raises(UsageError, match=r"a photo is a file\. Write voicebuilder new photo FILE"):
        new(asked, Draft("photo", "Title"), NOW)
    assert files(site) == []


def test_by_the_command(site: Site, tmp_path: Path, command: Callable[..., Ran]) -> None:
    photo(tmp_path / "a.jpg")
    made = command("new", "photo", str(tmp_path / "a.jpg"), "--alt", "Boats", "--site", str(site.folder))
    assert made.code == 0
    assert made.out.strip().endswith("-a.md")
    made = command("new", "link", "https://other.example/", "On tides", "--site", str(site.folder))
    assert made.code == 0
    assert 'link: "https://other.example/"' in (site.folder / made.out.strip()).read_text()
    for arguments, message in (
        (("photo",), "a photo is a file"),
        (("link",), "Write voicebuilder new link LINK"),
        (("post", "two", "words"), 'Put it in quotes: "two words"'),
        (("photo", str(tmp_path / "a.jpg"), "--alt", "a", "--alt", "b"), "there are more --alt than pictures"),
    ):
        failed = command("new", *arguments, "--site", str(site.folder))
        assert (failed.code, message in failed.err) == (2, True), failed.err
