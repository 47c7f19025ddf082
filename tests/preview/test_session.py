"""The preview as its writer has it: a process, a real browser, files that are saved."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.warm.twins import stamps

from .session import session, until
from .test_planner import POST, SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.conftest import Site

    from .session import Session

    Make = Callable[..., Site]

CONFIG = "title: Harbour notes\nurl: https://example.org/\n"
FILES = SITE | {"voicebuilder.yaml": CONFIG}
LONG = "---\ntitle: Long\ndate: 2026-11-22\n---\n" + "".join(f"Paragraph {number}.\n\n" for number in range(200))


@pytest.fixture
def site(make_site: Make) -> Site:
    return make_site(FILES)


@pytest.fixture
def preview(site: Site) -> Iterator[Session]:
    with session(site) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Session) -> Iterator[Page]:
    """A page that remembers whether it was loaded anew."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def test_the_address_comes_first_and_a_save_is_served(preview: Session) -> None:
    assert re.match(r"http://127\.0\.0\.1:\d+/ shows your site; Ctrl-C ends it\.\n", preview.said())
    preview.shows("/posts/harbour/", "Ships come")
    preview.save("posts/harbour.md", POST.replace("Ships", "Boats"))
    preview.shows("/posts/harbour/", "Boats come")
    preview.save("notes/2026-11-23-1000.md", "A seal.\n")
    preview.shows("/", "A seal.")
    preview.save("posts/harbour.md", POST.replace("2026-11-20 09:30", "soon"))
    preview.shows("/", "posts/harbour.md:3:7", "is not a date")
    until(lambda: "posts/harbour.md:3:7: error:" in preview.said(), "the error on the terminal")
    preview.save("posts/harbour.md", POST)
    preview.shows("/", "A seal.", without="posts/harbour.md:3:7")
    until(lambda: "All errors are put right." in preview.said(), "that all is well")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_leaves_nothing_behind(preview: Session, number: int) -> None:
    preview.shows("/", "Harbour notes")
    began = time.monotonic()
    assert preview.end(number) == 0
    # The promise is one second; this machine may be busy with other tests.
    assert time.monotonic() - began < 5
    assert "Traceback" not in preview.said()


def test_the_output_folder_is_never_written(site: Site) -> None:
    site.build()
    before = {path: stamp for path, stamp in stamps(site.folder).items() if path.startswith("_site")}
    assert before
    with session(site) as preview:
        for number in range(5):
            preview.save("posts/harbour.md", POST.replace("Ships", f"Ships {number}"))
            preview.shows("/posts/harbour/", f"Ships {number}")
            preview.save(f"posts/new-{number}.md", f"# New {number}\n")
            preview.shows(f"/posts/new-{number}/", f"New {number}")
            now = {path: stamp for path, stamp in stamps(site.folder).items() if path.startswith("_site")}
            assert now == before
        preview.end()
    assert {path: stamp for path, stamp in stamps(site.folder).items() if path.startswith("_site")} == before
    assert not any(b"_preview" in data for data in site.build().files.values())


