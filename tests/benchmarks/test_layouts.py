from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import corpus, floor, layouts, programs
from voicebuilder.cli import run

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = 12


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_each_generator_has_every_text_and_a_config(name: str, tmp_path: Path) -> None:
    entries = list(corpus.entries(ENTRIES))
    layouts.lay_out(name, tmp_path, corpus.entries(2 * ENTRIES))
    layouts.lay_out(name, tmp_path, entries)
    assert len(list(tmp_path.rglob("*.md"))) == ENTRIES
    for entry in entries:
        text = layouts.source(name, tmp_path, entry).read_text("utf-8")
        assert text.endswith(entry.body)
        assert all(tag in text for tag in entry.tags)
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) >= 1


def test_every_peer_has_a_layout() -> None:
    assert {*programs.PEERS, layouts.OURS, layouts.FLOOR} == set(layouts.LAYOUTS)


def test_we_build_every_entry_without_a_warning(tmp_path: Path) -> None:
    layouts.lay_out(layouts.OURS, tmp_path, corpus.entries(ENTRIES))
    assert layouts.built(layouts.OURS, tmp_path) == (0, 0)
    assert run(["build", str(tmp_path), "--strict", "--jobs", "1"], debug=True) == 0
    files, pages = layouts.built(layouts.OURS, tmp_path)
    assert pages == ENTRIES < files


def test_nothing_of_a_build_is_left_for_a_cold_one(tmp_path: Path) -> None:
    layouts.lay_out(layouts.OURS, tmp_path, corpus.entries(ENTRIES))
    before = sorted(tmp_path.rglob("*"))
    assert run(["build", str(tmp_path), "--jobs", "1"], debug=True) == 0
    assert sorted(tmp_path.rglob("*")) != before
    layouts.wipe(layouts.OURS, tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_floor_builds_every_entry(tmp_path: Path) -> None:
    layouts.lay_out(layouts.FLOOR, tmp_path, corpus.entries(ENTRIES))
    subprocess.run([sys.executable, str(floor.__file__)], cwd=tmp_path, check=True)
    assert layouts.built(layouts.FLOOR, tmp_path) == (ENTRIES, ENTRIES)
    post = next(entry for entry in corpus.entries(ENTRIES) if entry.title)
    page = (tmp_path / "_site" / post.slug / "index.html").read_text("utf-8")
    assert f'<h1 class="p-name">{post.title}</h1>' in page
    assert "<h2>" in page
