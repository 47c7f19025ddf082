"""What a reader meets, in a real Chromium: no sideways scrolling, no script, no stranger, and a form that works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "content-example"
PAGES = ("/", "/posts/", "/notes/", "/tags/", "/archive/", "/subscribe/", "/404.html", "/about/")
# What pushes a page sideways: a wide table, a long word, a long address, wide code.
NASTY = """---
title: Pneumonoultramicroscopicsilicovolcanoconiosis and Donaudampfschifffahrtsgesellschaft
date: 2026-01-01
tags: [pneumonoultramicroscopicsilicovolcanoconiosis]
---
| one | two | three | four | five | six | seven | eight |
|---|---|---|---|---|---|---|---|
| a long cell | a long cell | a long cell | a long cell | a long cell | a long cell | a long cell | a long cell |

https://example.org/a/very/long/address/that/never/ends/and/cannot/be/broken/anywhere/because/it/has/no/spaces/at/all

```python
def a_function_with_a_very_long_name(argument_number_one, argument_number_two, argument_number_three): return None
```

Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis.
"""


def build(site: Path, output: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "voicebuilder", "build", str(site), "--output", str(output), *options]
    subprocess.run(command, check=True, capture_output=True)
    return output


@pytest.fixture(scope="session")
def example(tmp_path_factory, serve) -> str:
    return serve(build(EXAMPLE, tmp_path_factory.mktemp("example") / "site"))


@pytest.fixture
def small_site(tmp_path):
    def make(config: str, post: str = NASTY) -> Path:
        (tmp_path / "posts").mkdir(parents=True)
        (tmp_path / "voicebuilder.yaml").write_text(f"title: Small\nurl: https://example.org/\n{config}")
        (tmp_path / "posts" / "nasty.md").write_text(post)
        return build(tmp_path, tmp_path / "_site")

    return make


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_or_asks_a_stranger(browser, example, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(example + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
    assert [url for url in asked if not url.startswith((example, "data:"))] == []
    assert [text for text in said if "favicon" not in text and "404" not in text] == []
    context.close()


def test_a_nasty_post_fits_a_small_phone(browser, small_site, serve):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(serve(small_site("")) + "/posts/nasty/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.close()


def test_no_page_has_a_script_that_runs(browser, example):
    page = browser.new_page()
    for path in PAGES:
        page.goto(example + path)
        types = page.eval_on_selector_all("script", "nodes => nodes.map(node => node.type)")
        assert set(types) <= {"application/ld+json"}
    page.close()


def test_the_sign_up_form_works_with_scripts_off(browser, small_site, serve, mailing_service):
    service, received = mailing_service
    site = serve(small_site(f"signup:\n  provider: own\n  url: {service}\n  privacy: /privacy/\n"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("/subscribe/", "/posts/nasty/"):
        page.goto(site + path)
        page.locator("input[type=email]").fill("reader@example.org")
        page.get_by_role("button", name="Subscribe").click()
        page.wait_for_load_state()
        assert page.title() == "Received"
    assert [form["email"] for form in received] == [["reader@example.org"]] * 2
    assert [form["hp_url"] for form in received] == [[""]] * 2
    assert [form["src"] for form in received] == [["/subscribe/"], ["/posts/nasty/"]]
    context.close()


def test_the_form_refuses_what_is_no_address(browser, small_site, serve, mailing_service):
    service, received = mailing_service
    page = browser.new_page()
    page.goto(serve(small_site(f"signup:\n  provider: own\n  url: {service}\n")) + "/subscribe/")
    page.locator("input[type=email]").fill("not an address")
    page.get_by_role("button", name="Subscribe").click()
    assert page.url.endswith("/subscribe/")
    assert received == []
    page.close()


def test_the_keyboard_reaches_the_text_first(browser, example):
    page = browser.new_page()
    page.goto(example + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.close()
