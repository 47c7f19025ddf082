"""A card says what a network would read in the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.preview.desk.card import Card


def page(head: str, body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_open_graph_counts_first() -> None:
    head = (
        "<title>T – S</title><meta name=description content=plain>"
        '<meta property="og:site_name" content="S"><meta property="og:title" content="A &amp; B">'
        '<meta property="og:description" content="graph"><meta property="og:image" content="https://a.example/b.png">'
        '<meta property="og:image:alt" content="a boat">'
    )
    assert Card.of(page(head)) == Card("S", "A & B", "graph", "https://a.example/b.png", "a boat")


def test_without_it_the_title_and_description_of_the_page_count() -> None:
    card = Card.of(page('<title>T &amp;\n U</title><meta content="plain" name="Description">'))
    assert card == Card("", "T & U", "plain", "", "")


def test_the_first_of_two_counts() -> None:
    assert Card.of(page('<meta property="og:title" content="1"><meta property="og:title" content="2">')).title == "1"


def test_what_stands_in_the_text_is_not_the_pages_word() -> None:
    body = '<meta property="og:title" content="x"><svg><title>y</title></svg>'
    assert Card.of(page("", body)).title == ""


def test_a_long_description_is_cut_where_networks_cut() -> None:
    card = Card("", "", "word " * 60, "", "")
    assert len(card.shown) <= 200
    assert card.shown.endswith("…")
    assert Card("", "", "x" * 200, "", "").shown == "x" * 200


@given(st.binary())
def test_any_bytes_have_a_card(html: bytes) -> None:
    assert isinstance(Card.of(html), Card)
    assert isinstance(Card.of(b"<meta " + html), Card)
