"""What sounds and films say of themselves. `files/README.md` says how the files were made."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from voicebuilder.media.recordings import FILMS, SOUNDS, recording
from voicebuilder.model.media import Chapter, Recording, Unreadable, sort_of

from .film_boxes import box, full, handler

FILES = Path(__file__).parent / "files"
OURS = sorted(file for file in FILES.iterdir() if file.suffix in SOUNDS | FILMS)
BELL, FERRY = Chapter(0, "The bell"), Chapter(0.8, "The ferry")


def of(name: str) -> Recording:
    found = recording(FILES / name, b"digest")
    assert isinstance(found, Recording), found
    return found


def written(folder: Path, name: str, data: bytes) -> Recording | Unreadable:
    file = folder / name
    file.write_bytes(data)
    return recording(file, b"digest")


@pytest.mark.parametrize(
    ("name", "type_", "duration", "chapters"),
    [
        ("chapters.mp3", "audio/mpeg", 2.064, (BELL, FERRY)),
        ("chapters.m4a", "audio/mp4", 2.046, (BELL, FERRY)),
        ("chapters.opus", "audio/ogg", 2.0, (BELL, FERRY)),
        ("chapters.flac", "audio/flac", 1.0, (BELL,)),
        ("sound.webm", "audio/webm", 1.008, (BELL, FERRY)),
        ("plain.aac", "audio/aac", 1.068, ()),
        ("tone.wav", "audio/wav", 1.0, ()),
    ],
)
def test_sounds(name: str, type_: str, duration: float, chapters: tuple[Chapter, ...]) -> None:
    found = of(name)
    assert (found.type, found.duration, found.chapters) == (type_, duration, chapters)
    assert (found.digest, found.length) == (b"digest", (FILES / name).stat().st_size)
    assert (found.width, found.height, found.is_private) == (0, 0, False)
    tags = ("Fog, by ear", "Wenna Tregear") if "chapters" in name or name == "sound.webm" else ("", "")
    assert (found.title, found.artist) == tags


@pytest.mark.parametrize(
    ("name", "type_", "duration", "size", "title"),
    [
        ("silent.mp4", "video/mp4", 1.5, (64, 48), "Fog, by ear"),
        ("talking.mov", "video/quicktime", 1.5, (64, 48), ""),
        ("crossing.webm", "video/webm", 1.5, (64, 48), "Fog, by ear"),
        ("film.webm", "video/webm", 1.0, (64, 48), ""),
    ],
)
def test_films(name: str, type_: str, duration: float, size: tuple[int, int], title: str) -> None:
    found = of(name)
    assert (found.type, found.duration, (found.width, found.height)) == (type_, duration, size)
    assert (found.title, found.chapters) == (title, ())


def test_every_name_of_a_sound_or_film_is_known() -> None:
    assert {sort_of(f"a{suffix}") for suffix in SOUNDS} == {"sound"}
    assert {sort_of(f"a{suffix}") for suffix in FILMS} == {"film"}


def test_a_film_in_which_nothing_is_seen_is_a_sound(tmp_path: Path) -> None:
    found = written(tmp_path, "a.mp4", (FILES / "chapters.m4a").read_bytes())
    assert isinstance(found, Recording)
    assert (found.type, found.duration) == ("audio/mp4", 2.046)


def test_what_a_suffix_says_in_capitals(tmp_path: Path) -> None:
    assert isinstance(written(tmp_path, "A.MP3", (FILES / "chapters.mp3").read_bytes()), Recording)


TURNS = {"none": (65536, 0, 0, 65536), "quarter": (0, 65536, -65536, 0), "half": (-65536, 0, 0, -65536)}


def film(turn: str, *, is_long: bool = False, size: tuple[int, int] = (640, 360)) -> bytes:
    """A film of 90 s."""
    a, b, c, d = TURNS[turn]
    form, version = (">QQIQ", b"\1\0\0\0") if is_long else (">IIII", bytes(4))
    head = box(b"mvhd", version, struct.pack(form, 0, 0, 600, 54_000), bytes(80))
    times = struct.pack(">QQIIQ" if is_long else ">IIIII", 0, 0, 1, 0, 54_000)
    matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    sides = struct.pack(">II", size[0] << 16, size[1] << 16)
    track = box(b"trak", box(b"tkhd", version, times, bytes(16), matrix, sides), box(b"mdia", handler(b"vide")))
    return box(b"ftyp", b"isom") + box(b"moov", head, track) + box(b"mdat", bytes(9))


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(("turn", "size"), [("none", (640, 360)), ("half", (640, 360)), ("quarter", (360, 640))])
def test_a_film_that_was_filmed_upright_is_upright(
    turn: str, size: tuple[int, int], is_long: bool, tmp_path: Path
) -> None:
    found = written(tmp_path, "a.mp4", film(turn, is_long=is_long))
    assert isinstance(found, Recording)
    assert (found.width, found.height) == size
    assert found.duration == 90


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.mp3", b"", "is empty"),
        ("a.mp3", b"<!doctype html><title>404</title>", "is no sound and no film"),
        ("a.mp3", (FILES / "chapters.m4a").read_bytes(), "is of another format than its name says"),
        ("a.m4a", (FILES / "chapters.mp3").read_bytes(), "is of another format than its name says"),
        ("a.wav", b"RIFF\x10\0\0\0WEBPVP8 aaaaaaaa", "is no sound and no film"),
        ("a.webm", b"GIF89a" * 9, "is no sound and no film"),
    ],
)
def test_what_is_not_what_it_says(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    found = written(tmp_path, name, data)
    assert isinstance(found, Unreadable)
    assert (found.reason, found.is_foreign, found.digest) == (reason, True, b"digest")
    assert found.hint.endswith(".")


@pytest.mark.parametrize("name", ["chapters.m4a", "silent.mp4", "talking.mov", "crossing.webm", "tone.wav"])
def test_cut_off(name: str, tmp_path: Path) -> None:
    whole = (FILES / name).read_bytes()
    for end in (len(whole) - 1, len(whole) // 2, 40):
        found = written(tmp_path, name, whole[:end])
        assert isinstance(found, Unreadable), end
        assert not found.is_foreign
        assert "cut off" in found.reason or "no table of contents" in found.reason


def test_no_file_at_all(tmp_path: Path) -> None:
    found = recording(tmp_path / "a.mp3", b"digest")
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("cannot be read")


def test_boxes_that_hold_themselves_or_lie(tmp_path: Path) -> None:
    deep = b""
    for _ in range(3_000):
        deep = box(b"moov", deep)
    for data in (
        box(b"ftyp", b"isom") + deep,
        box(b"ftyp", b"isom") + b"\0\0\0\1moov" + b"\xff" * 8,
        box(b"ftyp", b"isom") + box(b"moov", full(b"mvhd", b"\xff" * 20), box(b"trak", box(b"tkhd"))),
        b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + b"\xb6\x82\xb6\x80" * 500,
    ):
        for name in ("a.mp4", "a.mov", "a.webm", "a.m4a"):
            written(tmp_path, name, data)


@pytest.mark.slow
@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_no_bytes_make_it_raise(file: Path, tmp_path: Path) -> None:
    whole, chance = file.read_bytes(), random.Random(file.name)  # noqa: S311 -- the same damage each time
    for _ in range(120):
        data = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randrange(12) if data else 0):
            # Most of what is said stands at the beginning or at the end.
            at = chance.randrange(min(700, len(data))) * chance.choice((1, -1))
            data[at] = chance.choice((0, 0xFF, 0x7F, chance.randrange(256)))
        found = written(tmp_path, file.name, bytes(data))
        assert isinstance(found, Recording | Unreadable)
        if isinstance(found, Recording):
            assert 0 <= found.duration < 1e7
