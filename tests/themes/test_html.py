"""Every page of the example in every theme is HTML without an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import html5lib
import pytest

if TYPE_CHECKING:
    from .conftest import Themed


@pytest.mark.slow
def test_it_parses_without_an_error(site: Themed) -> None:
    for page in site.output.pages:
        parser = html5lib.HTMLParser()
        parser.parse(site.output.text(page))
        assert parser.errors == [], page


@pytest.mark.slow
def test_ids_are_unique_and_links_and_headings_say_something(site: Themed) -> None:
    for page, root in site.trees.items():
        assert [name for name, count in Counter(root.xpath("//@id")).items() if count > 1] == [], page
        # A picture that leads where the heading below it leads is for pointers only.
        for element in root.xpath("//h1|//h2|//h3|//a[@href and not(@aria-hidden)]|//button"):
            name = "".join(element.itertext()) + "".join(element.xpath(".//@alt | ./@aria-label"))
            assert name.strip(), (page, element.tag, dict(element.attrib))


@pytest.mark.slow
def test_what_is_hidden_from_a_screen_reader_is_never_focused(site: Themed) -> None:
    inside = "//*[@aria-hidden='true']/descendant-or-self::*[self::a or self::button or self::input]"
    for page, root in site.trees.items():
        reached = [node for node in root.xpath(inside) if node.get("tabindex") != "-1"]
        assert reached == [], page
