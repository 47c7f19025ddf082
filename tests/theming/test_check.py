"""`theme check`: each thing that can be wrong, provoked in a small site and told with file and line."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from voicebuilder import config, theming
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

    Said = Callable[..., list[str]]

CONFIG = "title: Harbour notes\nurl: https://example.org/\n"
FRAME = "{% extends 'base.html' %}\n{% block main %}\n"
END = "\n{% endblock %}\n"
PAGE = FRAME + "<h1>Tags</h1>\n"


@pytest.mark.parametrize("name", ["letter", "stream", "poster"])
def test_the_themes_that_come_along_have_nothing_to_put_right(name: str, said: Said) -> None:
    assert said({"voicebuilder.yaml": f"{CONFIG}theme: {name}\n"}) == []


class TestTemplates:
    @pytest.mark.parametrize(
        ("file", "text", "message"),
        [
            ("tags.html", "{{ site.titel }}", "SiteView has no `titel` (did you mean `title`?)"),
            ("entry.html", "{{ nonesuch }}", "'nonesuch' is undefined"),
            ("year.html", "{{ word('oldr') }}", "there is no message `oldr` (did you mean `older`?)"),
            ("home.html", "{{ asset('x.png') }}", "the theme has no asset `x.png`"),
            ("404.html", "{% if %}", "Expected an expression, got 'end of statement block'"),
            ("redirect.html", "{% include 'x.html' %}", "there is no template `x.html`"),
            # A branch that only some settings reach.
            ("thanks.html", "{% if not site.signup %}{{ nonesuch }}{% endif %}", "'nonesuch' is undefined"),
            ("tag.html", "{% if page.url.startswith('/blog/') %}{{ 1 // 0 }}{% endif %}", "integer division or modulo"),
            ("posts.html", "{% if not pager.is_front %}{{ nonesuch }}{% endif %}", "'nonesuch' is undefined"),
            ("note.html", "{% if entry.image %}{{ 1 // 0 }}{% endif %}", None),
            ("note.html", "{% if entry.status == 'draft' %}{{ 1 // 0 }}{% endif %}", None),
            ("post.html", "{% if entry.status == 'draft' %}{{ 1 // 0 }}{% endif %}", "integer division or modulo"),
        ],
    )
    def test_an_error_is_told_with_its_line(self, file: str, text: str, message: str | None, said: Said) -> None:
        page = f"\n\n\n{text}" if file == "redirect.html" else f"{PAGE}{text}{END}"
        found = [one for one in said({f"theme/{file}": page}) if ": error: " in one]
        if message is None:
            assert found == []
        else:
            (one,) = found
            assert one.startswith(f"theme/{file}:4: error: {message}")

    def test_all_of_them_are_told_in_one_run(self, said: Said) -> None:
        files = {f"theme/{name}.html": PAGE + "{{ site.titel }}" + END for name in ("tags", "tag", "year", "404")}
        assert [one.partition(": ")[0] for one in said(files)] == [f"{name}:4" for name in sorted(files)]

    def test_a_template_that_an_entry_names_is_rendered_too(self, said: Said) -> None:
        files = {
            "theme/wide.html": PAGE + "{{ entry.titel }}" + END,
            "pages/a.md": "---\ntitle: A\ntemplate: wide.html\n---\n",
        }
        (one,) = said(files)
        assert one.startswith("theme/wide.html:4: error: EntryView has no `titel`")

    def test_a_theme_of_the_site_s_own_is_checked(self, said: Said) -> None:
        files = {
            "voicebuilder.yaml": CONFIG + "theme: looks/mine\n",
            "looks/mine/theme.yaml": "extends: looks/other\n",
            "looks/other/theme.yaml": "extends: letter\n",
            "looks/other/tags.html": PAGE + "{{ site.titel }}" + END,
        }
        (one,) = said(files)
        assert one.startswith("looks/other/tags.html:4: error: SiteView has no `titel`")

    def test_a_message_file_and_a_style_sheet_are_read(self, said: Said) -> None:
        files = {
            "theme/messages/en.yaml": "older: [a]\n",
            "theme/assets/style.css": '@import "letter/style.css";\n.a { background: url(lost.png) }\n',
        }
        sheet, one = said(files)
        assert one.startswith("theme/messages/en.yaml:1:1: error: `older` is no message")
        files["theme/messages/ja.yaml"] = files.pop("theme/messages/en.yaml")
        sheet, one = said(files)
        assert one.startswith("theme/messages/ja.yaml:1:1: error: `older` is no message")
        files.pop("theme/messages/ja.yaml")
        assert said(files) == [sheet]
        assert sheet.startswith("theme/assets/style.css:2: error: `lost.png` is not among the theme's assets")


# What `entry.html` must have, without the rest of a page.
ENTRY = (
    '<article class="h-entry"><h1{% if entry.title %} class="p-name"{% endif %}>{{ entry.name }}</h1>\n'
    '<a class="u-url" href="{{ entry.url }}">'
    '{% if entry.date %}<time class="dt-published" datetime="{{ entry.date | iso }}">x</time>{% endif %}x</a>\n'
    '<a class="p-author h-card" href="/">x</a><div class="e-content">x</div>\n'
    "{% include 'partials/after.html' %}</article>"
)


class TestMicroformats:
    def test_the_entry_that_the_others_are_made_of_is_whole(self, said: Said) -> None:
        assert said({"theme/entry.html": FRAME + ENTRY + END}) == []

    @pytest.mark.parametrize(
        ("without", "message"),
        [
            ("u-url", "an entry's page does not mark its address: its h-entry has no u-url"),
            ("dt-published", "an entry's page does not mark its date: its h-entry has no dt-published"),
            ("e-content", "an entry's page does not mark its text: its h-entry has no e-content"),
            ("p-author", "an entry's page does not mark its author: its h-entry has no p-author"),
            ("p-name", "an entry's page does not mark its title: its h-entry has no p-name"),
            ("h-card", "an entry's p-author is no h-card"),
        ],
    )
    def test_what_an_entry_lacks_is_told(self, without: str, message: str, said: Said) -> None:
        (one,) = said({"theme/entry.html": FRAME + ENTRY.replace(without, "") + END})
        assert one.startswith(f"theme/entry.html:3: warning: {message}. Write class=")

    def test_a_page_without_an_h_entry_is_told(self, said: Said) -> None:
        (one,) = said({"theme/entry.html": FRAME + "<h1>x</h1>" + END})
        assert one.startswith("theme/entry.html:2: warning: the page of an entry has no h-entry; one is right.")

    def test_a_note_with_a_name_is_told_at_the_name(self, said: Said) -> None:
        always = ENTRY.replace("{% if entry.title %}", "").replace("{% endif %}>", ">", 1)
        (one,) = said({"theme/entry.html": FRAME + always + END})
        assert one.startswith("theme/entry.html:3: warning: the page of a note without a title has a p-name.")

    def test_the_partial_that_lost_it_is_named(self, said: Said) -> None:
        found = said({"theme/partials/terms.html": "", "theme/partials/meta.html": "{# nothing #}\n"})
        assert [
            one for one in found if not one.startswith(("theme/partials/terms.html:", "theme/partials/meta.html:"))
        ] == []
        told = "\n".join(found)
        assert re.search(r"^theme/partials/terms.html:1: warning: .*its h-entry has no p-category", told, re.MULTILINE)
        for name in ("u-url", "dt-published", "p-author"):
            assert re.search(rf"^theme/partials/meta.html:1: warning: .*its h-entry has no {name}", told, re.MULTILINE)

    def test_copies_elsewhere_are_missed(self, said: Said) -> None:
        (one,) = said({"theme/partials/after.html": "{% include 'partials/terms.html' %}\n"})
        assert one.startswith(
            "theme/partials/after.html:1: warning: an entry's page does not mark its copies elsewhere"
        )

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("<h1>x</h1>", "a list of entries is no h-feed"),
            ('<h1>x</h1><div class="h-feed"></div>', "the h-feed has no h-entry"),
            ('<h1>x</h1><div class="h-feed"><p class="h-entry">x</p></div>', "an h-entry in the list has no u-url"),
        ],
    )
    @pytest.mark.parametrize("file", ["listing.html", "tag.html", "home.html"])
    def test_what_a_list_lacks_is_told(self, file: str, text: str, message: str, said: Said) -> None:
        text = (
            text.replace("<h1>x</h1>", "{% if page.is_home %}{% else %}<h1>x</h1>{% endif %}")
            if "home" in file
            else text
        )
        name = "{% block name %}{% if page.is_home %}<h1>x</h1>{% endif %}{% endblock %}" if "home" in file else ""
        found = [one for one in said({f"theme/{file}": FRAME + text + END + name}) if f": {message}." in one]
        assert len(found) == 1
        assert re.match(rf"theme/{file}:[23]: warning: ", found[0])

    def test_a_front_page_that_does_not_say_who_writes_is_told(self, said: Said) -> None:
        (one,) = said({"theme/partials/footer.html": "<footer>x</footer>\n"})
        assert one.startswith(
            "theme/partials/footer.html:1: warning: the front page has no h-card with u-uid, u-url and"
        )


class TestBasics:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("<h1>x</h1>", "the page has 2 <h1>"),
            ('<p id="x"></p><p id="x"></p>', 'the id "x" stands 2 times on a page'),
            ('<img src="/a.png">', "a picture says nothing to those who do not see it"),
            ('<a href="/x/"></a>', "a link to /x/ says nothing"),
            ("<script>1</script>", "the page has a script"),
            ('<p onclick="x">x</p>', "the page has a script"),
            (
                '<img alt="" src="https://cdn.example.com/a.png">',
                "the page fetches https://cdn.example.com/a.png from another host",
            ),
            (
                '<img alt="" src="//cdn.example.com/a.png">',
                "the page fetches //cdn.example.com/a.png from another host",
            ),
            (
                '<img alt="" src="/a.png" srcset="/b.png 1x, https://cdn.example.com/c.png 2x">',
                "the page fetches https://cdn.example.com/c.png from another host",
            ),
            (
                '<link rel="stylesheet" href="https://cdn.example.com/a.css">',
                "the page fetches https://cdn.example.com/a.css from another host",
            ),
            (
                "<style>a{background:url(https://cdn.example.com/a.png)}</style>",
                "the page fetches https://cdn.example.com/a.png from another host",
            ),
        ],
    )
    def test_what_a_reader_would_miss_is_told_at_its_line(self, text: str, message: str, said: Said) -> None:
        (one,) = said({"theme/tags.html": f"{PAGE}{text}{END}"})
        # The first `<h1` of the file is as good a place as the second.
        assert one.startswith(f"theme/tags.html:{3 if 'h1' in text else 4}: warning: {message}. ")
        assert one.endswith("Seen on /tags/ of the sample site.")

    @pytest.mark.parametrize(
        "text",
        [
            '<img alt="" src="https://example.org/a.png"><a href="https://elsewhere.example/">x</a>',
            '<a href="/x/" aria-hidden="true"></a><a href="/x/" aria-label="x"></a>',
            '<a href="/x/"><img src="/a.png" alt="x"></a>',
            '<link rel="canonical" href="https://elsewhere.example/">',
        ],
    )
    def test_what_is_right_is_not(self, text: str, said: Said) -> None:
        assert said({"theme/tags.html": f"{PAGE}{text}{END}"}) == []

    def test_a_frame_without_language_title_and_heading_is_told_once(self, said: Said) -> None:
        text = "<!doctype html>\n<html>\n<head></head><body>{% block main %}{% endblock %}</body></html>\n"
        found = said({"theme/base.html": text, "theme/404.html": "{% extends 'base.html' %}\n"})
        assert [one for one in found if "theme/base.html:2: warning: the page does not say its language" in one]
        assert [one for one in found if "theme/base.html:3: warning: the page has no title" in one]
        assert [one for one in found if "theme/404.html:1: warning: the page has no <h1>" in one]


class TestVerdict:
    def test_nothing_is_written_into_the_site(self, make_site: Callable[..., Site]) -> None:
        site = make_site({"theme/note.html": PAGE + END, "theme/wide.html": ""})
        before = sorted(site.folder.rglob("*"))
        theming.check(config.load(site.folder), Report())
        assert sorted(site.folder.rglob("*")) == before

    def test_it_says_what_was_rendered_and_what_a_host_may_send(self, make_site: Callable[..., Site]) -> None:
        site = make_site({"posts/2026-01-01-a.md": "# A\n"})
        verdict = theming.check(config.load(site.folder), Report())
        assert verdict.pages > 80
        assert verdict.kinds == 25
        (sheet,) = re.findall(r"<style>(.*?)</style>", site.build().page("/"), re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert verdict.policy == f"default-src 'self'; style-src 'self' 'sha256-{digest}'"

    def test_a_sheet_of_its_own_file_needs_no_hash(self, make_site: Callable[..., Site]) -> None:
        site = make_site({"voicebuilder.yaml": CONFIG + "theme_options:\n  css: file\n"})
        assert theming.check(config.load(site.folder), Report()).policy == "default-src 'self'; style-src 'self'"

    def test_a_link_that_leads_out_is_told(self, make_site: Callable[..., Site]) -> None:
        site = make_site({"theme/assets/style.css": '@import "letter/style.css";\n'})
        (site.folder.parent / "secret.css").write_text("a{}")
        (site.folder / "theme/assets/more.css").symlink_to(site.folder.parent / "secret.css")
        report = Report()
        theming.check(config.load(site.folder), report)
        message = "theme/assets/more.css: error: this link leads out of the theme's folder. Copy the file here."
        assert [str(error) for error in report.errors] == [message]

    def test_an_option_with_an_old_name_is_told(self, said: Said) -> None:
        (one,) = said({"voicebuilder.yaml": CONFIG + "theme_options:\n  hue: 200\n"})
        assert one == "voicebuilder.yaml:4:3: warning: the option `hue` is called `accent` by now. Write `accent:`."
