"""The few words that we add to a text: whole rows, in the text's language."""

from __future__ import annotations

import unicodedata

import pytest

from voicebuilder.markup import MarkupSettings, Source, convert
from voicebuilder.markup.words import _ROWS, _WORDS, words_of
from voicebuilder.theme.find import BUILT_IN

ALERTS = ("note", "tip", "important", "warning", "caution")
TEXT = """\
> [!NOTE]
> Zq.

> [!TIP]
> Zq.

> [!IMPORTANT]
> Zq.

> [!WARNING]
> Zq.

> [!CAUTION]
> Zq.

- [x] zq
- [ ] zq

| zq |
|----|
| zq |

```
zq
```

Zq[^1].

[^1]: Zq.
"""


def keep(href: str, line: int, *, image: bool) -> str:
    return href


@pytest.mark.parametrize("language", sorted(_WORDS))
def test_a_row_is_whole_and_clean(language: str) -> None:
    row = _WORDS[language]
    for word in row:
        assert word == word.strip() != "", row
        assert word == unicodedata.normalize("NFC", word), row
    assert len({getattr(row, alert) for alert in ALERTS}) == len(ALERTS)
    assert row.done != row.todo


def test_rows_go_by_tags_in_lower_case() -> None:
    assert [tag for tag in (*_WORDS, *_ROWS) if tag != tag.lower()] == []
    assert set(_ROWS.values()) <= set(_WORDS)


def test_what_the_themes_speak_is_spoken_in_texts_too() -> None:
    """A region of a language takes the language's row."""
    spoken = {path.stem for path in (BUILT_IN / "base/messages").glob("*.yaml")}
    assert {tag for tag in spoken if tag != "en" and words_of(tag) == words_of("en")} == set()


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("de", "Hinweis"),
        ("de-AT", "Hinweis"),
        ("de_CH", "Hinweis"),
        ("DE", "Hinweis"),
        ("pt-BR", "Nota"),
        ("nb-NO", "Merk"),
        ("nn", "Merk"),
        ("zh", "说明"),
        ("zh-Hans-SG", "说明"),
        ("zh-Hant", "說明"),
        ("zh-Hant-HK", "說明"),
        ("zh-TW", "說明"),
        ("vi", "Note"),
        ("den", "Note"),
        ("", "Note"),
    ],
)
def test_the_row_of_a_language(language: str, note: str) -> None:
    assert words_of(language).note == note


@pytest.mark.parametrize("language", sorted({*_WORDS, *_ROWS}))
def test_a_text_has_all_its_words_in_its_language(language: str) -> None:
    html = convert(Source(TEXT, language=language), MarkupSettings(), keep).html
    row = words_of(language)
    for word in row:
        assert word in html, word
    assert f'aria-label="{row.back} 1"' in html
    assert f'aria-label="{row.footnotes}"' in html
    strange = {word for word in words_of("en") if word not in row} if language != "en" else set()
    for word in strange:
        assert f'"{word}"' not in html
        assert f">{word}<" not in html
