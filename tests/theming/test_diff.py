"""How the site's files stand to the theme's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import config, theming
from voicebuilder.errors import ContentError, UsageError
from voicebuilder.theming import Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site
    from voicebuilder.theming import Difference

BASE = {
    "voicebuilder.yaml": "title: X\nurl: https://example.org/\ntheme: mine\n",
    "mine/theme.yaml": "extends: letter\n",
    "mine/home.html": "one\ntwo\nthree\n",
}


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(BASE)


def look(site: Site, name: str = "home.html") -> Difference:
    (found,) = theming.differences(config.load(site.folder), name)
    return found


def test_a_copy_is_the_same(site: Site) -> None:
    theming.eject(config.load(site.folder), "home.html")
    found = look(site)
    assert (found.standing, found.theme, found.yours, found.missed) == (Standing.SAME, "mine", "", "")


def test_your_changes_are_counted(site: Site) -> None:
    theming.eject(config.load(site.folder), "home.html")
    site.write({"theme/home.html": "one\nzwei\nthree\nfour\n"})
    found = look(site)
    assert (found.standing, found.added, found.removed, found.missed) == (Standing.CHANGED, 2, 1, "")
    assert found.yours.splitlines() == [
        "--- mine/home.html",
        "+++ theme/home.html",
        "@@ -1,3 +1,4 @@",
        " one",
        "-two",
        "+zwei",
        " three",
        "+four",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("home.html", "{# from mine/home.html #}\none\n"),
        ("assets/style.css", '/* @import "letter/style.css" */ a { color: red }'),
    ],
)
def test_a_name_in_a_comment_takes_nothing_in(name: str, text: str, site: Site) -> None:
    site.write({f"theme/{name}": text})
    assert look(site, name).standing is Standing.UNKNOWN


def test_what_the_theme_changed_since_is_shown(site: Site) -> None:
    theming.eject(config.load(site.folder), "home.html")
    site.write({"theme/home.html": "one\nzwei\nthree\n", "mine/home.html": "one\ntwo\nthree\nnew\n"})
    found = look(site)
    assert (found.standing, found.added, found.removed) == (Standing.BEHIND, 1, 1)
    assert found.missed.splitlines() == [
        "--- mine/home.html as you copied it",
        "+++ mine/home.html now",
        "@@ -1,3 +1,4 @@",
        " one",
        " two",
        " three",
        "+new",
    ]
    assert "new" not in found.yours
    theming.renew(config.load(site.folder), "home.html")
    assert (look(site).standing, look(site).added, look(site).removed) == (Standing.CHANGED, 1, 2)


def test_what_was_not_ejected_is_only_compared(site: Site) -> None:
    site.write({"theme/home.html": "one\n"})
    found = look(site)
    assert (found.standing, found.added, found.removed, found.missed) == (Standing.UNKNOWN, 0, 2, "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entry.html", "{% extends 'letter/entry.html' %}"),
        ("entry.html", "{% extends 'default/entry.html' %}"),
        ("partials/after.html", "{% include 'mine/partials/after.html' %}x"),
        ("assets/style.css", '@import "letter/style.css"; a{}'),
    ],
)
def test_what_takes_the_theme_s_file_in_follows_it(name: str, text: str, site: Site) -> None:
    site.write({f"theme/{name}": text})
    assert look(site, name).standing is Standing.FOLLOWING


def test_all_files_are_told_but_what_is_hidden(site: Site) -> None:
    theming.eject(config.load(site.folder), "home.html")
    site.write({"theme/mine.html": "", "theme/assets/lamp.png": b"\xff", "theme/.DS_Store": b"\0"})
    found = theming.differences(config.load(site.folder))
    assert [(one.name, one.standing) for one in found] == [
        ("assets/lamp.png", Standing.OWN),
        ("home.html", Standing.SAME),
        ("mine.html", Standing.OWN),
    ]


def test_no_link_is_followed_out_of_the_site(site: Site) -> None:
    (site.folder.parent / "secret").write_text("secret\n")
    site.write({"theme/home.html": "mine\n"})
    (site.folder / "theme/.origin").mkdir()
    (site.folder / "theme/.origin/home.html").symlink_to(site.folder.parent / "secret")
    assert look(site).standing is Standing.UNKNOWN
    (site.folder / "theme/home.html").unlink()
    (site.folder / "theme/home.html").symlink_to(site.folder.parent / "secret")
    with pytest.raises(ContentError, match=r"theme/home\.html: error: this link leads out"):
        look(site)


def test_files_that_are_no_text_are_only_said_to_differ(site: Site) -> None:
    site.write({"mine/assets/lamp.png": b"\xff\xfe", "theme/assets/lamp.png": b"\xff\xfd"})
    found = look(site, "assets/lamp.png")
    assert (found.standing, found.added, found.removed) == (Standing.UNKNOWN, 0, 0)
    assert found.yours == "(These files are no text; they differ.)"


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("entry.html", "Copy it there: voicebuilder theme eject entry.html"),
        ("hom.html", "Did you mean `home.html`?"),
        ("x", "To see all of your files: voicebuilder theme diff"),
        ("../voicebuilder.yaml", "To see all of your files: voicebuilder theme diff"),
    ],
)
def test_a_file_that_is_not_yours_is_refused(wanted: str, hint: str, site: Site) -> None:
    site.write({"theme/home.html": ""})
    with pytest.raises(UsageError) as caught:
        look(site, wanted)
    assert str(caught.value) == f"error: there is no theme/{wanted}. {hint}"
