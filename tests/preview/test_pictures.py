"""The pictures of docs/how-to/preview.md: what they show is there, and `--update-golden` draws them anew."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.conftest import REPOSITORY, Site

from .session import session

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

IMAGES = REPOSITORY / "docs" / "images"
POST = "2021-03-06-the-bolt-in-the-floor.md"


PICTURES = {
    "preview-error": ("/", "is not clearly true or false"),
    "preview-desk": (f"/_preview/entry?path=posts/{POST}", "To paste elsewhere"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_the_how_to(name: str, tmp_path: Path, browser: Browser, pytestconfig: pytest.Config) -> None:
    path, shows = PICTURES[name]
    folder = tmp_path / "site"
    shutil.copytree(REPOSITORY / "content-example", folder, ignore=shutil.ignore_patterns("_site", ".voicebuilder"))
    site = Site(folder)
    if name == "preview-error":
        site.write({"posts/boats.md": "---\ntitle: On boats\ndate: 2026-11-20\ndraft: perhaps\n---\nNot done yet.\n"})
    with session(site) as preview:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(preview.address + path)
        page.get_by_text(shows).first.wait_for()
        page.wait_for_load_state("networkidle")
        picture = page.screenshot()
        page.close()
    if pytestconfig.getoption("--update-golden"):
        (IMAGES / f"{name}.png").write_bytes(picture)
    assert (IMAGES / f"{name}.png").read_bytes()[16:24] == picture[16:24], "drawn in another size; see --update-golden"
