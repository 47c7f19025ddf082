from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from voicebuilder import workers
from voicebuilder.errors import MachineError
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from pathlib import Path


class SiteError(Exception):
    """Something that the work itself raises."""


def times(factor: int, number: int) -> int:
    return factor * number


def fussy(number: int) -> int:
    if number == 70:
        raise SiteError(f"no {number}")
    return number


def mortal(number: int) -> int:
    if number == 70:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def where(_: int) -> int:
    return os.getpid()


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are copies of this one, and processes that begin from nothing."""
    monkeypatch.setattr(workers, "_METHOD", request.param)


@pytest.mark.parametrize("jobs", [0, 1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 2, 33, 100])
def test_the_same_results_in_the_same_order_with_any_number_of_processes(jobs: int, count: int) -> None:
    assert list(spread(partial(times, 3), range(count), jobs)) == [3 * number for number in range(count)]


def test_little_work_stays_in_this_process() -> None:
    assert set(spread(where, range(50), 0)) == {os.getpid()}
    assert set(spread(where, range(50), 1)) == {os.getpid()}


@pytest.mark.usefixtures("method")
def test_work_is_spread_when_asked() -> None:
    assert os.getpid() not in set(spread(where, range(100), 2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_comes_through(jobs: int) -> None:
    with pytest.raises(SiteError, match="no 70"):
        list(spread(fussy, range(100), jobs))


@pytest.mark.usefixtures("method")
def test_a_worker_that_dies_is_the_machines_fault() -> None:
    with pytest.raises(MachineError, match="worker process died at thing 70") as caught:
        list(spread(mortal, range(100), 2, "thing {}".format))
    assert "--jobs 1" in str(caught.value)


def mortal_once(marker: Path, number: int) -> int:
    if number == 70 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_worker_that_dies_by_chance_blames_nothing(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught:
        list(spread(partial(mortal_once, tmp_path / "dead"), range(100), 2))
    assert "a worker process died." in str(caught.value)


def test_no_worker_is_left_behind() -> None:
    results = spread(partial(times, 2), range(1000), 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]  # a generator's
    assert multiprocessing.active_children() == []
