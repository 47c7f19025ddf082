"""What is news, and what is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from voicebuilder.preview.watching import ledger, snapshot
from voicebuilder.preview.watching.ledger import Ledger
from voicebuilder.preview.watching.snapshot import Places, scan

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from voicebuilder.preview.watching.snapshot import Signature


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("posts", "old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text("a")
    return Places(tmp_path, (tmp_path / "posts", tmp_path / "old"))


def test_news_is_told_once_however_it_is_found(places: Places) -> None:
    book = Ledger(scan(places))
    changed, added, gone = (str(places.site / "posts" / name) for name in ("a.md", "b.md", "c.md"))
    assert book.look({changed, added, gone}) == (set(), False)
    (places.site / "posts/a.md").write_text("changed")
    (places.site / "posts/b.md").write_text("added")
    assert book.look({changed, added, gone}) == ({changed, added}, False)
    assert book.compare(scan(places)) == set()
    (places.site / "posts/b.md").unlink()
    (places.site / "posts/c.md").write_text("c")
    assert book.compare(scan(places)) == {added, gone}
    assert book.look({changed, added, gone}) == (set(), False)


def test_only_a_scan_can_tell_of_folders_and_links(places: Places) -> None:
    book = Ledger(scan(places))
    (places.site / "posts/link").symlink_to("a.md")
    assert book.look({str(places.site / "posts/link")}) == (set(), True)
    assert book.look({str(places.site / "posts")}) == (set(), True)
    assert book.compare(scan(places)) == {str(places.site / "posts/link")}


def test_what_is_held_stays_to_be_found(places: Places) -> None:
    book = Ledger(scan(places))
    file = places.site / "posts/a.md"
    file.write_text("changed")
    assert book.compare(scan(places), {str(file)}) == set()
    file.unlink()
    assert book.compare(scan(places), {str(file)}) == set()
    assert book.compare(scan(places)) == {str(file)}


@pytest.mark.parametrize("scans", [True, False])
def test_a_second_save_in_the_same_instant(monkeypatch: pytest.MonkeyPatch, places: Places, scans: bool) -> None:
    """With a disk whose clock ticks a hundred times a second, two saves of one length can look the same."""

    def coarse(found: os.stat_result) -> Signature:
        tick = 10_000_000
        return found.st_mtime_ns // tick * tick, found.st_size, found.st_ino, found.st_ctime_ns // tick * tick

    monkeypatch.setattr(snapshot, "signed", coarse)
    monkeypatch.setattr(ledger, "signed", coarse)
    book = Ledger(scan(places))
    file = places.site / "posts/a.md"
    for number in range(100, 200):
        file.write_text(str(number))
        news = book.compare(scan(places)) if scans else book.look({str(file)})[0]
        assert news == {str(file)}, f"save {number} was not seen"
        assert book.compare(scan(places)) == set()
    time.sleep(0.03)
    assert book.compare(scan(places)) == set()
    assert not book._young


def test_other_places_lose_no_change(places: Places) -> None:
    book = Ledger(scan(places))
    site = places.site
    other = Places(site, (site / "posts", site / "new"))
    (site / "posts/a.md").write_text("changed meanwhile")
    (site / "posts/b.md").write_text("added meanwhile")
    (site / "old/a.md").write_text("of no interest any more")
    book.turn(places, other, scan(other))
    assert book.compare(scan(other)) == {str(site / "posts/a.md"), str(site / "posts/b.md")}
    (site / "new/a.md").unlink()
    (site / "old/a.md").unlink()
    assert book.compare(scan(other)) == {str(site / "new/a.md")}
