"""The message files that come along: whole, well formed, and all that a site in their language says."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale

from voicebuilder.config import yaml
from voicebuilder.text.languages import direction
from voicebuilder.theme.find import BUILT_IN
from voicebuilder.theme.locales import date_words, month_words

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element
    from tests.conftest import Output, Site

    from voicebuilder.config.yaml import Plain

FOLDER = BUILT_IN / "base/messages"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
OTHERS = [language for language in LANGUAGES if language != "en"]
DAY = datetime(2026, 3, 24, tzinfo=UTC)
_PLACE = re.compile(r"\{(\w+)\}")
# Written by hand or by the script that made a translation, and never meant.
_SLIPS = re.compile(r"  |\.\.\.|\s[,.]|''|\"|'|\t|\ufffd|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def messages(language: str) -> dict[str, Plain]:
    mapping, faults = yaml.parse((FOLDER / f"{language}.yaml").read_text("utf-8"))
    assert faults == ()
    return {key: yaml.plain(node) for key, node in mapping.items.items()}


ENGLISH = messages("en")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language, plurals one by one, with its key."""
    for key, message in messages(language).items():
        for text in message.values() if isinstance(message, dict) else [message]:
            assert isinstance(text, str)
            yield key, text


# --- the files -------------------------------------------------------------------------------------------------------


