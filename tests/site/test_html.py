"""Every HTML page of the example and of the non-Latin site is what the HTML standard and a screen reader want."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import html5lib
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

# Marks of a template, of Python, of a machine at home, and of text that was escaped twice.
LEFT_OVER = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|\bundefined\b|\blocalhost\b|object at 0x|&(?:amp|lt|gt|#\d+);")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


@pytest.fixture(scope="module", params=["content-example", "ünïcode"])
def output(request: pytest.FixtureRequest, sample: Callable[[str], Site]) -> Output:
    if request.param == "content-example":
        return request.getfixturevalue("example")
    return sample(request.param).build()


def test_it_parses_without_an_error(output: Output) -> None:
    for page in output.pages:
        parser = html5lib.HTMLParser()
        parser.parse(output.text(page))
        assert parser.errors == [], page


def test_ids_are_unique_and_references_meet_them(output: Output) -> None:
    for page in output.pages:
        root = output.parsed(page)
        ids = Counter(root.xpath("//@id"))
        assert [name for name, count in ids.items() if count > 1] == [], page
        assert all(re.fullmatch(r"\S+", name) for name in ids), page
        wanted = root.xpath("//@for | //@aria-labelledby | //@aria-describedby | //@aria-controls")
        assert {name for names in wanted for name in names.split()} <= set(ids), page


def test_one_heading_names_the_page_and_no_level_is_skipped(output: Output) -> None:
    for page in set(output.pages) - set(output.redirects):
        levels = [int(element.tag[1]) for element in output.parsed(page).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, page
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (page, levels)


def test_headings_and_links_say_something(output: Output) -> None:
    for page in output.pages:
        for element in output.parsed(page).xpath("//h1|//h2|//h3|//h4|//a[@href]|//button|//title"):
            name = "".join(element.itertext()) + "".join(element.xpath(".//@alt | ./@aria-label"))
            assert name.strip(), (page, element.tag, dict(element.attrib))


def test_pictures_have_an_alternative(output: Output) -> None:
    for page in output.pages:
        assert output.parsed(page).xpath("//img[not(@alt)]") == [], page


def test_fields_have_a_label(output: Output) -> None:
    for page in output.pages:
        root = output.parsed(page)
        for field in root.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            labelled = field.get("aria-label") or field.xpath("ancestor::label")
            assert labelled or root.xpath(f"//label[@for='{field.get('id')}']"), (page, dict(field.attrib))


def test_language_direction_title_and_encoding(output: Output) -> None:
    for page in output.pages:
        root = output.parsed(page)
        assert LANGUAGE.match(root.get("lang", "")), page
        assert root.get("dir") in ("ltr", "rtl"), page
        assert b'<meta charset="utf-8">' in output.files[page][:1024], page
        assert len(root.xpath("//title")) == len(root.xpath("//main | //meta[@http-equiv='refresh']")) == 1, page


def test_titles_tell_pages_apart(output: Output) -> None:
    titles = Counter(output.parsed(page).xpath("string(//title)") for page in set(output.pages) - set(output.redirects))
    assert [title for title, count in titles.items() if count > 1] == []


def test_nothing_of_a_template_is_left_over(output: Output) -> None:
    for page in output.pages:
        root = output.parsed(page)
        for code in root.xpath("//pre | //code | //script | //style"):
            code.clear(keep_tail=True)
        texts = [*root.xpath("//text()"), *root.xpath("//@*")]
        assert [text for text in texts if LEFT_OVER.search(text) or text.strip() in ("None", "[]", "()")] == [], page
        assert "/None" not in output.text(page), page


def test_a_text_in_another_language_says_so(sample: Callable[[str], Site]) -> None:
    output = sample("ünïcode").build()
    arabic = output.parsed("posts/مرحبا-بالعالم/index.html").xpath("//article")[0]
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    on_home = output.parsed("index.html").xpath("//article[.//a[contains(., '日本語')]]")[0]
    assert (on_home.get("lang"), on_home.get("dir")) == ("ja", "ltr")
