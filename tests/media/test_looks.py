"""What files say is asked once, and again when they change; how pictures are shown follows from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder.config.schema import Pictures
from voicebuilder.media import Looks, looks, shown
from voicebuilder.model.media import Picture, Unreadable
from voicebuilder.report import Report

from ..conftest import png

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pictures that were opened."""
    found: list[str] = []
    real = looks._picture

    def picture(file: Path) -> object:
        found.append(file.name)
        return real(file)

    monkeypatch.setattr(looks, "_picture", picture)
    return found


def test_only_what_changed_is_opened(tmp_path: Path, opened: list[str]) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png(8, 6))
    here = Looks(tmp_path / "cache", "1")
    first = here.of(["a.png", "b.png", "c.txt"], tmp_path.joinpath, 1, Report())
    assert (opened, list(first)) == (["a.png", "b.png"], ["a.png", "b.png"])
    # Again in this process, as in a preview, before anything is saved.
    assert here.of(["a.png", "b.png"], tmp_path.joinpath, 1, Report()) == first
    here.save()
    # And in the next one.
    later = Looks(tmp_path / "cache", "1")
    assert later.of(["a.png", "b.png"], tmp_path.joinpath, 1, Report()) == first
    assert opened == ["a.png", "b.png"]
    (tmp_path / "b.png").write_bytes(png(9, 6))
    second = later.of(["a.png", "b.png"], tmp_path.joinpath, 1, Report())
    assert opened == ["a.png", "b.png", "b.png"]
    assert isinstance(second["b.png"], Picture)
    assert second["b.png"].width == 9


def test_another_version_looks_again(tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / "a.png").write_bytes(png())
    for version in ("1", "2"):
        one = Looks(tmp_path / "cache", version)
        one.of(["a.png"], tmp_path.joinpath, 1, Report())
        one.save()
    assert opened == ["a.png", "a.png"]


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    found = Looks(tmp_path / "cache", "1").of(["gone.png", "gone.mp3", "gone.vtt"], tmp_path.joinpath, 1, Report())
    assert all(isinstance(medium, Unreadable) for medium in found.values())


def of(picture: Picture, **settings: object) -> list[tuple[str, list[int]]]:
    """Media type and widths in which a picture is shown, its own last."""
    found = shown({"p.x": picture}, {"p.x": "/p.x"}, Pictures(**settings))["p.x"]  # type: ignore[arg-type]
    own = [("own", [width for _, width in found.own])]
    return [*((one.type, [width for _, width in one.candidates]) for one in found.others), *own]


BIG = Picture(b"1", "jpeg", 4000, 3000, "#112233")


def test_in_which_sizes_and_formats() -> None:
    wide = [480, 960, 1600]
    assert of(BIG) == [("image/avif", wide), ("image/webp", wide), ("own", wide)]
    assert of(BIG, formats=(), widths=(800, 200)) == [("own", [200, 800])]
    assert of(Picture(b"1", "webp", 1200, 800, "#112233")) == [
        ("image/avif", [480, 960, 1200]),
        ("own", [480, 960, 1200]),
    ]
    assert of(Picture(b"1", "jpeg", 480, 300, "#112233")) == [("own", [])]
    assert of(Picture(b"1", "gif", 4000, 300)) == [("own", [])]
    assert of(Picture(b"1", "svg", 4000, 300)) == [("own", [])]
    assert of(Picture(b"1", "png", 4000, 300, is_animated=True)) == [("own", [])]
    # Not every program heeds what a picture's metadata say of its way up.
    lying = Picture(b"1", "webp", 300, 400, "#112233", is_turned=True)
    assert of(lying, formats=()) == [("own", [])]
    assert shown({"p.x": lying}, {"p.x": "/p.x"}, Pictures(formats=()))["p.x"].src.startswith("/media/")
    # WebP holds no longer side than this.
    assert of(Picture(b"1", "png", 1000, 20_000)) == [("image/avif", [480, 960, 1000]), ("own", [480, 960, 1000])]


@pytest.mark.parametrize(("tint", "format_"), [("#112233", "jpg"), ("", "png")])
def test_what_no_browser_knows_becomes_what_all_know(tint: str, format_: str) -> None:
    found = shown({"p.x": Picture(b"1", "heic", 100, 80, tint)}, {"p.x": "/p.x"}, Pictures())["p.x"]
    assert found.src.endswith(f"-100.{format_}")


def test_the_address_follows_the_bytes_and_the_config() -> None:
    def url(picture: Picture, quality: int = 70) -> str:
        return shown({"Été 1.jpg": picture}, {"Été 1.jpg": "/x.jpg"}, Pictures(quality=quality))["Été 1.jpg"].src

    assert url(BIG).startswith("/media/été-1-")
    assert len({url(BIG), url(BIG, 80), url(Picture(b"2", "jpeg", 4000, 3000))}) == 3
