"""Which word a theme says: by layer, by language, by number."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import ContentError
from voicebuilder.theme import Layer, Words, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Speaking = Callable[..., Words]


@pytest.fixture
def speaking(tmp_path: Path) -> Speaking:
    """The words of message files: `speaking(own={"en": "skip: Jump"}, mine={…})`, the upper layer first."""

    def make(**layers: dict[str, str | bytes]) -> Words:
        made = []
        for name, files in layers.items():
            folder = tmp_path / name
            (folder / "messages").mkdir(parents=True)
            for tag, text in files.items():
                file = folder / f"messages/{tag}.yaml"
                file.write_bytes(text if isinstance(text, bytes) else text.encode())
            made.append(Layer(name, folder, f"themes/{name}"))
        return Words(tuple(made))

    return make


def problems(words: Words, language: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        words.get("skip", language)
    return [str(problem) for problem in caught.value.problems]


# --- layers and languages --------------------------------------------------------------------------------------------


def test_the_site_wins_over_the_theme_over_the_base_word_by_word(tmp_path: Path) -> None:
    files = {
        "theme/messages/en.yaml": "skip: The site's",
        "mine/theme.yaml": "extends: base",
        "mine/messages/en.yaml": "skip: The theme's\nhome: The theme's",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    words = Words.of(find("mine", tmp_path))
    assert [words.get(key, "en") for key in ("skip", "home", "archive")] == ["The site's", "The theme's", "Archive"]


def test_a_theme_without_words_has_those_of_the_base(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/theme.yaml").write_text("")
    words = Words.of(find("mine", tmp_path))
    assert words.get("archive", "de") == "Archiv"


def test_a_region_over_its_language_over_english(speaking: Speaking) -> None:
    words = speaking(
        base={"en": "skip: Skip\nhome: Home\nfeed: Feed", "pt": "skip: Saltar\nhome: Início", "pt-br": "skip: Pular"}
    )
    assert [words.get(key, "pt-BR") for key in ("skip", "home", "feed")] == ["Pular", "Início", "Feed"]
    assert words.get("skip", "pt") == words.get("skip", "pt-AO") == "Saltar"


def test_a_language_that_a_lower_layer_speaks_wins_over_the_upper_layers_english(speaking: Speaking) -> None:
    words = speaking(upper={"en": "skip: Jump"}, lower={"en": "skip: Skip", "de": "skip: Springen"})
    assert words.get("skip", "de") == "Springen"
    assert words.get("skip", "en") == "Jump"


@pytest.mark.parametrize("language", ["vi", "en-GB", "x", "tlh-Latn", ""])
def test_english_stands_in(speaking: Speaking, language: str) -> None:
    words = speaking(base={"en": "skip: Skip", "de": "skip: Springen"})
    assert words.get("skip", language) == words.say("skip", language) == "Skip"


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-TW", "繁"), ("zh-Hant-HK", "繁"), ("zh-HK", "繁"), ("zh", "简"), ("zh-CN", "简"), ("zh-Hans", "简")],
)
def test_a_reader_of_one_script_is_not_given_the_other(speaking: Speaking, language: str, said: str) -> None:
    words = speaking(base={"en": "skip: Skip", "zh": "skip: 简", "zh-hant": "skip: 繁"})
    assert words.get("skip", language) == said


@pytest.mark.parametrize(("language", "said"), [("pt-AO", "Portugal"), ("nb", "Norge"), ("nn-NO", "Norge")])
def test_a_language_stands_in_for_its_neighbour(speaking: Speaking, language: str, said: str) -> None:
    words = speaking(
        base={"en": "skip: Skip", "pt": "skip: Brasil", "pt-pt": "skip: Portugal", "no": "skip: Norge"},
    )
    assert words.get("skip", language) == said


def test_the_case_of_a_tag_plays_no_part(speaking: Speaking) -> None:
    words = speaking(base={"en": "skip: Skip", "de-at": "skip: Springen"})
    assert words.get("skip", "DE-at") == words.get("skip", "de-AT") == "Springen"


def test_words_travel_between_processes(speaking: Speaking) -> None:
    words = speaking(base={"en": 'entries: { one: "{number} entry", other: "{number} entries" }'})
    words.get("entries", "en")
    copy = pickle.loads(pickle.dumps(words))  # noqa: S301 -- our own bytes
    assert copy.say("entries", "en", number=1) == "1 entry"


# --- saying ----------------------------------------------------------------------------------------------------------


def test_no_such_message(speaking: Speaking) -> None:
    words = speaking(base={"en": "archive: Archive"})
    with pytest.raises(LookupError, match=r"^there is no message `archiv` \(did you mean `archive`\?\)$"):
        words.say("archiv", "en")
    with pytest.raises(LookupError, match=r"^there is no message `breakfast`$"):
        words.say("breakfast", "de")
    assert words.get("breakfast", "de") == ""


def test_a_place_without_a_value(speaking: Speaking) -> None:
    words = speaking(base={"en": "back_to: Back to {title}"})
    with pytest.raises(LookupError, match=r"^the message `back_to` needs `title`$"):
        words.say("back_to", "en", titel="x")


def test_what_fills_a_place_is_not_filled_again(speaking: Speaking) -> None:
    words = speaking(base={"en": 'titled: "{title}: {part}"'})
    assert words.say("titled", "en", title="{part}{0}%s\\1", part="b") == "{part}{0}%s\\1: b"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1,234,567"),
        ("de", "1.234.567"),
        ("fr", "1\u202f234\u202f567"),
        ("de-AT", "1.234.567"),
        ("xx", "1,234,567"),
    ],
)
def test_numbers_are_grouped_as_the_language_does(speaking: Speaking, language: str, said: str) -> None:
    words = speaking(base={"en": 'entries: "{number}"'})
    assert words.say("entries", language, number=1_234_567) == said


PLURALS = {
    "en": 'entries: { one: "one {number}", other: "other {number}" }',
    "fr": 'entries: { one: "one {number}", many: "many {number}", other: "other {number}" }',
    "pl": 'entries: { one: "one {number}", few: "few {number}", many: "many {number}", other: "other {number}" }',
    "ar": "entries: { zero: zero, one: one, two: two, few: few, many: many, other: other }",
    "ja": 'entries: { other: "other {number}" }',
}


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other", 1_000_000: "many"}),
        ("pl", {0: "many", 1: "one", 2: "few", 5: "many", 12: "many", 22: "few", 101: "many"}),
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 103: "few"}),
        ("ja", {0: "other", 1: "other", 2: "other"}),
    ],
)
def test_a_number_chooses_its_plural(speaking: Speaking, language: str, forms: dict[int, str]) -> None:
    words = speaking(base=PLURALS)
    said = {number: words.say("entries", language, number=number).split()[0] for number in forms}
    assert said == forms


def test_english_that_stands_in_keeps_its_own_plurals(speaking: Speaking) -> None:
    """Vietnamese has one plural and Irish five; `1 entries` and an empty place would be the result of theirs."""
    words = speaking(base=PLURALS)
    for language in ("vi", "ga", "xx", "ja-Latn-x-own"):
        assert words.say("entries", language, number=1).split()[0] == ("other" if language[:2] == "ja" else "one")
        assert words.say("entries", language, number=2).split()[0] == "other"


def test_a_plural_that_is_not_there_is_the_general_one(speaking: Speaking) -> None:
    words = speaking(base={"en": "entries: { other: some }"})
    assert words.say("entries", "en", number=1) == words.say("entries", "en") == words.get("entries", "en") == "some"


# --- faults ----------------------------------------------------------------------------------------------------------


def test_all_faults_of_a_file_are_told_with_their_lines(speaking: Speaking) -> None:
    words = speaking(mine={"de": "skip: [a]\nentries: { one: a }\nhome: { other: a, dozen: b }\nfeed: { other: [b] }"})
    hint = 'Write a text, or one for each plural: { one: "…", other: "…" }.'
    assert problems(words, "de-AT") == [
        f"themes/mine/messages/de.yaml:1:1: error: `skip` is no message. {hint}",
        f"themes/mine/messages/de.yaml:2:1: error: `entries` is no message. {hint}",
        f"themes/mine/messages/de.yaml:3:1: error: `home` is no message. {hint}",
        f"themes/mine/messages/de.yaml:4:1: error: `feed` is no message. {hint}",
    ]


def test_no_yaml(speaking: Speaking) -> None:
    (problem,) = problems(speaking(mine={"en": "skip: a\nhome: 'b\n"}), "en")
    assert problem.startswith("themes/mine/messages/en.yaml:2:")


def test_a_message_given_twice(speaking: Speaking) -> None:
    (problem,) = problems(speaking(mine={"en": "skip: a\nhome: b\nskip: c\n"}), "en")
    assert problem.startswith("themes/mine/messages/en.yaml:3:1: error: ")
    assert "skip" in problem


def test_no_utf8(speaking: Speaking) -> None:
    words = speaking(mine={"de": "skip: Über".encode("latin-1")})
    assert problems(words, "de") == [
        "themes/mine/messages/de.yaml:1: error: this is not UTF-8 text. Save the file as UTF-8."
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(speaking: Speaking) -> None:
    words = speaking(mine={"en": b"\xef\xbb\xbfskip: a\r\nhome: b\r\n"})
    assert (words.get("skip", "en"), words.get("home", "en")) == ("a", "b")


def test_a_link_out_of_the_theme_is_refused(speaking: Speaking, tmp_path: Path) -> None:
    words = speaking(mine={"en": "skip: Skip"})
    (tmp_path / "outside.yaml").write_text("skip: secret")
    (tmp_path / "mine/messages/de.yaml").symlink_to(tmp_path / "outside.yaml")
    (problem,) = problems(words, "de")
    assert "mine/messages/de.yaml" in problem
    assert "this link leads out of the theme's folder" in problem


@pytest.mark.parametrize(
    "language", ["../../outside", "../outside", "..", "/etc", "de/../fr", "de\n", "de\0", "c:de", "sub/de"]
)
def test_a_language_that_is_a_path_reads_nothing(speaking: Speaking, tmp_path: Path, language: str) -> None:
    words = speaking(mine={"en": "skip: Skip", "de": "skip: Springen", "fr": "skip: Aller"})
    (tmp_path / "mine/messages/sub").mkdir()
    (tmp_path / "mine/messages/sub/de.yaml").write_text("skip: secret")
    for folder in (tmp_path, tmp_path.parent, tmp_path / "mine"):
        (folder / "outside.yaml").write_text("skip: secret")
    assert words.get("skip", language) == "Skip"


def test_p7_a_place_that_nothing_fills_is_told_where_it_stands(speaking: Speaking) -> None:
    english = (
        "feed_of: '{title}: {section}'\nentries: { one: '{number} entry', other: '{number} entries' }\nskip: Skip\n"
    )
    own = "\nfeed_of: '{titel}: {section}'\nentries: '{nubmer}'\nskip: 'To {x}'\nmine: '{free}'\n"
    words = speaking(own={"en": own}, below={"en": english})
    first, *rest = problems(words, "en")
    assert first.endswith(
        "en.yaml:2:1: error: nothing fills `{titel}` in `feed_of`. It can hold `{section}`, `{title}`."
    )
    assert rest == [
        "themes/own/messages/en.yaml:3:1: error: nothing fills `{nubmer}` in `entries`. It can hold `{number}`.",
        "themes/own/messages/en.yaml:4:1: error: nothing fills `{x}` in `skip`. It can hold no place.",
    ]
