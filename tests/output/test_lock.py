"""One build at a time; a dead one is in nobody's way."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder.errors import MachineError
from voicebuilder.output import claim
from voicebuilder.output.lock import Lock

if TYPE_CHECKING:
    from .conftest import Desk

START = "import os, sys, time, pathlib\nfrom voicebuilder.output import claim\nfrom voicebuilder.report import Report\n"
HOLD = (
    START
    + "with claim(pathlib.Path(sys.argv[1]), [], Report()) as c:\n    print('held', flush=True)\n    time.sleep(60)\n"
)
HOLD_AGAIN_WITH_WORKER = HOLD.replace(
    "with", "with claim(pathlib.Path(sys.argv[1]), [], Report()): pass\nwith"
).replace("    time", "    if os.fork() == 0: print(os.getpid(), flush=True)\n    time")
RACE = (
    START
    + """
from voicebuilder.errors import MachineError
sys.stdin.readline()
wins = 0
for turn in range(int(sys.argv[3])):
    try:
        with claim(pathlib.Path(sys.argv[1]), [], Report()) as c:
            name = f"{sys.argv[2]}-{turn}".encode()
            c.publish([(f"{n}.html", c.lay(f"{n}.html", name)) for n in range(4)])
            site = pathlib.Path(sys.argv[1])
            assert {p.read_bytes() for p in site.glob("*.html")} == {name}, "someone else wrote"
            wins += 1
    except MachineError as error:
        assert "another build (process " in str(error), error
print(wins)
"""
)

COME_AND_GO = (
    START
    + """
from voicebuilder.errors import MachineError
sys.stdin.readline()
for turn in range(2000):
    try:
        with claim(pathlib.Path(sys.argv[1]), [], Report()):
            pass
    except MachineError as error:
        assert "another build (process " in str(error) and f"process {os.getpid()})" not in str(error), error
print("done")
"""
)


def start(script: str, output: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(output), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_p1_a_second_build_is_told_who_writes(desk: Desk) -> None:
    with start(HOLD, desk.output) as first:
        assert first.stdout
        assert first.stdout.readline() == "held\n"
        with pytest.raises(
            MachineError, match=rf"another build \(process {first.pid}\) is writing to .*_site.*Wait for it"
        ):
            desk.publish({"index.html": b"x"})
        first.kill()
    assert desk.work.exists()
    desk.publish({"index.html": b"x"})
    assert desk.at_rest()


def test_p1_one_process_cannot_claim_twice(desk: Desk) -> None:
    with claim(desk.output, [], desk.report), pytest.raises(MachineError, match=f"process {os.getpid()}"):
        desk.publish({"index.html": b"x"})
    assert not desk.work.exists()


def test_p1_a_worker_that_outlives_a_killed_build_holds_no_lock(desk: Desk) -> None:
    with start(HOLD_AGAIN_WITH_WORKER, desk.output) as first:
        assert first.stdout
        assert first.stdout.readline() == "held\n"
        worker = int(first.stdout.readline())
        first.kill()
        first.wait()
        try:
            os.kill(worker, 0)
            desk.publish({"index.html": b"x"})
        finally:
            os.kill(worker, signal.SIGKILL)


def test_many_claims_in_one_process_leave_nothing_behind(desk: Desk) -> None:
    def left() -> tuple[int, int]:
        return sum(isinstance(thing, Lock) for thing in gc.get_objects()), len([*Path("/dev/fd").iterdir()])

    desk.publish({"index.html": b"x"})
    gc.collect()
    before = left()
    for _ in range(20):
        desk.publish({"index.html": b"x"})
    gc.collect()
    assert left() == before


def test_something_in_the_way_of_the_work_folder(desk: Desk) -> None:
    desk.work.symlink_to(desk.site)
    with pytest.raises(MachineError, match="in the way"):
        desk.publish({"index.html": b"x"})


def race(script: str, output: Path, *arguments: str) -> list[str]:
    """Three processes at once; what each printed."""
    racers = [start(script, output, str(number), *arguments) for number in range(3)]
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    printed = [racer.communicate(timeout=120)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    return printed


@pytest.mark.slow
def test_p1_whoever_is_refused_is_told_by_whom(desk: Desk) -> None:
    assert race(COME_AND_GO, desk.output) == ["done\n"] * 3
    assert not desk.work.exists()


@pytest.mark.slow
def test_p1_races_never_mix(desk: Desk) -> None:
    assert sum(map(int, race(RACE, desk.output, "30"))) > 0
    desk.publish({"index.html": b"x"})
    assert desk.at_rest()
