from __future__ import annotations

import pickle

import pytest

from voicebuilder.errors import (
    ContentError,
    ExitCode,
    MachineError,
    Problem,
    Severity,
    UsageError,
    VoicebuilderError,
    together,
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("it broke"), "error: it broke."),
        (Problem("it broke", "Mend it."), "error: it broke. Mend it."),
        (Problem("it broke", path="posts/a.md"), "posts/a.md: error: it broke."),
        (Problem("it broke", "Mend it.", "posts/a.md", 7), "posts/a.md:7: error: it broke. Mend it."),
        (Problem("it broke", "Mend it.", "posts/a.md", 7, 3), "posts/a.md:7:3: error: it broke. Mend it."),
        (Problem("odd", path="a", line=1, severity=Severity.WARNING), "a:1: warning: odd."),
        # A column without a line, a line without a file: nobody could go there.
        (Problem("x", path="a", column=3), "a: error: x."),
        (Problem("x", line=3, column=3), "error: x."),
    ],
)
def test_p7_a_problem_says_where_what_and_what_to_type(problem: Problem, text: str) -> None:
    assert str(problem) == text


@pytest.mark.parametrize(
    ("error", "code"),
    [(VoicebuilderError, 1), (ContentError, 1), (UsageError, 2), (MachineError, 3)],
)
def test_exit_codes(error: type[VoicebuilderError], code: int) -> None:
    assert error("x").exit_code == code


def test_the_codes_of_the_design() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 130]


def test_an_error_carries_all_its_problems() -> None:
    error = ContentError(Problem("one", path="a"), "two")
    assert error.problems == (Problem("one", path="a"), Problem("two"))
    assert str(error) == "a: error: one.\nerror: two."


def _refuse(*messages: str) -> None:
    raise UsageError(*messages)


def test_three_things_are_tried_together() -> None:
    assert together(lambda: 1, lambda: "two", lambda: None) == (1, "two", None)
    with pytest.raises(UsageError) as caught:
        together(lambda: _refuse("a", "b"), lambda: 2, lambda: _refuse("c"))
    assert [problem.message for problem in caught.value.problems] == ["a", "b", "c"]


def test_what_is_no_fault_of_the_config_is_not_held_back() -> None:
    def broken() -> None:
        raise MachineError("no disk")

    with pytest.raises(MachineError):
        together(broken, lambda: _refuse("a"), lambda: None)


@pytest.mark.parametrize("kind", [ContentError, UsageError, MachineError])
def test_an_error_crosses_from_a_worker_process_whole(kind: type[VoicebuilderError]) -> None:
    error = kind(Problem("one", "Mend it.", "posts/a.md", 7, 3), Problem("two"))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(copy) is kind
    assert copy.problems == error.problems
    assert str(copy) == str(error)
