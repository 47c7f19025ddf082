"""P4: a warm build equals a clean build, byte for byte.

`make soak` plays longer and other stories. A failed test prints the story, made short, as a program: it can be run.
"""

from __future__ import annotations

import os
from functools import lru_cache

import jinja2
import pytest

from voicebuilder import build
from voicebuilder.memo import code_version, stamps

from .faults import FAULTS
from .story import play

STEPS_A_TEST = 500
KILLS = 10
STEPS = int(os.environ.get("VOICEBUILDER_SOAK_STEPS", "2000"))
# Other stories are told with another number; every number's stories are always the same.
SEED = int(os.environ.get("VOICEBUILDER_SOAK_SEED", "0"))
IS_SOAK = "VOICEBUILDER_SOAK_STEPS" in os.environ
TESTS = -(-STEPS // STEPS_A_TEST)
# Making a story short takes a minute.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(autouse=True)
def quick_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja2 compiles equal sources once: a pure function, and more than half of a small build's time."""
    compiled: dict[tuple[object, ...], object] = {}
    real = jinja2.Environment.compile

    def compile_once(environment: jinja2.Environment, *what: object, **how: object) -> object:
        key = (*what, *sorted(how.items()))
        if key not in compiled:
            compiled[key] = real(environment, *what, **how)
        return compiled[key]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_once)


@pytest.fixture(autouse=True)
def quick_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is read once, not in each of ten thousand builds: it stays what it is while the test runs."""
    monkeypatch.setattr(build, "code_version", lru_cache(code_version))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two changes of a file a story builds, which takes longer than a tick of the disk's clock."""
    monkeypatch.setattr(stamps, "_INSTANT", 0)


@pytest.fixture(autouse=True)
def brief_shrinking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story is made short for a minute, not for Hypothesis's five. A name of its inside: it may go."""
    monkeypatch.setattr("hypothesis.internal.conjecture.engine.MAX_SHRINKING_SECONDS", 60, raising=False)


@pytest.mark.parametrize("number", range(SEED, SEED + TESTS))
def test_p4_a_warm_build_equals_a_cold_one(number: int) -> None:
    tally = play(number, steps=STEPS_A_TEST)
    assert tally["steps"] >= STEPS_A_TEST
    assert tally["builds"] > tally["steps"] / 3
    assert tally["failed builds"] < tally["builds"] / 2, "stories of failures prove little"


def test_p4_a_warm_build_after_a_kill_equals_a_cold_one() -> None:
    numbers, killed = iter(range(SEED, SEED + 2 * KILLS)), 0
    while killed < KILLS:
        killed += play(next(numbers), steps=50, only=("kill", "change_config", "delete_entry", "edit_title"))["killed"]


@pytest.mark.parametrize("fault", FAULTS)
def test_p4_a_planted_fault_is_found(fault: str) -> None:
    """By the changes that it is about, to be quick; a soak looks for it with all."""
    only = () if IS_SOAK else FAULTS[fault].changes
    with FAULTS[fault].planted(), pytest.raises(FAULTS[fault].seen):
        play(SEED, steps=STEPS, only=only, made_short=False)
