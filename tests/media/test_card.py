"""Social cards: what they say in every script, that nothing is cut off or boxed, that they are the same anywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from voicebuilder.media.pixels import directions, wording
from voicebuilder.media.pixels.card import (
    HEIGHT,
    WIDTH,
    Card,
    Colours,
    Faces,
    UnfitFaceError,
    draw,
    recipe,
)
from voicebuilder.media.pixels.letters import Cut, chain
from voicebuilder.media.pixels.setting import Paragraph, Room

from .bar_faces import bar_face

if TYPE_CHECKING:
    from pathlib import Path

COLOURS = Colours("#fdfaf4", "#ffffff", "#231d18", "#5a5048", "#7a2222")
CARD = Card(
    title="Counting swifts, badly",
    site="Slack Water",
    author="Wenna Tregear",
    date="19 September 2026",
    label="Photo",
    colours=COLOURS,
)
OURS = Faces()
STYLES = ("letter", "stream", "poster")
SERIF = Cut("serif", 700)
ROOM = Room(1040, 300, 5, range(116, 43, -2), 1.1)
# No letter may come nearer to the picture's edge.
EDGE = 40
HEBREW = {"א": 200, "ב": 300, "ג": 400, "ד": 500, "ה": 600, "ו": 700}


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def faces_of(folder: Path, *fonts: bytes) -> Faces:
    paths = []
    for number, font in enumerate(fonts):
        paths.append(folder / f"{number}.ttf")
        paths[-1].write_bytes(font)
    return Faces.of(paths)


def paragraph(text: str, faces: Faces = OURS, *, is_rtl: bool = False, language: str = "en") -> Paragraph:
    return Paragraph(text, chain(faces, SERIF), is_rtl=is_rtl, language=language)


@pytest.mark.parametrize("style", STYLES)
def test_card_is_a_small_png_in_the_colours(style: str) -> None:
    drawn = draw(replace(CARD, style=style, title=CARD.title * 5), OURS)
    shown = Image.open(BytesIO(drawn.png))
    assert drawn.missing is None
    assert (shown.format, shown.mode, shown.size) == ("PNG", "P", (WIDTH, HEIGHT))
    assert len(drawn.png) <= 40_000
    colours = {f"#{bytes(colour).hex()}" for _, colour in shown.convert("RGB").getcolors(256) or ()}
    assert {COLOURS.ground, COLOURS.ink} <= colours
    assert not shown.info, "nothing is in the file but the picture"


def test_styles_differ() -> None:
    assert len({draw(replace(CARD, style=style), OURS).png for style in STYLES}) == len(STYLES)


@pytest.mark.parametrize("change", [{"is_note": True}, {"label": ""}, {"date": ""}, {"author": ""}, {"site": "Ebb"}])
@pytest.mark.parametrize("style", STYLES)
def test_all_that_a_card_says_is_seen(style: str, change: dict[str, object]) -> None:
    card = replace(CARD, style=style)
    assert draw(replace(card, **change), OURS).png != draw(card, OURS).png


def test_p3_same_bytes_in_another_process() -> None:
    code = (
        "from voicebuilder.media.pixels.card import *; import sys;"
        "colours = Colours('#fdfaf4', '#ffffff', '#231d18', '#5a5048', '#7a2222');"
        "card = Card('Counting swifts, badly', 'Slack Water', 'Wenna Tregear', '19 September 2026', 'Photo', colours);"
        "sys.stdout.buffer.write(draw(card, Faces()).png)"
    )
    # Neither typefaces nor libraries of the machine, nor its language, have a say.
    alone = {"PATH": os.defpath, "HOME": "/nowhere", "LC_ALL": "C", "PYTHONHASHSEED": "7", "FONTCONFIG_FILE": "/none"}
    run = subprocess.run([sys.executable, "-c", code], env=alone, capture_output=True, check=True)
    assert hashlib.sha256(run.stdout).digest() == hashlib.sha256(draw(CARD, OURS).png).digest()


def test_recipe_names_all_that_decides() -> None:
    for name in ("card-", "pillow-", "uharfbuzz-", "fontpkg-source-serif-4-", "fontpkg-source-sans-3-"):
        assert name in recipe()


@pytest.mark.parametrize(
    ("title", "scripts", "families"),
    [
        ("Say שלום", ("Hebrew",), ("Noto Sans Hebrew",)),
        ("潮の満ち引き", ("Han", "Hiragana"), ("Noto Sans SC", "Noto Sans JP")),
        ("بحر 😀", ("Arabic",), ("Noto Sans Arabic",)),
    ],
)
def test_letters_that_no_face_has_are_told_and_not_boxed(
    title: str, scripts: tuple[str, ...], families: tuple[str, ...]
) -> None:
    drawn = draw(replace(CARD, title=title), OURS)
    assert drawn.missing is not None
    assert (drawn.missing.scripts, drawn.missing.families) == (scripts, families)
    assert set(drawn.missing.letters) == {letter for letter in title if letter.isalpha() and not letter.isascii()}
    # The site's name stands in its place.
    assert drawn.png == draw(replace(CARD, title="", label=""), OURS).png


def test_han_is_named_after_the_language() -> None:
    for language, family in (("ja", "JP"), ("zh-Hant", "TC"), ("zh", "SC"), ("ko", "KR")):
        missing = draw(replace(CARD, title="海", language=language), OURS).missing
        assert missing is not None
        assert missing.families == (f"Noto Sans {family}",)


def test_author_with_other_letters_is_left_out() -> None:
    drawn = draw(replace(CARD, author="נועה"), OURS)
    assert drawn.missing is not None
    assert drawn.missing.letters == "נועה"
    assert drawn.png == draw(replace(CARD, author=""), OURS).png


def test_no_card_when_not_even_the_site_can_be_named() -> None:
    drawn = draw(replace(CARD, title="שלום", site="ים"), OURS)
    assert drawn.png == b""
    assert drawn.missing is not None


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("Fog 🌫️ on the 👩‍💻 river 🇵🇹", "Fog on the river"),
        ("𝓕𝓪𝓷𝓬𝔂 ① ｗｉｄｅ", "Fancy 1 wide"),
        ("Keys 1\ufe0f\u20e3", "Keys 1"),
        ("  Two\u00ad words\n\tapart\u202e ", "Two words apart"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_what_cannot_be_seen_leaves_no_trace(title: str, same: str) -> None:
    drawn = draw(replace(CARD, title=title), OURS)
    assert drawn.missing is None
    assert drawn.png == draw(replace(CARD, title=same), OURS).png


@pytest.mark.parametrize(
    "title", ["Μετρώντας χελιδόνια, ἄσχημα", "Ещё раз про стрижей: їжак, љубав", "Đếm chim én dở tệ", "Łódź ☞ ß"]
)
def test_our_faces_have_latin_greek_and_cyrillic(title: str) -> None:
    for style in STYLES:
        assert draw(replace(CARD, title=title, author=title, style=style), OURS).missing is None


def bars(image: Image.Image, ground: str) -> list[int]:
    """Heights of bars, and of what else stands on one line, from left to right."""
    top, bottom = 190, 500
    dark = (
        ImageChops.difference(image, Image.new("RGB", image.size, ground)).convert("L").point(lambda v: 255 * (v > 90))
    )
    heights = []
    start = None
    for x in range(WIDTH):
        is_ink = dark.crop((x, top, x + 1, bottom)).getbbox() is not None
        if is_ink and start is None:
            start = x
        if not is_ink and start is not None:
            box = dark.crop((start, top, x, bottom)).getbbox()
            assert box is not None
            heights.append(box[3] - box[1])
            start = None
    return heights


@pytest.mark.parametrize(
    ("title", "is_rtl", "order"),
    [
        ("אבג", True, "גבא"),
        ("אב גד", True, "דגבא"),
        ("אב HHH גד", True, "דגHHHבא"),
        ("HH אבג HH", False, "HHגבאHH"),
        ("אב 17 גד", True, "דג17בא"),
        ("HH אב גד", True, "דגבאHH"),
    ],
)
def test_mixed_directions_stand_as_they_are_read(tmp_path: Path, title: str, is_rtl: bool, order: str) -> None:
    faces = faces_of(tmp_path, bar_face(HEBREW))
    drawn = draw(replace(CARD, title=title, is_rtl=is_rtl, label="", site="H", author="", date=""), faces)
    assert drawn.missing is None
    found = bars(picture(drawn.png), COLOURS.ground)
    size = 116
    expected = [HEBREW[letter] * size / 1000 if letter in HEBREW else 0.67 * size for letter in order]
    # Capitals and digits are 0.63 to 0.67 em high.
    assert found == [pytest.approx(height, abs=6) for height in expected]


def test_right_to_left_is_a_mirror(tmp_path: Path) -> None:
    faces = faces_of(tmp_path, bar_face(HEBREW))
    for style in STYLES:
        card = replace(CARD, style=style, title="א", site="א", author="", date="", label="")
        left = picture(draw(replace(card, is_rtl=False), faces).png)
        right = picture(draw(replace(card, is_rtl=True), faces).png)
        # Bars are symmetrical; where their edges lie between two pixels may differ.
        apart = ImageChops.difference(left.transpose(Image.Transpose.FLIP_LEFT_RIGHT), right).convert("L")
        assert sum(apart.histogram()[24:]) < 1200
        assert left != right


@pytest.mark.parametrize(
    ("text", "is_rtl", "levels"),
    [
        ("ab", False, "00"),
        ("אב", False, "11"),
        ("אב ab", True, "11122"),
        ("אב 12", True, "11122"),
        ("ab 12", True, "22222"),
        ("אב 12", False, "11122"),
        ("א1-2", True, "1222"),
        ("א1,2", True, "1222"),
        ("א5%", True, "122"),
        ("ا5%", True, "121"),
        ("א (ab) ב", True, "11122111"),
        ("a (א) b", False, "0001000"),
        ("אב!", False, "110"),
        ("אבּ", True, "111"),
        ("ا١٢", True, "122"),
        ("a(b)ג", True, "22221"),
        ("ג(b)a", True, "11212"),
    ],
)
def test_levels_are_those_of_the_standard(text: str, is_rtl: bool, levels: str) -> None:
    assert "".join(map(str, directions.levels(text, is_rtl=is_rtl))) == levels


def test_runs_are_turned_within_runs() -> None:
    runs = [("a", 1), ("b", 2), ("c", 1), ("d", 0), ("e", 2), ("f", 1)]
    assert "".join(name for name, _ in directions.visual(runs, lambda run: run[1])) == "cbadfe"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("one two", "one |two"),
        ("one\u00a0two three", "one\u00a0two |three"),
        ("well-known e-mail -5", "well-|known |e-mail |-5"),
        ("and/or 1/2", "and/|or |1/2"),
        ("this—that", "this|—|that"),
        ("潮の、満ち。", "潮|の、|満|ち。"),
        ("「潮」と『海』だ", "「潮」|と|『海』|だ"),
        ("きゃっと", "きゃっ|と"),
        ("版3は", "版|3|は"),
        ("한국어 글", "한국어 |글"),
        ("say “yes”", "say |“yes”"),
    ],
)
def test_lines_end_where_they_may(text: str, broken: str) -> None:
    pieces = wording.clusters(text)
    ends = [0, *wording.breaks(pieces), len(pieces)]
    parts = ["".join(pieces[start:stop]) for start, stop in pairwise(ends)]
    assert "|".join(parts) == broken


def test_letters_stay_with_their_marks() -> None:
    assert wording.clean("e\u0301") == "é"
    assert wording.clusters("e\u0301a👩‍💻🇵🇹🇵क्षि") == ["e\u0301", "a", "👩‍💻", "🇵🇹", "🇵", "क्षि"]
    assert len("".join(wording.clusters("z" + "\u0335\u0301" * 30))) == 5, "pranks are pruned"


def test_capitals_are_those_of_the_language() -> None:
    assert wording.capitals("ışık iyi", "tr-TR") == "IŞIK İYİ"
    assert wording.capitals("Ήσυχα νερά", "el") == "ΗΣΥΧΑ ΝΕΡΑ"
    assert wording.capitals("Straße", "de") == "STRASSE"


def test_lines_are_balanced() -> None:
    block = paragraph("What the harbour master told me about slack water, and why I believed him").fit(ROOM)
    widths = [line.width * block.size for line in block.lines]
    assert 2 <= len(widths) <= 5
    assert min(widths) > 0.75 * max(widths)
    assert max(widths) <= ROOM.width


def test_lines_of_east_asia_stand_wider_apart(tmp_path: Path) -> None:
    faces = faces_of(tmp_path, bar_face({"海": 800, "ה": 800}))
    apart = []
    for letter in "ה海":
        block = paragraph(f"{letter} " * 30, faces).fit(replace(ROOM, sizes=(50,)))
        apart.append(block.baselines[1] - block.baselines[0])
    assert apart[1] > 1.1 * apart[0]


def test_short_titles_are_large_and_long_ones_small() -> None:
    sizes = [paragraph("word " * count).fit(ROOM).size for count in (1, 8, 16, 30)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)
    assert sizes[0] == 116


def test_too_long_a_title_ends_in_an_ellipsis() -> None:
    block = paragraph("word, " * 100).fit(ROOM)
    run, _ = block.lines[-1].runs[-1]
    end = run.face.shape("d…", is_rtl=False, language="en")
    assert len(block.lines) == 5
    assert [glyph[0] for glyph in run.glyphs[-2:]] == [glyph[0] for glyph in end.glyphs], "no comma stands before it"


def test_a_word_is_broken_only_where_it_must_be() -> None:
    whole = paragraph("Rindfleischetikettierungsüberwachung now").fit(ROOM)
    assert len(whole.lines) <= 2
    for count in range(40, 80, 3):
        broken = paragraph("Aa" * count).fit(ROOM)
        assert len(broken.lines) > 1
        widths = [line.width for line in broken.lines]
        assert max(widths) * broken.size <= ROOM.width
        assert min(widths) > 0.6 * max(widths)


def test_letters_are_kerned_without_the_machines_libraries() -> None:
    assert paragraph("AVAVAV").fit(ROOM).lines[0].width < 3 * sum(
        paragraph(letter).fit(ROOM).lines[0].width for letter in "AV"
    )


def test_faces_are_asked_in_order(tmp_path: Path) -> None:
    first, second = bar_face({"א": 200, "a": 900}), bar_face({"א": 700, "ב": 700})
    faces = faces_of(tmp_path, first, second)
    ours, one, two, *_ = chain(faces, SERIF)
    block = paragraph("aאב", faces).fit(ROOM)
    assert {id(run.face) for run, _ in block.lines[0].runs} == {id(ours), id(one), id(two)}
    assert [run.face for run, _ in block.lines[0].runs] == [ours, two, one]


def test_punctuation_is_of_the_face_of_its_word(tmp_path: Path) -> None:
    faces = faces_of(tmp_path, bar_face({"א": 200, "!": 900}))
    ours, own, *_ = chain(faces, SERIF)
    faces_found = [run.face for run, _ in paragraph("א! a!", faces).fit(ROOM).lines[0].runs]
    assert faces_found == [own, own, ours]


def test_faces_without_outlines_are_not_asked(tmp_path: Path) -> None:
    faces = faces_of(tmp_path, bar_face({"א": 0, "ב": 100}))
    assert paragraph("אב", faces).missing == "א"


def test_a_changed_file_is_another_face(tmp_path: Path) -> None:
    card = replace(CARD, title="א")
    before = faces_of(tmp_path, bar_face({"א": 200}))
    low = draw(card, before)
    after = faces_of(tmp_path, bar_face({"א": 600}))
    assert before != after
    assert draw(card, after).png != low.png
    # What was read stays as it was.
    (tmp_path / "0.ttf").write_bytes(b"")
    assert draw(card, before) == low


def test_a_file_that_changes_before_it_is_read_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    faces = faces_of(tmp_path, bar_face({"א": 250}))
    faces_of(tmp_path, bar_face({"א": 350}))
    with pytest.raises(UnfitFaceError, match="was changed a moment ago"):
        draw(CARD, faces)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "is not there"),
        (b"wOF2" + bytes(40), "is compressed for the web"),
        (b"wOFF" + bytes(40), "is compressed for the web"),
        (b"GIF89a", "is no typeface"),
        (b"", "is no typeface"),
        (bar_face({"a": 500})[:90], "is no typeface"),
    ],
)
def test_unfit_faces_are_named(tmp_path: Path, data: bytes | None, reason: str) -> None:
    path = tmp_path / "letters.ttf"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnfitFaceError) as caught:
        Faces.of([path])
    assert (caught.value.path, caught.value.reason) == (path, reason)
    assert caught.value.hint


def margin(image: Image.Image) -> list[bytes]:
    boxes = (
        (0, 0, WIDTH, EDGE),
        (0, HEIGHT - EDGE, WIDTH, HEIGHT),
        (0, 0, EDGE, HEIGHT),
        (WIDTH - EDGE, 0, WIDTH, HEIGHT),
    )
    return [image.crop(box).tobytes() for box in boxes]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "font", [{"heights": {"א": 2600}}, {"heights": {"א": 700}, "reach": 500}], ids=["tall", "wide"]
)
def test_large_letters_of_the_writers_face_keep_away_from_the_edge(
    tmp_path: Path, style: str, font: dict[str, Any]
) -> None:
    faces = faces_of(tmp_path, bar_face(**font))
    for is_rtl, count in ((False, 9), (True, 9), (False, 400)):
        text = ("א" * 9 + " ") * (count // 9)
        card = replace(CARD, style=style, is_rtl=is_rtl, title=text, site=text, author=text, date=text, label=text)
        plain = replace(CARD, style=style, is_rtl=is_rtl)
        drawn = draw(card, faces)
        assert drawn.missing is None
        assert margin(picture(drawn.png)) == margin(picture(draw(plain, OURS).png))


# What climbs, hangs, reaches out, has no end, or goes the other way.
NASTY = st.text(
    st.sampled_from("AfjQÅẶǺ g\u0301\u0323\u0302\u0488\u20dd\u0489\u035c\u0f39Ѫ҈Щ§¶…—–-/()«»WM@%№ﬃ½0٠א\u200f\u00a0.,")
)


CLIMBING, HANGING = "Å\u0301\u0302\u0301\u0302" * 90, "ẶQ\u0323\u0323\u0323j" * 30


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    title=st.one_of(NASTY, st.text(max_size=400)),
    rest=st.one_of(NASTY, st.text(max_size=120)),
    style=st.sampled_from(STYLES),
    is_note=st.booleans(),
    is_rtl=st.booleans(),
)
@example(title=CLIMBING, rest=HANGING, style="poster", is_note=False, is_rtl=True)
@example(title="W" * 300, rest="W" * 300, style="stream", is_note=True, is_rtl=False)
def test_no_letter_comes_near_the_edge(title: str, rest: str, style: str, *, is_note: bool, is_rtl: bool) -> None:
    card = replace(CARD, title=title, author=rest, date=rest, label=rest, style=style, is_note=is_note, is_rtl=is_rtl)
    plain = replace(CARD, style=style, is_rtl=is_rtl)
    assert margin(picture(draw(card, OURS).png)) == margin(picture(draw(plain, OURS).png))
