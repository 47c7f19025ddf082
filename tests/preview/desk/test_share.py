"""The words to paste, counted as networks count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.preview.desk.share import NETWORKS, Share, paragraphs

ADDRESS = "https://example.org/posts/hello/"


def lengths(share: Share) -> dict[str, int]:
    return {fit.network.name: fit.length for fit in share.fits}


def test_a_title_and_its_address_stand_on_one_line() -> None:
    share = Share.of("Hello", ADDRESS)
    assert share.text == f"Hello {ADDRESS}"
    assert lengths(share) == {"Bluesky": 6 + len(ADDRESS), "Mastodon": 6 + 23}


def test_the_address_of_a_long_text_stands_below_it() -> None:
    assert Share.of("One.\n\nTwo.", ADDRESS).text == f"One.\n\nTwo.\n\n{ADDRESS}"
    assert Share.of("", ADDRESS).text == ADDRESS


def test_every_address_in_the_words_counts_as_23_on_mastodon() -> None:
    share = Share.of("See https://example.com/" + "a" * 100, ADDRESS)
    assert lengths(share)["Mastodon"] == 4 + 23 + 1 + 23


def test_too_long_by_how_much() -> None:
    bluesky, mastodon = Share.of("x" * 299, "y").fits
    assert (bluesky.length, bluesky.over) == (301, 1)
    assert mastodon.over == 0
    assert Share.of("x" * 298, "y").fits[0].over == 0


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc", 3),
        ("e\u0301", 1),
        ("👩‍👩‍👧", 1),
        ("👍🏽", 1),
        ("🇵🇹🇪🇸", 2),
        ("❤️", 1),
        ("日本語", 3),
        ("🇵🇹a🇪🇸", 3),
        ("नि", 1),
    ],
)
def test_what_a_reader_sees_as_one_character_counts_as_one(text: str, seen: int) -> None:
    assert lengths(Share(text))["Bluesky"] == seen


@given(st.text())
def test_any_text_has_a_length_of_at_most_its_code_points(text: str) -> None:
    for fit in Share(text).fits:
        assert 0 <= fit.length <= max(len(text), fit.network.address * len(text)) * 3
        assert fit.over == max(0, fit.length - fit.network.limit)


def test_the_paragraphs_of_a_note_stay() -> None:
    html = "<p>One &amp; <em>two</em>.<br>\nThree.</p>\n<ul>\n<li>four</li>\n<li>five</li>\n</ul>\n<p>Six.</p>"
    assert paragraphs(html) == "One & two.\nThree.\n\nfour\nfive\n\nSix."
    assert paragraphs("") == ""


def test_the_limits_are_those_of_the_networks() -> None:
    assert {network.name: network.limit for network in NETWORKS} == {"Bluesky": 300, "Mastodon": 500}
