"""The stub shows what a provider would get, as text, and leads nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.preview.desk.sheet import POLICY
from voicebuilder.preview.dressing import ACTION_FIELD, SIGNUP

from .desk_site import DeskSite, parsed, planned, section, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ACTION = "https://buttondown.com/api/emails/embed-subscribe/harbour"
CONFIG = "title: Harbour notes\nurl: https://me.example/blog/\nsignup:\n  provider: buttondown\n  username: harbour\n"


@pytest.fixture(scope="module")
def desk(make_site: Callable[..., object]) -> DeskSite:
    return DeskSite(planned(make_site({"voicebuilder.yaml": CONFIG, "posts/a.md": "Text.\n"}).folder, NOW))


@pytest.fixture(scope="module")
def bare(make_site: Callable[..., object]) -> DeskSite:
    return DeskSite(planned(make_site({"posts/a.md": "Text.\n"}).folder, NOW))


def shown(desk: DeskSite, **fields: str) -> Element:
    answer = desk.ask(SIGNUP, **fields)
    assert (answer.status, answer.policy) == (200, POLICY)
    root = parsed(answer)
    assert set(root.xpath("//main//@href")) <= {"/blog/", "/blog/subscribe/thanks/", "/"}
    assert root.xpath("//form | //@action | //@src[not(starts-with(., '/_preview/'))]") == []
    return root


def rows(root: Element) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in root.xpath("//tbody/tr")]


def test_it_says_where_the_form_would_have_gone_and_with_what(desk: DeskSite) -> None:
    root = shown(desk, **{ACTION_FIELD: ACTION}, email="ada@example.org", embed="1")
    assert words(root.xpath("//h1")[0]) == "Nothing was sent."
    assert words(root.xpath("//*[@class='request']")[0]) == f"POST {ACTION}"
    assert rows(root) == [["email", "ada@example.org", "the address"], ["embed", "1", "hidden"]]
    then = section(root, "then")
    assert "Buttondown sends a mail to ada@example.org" in then
    assert "double opt-in" in then
    assert root.xpath("//section[@aria-labelledby='then']//a/@href") == ["/blog/subscribe/thanks/"]
    assert root.xpath("//*[contains(@class, 'warning')]") == []


def test_a_form_without_an_address_would_be_refused(desk: DeskSite) -> None:
    assert "no email address" in section(shown(desk, **{ACTION_FIELD: ACTION}, email=" "), "then")


def test_a_form_of_an_older_page_is_told(desk: DeskSite) -> None:
    root = shown(desk, **{ACTION_FIELD: "https://other.example/"}, email="a@b.example")
    assert "an older one" in words(root.xpath("//*[contains(@class, 'warning')]")[0])


def test_opened_without_a_form_it_says_what_it_is_for(desk: DeskSite, bare: DeskSite) -> None:
    assert "leads here" in words(shown(desk).xpath("//main")[0])
    root = shown(bare, email="x@example.org")
    assert "what the provider would get" in words(root.xpath("//main")[0])
    assert rows(root) == []


def test_a_filled_trap_for_robots_is_told(make_site: Callable[..., object]) -> None:
    config = CONFIG.replace(
        "buttondown\n  username: harbour", "mailchimp\n  url: https://x.us1.list-manage.com/subscribe/post?u=a1&id=b2"
    )
    desk = DeskSite(planned(make_site({"voicebuilder.yaml": config, "posts/a.md": "Text.\n"}).folder, NOW))
    form = desk.state.plan.facts.signup
    assert form.honeypot
    fields = {
        ACTION_FIELD: form.action,
        form.email_field: "a@b.example",
        form.honeypot: "",
        form.hidden[0][0] if form.hidden else "x": "1",
    }
    assert "sends a mail" in section(parsed(desk.ask(SIGNUP, **fields)), "then")
    root = parsed(desk.ask(SIGNUP, **{**fields, form.honeypot: "spam"}))
    assert "take no notice" in section(root, "then")
    assert [form.honeypot, "spam", "left empty by people, filled by robots"] in rows(root)


def test_what_is_long_is_cut(desk: DeskSite) -> None:
    many = {f"field{number}": "v" * 10_000 for number in range(200)}
    root = shown(desk, **{ACTION_FIELD: "https://" + "a" * 10_000}, **many)
    assert len(rows(root)) == 50
    assert "150 more fields" in words(root.xpath("//main")[0])
    assert len(words(root)) < 50 * 600 + 3000


HOSTILE = ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}{% x %}", "javascript:alert(1)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_it_says_is_text(desk: DeskSite, text: str) -> None:
    root = shown(desk, **{ACTION_FIELD: text, text: text}, email=text)
    assert rows(root) == [[text, text, ""], ["email", text, "the address"]]
    assert words(root.xpath("//*[@class='request']")[0]) == f"POST {text}"


@given(query=st.dictionaries(st.text(), st.text(), max_size=5), action=st.text())
def test_any_query_has_an_answer(desk: DeskSite, query: dict[str, str], action: str) -> None:
    assert desk.ask(SIGNUP, {**query, ACTION_FIELD: action}).status == 200
