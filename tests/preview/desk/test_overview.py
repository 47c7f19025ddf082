"""The desk lists what is unfinished, due and wrong, finds any text, and shows what was written as text only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from voicebuilder.errors import ContentError, Problem
from voicebuilder.preview import desk
from voicebuilder.preview.desk.sheet import POLICY, STYLE
from voicebuilder.preview.dressing import DESK

from .desk_site import EDITOR, DeskSite, names, parsed, planned, section, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element as Element

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONFIG = "title: Harbour notes\nurl: https://me.example/blog/\ntimezone: Europe/Madrid\n"
SITE = {
    "voicebuilder.yaml": CONFIG,
    "posts/old.md": "---\ntitle: Old ropes\ndate: 2020-01-02\ntags: [Ropes]\n---\nText.\n",
    "posts/new.md": "---\ntitle: New sails\ndate: 2026-11-20\n---\nText, see [nothing](/nowhere/).\n",
    "posts/hidden.md": "---\ntitle: Unlisted knots\ndate: 2026-11-19\nunlisted: true\n---\nText.\n",
    "posts/draft.md": "---\ntitle: A draft\ndate: 2026-11-21\ndraft: true\n---\nText.\n",
    "posts/drafts/undated.md": "---\ntitle: An undated draft\n---\nText.\n",
    "posts/later.md": "---\ntitle: Later\ndate: 2026-12-24 09:00\n---\nText.\n",
    "posts/soon.md": "---\ntitle: Soon\ndate: 2026-11-24T23:30:00Z\n---\nText.\n",
    "posts/gone.md": "---\ntitle: Gone fishing\ndate: 2020-02-02\nexpires: 2021-01-01\n---\nText.\n",
    "notes/2026-11-22-1530.md": "A short word about eels.\n",
    "pages/about.md": "---\ntitle: About\n---\nText.\n",
}


@pytest.fixture(scope="module")
def site(make_site: Callable[..., object]) -> DeskSite:
    return DeskSite(planned(make_site(SITE).folder, NOW))


@pytest.fixture(scope="module")
def make(make_site: Callable[..., object]) -> Callable[..., DeskSite]:
    def made(files: Mapping[str, str], *, drafts: bool = True) -> DeskSite:
        return DeskSite(planned(make_site(files).folder, NOW, drafts=drafts))

    return made


def opened(site: DeskSite, **query: str) -> Element:
    answer = site.ask(DESK, **query)
    assert (answer.status, answer.policy, answer.media_type) == (200, POLICY, "text/html; charset=utf-8")
    return parsed(answer)


def test_each_text_stands_in_its_list(site: DeskSite) -> None:
    root = opened(site)
    assert names(root, "drafts") == ["A draft", "An undated draft"]
    assert names(root, "scheduled") == ["Soon", "Later"]
    assert names(root, "recent") == ["A short word about eels.", "New sails", "Unlisted knots", "Old ropes", "About"]
    assert names(root, "expired") == ["Gone fishing"]


def test_times_are_those_of_the_sites_zone(site: DeskSite) -> None:
    root = opened(site)
    scheduled = root.xpath("//section[@aria-labelledby='scheduled']//p[@class='when']")
    assert [words(one) for one in scheduled] == [
        "Wednesday 25 November 2026, 00:30 in 11 hours",
        "Thursday 24 December 2026, 09:00 in 30 days",
    ]
    assert "Times of Europe/Madrid" in section(root, "scheduled")
    assert root.xpath("//section[@aria-labelledby='drafts']//p[@class='when']/span/text()") == ["No date"]


def test_each_leads_to_its_sheet_its_page_and_its_file(site: DeskSite) -> None:
    (row,) = opened(site).xpath("//section[@aria-labelledby='scheduled']//li[.//a[text()='Later']]")
    sheet, source, page = row.xpath(".//@href")
    assert urlsplit(sheet).path == "/_preview/entry"
    assert parse_qs(urlsplit(sheet).query) == {"path": ["posts/later.md"]}
    assert source == EDITOR.format(path=site.state.site / "posts/later.md", line=1, column=1)
    assert page == "/blog/posts/later/"


def test_without_drafts_what_is_withheld_is_listed_but_has_no_page(make: Callable[..., DeskSite]) -> None:
    root = opened(make(SITE, drafts=False))
    assert names(root, "drafts") == ["A draft", "An undated draft"]
    assert names(root, "scheduled") == ["Soon", "Later"]
    assert names(root, "recent")[0] == "A short word about eels."
    for one in ("drafts", "scheduled", "expired"):
        hrefs = root.xpath(f"//section[@aria-labelledby='{one}']//@href")
        assert hrefs
        assert all(href.startswith("vscode:") for href in hrefs)


def test_what_is_wrong_says_where_and_what_to_type(site: DeskSite) -> None:
    root = opened(site)
    assert "1 warning. The pages are as you saved them." in words(root.xpath("//main")[0])
    (fault,) = root.xpath("//ul[@class='faults']/li")
    assert words(fault).startswith("warning posts/new.md:5")
    assert words(fault.xpath("p[@class='hint']")[0])
    assert fault.xpath(".//@href") == [EDITOR.format(path=site.state.site / "posts/new.md", line=5, column=1)]


def test_an_error_keeps_the_last_good_pages_and_says_so(site: DeskSite) -> None:
    problems = tuple(Problem(f"fault {number}", "Put it right.", "posts/../../outside.md", 3) for number in range(120))
    root = opened(DeskSite(replace(site.state, errors=problems)))
    assert "120 errors: the pages stay as they were until they are put right." in words(root.xpath("//main")[0])
    assert len(root.xpath("//ul[@class='faults']/li")) == 100
    assert "21 more" in section(root, "wrong")  # and the warning
    assert root.xpath("//ul[@class='faults']//@href") == []  # it is no file of the site
    assert names(root, "drafts")


def test_all_is_well_when_nothing_is_wrong(make: Callable[..., DeskSite]) -> None:
    root = opened(make({"posts/a.md": "Text.\n"}))
    assert "All is well." in words(root.xpath("//main")[0])
    assert section(root, "wrong") == ""


def test_the_figures_of_the_last_renewal(site: DeskSite) -> None:
    root = opened(site)
    figures = {words(one[0]): words(one[1]) for one in root.xpath("//dl/div")}
    pages = sum(route.renderer == "page" for route in site.state.plan.table)
    assert figures == {
        "Pages in all": str(pages),
        "Posts": "7",
        "Notes": "1",
        "Pages": "1",
        "Drafts": "2",
        "Scheduled": "2",
        "Feeds": "4",
        "Renewed at": "13:00:00",
        "It took": "38 ms",
    }


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("SAILS", ["New sails"]),
        ("ropes old", ["Old ropes"]),
        ("eels", ["A short word about eels."]),
        ("posts/drafts", ["An undated draft"]),
        ("draft", ["A draft", "An undated draft"]),
        ("fishing", ["Gone fishing"]),
        ("about", ["A short word about eels.", "About"]),
        ("old sails", []),
        ("../../etc/passwd", []),
    ],
)
def test_any_text_can_be_found_by_its_title_or_file(site: DeskSite, question: str, found: list[str]) -> None:
    root = opened(site, q=f" {question} ")
    assert sorted(names(root, "found")) == sorted(found)
    assert root.xpath("//input[@name='q']/@value") == [question]
    assert section(root, "recent") == ""


def test_only_the_first_of_many_are_shown(make: Callable[..., DeskSite]) -> None:
    posts = {f"posts/p{n:03}.md": f"---\ntitle: Ñu {n}\ndate: 2026-01-01\n---\nText.\n" for n in range(60)}
    site = make(posts)
    assert len(names(opened(site), "recent")) == 20
    root = opened(site, q="n\u0303U")  # composed in another way than the title is
    assert len(names(root, "found")) == 50
    assert "60 found" in section(root, "found")
    assert "10 more" in section(root, "found")


def test_who_has_written_nothing_learns_how_to_begin(make: Callable[..., DeskSite]) -> None:
    root = opened(make({"pages/about.md": "Text.\n"}))
    assert root.xpath("//pre/code/text()") == [
        'voicebuilder new post "A first post"',
        'voicebuilder note "It is live."',
    ]
    assert section(root, "drafts") == ""


def test_without_any_plan_it_says_what_is_wrong(make: Callable[..., DeskSite]) -> None:
    site = make({"voicebuilder.yaml": "titel: X\n"})
    root = opened(site, q="x")
    assert section(root, "wrong") == ""  # it was asked for something else
    root = opened(site)
    assert "there is nothing to show until" in words(root.xpath("//main")[0])
    assert "voicebuilder.yaml:1" in section(root, "wrong")
    assert words(root.xpath("//h1")[0]) == site.state.site.name
    assert root.xpath("//form") == []
    for path in ("/_preview/entry", "/_preview/item"):
        assert site.ask(path, path="posts/a.md").status == 404
    assert site.ask("/_preview/signup", email="a@b.example").status == 200


def asked(href: str) -> dict[str, str]:
    """The query of a link, as the server reads it."""
    return {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}


HOSTILE = ("<script>alert(1)</script>", "\"'><b onmouseover=x>", "{{ 7 * 7 }}{% raise %}", "</title></textarea><!--")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_is_text(make: Callable[..., DeskSite], text: str) -> None:
    title = text.replace("'", "''")
    post = f"---\ntitle: '{title}'\ndescription: '{title}'\nauthor: '{title}'\ndate: 2026-01-01\n---\nText.\n"
    site = make({"voicebuilder.yaml": f"title: '{title}'\nurl: https://me.example/\n", "posts/a{{b}}'\"&.md": post})
    root = opened(site)
    assert names(root, "recent") == [text]
    assert words(root.xpath("//h1")[0]) == text
    (href,) = root.xpath("//section[@aria-labelledby='recent']//p[@class='name']/a/@href")
    sheet = parsed(site.ask("/_preview/entry", asked(href)))
    assert words(sheet.xpath("//h1")[0]) == text
    assert sheet.xpath("//textarea/text()")[0].startswith(text)
    (item,) = sheet.xpath("//section[@class='feed']/iframe/@src")
    assert words(parsed(site.ask("/_preview/item", asked(item))).xpath("//h1")[0]) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_question_is_text(site: DeskSite, text: str) -> None:
    root = opened(site, q=text)
    assert root.xpath("//input[@name='q']/@value") == [text]
    assert words(root.xpath("//h2[@id='found']")[0]) == f"Nothing found for “{text}”"


def test_a_problem_is_text(site: DeskSite) -> None:
    problems = tuple(Problem(text, text, f"posts/{text}.md", 1) for text in HOSTILE)
    root = opened(DeskSite(replace(site.state, errors=problems)))
    said = [words(one) for one in root.xpath("//li[@class='error']/p[@class='message']")]
    assert said == [f"{text}." for text in HOSTILE]


def test_a_question_is_cut(site: DeskSite) -> None:
    assert len(opened(site, q="x" * 5000).xpath("//input[@name='q']/@value")[0]) == 200


def test_other_addresses_are_not_the_desks(site: DeskSite) -> None:
    for path in ("/", "/_preview", "/_preview/x", "/_preview/entry/", "/_preview/desk.html", "/_preview//"):
        assert desk.answer(site.state, path, {}, "", site.render) is None
    style = site.ask(STYLE)
    assert style.media_type == "text/css; charset=utf-8"
    assert style.body.is_file()


def test_the_pages_keep_themselves_fresh(site: DeskSite) -> None:
    (script,) = opened(site).xpath("//script")
    assert script.get("src") == "/_preview/live.js"


def test_a_text_that_is_lost_for_a_moment_is_no_fault_of_ours(site: DeskSite) -> None:
    def lost(entry: object) -> None:
        raise ContentError(Problem("the file has changed", path="posts/new.md"))

    plan = replace(site.state.plan, facts=replace(site.state.plan.facts, text=lost))
    broken = DeskSite(replace(site.state, plan=plan))
    for path in ("/_preview/entry", "/_preview/item"):
        answer = broken.ask(path, path="posts/new.md")
        assert answer.status == 404
        assert "the file has changed" in words(parsed(answer))
