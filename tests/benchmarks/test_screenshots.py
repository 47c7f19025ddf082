from __future__ import annotations

import gzip
import io
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from benchmarks.meter import RunError
from benchmarks.screenshots import Shot
from PIL import Image

from benchmarks import screenshots, showcase

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return showcase.built("poster", tmp_path_factory.mktemp("showcase"))


def size(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        return image.size


def corner(picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as image:
        return sum(image.convert("RGB").getpixel((1, image.height - 2)))


@pytest.mark.slow
def test_a_page_is_taken_whole_in_every_width_and_scheme(browser: Browser, folder: Path) -> None:
    shots = [Shot("poster", "note", width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
    with showcase.served(folder) as address:
        first = dict(screenshots.taken(browser, address, shots))
        again = dict(screenshots.taken(browser, address, shots[:1]))
    assert [size(png)[0] for png in first.values()] == [360, 360, 1280, 1280]
    assert size(first[shots[0]])[1] > screenshots.HEIGHTS[360]
    assert corner(first[shots[1]]) < 200 < corner(first[shots[0]])
    assert again[shots[0]] == first[shots[0]]


@pytest.mark.slow
def test_pictures_for_the_docs_are_small(browser: Browser, folder: Path) -> None:
    with showcase.served(folder) as address:
        pictures = dict(screenshots.for_docs(browser, address, "poster"))
    assert set(pictures) == {"poster-home.webp", "poster-post.webp", "poster-phone.webp"}
    assert all(data[8:12] == b"WEBP" and len(data) <= screenshots.MOST for data in pictures.values())
    assert size(pictures["poster-phone.webp"]) == (360, 720)


def test_the_sheet_shows_each_picture_once() -> None:
    shots = [Shot("letter", page, 360, "dark") for page in showcase.PAGES]
    html = screenshots.sheet(shots)
    assert [html.count(f'src="{shot.file}"') for shot in shots] == [1] * len(shots)
    assert html.count("<h2>") == len(shots)


def test_it_is_served_packed_typed_and_with_an_age(folder: Path) -> None:
    def asked(path: str) -> tuple[dict[str, str], bytes]:
        wanted = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(wanted) as answer:  # noqa: S310 -- on loopback
            return dict(answer.headers), answer.read()

    with showcase.served(folder) as address:
        head, body = asked("/")
        assert gzip.decompress(body) == (folder / "index.html").read_bytes()
        assert (head["Content-Type"], head["Content-Encoding"]) == ("text/html; charset=utf-8", "gzip")
        assert head["Cache-Control"] == "no-cache"
        head, body = asked("/images/portrait.png")
        assert (head["Content-Type"], head.get("Content-Encoding")) == ("image/png", None)
        assert "max-age=31536000" in head["Cache-Control"]
        for path in ("/none/", "/../voicebuilder.yaml"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                asked(path)


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"does not build in nonesuch:\n.*nonesuch"):
        showcase.built("nonesuch", tmp_path)
