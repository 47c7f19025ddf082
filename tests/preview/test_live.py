"""What a writer sees in the browser while they save: in a real Chromium, each save changes what it must and no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import Problem, Severity
from voicebuilder.preview.dressing import Dressing
from voicebuilder.preview.excerpts import Excerpt, Line

from .live_site import LiveSite, shadow, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

PROBLEM = Excerpt(
    Problem('duplicate key "title" (first at line 2)', "Remove one.", "posts/a.md", 3, 1),
    (Line(2, "title: One"), Line(3, "title: Two"), Line(4, "---")),
    1,
    "/home/me/my site/posts/a.md",
)


@pytest.fixture
def site() -> Iterator[LiveSite]:
    site = LiveSite()
    site.start()
    yield site
    site.open.set()
    site.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, site: LiveSite) -> Callable[[str], Page]:
    """Open a page, and wait until it listens; `window.here` tells whether it is still the same document."""

    def open_(path: str = "/") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(site.url + path)
        settle(page, site)
        page.evaluate("window.here = true")
        return page

    return open_


def settle(page: Page, site: LiveSite) -> None:
    """Wait until the page has compared itself with the server once: from then on it knows its ETag."""
    path = page.evaluate("location.pathname")
    before = site.asked["GET", path, 304]  # the second answer is that, also for a page that is not there
    # Whatever it has asked by now, this change is asked about later, and answered with "as it was".
    while site.asked["GET", path, 304] == before:
        site.tell()
        page.wait_for_timeout(20)


def paragraphs(numbers: range, words: str = "Some words of a paragraph that is here to be scrolled past. ") -> str:
    return "".join(f'<p id="p{number}">{number}. {words * 4}</p>\n' for number in numbers)


def entries(numbers: range) -> str:
    return "".join(
        f'<article class="h-entry"><h2><a href="/{n}/">Entry {n}</a></h2>\n<p>Summary {n}.</p></article>\n'
        for n in numbers
    )


def is_same_document(page: Page) -> bool:
    return page.evaluate("window.here === true")


def top_of(page: Page, selector: str) -> float:
    return page.locator(selector).bounding_box()["y"]


def test_a_change_of_text_keeps_all_that_the_reader_does(site, open_page):
    rest = (
        '<details id="d"><summary>More</summary><p>Within.</p></details>\n<input id="i" name="q" value="given">\n'
        '<input id="c" type="checkbox"><textarea id="t">given</textarea>\n<p id="last">The last word.</p>\n'
    )
    site.put("/", paragraphs(range(20)) + "<p>An old line.</p>" + rest + paragraphs(range(30, 50)))
    page = open_page("/")
    page.locator("summary").click()
    page.locator("#i").fill("typed")
    page.locator("#c").check()
    page.locator("#t").fill("typed too")
    page.locator("#i").evaluate("node => { node.focus(); node.setSelectionRange(1, 3) }")
    page.evaluate("window.scrollTo(0, document.querySelector('#d').offsetTop - 10)")
    top = top_of(page, "#d")

    site.put(
        "/",
        paragraphs(range(20))
        + "<p>A new line.</p><p>Another.</p>"
        + rest.replace("given", "given anew").replace("last word", "very last word")
        + paragraphs(range(30, 50)),
    )
    until(page, "document.body.textContent.includes('very last word')")
    assert page.evaluate(
        "[d.open, i.value, c.checked, t.value, document.activeElement.id, i.selectionStart, i.selectionEnd]"
    ) == [True, "typed", True, "typed too", "i", 1, 3]
    assert page.evaluate("i.getAttribute('value')") == "given anew"
    assert top_of(page, "#d") == pytest.approx(top, abs=1)
    assert is_same_document(page)


def test_a_selection_stays_on_its_words_while_others_change_around_them(site, open_page):
    site.put("/", "<p id=p>The quick brown fox jumps.</p>")
    page = open_page("/")
    page.evaluate("getSelection().setBaseAndExtent(p.firstChild, 10, p.firstChild, 15)")
    assert page.evaluate("String(getSelection())") == "brown"
    site.put("/", "<p>Before.</p><p id=p>The quick brown fox has jumped.</p>")
    until(page, "p.textContent.includes('has jumped')")
    assert page.evaluate("String(getSelection())") == "brown"


@pytest.mark.parametrize("top_first", [True, False])
def test_an_entry_that_comes_in_above_moves_nothing(site, open_page, top_first):
    head = '<header style="position:sticky;top:0">Harbour</header>'
    style = "<style>* { overflow-anchor: none }</style>"  # not every browser has an anchor of its own
    site.put("/", head + entries(range(50)), style)
    page = open_page("/")
    page.evaluate("window.scrollTo(0, document.querySelectorAll('article')[30].offsetTop - 40)")
    page.evaluate("window.kept = document.querySelectorAll('article')[30]")
    top = page.evaluate("kept.getBoundingClientRect().top")
    before, after = (entries(range(100, 103)), "") if top_first else ("", entries(range(100, 103)))
    site.put("/", head + before + entries(range(20)) + after + entries(range(20, 50)), style)
    until(page, "document.querySelectorAll('article').length === 53")
    assert page.evaluate("document.querySelectorAll('article')[33] === kept"), "an entry was made anew"
    assert page.evaluate("kept.getBoundingClientRect().top") == pytest.approx(top, abs=1)


def test_what_moves_takes_its_state_along(site, open_page):
    items = [f'<li id="i{n}"><input value="{n}"><iframe srcdoc="words"></iframe></li>' for n in range(6)]
    site.put("/", f"<ul>{''.join(items)}</ul>")
    page = open_page("/")
    page.locator("#i0 input").fill("typed")
    page.evaluate("window.kept = i0; i0.querySelector('iframe').contentWindow.here = true")
    site.put("/", f"<ul>{''.join(items[1:] + items[:1])}</ul>")
    until(page, "document.querySelector('ul').lastChild.id === 'i0'")
    assert page.evaluate("kept === i0 && document.activeElement.value") == "typed"
    assert page.evaluate("kept.querySelector('iframe').contentWindow.here"), "it was loaded anew"


def test_a_new_style_comes_without_a_reload_and_the_old_one_stays_until_then(site, open_page):
    site.file("/a.css", "body { color: rgb(1, 2, 3) }")
    site.file("/b.css", "body { color: rgb(4, 5, 6) }")
    site.put("/", "<p>Words.</p>", '<link rel="stylesheet" href="/a.css">')
    page = open_page("/")
    page.evaluate("""() => {
        window.seen = new Set();
        const look = () => { seen.add(getComputedStyle(document.body).color); requestAnimationFrame(look) };
        look();
    }""")
    site.put("/", "<p>Other words.</p>", '<link rel="stylesheet" href="/b.css">')
    until(page, "getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
    until(page, "document.querySelectorAll('head link').length === 1")
    assert page.evaluate("[...seen]") in (["rgb(1, 2, 3)", "rgb(4, 5, 6)"], ["rgb(1, 2, 3)"])
    assert is_same_document(page)


def test_a_style_of_the_same_address_is_renewed_too(site, open_page):
    site.file("/a.css", "body { color: rgb(1, 2, 3) }")
    site.put("/", "<p>Words.</p>", '<link rel="stylesheet" href="/a.css"><style>p { margin: 1px }</style>')
    page = open_page("/")
    site.file("/a.css", "body { color: rgb(4, 5, 6) }")
    until(page, "getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
    site.put("/", "<p>Words.</p>", '<link rel="stylesheet" href="/a.css"><style>p { margin: 2px }</style>')
    until(page, "getComputedStyle(document.querySelector('p')).marginTop === '2px'")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(4, 5, 6)"
    assert is_same_document(page)


def test_a_picture_that_was_replaced_is_shown_anew_and_others_are_left_alone(site, open_page):
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="10"/>'
    for name in ("a", "b", "c"):
        site.file(f"/{name}.svg", picture.format(20))
    body = '<img id="a" src="/a.svg"><img id="b" src="b.svg"><img id="c" srcset="/c.svg 1x, /b.svg 3x" alt="">'
    site.put("/", body)
    page = open_page("/")
    site.file("/a.svg", picture.format(30))
    site.file("/c.svg", picture.format(40))
    until(page, "a.naturalWidth === 30 && c.naturalWidth === 40")
    site.put("/", body + "<p>More.</p>")
    until(page, "document.querySelector('p')")
    assert page.evaluate("[a.naturalWidth, c.naturalWidth, b.getAttribute('src')]") == [30, 40, "b.svg"]
    site.file("/a.svg", picture.format(50))
    until(page, "a.naturalWidth === 50")


def test_a_page_that_did_not_change_costs_a_304_and_is_not_touched(site, open_page):
    site.put("/", "<p>Words.</p>")
    page = open_page("/")
    page.evaluate(
        "new MutationObserver(() => window.touched = true)"
        ".observe(document, {subtree: true, childList: true, attributes: true, characterData: true})"
    )
    site.asked.clear()
    for number in range(10):
        site.put("/other/", f"<p>{number}</p>")
        seen = number + 1
        while sum(site.asked[key] for key in site.asked if key[1] == "/") < seen:
            page.wait_for_timeout(5)
    assert set(site.asked) == {("GET", "/", 304)}
    assert page.evaluate("window.touched") is None


def test_a_script_that_changed_runs_but_data_is_only_data(site, open_page):
    site.put("/", "<p>1</p><script>window.ran = 1</script><script type=application/ld+json>{}</script>")
    page = open_page("/")
    site.put("/", '<p>2</p><script>window.ran = 1</script><script type=application/ld+json>{"a": 1}</script>')
    until(page, "document.querySelector('p').textContent === '2'")
    assert is_same_document(page)
    site.put("/", "<p>3</p><script>window.ran = 2</script>")
    until(page, "window.ran === 2")
    assert not is_same_document(page)


def test_what_is_for_readers_without_scripts_stays_text(site, open_page):
    for_others = "<noscript><style>p { color: rgb(1, 2, 3) }</style><p>No scripts &lt;here&gt;.</p></noscript>"
    site.put("/", for_others + "<p id=p>1</p>")
    page = open_page("/")
    site.put("/", for_others + "<p id=p>2</p>" + for_others)
    until(page, "p.textContent === '2'")
    assert page.evaluate("getComputedStyle(p).color") != "rgb(1, 2, 3)"
    assert page.evaluate("[...document.querySelectorAll('noscript')].map(one => one.children.length)") == [0, 0]


def test_what_scripts_did_to_the_root_stays(site, open_page):
    site.put("/", "<p>1</p>")
    page = open_page("/")
    page.evaluate("document.documentElement.className = 'dark'; document.body.dataset.menu = 'open'")
    site.put("/", "<p>2</p>")
    until(page, "document.querySelector('p').textContent === '2'")
    assert page.evaluate("[document.documentElement.className, document.body.dataset.menu]") == ["dark", "open"]


def test_what_scripts_made_of_a_page_stays_while_nothing_changes(site, open_page):
    site.put("/", "<p id=p>1</p><script>p.textContent = 'made'</script>")
    page = open_page("/")
    assert page.evaluate("p.textContent") == "made"


def test_a_page_that_goes_is_said_to_be_gone_and_may_come_back(site, open_page):
    site.put("/", "<p>Here.</p>")
    page = open_page("/")
    page.evaluate("document.addEventListener('voicebuilder:patched', () => window.patched = true)")
    site.pages.pop("/")
    site.tell()
    until(page, "document.title === 'Gone'")
    assert page.evaluate("window.patched")
    assert is_same_document(page)
    site.put("/", "<p>Here.</p>")
    until(page, "document.title === 'Harbour' && document.body.textContent.includes('Here.')")


def test_a_page_that_comes_into_being_is_not_held_to_the_policy_of_the_one_that_said_so(site, open_page):
    page = open_page("/new/")
    assert page.get_by_role("heading").inner_text() == "Gone"
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxInlineSize") == "578px"
    site.put("/new/", '<p id="p" style="color: rgb(1, 2, 3)">Here.</p>')
    until(page, "document.querySelector('#p')")
    assert page.evaluate("getComputedStyle(p).color") == "rgb(1, 2, 3)"


def test_the_overlay_comes_hides_and_goes(site, open_page):
    site.put("/", "<p>Good words.</p>" + paragraphs(range(30)))
    page = open_page("/")
    site.dress(Dressing((PROBLEM,), label="Draft"))
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "posts/a.md:3:1" in alert.inner_text()
    assert 'duplicate key "title" (first at line 2).' in alert.inner_text()
    assert "Remove one." in alert.inner_text()
    assert alert.locator("mark").inner_text() == "t"
    assert alert.get_by_role("link").get_attribute("href") == "file:///home/me/my%20site/posts/a.md"
    box = alert.bounding_box()
    assert box["y"] + box["height"] == 600
    assert box["height"] <= 0.6 * 600
    assert "Good words." in page.locator("body").inner_text()
    site.dress(Dressing((Excerpt(Problem("another fault")),), label="Draft"))
    alert.get_by_text("another fault.").wait_for()
    page.keyboard.press("Escape")
    alert.wait_for(state="hidden")
    assert page.get_by_role("link", name="Draft").get_attribute("href") == "/_preview/"
    site.tell()
    alert.wait_for()
    alert.get_by_role("button").click()
    alert.wait_for(state="hidden")
    site.dress(Dressing())
    until(page, "!document.querySelector('voicebuilder-preview')")
    assert is_same_document(page)


def test_nothing_of_the_page_covers_the_overlay_and_no_style_crosses(site, open_page):
    cover = '<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">Over all</div>'
    style = "<style>body { transform: translate(0) } * { color: rgb(9, 9, 9) !important; display: none } "
    style += "html, body, p { display: block; font-size: 3px; text-transform: uppercase }</style>"
    site.dressing = Dressing((PROBLEM,))
    site.put("/", "<p>Words</p>" + paragraphs(range(500)) + cover, style)
    page = open_page("/")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.bounding_box()["y"] + alert.bounding_box()["height"] == 600, "fixed, but not to the window"
    x, y = alert.bounding_box()["x"] + 30, alert.bounding_box()["y"] + 20
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).localName", [x, y]) == "voicebuilder-preview"
    assert page.evaluate(f"getComputedStyle({shadow('.message')}).fontSize") == "17px"
    assert page.evaluate(f"getComputedStyle({shadow('.message')}).textTransform") == "none"
    assert page.evaluate(f"getComputedStyle({shadow('.message')}).color") != "rgb(9, 9, 9)"
    assert page.evaluate("getComputedStyle(document.querySelector('p')).fontSize") == "3px"


def test_the_overlay_is_there_with_scripts_off(site, browser):
    site.dressing = Dressing((PROBLEM,), label="Draft")
    site.put("/", "<p>Words</p>")
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.url)
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_role("link", name="Draft").is_visible()
    assert not page.get_by_role("button").is_visible()
    page.close()


def test_hostile_names_and_words_are_only_shown(site, open_page):
    evil = (
        '"><script>window.evil = 1</script><img src=x onerror="window.evil = 1">\' </template></voicebuilder-preview>'
    )
    problem = Problem(evil, evil, f"posts/{evil}.md", 1, 3, Severity.WARNING)
    site.dressing = Dressing(
        (Excerpt(problem, (Line(1, evil),), 3, f"/site/{evil}.md"),), label=evil, editor=f"x:{evil}{{path}}"
    )
    site.put("/", "<p>Words</p>")
    page = open_page("/")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert evil in alert.locator(".message").inner_text()
    assert evil in alert.locator("code").inner_text()
    assert evil in page.locator(".pill").first.inner_text()
    site.put("/", "<p>Other</p>")
    until(page, "document.querySelector('p').textContent === 'Other'")
    assert page.evaluate("[window.evil, document.images.length, document.scripts.length]") == [None, 0, 1]


@pytest.mark.parametrize("follow", [True, False])
def test_the_entry_that_changed_is_scrolled_to_only_when_asked(site, open_page, follow):
    site.dressing = Dressing(follow=follow)
    site.put("/", entries(range(50)))
    page = open_page("/")
    site.put("/", entries(range(50)).replace("Summary 40.", "Another summary."))
    until(page, "document.body.textContent.includes('Another summary.')")
    seen = page.evaluate("document.querySelectorAll('article')[40].getBoundingClientRect().bottom <= innerHeight + 1")
    assert seen is follow
    assert (page.evaluate("scrollY") > 0) is follow


@pytest.mark.slow
def test_eight_tabs_share_one_stream_and_the_next_one_takes_over(site, open_page):
    site.put("/", "<p>0</p>")
    pages = [open_page("/") for _ in range(8)]
    assert site.streams == 1
    site.put("/", "<p>1</p>")
    for page in pages:
        until(page, "document.querySelector('p').textContent === '1'")
    pages[0].close()
    pages[3].close()
    site.put("/", "<p>2</p>")
    for page in (one for one in pages if not one.is_closed()):
        until(page, "document.querySelector('p').textContent === '2'")
    assert site.streams == 1


def test_a_change_during_an_answer_is_not_lost(site, open_page):
    site.put("/", "<p>0</p>")
    page = open_page("/")
    site.open.clear()
    site.arrived.clear()
    site.put("/", "<p>1</p>")
    assert site.arrived.wait(10)
    for number in range(2, 6):
        site.put("/", f"<p>{number}</p>")
    page.wait_for_timeout(50)
    site.open.set()
    until(page, "document.querySelector('p').textContent === '5'")


@pytest.mark.slow
def test_a_preview_that_ended_is_missed_and_its_return_noticed(site, open_page):
    site.put("/", "<p>0</p>")
    first, second = open_page("/"), open_page("/")
    site.stop()
    for page in (first, second):
        page.get_by_text("The preview is not running").wait_for()
    site.pages["/"] = (200, site.pages["/"][1].replace(b"<p>0", b"<p>1"))
    site.counter = 0
    site.start()
    for page in (first, second):
        until(page, "document.querySelector('p').textContent === '1'")
        page.get_by_text("The preview is not running").wait_for(state="hidden")
        assert is_same_document(page)


def test_a_page_left_and_come_back_to_is_fresh(site, open_page):
    site.put("/", '<p>0</p><a href="/next/">Next</a>')
    site.put("/next/", "<p>Next</p>")
    page = open_page("/")
    page.goto(site.url + "/next/")
    site.put("/", "<p>1</p>")
    page.go_back()
    until(page, "document.querySelector('p').textContent === '1'")
    site.put("/", "<p>2</p>")
    until(page, "document.querySelector('p').textContent === '2'")


TREES = (Path(__file__).parent / "random_trees.js").read_text("utf-8")


def test_after_a_patch_the_page_is_what_was_asked_for(site, open_page):
    site.put("/", "<p>Words</p>")
    page = open_page("/")
    assert page.evaluate(TREES, {"seed": 4, "pairs": 200}) == []


def test_a_phone_that_has_no_locks_is_told_too(site, context):
    context.add_init_script("delete Navigator.prototype.locks; delete Document.parseHTMLUnsafe")
    site.put("/", "<p>0</p>")
    page = context.new_page()
    page.goto(site.url)
    site.dress(Dressing((PROBLEM,)))
    page.get_by_role("alert").wait_for()
    site.put("/", "<p>1</p>")
    until(page, "document.querySelector('p').textContent === '1'")
    assert re.search("posts/a.md", page.get_by_role("alert").inner_text())
