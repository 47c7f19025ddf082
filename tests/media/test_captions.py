"""Files of captions, and the transcripts that they become."""

from __future__ import annotations

import random
import time

import pytest

from voicebuilder.media.captions import captions
from voicebuilder.model.media import Captions, Line, Unreadable


def lines(text: str | bytes) -> list[Line]:
    found = captions(text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Captions), found
    return list(found.lines)


def cues(*parts: tuple[float, float, str]) -> str:
    def clock(at: float) -> str:
        return f"{int(at // 60):02}:{at % 60:06.3f}"

    return "WEBVTT\n\n" + "\n\n".join(f"{clock(start)} --> {clock(end)}\n{text}" for start, end, text in parts) + "\n"


def unreadable(text: str | bytes) -> Unreadable:
    found = captions(text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Unreadable), found
    return found


SAID = [Line(1, "", "The tide is in.")]


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe tide is in.\n",
        b"\xef\xbb\xbfWEBVTT - Fog\nKind: captions\n\n00:01.000 --> 00:02.000\nThe tide is in.",
        b"WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000 align:start line:0\r\nThe tide\r\nis in.\r\n\r\n",
        b"WEBVTT\r\r00:01.000-->00:02.000\rThe tide is in.\r",
        b"WEBVTT\n00:01.000 --> 00:02.000\nThe tide is in.\n",
        b"WEBVTT\tx\n\n\n\nintro\n0000:00:01.000\t-->\t100:00:02.000\n<i>The</i> <c.loud>tide</c> <00:01.500>is in.\n",
        b"WEBVTT\n\nSTYLE\n::x{}\n\nREGION\nid:a\n\nNOTE by\nway\n\n00:01.000 --> 00:02.000\nThe tide is in.\n\nNOTE\n",
    ],
)
def test_each_way_of_writing_it(data: bytes) -> None:
    assert lines(data) == SAID


def test_tags_go_and_entities_are_read() -> None:
    text = "<b>Fish</b> &amp; <ruby>潮<rt>しお</rt></ruby>&nbsp;&lt;3 &#x263a; 1 < 2<lang pt> sim</lang>"
    assert [line.text for line in lines(cues((0, 1, text)))] == ["Fish & 潮 <3 ☺ 1 < 2 sim"]


def test_signs_that_no_feed_may_hold_go_and_those_that_join_letters_stay() -> None:
    text = "a\u0001b\u2028c \u0645\u06cc\u200c\u0631\u0648\u0645 👩\u200d🚀 \u200fx"
    assert lines(cues((0, 1, text)))[0].text == "a b c \u0645\u06cc\u200c\u0631\u0648\u0645 👩\u200d🚀 \u200fx"


def test_who_speaks() -> None:
    text = cues(
        (0, 2, "<v Wenna>Can you hear it?</v>\n<v.loud Mestre Arlindo>Hear\nwhat?"),
        (2, 3, "<v Mestre Arlindo>The &quot;bell&quot;?"),
        (3, 4, "<v Wenna>Yes.</v> (The bell.)"),
    )
    assert lines(text) == [
        Line(0, "Wenna", "Can you hear it?"),
        Line(0, "Mestre Arlindo", 'Hear what? The "bell"?'),
        Line(3, "Wenna", "Yes."),
        Line(3, "", "(The bell.)"),
    ]


def test_a_pause_begins_a_paragraph() -> None:
    text = cues((0, 2, "One."), (3.9, 5, "Two."), (7, 8, "Three."))
    assert lines(text) == [Line(0, "", "One. Two."), Line(7, "", "Three.")]


def test_each_sound_that_is_described_has_its_own_line() -> None:
    text = cues((0, 1, "[A bell]"), (1, 2, "[The horn]"), (2, 3, "Did you"), (3, 4, "[coughs]"), (4, 5, "hear?"))
    assert [line.text for line in lines(text)] == ["[A bell]", "[The horn] Did you [coughs] hear?"]


