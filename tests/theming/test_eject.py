"""Files of the theme, copied into the site: nothing overwritten, nothing outside, the original part of no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voicebuilder import config, theming
from voicebuilder.errors import ContentError, UsageError
from voicebuilder.theme.find import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

FOOTER = "partials/footer.html"
CONFIG = "title: Harbour notes\nurl: https://example.org/\n"
OWN = {
    "voicebuilder.yaml": f"{CONFIG}theme: mine\n",
    "mine/theme.yaml": "extends: letter\n",
    "mine/home.html": "mine",
}


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site({"posts/2026-01-01-a.md": "# A\n"})


def eject(site: Site, name: str) -> tuple[str, str]:
    return theming.eject(config.load(site.folder), name)


@pytest.mark.parametrize("wanted", [FOOTER, f"theme/{FOOTER}", f"themes/base/{FOOTER}", f"themes/letter/{FOOTER}"])
def test_a_file_is_copied_and_its_original_kept(wanted: str, site: Site) -> None:
    assert eject(site, wanted) == (f"theme/{FOOTER}", "base")
    original = (BUILT_IN / "base" / FOOTER).read_bytes()
    assert (site.folder / "theme" / FOOTER).read_bytes() == original
    assert (site.folder / "theme/.origin" / FOOTER).read_bytes() == original


@pytest.mark.parametrize(
    ("name", "theme"),
    [("assets/style.css", "letter"), ("assets/base.css", "base"), ("messages/en.yaml", "base"), ("404.html", "base")],
)
def test_it_comes_from_the_nearest_theme_that_has_it(name: str, theme: str, site: Site) -> None:
    assert eject(site, name) == (f"theme/{name}", theme)


def test_a_theme_of_the_site_s_own_is_nearest(make_site: Callable[..., Site]) -> None:
    site = make_site(OWN)
    assert eject(site, "home.html") == ("theme/home.html", "mine")
    assert eject(site, "tag.html") == ("theme/tag.html", "base")


def test_a_theme_in_the_folder_theme_takes_files_of_what_it_extends(make_site: Callable[..., Site]) -> None:
    site = make_site({"voicebuilder.yaml": f"{CONFIG}theme: theme\n", "theme/theme.yaml": "extends: letter\n"})
    assert eject(site, "home.html") == ("theme/home.html", "base")


def test_p2_a_file_that_is_there_is_never_overwritten(site: Site) -> None:
    site.write({f"theme/{FOOTER}": "mine"})
    with pytest.raises(ContentError, match=f"theme/{FOOTER}: error: this file is yours already; nothing was changed"):
        eject(site, FOOTER)
    assert (site.folder / "theme" / FOOTER).read_text() == "mine"
    assert not (site.folder / "theme/.origin").exists()


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("footer.html", "Did you mean `partials/footer.html`?"),
        ("partials/foter.html", "Did you mean `partials/footer.html`?"),
        ("nothing-like-it", "Its files: 404.html, all-series.html, archive.html, "),
        ("theme.yaml", "Set `theme_options:` in the config"),
        ("", "Its files: "),
        ("../voicebuilder.yaml", "Its files: "),
        ("partials/../../letter/theme.yaml", "Its files: "),
        ("/etc/passwd", "Its files: "),
        ("partials", "Its files: "),
    ],
)
def test_what_the_theme_does_not_have_is_refused(wanted: str, hint: str, site: Site) -> None:
    with pytest.raises(UsageError) as caught:
        eject(site, wanted)
    assert hint in str(caught.value)
    assert not (site.folder / "theme").exists()


@pytest.mark.parametrize("link", ["theme", "theme/partials", "theme/.origin", "theme/.origin/partials"])
def test_nothing_is_written_where_a_link_leads_out(link: str, site: Site) -> None:
    outside = site.folder.parent / "outside"
    outside.mkdir()
    (site.folder / link).parent.mkdir(parents=True, exist_ok=True)
    (site.folder / link).symlink_to(outside, target_is_directory=True)
    with pytest.raises((ContentError, UsageError), match="leads out of"):
        eject(site, FOOTER)
    assert list(outside.iterdir()) == []


def test_a_dangling_link_is_not_followed(site: Site) -> None:
    (site.folder / "theme/partials").mkdir(parents=True)
    (site.folder / "theme" / FOOTER).symlink_to(site.folder.parent / "new.html")
    with pytest.raises(ContentError, match="yours already"):
        eject(site, FOOTER)
    assert not (site.folder.parent / "new.html").exists()


def test_a_copy_changes_no_page_and_its_original_is_part_of_none(site: Site) -> None:
    before = site.build().files
    for name in (FOOTER, "assets/base.css", "messages/en.yaml"):
        eject(site, name)
    assert site.build().files == before
    site.write({"theme/.origin/" + FOOTER: "changed", "theme/.origin/assets/more.css": "a{}"})
    assert site.build().files == before


@pytest.mark.parametrize(
    "text", ["{% include '.origin/partials/footer.html' %}", "{{ asset('../.origin/home.html') }}"]
)
def test_no_template_gets_at_an_original(text: str, site: Site) -> None:
    eject(site, FOOTER)
    site.write({"theme/404.html": text})
    with pytest.raises(ContentError, match=r"there is no template|the theme has no asset"):
        site.build()


def test_no_entry_gets_at_an_original(site: Site) -> None:
    eject(site, "home.html")
    site.write({"posts/2026-01-02-b.md": "---\ntitle: B\ntemplate: .origin/home.html\n---\n"})
    site.build()
    assert ["the theme has no template `.origin/home.html`" in str(one) for one in site.report.warnings] == [True]


def test_the_original_alone_is_renewed(site: Site) -> None:
    eject(site, FOOTER)
    site.write({f"theme/{FOOTER}": "mine", f"theme/.origin/{FOOTER}": "old"})
    assert theming.renew(config.load(site.folder), FOOTER) == (f"theme/{FOOTER}", "base")
    assert (site.folder / "theme" / FOOTER).read_text() == "mine"
    assert (site.folder / "theme/.origin" / FOOTER).read_bytes() == (BUILT_IN / "base" / FOOTER).read_bytes()


def test_there_must_be_a_file_to_renew_the_original_of(site: Site) -> None:
    with pytest.raises(ContentError, match=r"there is no such file of yours\. Copy it: voicebuilder theme eject"):
        theming.renew(config.load(site.folder), FOOTER)
