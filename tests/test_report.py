from __future__ import annotations

import pytest

from voicebuilder.errors import ContentError, Problem, Severity
from voicebuilder.report import Report

WARNING = Severity.WARNING


def test_errors_and_warnings_apart() -> None:
    report = Report()
    report.extend([Problem("a"), Problem("b", severity=WARNING)])
    assert report.errors == [Problem("a")]
    assert report.warnings == [Problem("b", severity=WARNING)]


def test_p3_in_the_order_of_files_and_lines_whoever_came_first() -> None:
    places = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 9, 5), ("a.md", 9, 4), ("", 0, 0), ("a.md", 0, 0)]
    problems = [Problem("x", path=path, line=line, column=column) for path, line, column in places]
    one, other = Report(), Report()
    one.extend(problems)
    other.extend(reversed(problems))
    assert one.errors == other.errors
    assert [(p.path, p.line, p.column) for p in one.errors] == sorted(places)


def test_the_same_problem_twice_counts_once() -> None:
    report = Report()
    report.problem(Problem("a", path="x", line=1))
    report.problem(Problem("a", path="x", line=1))
    report.problem(Problem("a", path="x", line=2))
    assert len(report.errors) == 2


def test_strict_makes_errors_of_warnings() -> None:
    report = Report(strict=True)
    report.problem(Problem("a", severity=WARNING))
    assert report.errors == [Problem("a")]
    assert report.warnings == []
    with pytest.raises(ContentError):
        report.stop_on_errors()


def test_p7_stopping_tells_every_error() -> None:
    report = Report()
    report.extend([Problem("b", path="b"), Problem("a", path="a"), Problem("w", severity=WARNING)])
    with pytest.raises(ContentError) as caught:
        report.stop_on_errors()
    assert [problem.message for problem in caught.value.problems] == ["a", "b"]


def test_warnings_stop_nothing() -> None:
    report = Report()
    report.problem(Problem("w", severity=WARNING))
    report.stop_on_errors()


def test_a_step_can_be_counted_by_whoever_shows_it() -> None:
    with Report().step("Reading", 2) as advance:
        advance()
        advance()