def test_languages_that_come_along() -> None:
    assert {"en", "de", "fr", "es", "pt", "ja", "ar"} <= set(LANGUAGES)
    assert [name for name in LANGUAGES if name != name.lower()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_english_is_there_in_its_order(language: str) -> None:
    assert list(messages(language)) == list(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_a_text_for_each_plural_of_the_language(language: str) -> None:
    rule = Locale.parse(language, sep="-").plural_form
    for key, message in messages(language).items():
        assert isinstance(message, dict) == isinstance(ENGLISH[key], dict), key
        if isinstance(message, dict):
            assert set(message) == {*rule.tags, "other"}, key


@pytest.mark.parametrize("language", OTHERS)
def test_the_places_are_those_of_english(language: str) -> None:
    rule = Locale.parse(language, sep="-").plural_form
    numbers: dict[str, list[int]] = {}
    for number in range(500):
        numbers.setdefault(rule(number), []).append(number)
    for key, message in messages(language).items():
        there = ENGLISH[key]
        wanted = set(_PLACE.findall(there["other"] if isinstance(there, dict) else there))
        for form, text in message.items() if isinstance(message, dict) else [("", message)]:
            # A plural of one number may say it in words: تدوينتان, שתי דקות.
            free = {"number"} if len(numbers.get(form, [])) == 1 else set()
            assert wanted - free <= set(_PLACE.findall(text)) <= wanted, (key, text)
            assert _PLACE.sub("", text).count("{") == _PLACE.sub("", text).count("}") == 0, (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean(language: str) -> None:
    for key, text in texts(language):
        assert text == text.strip() != "", key
        assert text == unicodedata.normalize("NFC", text), key
        assert not _SLIPS.search(text), (key, _SLIPS.search(text))
        assert text.count("(") == text.count(")"), key


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_end_where_english_ends_them(language: str) -> None:
    """A heading or button without a full stop, a sentence with one."""
    for key, text in texts(language):
        there = ENGLISH[key]
        wanted = isinstance(there, str) and there.endswith(".")
        assert (text[-1] in ".。") == wanted, (key, text)


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("fr", r"[^\u202f][:;!?]|’’|'"),
        ("ar", r"[,;?]|[\u06cc\u06a9]"),
        ("fa", r"[,;?]|[\u064a\u0643]"),
        ("ja", r"[,;:?!]"),
        ("zh", r"[,;:?!()]"),
        ("zh-hant", r"[,;:?!()]"),
    ],
)
def test_punctuation_is_the_languages_own(language: str, wrong: str) -> None:
    for key, text in texts(language):
        shown = _PLACE.sub("x", text)
        assert not re.search(wrong, shown), (key, text)


# --- whole sites -----------------------------------------------------------------------------------------------------

# Made of names in which no message of any language occurs. March has a name of its own in English.
CONTENT = {
    **{
        f"posts/q{day}.md": f"---\ntitle: Qv{day}\ndate: 2026-03-{day} 10:00\nupdated: 2026-03-28\ntags: [zq]\n"
        f"series: Zqw\nsyndication: [https://zq.example/1]\n---\n{'Zqw. ' * 600}\n"
        for day in (10, 17, 24)
    },
    "notes/q.md": "---\ndate: 2026-03-09 15:30\n---\nZqw.\n",
    "notes/qd.md": "---\ndate: 2026-03-08 15:30\ndraft: true\n---\nZqw.\n",
    "pages/qp.md": "---\ntitle: Zqp\naliases: [/qold/]\n---\nZqw.\n",
}
SITE = """\
title: Zqsite
url: https://example.org/
author: {{ name: Zqname, email: q@example.org }}
language: {language}
paginate: 1
theme: {theme}
theme_options: {{ share: [email], lengths: true }}
signup: {{ provider: buttondown, username: zq, privacy: /qp/ }}
"""
PAGES = (
    "/", "/page/1/", "/archive/", "/archive/2026/", "/tags/", "/tags/zq/", "/series/", "/series/zqw/", "/posts/",
    "/notes/", "/subscribe/", "/subscribe/thanks/", "/404.html", "/posts/q10/", "/posts/q17/",
    "/notes/2026-03-09-1530/", "/notes/2026-03-08-1530/", "/qp/", "/qold/",
)  # fmt: skip
# Said by sites of other kinds (below); the last two have no page of their own.
OTHERWISE = {
    "empty", "scheduled", "permalink", "read_on", "subscribe_by_email", "no_email", "feed_with", "leave_empty",
    "photos", "photo", "audio", "video", "links", "link", "in_reply_to", "like_of", "repost_of", "series",
    "rsvp_yes", "rsvp_no", "rsvp_maybe", "rsvp_interested", "download", "chapters", "transcript", "read_next",
    "mentioned_in", "on_this_day", "years_ago", "search", "search_for", "search_found", "search_none", "search_failed",
    "search_more", "search_noscript", "post",
}  # fmt: skip
FILES = Path(__file__).parent.parent / "media/files"
# Every kind, every answer, and what leads from one entry to another.
OTHER_KINDS: Mapping[str, str | bytes] = {
    "photos/q.png": png(),
    "photos/q.md": '---\ndate: 2023-03-24 10:00\nalt: ""\n---\nZqw.\n',
    "audio/q.m4a": (FILES / "chapters.m4a").read_bytes(),
    "audio/q.md": "---\ntitle: Zqt\ndate: 2026-03-02 10:00\ntags: [zq]\n---\n[zq](../posts/q24.md)\n",
    "audio/q.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nZqw.\n",
    "video/q.mp4": (FILES / "film.mp4").read_bytes(),
    "video/q.md": "---\ndate: 2026-03-03 10:00\n---\nZqw.\n",
    "links/q.md": "---\ndate: 2026-03-04 10:00\nlink: https://zq.example/\nseries: Zqs\n---\nZqw.\n",
    **{
        f"notes/q{number}.md": f"---\ndate: 2026-03-05 10:0{number}\nin_reply_to: https://zq.example/{number}\n"
        f"like_of: https://zq.example/l\nrepost_of: https://zq.example/r\nrsvp: {answer}\n---\nZqw.\n"
        for number, answer in enumerate(("yes", "no", "maybe", "interested"))
    },
}
THEMES = ("letter", "stream", "poster")
GERMAN = {
    "posts/de.md": "---\ntitle: Zqeigen\ndate: 2026-03-30 10:00\nupdated: 2026-03-31\nlanguage: de\ntags: [zq]\n"
    f"series: Zqw\n---\n{'Zqw. ' * 600}\n",
    "notes/de.md": "---\ndate: 2026-03-31 15:30\nlanguage: de\n---\nZqw.\n",
}
# What is read out or shown elsewhere than in the page.
_TOLD = ("aria-label", "alt", "title", "placeholder", "value", "data-found", "data-none", "data-failed")
# Formats, addresses and machines are called the same in every language.
_NAMES = re.compile(r"JSON Feed|voicebuilder [\d.]+|\S+://\S+|\S+@\S+|mailto:\S+")


@pytest.fixture(scope="module")
def built(make_site: Callable[..., Site]) -> Callable[..., Output]:
    """`CONTENT` in a language and theme, its draft too."""

    def build(language: str, theme: str = "letter", more: Mapping[str, str] | None = None) -> Output:
        config = SITE.format(language=language, theme=theme)
        return make_site({"voicebuilder.yaml": config, **CONTENT, **(more or {})}).build(drafts=True)

    return build


def page(output: Output, url: str) -> Element:
    return output.parsed(url.removeprefix("/") + ("index.html" if url.endswith("/") else ""))


def spoken(root: Element) -> list[str]:
    """Everything of a page that somebody reads or hears, piece by piece."""
    found: list[str | None] = []
    for element in root.iter():
        if element.tag in ("style", "script") or not isinstance(element.tag, str):
            continue
        found += [element.text, *(child.tail for child in element), *(element.get(name) for name in _TOLD)]
        if element.tag == "meta" and "viewport" not in (element.get("name") or ""):
            found.append(element.get("content"))
    return [" ".join(_NAMES.sub("", text).split(" ")).strip() for text in found if text and text.strip()]


@cache
def foreign(language: str, own: str) -> dict[str, re.Pattern[str]]:
    """What one language says and another never does: by key, a pattern of the whole message."""
    mine = [text for _, text in texts(own)]
    found = {}
    for key, text in texts(language):
        pattern = ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", text))
        whole = re.compile(rf"(?<![\w-]){pattern}(?![\w-])")
        if any(letter.isalpha() for letter in _PLACE.sub("", text)) and not any(map(whole.search, mine)):
            found[key] = whole
    return found


def strays(root: Element, language: str, own: str) -> list[tuple[str, str]]:
    """Key and text of what a page in one language says in another."""
    said = spoken(root)
    return [(key, text) for key, whole in foreign(language, own).items() for text in said if whole.search(text)]


@pytest.mark.slow
@pytest.mark.parametrize("language", OTHERS)
def test_a_site_speaks_one_language(built: Callable[..., Output], language: str) -> None:
    output = built(language)
    assert len(foreign("en", language)) > len(ENGLISH) * 0.8
    for url in PAGES:
        root = page(output, url)
        assert (root.get("lang"), root.get("dir")) == (language, direction(language)), url
        assert strays(root, "en", language) == [], url
        assert [text for text in spoken(root) if re.search(r"\bMarch\b|\b[AP]M\b", text)] == [], url
    assert date_words(DAY, language) in output.page("/posts/q24/")
    assert f"<h2>{month_words(DAY, language)}</h2>" in output.page("/archive/2026/")


def test_these_pages_say_nearly_all_messages(built: Callable[..., Output]) -> None:
    """So that the test above can see what is left in English."""
    output = built("en")
    said = {key for url in PAGES for key, _ in strays(page(output, url), "en", "ja")}
    paces = {key for key in ENGLISH if key.startswith("pace_")} - {"pace_weekly"}
    assert set(foreign("en", "ja")) - said == paces | OTHERWISE


@pytest.mark.slow
def test_sites_of_other_kinds_say_the_rest(make_site: Callable[..., Site]) -> None:
    frame = "title: Zqsite\nurl: https://example.org/\nlanguage: "
    link = "\nsignup: { provider: emailoctopus, url: 'https://zq.example/' }\n"
    entries = {
        "posts/q.md": "---\ntitle: Zq\ndate: 2027-03-01\n---\nZqw.\n",
        "notes/q.md": "Zqw.\n\n<!--more-->\n\nZqw.\n",
    }
    kinds = (
        {"voicebuilder.yaml": frame + "{}\n"},
        {"voicebuilder.yaml": frame + "{}\nsignup: {{ provider: own, url: 'https://zq.example/' }}\n", **CONTENT},
        {
            "voicebuilder.yaml": frame + "{}\nsearch: true\nrelated: 3\ntheme_options: {{on_this_day: true}}\n",
            **CONTENT,
            **OTHER_KINDS,
        },
        {"voicebuilder.yaml": frame + "{}" + link.replace("{", "{{").replace("}", "}}"), **entries},
    )
    said = set()
    for files in kinds:
        for language in ("en", "ja"):
            config = files["voicebuilder.yaml"].format(language)
            made = make_site({**files, "voicebuilder.yaml": config})
            output = made.build(drafts=True, now=datetime(2026, 3, 24, 12, tzinfo=UTC))
            found = {key for path in output.pages for key, _ in strays(output.parsed(path), "en", "ja")}
            said |= found
            assert language == "en" or found == set()
    assert said >= OTHERWISE - {"post"}


def test_a_template_that_speaks_english_is_seen(built: Callable[..., Output]) -> None:
    """What the tests here rely on."""
    archive = (FOLDER.parent / "archive.html").read_text("utf-8").replace('{{ word("archive") }}', "Archive")
    meta = (FOLDER.parent / "partials/meta.html").read_text("utf-8").replace(", entry.language", "")
    output = built("de", more={"theme/archive.html": archive})
    assert strays(page(output, "/archive/"), "en", "de") == [("archive", "Archive")]
    output = built("en", more={**GERMAN, "theme/partials/meta.html": meta})
    article = next(page(output, "/posts/de/").iter("article"))
    assert [key for key, _ in strays(article, "en", "de")] == ["minutes", "updated"]


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_speaks(built: Callable[..., Output], theme: str) -> None:
    output = built("de", theme)
    for url in PAGES:
        assert strays(page(output, url), "en", "de") == [], url
        assert [text for text in spoken(page(output, url)) if "March" in text] == [], url


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_an_entry_speaks_its_own_language_and_the_site_around_it_does_not(
    built: Callable[..., Output], theme: str
) -> None:
    output = built("en", theme, GERMAN)
    for url in ("/posts/de/", "/notes/2026-03-31-1530/", "/", "/posts/", "/notes/", "/tags/zq/"):
        root = page(output, url)
        (article,) = (found for found in root.iter("article") if found.get("lang") == "de")
        assert strays(article, "en", "de") == [], url
        assert [text for text in spoken(article) if "March" in text] == [], url
        parent = article.getparent()
        assert parent is not None
        parent.remove(article)
        assert strays(root, "de", "en") == [], url
        assert [text for text in spoken(root) if "März" in text] == [], url


def test_what_a_german_entry_says_on_an_english_site(built: Callable[..., Output]) -> None:
    html = built("en", more=GERMAN).page("/posts/de/")
    article = html[html.index("<article") : html.index("</article>")]
    assert '<html lang="en" dir="ltr">' in html
    assert article.startswith('<article class="h-entry post" lang="de" dir="ltr">')
    for said in ("30. März 2026", "3 Minuten", "Aktualisiert am", "31. März 2026", "Teil 4 von 4", "Schlagwörter"):
        assert said in article, said
    assert "Get the next one by email" in html.replace(article, "")


def test_an_arabic_note_on_an_english_site_is_written_from_the_right(built: Callable[..., Output]) -> None:
    note = "---\ndate: 2026-03-31 15:30\nlanguage: ar\n---\nZqw.\n"
    html = built("en", more={"notes/ar.md": note}).page("/notes/2026-03-31-1530/")
    assert '<article class="h-entry note" lang="ar" dir="rtl">' in html
    assert '<h1 class="offscreen">خاطرة، 31 مارس 2026</h1>' in html