def test_a_busy_port_leads_to_the_next(make_site: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with session(make_site(FILES), "--port", str(port)) as preview:
            assert int(preview.address.rpartition(":")[2]) > port
            preview.shows("/", "Harbour notes")


def test_a_folder_that_is_no_site_is_told_at_once(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "voicebuilder", "preview", str(tmp_path), "--port", "0"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "voicebuilder init my-site" in done.stderr


def test_the_browser_is_opened_when_asked(site: Site, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    program.chmod(0o755)
    with session(site, "--open", environment={"BROWSER": f"{program} %s"}) as preview:
        until(opened.exists, "the browser")
        until(lambda: opened.read_text().strip() == f"{preview.address}/", "the address in the browser")


def test_without_drafts_there_are_none(site: Site) -> None:
    with session(site, "--no-drafts") as preview:
        preview.shows("/posts/draft/", "Not found")
        preview.shows("/posts/harbour/", "Ships come")


def test_links_open_the_editor_that_is_named(site: Site) -> None:
    site.write({"posts/harbour.md": "---\ndate: soon\n---\n"})
    with session(site, environment={"VOICEBUILDER_EDITOR": "vscode"}) as preview:
        preview.shows("/", f'href="vscode://file{site.folder}/posts/harbour.md:2:7"')


def test_it_begins_with_a_broken_config_and_recovers(site: Site) -> None:
    site.write({"voicebuilder.yaml": "titel: Harbour\n"})
    with session(site) as preview:
        preview.shows("/", "voicebuilder.yaml:1:1", "Did you mean")
        preview.save("voicebuilder.yaml", CONFIG)
        preview.shows("/posts/harbour/", "Ships come", without="voicebuilder.yaml:1:1")


def test_a_theme_that_the_config_comes_to_name_is_watched(preview: Session) -> None:
    preview.shows("/", "Harbour notes")
    preview.save("look/theme.yaml", "extends: default\n")
    preview.save("look/home.html", "mine")
    preview.save("voicebuilder.yaml", f"{CONFIG}theme: look\n")
    preview.shows("/", "mine")
    preview.save("look/home.html", "mine again")
    preview.shows("/", "mine again")


def test_many_files_at_once_are_one_change(preview: Session) -> None:
    preview.shows("/", "Harbour notes")
    folder = preview.site.folder

    def git(*words: str) -> None:
        who = ("-c", "user.name=w", "-c", "user.email=w@example.org")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", "posts")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "many")
    preview.site.write({f"posts/entry-{number}.md": f"# Entry {number}\n" for number in range(500)})
    preview.shows("/posts/entry-499/", "Entry 499")
    git("add", "posts")
    git("commit", "-qm", "many")
    before = preview.said().count("\n")
    git("checkout", "-q", "-")
    preview.shows("/posts/entry-499/", "Not found")
    git("checkout", "-q", "many")
    preview.shows("/posts/entry-499/", "Entry 499")
    assert preview.said().count("\n") - before <= 4


def test_the_browser_shows_what_is_saved_and_keeps_its_place(preview: Session, page: Page) -> None:
    preview.save("posts/long.md", LONG)
    preview.shows("/posts/long/", "Paragraph 199.")
    page.goto(f"{preview.address}/posts/long/")
    page.evaluate("window.here = true")
    page.get_by_text("Paragraph 150.", exact=True).scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    preview.save("posts/long.md", LONG.replace("Paragraph 151.", "Another one."))
    page.get_by_text("Another one.", exact=True).wait_for()
    assert page.evaluate("[window.here, scrollY]") == [True, before]
    preview.save("posts/long.md", LONG.replace("date: 2026-11-22", "date: soon"))
    panel = page.locator("voicebuilder-preview .panel")
    panel.wait_for()
    assert "posts/long.md:3:7" in panel.inner_text()
    assert "date: soon" in panel.inner_text()
    assert page.get_by_text("Another one.", exact=True).count() == 1
    preview.save("posts/long.md", LONG)
    panel.wait_for(state="detached")
    assert page.evaluate("[window.here, scrollY]") == [True, before]


def test_a_style_sheet_is_swapped_without_a_reload(preview: Session, page: Page) -> None:
    preview.save("theme/assets/style.css", "body { color: rgb(1, 2, 3) }")
    preview.shows("/", "Harbour notes")
    page.goto(preview.address)
    page.evaluate("window.here = true")
    color = "getComputedStyle(document.body).color"
    page.wait_for_function(f"{color} === 'rgb(1, 2, 3)'")
    preview.save("theme/assets/style.css", "body { color: rgb(4, 5, 6) }")
    page.wait_for_function(f"{color} === 'rgb(4, 5, 6)'")
    assert page.evaluate("window.here")


def test_the_sign_up_form_shows_what_the_provider_would_get(site: Site, browser: Browser) -> None:
    site.write({"voicebuilder.yaml": f"{CONFIG}signup:\n  provider: buttondown\n  username: wenna\n"})
    with session(site) as preview:
        page = browser.new_page()
        page.goto(f"{preview.address}/subscribe/")
        page.get_by_label("Your email").fill("reader@example.com")
        page.get_by_role("button", name="Subscribe").click()
        page.wait_for_url("**/_preview/signup?*")
        text = page.inner_text("body")
        assert "https://buttondown.com/api/emails/embed-subscribe/wenna" in text
        assert "reader@example.com" in text
        page.close()


def test_the_desk_lists_what_is_not_published(preview: Session, page: Page) -> None:
    page.goto(f"{preview.address}/_preview/")
    assert page.get_by_role("link", name="Draft", exact=True).count() >= 1
    preview.save("posts/draft.md", "---\ntitle: Half a thought\ndraft: true\n---\nNot done.\n")
    page.get_by_text("Half a thought").first.wait_for()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_error_sticks_in_a_thousand_rounds(preview: Session) -> None:
    """Over many files: one that changes without end is looked at less often."""
    names = [f"posts/round-{number}.md" for number in range(100)]
    preview.site.write(dict.fromkeys(names, "# Good\n"))
    preview.shows("/posts/round-99/", "Good")
    for round_ in range(1000):
        name = names[round_ % len(names)]
        preview.save(name, f"---\ndate: soon\n---\nRound {round_}.\n")
        preview.shows("/", f"{name}:2:7")
        preview.save(name, f"# Good\n\nRound {round_}.\n")
        preview.shows(f"/{name.removesuffix('.md')}/", f"Round {round_}.", without=f"{name}:2:7")
    assert "Traceback" not in preview.said()
