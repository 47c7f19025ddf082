from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.text.slugs import MAX_SLUG_BYTES, slugify
from voicebuilder.text.urls import path_fault


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("  spaces \t and\nlines  ", "spaces-and-lines"),
        ("hello-world", "hello-world"),
        ("--hello---world--", "hello-world"),
        ("snake_case stays", "snake_case-stays"),
        ("10 % of 1/2", "10-of-1-2"),
        # Letters of any script; no transliteration, which is right for one language and wrong for the next.
        ("日本語", "日本語"),
        ("Привет, мир", "привет-мир"),
        ("Straße", "straße"),
        ("İstanbul", "i\u0307stanbul"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("שָׁלוֹם", unicodedata.normalize("NFC", "שָׁלוֹם")),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full-width"),
        ("ﬁne", "fine"),
        # Composed and decomposed accents are one name.
        ("cafe\u0301", "caf\u00e9"),
        ("Caf\u00e9", "caf\u00e9"),
        ("e'\u0301", "\u00e9"),
        # An apostrophe joins.
        ("Don't", "dont"),
        ("Don\u2019t", "dont"),
        ("rock 'n' roll", "rock-n-roll"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_languages_that_differ_in_a_sign_do_not_clash() -> None:
    slugs = [slugify(name) for name in ("C", "C++", "C#", "F#", "J", "J++", "A+")]
    assert slugs == ["c", "c-plus-plus", "c-sharp", "f-sharp", "j", "j-plus-plus", "a-plus"]


@pytest.mark.parametrize("text", ["# Heading", "1 + 1", "a+b", "#tag", "+1"])
def test_a_sign_elsewhere_is_no_word(text: str) -> None:
    assert "plus" not in slugify(text)
    assert "sharp" not in slugify(text)


@pytest.mark.parametrize("text", ["", " ", "...", "🎉", "🎉 🚀", "!?", "-", "+", "#", "'", "\u200b", "\x00", "\ud800"])
@pytest.mark.parametrize("keep_dots", [False, True])
def test_nothing_that_can_stand_in_a_url(text: str, keep_dots: bool) -> None:
    assert slugify(text, keep_dots=keep_dots) == ""


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("1.94.1-release", "1.94.1-release"),
        ("Version 1.94.1", "version-1.94.1"),
        ("...and then...", "and-then"),
        ("a. b", "a-b"),
        (".hidden", "hidden"),
        ("a..b", "a..b"),
        ("../../etc", "etc"),
    ],
)
def test_dots_inside_words(text: str, slug: str) -> None:
    assert slugify(text, keep_dots=True) == slug


def test_dots_go_unless_asked_for() -> None:
    assert slugify("1.94.1") == "1-94-1"


@pytest.mark.parametrize("text", ["a" * 500, "é" * 500, "日" * 500, "\U00020000" * 500, "e\u0301\u0302" * 500])
def test_a_long_word_is_cut_between_characters(text: str) -> None:
    slug = slugify(text)
    assert MAX_SLUG_BYTES - 4 < len(slug.encode()) <= MAX_SLUG_BYTES
    assert unicodedata.normalize("NFC", text).startswith(slug)


def test_a_long_title_is_cut_between_words() -> None:
    words = slugify("harbour " * 100).split("-")
    assert len(words) == MAX_SLUG_BYTES // len("harbour-")
    assert set(words) == {"harbour"}


def test_what_is_cut_never_ends_with_a_dot() -> None:
    assert slugify("a" * (MAX_SLUG_BYTES - 1) + ".bcd", keep_dots=True) == "a" * (MAX_SLUG_BYTES - 1)


# Short texts of awkward characters find more than long ones of plain letters.
TEXTS = st.one_of(st.text(), st.text(alphabet="aZé́İßΣς'’.+#-_ 1½ﬁ日🎉\u200d\u0345\u1e9e", max_size=12))


@given(TEXTS, st.booleans())
def test_a_slug_stays_as_it_is(text: str, keep_dots: bool) -> None:
    slug = slugify(text, keep_dots=keep_dots)
    assert slugify(slug, keep_dots=keep_dots) == slug


@given(st.one_of(TEXTS, st.text(alphabet="a.é-", min_size=170, max_size=200)), st.booleans())
def test_a_slug_can_stand_in_a_url(text: str, keep_dots: bool) -> None:
    slug = slugify(text, keep_dots=keep_dots)
    assert unicodedata.is_normalized("NFC", slug)
    assert len(slug.encode()) <= MAX_SLUG_BYTES
    # Only names that Windows reserves (`con`, `nul.x`) are left to be refused with a message.
    assert not slug or path_fault(f"/{slug}/") == "" or "reserve" in path_fault(f"/{slug}/")
