"""`python -m benchmarks.screenshots`: pictures of every theme, page, width and scheme. `make screenshots` calls it.

In: options. Out: PNG files and `index.html`, a sheet of all of them, in a folder that is not kept; and the few that the
docs show, as small WebP files in `docs/images/themes/`.
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks import showcase
from benchmarks.meter import RunError
from benchmarks.rounds import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
OUT = HERE / ".cache" / "screenshots"
DOCS = HERE.parent / "docs" / "images" / "themes"
WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
HEIGHTS = {360: 720, 768: 1024, 1280: 800}
# Of a picture in the docs, in bytes.
MOST = 120_000
# Those that the docs show: page and width, light, as much as a screen holds.
SHOWN = {"home": ("home", 1280), "post": ("post", 1280), "phone": ("home", 360)}
# Pictures below the fold come before the picture is taken, and a field that has the focus has none.
_SETTLED = """async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
    await document.fonts.ready;
    document.activeElement.blur();
    scrollTo(0, 0);
}"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Attributes:
        theme: Its name.
        page: A key of `showcase.PAGES`.
        width: Of the window, in CSS pixels.
        scheme: `light` or `dark`.
    """

    theme: str
    page: str
    width: int
    scheme: str

    @property
    def file(self) -> str:
        """Its place below the folder of all pictures."""
        return f"{self.theme}/{self.page}-{self.width}-{self.scheme}.png"


def taken(browser: Browser, address: str, shots: Sequence[Shot]) -> Iterator[tuple[Shot, bytes]]:
    """Take whole pages as PNG, each page loaded once.

    Args:
        browser: Runs already.
        address: Of the built site, without a slash at the end.
        shots: Those of one page stand together.
    """
    context = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="UTC")
    try:
        tab, loaded = context.new_page(), ""
        for shot in shots:
            if shot.page != loaded:
                tab.goto(address + showcase.PAGES[shot.page])
                loaded = shot.page
            yield shot, _picture(tab, shot, whole=True)
    finally:
        context.close()


def for_docs(browser: Browser, address: str, theme: str) -> Iterator[tuple[str, bytes]]:
    """The pictures that the docs show: file name, WebP."""
    context = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="UTC")
    try:
        tab = context.new_page()
        for name, (page, width) in SHOWN.items():
            tab.goto(address + showcase.PAGES[page])
            yield f"{theme}-{name}.webp", small(_picture(tab, Shot(theme, page, width, "light"), whole=False))
    finally:
        context.close()


def small(png: bytes) -> bytes:
    """The same picture as WebP of at most `MOST` bytes, as good as that allows.

    Raises:
        RunError: It cannot be made that small.
    """
    with Image.open(io.BytesIO(png)) as image:
        for quality in range(90, 30, -5):
            packed = io.BytesIO()
            image.convert("RGB").save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= MOST:
                return packed.getvalue()
    raise RunError(f"a picture for the docs is larger than {MOST} bytes")


def sheet(shots: Sequence[Shot]) -> str:
    """All pictures on one HTML page, a row for each page of each theme."""
    rows: dict[tuple[str, str], list[Shot]] = {}
    for shot in shots:
        rows.setdefault((shot.theme, shot.page), []).append(shot)
    body = "\n".join(_row(name, row) for name, row in rows.items())
    style = "body{font:1rem sans-serif;background:#888}section{overflow:auto;white-space:nowrap}img{vertical-align:top}"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Themes</title><style>{style}</style>\n{body}\n'


def _row(name: tuple[str, str], shots: Sequence[Shot]) -> str:
    pictures = (
        f'<a href="{escape(shot.file)}"><img src="{escape(shot.file)}" alt="{shot.width} px, {shot.scheme}"'
        f' width="{shot.width // 3}" loading="lazy"></a>'
        for shot in shots
    )
    return f"<h2>{escape(' · '.join(name))}</h2>\n<section>\n" + "\n".join(pictures) + "\n</section>"


def _picture(tab: Page, shot: Shot, *, whole: bool) -> bytes:
    tab.set_viewport_size({"width": shot.width, "height": HEIGHTS[shot.width]})
    tab.emulate_media(color_scheme="dark" if shot.scheme == "dark" else "light")
    tab.evaluate(_SETTLED)
    return tab.screenshot(full_page=whole, animations="disabled", caret="hide", scale="css")


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)


def main() -> None:
    """Take what the options ask for."""
    options = _options()
    order = [(page, width, scheme) for page in options.pages for width in WIDTHS for scheme in SCHEMES]
    shots = [Shot(theme, *rest) for theme in options.themes for rest in order]
    with sync_playwright() as playwright:
        program = showcase.chromium() or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for theme in options.themes:
            with showcase.served(showcase.built(theme, HERE / ".cache" / "showcase")) as address:
                for shot, png in taken(browser, address, [shot for shot in shots if shot.theme == theme]):
                    _write(options.out, {shot.file: png})
                if options.docs:
                    _write(DOCS, dict(for_docs(browser, address, theme)))
            say(f"{theme}: {len(order)} pictures")
        browser.close()
    _write(options.out, {"index.html": sheet(shots).encode()})
    say(f"All of them: {options.out / 'index.html'}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.screenshots", description="Take pictures of the themes."
    )
    parser.add_argument("--themes", nargs="+", choices=showcase.THEMES, default=showcase.THEMES, help="which themes")
    parser.add_argument("--pages", nargs="+", choices=showcase.PAGES, default=list(showcase.PAGES), help="which pages")
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the pictures")
    parser.add_argument("--docs", action="store_true", help="those that the docs show, too")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except RunError as error:
        sys.exit(str(error))
