"""What a build says of its cache: one line, once, and only when it is not to be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import sources as pool
from . import twins
from .twins import CACHE, Ask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ASK = Ask(pool.START)
CONFIG = "title: Harbour\nurl: https://example.org/\n"
TEXT = "# Quay\n\nThe quay.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    twins.write(tmp_path / "site/voicebuilder.yaml", CONFIG)
    twins.write(tmp_path / "site/posts/quay.md", TEXT)
    assert twins.run(tmp_path / "site", ASK).notices == []
    return tmp_path / "site"


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1]))


@pytest.mark.parametrize("hurt", [cut, empty, flip])
@pytest.mark.parametrize("file", ["files", "texts", "pages", "html/index"])
def test_a_damaged_cache_is_told_of_once(site: Path, file: str, hurt: Callable[[Path], None]) -> None:
    before = twins.tree(site / "_site")
    hurt(site / CACHE / "cache" / file)
    hurt_build = twins.run(site, ASK)
    assert hurt_build.notices == ["The cache is damaged; everything is built anew."]
    assert hurt_build.tree == before
    assert twins.run(site, ASK).notices == []


@pytest.mark.parametrize("file", ["", "files", "texts", "pages", "html", "html/index"])
def test_a_cache_that_is_not_there_is_not_worth_a_word(site: Path, file: str) -> None:
    before = twins.tree(site / "_site")
    place = site / CACHE / "cache" / file
    place.rename(site / "_aside")
    anew = twins.run(site, ASK)
    assert (anew.notices, anew.tree) == ([], before)


@pytest.mark.parametrize("in_form", [False, True])
def test_a_cache_of_another_version_is_told_of_once(site: Path, in_form: bool) -> None:
    before = twins.tree(site / "_site")
    for _ in range(2):
        with twins.another_version(in_form=in_form):
            theirs = twins.run(site, ASK)
        assert len(theirs.notices) == 1
        assert theirs.tree != before
        ours = twins.run(site, ASK)
        assert len(ours.notices) == 1
        assert ours.notices[0].endswith("; everything is built anew.")
        assert ours.tree == before
        assert twins.run(site, ASK).notices == []


def test_a_site_without_texts_is_told_once_too(site: Path) -> None:
    with twins.another_version(in_form=False):
        twins.run(site, ASK)
    (site / "posts/quay.md").unlink()
    assert len(twins.run(site, ASK).notices) == 1
    assert twins.run(site, ASK).notices == []


def test_a_change_of_the_time_zone_is_no_fault_of_the_cache(site: Path) -> None:
    twins.write(site / "voicebuilder.yaml", f"{CONFIG}timezone: Asia/Tokyo\n")
    assert twins.run(site, ASK).notices == []
