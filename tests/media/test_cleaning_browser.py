"""A real browser shows a cleaned picture as it showed the picture before: as large, as turned, in the same colours."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from voicebuilder.media.cleaning import clean

from . import private_pictures as private

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEEN = """async source => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const digest = await crypto.subtle?.digest('SHA-256', data);
  return [canvas.width, canvas.height, digest ? [...new Uint8Array(digest)] : [...data]];
}"""


def seen(page: Page, data: bytes, format_: str) -> list[object]:
    return page.evaluate(SEEN, f"data:image/{format_};base64,{b64encode(data).decode()}")


def dressed(format_: str, held: int) -> bytes:
    picture = private.noise(40, 24)
    if format_ == "jpeg":
        jpeg = private.saved(picture, "JPEG", icc_profile=private.ICC)
        return private.with_segments(jpeg, private.jpeg_secrets(held), b"CANARY")
    if format_ == "png":
        return private.png(picture, held, icc_profile=private.ICC)
    if format_ == "webp":
        return private.webp(picture, held)
    if format_ == "gif":
        return private.gif([picture])
    return private.avif(picture, held)


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "gif"])
def test_p5_a_browser_sees_no_difference(browser: Browser, format_: str) -> None:
    page = browser.new_page()
    sizes = set()
    for held in range(1, 9):
        data = dressed(format_, held)
        cleaned = clean(data, format_)
        assert private.secrets_in(cleaned) == []
        before = seen(page, data, format_)
        assert seen(page, cleaned, format_) == before
        sizes.add(tuple(before[:2]))
    page.close()
    # WebP is not turned by Chromium, and GIF has nothing to say it with.
    assert sizes >= ({(40, 24)} if format_ in ("webp", "gif") else {(40, 24), (24, 40)})
