"""One save is one burst, and looked at when it is whole."""

from __future__ import annotations

import pytest

from voicebuilder.preview.watching.burst import Burst, Heard, Sign


def burst(*said: tuple[float, str, Sign]) -> Burst:
    made = Burst()
    for at, path, sign in said:
        made.add(Heard(path, sign, at))
    return made


def test_a_file_written_to_its_end_is_looked_at_almost_at_once() -> None:
    made = burst((1.0, "a", Sign.OPEN), (1.001, "a", Sign.OPEN), (1.002, "a", Sign.WHOLE))
    assert made.ripe == pytest.approx(1.005)


def test_a_truncated_file_is_waited_for() -> None:
    assert burst((1.0, "a", Sign.OPEN)).ripe == pytest.approx(1.1)


def test_a_file_that_was_renamed_away_is_waited_for() -> None:
    away = burst((1.0, "a", Sign.GONE), (1.0, "b", Sign.WHOLE))
    assert away.ripe == pytest.approx(1.05)
    away.add(Heard("a", Sign.OPEN, 1.03))
    assert away.ripe == pytest.approx(1.1)
    away.add(Heard("a", Sign.WHOLE, 1.08))
    assert away.ripe == pytest.approx(1.09)


def test_a_file_that_came_and_went_is_not_waited_for() -> None:
    """What `sed -i` writes first."""
    put = burst(
        (1.0, "sedAb", Sign.OPEN), (1.0, "sedAb", Sign.WHOLE), (1.0, "sedAb", Sign.GONE), (1.0, "a", Sign.WHOLE)
    )
    assert put.ripe == pytest.approx(1.01)


def test_a_program_that_writes_without_end_is_not_waited_for() -> None:
    endless = burst(*((1 + number / 1000, "a", Sign.OPEN) for number in range(1000)))
    assert endless.ripe == pytest.approx(1.1)
    again_and_again = burst(*((1 + number / 1000, "a", Sign.WHOLE) for number in range(1000)))
    assert again_and_again.ripe == pytest.approx(1.1)


def test_a_checkout_is_waited_for_to_its_end() -> None:
    many = burst(*((1 + number / 100, f"{number}.md", Sign.WHOLE) for number in range(500)))
    assert many.ripe == pytest.approx(1 + 4.99 + 0.05)
    assert len(many.paths) == 500


def test_a_folder_names_no_path() -> None:
    moved = burst((1.0, "posts", Sign.FOLDER))
    assert moved.has_folder
    assert not moved.paths
    assert not moved.is_empty
    assert Burst().is_empty
