"""A kind that only these tests know: one value in the table is all that it takes (kinds/ADDING.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from voicebuilder import kinds
from voicebuilder.errors import ContentError
from voicebuilder.model.kind import Kind

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..conftest import Site

RECIPE = Kind(
    name="recipe",
    folder="recipes",
    label="Recipes",
    permalink="/recipes/{slug}/",
    made_of="picture",
    keys={"servings": "number"},
    needs=("servings",),
    schema="Recipe",
)
TEXT = '---\ntitle: Caldo\ndate: 2026-05-01\nservings: 9\nalt: ""\n---\nCut the greens.\n'


@pytest.fixture(autouse=True)
def _in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.BY_FOLDER, RECIPE.folder, RECIPE)
    monkeypatch.setitem(kinds.BY_NAME, RECIPE.name, RECIPE)


def test_it_has_pages_lists_feeds_files_and_keys(make_site: Callable[..., Site]) -> None:
    override = "{{ entry.kind }} for {{ entry.extra.servings + 1 }}, {{ entry.photos | length }} picture"
    files = {"recipes/caldo.md": TEXT, "recipes/caldo.png": png(), "theme/recipe.html": override}
    output = make_site(files).build(strict=True)
    assert output.page("/recipes/caldo/") == "recipe for 10, 1 picture"
    for listing in ("/", "/recipes/", "/archive/2026/"):
        assert "/recipes/caldo/" in output.page(listing)
    (item,) = json.loads(output.text("recipes/feed.json"))["items"]
    assert item["title"] == "Caldo"
    assert "recipes/caldo.png" in output.files


def test_its_place_in_the_table_is_its_place_in_lists_of_kinds(make_site: Callable[..., Site]) -> None:
    notes, posts = (
        {"notes/n.md": "---\ndate: 2026-05-03\n---\nHi\n"},
        {"posts/p.md": "---\ndate: 2026-05-02\n---\nHi\n"},
    )
    site = make_site({"recipes/caldo.md": TEXT, "recipes/caldo.png": png(), **notes, **posts})
    archive = site.build().parsed("archive/index.html")
    assert archive.xpath("//ul[@class='index']//a/text()") == ["Posts", "Notes", "Recipes"]


def test_without_a_template_of_its_own_it_is_shown_like_any_entry(make_site: Callable[..., Site]) -> None:
    page = make_site({"recipes/caldo.md": TEXT, "recipes/caldo.png": png()}).build().page("/recipes/caldo/")
    assert '<article class="h-entry recipe">' in page
    assert '"@type":"Recipe"' in page


def test_p7_its_keys_are_checked(make_site: Callable[..., Site]) -> None:
    files = {
        "recipes/a.md": TEXT.replace("9", "many"),
        "recipes/a.png": png(),
        "recipes/b.md": TEXT.replace("servings", "serving"),
        "recipes/b.png": png(),
    }
    with pytest.raises(ContentError) as caught:
        make_site(files).build()
    assert [str(problem) for problem in caught.value.problems] == [
        'recipes/a.md:4:11: error: `servings`: "many" is no whole number. Write `servings: 3`.',
        "recipes/b.md:1: error: a recipe needs a `servings:`. Write `servings: 3` above the text.",
    ]
