"""A file that is written again and again is looked at less often, others as ever."""

from __future__ import annotations

import pytest

from voicebuilder.preview.watching.breaker import REST, Breaker


def held_after(breaker: Breaker, *, every: float, seconds: float, path: str = "loop") -> float | None:
    """When a path that changes regularly is held."""
    for number in range(int(seconds / every)):
        if breaker.note({path}, number * every):
            return number * every
    return None


@pytest.mark.parametrize("every", [0.01, 0.1, 0.25])
def test_a_loop_is_broken_after_five_seconds(every: float) -> None:
    assert held_after(Breaker(), every=every, seconds=20) == pytest.approx(5, abs=0.5)


@pytest.mark.parametrize("every", [0.6, 1.0, 2.0])
def test_an_autosaving_editor_is_no_loop(every: float) -> None:
    assert held_after(Breaker(), every=every, seconds=600) is None


def test_two_hundred_quick_saves_are_no_loop() -> None:
    assert held_after(Breaker(), every=0.02, seconds=4) is None


def test_a_pause_begins_a_new_run() -> None:
    breaker = Breaker()
    for number in range(1000):
        pause = number // 15  # 15 quick saves, then a second of thought
        assert not breaker.note({"a"}, number * 0.25 + pause)


def test_a_held_path_rests_between_looks_and_is_let_go_when_it_is_calm() -> None:
    breaker = Breaker()
    begun = held_after(breaker, every=0.1, seconds=10)
    assert begun is not None
    assert breaker.resting(begun + REST - 0.1) == {"loop"}
    assert breaker.resting(begun + REST) == set()
    breaker.calm({"loop"}, begun + REST)  # it had changed: it rests again
    assert breaker.resting(begun + 2 * REST - 0.1) == {"loop"}
    breaker.calm(set(), begun + 2 * REST - 0.1)  # it was not looked at
    assert breaker.held
    breaker.calm(set(), begun + 2 * REST)
    assert not breaker.held


def test_a_held_path_is_named_once_and_others_are_not_held() -> None:
    breaker = Breaker()
    named = [path for number in range(400) for path in breaker.note({"loop", f"{number}.md"}, number * 0.05)]
    assert named == ["loop"]