def test_a_long_one_ends_with_a_sentence() -> None:
    words = [*(f"and {number} times " * 9 for number in range(4)), "until it stops.”", "Then it turns."]
    text = cues(*((at, at + 1, word) for at, word in enumerate(words)))
    assert [line.text.rpartition(" times ")[2] for line in lines(text)] == ["until it stops.”", "Then it turns."]
    assert [line.start for line in lines(text)] == [0, 5]


def test_one_without_a_full_stop_ends_all_the_same() -> None:
    text = cues(*((at, at + 1, f"and {at} times " * 8) for at in range(50)))
    assert all(len(line.text) < 1500 for line in lines(text))


def test_captions_that_roll_up_are_said_once() -> None:
    text = cues(
        (0, 2, "The fog came"),
        (2, 2.01, "The fog came"),
        (2.01, 4, "The fog came\nat four"),
        (4, 6, "at four\nand stayed"),
        (6, 8, "The fog came\nat four"),
    )
    assert [line.text for line in lines(text)] == ["The fog came at four and stayed The fog came at four"]


def test_what_somebody_says_again_is_said_again() -> None:
    assert lines(cues((0, 1, "No."), (2, 3, "No.")))[0].text == "No. No."
    assert len(lines(cues((0, 1, "<v A>No."), (1, 2, "<v B>No.")))) == 2


def test_the_order_is_that_of_time() -> None:
    assert lines(cues((5, 6, "Two."), (4, 5, "One.")))[0] == Line(4, "", "One. Two.")


def test_nothing_said() -> None:
    assert lines("WEBVTT") == []
    assert lines(cues((0, 1, " "), (1, 2, "<i></i>"))) == []


@pytest.mark.parametrize(
    ("data", "reason", "hint", "is_foreign"),
    [
        (b"", "has no `WEBVTT` at its beginning", "WEBVTT", True),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHi\n", "has no `WEBVTT` at its beginning", "WEBVTT", True),
        (b"WEBVTTx\n", "has no `WEBVTT` at its beginning", "WEBVTT", True),
        (b"WEBVTT\n\nol\xe1\n", "is not UTF-8 text (line 3)", "UTF-8", True),
        (
            b"WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\n",
            "has no times that can be read in line 4",
            "full stop",
            False,
        ),
        (b"WEBVTT\n\n00:01.000 --> 00:61.000\nHi\n", "has no times that can be read in line 3", "Write them", False),
        (b"WEBVTT\n\n00:01.000 -->\nHi\n", "has no times that can be read in line 3", "Write them", False),
        (b"WEBVTT" + b"\n" * 5_000_000, "is larger than 5 MB", "text", False),
    ],
)
def test_what_is_wrong(data: bytes, reason: str, hint: str, is_foreign: bool) -> None:
    found = unreadable(data)
    assert (found.reason, found.is_foreign) == (reason, is_foreign)
    assert hint in found.hint
    assert len(found.digest) > 0


@pytest.mark.parametrize(
    "part",
    ["<", "<v ", "<v a", "<rt>", "&", "\n", "-->", "00:01.000 --> 00:02.000\n", "00:01.000 --> 00:02.000\nx\n\n"],
)
def test_no_file_takes_long(part: str) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + part * (300_000 // len(part))
    begun = time.perf_counter()
    captions(text.encode())
    assert time.perf_counter() - begun < 5


def test_no_bytes_make_it_raise() -> None:
    whole = cues((0, 1, "<v Ana>Fish &amp; chips</v>"), (1, 2, "<i>Two</i>\nrows"), (9, 10, "olá")).encode()
    chance = random.Random(7)  # noqa: S311 -- the same damage each time
    for _ in range(2_000):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.choice(b"\0\n\r<>&;:.-> 0\xff\xc3")
        assert isinstance(captions(bytes(data[: chance.randrange(len(data) + 1)])), Captions | Unreadable)
