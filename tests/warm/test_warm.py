"""P4: a warm build equals a clean build, byte for byte.

`make soak` plays longer and other stories. A failed test prints the story, made short, as a program: it can be run.
"""

from __future__ import annotations

import os
from collections import Counter

import jinja2
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .faults import FAULTS
from .machine import Story

STEPS_A_STORY = 50
STEPS_A_TEST = 550
STEPS = int(os.environ.get("VOICEBUILDER_SOAK_STEPS", "2750"))
# Other stories are told with another number; every number's stories are always the same.
SEED = int(os.environ.get("VOICEBUILDER_SOAK_SEED", "0"))
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
def brief_shrinking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story is made short for a minute, not for Hypothesis's five. A name of its inside: it may go."""
    monkeypatch.setattr("hypothesis.internal.conjecture.engine.MAX_SHRINKING_SECONDS", 60, raising=False)


def play(number: int, *, steps: int, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> Counter[str]:
    """Play stories; what was done, counted.

    Raises:
        AssertionError: A promise was broken.
    """
    told = type("ToldStory", (Story,), {"tally": Counter()})
    run_state_machine_as_test(
        seed(number)(told),
        settings=settings(
            max_examples=-(-steps // STEPS_A_STORY),
            stateful_step_count=STEPS_A_STORY,
            phases=phases,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return told.tally


@pytest.mark.parametrize("number", range(SEED, SEED + TESTS))
def test_p4_a_warm_build_equals_a_cold_one(number: int) -> None:
    tally = play(number, steps=STEPS_A_TEST)
    # A story may end before its last step.
    assert tally["steps"] >= STEPS_A_TEST * 3 / 4
    assert tally["builds"] > tally["steps"] / 3
    assert tally["failed builds"] < tally["builds"] / 3, "stories of failures prove little"
    assert tally["killed"] > 0


@pytest.mark.parametrize("fault", FAULTS)
def test_p4_a_planted_fault_is_found(fault: str) -> None:
    with FAULTS[fault](), pytest.raises(AssertionError, match=r"P4|P1|second build"):
        play(0, steps=STEPS_A_TEST, phases=(Phase.generate,))
