"""The desk in a real Chromium: it fits every width, breaks no policy, and a form that is sent leads to the stub."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from voicebuilder.preview.serving.ports import bind
from voicebuilder.preview.serving.server import Server

from .desk_site import DeskSite, planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><rect width="1200" height="630" fill="#7a9"/></svg>'
)
SITE = {
    "voicebuilder.yaml": "title: Harbour notes\nurl: https://me.example/blog/\ntimezone: Europe/Madrid\n"
    "author:\n  name: Ada\nsignup:\n  provider: buttondown\n  username: harbour\n",
    "posts/boat/index.md": "---\ntitle: The boat that came back\ndate: 2026-11-20\ntags: [Boats]\nimage: boat.svg\n"
    "image_alt: A boat\ndescription: She was gone for a winter.\n---\nShe came back.\n\n![A boat](boat.svg)\n\n"
    '<script>document.documentElement.dataset.ran = ""</script>\n<p onclick="x()" style="color:red">Styled.</p>\n',
    "posts/boat/boat.svg": PICTURE,
    f"posts/{LONG.lower()[:60]}.md": f"---\ntitle: {LONG}\ndate: 2026-12-24 09:00\n---\nSee [nothing](/{LONG}/).\n",
    "posts/draft.md": "---\ntitle: A draft\ndraft: true\n---\nText.\n",
    "notes/2026-11-22-1530.md": "A short word about eels.\n",
    "pages/about.md": "---\ntitle: About\n---\nText.\n",
}
BOAT = "/_preview/entry?path=posts/boat/index.md"
SENT = "/_preview/signup?email=a%40b.example&embed=1&_preview_action=https://buttondown.example/" + "x" * 200
PAGES = ("/_preview/", "/_preview/?q=a", BOAT, f"/_preview/entry?path=posts/{LONG.lower()[:60]}.md", SENT)


@pytest.fixture(scope="module")
def address(make_site: Callable[..., object]) -> Iterator[str]:
    """A server of that site; its address without a slash at the end."""
    state = planned(make_site(SITE).folder, NOW)
    assert state.errors == ()
    listener = bind("127.0.0.1", 0)
    server = Server(DeskSite(state), listener, ())
    port = listener.getsockname()[1]
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://localhost:{port}"
    server.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert server.fault is None


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, address: str) -> Callable[[str], tuple[Page, list[str]]]:
    """Open a page with all that is in its frames; returns it, and what its console complains of."""

    def open_(path: str) -> tuple[Page, list[str]]:
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(address + path)
        for frame in page.locator("iframe").all():
            frame.scroll_into_view_if_needed()
            frame.content_frame.locator("body").wait_for()
        page.evaluate("scrollTo(0, 0)")
        return page, complaints

    return open_


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_a_narrow_window(open_page: Callable[..., tuple[Page, list[str]]], path: str) -> None:
    page, _ = open_page(path)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("path", ["/_preview/", "/_preview/entry?path=pages/about.md", SENT])
def test_no_policy_is_broken(open_page: Callable[..., tuple[Page, list[str]]], path: str) -> None:
    _, complaints = open_page(path)
    assert complaints == []


def test_what_a_text_would_run_is_refused_in_its_item(open_page: Callable[..., tuple[Page, list[str]]]) -> None:
    page, complaints = open_page(BOAT)
    phone, item = (page.locator(f".{name} iframe").content_frame.locator("html") for name in ("phone", "feed"))
    assert [one.get_attribute("data-ran") for one in (phone, item)] == ["", None]
    # Of its script, its handler and its style; nothing of our own.
    assert complaints
    assert [one for one in complaints if "sandboxed" not in one and "inline" not in one] == []


def test_an_entry_shows_its_forms_side_by_side(open_page: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = open_page(BOAT)
    page.set_viewport_size({"width": 1280, "height": 900})
    phone, item = page.locator(".phone iframe"), page.locator(".feed iframe")
    assert phone.evaluate("frame => frame.clientWidth") == 390
    assert phone.content_frame.locator("h1").inner_text() == "The boat that came back"
    assert item.content_frame.locator("h1").inner_text() == "The boat that came back"
    for picture in (page.locator(".card img"), item.content_frame.locator("article img")):
        assert picture.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    boxes = [page.locator(f"[aria-labelledby={name}]").first.bounding_box() for name in ("phone", "feed", "card")]
    lefts = [box["x"] for box in boxes]
    assert lefts == sorted(set(lefts))
    assert len({box["y"] for box in boxes}) == 1
    page.set_viewport_size({"width": 360, "height": 800})
    stacked = [page.locator(f"[aria-labelledby={name}]").first.bounding_box()["x"] for name in ("phone", "card")]
    assert len(set(stacked)) == 1


def test_a_link_in_an_item_opens_a_tab_of_its_own(
    open_page: Callable[..., tuple[Page, list[str]]], context: BrowserContext
) -> None:
    page, _ = open_page(BOAT)
    with context.expect_page() as opened:
        page.locator(".feed iframe").content_frame.locator("h1 a").click()
    assert opened.value.url.endswith("/blog/posts/boat/")
    opened.value.locator("html[data-ran]").wait_for()  # scripts run there again


def test_the_desk_works_by_keyboard(open_page: Callable[..., tuple[Page, list[str]]]) -> None:
    page, _ = open_page("/_preview/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["width"] > 50
    page.get_by_label("Find an entry").focus()
    page.keyboard.type("eels")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="A short word about eels.", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/_preview/entry?path=notes/*")
    assert page.locator("textarea").input_value().startswith("A short word about eels.")


def test_a_form_that_is_sent_leads_to_the_stub(open_page: Callable[..., tuple[Page, list[str]]], address: str) -> None:
    page, _ = open_page("/blog/subscribe/")
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    page.locator("main input[type=email]").fill("ada@example.org")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/_preview/signup?*")
    assert page.locator("h1").inner_text() == "Nothing was sent."
    assert page.locator(".request").inner_text() == "POST https://buttondown.com/api/emails/embed-subscribe/harbour"
    assert "ada@example.org" in page.locator("table").inner_text()
    page.get_by_role("link", name="your thanks page").click()
    page.wait_for_url("**/blog/subscribe/thanks/")
    assert elsewhere == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/_preview/", BOAT, SENT])
def test_all_words_can_be_read(open_page: Callable[..., tuple[Page, list[str]]], path: str, scheme: str) -> None:
    page, _ = open_page(path)
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


# Texts with less contrast to what is behind them than WCAG 2.2 asks for (1.4.3); colours are read by painting them.
CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = colours => {
    canvas.clearRect(0, 0, 1, 1);
    for (const one of colours) { canvas.fillStyle = one; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255);
  };
  const light = colour => colour
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const bad = [];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    if (element.matches(".skip, script")) continue;
    const behind = [];
    for (let up = element; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
    const [back, front] = [over(behind), over([...behind, getComputedStyle(element).color])].map(light);
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    if (ratio < 4.5) bad.push(`${element.className || element.localName}: ${ratio.toFixed(2)}`);
  }
  return bad;
}"""
