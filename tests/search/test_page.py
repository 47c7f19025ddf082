"""What a reader finds, and what nobody can, in a real Chromium below a base path under the guide's policy."""

from __future__ import annotations

import gzip
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

from .conftest import add_search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from conftest import Site

    from .conftest import Served

CONFIG = """title: Slack water
url: https://me.example/blog/
language: en-GB
"""
POST = "---\ntitle: {title}\ndate: 2026-{month:02}-10\n{more}---\n{text}\n"
WAIT = 5_000
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"), (320, "light"))
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, node.target.join(" ")])))"""


def post(title: str, text: str, month: int = 1, more: str = "") -> str:
    return POST.format(title=title, text=text, month=month, more=more)


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(written, "png")
    return written.getvalue()


FILES = {
    "voicebuilder.yaml": CONFIG,
    "posts/tides.md": post("Tide tables", "The gauge in the mud.\n\n![a heron fishing](h.png)", 1, "tags: [Almanac]\n"),
    "posts/h.png": picture(),
    "posts/haefen.md": post("Häfen", "Die Größe der Häfen und der Übersee.", 2, "language: de\n"),
    "posts/minato.md": post("東京都の港", "今日は東京都の港で2時間、魚を釣りました。海は静か。", 3, "language: ja\n"),
    "posts/code.md": post("Marks", "Write `<mark>` or `<img src=x onerror=alert(1)>` by the quay.", 4),
    "posts/odd.md": post("Odd address", "An oddity.", 5, "permalink: /half price größe/\n"),
    "notes/2026-05-01-0900.md": "A heron on the pontoon.\n",
    "pages/about.md": "# About\nI keep a lighthouse.\n",
    "posts/draft.md": post("A draft", "Unfinished kraken.", 1, "draft: true\n"),
    "posts/later.md": post("Later", "A scheduled kraken.", 12),
    "posts/hidden.md": post("Hidden", "An unlisted kraken.", 1, "unlisted: true\n"),
    **{f"posts/gull-{n}.md": post(f"Gull {n}", "A seagull.", n % 9 + 1) for n in range(13)},
}  # fmt: skip


@pytest.fixture(scope="module")
def served(make_site: Callable[..., Site], serve_search: Callable[[Site], Served]) -> Served:
    site = make_site(FILES)
    add_search(site)
    return serve_search(site)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    # Of the icon, which this site does not have.
    assert [text for text in said if "404" not in text and "ERR_FAILED" not in text] == []


def search(tab: Page, words: str) -> list[str]:
    """Type words; the titles of what is found."""
    tab.locator("[role=status]").evaluate("node => node.textContent = ''")
    tab.fill("input[type=search]", words)
    tab.locator("[role=status]:not(:empty)").wait_for()
    return tab.locator("article h2").all_inner_texts()


@pytest.mark.slow
def test_nothing_is_fetched_before_the_field_is_used(tab: Page, served: Served) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(served.address)))
    tab.goto(served.search)
    tab.wait_for_timeout(300)
    assert [url.partition(".")[0] for url in asked if "favicon" not in url] == ["search/", "assets/search"]
    search(tab, "gauge")
    fetched = [url for url in asked if url.startswith("pagefind/")]
    assert fetched[0] == "pagefind/pagefind.js"
    assert all(url.startswith(("pagefind/", "search/", "assets/search")) for url in asked if "favicon" not in url)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("gauge", ["Tide tables"]),
        ("gauges", ["Tide tables"]),
        ("tables", ["Tide tables"]),
        ("almanac", ["Tide tables"]),
        ("Größe", ["Häfen"]),
        ("grösse", []),
        ("hafen", ["Häfen"]),
        ("Übersee", ["Häfen"]),
        ("東京", ["東京都の港"]),
        ("港", ["東京都の港"]),
        ("京東", []),
        ("魚を釣りました", ["東京都の港"]),
        ("東京 海", ["東京都の港"]),
        ("lighthouse", ["About"]),
        ("heron fishing", ["Tide tables"]),
        ("oddity", ["Odd address"]),
        ("png", []),
    ],
)
def test_words_are_found(tab: Page, served: Served, words: str, titles: list[str]) -> None:
    tab.goto(served.search)
    assert search(tab, words) == titles
    said = tab.inner_text("[role=status]")
    assert said == (f"Found: {len(titles)}" if titles else "Nothing found. Try another word, or fewer.")


@pytest.mark.slow
def test_p5_nobody_finds_what_is_in_no_list(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    assert search(tab, "kraken") == []
    for path in served.out.glob("pagefind/*/*"):
        text = gzip.decompress(path.read_bytes())
        assert b"kraken" not in text, path
    assert any(b"lighthous" in gzip.decompress(path.read_bytes()) for path in served.out.glob("pagefind/index/*"))


@pytest.mark.slow
def test_a_result_says_what_it_is_and_leads_there(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    search(tab, "東京")
    article = tab.locator("article")
    assert article.get_attribute("lang") == "ja"
    assert article.locator("a").get_attribute("href") == "/blog/posts/minato/"
    assert article.locator("p.p-summary").inner_text() == "今日は東京都の港で 2 時間、魚を釣りました。海は静か。"
    assert article.locator("mark").all_inner_texts() == ["東京"]
    assert article.locator("time").get_attribute("datetime") == "2026-03-10"
    assert article.locator("time").inner_text() == "10 March 2026"
    search(tab, "pontoon")
    assert tab.locator("article").get_attribute("lang") is None
    assert tab.inner_text("article h2") == "1 May 2026"


@pytest.mark.slow
def test_an_odd_address_is_written_as_an_address_must_be(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    search(tab, "oddity")
    tab.click("article a")
    assert tab.url == f"{served.address}half%20price%20gr%C3%B6%C3%9Fe/"
    assert tab.inner_text("h1") == "Odd address"


@pytest.mark.slow
def test_html_in_a_text_is_text(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    search(tab, "quay")
    assert tab.inner_text("article p.p-summary") == "Write <mark> or <img src=x onerror=alert(1)> by the quay."
    assert tab.locator("article img").count() == 0
    assert tab.locator("article mark").all_inner_texts() == ["quay."]


@pytest.mark.slow
def test_the_words_are_in_the_address(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    search(tab, "mud & gauge")
    assert tab.url == f"{served.search}?q=mud%20%26%20gauge"
    tab.click("article a")
    tab.wait_for_url("**/tides/")
    tab.go_back()
    tab.locator("article").wait_for()
    assert tab.input_value("input[type=search]") == "mud & gauge"
    tab.fill("input[type=search]", "")
    tab.locator("article").wait_for(state="detached")
    assert tab.url == served.search
    assert tab.inner_text("[role=status]") == ""
    tab.goto(f"{served.search}?q=Gr%C3%B6%C3%9Fe")
    assert tab.inner_text("article h2") == "Häfen"


@pytest.mark.slow
def test_more_than_ten_come_in_turns_and_the_keyboard_follows(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    assert len(search(tab, "seagull")) == 10
    assert tab.inner_text("[role=status]") == "Found: 13"
    tab.focus(".turn button")
    tab.keyboard.press("Enter")
    tab.locator("article").nth(12).wait_for()
    assert tab.locator("article").count() == 13
    assert tab.locator("article").nth(10).locator("a:focus").count() == 1
    assert not tab.is_visible(".turn button")


@pytest.mark.slow
def test_what_was_typed_last_stands(tab: Page, served: Served) -> None:
    tab.goto(served.search)

    def slow(route: Route) -> None:
        tab.wait_for_timeout(300)
        route.continue_()

    search(tab, "lighthouse")
    tab.route("**/pagefind/fragment/*", slow)
    tab.fill("input[type=search]", "seagull")
    tab.keyboard.press("Enter")
    tab.fill("input[type=search]", "lighthouse")
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(1_000)
    assert tab.locator("article h2").all_inner_texts() == ["About"]
    assert tab.inner_text("[role=status]") == "Found: 1"


@pytest.mark.slow
def test_a_search_that_does_not_load_says_so(tab: Page, served: Served) -> None:
    tab.route("**/pagefind.js", lambda route: route.abort())
    tab.goto(served.search)
    assert search(tab, "gauge") == []
    assert tab.inner_text("[role=status]") == "The search did not load. Try again in a moment."


@pytest.mark.slow
def test_without_scripts_the_page_leads_on(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.search)
    assert page.inner_text("noscript p") == (
        "Searching needs scripts, and they are off in your browser. These lead on without."
    )
    assert page.locator(".ways a").evaluate_all("all => all.map(one => one.pathname)") == [
        "/blog/archive/", "/blog/tags/",
    ]  # fmt: skip
    context.close()


@pytest.mark.slow
def test_the_parts_of_the_page_have_names(tab: Page, served: Served) -> None:
    tab.goto(served.search)
    assert tab.get_by_role("search").get_by_label("Look for").count() == 1
    assert tab.get_by_role("search").get_by_role("button", name="Search").count() == 1
    assert tab.get_by_role("status").count() == 1
    assert tab.locator("meta[name=robots][content=noindex]").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "dates"), [(language, "long") for language in ("ar-EG", "de", "ja", "th", "en-US")]
    + [("de", "iso"), ("de", "short"), ("fr", "medium")],
)  # fmt: skip
def test_dates_are_written_as_on_the_other_pages(
    tab: Page, make_site: Callable[..., Site], serve_search: Callable[[Site], Served], language: str, dates: str
) -> None:
    settings = f"title: T\nurl: https://me.example/\nlanguage: {language}\ntheme_options: {{dates: {dates}}}\n"
    site = make_site({"voicebuilder.yaml": settings, "posts/a.md": post("One", "lighthouse")})
    add_search(site)
    served = serve_search(site)
    tab.goto(f"{served.address}posts/a/")
    elsewhere = tab.inner_text("time")
    tab.goto(served.search)
    search(tab, "lighthouse")
    assert tab.inner_text("article time") == elsewhere


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["letter", "stream", "poster"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    tab: Page, make_site: Callable[..., Site], serve_search: Callable[[Site], Served], theme: str
) -> None:
    site = make_site({**FILES, "voicebuilder.yaml": f"{CONFIG}theme: {theme}\n"})
    add_search(site)
    tab.goto(f"{serve_search(site).search}?q=heron")
    tab.locator("article").nth(1).wait_for()
    tab.evaluate(AXE)
    for width, scheme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert tab.evaluate(RUN_AXE) == []
        assert tab.evaluate("document.documentElement.scrollWidth") == width
    heights = tab.eval_on_selector_all("form input, form button", "all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44
