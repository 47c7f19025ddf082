from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from benchmarks.meter import RunError
from benchmarks.previews import FILE, SAVES, TAG, WORDS, measure
from benchmarks.programs import Program
from benchmarks.record import Session
from benchmarks.rounds import Plan

from benchmarks import corpus, layouts, previews, programs, servers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTRIES = 12
POST = next(entry for entry in corpus.entries(ENTRIES) if entry.title)
MARK = "zmark0"
MANNERS = ("_written", "_renamed_over")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "_SETTLE", 0.1)
    monkeypatch.setattr(previews, "_PAUSE", 0.1)
    monkeypatch.setattr(previews, "SAVES", {what: replace(save, times=2) for what, save in SAVES.items()})


def test_each_edit_marks_what_it_is_named_after() -> None:
    words, tag, file = (SAVES[what].made(POST, MARK) for what in (WORDS, TAG, FILE))
    assert words == replace(POST, body=f"{POST.body}\n{MARK}\n")
    assert tag == replace(POST, tags=(*POST.tags, MARK))
    assert file == replace(POST, slug=MARK, title=MARK)


def test_each_edit_shows_where_it_is_looked_for() -> None:
    shown = {
        name: [save.shown(name, save.made(POST, MARK)) for save in SAVES.values()] for name in (layouts.OURS, "hugo")
    }
    assert shown == {
        layouts.OURS: [f"/posts/{POST.slug}/", f"/tags/{MARK}/", f"/posts/{MARK}/"],
        "hugo": [f"/{POST.slug}/", f"/tags/{MARK}/", f"/{MARK}/"],
    }


def test_our_preview_is_measured_and_the_site_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manners: list[str] = []
    for manner in MANNERS:
        monkeypatch.setattr(previews, manner, partial(_noted, manners, manner, getattr(previews, manner)))
    record = measure(Plan([programs.ours(), programs.floor()], tmp_path, [ENTRIES], [], 2))
    assert list(record.sessions) == [(ENTRIES, layouts.OURS)]
    assert len(record.sessions[ENTRIES, layouts.OURS]) == 2
    for session in record.sessions[ENTRIES, layouts.OURS]:
        assert session.start > 0
        assert {what: len(waits) for what, waits in session.waits.items()} == {WORDS: 2, TAG: 2, FILE: 2}
        assert all(0 < wait < 30 for waits in session.waits.values() for wait in waits)
    assert manners == [*MANNERS] * 6
    layouts.lay_out(layouts.OURS, tmp_path / "fresh", corpus.entries(ENTRIES))
    assert _texts(tmp_path / f"{layouts.OURS}-{ENTRIES}") == _texts(tmp_path / "fresh")


def test_previews_run_in_turn_once_ahead_and_once_a_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    ours, peer = programs.ours(), Program("hugo", (), "1.2", ("hugo", "server"))
    monkeypatch.setattr(previews, "_ahead", lambda place: ran.append(f"{place.program.name} ahead"))
    monkeypatch.setattr(
        previews, "_session", lambda place: (ran.append(place.program.name), Session(1.0, {WORDS: [1.0]}, 0))[1]
    )
    record = measure(Plan([ours, peer, programs.floor()], tmp_path, [ENTRIES], [], 3))
    assert ran == ["voicebuilder ahead", "hugo ahead", *(["voicebuilder", "hugo"] * 3)]
    assert [len(sessions) for sessions in record.sessions.values()] == [3, 3]


def test_a_preview_that_misses_a_save_ends_the_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_saved(path: Path, text: str) -> float:
        monkeypatch.setattr(servers, "_LONGEST_WAIT", 0.3)
        return 0.0

    monkeypatch.setattr(previews, "_written", not_saved)
    with pytest.raises(RunError, match="did not show zmark"):
        measure(Plan([programs.ours()], tmp_path, [ENTRIES], [], 1))


def test_a_blog_without_posts_is_too_small(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="too few"):
        measure(Plan([programs.ours()], tmp_path, [0], [], 1))


@pytest.mark.parametrize("manner", MANNERS)
def test_a_save_leaves_the_text_and_nothing_else(manner: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old", "utf-8")
    file = path.stat().st_ino
    getattr(previews, manner)(path, "new")
    assert path.read_text("utf-8") == "new"
    assert (path.stat().st_ino == file) == (manner == "_written")
    assert list(tmp_path.iterdir()) == [path]


def _texts(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.md")}


def _noted(manners: list[str], manner: str, save: Callable[[Path, str], float], path: Path, text: str) -> float:
    manners.append(manner)
    return save(path, text)
